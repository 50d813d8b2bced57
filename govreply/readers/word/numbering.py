"""Automatic numbering (一、 （一） 1. 1.2) counted as Word counts (ISO/IEC 29500-1, 17.9), for DOCX and DOC."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from govreply.readers.number_formats import formatted

LEVELS = 9
LONGEST_LABEL = 255
"""Characters of a label, and of what its definition says that stands around the numbers."""


class Level(NamedTuple):
    """A level of a list: where it starts, its format and its text (``%1.%2``); ``restart`` is the number of levels
    whose next item restarts it, by default all above it; ``legal`` writes all numbers in Arabic digits."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    linked: str = ""


class NumberedList(NamedTuple):
    """A list of a document: the definition whose count it goes on with, its levels, where it begins anew by level."""

    definition: str
    levels: dict[int, Level]
    restarts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """Counts a document's numbered paragraphs, which are to be shown to it in order, each once."""

    lists: dict[str, NumberedList] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, number_id: str, level: int) -> str:
        """The label of the next paragraph, at ``level`` (from 0) of the list ``number_id``.

        Empty where there is no such list or level, and for bullets.
        """
        numbered = self.lists.get(number_id)
        if numbered is None or level not in numbered.levels:
            return ""
        return _written(numbered.levels, level, self._count(number_id, numbered, level))

    def _count(self, number_id: str, numbered: NumberedList, level: int) -> dict[int, int]:
        """The counts of the list's definition after one more item at ``level``."""
        counts = self._counts.setdefault(numbered.definition, {})
        if (number_id, level) not in self._begun:
            self._begun.add((number_id, level))
            if level in numbered.restarts:
                counts[level] = numbered.restarts[level] - 1
        for above in range(level):
            counts.setdefault(above, numbered.levels.get(above, Level()).start)
        counts[level] = counts.get(level, numbered.levels[level].start - 1) + 1
        for below in [each for each in counts if each > level]:
            restart = numbered.levels.get(below, Level()).restart
            if restart is None or level < restart:
                del counts[below]
        return counts


def _written(levels: dict[int, Level], level: int, counts: dict[int, int]) -> str:
    own = levels[level]
    if own.style == "bullet":
        return ""
    label = own.text[:LONGEST_LABEL]
    for above in range(level + 1):
        style = "decimal" if own.legal else levels.get(above, Level()).style
        label = label.replace(f"%{above + 1}", formatted(counts[above], style))
    return label[:LONGEST_LABEL]
