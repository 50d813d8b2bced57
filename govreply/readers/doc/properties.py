"""Properties of characters and paragraphs in a Word 97–2003 file: what is deleted, hidden, a symbol, a row, a list.

After [MS-DOC] 2.2.5 (property storage), 2.6 (single property modifiers), 2.9.33 (ChpxFkp), 2.9.175 (PapxFkp) and
2.9.271 (STSH).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from govreply.readers.doc.pieces import FILLER, Piece, Structure, WordFile, number, positions_of
from govreply.readers.number_formats import raised

PAGE = 512
_NO_STYLE = 0x0FFF
_DEEPEST_STYLE = 12

_DELETED, _STRUCK, _HIDDEN, _DOUBLY_STRUCK, _POSITION, _SYMBOL = 0x0800, 0x0837, 0x083C, 0x2A53, 0x2A48, 0x6A09
_TEXT = re.compile("[^\0-\x1f]")  # what is struck; the ends of paragraphs and cells stay
_CHARACTER_MODIFIERS = tuple(
    sprm.to_bytes(2, "little") for sprm in (_DELETED, _STRUCK, _HIDDEN, _DOUBLY_STRUCK, _POSITION, _SYMBOL)
)
_LEVEL, _LIST, _IN_TABLE, _ROW_END = 0x260A, 0x460B, 0x2416, 0x2417
_ELSEWHERE = (0x6645, 0x6646)
_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_TABLE_DEFINITION, _TABS = 0xD608, 0xC615


class Run(NamedTuple):
    """Bytes of the document stream that share properties; ``style`` is that of paragraphs."""

    start: int
    end: int
    properties: bytes
    style: int = _NO_STYLE


class Paragraph(NamedTuple):
    """What a paragraph is: its list (from 1; 0 for none) and level (0–8), whether it is in a table or ends a row.

    At the end of a row ``edges`` are where its cells begin on the page, and where the last one ends, in twips.
    """

    list_: int = 0
    level: int = 0
    in_table: bool = False
    ends_row: bool = False
    edges: tuple[int, ...] = ()


class ParagraphProperties:
    """The properties of the paragraphs of one document, asked for by character position."""

    def __init__(self, word: WordFile, found: list[Piece]) -> None:
        self._runs = _disjoint(_paragraph_runs(word))
        self._starts = [run.start for run in self._runs]
        self._pieces = found
        self._piece_starts = [piece.start for piece in found]
        self._styles = _styles(word.bytes_of(Structure.STYLES))
        self._data = word.data
        self._paragraph = cache(self._uncached)

    def at(self, position: int) -> Paragraph | None:
        """The paragraph whose mark is at that character position; None where the file says nothing of it."""
        piece = self._pieces[bisect_right(self._piece_starts, position) - 1]
        byte = piece.byte_of(position)
        index = bisect_right(self._starts, byte) - 1
        is_known = index >= 0 and byte < self._runs[index].end
        if not is_known and not piece.properties:
            return None
        run = self._runs[index] if is_known else Run(0, 0, b"")
        return self._paragraph(run.style, run.properties, piece.properties)

    def _uncached(self, style: int, direct: bytes, of_piece: bytes) -> Paragraph:
        values = dict(self._of_style(style))
        for properties in (direct, of_piece):
            values.update(_values(properties))
            for elsewhere in [values.pop(sprm) for sprm in _ELSEWHERE if sprm in values]:
                at = number(elsewhere, 0, 4)
                values.update(_values(self._data[at + 2 : at + 2 + number(self._data, at, 2)]))
        list_ = number(values.get(_LIST, b""), 0, 2, signed=True)
        level = number(values.get(_LEVEL, b""), 0, 1)
        in_table, ends_row = (any(values.get(sprm, b"")) for sprm in (_IN_TABLE, _ROW_END))
        return Paragraph(abs(list_), min(level, 8), in_table, ends_row, _edges(values.get(_TABLE_DEFINITION, b"")))

    def _of_style(self, style: int) -> dict[int, bytes]:
        chain: list[bytes] = []
        while style in self._styles and len(chain) < _DEEPEST_STYLE:
            style, properties = self._styles[style]
            chain.append(properties)
        values: dict[int, bytes] = {}
        for properties in reversed(chain):
            values.update(_values(properties))
        return values


def without_invisible(word: WordFile, found: list[Piece], text: str) -> str:
    """``text``, as long as before, without what is deleted, struck or hidden; symbols, superscripts as characters."""
    runs = [run for run in _disjoint(_character_runs(word)) if _is_marked(run.properties)]
    starts = [run.start for run in runs]
    parts: list[str] = []
    for piece in found:
        part = text[piece.start : piece.end]
        if runs:
            part = _changed(part, piece, runs, starts)
        parts.append(_shown(part, _values(piece.properties)) if _is_marked(piece.properties) else part)
    return "".join(parts)


def _changed(part: str, piece: Piece, runs: list[Run], starts: list[int]) -> str:
    done, changed = 0, []
    index = max(0, bisect_right(starts, piece.offset) - 1)
    while index < len(runs) and runs[index].start < piece.byte_of(piece.end):
        run = runs[index]
        start = max(done, (run.start - piece.offset) // piece.width)
        end = max(start, min(len(part), (run.end - piece.offset) // piece.width))
        changed += [part[done:start], _shown(part[start:end], _values(run.properties))]
        done, index = end, index + 1
    return "".join([*changed, part[done:]])


def _shown(part: str, values: dict[int, bytes]) -> str:
    if _is_on(values, _DELETED, _HIDDEN):
        return FILLER * len(part)
    if _is_on(values, _STRUCK, _DOUBLY_STRUCK):
        return _TEXT.sub(FILLER, part)
    symbol = number(values.get(_SYMBOL, b""), 2, 2)
    if symbol:
        is_readable = not 0xD800 <= symbol < 0xF900
        part = part.replace("(", chr(symbol) if is_readable else FILLER)
    return raised(part).ljust(len(part), FILLER) if values.get(_POSITION) == b"\x01" else part


def _is_marked(properties: bytes) -> bool:
    return any(sprm in properties for sprm in _CHARACTER_MODIFIERS)


def _is_on(values: dict[int, bytes], *switches: int) -> bool:
    return any(number(values.get(sprm, b""), 0, 1) & 1 for sprm in switches)


def _character_runs(word: WordFile) -> Iterator[Run]:
    for page, count in _pages(word, Structure.CHARACTER_RUNS):
        for index in range(count):
            start, end = number(page, 4 * index, 4), number(page, 4 * index + 4, 4)
            at = 2 * page[4 * (count + 1) + index]
            yield Run(start, end, page[at + 1 : at + 1 + page[at]] if at else b"")


def _paragraph_runs(word: WordFile) -> Iterator[Run]:
    for page, count in _pages(word, Structure.PARAGRAPH_RUNS):
        for index in range(count):
            start, end = number(page, 4 * index, 4), number(page, 4 * index + 4, 4)
            at = 2 * page[4 * (count + 1) + 13 * index]
            if not at:
                yield Run(start, end, b"", 0)
                continue
            length = 2 * page[at] - 1
            if length < 0:
                at, length = at + 1, 2 * number(page, at + 1, 1)
            yield Run(start, end, page[at + 3 : at + 1 + length], number(page, at + 1, 2))


def _pages(word: WordFile, structure: Structure) -> Iterator[tuple[bytes, int]]:
    """The pages of runs that ``structure`` lists, each once, and how many runs each holds."""
    plc = word.bytes_of(structure)
    first = 4 * len(positions_of(plc, 4))
    entry = 1 if structure is Structure.CHARACTER_RUNS else 13
    numbers = [number(plc, at, 4) & 0x3FFFFF for at in range(first, len(plc), 4)]
    for page_number in dict.fromkeys(numbers):
        page = word.document[page_number * PAGE : (page_number + 1) * PAGE]
        if len(page) == PAGE:
            yield page, min(page[-1], (PAGE - 5) // (4 + entry))


def _disjoint(runs: Iterator[Run]) -> list[Run]:
    ordered: list[Run] = []
    for run in sorted(runs, key=lambda run: run.start):
        if run.end > run.start and (not ordered or run.start >= ordered[-1].end):
            ordered.append(run)
    return ordered


def _styles(sheet: bytes) -> dict[int, tuple[int, bytes]]:
    """For each paragraph style its base style and its own paragraph properties."""
    header = number(sheet, 0, 2)
    count, base_size = number(sheet, 2, 2), number(sheet, 4, 2)
    at, styles = 2 + header, {}
    for index in range(count):
        size = number(sheet, at, 2)
        style = sheet[at + 2 : at + 2 + size]
        at += 2 + size
        is_paragraph_style = number(style, 2, 2) & 0xF == 1
        if is_paragraph_style:
            name_length = number(style, base_size, 2)
            properties = base_size + 2 * (name_length + 2)
            length = number(style, properties, 2)
            styles[index] = (number(style, 2, 2) >> 4, style[properties + 4 : properties + 2 + length])
        if at >= len(sheet):
            break
    return styles


def _edges(definition: bytes) -> tuple[int, ...]:
    """The edges of cells in the operand of a table definition ([MS-DOC] 2.9.321)."""
    if len(definition) < 3:
        return ()
    edges = definition[3 : 5 + 2 * definition[2]]
    return tuple(number(edges, at, 2, signed=True) for at in range(0, len(edges) - 1, 2))


@lru_cache(maxsize=4096)
def _values(properties: bytes) -> dict[int, bytes]:
    """The operand of each property modifier in ``properties``; the last one of a kind counts."""
    values, at = {}, 0
    while at + 2 < len(properties):
        sprm = number(properties, at, 2)
        at += 2
        size = _OPERAND_SIZES[sprm >> 13]
        if sprm == _TABLE_DEFINITION:
            size = number(properties, at, 2) + 1
        elif sprm == _TABS and properties[at] == 255:
            size = len(properties)
        elif not size:
            size = 1 + properties[at]
        values[sprm] = properties[at : at + size]
        at += size
    return values
