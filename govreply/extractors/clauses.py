"""Clauses, sentences and paragraphs around a place in plain text, found without slicing or scanning the whole."""

from __future__ import annotations

import regex

from govreply.models import Span
from govreply.patterns import compiled

_REACH = 400


def clause(plain: str, offset: int) -> Span:
    """The stretch around ``offset`` between two of ，；。：！？ or line ends, at most 400 characters either way."""
    return _between(plain, offset, "，；。：！？\n", compiled(r"[，；。：！？\n]"))


def clause_before(plain: str, floor: int, end: int, marks: str = "，。；：、\n") -> str:
    """The text of the clause that runs up to ``end``: from behind the last of ``marks``, from ``floor`` at most."""
    start, floor = end, max(0, floor)
    while start > floor and plain[start - 1] not in marks:
        start -= 1
    return plain[start:end]


def sentence(plain: str, offset: int) -> Span:
    """The stretch around ``offset`` between two of 。！？ or line ends, at most 400 characters either way."""
    return _between(plain, offset, "。！？\n", compiled(r"[。！？\n]"))


def part_end(plain: str, offset: int) -> int:
    """Where the part of the sentence around ``offset`` ends: before the next ； or its end, 400 characters at most."""
    reach = min(len(plain), offset + _REACH)
    match = compiled(r"[；。！？\n]").search(plain, offset, reach)
    return match.start() if match else reach


def _between(plain: str, offset: int, marks: str, end: regex.Pattern[str]) -> Span:
    floor = max(0, offset - _REACH)
    start = max(plain.rfind(mark, floor, offset) for mark in marks) + 1
    match = end.search(plain, offset, offset + _REACH)
    return Span(max(start, floor), match.start() if match else min(len(plain), offset + _REACH))
