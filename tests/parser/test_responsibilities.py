"""Responsibilities: tests/cases/responsibilities.tsv."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreply.lexicon import read_table
from tests.parser.papers import LEXICON, made_reply

CASES = list(read_table(Path(__file__).parents[1] / "cases" / "responsibilities.tsv"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_responsibilities(case: dict[str, str]) -> None:
    duties = made_reply(case["text"], "policy").responsibilities
    found = (f"{duty.measure_no}.{duty.position}={duty.department_text}" for duty in duties)
    assert (" ".join(found) or "-") == case["expected"], case["why"]


def test_departments_are_full_names() -> None:
    (duty,) = made_reply("（一）建设平台。给予补助。（责任单位：市科技局）", "policy").responsibilities
    assert duty.department == "云江市科学技术局"


def test_replies_have_none() -> None:
    assert made_reply("（一）建设平台。给予补助。（责任单位：市科技局）").responsibilities == ()


@pytest.mark.parametrize("row", LEXICON.rows("responsibility_labels"), ids=lambda row: row["word"])
def test_responsibility_labels_stand_in_their_examples(row: dict[str, str]) -> None:
    assert row["word"] in row["example"]
    assert made_reply("（一）建设平台。" + row["example"], "policy").responsibilities
