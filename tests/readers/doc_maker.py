"""Streams of Word files made for a test: any text in any pieces, without the container and most of the tables."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

from govreply.readers.doc.pieces import Structure, WordFile

FIB_BYTES = 0x600
CHINESE, ENGLISH = 0x0804, 0x0409


class Part(NamedTuple):
    """A piece of text; ``is_narrow`` stores it in bytes of ``encoding``, ``modifier`` are its property modifiers."""

    text: str
    modifier: bytes = b""
    is_narrow: bool = False
    encoding: str = "cp1252"

    @property
    def stored(self) -> bytes:
        return self.text.encode(self.encoding if self.is_narrow else "utf-16-le")

    @property
    def positions(self) -> int:
        return len(self.stored) // (1 if self.is_narrow else 2)


class Level(NamedTuple):
    """A list level: its number format by [MS-OSHARED], its text with a sign of code n for the number of level n."""

    format: int
    text: str
    start: int = 1


def word_file(
    *parts: Part,
    language: int = ENGLISH,
    levels: Sequence[Level] = (),
    stored_backwards: bool = False,
    lengths: Sequence[int] = (),
) -> WordFile:
    """A Word 97 file of these pieces, which are all of the main document unless ``lengths`` say otherwise."""
    document = bytearray(FIB_BYTES)
    struct.pack_into("<HH", document, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", document, 0x06, language)
    total = sum(part.positions for part in parts)
    struct.pack_into("<8I", document, 0x4C, *[*(lengths or [total]), *[0] * 8][:8])
    table = bytearray(1)
    offsets = _store(document, parts, stored_backwards)
    _add(document, table, Structure.PIECES, _clx(parts, offsets))
    if levels:
        _add_lists(document, table, levels)
    return WordFile(bytes(document), (bytes(table), b""))


def early_word_file(text: str, language: int = CHINESE) -> WordFile:
    """A file of Word 6, its text in the code page of Simplified Chinese."""
    raw = text.encode("gb18030")
    document = bytearray(0x300)
    struct.pack_into("<HH", document, 0, 0xA5DC, 0x0065)
    struct.pack_into("<H", document, 0x06, language)
    struct.pack_into("<II", document, 0x18, len(document), len(document) + len(raw))
    struct.pack_into("<I", document, 0x34, len(raw))
    return WordFile(bytes(document + raw), (b"", b""))


def in_list(level: int) -> bytes:
    """The modifiers of a paragraph at ``level`` of the first list."""
    return struct.pack("<HHHB", 0x460B, 1, 0x260A, level)


def _store(document: bytearray, parts: Sequence[Part], backwards: bool) -> dict[int, int]:
    offsets = {}
    order = range(len(parts))
    for index in reversed(order) if backwards else order:
        offsets[index] = len(document)
        document += parts[index].stored
        document += bytes(len(document) % 2)
    return offsets


def _clx(parts: Sequence[Part], offsets: dict[int, int]) -> bytes:
    modifiers = b"".join(b"\x01" + struct.pack("<H", len(part.modifier)) + part.modifier for part in parts)
    positions = [0]
    for part in parts:
        positions.append(positions[-1] + part.positions)
    pieces = b"".join(
        struct.pack("<HIH", 0, offsets[i] * 2 | 0x40000000 if part.is_narrow else offsets[i], i << 1 | 1)
        for i, part in enumerate(parts)
    )
    plc = struct.pack(f"<{len(positions)}I", *positions) + pieces
    return modifiers + b"\x02" + struct.pack("<I", len(plc)) + plc


def _add_lists(document: bytearray, table: bytearray, levels: Sequence[Level]) -> None:
    written = [*levels, *[Level(255, "")] * (9 - len(levels))]
    definition = struct.pack("<HII18xBB", 1, 77, 0, 0, 0)
    at = len(table)
    _add(document, table, Structure.LISTS, definition)
    table += b"".join(_level(level) for level in written)
    assert struct.unpack_from("<I", document, 0x9A + 8 * Structure.LISTS)[0] == at
    _add(document, table, Structure.LIST_OVERRIDES, struct.pack("<IIIIBBBBI", 1, 77, 0, 0, 0, 0, 0, 0, 0xFFFFFFFF))


def _level(level: Level) -> bytes:
    text = level.text.encode("utf-16-le")
    return struct.pack("<IBB22x", level.start, level.format, 0) + struct.pack("<H", len(text) // 2) + text


def _add(document: bytearray, table: bytearray, structure: Structure, content: bytes) -> None:
    struct.pack_into("<II", document, 0x9A + 8 * structure, len(table), len(content))
    table += content
