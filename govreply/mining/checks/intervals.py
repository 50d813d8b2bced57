"""Closed intervals of non-negative numbers, and the verdict on a stated number that can be computed from others."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

Verdict = Literal["consistent", "rounding", "inconsistent"]
VERDICTS: tuple[Verdict, ...] = ("inconsistent", "rounding", "consistent")
"""All verdicts, the gravest first."""


class Interval(NamedTuple):
    """All numbers from ``low`` to ``high``, both included; ``high`` is None where it has no end."""

    low: Fraction
    high: Fraction | None

    def __contains__(self, number: object) -> bool:
        return isinstance(number, Fraction) and self.low <= number and (self.high is None or number <= self.high)

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        below = self.high is not None and self.high < other.low
        above = other.high is not None and other.high < self.low
        return not below and not above

    def plus(self, other: Interval) -> Interval:
        """The interval of the sums."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(self.low + other.low, high)

    def minus(self, other: Interval) -> Interval:
        """The interval of the differences, which may be negative; an open end below is taken as far as ``low``."""
        low = Fraction(0) if other.high is None else self.low - other.high
        return Interval(low, None if self.high is None else self.high - other.low)

    def times(self, other: Interval) -> Interval:
        """The interval of the products of two intervals without negative numbers."""
        high = None if self.high is None or other.high is None else self.high * other.high
        return Interval(self.low * other.low, high)

    def over(self, other: Interval) -> Interval:
        """The interval of the quotients of two intervals without negative numbers."""
        low = Fraction(0) if other.high is None or other.high == 0 else self.low / other.high
        return Interval(low, None if self.high is None or other.low <= 0 else self.high / other.low)

    def shifted(self, by: int, times: int = 1) -> Interval:
        """``times`` every number plus ``by``; a negative factor turns the interval round."""
        ends = [self.low * times + by, None if self.high is None else self.high * times + by]
        if times > 0:
            return Interval(self.low * times + by, ends[1])
        return Interval(self.low * times + by - 10**6 if ends[1] is None else ends[1], ends[0])


class Quantity(NamedTuple):
    """A number as stated, or computed from stated ones.

    ``point`` is the number taken at its word (None where the words give none), ``near`` what would be written so,
    ``wide`` what might have been: a proportion may have been cut off instead of rounded.
    """

    point: Fraction | None
    near: Interval
    wide: Interval

    def plus(self, other: Quantity) -> Quantity:
        """The sum, interval by interval."""
        point = None if self.point is None or other.point is None else self.point + other.point
        return Quantity(point, self.near.plus(other.near), self.wide.plus(other.wide))

    def minus(self, other: Quantity) -> Quantity:
        """The difference, interval by interval."""
        point = None if self.point is None or other.point is None else self.point - other.point
        return Quantity(point, self.near.minus(other.near), self.wide.minus(other.wide))

    def times(self, other: Quantity) -> Quantity:
        """The product, interval by interval."""
        point = None if self.point is None or other.point is None else self.point * other.point
        return Quantity(point, self.near.times(other.near), self.wide.times(other.wide))

    def over(self, other: Quantity) -> Quantity:
        """The quotient, interval by interval; without a point where the divisor may be zero."""
        point = None if self.point is None or not other.point else self.point / other.point
        return Quantity(point, self.near.over(other.near), self.wide.over(other.wide))

    def shifted(self, by: int, times: int = 1) -> Quantity:
        """``times`` the quantity plus ``by``."""
        point = None if self.point is None else self.point * times + by
        return Quantity(point, self.near.shifted(by, times), self.wide.shifted(by, times))


def constant(number: Fraction) -> Quantity:
    """A number that is exactly what it is."""
    point = Interval(number, number)
    return Quantity(number, point, point)


def judge(stated: Quantity, computed: Quantity) -> Verdict:
    """Whether a stated number agrees with the one computed from the others of its sentence.

    ``consistent``: the numbers taken at their word give a number that is written as stated. ``rounding``: only some
    numbers that are written like those of the sentence do, within what rounding, cutting off (26.98 written 26.9) and
    the words of vagueness (余, 约, 以上) allow. ``inconsistent``: none do.
    """
    if computed.point is not None and computed.point in stated.near:
        return "consistent"
    return "rounding" if computed.near.meets(stated.wide) else "inconsistent"


def at_most(part: Quantity, whole: Quantity) -> Verdict:
    """Whether a part is no greater than the whole, with the same three verdicts."""
    if part.point is not None and whole.point is not None and part.point <= whole.point:
        return "consistent"
    return "rounding" if whole.wide.high is None or part.near.low <= whole.wide.high else "inconsistent"


def decimal(number: Fraction | None, places: int = 4) -> Decimal | int | None:
    """A number for a table: an int, else a Decimal of at most ``places``; None stays None."""
    if number is None:
        return None
    if number.denominator == 1:
        return int(number)
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    return rounded.normalize() if rounded != rounded.to_integral_value() else int(rounded)
