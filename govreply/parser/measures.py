"""Measures: the points (一是, （一）, 1., 第三条) that answers and policies are made of, and each bare 下一步.

A scope (an answer, a policy's section, a heading inside one) is read from the outside in: its highest numbering that
opens paragraphs gives its items; an item that only holds points gives way to them; what is left are points in a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.models import Measure, Span, Stage
from govreply.parser.intentions import intention_clauses
from govreply.parser.labels import Label, Level, Outline, run_of, trimmed
from govreply.parser.points import read_rows
from govreply.parser.sections import Title, read_title
from govreply.patterns import alternation, compiled

# characters: the longest sentence that only announces points, the longest headline that stays a whole sentence
_ANNOUNCING, HEADLINE = 90, 40
_NUMBERED = (Level.HAN, Level.HAN_BRACKET, Level.ARTICLE, Level.DIGIT, Level.DIGIT_BRACKET, Level.CIRCLED)
_ARTICLES = (Level.HAN, Level.ARTICLE, Level.HAN_BRACKET, Level.DIGIT)
_POINTS = frozenset({Level.POINT, Level.ORDER, Level.NTH})
_INTENDED = "下一步"


class Scope(NamedTuple):
    """What the measures of one stretch of text have in common."""

    span: Span
    section_no: int | None = None
    answer_no: int | None = None
    stage: Stage = "done"

    def part(self, start: int, end: int, stage: Stage) -> Scope:
        """The part of the scope between two plain offsets, with a stage of its own."""
        return Scope(Span(start, end), self.section_no, self.answer_no, stage)


@dataclass(slots=True)
class MeasureReader:
    """Collects the measures and the planned passages of a body, scope after scope, in the order of the text."""

    outline: Outline
    lexicon: Lexicon
    policy: bool = False
    measures: list[Measure] = field(default_factory=list)
    planned: list[Span] = field(default_factory=list)

    def read(self, scope: Scope) -> None:
        """Add the measures of a scope (an answer, a policy's section) and the passages in it that are planned."""
        if scope.stage == "planned":
            self.planned.append(trimmed(self.outline.plain, scope.span))
        run = self._highest_run(self.outline.within(*scope.span))
        if run:
            self._items(scope, run)
        else:
            self._points(scope)

    def _highest_run(self, labels: Sequence[Label]) -> list[Label]:
        point = next((label for label in labels if label.level in _POINTS), None)
        present = {label.level for label in labels}
        for level in _ARTICLES if self.policy else _NUMBERED:
            run = run_of(labels, level) if level in present else []
            if run and not (level >= Level.DIGIT and _is_inside(run[0], point)):
                return run
        return []

    def _items(self, scope: Scope, run: Sequence[Label]) -> None:
        """Read the items of the scope's numbering, and the 下一步 paragraphs before and behind them."""
        stage = scope.stage
        part = scope.part(scope.span.start, run[0].start, stage)
        for label, following in zip([None, *run], [*run, None], strict=True):
            end = following.start if following else scope.span.end
            if label is not None:
                cut = self._intention_paragraph(label, end)
                self._item(label, scope.part(label.start, cut, stage))
                part = scope.part(cut, end, stage)
            opens_list = following is not None and (label is None or following.number <= label.number)
            announced = self._points(part, opens_list)
            if announced is not None:
                stage = "planned"
                self.planned.append(Span(announced, scope.span.end))

    def _intention_paragraph(self, item: Label, end: int) -> int:
        """Where a 下一步 paragraph ends the item, else ``end``."""
        for label in self.outline.within(item.end, end):
            if label.level is Level.INTENTION and label.opens_paragraph:
                return label.start
        return end

    def _item(self, label: Label, scope: Scope) -> None:
        """A numbered item: a measure, or the heading of the points that it only holds."""
        labels = self.outline.within(label.end, scope.span.end)
        title = read_title(self.outline, label.end, self.lexicon)
        if self._is_planned(label, labels, title):
            scope = scope.part(*scope.span, "planned")
        inner = [other for other in labels if other.level is not Level.INTENTION]
        if label.level is Level.ARTICLE:
            inner = []
        elif self.policy:
            inner = [other for other in inner if other.level in _ARTICLES and other.opens_paragraph]
        under = title.after if title.grade and inner and title.after <= inner[0].start else label.end
        if inner and self._only_holds_points(title, under, inner[0].start):
            self.read(scope.part(under, scope.span.end, scope.stage))
        else:
            self._add(label, scope)

    def _is_planned(self, label: Label, inner: Sequence[Label], title: Title) -> bool:
        if inner and inner[0].level is Level.INTENTION and inner[0].start == label.end:
            return True
        return bool(title.grade) and plans(self.outline.plain[slice(*title.span)], self.lexicon)

    def _only_holds_points(self, title: Title, under: int, first: int) -> bool:
        """Whether nothing but a sentence that announces points stands between an item's heading and its first point."""
        text = self.outline.plain
        start, end = trimmed(text, (under, first))
        if start >= end or (title.own_line and title.names_request):
            return True
        return text[end - 1] == "：" and end - start <= _ANNOUNCING and "。" not in text[start:end]

    def _points(self, scope: Scope, opens_list: bool = False) -> int | None:
        """Read points in a row and 下一步 paragraphs.

        ``opens_list``: numbered items follow that may be the points of a 下一步 at the scope's end. Such a 下一步 is no
        measure; its plain offset is returned.
        """
        rows = [] if self.policy else read_rows(self.outline, scope.span, scope.stage)
        for row in rows:
            announces = opens_list and row is rows[-1] and row.label.level is Level.INTENTION
            if announces and row.end >= trimmed(self.outline.plain, scope.span).end:
                return row.label.start
            if row.leads:
                self.planned.append(Span(row.label.start, row.end))
            else:
                self._add(row.label, scope.part(row.label.start, row.end, row.stage))
        return None

    def _add(self, label: Label, scope: Scope) -> None:
        outline = self.outline
        span = trimmed(outline.plain, scope.span)
        intended = label.level is Level.INTENTION
        headline = read_headline(outline.plain, trimmed(outline.plain, (min(label.end, span.end), span.end)))
        inner = outline.within(label.end, label.end + 1)
        planned = (
            scope.stage == "planned" or (bool(inner) and inner[0].level is Level.INTENTION) or self._intends(headline)
        )
        if planned and scope.stage == "planned":
            self.planned.append(span)
        self.measures.append(
            Measure(
                number=len(self.measures) + 1,
                section_no=scope.section_no,
                answer_no=scope.answer_no,
                label=_INTENDED if intended else outline.quoted[label.start : label.written_end],
                headline=outline.quoted[slice(*headline)],
                stage="planned" if planned else "done",
                span=span,
            )
        )

    def _intends(self, headline: Span) -> bool:
        """Whether an intention (将, 拟 …) governs the headline from its first clause on."""
        clause = next(iter(intention_clauses(self.outline.plain, headline, self.lexicon)), None)
        return clause is not None and clause.start == headline.start


@cache
def _planning(lexicon: Lexicon) -> regex.Pattern[str]:
    words = alternation(lexicon.words("planned_openers"))
    return compiled(rf"(?<![及和与、暨])(?:{words})")


def _is_inside(first: Label, point: Label | None) -> bool:
    """Whether digits from ``first`` on lie inside the points that began before them (一是 … （1） … （2） … 二是)."""
    return point is not None and point.start < first.start and (point.opens_paragraph or not first.opens_paragraph)


_REQUESTED = ("建议", "问题", "提案", "诉求")


def plans(heading: str, lexicon: Lexicon) -> bool:
    """Whether a heading (plain, without ordinal) announces plans only: 下步打算, not 存在问题及下步打算."""
    return not heading.endswith(_REQUESTED) and _planning(lexicon).search(heading) is not None


@cache
def _sentence() -> regex.Pattern[str]:
    return compiled(r"“[^”\n]{0,200}”|（[^）\n]{0,100}）|(?P<stop>[。！？\n]|\Z)")


@cache
def _clause() -> regex.Pattern[str]:
    return compiled(r"“[^”\n]{0,200}”|（[^）\n]{0,100}）|(?P<stop>[，；：]|\Z)")


def read_headline(text: str, span: Span) -> Span:
    """The first sentence of a plain span without its final mark; of one longer than 40 characters the first clause."""
    end = _first_stop(_sentence(), text, span)
    if end - span.start > HEADLINE:
        end = _first_stop(_clause(), text, Span(span.start, end))
    while end > span.start and text[end - 1] in "，；：。":
        end -= 1
    return Span(span.start, end)


def _first_stop(pattern: regex.Pattern[str], text: str, span: Span) -> int:
    for match in pattern.finditer(text, *span):
        if match.lastgroup is not None:
            return int(match.start())
    return span.end
