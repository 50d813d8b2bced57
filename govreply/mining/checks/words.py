"""The dictionaries of the checks, as sets and expressions."""

from __future__ import annotations

from functools import cache

import regex

from govreply.lexicon import Lexicon
from govreply.patterns import alternation, compiled


@cache
def of_role(lexicon: Lexicon, role: str) -> tuple[str, ...]:
    """The words of ``check_words`` of one role."""
    return lexicon.words("check_words", role=role)


def says(lexicon: Lexicon, role: str, text: str) -> bool:
    """Whether ``text`` has a word of that role in it."""
    return any(word in text for word in of_role(lexicon, role))


@cache
def change(lexicon: Lexicon) -> str:
    """An expression for any word that says that a number rose or fell."""
    return alternation(row["word"] for row in lexicon.rows("change_words") if row["direction"] != "share")


@cache
def falls(lexicon: Lexicon, text: str) -> bool | None:
    """Whether the last word of change in ``text`` is one of falling; None where there is no such word."""
    found = list(compiled(change(lexicon)).finditer(text))
    if not found:
        return None
    word = found[-1].group()
    return any(row["word"] == word and row["direction"] == "decrease" for row in lexicon.rows("change_words"))


@cache
def _series_words(lexicon: Lexicon) -> tuple[regex.Pattern[str], dict[str, str]]:
    series = {row["word"]: row["series"] for row in lexicon.rows("partition_series")}
    return compiled(alternation(series)), series


def series(lexicon: Lexicon, label: str) -> tuple[str, str] | None:
    """The series of parts that a label belongs to, and its word there (ordinal, 第一); None where it is of none."""
    pattern, known = _series_words(lexicon)
    found = pattern.search(label)
    return (known[found.group()], found.group()) if found else None
