"""Durations (近三年, 16.5个月, 两年多) and sets of times (每年, 每半年) as ISO 8601 periods."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache

import regex

from govreply.extractors.modifiers import after_words, before_words
from govreply.lexicon import Lexicon, Row
from govreply.models import Date, Modifier, Span
from govreply.notation import numerals
from govreply.wordtable import WordTable

Interval = tuple[Decimal, Decimal]


def read_set(match: regex.Match[str], lexicon: Lexicon) -> Date | None:
    """The SET that a match of the date pattern stands for: 每两年 is P2Y, 每季度 P3M."""
    unit = _unit(match["setunit"], lexicon)
    each = match["each"]
    if each == "半":
        return Date(Span(*match.span()), "SET", _half(unit))
    amount = _interval(each) if each else (Decimal(1), Decimal(1))
    if amount is None:
        return None
    return Date(Span(*match.span()), "SET", _period(amount[0], unit))


def read_duration(match: regex.Match[str], plain: str, lexicon: Lexicon) -> Date | None:
    """The DURATION that a match of the date pattern stands for; None where the words around it make it none.

    Two values joined by ``/`` are the ends of a range (7～8个月 is P7M/P8M) or of a number with 几 (十几年: P11Y/P19Y).
    """
    word = match["free"] or match["classed"]
    unit_at = match.start("free") if match["free"] else match.start("classed")
    if _is_trap(match, plain, unit_at, lexicon) or (word == "日" and not _is_term(match, plain, lexicon)):
        return None
    amount = _amount(match)
    if amount is None or (match["n"] == "半" and word == "周"):
        return None
    start, modifier = _start(match, plain, lexicon)
    value = _value(match, amount, _unit(word, lexicon))
    return Date(Span(start, match.end()), "DURATION", value, _modifier(match, plain, start, modifier, lexicon))


def _amount(match: regex.Match[str]) -> Interval | None:
    first = _interval(match["n"])
    if first is None or match["n2"] is None:
        return first
    second = _interval(match["n2"])
    return (first[0], second[1]) if second and first[0] < second[1] else None


@lru_cache(4096)
def _interval(text: str) -> Interval | None:
    if text[0].isascii():
        return Decimal(text), Decimal(text)
    if text == "半":
        return Decimal(1), Decimal(1)
    if text in ("几", "数"):
        return Decimal(2), Decimal(9)
    if text[0] in "数几" or text[-1] == "几":
        found = numerals.parse_indefinite(text)
    elif (number := numerals.parse(text)) is not None:
        found = (number, number)
    else:
        found = numerals.parse_range(text)
    if found is None or found[0] is None or found[1] is None:
        return None
    return Decimal(found[0]), Decimal(found[1])


def _value(match: regex.Match[str], amount: Interval, unit: Row) -> str:
    low, high = amount
    if match["n"] == "半":
        return _half(unit)
    if match["inner"] == "半" or match["tail"] == "半":
        return _and_half(low, unit)
    value = _period(low, unit)
    if match["n3"] and (extra := _interval(match["n3"])):
        return value + f"{_plain(extra[0])}M"
    return value if low == high else f"{value}/{_period(high, unit)}"


def _half(unit: Row) -> str:
    count, designator = unit["half"].split()
    return _iso(Decimal(count), designator)


def _and_half(whole: Decimal, unit: Row) -> str:
    """一年半 is P18M: all in the unit of which the half is a whole number, where the two convert without a rest."""
    count, designator = unit["half"].split()
    return _iso(whole * 2 * Decimal(count) * int(unit["factor"]) + Decimal(count) * int(unit["factor"]), designator)


def _period(count: Decimal, unit: Row) -> str:
    return _iso(count * int(unit["factor"]), unit["designator"])


def _iso(count: Decimal, designator: str) -> str:
    return f"PT{_plain(count)}{designator[1]}" if designator[0] == "T" else f"P{_plain(count)}{designator}"


def _plain(number: Decimal) -> str:
    return str(int(number)) if number == number.to_integral_value() else format(number.normalize(), "f")


def _start(match: regex.Match[str], plain: str, lexicon: Lexicon) -> tuple[int, Modifier | None]:
    """Where the mention starts, and the modifier of a 近 that means nearly: 历时近三年, 近2小时; not 近三年来."""
    start = match.start()
    if match["part"] != "近":
        return start, None
    clock = _unit(match["free"] or match["classed"], lexicon)["designator"][0] == "T"
    if clock or _words("spending", lexicon).before(plain, start):
        return match.start("n"), "approx"
    return start, None


def _modifier(match: regex.Match[str], plain: str, start: int, modifier: Modifier | None, lexicon: Lexicon) -> Modifier:
    if modifier:
        return modifier
    if match["n2"] or (match["n"][0] not in "0123456789几数" and match["n"][-1] != "几" and _is_range(match["n"])):
        return "range"
    if match["more"] or match["inner"] in ("多", "余") or match["tail"] in ("多", "余"):
        return "more_than"
    after = after_words(lexicon)
    if (word := after.at(plain, match.end())) and word != "起":
        return _named(after[word])
    before = before_words(lexicon)
    position = start
    while word := before.before(plain, position):
        if before[word] != "exact":
            return _named(before[word])
        position -= len(word)
    return "approx" if match["n"][0] in "几数" or match["n"][-1] == "几" else "exact"


def _named(modifier: str) -> Modifier:
    return modifier  # type: ignore[return-value]


def _is_range(text: str) -> bool:
    found = _interval(text)
    return found is not None and found[0] != found[1]


def _is_trap(match: regex.Match[str], plain: str, unit_at: int, lexicon: Lexicon) -> bool:
    kinds = traps("unit", "free", lexicon)
    if (word := kinds.at(plain, unit_at)) and kinds[word] == "unit":
        return True
    if match["free"] in ("分钟", "小时") or match["classed"] == "小时":
        near = plain[match.end() : match.end() + 7]
        circle = near.find("圈")
        if circle >= 0 and not any(mark in near[:circle] for mark in "，。；、"):
            return True
    number_at = match.start("n")
    if match["part"] is None and plain[number_at - 1 : number_at] == "个" and number_at:
        return True
    if match["part"] is not None or match["n"] not in ("一", "几"):
        return False
    return traps("one", "one", lexicon).before(plain, number_at) is not None


def _is_term(match: regex.Match[str], plain: str, lexicon: Lexicon) -> bool:
    """Whether 日 after a number counts days: 30日内, 公示期30日; else it is a day of the month."""
    return bool(_words("limit", lexicon).at(plain, match.end()) or _words("term", lexicon).before(plain, match.start()))


@cache
def traps(position: str, other: str, lexicon: Lexicon) -> WordTable[str]:
    """Words that look like dates, standing at one of two positions (see ``dictionaries/date_traps.tsv``) → position."""
    rows = lexicon.rows("date_traps")
    return WordTable({row["word"]: row["position"] for row in rows if row["position"] in (position, other)})


@cache
def _words(role: str, lexicon: Lexicon) -> WordTable[None]:
    return WordTable(dict.fromkeys(lexicon.words("duration_words", role=role)))


@cache
def _units(lexicon: Lexicon) -> dict[str, Row]:
    units = {row["word"]: row for row in lexicon.rows("time_units")}
    return {**units, "学年": units["年"], "季": units["季度"]}


def _unit(word: str, lexicon: Lexicon) -> Row:
    return _units(lexicon)[word]
