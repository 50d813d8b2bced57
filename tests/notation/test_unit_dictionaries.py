"""The dictionaries of what numbers count: every row means what its example shows."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest

from govreply.lexicon import Row, default_lexicon

LEXICON = default_lexicon()
MINIMUM_ROWS = {"classifiers": 150, "units": 200, "currencies": 80, "modifiers": 150, "idioms": 250}
KINDS = {"count", "noun", "event", "person", "batch"}
MODIFIERS = {"exact", "approx", "more_than", "equal_or_more", "less_than", "equal_or_less"}
DIGITS = frozenset("零〇一二两三四五六七八九十百千万亿双0123456789")


def _before(row: Row) -> str:
    return row["example"].split(row["word"])[0]


@pytest.mark.parametrize("name", MINIMUM_ROWS)
def test_rows_are_complete_and_shown_in_their_example(name: str) -> None:
    rows = LEXICON.rows(name)
    assert len(rows) >= MINIMUM_ROWS[name]
    assert [row["word"] for row in rows if row["word"] not in row["example"] or not row["source"]] == []


@pytest.mark.parametrize("name", MINIMUM_ROWS)
def test_no_word_twice(name: str) -> None:
    counts = Counter((row["word"], row.get("position")) for row in LEXICON.rows(name))
    assert [word for word, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", ["classifiers", "units", "currencies"])
def test_a_number_stands_at_the_word_in_the_example(name: str) -> None:
    """Before the word; after it where the word is a currency sign (￥180)."""

    def shown(row: Row) -> bool:
        word, example = row["word"], row["example"]
        places = [i for i in range(len(example)) if example.startswith(word, i)]
        sign = not word[-1].isalnum() and name == "currencies"
        beside = [example[i + len(word) :][:1] if sign else example[:i][-1:] for i in places]
        return any(character in DIGITS | {"余"} for character in beside)

    assert [row["word"] for row in LEXICON.rows(name) if not shown(row)] == []


def test_classifier_kinds() -> None:
    assert {row["kind"] for row in LEXICON.rows("classifiers")} == KINDS


def test_factors_are_exact_and_positive() -> None:
    assert [row["word"] for row in LEXICON.rows("units") if Fraction(row["factor"]) <= 0 or not row["si_symbol"]] == []


def test_a_symbol_has_one_factor_and_a_quantity_one_si_symbol() -> None:
    factors = {(row["symbol"], row["quantity"]): row["factor"] for row in LEXICON.rows("units") if row["symbol"]}
    for row in LEXICON.rows("units"):
        if row["symbol"]:
            assert Fraction(factors[row["symbol"], row["quantity"]]) == Fraction(row["factor"]), row["word"]


@pytest.mark.parametrize(
    ("word", "symbol", "factor"),
    [
        ("亩", "", "2000/3"),
        ("斤", "", "1/2"),
        ("公里", "km", "1000"),
        ("吨", "t", "1000"),
        ("千瓦时", "kWh", "3600000"),
    ],
)
def test_known_units(word: str, symbol: str, factor: str) -> None:
    row = next(row for row in LEXICON.rows("units") if row["word"] == word)
    assert (row["symbol"], Fraction(row["factor"])) == (symbol, Fraction(factor))


def test_currencies_are_iso_4217_codes() -> None:
    for row in LEXICON.rows("currencies"):
        assert len(row["code"]) == 3
        assert row["code"].isascii()
        assert row["code"].isupper()
        assert Fraction(row["scale"]) in (1, Fraction(1, 10), Fraction(1, 100))


def test_modifiers_and_positions() -> None:
    rows = LEXICON.rows("modifiers")
    assert {row["modifier"] for row in rows} == MODIFIERS
    assert {row["position"] for row in rows} == {"before", "inside", "after"}


def test_a_number_stands_on_the_right_side_of_a_modifier() -> None:
    numerals = DIGITS | frozenset("分")
    for row in LEXICON.rows("modifiers"):
        before, after = _before(row), row["example"][len(_before(row)) + len(row["word"]) :]
        side = after if row["position"] == "before" else before
        assert numerals & set(side), row["word"]


def test_every_idiom_holds_a_numeral() -> None:
    assert [word for word in LEXICON.words("idioms") if not DIGITS & set(word)] == []


def test_what_counts_is_no_idiom() -> None:
    idioms = set(LEXICON.words("idioms"))
    counts = {"三大", "五方面", "两批", "两次", "七大", "三档", "十万", "百万", "千万", "百分之百", "三省", "两县"}
    assert not idioms & counts
