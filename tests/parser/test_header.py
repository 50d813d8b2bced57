"""Heads and tails of papers, from tests/cases/header.tsv.

text: ⏎ is a line feed, ⇥ a tab. expected: ``field=value | …``, the fields of models.Header, and body_starts, body_ends
(first and last characters of the body), ignored (texts of the ignored passages, joined by ～), place; ``field=`` must
be empty; ``-`` = no reply and no policy: kind ``other`` and nothing of a proposal.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreply.lexicon import default_lexicon
from govreply.models import Frame, Layout
from govreply.parser.header import parse_frame
from govreply.parser.layout import lay_out

CASES = Path(__file__).parent.parent / "cases" / "header.tsv"
NONE = "kind=other | body= | session= | proposal_no= | proposal_title="


def cases() -> list[tuple[str, str, str]]:
    with CASES.open(encoding="utf-8") as lines:
        rows = csv.DictReader(
            (line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
        )
        return [(row["text"], row["expected"], row["why"]) for row in rows]


def observed(field: str, frame: Frame, layout: Layout, wanted: str) -> str:
    body = layout.plain[frame.body.start : frame.body.end]
    if field == "body_starts":
        return body[: len(wanted)]
    if field == "body_ends":
        return body[-len(wanted) :]
    if field == "ignored":
        return "～".join(layout.plain[slice(*span)] for span in frame.ignored)
    if field == "place":
        return frame.place
    value = getattr(frame.header, field)
    return "" if value is None else str(value)


@pytest.mark.parametrize(("text", "expected", "why"), cases())
def test_header(text: str, expected: str, why: str) -> None:
    layout = lay_out(text.replace("⏎", "\n").replace("⇥", "\t"))
    frame = parse_frame(layout, default_lexicon())
    wanted = dict(part.strip().split("=", 1) for part in (NONE if expected == "-" else expected).split(" | "))
    assert {field: observed(field, frame, layout, value) for field, value in wanted.items()} == wanted, why


LINES = [
    "张某某委员：",
    "关于第12号提案的答复",
    "某财函〔2024〕1号",
    "您提出的《关于甲的提案》收悉，现答复如下：",
    "一、关于甲",
    "此复。",
    "某市财政局",
    "2024年6月1日",
    "索引号：0001/2024",
    "答复内容：",
    "提案内容：",
    "（联系人：李某 电话：0000-1234567）",
    "甲\t乙",
    "。",
    "",
    "附件：1.表",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(LINES) | st.text(max_size=8), max_size=12))
def test_any_text_has_a_frame(lines: list[str]) -> None:
    layout = lay_out("\n".join(lines))
    frame = parse_frame(layout, default_lexicon())
    assert 0 <= frame.body.start <= frame.body.end <= len(layout.plain)
    assert all(a.end <= b.start for a, b in zip(frame.ignored, frame.ignored[1:], strict=False))
    assert all(0 <= span.start <= span.end <= len(layout.plain) for span in frame.ignored)
