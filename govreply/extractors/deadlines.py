"""Deadlines: which dates of a paper say by when something is to be reached.

``firm`` ones say so themselves (到2025年, 2025年底前, “十四五”期间, 利用七年时间); a bare date (2024年6月) is one only
where the clause or the passage states an intention.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import regex

from govreply.extractors.clauses import clause, sentence
from govreply.lexicon import Lexicon
from govreply.models import Date, Span
from govreply.patterns import alternation, compiled
from govreply.wordtable import WordTable

_BOUND_VERBS = frozenset("达高加升大迟长得收降少缩增延展移接受感提早调拓扩遇看做直")
_CONNECTIVES = r"[并且同时和、“其中一二三四五六七八九十是要（）\d.的在于]*"
_PLAN_YEARS = r"((?:19|20)\d\d)年?[-—–~～至]((?:19|20)\d\d)年"
_PLAN_NAME = r"(?:年度)?(?:工作|投资|建设|实施|项目)?(?:计划|预算|规划|任务|目标)(?=[的，。；、）]|项目|\n|$)"
_PERIOD = r"P(?:.*/P)?(\d+)([YM])$"
_PERFECTIVE = "[成完立施展行到]了"
_SPENT = r"(?:左右)?(?:的?时间)?[内里]?"


class Deadline(NamedTuple):
    """A deadline: ``span`` is its phrase (到2025年底), ``iso`` the last day, month or year meant.

    ``topic``: nothing of weight stands beside it in its clause (到2025年，…). ``planned``: a word of intention stands
    directly before it.
    """

    span: Span
    clause: Span
    iso: str
    firm: bool
    topic: bool
    planned: bool


class _Intentions:
    """The spans of intention, to be asked for a place."""

    def __init__(self, planned: Sequence[Span]) -> None:
        self._planned = planned
        self._starts = [span.start for span in planned]

    def hold(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._planned[at].end


def find_deadlines(
    plain: str, dates: Sequence[Date], planned: Sequence[Span], reference: str, lexicon: Lexicon
) -> list[Deadline]:
    """The deadlines among ``dates``, in text order.

    ``planned`` are the sorted, disjoint spans of intention, ``reference`` the paper's own date in ISO 8601 (or empty):
    what lies before it was reached, or missed, and is no promise.
    """
    intentions = _Intentions(planned)
    timed = (date for date in dates if date.value and _may_lie_ahead(date, reference))
    found = (_deadline(plain, date, intentions, reference, lexicon) for date in timed)
    return [deadline for deadline in found if deadline is not None]


def is_comparison(plain: str, date: Date, lexicon: Lexicon) -> bool:
    """Whether the date is one compared with or started from (比2023年, 由2020年的, 2023年以来): it opens no passage."""
    start, end = date.span
    return (
        table("compare", lexicon).before(plain, start) is not None
        or plain.startswith("的", end)
        or table("start", lexicon).at(plain, end) is not None
    )


def _may_lie_ahead(date: Date, reference: str) -> bool:
    """A cheap first sieve: most dates of a report are past."""
    return date.type == "DURATION" or (date.type == "DATE" and _is_ahead(_last(date), reference, True))


def _last(date: Date) -> str:
    return date.value.rpartition("/")[2]


def _deadline(plain: str, date: Date, intentions: _Intentions, reference: str, lexicon: Lexicon) -> Deadline | None:
    around = clause(plain, date.span.start)
    before, after = plain[around.start : date.span.start], plain[date.span.end : around.end]
    if _is_none(plain, date, before, after, lexicon):
        return None
    intended = intentions.hold(date.span.start) or (len(after) <= 4 and intentions.hold(around.end + 1))
    firm_span = _firm(plain, date, around, intended, lexicon)
    planned = table("plan", lexicon).before(plain, (firm_span or date.span).start) is not None
    if date.type == "DURATION":
        iso = _counted(plain, date, reference) if firm_span and (intended or planned) else ""
    else:
        iso = _last(date)
    if not iso or not _is_ahead(iso, reference, intended or planned or firm_span is not None):
        return None
    future = reference != "" and not _is_ahead(reference, date.value.partition("/")[0], False)
    if firm_span is None and (not (intended or planned or future) or _is_plan_period(plain, date)):
        return None
    span = firm_span or date.span
    opening = plain[around.start : span.start]
    topic = span.end == around.end and _weightless(opening, lexicon)
    return Deadline(span, around, iso, firm_span is not None, topic, planned)


def _is_none(plain: str, date: Date, before: str, after: str, lexicon: Lexicon) -> bool:
    """Whether something rules the date out: a report, a start, a comparison, a term of validity, a wish."""
    if date.type == "DATE" and is_comparison(plain, date, lexicon):
        return True
    if table("from", lexicon).before(plain, date.span.start) or _is_in_name(plain, date):
        return True
    if words("reached", lexicon).search(before) or _finished(after):
        return True
    if words("validity", lexicon).search(before) or words("validity", lexicon).match(after.lstrip("起前底末")):
        return True
    wish = words("request", lexicon).search(plain, sentence(plain, date.span.start).start, date.span.start)
    return wish is not None


def _is_in_name(plain: str, date: Date) -> bool:
    """Whether a year is part of a name: （2024）, “2023…活动”, 2025年计划."""
    mark = plain[date.span.start - 1 : date.span.start]
    if compiled(_PLAN_NAME).match(plain, date.span.end):
        return True
    return date.value.isdecimal() and (mark == "（" or (mark == "“" and "”" not in plain[slice(*date.span)]))


def _finished(after: str) -> bool:
    """Whether the predicate is in the perfective: 建成了9个, 已建成."""
    return after.lstrip("前底末").startswith("已") or compiled(_PERFECTIVE).search(after) is not None


def _firm(plain: str, date: Date, around: Span, intended: bool, lexicon: Lexicon) -> Span | None:
    """The phrase that itself says that the date is a deadline; None for a bare date."""
    start, end = date.span
    if date.type == "DURATION":
        return _spending(plain, date, lexicon)
    if "”" in plain[start:end]:
        return Span(start - 1, end)
    if _is_plan_period(plain, date):
        if plain.startswith("”", end):
            start, end = start - 1, end + 1
        word = table("during", lexicon).at(plain, end)
        if word and intended:
            return Span(start, end + len(word))
        return None
    by = plain[start - 1 : start] == "到" and start > around.start and plain[start - 2 : start - 1] not in _BOUND_VERBS
    word = table("before", lexicon).at(plain, end)
    if word and plain[end + len(word) : end + len(word) + 1] in tuple("后期往景列端置三两半几一二四述置提沿"):
        word = None
    if not by and word is None:
        return None
    return Span(start - by, end + len(word or ""))


def _is_plan_period(plain: str, date: Date) -> bool:
    """Whether the date is a five-year plan's name (十四五)."""
    low, _, high = date.value.partition("/")
    return len(low) == len(high) == 4 and plain[date.span.start] in "一二三四五六七八九十"


def _spending(plain: str, date: Date, lexicon: Lexicon) -> Span | None:
    """利用七年时间, 用3年左右时间, 三年内, 未来三年: the phrase, where the duration is one to work in."""
    tail = compiled(_SPENT).match(plain, date.span.end)
    end = tail.end() if tail else date.span.end
    word = table("spend", lexicon).before(plain, date.span.start)
    if word and (end > date.span.end or plain.startswith("努力", end)):
        return Span(date.span.start - len(word), end)
    if plain.startswith(("今后", "未来"), date.span.start) or plain[date.span.end : end].endswith("内"):
        return Span(date.span.start, end)
    return None


def _counted(plain: str, date: Date, reference: str) -> str:
    """The end of a duration: of the plan whose years the sentence names, else counted from the paper."""
    match = compiled(_PERIOD).match(date.value)
    if match is None:
        return ""
    count, unit = int(match[1]), match[2]
    plans = list(compiled(_PLAN_YEARS).finditer(plain, sentence(plain, date.span.start).start, date.span.start))
    if plans:
        return str(plans[-1][2])
    if not reference or (unit == "M" and len(reference) < 7):
        return ""
    if unit == "Y":
        return str(int(reference[:4]) + count)
    months = 12 * int(reference[:4]) + int(reference[5:7]) - 1 + count
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _is_ahead(iso: str, reference: str, intended: bool) -> bool:
    """Whether ``iso`` is not before ``reference``, as far as both are precise; without a reference, as intended."""
    if not reference:
        return intended
    precision = min(len(iso), len(reference))
    return iso[:precision] >= reference[:precision]


def _weightless(opening: str, lexicon: Lexicon) -> bool:
    """Whether only words of intention and connectives stand before the deadline in its clause."""
    rest = words("plan", lexicon).sub("", opening)
    return compiled(_CONNECTIVES).fullmatch(rest) is not None


@cache
def table(role: str, lexicon: Lexicon) -> WordTable[None]:
    """The words of one role of ``goal_words.tsv`` or one position of ``reached_words.tsv``."""
    return WordTable(dict.fromkeys(_role(role, lexicon)))


@cache
def words(role: str, lexicon: Lexicon) -> regex.Pattern[str]:
    """One pattern of all words of a role or position; ``reached`` are those that stand before what has been reached."""
    return compiled(alternation(_role(role, lexicon)))


def _role(role: str, lexicon: Lexicon) -> tuple[str, ...]:
    if role == "reached":
        return lexicon.words("reached_words", position="before")
    if role == "from":
        return lexicon.words("reached_words", position="from")
    return lexicon.words("goal_words", role=role)
