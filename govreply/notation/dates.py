"""How calendar dates are written: 2025年6月13日, 二〇二三年六月, 2021-08-31 (GB/T 7408.1, GB/T 15835)."""

from __future__ import annotations

from functools import cache

import regex

from govreply.patterns import compiled

ZERO = "〇○零ОOo0"
DIGITS = f"1-9一二三四五六七八九{ZERO}"
YEAR = rf"(?:[1一][5-9五六七八九]|[2二][{ZERO}])[{DIGITS}]{{2}}"
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|元|[一二三四五六七八九])"
DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|(?:二?十|廿)[一二三四五六七八九]?|[一二三四五六七八九])"

_DIGIT = str.maketrans("一二三四五六七八九" + ZERO, "123456789" + "0" * len(ZERO))
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def year_number(text: str) -> int:
    """The year that four digits name, Arabic, Chinese or mixed (二0一七 is 2017)."""
    return int(text.translate(_DIGIT))


@cache
def small_number(text: str) -> int:
    """A number from 1 to 99 as months and days are written: 6, 06, 十二, 廿三, 三十一; 元 (of 元月) is 1."""
    if text == "元":
        return 1
    text = text.replace("廿", "二十")
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(text.translate(_DIGIT))
    return 10 * int((tens or "1").translate(_DIGIT)) + int((ones or "0").translate(_DIGIT))


def month_length(year: int, month: int) -> int:
    """Days of a month of the Gregorian calendar."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _MONTH_LENGTHS[month - 1] + leap


def iso(year: int, month: int = 0, day: int = 0) -> str:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; 0 leaves a part out. Empty where there is no such day."""
    if not month:
        return f"{year:04d}"
    if month > 12 or day > month_length(year, month):
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}" if day else f"{year:04d}-{month:02d}"


@cache
def _written(compact: bool) -> regex.Pattern[str]:
    solid = r"|(?P<y3>(?:19|20)\d\d)(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])(?!\d)" if compact else ""
    return compiled(
        rf"(?<!\d)(?:(?P<y1>{YEAR})年(?:度|(?P<m1>{MONTH})月份?(?:(?P<d1>{DAY})[日号])?)?"
        rf"|(?P<y2>\d{{4}})(?P<mark>[-./—－．])(?P<m2>1[0-2]|0?[1-9])(?:(?P=mark)(?P<d2>3[01]|[12]\d|0?[1-9]))?(?!\d)"
        rf"{solid})"
    )


def iso_date(text: str, *, compact: bool = False) -> str:
    """The first calendar date in ``text`` in ISO 8601, as precise as written: ``2025-06-13``, ``2017-06``, ``2024``.

    White space is ignored. Empty where there is no date, or one that the calendar lacks (2023年2月30日).
    ``compact`` also reads eight digits in a row (20240520), which without it are some other number.
    """
    match = _written(compact).search("".join(text.split()))
    if match is None:
        return ""
    parts = match.groupdict()
    year, month, day = (next((parts[f"{p}{n}"] for n in "123" if parts.get(f"{p}{n}")), "") for p in "ymd")
    return iso(year_number(year), small_number(month) if month else 0, small_number(day) if day else 0)
