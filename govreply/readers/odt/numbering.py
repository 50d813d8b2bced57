"""The labels of lists in an OpenDocument text, which it only implies (OASIS ODF 1.3, part 3, 5.3 and 16.31)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from govreply.readers.number_formats import formatted
from govreply.readers.packages import Element, local_name

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "0": "decimalZero",
    "一": "chineseCountingThousand", "①": "decimalEnclosedCircle", "１": "decimalFullWidth",
    "甲": "ideographTraditional", "子": "ideographZodiac",
}  # fmt: skip
_LEGAL = {"壹, 贰": "chineseLegalSimplified", "壹, 貳": "ideographLegalTraditional"}
_LEVELS = 10


class Level(NamedTuple):
    """A level of a list: its number format (of ``number_formats``), what stands around the number, where it starts,
    and how many levels, the last of them its own, a label shows."""

    style: str
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1


@dataclass(slots=True)
class ListState:
    """A list that is being read: its levels, how far each has counted, and the label of the item that has just begun,
    until a paragraph takes it."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)
    pending: str = ""

    def begin_item(self, item: Element, level: int) -> None:
        """Count one more item at ``level``, from 1."""
        own = self.levels.get(level, Level("none"))
        told = item.get(TEXT + "start-value", "")
        last = int(told) - 1 if told.isdecimal() and len(told) < 6 else self.counts.get(level, own.start - 1)
        self.counts = {each: count for each, count in self.counts.items() if each < level}
        self.counts[level] = last + 1
        self.pending = self._label(level, own)

    def take_label(self) -> str:
        """The label of the item that has just begun; empty from its second paragraph on."""
        label, self.pending = self.pending, ""
        return label

    def _label(self, level: int, own: Level) -> str:
        if own.style == "none":
            return own.before + own.after
        shown = range(max(1, level - own.shown + 1), level + 1)
        numbers = (formatted(self._count(each), self.levels.get(each, own).style) for each in shown)
        return own.before + ".".join(number for number in numbers if number) + own.after

    def _count(self, level: int) -> int:
        return self.counts.get(level, self.levels[level].start if level in self.levels else 1)


class Lists:
    """The lists of a document by style, and how far each has counted."""

    def __init__(self, *roots: Element) -> None:
        self._styles = {
            style.get(_STYLE + "name", ""): _levels(style) for root in roots for style in root.iter(TEXT + "list-style")
        }
        self._by_id: dict[str, ListState] = {}
        self._by_style: dict[str, ListState] = {}

    def begin(self, element: Element) -> ListState:
        """The state of a list that is no part of another: a new one, unless it goes on with one before it."""
        style = element.get(TEXT + "style-name", "")
        state = self._by_id.get(element.get(TEXT + "continue-list", ""))
        if state is None and element.get(TEXT + "continue-numbering") == "true":
            state = self._by_style.get(style)
        levels = self._styles.get(style, {})
        state = ListState(levels) if state is None else ListState(levels, state.counts)
        self._by_style[style] = state
        if name := element.get(_ID):
            self._by_id[name] = state
        return state


def _levels(style: Element) -> dict[int, Level]:
    levels = {}
    for each in style.iterchildren("*"):
        number = each.get(TEXT + "level", "")
        if number.isdecimal() and 0 < int(number[:3]) <= _LEVELS:
            levels[int(number)] = _read_level(each)
    return levels


def _read_level(level: Element) -> Level:
    if local_name(level) != "list-level-style-number":
        return Level("none")
    written = level.get(_STYLE + "num-format", "")
    style = _LEGAL.get(written[:4]) or _FORMATS.get(written[:1], "decimal" if written else "none")
    start, shown = level.get(TEXT + "start-value", "1"), level.get(TEXT + "display-levels", "1")
    return Level(
        style,
        level.get(_STYLE + "num-prefix", ""),
        level.get(_STYLE + "num-suffix", ""),
        int(start) if start.isdecimal() and len(start) < 6 else 1,
        int(shown) if shown.isdecimal() and len(shown) < 3 else 1,
    )
