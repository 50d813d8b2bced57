"""Single clauses of intention: tests/cases/stage.tsv."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreply.extractors.stage import planned_clauses
from govreply.lexicon import read_table
from tests.parser.papers import LEXICON, made_reply

CASES = list(read_table(Path(__file__).parents[1] / "cases" / "stage.tsv"))


def clauses(text: str) -> list[str]:
    reply = made_reply(text)
    return [reply.layout.plain[slice(*span)] for span in planned_clauses(reply, LEXICON)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_stage(case: dict[str, str]) -> None:
    assert (" / ".join(clauses(case["text"])) or "-") == case["expected"], case["why"]


@given(st.text(alphabet="将拟力争预计划取我局已了，。；：“”投资5", max_size=60))
def test_clauses_are_ordered_and_disjoint(text: str) -> None:
    spans = planned_clauses(made_reply(text), LEXICON)
    assert all(a.start < a.end for a in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize("row", LEXICON.rows("intention_words"), ids=lambda row: f"{row['word']} {row['role']}")
def test_intention_words_stand_in_their_examples(row: dict[str, str]) -> None:
    word, role, example = row["word"], row["role"], row["example"]
    assert word in example
    if role in ("follower", "goal", "subject"):
        assert clauses(example) == [example]
    elif role in ("complement", "blocked", "request"):
        assert clauses(example) == []
