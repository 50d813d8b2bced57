"""Labels: tests/cases/labels.tsv, and what holds of any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreply.lexicon import read_table
from tests.parser.papers import LEXICON, made_outline

CASES = list(read_table(Path(__file__).parents[1] / "cases" / "labels.tsv"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_labels(case: dict[str, str]) -> None:
    found = made_outline(case["text"]).labels
    assert (" ".join(f"{label.level.name}{label.number}" for label in found) or "-") == case["expected"], case["why"]


@given(st.text(alphabet="一二三十、.（）1234是要下步第条章，。；：\n关于年我局”", max_size=60))
def test_labels_are_ordered_and_inside_the_text(text: str) -> None:
    outline = made_outline(text)
    starts = [label.start for label in outline.labels]
    assert starts == sorted(starts)
    for label in outline.labels:
        assert outline.span.start <= label.start < label.written_end <= label.end <= outline.span.end


@pytest.mark.parametrize("row", LEXICON.rows("planned_openers"), ids=lambda row: row["word"])
def test_openers_stand_in_their_examples(row: dict[str, str]) -> None:
    assert row["word"] in row["example"]
    if row["place"] == "sentence":
        assert [label.level.name for label in made_outline(row["example"]).labels] == ["INTENTION"]


@pytest.mark.parametrize("row", LEXICON.rows("point_labels"), ids=lambda row: row["word"])
def test_point_labels_stand_in_their_examples(row: dict[str, str]) -> None:
    found = made_outline(row["example"]).labels
    assert int(row["number"]) in [label.number for label in found if label.level.name == "ORDER"]
