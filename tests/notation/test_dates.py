"""How dates are written: the case table, and that what was written is read back."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreply.lexicon import Row, read_table
from govreply.notation.dates import iso, iso_date, month_length, small_number, year_number

CASES = list(read_table(Path(__file__).parents[1] / "cases" / "iso_dates.tsv"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_case(case: Row) -> None:
    text = case["text"]
    expected = "" if case["expected"] == "-" else case["expected"]
    assert iso_date(text.removeprefix("!"), compact=text.startswith("!")) == expected, case["why"]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_is_read_in_every_form(day: datetime.date) -> None:
    year, month, number = day.year, day.month, day.day
    forms = (
        f"{year}年{month}月{number}日",
        f"{year} 年 {month:02d} 月 {number:02d} 日",
        day.isoformat(),
        f"{year}.{month}.{number}",
    )
    assert {iso_date(form) for form in forms} == {day.isoformat()}


@given(st.dates())
def test_iso_knows_the_calendar(day: datetime.date) -> None:
    assert iso(day.year, day.month, day.day) == day.isoformat()
    assert iso(day.year, day.month, month_length(day.year, day.month) + 1) == ""


@pytest.mark.parametrize(
    ("text", "number"), [("元", 1), ("十", 10), ("十二", 12), ("廿三", 23), ("三十一", 31), ("06", 6)]
)
def test_small_number(text: str, number: int) -> None:
    assert small_number(text) == number


def test_year_number_mixes_scripts() -> None:
    assert [year_number(t) for t in ("2017", "二〇一七", "二0一七", "二○○七")] == [2017, 2017, 2017, 2007]
