"""Images of pages → fragments of type, by rapidocr (extra ``govreply[ocr]``), offline: its models come with it.

What it is known to take for something else is repaired where the text leaves no doubt: the brackets of document numbers
(〔2023〕 as [2023]), the colon after Chinese, the dash between figures (as 一), letters inside numbers (O, l).
"""

from __future__ import annotations

from functools import cache
from statistics import median
from typing import TYPE_CHECKING, Any

import regex

from govreply.patterns import compiled
from govreply.readers.pages.lines import Fragment, is_cjk

if TYPE_CHECKING:
    from PIL.Image import Image

INSTALL = "`pip install 'govreply[ocr]'`"
LONGEST_SIDE = 2400
"""Pixels of the longer side of a page as it is recognised: at fewer, dashes at the end of a line are lost."""

_BASELINE = 0.2  # of the height of a box: how far the baseline is from its lower edge
_LONG = 8
_SAME_SIZE = 0.2
_HALF_WIDTH_MARKS = "，。、；：！？“”‘’（）《》〔〕【】"


@cache
def recogniser() -> Recogniser | None:
    """The recogniser of this process; None where the extra is not installed."""
    try:
        import onnxruntime  # noqa: F401
        from rapidocr import RapidOCR
    except ImportError:
        return None
    return Recogniser(RapidOCR(params={"Global.log_level": "error", "Global.max_side_len": LONGEST_SIDE}))


class Recogniser:
    """Recognises the type on images of pages."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def fragments(self, image: Image, points: float) -> list[Fragment]:
        """The lines on ``image`` as fragments, ``points`` (1/72 inch) a pixel."""
        import numpy as np

        found = self._engine(np.asarray(image.convert("RGB"))[:, :, ::-1], use_cls=False)
        if found.boxes is None or not found.txts:
            return []
        boxes = [
            _Box(text, [(float(x) * points, float(y) * points) for x, y in corners])
            for corners, text in zip(found.boxes, found.txts, strict=True)
            if text.strip()
        ]
        return _fragments(boxes)


class _Box:
    """A recognised line: its text, and its edges in points from the top left corner."""

    def __init__(self, text: str, corners: list[tuple[float, float]]) -> None:
        self.text = repaired(text.strip())
        (left, top), (right, top_right), (far, bottom_right), (near, bottom) = corners
        self.x0, self.x1 = (left + near) / 2, (right + far) / 2
        self.height = (bottom + bottom_right - top - top_right) / 2
        self.y = (bottom + bottom_right) / 2 - _BASELINE * self.height
        self.ems = sum(1.0 if is_cjk(character) else 0.5 for character in self.text)


def _fragments(boxes: list[_Box]) -> list[Fragment]:
    """``boxes`` as fragments, of one size where they are nearly of one height."""
    boxes = [box for box in boxes if box.height > 0 and box.x1 > box.x0]
    if not boxes:
        return []
    long = [box for box in boxes if box.ems >= _LONG] or boxes
    em = median((box.x1 - box.x0) / box.ems for box in long)
    height = median(box.height for box in long)
    return [_fragment(box, em * _relative_size(box, height)) for box in boxes]


def _relative_size(box: _Box, usual: float) -> float:
    """The size of the type in ``box``: one size for all that are nearly as high as ``usual``, as the height of a box
    depends on its characters, the more the fewer there are."""
    ratio = box.height / usual
    return 1.0 if abs(ratio - 1) <= (_SAME_SIZE if box.ems >= _LONG else 2 * _SAME_SIZE) else ratio


def _fragment(box: _Box, size: float) -> Fragment:
    """``box`` with the place of each character, of which only the width of the whole is known; marks that leave half
    of their square blank are given all of it."""
    x0 = box.x0 - (0.4 * size if box.text[0] in _HALF_WIDTH_MARKS else 0.0)
    x1 = box.x1 + (0.4 * size if box.text[-1] in _HALF_WIDTH_MARKS else 0.0)
    edges, step = [x0], (x1 - x0) / box.ems
    for character in box.text:
        edges.append(edges[-1] + step * (1.0 if is_cjk(character) else 0.5))
    return Fragment(box.text, tuple(edges), box.y, size)


def repaired(text: str) -> str:
    """``text`` of a line with what recognition is known to confuse put right, where nothing else can be meant.

    >>> repaired("某政办[2023]12号")
    '某政办〔2023〕12号'
    """
    for pattern, replacement in _repairs():
        text = pattern.sub(replacement, text)
    return text


@cache
def _repairs() -> tuple[tuple[regex.Pattern[str], str], ...]:
    year = r"((?:19|20)\d\d)"
    return (
        (compiled(rf"(?<=[一-龥])\s?[\[［〔【]\s?{year}\s?[\]］〕】)）]\s?(?=第?\s?\d{{1,5}}\s?号)"), r"〔\1〕"),
        (compiled(r"(?<=[一-龥）”》]):\s?"), "："),
        (compiled(r"(?<=\d[年月%]?)(?:[—－-]?一|一[—－-])(?=\d)"), "—"),
        (compiled(r"(?<=\d)[OoＯ](?=\d|[.,]\d|[万亿元%])|(?<=\d[.,])[OoＯ](?=\d)"), "0"),
        (compiled(r"(?<=\d)[lI|](?=\d|[.,]\d)|(?<=\d[.,])[lI|](?=\d)"), "1"),
        (compiled(r"(?<=\d[.,])\s(?=\d)"), ""),
    )
