"""Document numbers and the titles they belong to, from tests/cases/document_numbers.tsv (see its first line)."""

from __future__ import annotations

import pytest

from govreply.extractors.document_numbers import find_document_numbers, link
from govreply.extractors.titles import find_titles
from govreply.lexicon import default_lexicon
from govreply.models import Header, Span
from tests.extractors.title_cases import cases, plain_layout

HEADER = Header(kind="proposal_reply", doc_number="甲政函〔2024〕3号")


@pytest.mark.parametrize(("text", "expected", "why"), cases("document_numbers"))
def test_document_numbers(text: str, expected: str, why: str) -> None:
    layout, lexicon = plain_layout(text), default_lexicon()
    numbers = find_document_numbers(layout, HEADER, (), lexicon)
    _, numbers = link(text, find_titles(layout, HEADER, (), lexicon), numbers)
    assert (" | ".join(f"{n.text}@{n.role}:{n.title}" for n in numbers) or "-") == expected, why


def test_the_span_is_without_the_brackets_around() -> None:
    layout = plain_layout("《甲办法》（吉银发〔2024〕1 号）")
    (number,) = find_document_numbers(layout, HEADER, (), default_lexicon())
    assert layout.plain[slice(*number.span)] == "吉银发〔2024〕1 号"


def test_ignored_passages_hold_no_numbers() -> None:
    layout = plain_layout("发文字号：甲政函〔2024〕3号\n甲政函〔2024〕3号")
    (number,) = find_document_numbers(layout, HEADER, (Span(0, 16),), default_lexicon())
    assert number.span.start == 17
    assert number.role == "self"
