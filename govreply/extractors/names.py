"""Numerals that are part of a name or a fixed expression and count nothing: 四川, “一主六双”, 进一步."""

from __future__ import annotations

from functools import cache
from typing import Any

from govreply.lexicon import Lexicon
from govreply.models import Span
from govreply.patterns import compiled
from govreply.wordtable import WordTable

_SLOGAN_LENGTH = 12
_LONGEST_LEAD = 6


@cache
def _quotes() -> Any:
    return compiled(rf"[“‘][^“”‘’。；\n]{{1,{_SLOGAN_LENGTH}}}[”’]")


@cache
def _idioms(lexicon: Lexicon) -> WordTable[None]:
    return WordTable(dict.fromkeys(lexicon.words("idioms")))


def slogans(plain: str) -> list[Span]:
    """Quotations too short to be more than a name or a slogan: their numerals are no mentions."""
    return [Span(match.start(), match.end()) for match in _quotes().finditer(plain)]


def in_idiom(plain: str, start: int, end: int, unit_end: int, lexicon: Lexicon) -> bool:
    """Whether the number from ``start`` to ``end`` lies within a fixed expression.

    One that starts with the number must also hold its unit, which ends at ``unit_end``: 三公里 is no 三公.
    """
    table = _idioms(lexicon)
    floor = max(0, start - _LONGEST_LEAD)
    for first, character in enumerate(plain[floor : start + 1], floor):
        word = table.at(plain, first) if table.begins_with(character) else None
        if word is not None and first + len(word) >= (unit_end if first == start else end):
            return True
    return False
