"""Sections: tests/cases/sections.tsv."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreply.lexicon import read_table
from govreply.parser.sections import find_sections
from tests.parser.papers import LEXICON, made_outline, made_reply

CASES = list(read_table(Path(__file__).parents[1] / "cases" / "sections.tsv"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_sections(case: dict[str, str]) -> None:
    headed = find_sections(made_outline(case["text"]), LEXICON)
    found = " / ".join(f"{section.ordinal}|{section.heading}" for section, _ in headed)
    assert (found or "-") == case["expected"], case["why"]


@pytest.mark.parametrize(
    ("heading", "suggestion"),
    [
        ("关于“建设公园，改善环境”的建议", "建设公园，改善环境"),
        ("关于建设公园的建议", "建设公园的建议"),
        ("推进“千村示范”工程", "推进“千村示范”工程"),
        ("对于您提出的“建设公园”的建议", "建设公园"),
        ("主要措施", "主要措施"),
    ],
)
def test_suggestion_is_the_quoted_request_or_the_heading_without_its_preposition(heading: str, suggestion: str) -> None:
    (section,) = made_reply(f"一、{heading}\n已建成公园3处。").sections
    assert section.suggestion == suggestion


def test_sections_end_where_the_next_begins() -> None:
    reply = made_reply("一、主要措施\n建成3处。\n二、主要成效\n受益2万人。")
    first, second = reply.sections
    assert first.span.end < second.span.start
    assert second.span.end == reply.body.end


@pytest.mark.parametrize("row", LEXICON.rows("heading_words"), ids=lambda row: f"{row['word']} {row['role']}")
def test_heading_words_stand_in_their_examples(row: dict[str, str]) -> None:
    word, example = row["word"], row["example"]
    places = {"opening": example.startswith, "starter": example.startswith, "sentence": example.__contains__}
    assert places.get(row["role"], example.endswith)(word)
