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
from govreply.models import Modifier, Number, Span
from govreply.notation import numerals
from govreply.patterns import compiled
from govreply.wordtable import WordTable

Kind = Literal["money", "measure", "count", "proportion", "trap"]

MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "佰": 100, "仟": 1000, "个": 1}
RANGE_MARKS = frozenset("—–-~～－─―至到")
_LIST_REACH = 24
# What may follow the first part of a number or of a range, and what the names of currencies end in.
_JOINING = RANGE_MARKS | frozenset("0123456789〇零一二两三四五六七八九又（")
_CURRENCY_ENDS = frozenset("币元圆金镑郎")
_MINUS = frozenset("-−")
_SIGNS = _MINUS | frozenset("￥¥$€£负下")
_INDEFINITE_AFTER = frozenset("每最后先前初同这那哪第另某百")
_PARTS_OF_MONEY = frozenset("一二两三四五六七八九零半角毛以左的")
# Words that end in 负 and take an object: 减负15亿元 is no negative sum.
_NOT_NEGATIVE = frozenset("减担肩抱自辜背胜税费债重轻欺")
_CHINESE = "〇零一二两三四五六七八九十百千万亿廿卅"
_FINANCIAL = "壹贰叁肆伍陆柒捌玖拾佰仟"

# The first line lets the scan skip to the next character that a number can begin with: ten times faster than without.
_PATTERN = rf"""
    (?=[\d几数上{_CHINESE}{_FINANCIAL}])(?:
    (?P<denominator>[\d{_CHINESE}{_FINANCIAL}]{{1,4}})分之
    (?:(?P<numerator>\d[\d,]{{0,12}}(?:\.\d{{1,6}})?|[{_CHINESE}{_FINANCIAL}]{{1,12}}(?:点[{_CHINESE}]{{1,6}})?)
    (?:[至到](?P<upper>[{_CHINESE}]{{1,8}})(?![{_CHINESE}分点\d]))?)
  | (?<![\dA-Za-z/.])(?P<over>[1-9]\d?)/(?P<under>[1-9]\d?)(?![\dA-Za-z/.])
  | (?<![A-Za-z\d.])(?<!(?<!\d[A-Za-z]?)[A-Za-z]-)
    (?P<arabic>\d[\d,]{{0,17}}(?:\.\d{{1,9}})?(?!\d))(?P<inner1>[余多几来](?=[十百千万亿]))?(?P<times>个亿(?![元级吨斤])|[十百千万亿佰仟]{{1,4}})?(?P<inner2>余(?![额热粮])|多(?![于种样方边层])|来(?![自源]))?
  | (?P<vague>几|数(?=[十百千万亿])|(?<!以)上(?=[百千万亿]))?
    (?P<chinese>(?:[{_CHINESE}]|(?<![大内海登着队收])[{_FINANCIAL}](?=[{_FINANCIAL}十百千万亿元圆角分]))[{_CHINESE}{_FINANCIAL}]{{0,47}}
      (?:点[〇零一二三四五六七八九]{{1,20}})?)
    (?P<inner3>[余几](?![额热粮])|多(?![于种样方边层])|来(?![自源]))?(?P<more>个亿(?![元级吨斤])|[十百千万亿]{{1,4}})?(?P<inner4>余(?![额热粮])|多(?![于种样方边层]))?
  | (?P<few>(?<![这那哪好])[几数])(?=[个家户项名人次场期批件所座条套台辆间栋位门]))
"""


class Unit(NamedTuple):
    """What stands after a number; ``row`` is its dictionary row."""

    kind: Kind
    word: str
    row: dict[str, str]


@dataclass(slots=True)
class Candidate:
    """A numeral and its unit. ``base`` is the number without its multipliers, ``scale`` their product.

    ``value`` is None for a range or an indefinite number, which have ``low`` and ``high``. ``inner`` is the 余, 多, 来
    or 几 inside, ``head`` a 上, 数 or 几 before a bare multiplier. ``end`` lies after the unit.
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
    modifier: Modifier = "exact"
    own_modifier: bool = False
    reached: bool = False
    after: int = 0


@cache
def pattern() -> Any:
    """The one pattern of all number candidates."""
    return compiled(_PATTERN, regex.VERBOSE)


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
    if type(number) is int:
        return number
    if isinstance(number, Fraction):
        number = round(Decimal(number.numerator) / Decimal(number.denominator), 6)
    if isinstance(number, Decimal):
        return int(number) if number == number.to_integral_value() else number.normalize()
    return number


def candidates(plain: str, blocked: Sequence[Span], lexicon: Lexicon) -> Iterator[Candidate]:
    """The number candidates of ``plain`` outside the sorted, disjoint ``blocked`` spans, in order."""
    table = units(lexicon)
    position, limit = 0, len(blocked)
    last_ordinal = last_end = -2
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
        if before in "+＋×*%" or plain[match.end() : match.end() + 1] in ("+", "＋", "×"):
            continue
        found = _read(match, plain, table)
        if found is not None and before in _SIGNS:
            found = _with_sign(found, plain, table, last_end)
        if found is None:
            continue
        last_end = found.end
        if found.unit is not None or found.scale >= 10_000 or _may_be_part(plain, found.start, found.end):
            yield found


def _may_be_part(plain: str, start: int, end: int) -> bool:
    """Whether a number without a unit may still get one: 5-10万, 7千|4百, 一又三分之二, 人民币300, 分别为47、55吨."""
    following = plain[end : end + 1]
    if following in _JOINING or plain[start - 1 : start] in _CURRENCY_ENDS or plain[end - 1] in "万亿":
        return True
    return following in ("、", "和") and "分别" in plain[max(0, start - _LIST_REACH) : start]


def _read(match: Any, plain: str, table: WordTable[Unit]) -> Candidate | None:
    if match["arabic"]:
        return _arabic(match, plain, table)
    if match["chinese"]:
        return _chinese(match, plain, table)
    if match["over"]:
        return _fraction(match, match["under"], match["over"])
    if match["few"]:
        return _with_unit(
            plain, table, _Reading(match.start(), match.end(), numerals.parse_indefinite(match["few"]), head="几")
        )
    return _fraction(match, match["denominator"], match["numerator"])


def _with_sign(found: Candidate, plain: str, table: WordTable[Unit], floor: int) -> Candidate | None:
    """￥180, 增长-3.2%, 负0.5米, 零下8℃: a sign before the number is part of the mention. None for a floor (负二层)."""
    start = _negative_from(plain, found, floor)
    if start < found.start:
        if found.unit is not None and found.unit.word in ("层", "楼"):
            return None
        value = None if found.value is None else -found.value
        return found if value is None else replace(found, start=start, value=value, low=value, high=value)
    sign = table.before(plain, found.start)
    if found.unit is None and sign is not None and not sign[-1].isalnum():
        return replace(found, start=found.start - len(sign), unit=table[sign], unit_text=sign)
    return found


def _negative_from(plain: str, found: Candidate, floor: int) -> int:
    """Where the minus sign of a number stands, else its own start; ``floor`` is the end of the number before."""
    start = found.start
    sign, lead = plain[start - 1], plain[start - 2] if start > 1 else "\n"
    if sign == "下":
        return start - 2 if lead == "零" else start
    if sign == "负":
        return start if lead in _NOT_NEGATIVE else start - 1
    may_lead = lead in "\n（，、；：。" or "一" <= lead <= "龥" or (lead in RANGE_MARKS and start - 2 == floor)
    is_minus = sign in _MINUS and start - 1 != floor and may_lead
    return start - 1 if is_minus else start


def _fraction(match: Any, denominator: str, numerator: str) -> Candidate | None:
    whole, part = numerals.parse(denominator), numerals.parse(numerator)
    ends = (part, part) if part is not None else numerals.parse_range(numerator)
    upper = match["upper"] and numerals.parse(match["upper"])
    if upper and part is not None:
        ends = (part, upper)
    if not whole or ends is None or (ends[1] > whole and whole not in (100, 1000)) or ends[0] > ends[1]:
        return None
    low, high = (tidy(Fraction(end) * 100 / Fraction(whole)) for end in ends)
    value = low if low == high else None
    sign = "‰" if whole == 1000 else "%"
    unit = Unit("proportion", sign, {"unit": sign, "factor": "1"})
    return Candidate(match.start(), match.end(), match.end(), value, low, high, value, 1, unit, sign, chinese=True)


def _arabic(match: Any, plain: str, table: WordTable[Unit]) -> Candidate | None:
    digits = match["arabic"].rstrip(",")
    base: Number | None
    if "," in digits:
        base = numerals.parse(digits)
        if base is None:
            return None
    else:
        base = Decimal(digits) if "." in digits else int(digits)
    end = match.start() + len(digits)
    if len(digits) < len(match["arabic"]):
        return _with_unit(plain, table, _Reading(match.start(), end, base))
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
    return _with_unit(plain, table, _Reading(match.start(), end, base, scale, inner))


def _chinese(match: Any, plain: str, table: WordTable[Unit]) -> Candidate | None:
    digits, end = match["chinese"], match.end()
    if digits in ("零", "〇") and plain[end : end + 1].isdigit():
        return None
    alone = digits == "一" and end == match.start() + 1 and not match["vague"]
    if alone and not _one_counts(plain, match.start(), table):
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
        return _with_unit(plain, table, _Reading(match.start(), end, bounds, head="几", chinese=True))
    base: Any = numerals.parse(digits)
    if base is None:
        base = numerals.parse_range(digits)
        if base is None:
            return None
    bare = digits[0] in "百千万亿" and not head
    found = _with_unit(plain, table, _Reading(match.start(), end, base, scale, inner, head, chinese=True))
    if found is not None:
        found.bare = bare
    return found


def _one_counts(plain: str, start: int, table: WordTable[Unit]) -> bool:
    """一 is a number before money and units of measure (一美元, 一吨), indefinite before a classifier."""
    following, lead = plain[start + 1 : start + 2], plain[start - 1 : start]
    if not following or following in "半成番倍又" or lead in ("各", "共", "仅", "只"):
        return True
    word = table.at(plain, start + 1)
    unit = table[word] if word else None
    if unit is None or word is None or lead in _INDEFINITE_AFTER:
        return False
    behind = plain[start + 1 + len(word) : start + 2 + len(word)]
    if unit.kind == "money" or word == "块":
        return len(word) > 1 or not "一" <= behind <= "龥" or behind in _PARTS_OF_MONEY
    return unit.kind == "measure" and (len(word) > 1 or word == "吨")


class _Reading(NamedTuple):
    """A numeral as read: its place, its ``number`` (two bounds of an indefinite one) and what goes with it."""

    start: int
    end: int
    number: Any
    scale: int = 1
    inner: str = ""
    head: str = ""
    chinese: bool = False


def _with_unit(plain: str, table: WordTable[Unit], reading: _Reading) -> Candidate | None:
    """The candidate of a numeral with the unit that follows it, if any does."""
    start, end, number, scale, inner, head, chinese = reading
    if number is None:
        return None
    word = table.at(plain, end)
    spaced = word is None and plain[end : end + 1] == " "
    if spaced:
        word = table.at(plain, end + 1)
    unit = table[word] if word else None
    if unit is not None and word is not None and not _is_unit(plain, end + spaced + len(word), word, unit, spaced):
        unit = word = None
    unit_end = end + spaced + len(word) if word else end
    if isinstance(number, tuple):
        low, high = (None if n is None else tidy(n * scale) for n in number)
        return Candidate(start, end, unit_end, None, low, high, None, scale, unit, word or "", inner, head, chinese)
    base = tidy(number)
    value = tidy(base * scale)
    return Candidate(start, end, unit_end, value, value, value, base, scale, unit, word or "", inner, head, chinese)


def _is_unit(plain: str, end: int, word: str, unit: Unit, spaced: bool) -> bool:
    """Whether a dictionary's word that ends at ``end`` is a unit there: no 3升级, 5mA的 for m, 5 人; but 5 km."""
    if unit.kind == "trap" or (spaced and not (unit.kind == "measure" and word[0].isascii())):
        return False
    following = plain[end : end + 1]
    if not following.isascii() or not word[-1].isascii():
        return True
    return not (following.isalnum() if word[-1].isalpha() else word[-1] in "%" and following.isdigit())
