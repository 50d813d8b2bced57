"""Amounts of money, in the currency's base unit."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from govreply.extractors.clauses import clause_before
from govreply.extractors.numbers import Candidate, tidy
from govreply.lexicon import Lexicon
from govreply.models import Amount, Number, Span
from govreply.patterns import compiled

_UNIT = "[万亿]+$"
_NOT_AFTER = frozenset("级")
_AFTER_MAO = frozenset("的以左至到上起和")


@cache
def _scale() -> Any:
    return compiled(_UNIT)


@cache
def _money_words(lexicon: Lexicon) -> tuple[str, ...]:
    return lexicon.words("money_words")


def read(plain: str, found: Candidate) -> Amount | None:
    """The amount of a candidate whose unit is a currency; None where it is no sum (万元产值, 二元结构, 千亿元级)."""
    assert found.unit is not None
    if plain[found.end : found.end + 1] in _NOT_AFTER:
        return None
    number = plain[found.start : found.number_end]
    following = plain[found.end : found.end + 1]
    if found.unit.word == "毛" and "一" <= following <= "龥" and following not in _AFTER_MAO:
        return None
    if (
        found.bare
        and found.modifier == "exact"
        and not found.inner
        and number in ("万", "亿", "十", "百", "千", "十万")
    ):
        return None
    if (
        found.chinese
        and len(number) == 1
        and found.value is not None
        and 1 <= found.value < 10
        and _is_compound(plain, found)
    ):
        return None
    value, low, high = (_in_main_unit(n, found.unit.row["scale"]) for n in (found.value, found.low, found.high))
    return Amount(
        Span(found.start, found.end), value, low, high, found.modifier,
        _unit(number, found), found.unit.row["code"],
    )  # fmt: skip


def _in_main_unit(number: Number | None, scale: str) -> Number | None:
    """五毛 is 0.5 yuan."""
    return number if number is None or scale == "1" else tidy(number * Decimal(scale))


def _is_compound(plain: str, found: Candidate) -> bool:
    """二元结构, 三元正极材料: a digit and 元 before a noun."""
    following = plain[found.end : found.end + 1]
    return bool(following) and "一" <= following <= "龥" and following not in "的至到左以上起补奖资每"


def _unit(number: str, found: Candidate) -> str:
    if found.bare:
        return number.rstrip("余多") + found.unit_text
    scale = _scale().search(number.rstrip("余多来几"))
    return (scale.group() if scale else "") + found.unit_text


def without_unit(plain: str, found: Candidate, floor: int, lexicon: Lexicon) -> Amount | None:
    """投入约35万: a number in 万 or 亿 without a unit, after a word of money in its clause."""
    clause = clause_before(plain, max(floor, found.start - 20), found.start)
    if not any(word in clause for word in _money_words(lexicon)):
        return None
    scale = _scale().search(plain[found.start : found.number_end].rstrip("余多来"))
    return Amount(
        Span(found.start, found.end), found.value, found.low, found.high, found.modifier,
        scale.group() if scale else "", "CNY",
    )  # fmt: skip
