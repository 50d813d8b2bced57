"""The case tables of amounts, counts, measurements and percentages: text → mentions, should-not-match rows included."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govreply.extractors.quantities import find_quantities
from govreply.lexicon import default_lexicon, read_table
from govreply.models import Amount, Count, Measurement, Percentage, Quantity

CASES = Path(__file__).parent.parent / "cases"


def cases(name: str) -> list[Any]:
    return [
        pytest.param(row["text"], row["expected"], id=f"{row['text']} ({row['why']})")
        for row in read_table(CASES / f"{name}.tsv")
    ]


def shown(quantity: Quantity, *extra: str) -> str:
    value = f"{quantity.low}..{quantity.high}" if quantity.value is None else f"{quantity.value:f}" if not isinstance(quantity.value, int) else str(quantity.value)
    return " ".join([value, quantity.modifier, *(part or "-" for part in extra)])


def amount(found: Amount) -> str:
    return shown(found, found.currency)


def count(found: Count) -> str:
    return shown(found, found.object)


def measurement(found: Measurement) -> str:
    return shown(found, found.unit, found.symbol)


def percentage(found: Percentage) -> str:
    return shown(found, found.direction)


def check(table: str, text: str, expected: str, show: Callable[[Any], str]) -> None:
    found = getattr(find_quantities(text, [], default_lexicon()), table)
    wanted = [] if expected == "-" else [item.partition("=") for item in expected.split(";")]
    assert [text[slice(*one.span)] for one in found] == [item[0] for item in wanted]
    for one, (_, _, fields) in zip(found, wanted, strict=True):
        for has, should in zip(show(one).split(" "), [*fields.split(" "), "exact"][: len(fields.split(" ")) + (" " not in fields)], strict=False):
            assert should in (has, "*"), f"{text}: {show(one)} should be {fields}"


@pytest.mark.parametrize(("text", "expected"), cases("amounts"))
def test_amounts(text: str, expected: str) -> None:
    check("amounts", text, expected, amount)


@pytest.mark.parametrize(("text", "expected"), cases("counts"))
def test_counts(text: str, expected: str) -> None:
    check("counts", text, expected, count)


@pytest.mark.parametrize(("text", "expected"), cases("measurements"))
def test_measurements(text: str, expected: str) -> None:
    check("measurements", text, expected, measurement)


@pytest.mark.parametrize(("text", "expected"), cases("percentages"))
def test_percentages(text: str, expected: str) -> None:
    check("percentages", text, expected, percentage)
