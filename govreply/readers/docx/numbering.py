"""The labels of automatic numbering (一、 （一） 1. 1.2), which a DOCX only implies (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from govreply.readers.docx.xml import attribute, child, children, number, value
from govreply.readers.packages import Element
from govreply.readers.word.numbering import LEVELS, LONGEST_LABEL, Level, NumberedList, Numbering

_LONGEST_CHAIN = 20  # styles based on styles, which may turn in a circle


class _Style(NamedTuple):
    based_on: str = ""
    number_id: str = ""
    level: int | None = None


@dataclass(slots=True)
class ParagraphNumbering:
    """The numbers of a document's paragraphs, which are to be shown to it in order, each once."""

    numbering: Numbering
    styles: dict[str, _Style] = field(default_factory=dict)
    default_style: str = ""

    def label(self, properties: Element | None) -> str:
        """The label of the next paragraph, whose ``w:pPr`` is given; empty where it has none or only a bullet."""
        return self.numbering.label(*self._place(properties))

    def _place(self, properties: Element | None) -> tuple[str, int]:
        """The list and the level of a paragraph: its own, else those of its style; an empty list where it has none."""
        own = child(properties, "numPr")
        style = value(child(properties, "pStyle")) or self.default_style
        number_id, level = value(child(own, "numId")), number(child(own, "ilvl"))
        for _ in range(_LONGEST_CHAIN):
            if number_id and level is not None:
                break
            found = self.styles.get(style)
            if found is None:
                break
            number_id = number_id or found.number_id
            level = self._linked(number_id, style) if level is None else level
            level = found.level if level is None and number_id == found.number_id else level
            style = found.based_on
        return number_id, level or 0

    def _linked(self, number_id: str, style: str) -> int | None:
        """The level of the list that says it is that of ``style``."""
        lists = self.numbering.lists
        levels = lists[number_id].levels if number_id in lists else {}
        return next((at for at, level in levels.items() if level.linked == style), None)


def read_numbering(numbering: Element | None, styles: Element | None) -> ParagraphNumbering:
    """What ``word/numbering.xml`` and ``word/styles.xml`` say of lists; either may be missing."""
    named = {attribute(each, "styleId"): each for each in children(styles, "style")}
    known = {name: _read_style(each) for name, each in named.items()}
    default = next((name for name, each in named.items() if _is_default(each)), "")
    definitions = {attribute(each, "abstractNumId"): each for each in children(numbering, "abstractNum")}
    numbers = {attribute(each, "numId"): each for each in children(numbering, "num")}
    chosen = {name: value(child(each, "abstractNumId")) for name, each in numbers.items()}
    lists = {}
    for name, each in numbers.items():
        definition = chosen[name]
        style = value(child(definitions.get(definition), "numStyleLink"))
        if style in known:
            definition = chosen.get(known[style].number_id, definition)
        levels = dict(_levels(definitions.get(definition)))
        overrides = [(number(each, "ilvl") or 0, each) for each in children(each, "lvlOverride")]
        levels |= {at: _read_level(child(each, "lvl")) for at, each in overrides if child(each, "lvl") is not None}
        starts = {at: number(child(each, "startOverride")) for at, each in overrides}
        lists[name] = NumberedList(definition, levels, {at: start for at, start in starts.items() if start is not None})
    return ParagraphNumbering(Numbering(lists), known, default)


def _is_default(style: Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on")


def _read_style(style: Element) -> _Style:
    properties = child(child(style, "pPr"), "numPr")
    return _Style(value(child(style, "basedOn")), value(child(properties, "numId")), number(child(properties, "ilvl")))


def _levels(definition: Element | None) -> Iterator[tuple[int, Level]]:
    for each in children(definition, "lvl"):
        at = number(each, "ilvl")
        if at is not None and 0 <= at < LEVELS:
            yield at, _read_level(each)


def _read_level(level: Element) -> Level:
    start, restart = number(child(level, "start")), number(child(level, "lvlRestart"))
    legal = child(level, "isLgl")
    return Level(
        start=0 if start is None else start,
        style=value(child(level, "numFmt")) or "decimal",
        text=value(child(level, "lvlText"))[:LONGEST_LABEL],
        restart=restart,
        legal=legal is not None and value(legal) not in ("0", "false", "off"),
        linked=value(child(level, "pStyle")),
    )
