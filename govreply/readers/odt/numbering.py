"""The labels of lists in an OpenDocument text, which it only implies (OASIS ODF 1.3, part 3, 5.3 and 16.31)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from govreply.readers.number_formats import formatted
from govreply.readers.odt.text_styles import STYLE
from govreply.readers.packages import Element, local_name
from govreply.readers.word.numbering import LONGEST_LABEL

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
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
        following = self.counts.get(level, own.start - 1) + 1
        self.counts = {each: count for each, count in self.counts.items() if each < level}
        self.counts[level] = whole(item, TEXT + "start-value", following)
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
            style.get(STYLE + "name", ""): _levels(style) for root in roots for style in root.iter(TEXT + "list-style")
        }
        outlines = (style for root in roots for style in root.iter(TEXT + "outline-style"))
        self.outline = ListState(next(map(_levels, outlines), {}))
        self._by_id: dict[str, ListState] = {}
        self._by_style: dict[str, ListState] = {}

    def begin(self, element: Element) -> ListState:
        """The state of a list that is no part of another: a new one, unless it goes on with one before it."""
        style = element.get(TEXT + "style-name", "")
        state = self._by_id.get(element.get(TEXT + "continue-list", ""))
        if state is None and element.get(TEXT + "continue-numbering") == "true":
            state = self._by_style.get(style)
        state = self._new(style) if state is None else ListState(self._styles.get(style, {}), state.counts)
        self._by_style[style] = state
        if name := element.get(_ID):
            self._by_id[name] = state
        return state

    def of_paragraph(self, element: Element) -> ListState:
        """The state of the list that a ``text:numbered-paragraph`` belongs to, by its name (part 3, 5.3.6)."""
        name = element.get(TEXT + "list-id", "")
        if name not in self._by_id:
            self._by_id[name] = self._new(element.get(TEXT + "style-name", ""))
        return self._by_id[name]

    def _new(self, style: str) -> ListState:
        return ListState(self._styles.get(style, {}))


def whole(element: Element, name: str, usual: int = 1) -> int:
    """The attribute ``name`` of ``element`` as a whole number below 100,000; ``usual`` where it is none."""
    written = element.get(name, "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else usual


def _levels(style: Element) -> dict[int, Level]:
    levels = ((whole(each, TEXT + "level", 0), each) for each in style.iterchildren("*"))
    return {number: _read_level(each) for number, each in levels if 0 < number <= _LEVELS}


def _read_level(level: Element) -> Level:
    if local_name(level) not in ("list-level-style-number", "outline-level-style"):
        return Level("none")
    written = level.get(STYLE + "num-format", "")
    return Level(
        _LEGAL.get(written[:4]) or _FORMATS.get(written[:1], "decimal" if written else "none"),
        level.get(STYLE + "num-prefix", "")[:LONGEST_LABEL],
        level.get(STYLE + "num-suffix", "")[:LONGEST_LABEL],
        whole(level, TEXT + "start-value"),
        min(whole(level, TEXT + "display-levels"), _LEVELS),
    )
