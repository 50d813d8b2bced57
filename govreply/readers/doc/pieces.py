"""The inside of a Word 97–2003 file: its file information block and the piece table that orders its text.

After the open specification [MS-DOC] of Microsoft, sections 2.5 (Fib), 2.9.38 (Clx) and 2.9.177 (Pcd). All offsets of a
file are taken as claims: what lies beyond the end of a stream reads as nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

from govreply.readers.document import ReadError
from govreply.readers.word.code_pages import codec_of

FILLER = "\0"
"""What stands at a character position that holds no character of its own; never part of the text."""

_NON_BMP = re.compile("[\U00010000-\U0010ffff]")
_CHINESE_LANGUAGES = {0x0404, 0x0804, 0x0C04, 0x1004, 0x1404}
_LOWEST_OF_97 = 0x00C1


class Structure(IntEnum):
    """The place of a structure's offset and length in FibRgFcLcb97 ([MS-DOC] 2.5.6)."""

    STYLES = 1
    FOOTNOTE_REFERENCES = 2
    FOOTNOTES = 3
    CHARACTER_RUNS = 12
    PARAGRAPH_RUNS = 13
    PIECES = 33
    SHAPE_ANCHORS = 40
    ENDNOTE_REFERENCES = 46
    ENDNOTES = 47
    TEXT_BOXES = 56
    LISTS = 73
    LIST_OVERRIDES = 74


class Lengths(NamedTuple):
    """Characters in each part of the document, in the order in which the parts follow one another."""

    main: int
    footnotes: int
    headers: int
    macros: int
    annotations: int
    endnotes: int
    text_boxes: int
    header_text_boxes: int

    def span(self, part: str) -> tuple[int, int]:
        """The character positions at which the part of that name starts and ends."""
        index = self._fields.index(part)
        start = sum(self[:index])
        return start, start + self[index]


class Piece(NamedTuple):
    """A run of text: its character positions, its first byte in the document stream, bytes a character, properties."""

    start: int
    end: int
    offset: int
    width: int
    properties: bytes

    def byte_of(self, position: int) -> int:
        return self.offset + (position - self.start) * self.width


class WordFile(NamedTuple):
    """The streams of a Word file; ``data`` holds what did not fit elsewhere and may be empty."""

    document: bytes
    tables: tuple[bytes, bytes]
    data: bytes = b""

    @property
    def flags(self) -> int:
        return number(self.document, 0x0A, 2)

    @property
    def is_complex(self) -> bool:
        return bool(self.flags & 0x0004)

    @property
    def is_encrypted(self) -> bool:
        return bool(self.flags & 0x0100)

    @property
    def is_before_97(self) -> bool:
        return number(self.document, 2, 2) < _LOWEST_OF_97

    @property
    def is_chinese(self) -> bool:
        return bool({number(self.document, 0x06, 2), number(self.document, 0x3C, 2)} & _CHINESE_LANGUAGES)

    @property
    def table(self) -> bytes:
        return self.tables[bool(self.flags & 0x0200)]

    @property
    def lengths(self) -> Lengths:
        """The lengths of the parts; in files before Word 97 the block starts earlier."""
        first = 0x34 if self.is_before_97 else 0x4C
        return Lengths(*(number(self.document, first + 4 * index, 4) for index in range(8)))

    def place(self, structure: Structure) -> tuple[int, int]:
        """The first byte and the length of ``structure`` in the table stream."""
        at = 0x9A + 8 * structure
        return number(self.document, at, 4), number(self.document, at + 4, 4)

    def bytes_of(self, structure: Structure) -> bytes:
        start, length = self.place(structure)
        return self.table[start : start + length]


def number(data: bytes, at: int, size: int, *, signed: bool = False) -> int:
    """The little-endian integer of ``size`` bytes at ``at``; missing bytes count as zero."""
    return int.from_bytes(data[at : at + size], "little", signed=signed)


def positions_of(plc: bytes, size: int) -> list[int]:
    """The positions that open a PLC ([MS-DOC] 2.2.2) whose elements take ``size`` bytes: one more than elements."""
    count = max(0, (len(plc) - 4) // (4 + size))
    return [number(plc, 4 * index, 4) for index in range(count + 1)] if count else []


def pieces(word: WordFile) -> list[Piece]:
    """The pieces of the document in the order of its text.

    Raises ReadError where the table is missing, out of order or beyond the document.
    """
    found = list(_early_pieces(word) if word.is_before_97 else _pieces(word.bytes_of(Structure.PIECES)))
    if not found:
        raise ReadError("is damaged: the table of its text is missing")
    ends = [0, *(piece.end for piece in found)]
    in_order = all(piece.start == end and piece.end > end for piece, end in zip(found, ends, strict=False))
    if not in_order or ends[-1] > len(word.document):
        raise ReadError("is damaged: the table of its text is out of order")
    return found


def characters(word: WordFile, found: list[Piece]) -> str:
    """The document's characters, exactly one (perhaps ``FILLER``) for each character position."""
    return "".join(_decoded(word, piece) for piece in found)


def _early_pieces(word: WordFile) -> Iterator[Piece]:
    """The pieces of a document of Word 6 or 95, whose tables are in its one stream; their properties are not read."""
    width = 2 if word.flags & 0x1000 else 1
    if word.is_complex:
        start, length = (number(word.document, at, 4) for at in (0x160, 0x164))
        for piece in _pieces(word.document[start : start + length]):
            yield piece._replace(width=width, properties=b"")
    else:
        start, end = number(word.document, 0x18, 4), min(number(word.document, 0x1C, 4), len(word.document))
        if start < end:
            yield Piece(0, (end - start) // width, start, width, b"")


def _pieces(clx: bytes) -> Iterator[Piece]:
    at, properties = 0, []
    while clx[at : at + 1] == b"\x01":
        length = number(clx, at + 1, 2)
        properties.append(clx[at + 3 : at + 3 + length])
        at += 3 + length
    if clx[at : at + 1] != b"\x02":
        return
    plc = clx[at + 5 : at + 5 + number(clx, at + 1, 4)]
    positions = positions_of(plc, 8)
    for index, (start, end) in enumerate(pairwise(positions)):
        at = 4 * len(positions) + 8 * index
        offset, modifier = number(plc, at + 2, 4), number(plc, at + 6, 2)
        narrow = bool(offset & 0x40000000)
        offset &= 0x3FFFFFFF
        yield Piece(start, end, offset // 2 if narrow else offset, 2 - narrow, _modified(modifier, properties))


# Single properties that a piece can carry without a list ([MS-DOC] 2.9.215), as the properties they stand for.
_SHORT_MODIFIERS = {
    0x0C: b"\x0a\x26",
    0x18: b"\x16\x24",
    0x19: b"\x17\x24",
    0x41: b"\x00\x08",
    0x5C: b"\x3c\x08",
}


def _modified(modifier: int, properties: list[bytes]) -> bytes:
    if modifier & 1:
        index = modifier >> 1
        return properties[index] if index < len(properties) else b""
    sprm = _SHORT_MODIFIERS.get(modifier >> 1 & 0x7F)
    return sprm + bytes([modifier >> 8]) if sprm else b""


def _decoded(word: WordFile, piece: Piece) -> str:
    length = piece.end - piece.start
    raw = word.document[piece.offset : piece.offset + length * piece.width]
    if piece.width == 2:
        text = _NON_BMP.sub(lambda match: match[0] + FILLER, raw.decode("utf-16-le", "replace"))
    elif word.is_chinese and (word.is_before_97 or codec_of(raw) == "gb18030"):
        text = re.sub("[^\x00-\x7f]", lambda match: match[0] + FILLER, raw.decode("gb18030", "replace"))
    else:
        text = raw.decode("cp1252", "replace")
    return text[:length].ljust(length, FILLER)
