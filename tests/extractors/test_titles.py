"""Titles in 《》, from tests/cases/titles.tsv (its first line documents the notation)."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreply.extractors.document_numbers import find_document_numbers, link
from govreply.extractors.titles import find_titles, spans
from govreply.lexicon import default_lexicon
from govreply.models import Header, Span
from tests.extractors.title_cases import cases, plain_layout

HEADER = Header(kind="proposal_reply", proposal_title="关于河道的提案")


@pytest.mark.parametrize(("text", "expected", "why"), cases("titles"))
def test_titles(text: str, expected: str, why: str) -> None:
    layout, lexicon = plain_layout(text), default_lexicon()
    titles = find_titles(layout, HEADER, (), lexicon)
    titles, _ = link(text, titles, find_document_numbers(layout, HEADER, (), lexicon))
    found = [f"{text[slice(*t.span)]}={t.kind}" + (f":{t.doc_number}" if t.doc_number else "") for t in titles]
    assert (" | ".join(found) or "-") == expected, why


def test_ignored_passages_hold_no_titles() -> None:
    layout = plain_layout("标题：《甲办法》\n《乙办法》")
    found = find_titles(layout, HEADER, (Span(0, 8),), default_lexicon())
    assert [layout.plain[slice(*title.span)] for title in found] == ["乙办法"]


@given(st.text(alphabet="《》〈〉，。\n（甲办法的通知关于", max_size=60))
def test_spans_are_ordered_and_on_one_line(text: str) -> None:
    found = list(spans(text, default_lexicon()))
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert not any("\n" in text[slice(*span)] for span in found)
