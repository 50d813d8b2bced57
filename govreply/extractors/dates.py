"""Dates, durations and sets of times (TIMEX3) with their ISO 8601 values.

One scan finds the candidates; what they are worth is settled in the order of the text, because a date without a year
(4月18日, 上半年, 年底) and a relative one (上年度) lean on the year that the passage last spoke of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeAlias

import regex

from govreply.extractors.clauses import clause_before
from govreply.extractors.date_patterns import candidates
from govreply.extractors.durations import read_duration, read_set, traps
from govreply.lexicon import Lexicon
from govreply.models import Date, Modifier, Span
from govreply.notation.dates import iso, small_number, year_number
from govreply.patterns import alternation, compiled

_Match: TypeAlias = "regex.Match[str]"
_COMPARING = ("比", "较", "与", "高于", "低于", "多于", "少于")
_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 14)}
_CENTURIES = {"20": 1900, "二十": 1900, "上": 1900, "19": 1800, "十九": 1800, "21": 2000, "二十一": 2000, "本": 2000}
_CLAUSE_REACH = 24
_IN_SET = frozenset("的0123456789一二三四五六七八九十月日上中下旬底初末、和及与至")


class _Point(NamedTuple):
    """A point or stretch of a year. ``year`` None: not said. ``base``: what ``shift`` counts from (date_words.tsv).

    ``first`` and ``last`` are (month, day), 0 where not said; month 13 and up lie in the next year.
    """

    year: int | None
    base: str
    shift: int
    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(slots=True)
class _Context:
    """What the passage has said so far: the year that it spoke of and how many sentences ago."""

    reference: str
    year: int | None = None
    sentences: int = 0
    position: int = 0

    @property
    def reference_year(self) -> int | None:
        return int(self.reference[:4]) if self.reference else None

    def advance(self, plain: str, start: int) -> None:
        """Move on to ``start``: a new paragraph forgets, a new sentence counts."""
        if plain.find("\n", self.position, start) >= 0:
            self.year, self.sentences = None, 0
        else:
            self.sentences += plain.count("。", self.position, start)
        self.position = start

    def speak(self, year: int) -> None:
        self.year, self.sentences = year, 0

    @property
    def near_year(self) -> int | None:
        """The year that the sentence or the one before it spoke of, else the paper's."""
        return self.year if self.year is not None and self.sentences <= 1 else self.reference_year


def find_dates(plain: str, blocked: Sequence[Span], reference: str, lexicon: Lexicon) -> list[Date]:
    """All dates, durations and sets of ``plain``, in its order and disjoint, none within a ``blocked`` span.

    ``blocked`` are sorted, disjoint spans of ``plain`` (titles, document numbers, metadata). ``reference`` is the
    paper's own date in ISO 8601, empty if unknown: then a date that leans on it has an empty value. Spans leave out
    以来, 起, 前 and quotation marks, except the one inside “十四五”末. Kinds: TIMEX3; conventions: docs/tables.md.
    """
    found: list[Date] = []
    context = _Context(reference)
    at, limit, starting = 0, len(blocked), traps("start", "start", lexicon)
    for match in candidates(plain, lexicon):
        start, end = match.span()
        while at < limit and blocked[at][1] <= start:
            at += 1
        if (at < limit and blocked[at][0] < end) or starting.at(plain, start):
            continue
        date = _read(match, plain, context, lexicon)
        if date is not None and not _in_set(date, found, plain):
            found.append(date)
    return found


def _in_set(date: Date, found: list[Date], plain: str) -> bool:
    """每年4月和9月, 每月的5日: the points belong to the set, they are no dates."""
    if date.type != "DATE" or not found or found[-1].type != "SET":
        return False
    between = plain[found[-1].span.end : date.span.start]
    return len(between) <= 12 and _IN_SET.issuperset(between)


def _read(match: _Match, plain: str, context: _Context, lexicon: Lexicon) -> Date | None:
    if match["n"]:
        return read_duration(match, plain, lexicon)
    if match["setunit"]:
        return read_set(match, lexicon)
    if match["point"]:
        return _read_point(match, plain, context, lexicon)
    span = Span(*match.span())
    if match["nth"]:
        return Date(span, "DATE", "")
    if match["both"]:
        return Date(span, "DATE", _both_years(match["both"], context))
    if match["near"]:
        return Date(span, "DATE", _near_value(match, context.reference))
    if match["plan"] or match["oldplan"]:
        return Date(span, "DATE", _plan_years(match, lexicon))
    if match["y"] or match["ym"]:
        return _read_numeric(match, context, plain)
    return Date(span, "DATE", _age_years(match))


def _plan_years(match: _Match, lexicon: Lexicon) -> str:
    start, end = _plans(lexicon)[match["plan"] or match["oldplan"]]
    edge = (match["planedge"] or match["oldedge"] or "")[-1:]
    return {"末": end, "初": start}.get(edge, f"{start}/{end}")


@cache
def _plans(lexicon: Lexicon) -> dict[str, tuple[str, str]]:
    return {row["name"]: (row["start"], row["end"]) for row in lexicon.rows("planning_periods")}


def _age_years(match: _Match) -> str:
    century = _CENTURIES.get(match["century"] or "")
    decade = match["decade"] or match["lonedecade"]
    if decade is None:
        assert century is not None
        return "" if match["late"] else f"{century + 1}/{century + 100}"
    last = _tens(decade)
    leading = match["decades"] or match["lonedecades"]
    first = _tens(leading.rstrip("、—～-")) if leading else last
    if century is None:
        century = 1900 if last >= 30 else 2000
    return f"{century + first}/{century + last + 9}"


def _tens(decade: str) -> int:
    """The decade's first year in its century: 90, 九十 and 九 (of 八九十年代) are 90."""
    number = small_number(decade)
    return number if number >= 10 else 10 * number


def _both_years(words: str, context: _Context) -> str:
    """今明两年, 去今两年."""
    year = context.reference_year
    if year is None:
        return ""
    return f"{year}/{year + 1}" if words == "今明" else f"{year - 1}/{year}"


def _near_value(match: _Match, reference: str) -> str:
    """本月, 上个月, 下季度 counted from the paper's own date; empty for 当月 and without a date."""
    if len(reference) < 7 or match["near"] == "当":
        return ""
    length = 1 if match["nearmonth"] else 3
    shift = {"上": -1, "下": 1}.get(match["near"][0], 0)
    months = 12 * int(reference[:4]) + int(reference[5:7]) - 1
    first = (months // length + shift) * length
    if match["nearday"]:
        return iso(first // 12, first % 12 + 1, small_number(match["nearday"]))
    low, high = (iso(m // 12, m % 12 + 1) for m in (first, first + length - 1))
    return low if length == 1 else f"{low}/{high}"


def _read_numeric(match: _Match, context: _Context, plain: str) -> Date | None:
    year, month, day = (int(match[a] or match[b] or 0) for a, b in (("y", "ym"), ("m", "mm"), ("d", "d")))
    value = iso(year, month, day)
    if not value:
        return None
    context.advance(plain, match.start())
    context.speak(year)
    return Date(Span(*match.span()), "DATE", value)


def _read_point(match: _Match, plain: str, context: _Context, lexicon: Lexicon) -> Date | None:
    span = Span(*match.span())
    context.advance(plain, span.start)
    first = _bare(match["bare"]) if match["bare"] else _member(match, 1, lexicon)
    second = _second(match, first, lexicon) if match["to"] else None
    year = _year(first, context)
    if year is None:
        return Date(span, "DATE", "")
    if first.year is None and not first.base:
        year = _settle(year, second or first, plain, span, context, lexicon)
    value = _value(year, first, second)
    if not value:
        return None
    # 去年以来 reaches up to the present: what follows happened in no one year.
    compared = plain.endswith(_COMPARING, max(0, span.start - 2), span.start) or plain.startswith("以来", span.end)
    if not compared and first.base != "context":
        context.speak(year)
    return Date(span, "DATE", value, _modifier(plain, span))


def _modifier(plain: str, span: Span) -> Modifier:
    return "approx" if plain.startswith(("左右", "前后"), span.end) else "exact"


def _bare(edge: str) -> _Point:
    month = {"初": 1, "内": 0}.get(edge, 12)
    return _Point(None, "", 0, (month, 0), (month, 0))


def _second(match: _Match, first: _Point, lexicon: Lexicon) -> _Point:
    if match["day2b"]:
        day = (first.last[0], small_number(match["day2b"]))
        return _Point(None, "", 0, day, day)
    return _member(match, 2, lexicon)


def _member(match: _Match, number: int, lexicon: Lexicon) -> _Point:
    year, base, shift = None, "", 0
    if written := match[f"year{number}"]:
        year = year_number(written)
    elif short := match[f"short{number}"]:
        year = int(short) + (1900 if int(short) >= 50 else 2000)
    elif named := match[f"named{number}"]:
        base, shift = _named_years(lexicon)[named]
    return _Point(year, base, shift, *_within_year(match, number))


@cache
def _named_years(lexicon: Lexicon) -> dict[str, tuple[str, int]]:
    return {row["word"]: (row["base"], int(row["shift"])) for row in lexicon.rows("date_words")}


def _within_year(match: _Match, number: int) -> tuple[tuple[int, int], tuple[int, int]]:
    if month := match[f"month{number}"]:
        day = match[f"day{number}"]
        point = (small_number(month), small_number(day) if day else 0)
        return point, point
    if edge := match[f"edge{number}"]:
        point = (1 if edge == "初" else 12, 0)
        return point, point
    if half := match[f"half{number}"]:
        return ((1, 0), (6, 0)) if half == "上" else ((7, 0), (12, 0))
    if quarter := match[f"quarter{number}"]:
        last = 3 * small_number(quarter)
        return (last - 2, 0), (last, 0)
    if quarters := match[f"quarters{number}"]:
        return (1, 0), (3 * small_number(quarters.replace("两", "二")), 0)
    if months := match[f"months{number}"]:
        return (1, 0), (small_number(months.replace("两", "二")), 0)
    if season := match[f"season{number}"]:
        low, high = _SEASONS[season]
        return (low, 0), (high, 0)
    return (0, 0), (0, 0)


def _year(point: _Point, context: _Context) -> int | None:
    if point.year is not None:
        return point.year
    if point.base in ("none", "first"):
        return None
    if point.base == "reference":
        year = context.reference_year
    elif point.base == "context":
        year = context.year if context.year is not None else context.reference_year
    else:
        year = context.near_year
    return None if year is None else year + point.shift


def _settle(year: int, point: _Point, plain: str, span: Span, context: _Context, lexicon: Lexicon) -> int:
    """The year of a date without one: what is planned lies not before the paper's date, what is done not after."""
    reference, month = context.reference[:7], point.last[0] or 12
    if len(reference) < 7:
        return year
    clause = clause_before(plain, span.start - _CLAUSE_REACH, span.start, "，。；：\n")
    planned, done = _plan_words(lexicon), _done_words(lexicon)
    is_done = done.search(clause) is not None
    by = plain.startswith(("前", "以前", "之前"), span.end)
    if not is_done and (by or planned.search(clause)):
        while iso(year, min(month, 12)) < reference:
            year += 1
    elif is_done and year == int(reference[:4]) and iso(year, min(point.first[0] or 1, 12)) > reference:
        year -= 1
    return year


@cache
def _plan_words(lexicon: Lexicon) -> regex.Pattern[str]:
    return compiled(alternation(lexicon.words("goal_words", role="plan")))


@cache
def _done_words(lexicon: Lexicon) -> regex.Pattern[str]:
    words = (row["word"] for row in lexicon.rows("reached_words") if row["position"] != "aspect")
    return compiled(alternation(words))


def _value(year: int, first: _Point, second: _Point | None) -> str:
    low = _iso(year, first.first)
    if second is None:
        high = _iso(year, first.last)
    else:
        last = _last_year(year, first, second)
        high = _iso(last, second.last)
        if second.last == (0, 0) and first.first != (0, 0):
            high = _iso(last, (12, 0))
    if not low or not high or low > high:
        return ""
    return low if low == high else f"{low}/{high}"


def _last_year(year: int, first: _Point, second: _Point) -> int:
    """The year of a range's second member: as said, counted from the first's, or the next if its month is earlier."""
    if second.year is not None:
        return second.year
    if second.base == "first":
        return year + second.shift
    if second.base:
        return year + max(second.shift - first.shift, 0)
    return year + (second.last < first.first and second.last[0] != 0)


def _iso(year: int, point: tuple[int, int]) -> str:
    month, day = point
    return iso(year + 1, month - 12, day) if month > 12 else iso(year, month, day)
