"""Automatic numbering of a Word 97–2003 file: the lists of its table stream, and the numeral of each paragraph.

After [MS-DOC] 2.9.131 (LFO), 2.9.147 (LSTF), 2.9.150 (LVLF) and 2.4.6.4 (level numbers); number formats by [MS-OSHARED]
2.2.1.3, named as ECMA-376 names them.
"""

from __future__ import annotations

from govreply.readers.doc.pieces import Structure, WordFile, number
from govreply.readers.word.numbering import LEVELS, LONGEST_LABEL, Level, NumberedList, Numbering

_MOST_LISTS = 4096
_DEFINITION, _OVERRIDE = 28, 16
_LEGAL, _RESTARTS_BY_LIMIT = 0x04, 0x08
_FORMATS = {
    0: "decimal",
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    5: "ordinal",
    10: "ideographDigital",
    11: "japaneseCounting",
    14: "decimalFullWidth",
    16: "japaneseLegal",
    18: "decimalEnclosedCircle",
    19: "decimalFullWidth2",
    22: "decimalZero",
    23: "bullet",
    26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle",
    30: "ideographTraditional",
    31: "ideographZodiac",
    33: "taiwaneseCounting",
    34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
    57: "numberInDash",
    255: "none",
}


class Labels:
    """Counts a document's numbered paragraphs, which are to be shown to it in order, each once."""

    def __init__(self, word: WordFile) -> None:
        self._numbering = Numbering(_lists(word))

    def label(self, list_: int, level: int) -> str:
        """The label of the next paragraph, at ``level`` (0–8) of the list that the file counts as ``list_`` (from 1).

        Empty where there is no such list or level, and for bullets.
        """
        return self._numbering.label(str(list_), level)


def _lists(word: WordFile) -> dict[str, NumberedList]:
    definitions = _definitions(word)
    table = word.bytes_of(Structure.LIST_OVERRIDES)
    count = min(number(table, 0, 4), _MOST_LISTS, len(table) // _OVERRIDE)
    at = 4 + _OVERRIDE * count
    found: dict[str, NumberedList] = {}
    for index in range(count):
        override = 4 + _OVERRIDE * index
        definition = number(table, override, 4)
        levels, starts = dict(definitions.get(definition, {})), {}
        at += 4
        for _ in range(min(number(table, override + 12, 1), LEVELS)):
            start, flags = number(table, at, 4, signed=True), number(table, at + 4, 4)
            level, at = flags & 0xF, at + 8
            if flags & 0x20:
                levels[level], at = _level(table, at)
            elif flags & 0x10:
                starts[level] = start
        found[str(index + 1)] = NumberedList(str(definition), levels, starts)
    return found


def _definitions(word: WordFile) -> dict[int, dict[int, Level]]:
    """The levels of each list definition by its identifier.

    They follow the definitions, outside of the length that the file states for these.
    """
    table, (first, _) = word.table, word.place(Structure.LISTS)
    count = min(number(table, first, 2), _MOST_LISTS, len(table) // _DEFINITION) if first else 0
    at = first + 2 + _DEFINITION * count
    found: dict[int, dict[int, Level]] = {}
    for index in range(count):
        definition = first + 2 + _DEFINITION * index
        is_simple = number(table, definition + 26, 1) & 1
        levels = found.setdefault(number(table, definition, 4), {})
        for depth in range(1 if is_simple else LEVELS):
            levels[depth], at = _level(table, at)
        if at >= len(table):
            break
    return found


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """The level at that byte, and the byte after it."""
    flags = number(table, at + 5, 1)
    text_at = at + 28 + number(table, at + 24, 1) + number(table, at + 25, 1)
    length = min(number(table, text_at, 2), LONGEST_LABEL)
    after = text_at + 2 + 2 * length
    text = table[text_at + 2 : after].decode("utf-16-le", "replace")
    level = Level(
        start=number(table, at, 4, signed=True),
        style=_FORMATS.get(number(table, at + 4, 1), "decimal"),
        text="".join(f"%{ord(sign) + 1}" if ord(sign) < LEVELS else sign for sign in text),
        restart=number(table, at + 26, 1) if flags & _RESTARTS_BY_LIMIT else None,
        legal=bool(flags & _LEGAL),
    )
    return level, after
