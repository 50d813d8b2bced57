"""OFD files made in memory, set as office programs set official papers (GB/T 9704-2012): A4, 16 point type, 28
characters a line, 22 lines a page, a text object a line with its steps in ``DeltaX``, page numbers with dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

EM = 16 * 25.4 / 72  # millimetres
LEADING = 28 * 25.4 / 72
LEFT, TOP, COLUMNS, LINES = 28.0, 37.0, 28, 22
TITLE = 22 / 16
_ROOT = '<?xml version="1.0" encoding="UTF-8"?><ofd:{0} xmlns:ofd="http://www.ofdspec.org/2016">{1}</ofd:{0}>'
_NEVER_FIRST = "，。、；：！？）”》’」』】〕％%"


class Line(NamedTuple):
    """A line and the place of its left end, in millimetres from the top left corner."""

    text: str
    x: float
    y: float
    size: float = EM


class _Piece(NamedTuple):
    """A stretch of a line, its indent and the size of its type in ems of the body."""

    text: str
    indent: float
    size: float = 1.0


def text_object(line: Line, more: str = "") -> str:
    """A line as a text object: box, first character and steps, those that repeat as ``g count step``."""
    steps = [line.size * width(character) for character in line.text]
    written, at = [], 0
    while at < len(steps) - 1:
        count = 1
        while at + count < len(steps) - 1 and steps[at + count] == steps[at]:
            count += 1
        written.append(f"g {count} {steps[at]:.4f}" if count > 1 else f"{steps[at]:.4f}")
        at += count
    box = f"{line.x:.4f} {line.y - line.size:.4f} {sum(steps):.4f} {line.size * 1.2:.4f}"
    return (
        f'<ofd:TextObject ID="1" Boundary="{box}" Font="3" Size="{line.size:.4f}" {more}><ofd:TextCode X="0"'
        f' Y="{line.size:.4f}" DeltaX="{" ".join(written)}">{escape(line.text)}</ofd:TextCode></ofd:TextObject>'
    )


def page(objects: str, template: str = "") -> str:
    """A page's content part."""
    return _ROOT.format("Page", f"{template}<ofd:Content><ofd:Layer ID='2'>{objects}</ofd:Layer></ofd:Content>")


def package(pages: Sequence[str], common: str = "", more: dict[str, str] | None = None) -> dict[str, str]:
    """The files of an OFD with one document."""
    listed = "".join(f'<ofd:Page ID="{n + 9}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    return {
        "OFD.xml": _ROOT.format("OFD", "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"),
        "Doc_0/Document.xml": _ROOT.format(
            "Document", f"<ofd:CommonData>{area}{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
        ),
        **{f"Doc_0/Pages/Page_{n}/Content.xml": content for n, content in enumerate(pages)},
        **(more or {}),
    }


def paper(paragraphs: Sequence[str]) -> dict[str, str]:
    """The files of an OFD in which ``paragraphs`` are set: titles centred and in 22 point type, the addressee flush
    left, the signature to the right, the rest with an indent, cells that tabs divide at even distances."""
    body = next((n for n, text in enumerate(paragraphs[:12]) if text.endswith(("：", ":"))), -1) + 1
    lines: list[list[_Piece]] = []
    for index, text in enumerate(paragraphs):
        if "\t" in text:
            lines += _row(text.split("\t"))
        elif index < body - 1 and "：" not in text:
            lines += _aligned(text, TITLE, 0.5)
        elif index < body:
            lines += _wrapped(text, 0)
        elif index >= len(paragraphs) - 4 and not re.search("[。；：！？]", text):
            lines += _aligned(text, 1.0, 1.0)
        else:
            lines += _wrapped(text, 2)
    pages = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    return package([page(_page(number, content)) for number, content in enumerate(pages)])


def _page(number: int, lines: Sequence[Sequence[_Piece]]) -> str:
    objects = [
        text_object(Line(piece.text, LEFT + piece.indent * EM, TOP + at * LEADING + EM, piece.size * EM))
        for at, line in enumerate(lines)
        for piece in line
    ]
    foot = Line(f"— {number + 1} —", 150.0 if number % 2 == 0 else 33.0, 272.0, 14 * 25.4 / 72)
    return "".join([*objects, text_object(foot)])


def _row(cells: Sequence[str]) -> Iterator[list[_Piece]]:
    step = max(COLUMNS / len(cells), max(map(width, cells)) + 2)
    yield [_Piece(cell, number * step) for number, cell in enumerate(cells) if cell]


def _aligned(text: str, size: float, share: float) -> Iterator[list[_Piece]]:
    """The lines of a title or a signature, ``share`` of the free space before each."""
    for (piece,) in _wrapped(text, 0, COLUMNS / size):
        free = COLUMNS - size * width(piece.text)
        yield [piece._replace(indent=free * share - 4 * (share == 1.0), size=size)]


def _wrapped(text: str, indent: float, columns: float = COLUMNS) -> Iterator[list[_Piece]]:
    line, room = "", columns - indent
    for token in re.findall(r"[!-~]+|.", text):
        if width(token) > room and line and token not in _NEVER_FIRST:
            yield [_Piece(line, indent)]
            line, room, indent = "", columns, 0
        line += token
        room -= width(token)
    if line:
        yield [_Piece(line, indent)]


def width(text: str) -> float:
    """The width of ``text`` in ems."""
    return sum(1.0 if character > "\u2e7f" or character in "“”‘’…—" else 0.5 for character in text)
