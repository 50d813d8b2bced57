"""Numbers written in several parts: 1亿3000万元, 123元4角5分, 十块三, 八成五, 两米半, 一又三分之二, 港币3000."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from govreply.extractors.clauses import clause_before
from govreply.extractors.numbers import Candidate, Unit, tidy, units
from govreply.lexicon import Lexicon
from govreply.models import Number
from govreply.notation import numerals

# The smaller parts of a yuan; 分 and 块 are money only beside the others, for else they are classifiers.
_PARTS = {"角": "0.1", "毛": "0.1", "分": "0.01", "角钱": "0.1", "毛钱": "0.1", "分钱": "0.01"}
_KUAI = Unit("money", "块", {"code": "CNY", "scale": "1"})
_TENTHS = frozenset("块毛成米斤")
_DIGITS = {character: value for value, character in enumerate("一二三四五六七八九", 1)}
_MAY_FOLLOW = frozenset("的左以至到上起钱")
_INNER = str.maketrans("", "", "余多来")
_LEADS = "了约近超达到过为是只仅要共计每次人张份碗斤个"


@cache
def _price_words(lexicon: Lexicon) -> tuple[str, ...]:
    return (*lexicon.words("money_words"), "收费", "价", "钱", "花", "卖", "付")


def join(plain: str, found: Sequence[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """``found`` (in text order) with the parts of one number put together, each with its tail (三块五, 两米半)."""
    joined: list[Candidate] = []
    for candidate in found:
        last = joined[-1] if joined else None
        if last is not None and candidate.start < last.end:
            continue
        whole = None if last is None else _sum(plain, last, candidate)
        if last is not None and whole is not None:
            joined[-1] = _with_tail(plain, whole) if last.unit is None else whole
            continue
        one = _with_tail(plain, candidate)
        one = _as_price(plain, one, lexicon)
        joined.append(_after_currency(plain, one, last.end if last else -1, lexicon))
    return joined


def _sum(plain: str, a: Candidate, b: Candidate) -> Candidate | None:
    """The number that two neighbours make up; None where they are two numbers."""
    gap = b.start - a.end
    if gap > 1 or a.value is None or b.value is None or a.inner or a.value < 0:
        return None
    between = plain[a.end : b.start]
    if a.unit is None and between == "又" and "分之" in plain[b.start : b.end]:
        return _valued(replace(b, start=a.start), tidy(a.value * 100 + b.value))
    if between not in ("", "零"):
        return None
    if a.unit is None:
        number = numerals.parse(plain[a.start : b.number_end].translate(_INNER))
        return None if number is None else _valued(replace(b, start=a.start, scale=1), tidy(number))
    if (a.unit.kind == "money" or a.unit.word == "块") and b.unit is not None and b.unit.word in _PARTS:
        return _with_part(a, _with_tail(plain, b))
    return None


def _with_part(a: Candidate, b: Candidate) -> Candidate | None:
    """五元六角, 两毛五分: the part must be less than one of the whole's units."""
    if a.unit is None or a.value is None or b.unit is None or b.value is None:
        return None
    scale = Decimal(a.unit.row.get("scale", "1"))
    part = Decimal(_PARTS[b.unit.word]) * b.value
    unit = _KUAI if a.unit.word == "块" else a.unit
    return None if part >= scale else _valued(replace(a, end=b.end, unit=unit), tidy(a.value + part / scale))


def _valued(found: Candidate, value: Number) -> Candidate:
    return replace(found, value=value, low=value, high=value, base=value)


def _with_tail(plain: str, found: Candidate) -> Candidate:
    """三块五 is 3.5, 八成五 8.5, 一米二 1.2 and 两吨半 2.5: a digit or 半 after the unit and before no other word."""
    unit, end = found.unit, found.end
    if unit is None or found.value is None or found.inner or found.scale != 1 or found.value < 0:
        return found
    if plain[end : end + 1] == "半" and (unit.kind in ("measure", "money") or unit.word in ("块", "成", "倍")):
        part, length = Decimal("0.5"), 1
    elif unit.word in _TENTHS and (digit := _digit(plain, end)):
        part, length = Decimal(digit) / 10, 1
    elif unit.word == "块" and plain[end : end + 1] == "零" and (digit := _digit(plain, end + 1)):
        part, length = Decimal(digit) / 100, 2
    else:
        return found
    following = plain[end + length : end + length + 1]
    if _is_word(following) or (following.isascii() and following.isalnum()) or following in (".", "%"):
        return found
    length += following == "钱"
    whole = replace(found, end=end + length, unit=_KUAI if unit.word == "块" else unit)
    return _valued(whole, tidy(found.value + part))


def _is_word(following: str) -> bool:
    """Whether the character behind a unit begins another word (三块牌子, 两米半径): the number ends before it."""
    return "一" <= following <= "龥" and following not in _MAY_FOLLOW


def _digit(plain: str, offset: int) -> int:
    """The single digit 1-9 at ``offset``; 0 where there is none."""
    character = plain[offset : offset + 1]
    return _DIGITS.get(character) or (int(character) if character in tuple("123456789") else 0)


def _as_price(plain: str, found: Candidate, lexicon: Lexicon) -> Candidate:
    """块 is money where a word of money governs it and no noun follows (每次收费7块, not 安装牌子7块)."""
    if found.unit is None or found.unit.word != "块" or found.unit is _KUAI:
        return found
    following = plain[found.end : found.end + 1]
    if _is_word(following):
        return found
    clause = clause_before(plain, found.start - 12, found.start).rstrip(_LEADS)
    is_line = found.start - len(clause) <= 0 and not clause and following in ("", "\n", "。")
    return replace(found, unit=_KUAI) if is_line or clause.endswith(_price_words(lexicon)) else found


def _after_currency(plain: str, found: Candidate, floor: int, lexicon: Lexicon) -> Candidate:
    """港币3000元 is in Hong Kong dollars, and 人民币300 an amount at all: a currency stands before its number, too."""
    if found.unit is not None and found.unit.word != "元":
        return found
    table = units(lexicon)
    word = table.before(plain, found.start)
    if word is None or len(word) < 2 or found.start - len(word) < floor:
        return found
    if not word.isalpha() or table[word].kind != "money":
        return found
    row = table[word].row
    if found.unit is not None:
        return replace(found, unit=Unit("money", "元", row))
    following = plain[found.end : found.end + 1]
    if _is_word(following):
        return found
    return replace(found, start=found.start - len(word), unit=table[word], unit_text=word)


def share_units(plain: str, found: Sequence[Candidate]) -> list[Candidate]:
    """分别为47、55和60吨: numbers of a list without a unit of their own have that of its last member."""
    shared = list(found)
    for index in range(len(shared) - 2, -1, -1):
        one, other = shared[index], shared[index + 1]
        if one.unit is not None or other.unit is None or plain[one.end : other.start] not in ("、", "和", "，"):
            continue
        scale = other.scale if one.scale == 1 else 1
        value, low, high = (None if n is None else tidy(n * scale) for n in (one.value, one.low, one.high))
        shared[index] = replace(
            one, value=value, low=low, high=high, scale=one.scale * scale, unit=other.unit, unit_text=other.unit_text
        )
    return shared
