"""A number of a table with what it may stand for: its rounding, read from how it is written, its words of vagueness.

How a number is written tells how it was rounded: 1.15亿元 is anything from 1.145 to 1.155 亿元, 9090万元 from 9089.5
to 9090.5 万元. A count in digits without 万 or 亿 is exact. Of the words:

===================  =====================================================================
余, 多 inside        from the number up to the next of its last significant digit (1500余: to 1600)
超过, 以上, 不少于    from the number, without end
近, 约, 左右          the number, give or take one of its last significant digit (约500: 400 to 600)
不到, 以下, 不超过    up to the number
5～10                both ends
===================  =====================================================================
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import regex

from govreply.mining.checks.intervals import Interval, Quantity, constant
from govreply.parser.forms import canonical
from govreply.patterns import compiled
from govreply.tables.schema import Row

FIGURES = ("amounts", "counts", "measurements", "percentages")
"""The tables whose rows are numbers that can be computed with."""

_INSIDE = ("余", "多", "几", "来")
_NO_ROUNDING = Fraction(0)
_FRACTION = Fraction(4)  # percent points: a 三分之一 or 一半 of prose is no exact share
_DOUBLING = Fraction(20)  # percent points: 翻一番 is said of anything that has about doubled


class Figure(NamedTuple):
    """A row of one of ``FIGURES`` and the table that it is of."""

    table: str
    row: Row

    @property
    def text(self) -> str:
        """The number as written, with unit."""
        return str(self.row["text"])

    @property
    def unit(self) -> str:
        """The unit as written."""
        return str(self.row["unit"] or "")

    @property
    def object(self) -> str:
        """What is counted, empty where nothing is named."""
        return str(self.row.get("object") or "")

    @property
    def dimension(self) -> tuple[str, str]:
        """What two figures have in common that can be added: money of one currency, a classifier, a unit, percent."""
        if self.table == "amounts":
            return "amounts", str(self.row.get("currency"))
        if self.table == "measurements" and self.row.get("symbol"):
            return "measurements", str(self.row["symbol"])
        return self.table, "" if self.table == "percentages" else self.unit

    @property
    def is_vague(self) -> bool:
        """Whether words (约, 余, 以上) or a range say that the number is not the very one."""
        return self.row["modifier"] != "exact"

    @property
    def scale(self) -> Fraction:
        """What one of ``unit`` is worth in base units: 10,000 for 万元; 1 where ``value`` is in that unit."""
        written, value = _digits().match(canonical(self.text)), _fraction(self.row["value"])
        if self.table != "amounts" or not written or not value:
            return Fraction(1)
        return value / _number(written)

    @property
    def quantity(self) -> Quantity:
        """What the figure may stand for, in base units (yuan, things, percent points)."""
        return _quantity(self, self.quantum)

    @property
    def quantum(self) -> Fraction:
        """One of the last digit written, in base units: 10,000 for 9090万元, 1,000,000 for 1.15亿元, 0.1 for 26.9%."""
        return _quantum(self)

    def rounded_to(self, quantum: Fraction) -> Quantity:
        """The figure where the writer keeps digits down to ``quantum``: 2亿元 beside 1.6亿元 is 2.0."""
        return _quantity(self, min(quantum, self.quantum))

    @property
    def exactly(self) -> Quantity:
        """The figure as one that was set, not measured (每村20万元): without rounding, where no word makes it vague."""
        value = self.row["value"]
        return self.quantity if self.is_vague or value is None else constant(Fraction(value))


def _quantity(figure: Figure, quantum: Fraction) -> Quantity:
    low, high, value = (_fraction(figure.row[name]) for name in ("low", "high", "value"))
    modifier, step = figure.row["modifier"], _last_digit(figure)
    if modifier == "exact" and value is not None:
        half = quantum / 2
        near = Interval(value - half, value + half)
        cut_off = figure.table == "percentages" and figure.unit != "倍"
        return Quantity(value, near, Interval(near.low, value + quantum) if cut_off else near)
    if modifier == "approx" and value is not None:
        around = Interval(max(Fraction(0), value - step), value + step)
        return Quantity(value, around, around)
    if modifier == "more_than" and low is not None and any(word in figure.text for word in _INSIDE):
        high = low + step
    allowed = Interval(low or Fraction(0), high)
    return Quantity(None, allowed, allowed)


def _fraction(cell: object) -> Fraction | None:
    return Fraction(cell) if isinstance(cell, int | Decimal) else None


@cache
def _digits() -> regex.Pattern[str]:
    return compiled(r"^(?P<whole>[\d,]{1,30})(?:\.(?P<places>\d{1,12}))?(?P<rest>.*)$")


def _quantum(figure: Figure) -> Fraction:
    written = _digits().match(canonical(figure.text))
    value = _fraction(figure.row["value"])
    if value is None:
        return _NO_ROUNDING
    if not written:
        return _quantum_of_words(figure)
    if figure.table == "counts" and not written["places"] and not set("百千万亿") & set(written["rest"][:1]):
        return _NO_ROUNDING
    number = _number(written)
    scale = value / number if number else Fraction(1)
    return scale / Fraction(10 ** len(written["places"] or ""))


def _number(written: regex.Match[str]) -> Fraction:
    return Fraction(f"{written['whole'].replace(',', '') or 0}.{written['places'] or 0}")


def _quantum_of_words(figure: Figure) -> Fraction:
    if figure.table == "percentages":
        return _DOUBLING if figure.unit == "番" else Fraction(10) if figure.unit == "成" else _FRACTION
    return _NO_ROUNDING if figure.table == "counts" else _last_digit(figure)


def _last_digit(figure: Figure) -> Fraction:
    """One of the last significant digit: 100 of 1500, 1,000,000 of 1.15亿."""
    known = figure.row["value"] if figure.row["value"] is not None else figure.row["low"] or figure.row["high"]
    number = _fraction(known)
    if not number:
        return _NO_ROUNDING
    step = Fraction(1)
    while number % step:
        step /= 10
    while number % (step * 10) == 0:
        step *= 10
    return step
