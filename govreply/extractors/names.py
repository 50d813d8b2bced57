"""Numerals that are part of a name or a fixed expression and count nothing: 四川, “一主六双”, 进一步."""

from __future__ import annotations

from functools import cache
from typing import Any

import regex

from govreply.lexicon import Lexicon
from govreply.models import Span

Index = dict[str, tuple[tuple[str, int], ...]]
_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿廿卅双")
_SLOGAN_LENGTH = 12


@cache
def _quotes() -> Any:
    return regex.compile(rf"[“‘][^“”‘’。；\n]{{1,{_SLOGAN_LENGTH}}}[”’]")


@cache
def _index(lexicon: Lexicon) -> Index:
    """Idioms by numeral and its neighbour (the next character, else the one before), with the numeral's offset."""
    found: dict[str, list[tuple[str, int]]] = {}
    for word in lexicon.words("idioms"):
        for offset, character in enumerate(word):
            if character in _NUMERALS or character.isdigit():
                found.setdefault(_key(word, offset), []).append((word, offset))
    return {key: tuple(words) for key, words in found.items()}


def _key(word: str, offset: int) -> str:
    if offset + 1 < len(word):
        return word[offset : offset + 2]
    return "<" + word[offset - 1 : offset + 1]


def slogans(plain: str) -> list[Span]:
    """Quotations too short to be more than a name or a slogan: their numerals are no mentions."""
    return [Span(match.start(), match.end()) for match in _quotes().finditer(plain)]


def in_idiom(plain: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the numeral at ``start`` belongs to a fixed expression that reaches at least to ``end`` of the number."""
    index = _index(lexicon)
    for key in (plain[start : start + 2], "<" + plain[max(0, start - 1) : start + 1]):
        for word, offset in index.get(key, ()):
            if plain.startswith(word, start - offset) and start - offset + len(word) >= end:
                return True
    return False
