"""Targets: dated promises, one row a figure, with the deadline that governs it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from govreply.extractors.clauses import clause, part_end, sentence
from govreply.extractors.deadlines import Deadline, find_deadlines, is_comparison, words
from govreply.extractors.goals import figure_end, is_goal, is_level, metric, predicates
from govreply.lexicon import Lexicon
from govreply.models import Count, Date, Quantity, Reply, Span, Target
from govreply.patterns import compiled

# characters: the longest heading; how far beyond its sentence a deadline reaches
_HEADING, _REACH = 40, 600
_DASHES = 20
_ITEM = r"[（(]?[一二三四五六七八九十\d]{1,3}[）).、是]"
_ADVERBS = r"^[，、]?(?:全面|全部|基本|正式|力争|争取|确保|计划|预计|拟|将|要|便可|即可|就可)*"


class _Scope(NamedTuple):
    """What a deadline governs: ``near`` its sentence or part of it, ``far`` where only levels are goals."""

    near: Span
    far: Span


def find_targets(reply: Reply, dates: Sequence[Date], quantities: Sequence[Quantity], lexicon: Lexicon) -> list[Target]:
    """The dated promises of a paper: a row for each figure that a deadline governs, in text order.

    ``dates`` and ``quantities`` (of all four kinds) are those of ``reply.layout.plain``, each sorted by span. A dated
    intention without a figure is one row whose value is None. A deadline holds to the end of its sentence, after a
    colon or a heading for the points below, until the next date that opens a clause. Rules: docs/tables.md.
    """
    plain, reference = reply.layout.plain, reply.header.reference
    inside = [date for date in dates if reply.body.start <= date.span.start < reply.body.end]
    deadlines = find_deadlines(plain, inside, reply.planned, reference, lexicon)
    if not deadlines:
        return []
    openings = _openings(plain, inside, lexicon)
    starts = [quantity.span.start for quantity in quantities]
    targets: list[Target] = []
    shared = _shared(plain, deadlines)
    for deadline in deadlines:
        group = shared.get(deadline.span, (deadline,))
        if deadline is not group[-1]:
            continue
        scope = _scope(reply, deadline, openings, starts)
        chosen = [
            index
            for index in range(
                bisect_left(starts, scope.near.start), bisect_left(starts, max(scope.near.end, scope.far.end))
            )
            if _counts(plain, deadline, scope, quantities, index, lexicon)
        ]
        rows = _rows(plain, deadline, scope, [quantities[index] for index in chosen], lexicon)
        if not rows and (intention := _intention(plain, deadline, scope, lexicon)) is not None:
            rows = [intention]
        targets.extend(_shared_out(plain, rows, group) if len(rows) == len(group) else rows)
    return targets


def _shared(plain: str, deadlines: Sequence[Deadline]) -> dict[Span, tuple[Deadline, ...]]:
    """The groups of deadlines that share out the figures behind them: 2026年、2027年分别安排8亿元、10亿元."""
    groups: dict[Span, tuple[Deadline, ...]] = {}
    group: tuple[Deadline, ...] = ()
    for deadline in deadlines:
        joined = group and plain[group[-1].span.end : deadline.span.start] in ("、", "和")
        group = (*group, deadline) if joined else (deadline,)
        if len(group) > 1 and "分别" in plain[deadline.span.end : deadline.clause.end]:
            groups.update(dict.fromkeys((one.span for one in group), group))
    return groups


def _shared_out(plain: str, rows: Sequence[Target], group: Sequence[Deadline]) -> list[Target]:
    """Each row with its own deadline of the group."""
    return [
        row._replace(deadline=deadline.iso, deadline_text=plain[slice(*deadline.span)])
        for row, deadline in zip(rows, group, strict=True)
    ]


def _openings(plain: str, dates: Sequence[Date], lexicon: Lexicon) -> list[int]:
    """Where dates stand that take over from an earlier deadline: all but those merely compared with."""
    points = (date for date in dates if date.type == "DATE" and date.value)
    return [date.span.start for date in points if not is_comparison(plain, date, lexicon)]


def _scope(reply: Reply, deadline: Deadline, openings: Sequence[int], figures: Sequence[int]) -> _Scope:
    plain = reply.layout.plain
    around = sentence(plain, deadline.span.start)
    at = bisect_right(openings, deadline.span.end)
    limit = _take_over(plain, openings[at], deadline) if at < len(openings) else len(plain)
    start = _segment_start(plain, deadline, openings)
    if plain[deadline.clause.end : deadline.clause.end + 1] == "：" or _is_heading(reply, around):
        end = _listed_end(plain, around)
        return _Scope(Span(start, min(end, limit)), Span(end, end))
    if deadline.topic:
        end = around.end
    elif deadline.firm or bisect_left(figures, deadline.clause.start) < bisect_left(figures, deadline.clause.end):
        end = part_end(plain, deadline.span.end)
    else:
        end = deadline.clause.end
    far = end
    if deadline.topic and deadline.firm:
        paragraph = _paragraph_end(plain, around.end)
        dashed = _dashes_end(plain, paragraph)
        end = dashed if dashed > paragraph else end
        far = _measure_end(reply, deadline, dashed)
    return _Scope(Span(start, min(end, limit)), Span(min(end, limit), max(min(end, limit), min(far, limit))))


def _measure_end(reply: Reply, deadline: Deadline, end: int) -> int:
    """``end``, or where the measure ends in which the deadline stands: it does not reach from 一是 to 二是."""
    at = bisect_right(reply.measures, deadline.span.start, key=lambda measure: measure.span.start) - 1
    inside = at >= 0 and deadline.span.start < reply.measures[at].span.end
    return min(end, reply.measures[at].span.end) if inside else end


def _paragraph_end(plain: str, offset: int) -> int:
    """The paragraph's end, as far as a deadline reaches at all."""
    reach = min(len(plain), offset + _REACH)
    end = plain.find("\n", offset, reach)
    return reach if end < 0 else end


def _dashes_end(plain: str, end: int) -> int:
    """The end of the paragraphs behind ``end`` that open with ——, the goals that an opening sentence announces."""
    for _ in range(_DASHES):
        if not plain.startswith("——", end + 1):
            break
        end = _paragraph_end(plain, end + 1)
    return end


def _take_over(plain: str, opening: int, deadline: Deadline) -> int:
    """Where the next date's reign starts: at its clause, or at itself in the clause of the deadline."""
    start = clause(plain, opening).start
    return start if start > deadline.span.start else opening


def _segment_start(plain: str, deadline: Deadline, openings: Sequence[int]) -> int:
    """The clause's start, or what lies behind an earlier dated segment of it (2024年开工、2025年建成)."""
    start = deadline.clause.start
    at = bisect_left(openings, deadline.span.start)
    if at and openings[at - 1] >= start:
        start = max(plain.rfind(mark, start, deadline.span.start) for mark in "、，和") + 1 or deadline.span.start
    return start


def _is_heading(reply: Reply, around: Span) -> bool:
    """Whether the sentence is a short line of its own, without a full stop."""
    plain = reply.layout.plain
    alone = plain[around.start - 1 : around.start] in ("", "\n") and plain[around.end : around.end + 1] == "\n"
    return alone and around.end - around.start <= _HEADING


def _listed_end(plain: str, around: Span) -> int:
    """The end of what a heading or a colon opens: its paragraph and the numbered ones below, or the one below it."""
    end = _paragraph_end(plain, around.end)
    if end <= around.end + 1 < len(plain):
        end = _paragraph_end(plain, end + 1)
    while compiled(_ITEM).match(plain, end + 1):
        end = _paragraph_end(plain, end + 1)
    return end


def _counts(
    plain: str, deadline: Deadline, scope: _Scope, quantities: Sequence[Quantity], index: int, lexicon: Lexicon
) -> bool:
    figure = quantities[index]
    start = figure.span.start
    if start < deadline.span.end and (deadline.topic or not _is_subject(plain, figure, deadline, lexicon)):
        return False
    if start >= scope.near.end and not is_level(plain, figure, lexicon):
        return False
    return is_goal(plain, quantities, index, lexicon)


def _is_subject(plain: str, figure: Quantity, deadline: Deadline, lexicon: Lexicon) -> bool:
    """Whether a figure before the deadline says how much is to be done: 7所学校计划2024年开工."""
    between = plain[figure_end(plain, figure) : deadline.span.start]
    return isinstance(figure, Count) or not words("plan", lexicon).sub("", between).strip("将于在")


def _rows(plain: str, deadline: Deadline, scope: _Scope, figures: Sequence[Quantity], lexicon: Lexicon) -> list[Target]:
    rows: list[Target] = []
    phrase = plain[deadline.span.start : deadline.span.end]
    floor, what = deadline.span.end, ""
    for figure in figures:
        around = clause(plain, figure.span.start)
        if figure.span.start < deadline.span.start:
            what = _subject(plain, figure, deadline, lexicon)
        else:
            what = metric(plain, figure, floor, what) or _before_deadline(plain, deadline, scope, lexicon)
            floor = figure_end(plain, figure)
        span = Span(max(around.start, scope.near.start), min(around.end, max(scope.near.end, scope.far.end)))
        rows.append(Target(_trim(plain, span), phrase, deadline.iso, what, figure.value, figure.unit, figure.modifier))
    return rows


def _before_deadline(plain: str, deadline: Deadline, scope: _Scope, lexicon: Lexicon) -> str:
    """就地就医率2026年达到九成: what is measured stands before the deadline."""
    start = max(deadline.clause.start, scope.near.start)
    written: str = words("plan", lexicon).sub("", plain[start : deadline.span.start])
    return written.lstrip("、，")


def _trim(plain: str, span: Span) -> Span:
    """Without the —— of a point before it and a 、 at its end."""
    dashes = len(plain[span.start : span.start + 2]) - len(plain[span.start : span.start + 2].lstrip("—"))
    return Span(span.start + dashes, span.end - (plain[span.end - 1] == "、"))


def _subject(plain: str, figure: Quantity, deadline: Deadline, lexicon: Lexicon) -> str:
    """7所学校计划2024年9月底前开工: 学校开工."""
    noun: str = compiled(_ADVERBS).sub("", words("plan", lexicon).sub("", plain[figure.span.end : deadline.span.start]))
    return noun + plain[deadline.span.end : deadline.clause.end].lstrip("前")


def _intention(plain: str, deadline: Deadline, scope: _Scope, lexicon: Lexicon) -> Target | None:
    """A dated intention without a figure: 二期预计2024年6月交付使用."""
    if deadline.span.end >= scope.near.end:
        return None
    around = Span(scope.near.start, min(deadline.clause.end, scope.near.end))
    if deadline.topic:
        around = clause(plain, deadline.clause.end + 1)
    predicate = plain[max(deadline.span.end, around.start) : min(around.end, scope.near.end)]
    if not _promises(predicate, deadline, lexicon):
        return None
    subject = "" if deadline.topic else plain[around.start : deadline.span.start]
    subject = words("plan", lexicon).sub("", subject).lstrip("、，").removesuffix("在").removesuffix("于")
    what = subject + compiled(_ADVERBS).sub("", predicate).rstrip("、")
    phrase = plain[deadline.span.start : deadline.span.end]
    return Target(
        _trim(plain, Span(around.start, min(around.end, scope.near.end))), phrase, deadline.iso, what, None, "", ""
    )


def _promises(predicate: str, deadline: Deadline, lexicon: Lexicon) -> bool:
    if words("reached", lexicon).search(predicate) or words("parameter", lexicon).search(predicate):
        return False
    role = "pursue" if deadline.firm or deadline.planned else "achieve"
    verb = predicates(role, lexicon).search(predicate)
    return verb is not None and not predicate.startswith("的", verb.end())
