"""Dates, durations and sets: the case table, and what holds of any text."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from govreply.extractors.dates import find_dates
from govreply.lexicon import Row, default_lexicon, read_table
from govreply.models import Date, Span

CASES = list(read_table(Path(__file__).parents[1] / "cases" / "dates.tsv"))
REFERENCE = "2024-06-20"
PIECES = (
    "2023",
    "年",
    "月",
    "日",
    "6",
    "12",
    "至",
    "—",
    "三",
    "半",
    "个",
    "每",
    "近",
    "上",
    "底",
    "“十四五”",
    "。",
    "，",
    "\n",
    "小时",
)


def titles(text: str) -> list[Span]:
    return [Span(*match.span(1)) for match in regex.finditer("《([^》]*)》", text)]


def compact(text: str, date: Date) -> str:
    kind = "every " if date.type == "SET" else ""
    modifier = "" if date.modifier == "exact" else f"~{date.modifier}"
    return f"{text[slice(*date.span)]}={kind}{date.value}{modifier}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_case(case: Row) -> None:
    text = case["text"]
    found = find_dates(text, titles(text), REFERENCE, default_lexicon())
    assert " ; ".join(compact(text, date) for date in found) == case["expected"].replace(
        "-", "", case["expected"] == "-"
    ), case["why"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_durations_are_told_from_dates_by_their_value(case: Row) -> None:
    for date in find_dates(case["text"], (), REFERENCE, default_lexicon()):
        assert date.value.startswith("P") == (date.type != "DATE")


def test_without_a_reference_relative_dates_have_no_value() -> None:
    text = "今年启动，5月完成，较上年增长，2023年底建成"
    found = find_dates(text, (), "", default_lexicon())
    assert [compact(text, date) for date in found] == ["今年=", "5月=", "上年=", "2023年底=2023-12"]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.sampled_from((REFERENCE, "2024", "")))
def test_any_text_gives_ordered_disjoint_spans(text: str, reference: str) -> None:
    found = find_dates(text, (), reference, default_lexicon())
    ends = [0, *(date.span.end for date in found)]
    assert all(end <= date.span.start < date.span.end <= len(text) for end, date in zip(ends, found, strict=False))


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_nothing_is_found_in_what_is_blocked(text: str) -> None:
    assert not find_dates(text, [Span(0, len(text))] if text else [], REFERENCE, default_lexicon())


def found_in(row: Row) -> list[str]:
    text = row["example"]
    return [compact(text, date) for date in find_dates(text, (), REFERENCE, default_lexicon())]


@pytest.mark.parametrize("row", default_lexicon().rows("date_words"), ids=lambda row: row["word"])
def test_every_named_year_is_found_in_its_example(row: Row) -> None:
    assert [found for found in found_in(row) if found.startswith(row["word"])]


@pytest.mark.parametrize("row", default_lexicon().rows("planning_periods"), ids=lambda row: row["name"])
def test_every_plan_period_is_found_in_its_example(row: Row) -> None:
    assert found_in(row) == [f"{row['name']}={row['start']}/{row['end']}"]


@pytest.mark.parametrize("row", default_lexicon().rows("time_units"), ids=lambda row: row["word"])
def test_every_unit_of_time_is_found_in_its_example(row: Row) -> None:
    (found,) = found_in(row)
    assert row["word"] in found
    assert row["designator"][-1] in found


@pytest.mark.parametrize("row", default_lexicon().rows("date_traps"), ids=lambda row: row["word"])
def test_every_trap_is_avoided_in_its_example(row: Row) -> None:
    assert bool(found_in(row)) == (row["position"] == "free")


@pytest.mark.parametrize(
    "row", default_lexicon().rows("duration_words"), ids=lambda row: f"{row['word']} {row['role']}"
)
def test_every_duration_word_does_its_part_in_its_example(row: Row) -> None:
    (found,) = found_in(row)
    assert row["word"] in row["example"]
    assert found.startswith(row["word"]) == (row["role"] == "part")
    assert found.endswith("approx") == (row["role"] == "spending" or row["word"] == "左右")
