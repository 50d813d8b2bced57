"""Number candidates: every numeral of a text with the unit that follows it, in one scan.

A candidate is not yet a mention: what it counts, and whether it is a quantity at all, is for the tables' own modules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Literal, NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.models import Number, Span
from govreply.notation import numerals
from govreply.wordtable import WordTable

Kind = Literal["money", "measure", "count", "proportion", "trap"]

MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
RANGE_MARKS = frozenset("—–-~～－─―至到")
_MINUS = frozenset("-−")
_SIGNS = _MINUS | frozenset("￥¥$€£")
_CHINESE = "〇零一二两三四五六七八九十百千万亿廿卅"

_PATTERN = rf"""
    (?P<denominator>[\d{_CHINESE}]{{1,4}})分之(?P<numerator>\d{{1,6}}(?:\.\d{{1,6}})?|[{_CHINESE}]{{1,8}}(?:点[{_CHINESE}]{{1,6}})?)
  | (?<![\dA-Za-z/.])(?P<over>[1-9]\d?)/(?P<under>[1-9]\d?)(?![\dA-Za-z/.])
  | (?<![A-Za-z\d.])(?<![A-Za-z]-)
    (?P<arabic>\d[\d,]{{0,30}}(?:\.\d{{1,15}})?)(?P<inner1>[余多几来](?=[十百千万亿]))?(?P<times>[十百千万亿]{{1,4}})?(?P<inner2>余(?![额热粮])|多(?![于种样方边层])|来(?![自源]))?
  | (?P<vague>几|数(?=[十百千万亿])|(?<!以)上(?=[百千万亿]))?
    (?P<chinese>[{_CHINESE}]{{1,24}}(?:点[〇零一二三四五六七八九]{{1,6}})?)
    (?P<inner3>[余几](?![额热粮])|多(?![于种样方边层])|来(?![自源]))?(?P<more>[十百千万亿]{{1,4}})?(?P<inner4>余(?![额热粮])|多(?![于种样方边层]))?
  | (?P<few>(?<![这那哪好])[几数])(?=[个家户项名人次场期批件所座条套台辆间栋位门])
"""


class Unit(NamedTuple):
    """What stands after a number; ``row`` is its dictionary row."""

    kind: Kind
    word: str
    row: dict[str, str]


@dataclass(slots=True)
class Candidate:
    """A numeral and its unit. ``base`` is the number without its multipliers, ``scale`` their product.

    ``value`` is None for a range or an indefinite number, which have ``low`` and ``high``. ``inner`` is the 余, 多, 来 or 几
    inside, ``head`` a 上, 数 or 几 before a bare multiplier. ``end`` lies after the unit.
    """

    start: int
    number_end: int
    end: int
    value: Number | None
    low: Number | None
    high: Number | None
    base: Number | None
    scale: int
    unit: Unit | None
    unit_text: str
    inner: str = ""
    head: str = ""
    chinese: bool = False
    bare: bool = False
    modifier: str = "exact"
    own_modifier: bool = False
    reached: bool = False
    after: int = 0


@cache
def pattern() -> Any:
    """The one pattern of all number candidates."""
    return regex.compile(_PATTERN, regex.VERBOSE)


@cache
def units(lexicon: Lexicon) -> WordTable[Unit]:
    """All that may follow a number, with the words that only look like it (kind ``trap``)."""
    entries: dict[str, Unit] = {}
    for kind, name in (
        ("count", "classifiers"), ("measure", "units"), ("money", "currencies"), ("proportion", "proportions"),
        ("trap", "unit_traps"),
    ):  # fmt: skip
        for row in lexicon.rows(name):
            word = row["word"]
            entries[word] = Unit(kind, word, row)  # type: ignore[arg-type]
    return WordTable(entries)


def tidy(number: Number | Fraction) -> Number:
    """The same number as int where it is whole; a fraction of thirds is rounded to six places (66.666667)."""
    if isinstance(number, Fraction):
        number = round(Decimal(number.numerator) / Decimal(number.denominator), 6)
    if isinstance(number, Decimal):
        return int(number) if number == number.to_integral_value() else number.normalize()
    return number


def candidates(plain: str, blocked: Sequence[Span], lexicon: Lexicon) -> Iterator[Candidate]:
    """The number candidates of ``plain`` outside the sorted, disjoint ``blocked`` spans, in order."""
    table = units(lexicon)
    position, limit = 0, len(blocked)
    last_ordinal = -2
    for match in pattern().finditer(plain):
        start = match.start()
        while position < limit and blocked[position][1] <= start:
            position += 1
        if position < limit and blocked[position][0] < match.end():
            continue
        before = plain[start - 1] if start else "\n"
        if before == "第" or (start - last_ordinal <= 2 and before in "、和至及"):
            last_ordinal = match.end()
            continue
        if before in "+＋×*" or plain[match.end() : match.end() + 1] in ("+", "＋", "×"):
            continue
        found = _read(match, plain, table)
        if found is not None:
            yield _with_sign(found, plain, table) if before in _SIGNS else found


def _read(match: Any, plain: str, table: WordTable[Unit]) -> Candidate | None:
    if match["arabic"]:
        return _arabic(match, plain, table)
    if match["chinese"]:
        return _chinese(match, plain, table)
    if match["over"]:
        return _fraction(match, match["under"], match["over"])
    if match["few"]:
        return _with_unit(match.start(), match.end(), plain, table, numerals.parse_indefinite(match["few"]), head="几")
    return _fraction(match, match["denominator"], match["numerator"])


def _with_sign(found: Candidate, plain: str, table: WordTable[Unit]) -> Candidate:
    """￥180 and 增长-3.2%: a currency symbol or a minus sign before the number is part of the mention."""
    sign = plain[found.start - 1]
    if sign in _MINUS:
        following_word = plain[found.start - 2 : found.start - 1]
        if found.value is None or not (following_word == "\n" or "一" <= following_word <= "龥"):
            return found
        value = -found.value
        return replace(found, start=found.start - 1, value=value, low=value, high=value)
    if found.unit is None and sign in table.entries:
        return replace(found, start=found.start - 1, unit=table[sign], unit_text=sign)
    return found


def _fraction(match: Any, denominator: str, numerator: str) -> Candidate | None:
    whole, part = numerals.parse(denominator), numerals.parse(numerator)
    if not whole or part is None or part > whole:
        return None
    value = tidy(Fraction(part) * 100 / Fraction(whole))
    sign = {100: "%", 1000: "‰"}.get(int(whole), "")
    unit = Unit("proportion", sign, {"unit": sign, "factor": "1"})
    return Candidate(match.start(), match.end(), match.end(), value, value, value, value, 1, unit, sign, chinese=True)


def _arabic(match: Any, plain: str, table: WordTable[Unit]) -> Candidate | None:
    digits = match["arabic"].rstrip(",")
    if "," in digits:
        base = numerals.parse(digits)
        if base is None:
            return None
    else:
        base = Decimal(digits) if "." in digits else int(digits)
    end = match.start() + len(digits)
    if len(digits) < len(match["arabic"]):
        return _with_unit(match.start(), end, plain, table, base)
    inner = match["inner1"] or match["inner2"] or ""
    times = match["times"] or ""
    end = match.end()
    if times[-1:] == "千" and not match["inner2"]:
        kilo = table.at(plain, end - 1)
        if kilo and table[kilo].kind == "measure" and kilo[0] == "千":
            times, end = times[:-1], end - 1
    scale = 1
    for character in times:
        scale *= MULTIPLIERS[character]
    return _with_unit(match.start(), end, plain, table, base, scale=scale, inner=inner)


def _chinese(match: Any, plain: str, table: WordTable[Unit]) -> Candidate | None:
    digits, end = match["chinese"], match.end()
    if digits == "一" and end == match.start() + 1 and not match["vague"]:
        following = plain[end : end + 1]
        if following not in "半成番倍" and plain[match.start() - 1 : match.start()] not in ("各", "共", "仅", "只"):
            return None
    inner = match["inner3"] or match["inner4"] or ""
    more = match["more"] or ""
    if digits[-1] == "千" and not inner and not more:
        kilo = table.at(plain, end - 1)
        if kilo and table[kilo].kind == "measure" and kilo[0] == "千":
            digits, end = digits[:-1], end - 1
            if not digits:
                return None
    head = match["vague"] or ""
    scale = 1
    for character in more:
        scale *= MULTIPLIERS[character]
    if head in ("几", "数") or inner == "几":
        bounds = numerals.parse_indefinite(head + digits + (inner if inner == "几" else "") + more)
        return _with_unit(match.start(), end, plain, table, bounds, head="几", chinese=True) if bounds else None
    base: Any = numerals.parse(digits)
    if base is None:
        base = numerals.parse_range(digits)
        if base is None:
            return None
    bare = digits[0] in "百千万亿" and not head
    found = _with_unit(match.start(), end, plain, table, base, scale=scale, inner=inner, head=head, chinese=True)
    if found is not None:
        found.bare = bare
    return found


def _with_unit(
    start: int, end: int, plain: str, table: WordTable[Unit], number: Any, *,
    scale: int = 1, inner: str = "", head: str = "", chinese: bool = False,
) -> Candidate | None:  # fmt: skip
    if number is None:
        return None
    word = table.at(plain, end)
    unit = table[word] if word else None
    if unit is not None and word is not None and unit.kind == "trap":
        unit = word = None
    if word is not None and word[-1].isascii() and word[-1].isalpha():
        following = plain[end + len(word) : end + len(word) + 1]
        if following.isascii() and following.isalnum():
            unit = word = None
    unit_end = end + len(word or "")
    if isinstance(number, tuple):
        low, high = (None if n is None else tidy(n * scale) for n in number)
        return Candidate(start, end, unit_end, None, low, high, None, scale, unit, word or "", inner, head, chinese)
    base = tidy(number)
    value = tidy(base * scale)
    return Candidate(start, end, unit_end, value, value, value, base, scale, unit, word or "", inner, head, chinese)
