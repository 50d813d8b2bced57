"""The characters of a Word 97–2003 document → its lines: fields, breaks, table rows, text boxes.

The special characters are those of [MS-DOC] 2.4.1 and 2.8.25 (fields).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise, zip_longest
from typing import NamedTuple

from govreply.readers.doc.numbering import Labels
from govreply.readers.doc.pieces import FILLER, Structure, WordFile, number, positions_of
from govreply.readers.doc.properties import Paragraph
from govreply.readers.number_formats import labelled
from govreply.readers.word.fields import LONGEST_INSTRUCTION, formula_text, is_dropped
from govreply.readers.word.lines import Lines
from govreply.readers.word.rows import MOST_CELLS, Row, row_lines

Placed = tuple[int, str]
"""A line, after the character position that follows it."""

PropertiesAt = Callable[[int], Paragraph | None]

_PARAGRAPH_END = re.compile("[\r\x07\x0c]")
_FIELD_MARK = re.compile("[\x13\x14\x15]")
_CELL = "\x07"
_SPECIAL: dict[int, str | None] = dict.fromkeys(range(32))
_SPECIAL |= {0x09: "\t", 0x0B: "\n", 0x0E: "\n", 0x1E: "-", 0xFFFE: None, 0xFFFF: None}
_ANCHOR_SIZE, _TEXT_BOX_SIZE, _NOTE_SIZE = 26, 22, 2
_NOTES = (
    ("footnotes", Structure.FOOTNOTES, Structure.FOOTNOTE_REFERENCES),
    ("endnotes", Structure.ENDNOTES, Structure.ENDNOTE_REFERENCES),
)


class Aside(NamedTuple):
    """The character positions of a text box's or note's content, and of the character that it is anchored to."""

    start: int
    end: int
    anchor: int | None
    is_note: bool


class Beside:
    """Lines by the character position that they are anchored to, None for those without; taken from the front."""

    def __init__(self, lines_: Mapping[int | None, list[str]]) -> None:
        self._lines = lines_
        self._anchors = sorted(anchor for anchor in lines_ if anchor is not None)
        self._done = 0

    def upto(self, end: int) -> list[str]:
        """The lines anchored before position ``end`` that were not taken yet."""
        first, self._done = self._done, bisect_left(self._anchors, end, self._done)
        return [line for anchor in self._anchors[first : self._done] for line in self._lines[anchor]]

    def rest(self) -> list[str]:
        left = [line for anchor in self._anchors[self._done :] for line in self._lines[anchor]]
        return left + self._lines.get(None, [])


def without_fields(text: str) -> str:
    """``text``, as long as before, with fields blanked but for results that belong to the paper and not to the print.

    A field that is never closed is no field: its text stays.
    """
    opened: list[list[int]] = []
    blanked: list[tuple[int, int, str]] = []
    for match in _FIELD_MARK.finditer(text):
        mark, at = match[0], match.start()
        if mark == "\x13":
            opened.append([at])
        elif opened and mark == "\x14" and len(opened[-1]) == 1:
            opened[-1].append(at)
        elif opened and mark == "\x15":
            field = opened.pop()
            result = field[1] if len(field) == 2 else at
            instruction = text[field[0] + 1 : min(result, field[0] + LONGEST_INSTRUCTION)]
            shown = formula_text(instruction)
            is_all = len(field) == 1 or shown or is_dropped(instruction)
            blanked.append((field[0], at if is_all else result, shown))
    return _blanked(text, blanked)


def lines(text: str, span: tuple[int, int], properties_at: PropertiesAt, labels: Labels) -> Iterator[Placed]:
    """The lines of ``text`` between two character positions: a paragraph each, the rows of tables as ``table_rows``."""
    table: list[Row] = []
    begin, end, before = span[0], span[0], ""
    for after, block in _blocks(text, span, properties_at, labels):
        if isinstance(block, Row):
            table.append(block)
        else:
            yield from _placed(row_lines(table, before), begin, end)
            table, before = [], block if block.strip() else before
            yield after, block
            begin = after
        end = after
    yield from _placed(row_lines(table, before), begin, end)


def _placed(rows: list[str], begin: int, end: int) -> Iterator[Placed]:
    """The lines of a table from position ``begin`` to ``end``; what is anchored in it stands after the last."""
    yield from ((begin, row) for row in rows[:-1])
    yield from ((end, row) for row in rows[-1:])


def _blocks(
    text: str, span: tuple[int, int], properties_at: PropertiesAt, labels: Labels
) -> Iterator[tuple[int, Row | str]]:
    """Paragraphs and table rows, each with the position after its last character."""
    start = span[0]
    cells: list[list[str]] = []
    cell: list[str] = []
    for match in _PARAGRAPH_END.finditer(text, *span):
        at = match.start()
        paragraph = properties_at(at)
        line = _line(text[start:at], paragraph, labels)
        start = at + 1
        if match[0] == _CELL and (_ends_row(text, at, paragraph) or len(cells) >= MOST_CELLS):
            rest = [[*cell, line]] if cell or line else []
            yield start, Row([*cells, *rest], paragraph.edges if paragraph else ())
            cells, cell = [], []
        elif match[0] == _CELL:
            cells.append([*cell, line])
            cell = []
        elif paragraph and paragraph.in_table:
            cell.append(line)
        else:
            if cells or cell:  # a row that is never ended
                yield at, Row([*cells, cell], ())
                cells, cell = [], []
            yield start, line
    cell.append(text[start : span[1]].translate(_SPECIAL))
    if cells:
        yield span[1], Row([*cells, cell], ())
    else:
        yield from ((span[1], line) for line in cell if line)


def asides(word: WordFile) -> list[Aside]:
    """The text boxes, footnotes and endnotes of the main document, each kind in the order of its text."""
    found: list[Aside] = []
    for part, structure, references in _NOTES:
        plc = word.bytes_of(references)
        anchors: list[int | None] = [*positions_of(plc, _NOTE_SIZE)[:-1]]
        spans = _spans(word.lengths.span(part), positions_of(word.bytes_of(structure), 0))
        found += _anchored(spans, anchors, is_note=True)
    plc = word.bytes_of(Structure.TEXT_BOXES)
    positions = positions_of(plc, _TEXT_BOX_SIZE)
    first = 4 * len(positions) + 14
    shapes = [number(plc, first + _TEXT_BOX_SIZE * index, 4) for index in range(len(positions) - 1)]
    by_shape = _anchors(word)
    spans = _spans(word.lengths.span("text_boxes"), positions)
    return found + _anchored(spans, [by_shape.get(shape) for shape in shapes], is_note=False)


def with_asides(placed: Iterable[Placed], boxes: Beside, notes: Beside) -> list[str]:
    """The lines, with the text boxes and notes anchored in each beside it; those without an anchor last."""
    story = Lines()
    for end, line in placed:
        story.add(line, boxes.upto(end), notes.upto(end))
    return [*story.lines, *boxes.rest(), *notes.rest()]


def _spans(span: tuple[int, int], positions: list[int]) -> list[tuple[int, int]]:
    """From where to where in a part each two positions in it reach; empty where they overlap with what is before."""
    first, after = span
    if not positions:
        return [span]
    spans: list[tuple[int, int]] = []
    for start, end in pairwise(min(first + position, after) for position in positions):
        start = max(start, spans[-1][1] if spans else first)
        spans.append((start, max(start, end)))
    return spans


def _anchored(spans: list[tuple[int, int]], anchors: list[int | None], *, is_note: bool) -> list[Aside]:
    both = zip_longest(spans, anchors[: len(spans)])
    return [Aside(start, end, anchor, is_note) for (start, end), anchor in both if start < end]


def _anchors(word: WordFile) -> dict[int, int]:
    plc = word.bytes_of(Structure.SHAPE_ANCHORS)
    positions = positions_of(plc, _ANCHOR_SIZE)
    first = 4 * len(positions)
    return {number(plc, first + _ANCHOR_SIZE * index, 4): at for index, at in enumerate(positions[:-1])}


def _blanked(text: str, spans: list[tuple[int, int, str]]) -> str:
    """``text`` with what is shown instead, filled up, from the first to the last position of each span."""
    parts, done = [], 0
    for start, last, shown in sorted(spans):
        start, end = max(start, done), last + 1
        if start < end:
            parts += [text[done:start], shown[: end - start].ljust(end - start, FILLER)]
            done = end
    return "".join([*parts, text[done:]])


def _line(content: str, paragraph: Paragraph | None, labels: Labels) -> str:
    line = content.translate(_SPECIAL)
    if paragraph and paragraph.list_:
        return labelled(line, labels.label(paragraph.list_, paragraph.level))
    return line


def _ends_row(text: str, at: int, paragraph: Paragraph | None) -> bool:
    return paragraph.ends_row if paragraph else text[at - 1 : at] == _CELL
