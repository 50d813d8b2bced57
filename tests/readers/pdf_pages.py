"""PDF files made for tests, line by line, with a font that every reader of PDF has (STSong-Light, not embedded)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
LEFT, TOP, SIZE, LEADING = 72.0, 100.0, 16.0, 28.0
MEASURE = 28  # Chinese characters a line
WIDTH, HEIGHT = A4


@cache
def _font() -> str:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return FONT


class Pages:
    """A PDF in the making; places are in points from the top left corner."""

    def __init__(self, **options: object) -> None:
        self._file = io.BytesIO()
        self.canvas = Canvas(self._file, pagesize=A4, invariant=1, **options)
        self.y = TOP

    def put(self, x: float, y: float, text: str, size: float = SIZE, font: str = "") -> float:
        """Draw ``text`` from ``x`` on the baseline ``y``; returns its right edge."""
        self.canvas.setFont(font or _font(), size)
        self.canvas.drawString(x, HEIGHT - y, text)
        return x + float(pdfmetrics.stringWidth(text, font or FONT, size))

    def line(self, text: str, indent: float = 0, size: float = SIZE) -> None:
        """Draw ``text`` below what was drawn last, ``indent`` characters from the margin."""
        self.put(LEFT + indent * size, self.y, text, size)
        self.y += LEADING

    def centred(self, text: str, size: float = 22) -> None:
        self.canvas.setFont(_font(), size)
        self.canvas.drawCentredString(LEFT + MEASURE * SIZE / 2, HEIGHT - self.y, text)
        self.y += LEADING

    def paragraph(self, text: str, indent: int = 2) -> None:
        """Set ``text`` of Chinese characters as a paragraph, its first line indented."""
        first = MEASURE - indent
        self.line(text[:first], indent)
        for begin in range(first, len(text), MEASURE):
            self.line(text[begin : begin + MEASURE])

    def rules(self, xs: Iterable[float], ys: Iterable[float]) -> None:
        """Draw the rules of a table at ``xs`` and ``ys``."""
        self.canvas.grid(list(xs), [HEIGHT - y for y in ys])

    def page(self) -> None:
        self.canvas.showPage()
        self.y = TOP

    def data(self) -> bytes:
        self.canvas.save()
        return self._file.getvalue()
