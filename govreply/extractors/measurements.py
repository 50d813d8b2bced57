"""Physical quantities, in their own unit and in SI."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache

from govreply.extractors.clauses import clause_before
from govreply.extractors.numbers import Candidate, tidy
from govreply.models import Measurement, Number, Span

_CELSIUS, _FAHRENHEIT = {"symbol": "Cel", "factor": "1"}, {"symbol": "[degF]", "factor": "1"}


@cache
def _factor(text: str) -> Fraction:
    return Fraction(text)


def read(plain: str, found: Candidate) -> Measurement | None:
    """The measurement of a candidate whose unit is a physical one; None where the unit is only a homograph."""
    assert found.unit is not None
    row = found.unit.row
    if found.unit.word == "度" and not _is_electricity(plain, found):
        if not _is_temperature(plain, found):
            return None
        row = _FAHRENHEIT if "华氏" in plain[max(0, found.start - 4) : found.start] else _CELSIUS
    if found.unit.word == "°" and plain[found.end : found.end + 1].isdigit():
        return None
    if found.bare and found.modifier == "exact" and not found.inner:
        return None
    si_value = None if found.value is None else _si(found.value, row["factor"])
    return Measurement(
        Span(found.start, found.end), found.value, found.low, found.high, found.modifier,
        found.unit_text, row["symbol"], si_value,
    )  # fmt: skip


def _is_temperature(plain: str, found: Candidate) -> bool:
    """摄氏37度, 零下8度, 气温35度: 度 is a degree of heat where 摄氏, 华氏, 零下 or a word in 温 stands before it."""
    clause = clause_before(plain, found.start - 8, found.start)
    return "温" in clause or clause.endswith(("摄氏", "华氏")) or plain.startswith("零下", found.start)


def _si(value: Number, factor: str) -> Number | None:
    if not factor:
        return None
    exact = Fraction(value) * _factor(factor)
    if exact.denominator == 1:
        return exact.numerator
    quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
    return tidy(quotient if Fraction(quotient) == exact else round(quotient, 6))


def _is_electricity(plain: str, found: Candidate) -> bool:
    """度 is a kilowatt-hour only where its clause speaks of electricity: 8度抗震设防 and 30度陡坡 do not."""
    clause = clause_before(plain, found.start - 20, found.start, "，。；：\n")
    return "电" in clause or plain[found.end + found.after : found.end + found.after + 1] == "电"
