"""Numerals against their case table, and round trips."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreply.notation import numerals

CASES = Path(__file__).parents[1] / "cases" / "numerals.tsv"
FUNCTIONS: dict[str, Callable[[str], object]] = {
    "parse": numerals.parse,
    "parse_range": numerals.parse_range,
    "parse_indefinite": numerals.parse_indefinite,
}
LARGEST = 9999 * 10**12


def _cases() -> list[list[str]]:
    lines = CASES.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines[2:]]


def _expected(cell: str) -> Decimal | tuple[Decimal, Decimal] | None:
    if cell == "-":
        return None
    low, wave, high = cell.partition("～")
    return (Decimal(low), Decimal(high)) if wave else Decimal(low)


@pytest.mark.parametrize(("text", "expected", "why", "function"), _cases())
def test_case(text: str, expected: str, why: str, function: str) -> None:
    assert FUNCTIONS[function](text) == _expected(expected), why


def test_a_third_of_the_cases_must_find_nothing() -> None:
    cases = _cases()
    assert len(cases) >= 80
    assert 3 * sum(case[1] == "-" for case in cases) >= len(cases)


@given(st.integers(0, LARGEST))
def test_written_numbers_read_back(number: int) -> None:
    assert numerals.parse(numerals.write(number)) == number


@given(st.integers(0, 14), st.integers(0, 14), st.integers(1, 9))
def test_numbers_with_gaps_read_back(high: int, low: int, digit: int) -> None:
    number = 10**high + digit * 10**low
    assert numerals.parse(numerals.write(number)) == number


@given(st.integers(0, LARGEST))
def test_grouped_and_plain_digits_agree(number: int) -> None:
    assert numerals.parse(f"{number:,}") == numerals.parse(str(number)) == number


@given(
    st.decimals(0, 10**9, places=4, allow_nan=False, allow_infinity=False),
    st.sampled_from([("万", 4), ("亿", 8), ("万亿", 12)]),
)
def test_multipliers_are_exact_and_plain(number: Decimal, multiplier: tuple[str, int]) -> None:
    mark, power = multiplier
    value = numerals.parse(f"{number:f}{mark}")
    assert value == number.scaleb(power)
    assert "E" not in str(value)


@given(st.text("〇零一二两三四五六七八九十百千万亿几数点0123456789.,余多个", max_size=12))
def test_any_string_is_read_or_refused(text: str) -> None:
    value = numerals.parse(text)
    assert value is None or value >= 0
    for bounds in (numerals.parse_range(text), numerals.parse_indefinite(text)):
        assert bounds is None or (bounds[0] is not None and bounds[1] is not None and bounds[0] < bounds[1])


@pytest.mark.parametrize("number", [-1, LARGEST + 10**12])
def test_write_refuses_what_has_no_usual_numeral(number: int) -> None:
    with pytest.raises(ValueError, match="no Chinese numeral"):
        numerals.write(number)


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (0, "零"),
        (10, "十"),
        (17, "十七"),
        (110, "一百一十"),
        (10500, "一万零五百"),
        (100_000, "十万"),
        (10**12, "一万亿"),
    ],
)
def test_write(number: int, numeral: str) -> None:
    assert numerals.write(number) == numeral


def test_long_numerals_end_quickly() -> None:
    assert numerals.parse("亿" * 100_000) is None
    assert numerals.parse_range("三五" * 100_000) is None
    assert numerals.parse_indefinite("几" + "十" * 100_000) is None
