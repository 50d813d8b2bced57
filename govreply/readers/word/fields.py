"""Fields: which results belong to the print, and what formula fields without a result show (ISO/IEC 29500-1, 17.16)."""

from __future__ import annotations

from functools import cache

import regex

from govreply.patterns import compiled
from govreply.readers.number_formats import formatted

_DROPPED = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "TOC", "INDEX", "PAGEREF", "PRINTDATE"))
_CIRCLES = "○◯〇⚪"
_SHAPES = _CIRCLES + "□△◇"
LONGEST_INSTRUCTION = 200
"""Characters of an instruction that matter here: the name of the field, or a short formula."""


def is_dropped(instruction: str) -> bool:
    """Whether a field's result belongs to the print and not to the paper: page numbers, a table of contents."""
    return (instruction.split() or [""])[0].upper() in _DROPPED


def formula_text(instruction: str) -> str:
    """What an ``EQ`` field shows that puts characters over one another, as 带圈字符 does, or is a fraction.

    ``EQ \\o\\ac(○,1)`` is ①, a character in another shape that character, ``EQ \\f(1,3)`` 1/3; others are empty.
    """
    found = _formula().fullmatch(instruction.strip()) if len(instruction) <= LONGEST_INSTRUCTION else None
    if found is None:
        return ""
    first, second = str(found["first"]).strip(), str(found["second"]).strip()
    if found["kind"].lower() == "f":
        return f"{first}/{second}"
    shape, content = (first, second) if first in _SHAPES else (second, first)
    if shape in _CIRCLES and content.isascii() and content.isdecimal():
        return formatted(int(content), "decimalEnclosedCircle")
    return content if shape in _SHAPES else first + second


@cache
def _formula() -> regex.Pattern[str]:
    operands = r"\((?P<first>[^,;，；\\]{1,20})[,;，；](?P<second>[^,;，；\\]{1,20})\)"
    return compiled(rf"(?i)eq\s{{0,9}}\\(?P<kind>[of])(?:\s{{0,9}}\\[a-z]{{1,2}}){{0,3}}\s{{0,9}}{operands}")
