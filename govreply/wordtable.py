"""Longest-match look-up of words at a place in a text, without a pattern of hundreds of alternatives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class WordTable(Generic[T]):
    """Words and what they stand for, found by the longest match that starts, or ends, at an offset.

    A look-up costs one dict access where no word begins (or ends) with the character there.
    """

    __slots__ = ("_by_first", "_by_last", "entries")

    def __init__(self, entries: Mapping[str, T]) -> None:
        self.entries = dict(entries)
        self._by_first = _lengths((word[0], len(word)) for word in self.entries)
        self._by_last: dict[str, tuple[int, ...]] | None = None  # made when asked for: most tables never are

    def at(self, text: str, start: int) -> str | None:
        """The longest word that starts at ``start``; None where there is none."""
        for length in self._by_first.get(text[start : start + 1], ()):
            if (word := text[start : start + length]) in self.entries:
                return word
        return None

    def before(self, text: str, end: int) -> str | None:
        """The longest word that ends before ``end``; None where there is none."""
        if end <= 0:
            return None
        if self._by_last is None:
            self._by_last = _lengths((word[-1], len(word)) for word in self.entries)
        for length in self._by_last.get(text[end - 1], ()):
            if length <= end and (word := text[end - length : end]) in self.entries:
                return word
        return None

    def begins_with(self, character: str) -> bool:
        """Whether any word begins with ``character``: the cheap question before ``at``."""
        return character in self._by_first

    def __getitem__(self, word: str) -> T:
        return self.entries[word]


def _lengths(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for character, length in pairs:
        lengths.setdefault(character, set()).add(length)
    return {character: tuple(sorted(found, reverse=True)) for character, found in lengths.items()}
