"""Answers: tests/cases/answers.tsv."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreply.lexicon import read_table
from tests.parser.papers import LEXICON, made_reply

CASES = list(read_table(Path(__file__).parents[1] / "cases" / "answers.tsv"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_answers(case: dict[str, str]) -> None:
    reply = made_reply(case["text"])
    found = []
    for answer in reply.answers:
        issued = answer.attribution == "issuer"
        assert (answer.department == "云江市教育局" and not answer.department_text) or not issued
        name = "" if issued else answer.department
        words = reply.layout.plain[answer.span.start : answer.span.start + 2]
        found.append(f"{answer.section_no or ''}|{answer.department_text}|{name}|{words}")
    assert (" / ".join(found) or "-") == case["expected"], case["why"]


@pytest.mark.parametrize("kind", ["policy", "other"])
def test_only_replies_have_answers(kind: str) -> None:
    assert made_reply("一、主要任务\n（一）建设公园。建成3处。", kind).answers == ()


@pytest.mark.parametrize("row", LEXICON.rows("answer_labels"), ids=lambda row: f"{row['word']} {row['role']}")
def test_answer_labels_open_answers_in_their_examples(row: dict[str, str]) -> None:
    assert row["word"] in row["example"]
    answers = made_reply(row["example"] + "安排资金50万元。").answers
    assert [answer.attribution for answer in answers] == ["label"]
