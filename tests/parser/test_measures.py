"""Measures: tests/cases/measures.tsv, and whole bodies: tests/cases/body/NAME.txt with its NAME.tsv."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreply.lexicon import read_table
from govreply.models import Reply, Span
from govreply.spans import union
from tests.parser.papers import made_reply

FOLDER = Path(__file__).parents[1] / "cases"
CASES = list(read_table(FOLDER / "measures.tsv"))
BODIES = sorted((FOLDER / "body").glob("*.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_measures(case: dict[str, str]) -> None:
    found = (f"{m.label}|{m.headline}|{m.stage}" for m in made_reply(case["text"]).measures)
    assert (" / ".join(found) or "-") == case["expected"], case["why"]


def structure(reply: Reply) -> Iterator[str]:
    """The structure of a paper as lines of tab-separated cells: table, section, and what tells a row apart."""
    plain = reply.layout.plain
    for section in reply.sections:
        yield f"section\t{section.number}\t{section.ordinal}|{section.heading}"
    for answer in reply.answers:
        words = plain[answer.span.start : answer.span.start + 6].replace("\n", " ")
        yield f"answer\t{answer.section_no or '-'}\t{answer.department}|{answer.attribution}|{words}"
    for measure in reply.measures:
        last = plain[measure.span.end - 6 : measure.span.end].replace("\n", " ")
        yield f"measure\t{measure.section_no or '-'}\t{measure.label}|{measure.headline}|{measure.stage}|{last}"
    for duty in reply.responsibilities:
        yield f"responsibility\t{duty.measure_no}\t{duty.position}|{duty.department}"


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_bodies(path: Path) -> None:
    kind = "policy" if path.stem.startswith("policy") else "proposal_reply"
    reply = made_reply(path.read_text("utf-8").rstrip("\n"), kind)
    expected = [line for line in path.with_suffix(".tsv").read_text("utf-8").splitlines() if line[:1] != "#"]
    assert list(structure(reply)) == expected


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_spans_nest(path: Path) -> None:
    reply = made_reply(path.read_text("utf-8").rstrip("\n"))
    answers = {answer.number: answer.span for answer in reply.answers}
    for measure in reply.measures:
        outer = answers[measure.answer_no or 0]
        assert outer.start <= measure.span.start < measure.span.end <= outer.end
    spans = [measure.span for measure in reply.measures]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


LINES = st.sampled_from(
    [
        "一、主要措施", "（一）完善规划。", "一是加大投入；", "二是强化监管。", "下一步，我局将推进。", "1.新建学校。",
        "今年安排资金。", "二、今后打算", "市财政局答复：", "首先，安排。其次，落实。", "①培训；②考核。",
        "下一步打算：", "第一，规划。",
    ]
)  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=9), st.sampled_from(["", "\n"]))
def test_any_mixture_gives_ordered_disjoint_measures(lines: list[str], between: str) -> None:
    reply = made_reply(between.join(lines))
    spans = [measure.span for measure in reply.measures]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert [measure.number for measure in reply.measures] == list(range(1, len(spans) + 1))
    assert list(reply.planned) == list(union(reply.planned))


def test_union_joins_what_touches() -> None:
    assert union([Span(5, 8), Span(0, 3), Span(3, 4), Span(9, 9)]) == (Span(0, 4), Span(5, 8))
