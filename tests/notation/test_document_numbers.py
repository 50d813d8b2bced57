"""How document numbers are written, from tests/cases/document_number_forms.tsv (see its first line)."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreply.lexicon import default_lexicon
from govreply.notation.document_numbers import WrittenNumber, blocked, find, normal_form

CASES = Path(__file__).parent.parent / "cases" / "document_number_forms.tsv"


def cases() -> list[tuple[str, str, str]]:
    with CASES.open(encoding="utf-8") as lines:
        rows = csv.DictReader(
            (line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
        )
        return [(row["text"], row["expected"], row["why"]) for row in rows]


def described(number: WrittenNumber) -> str:
    return f"{number.text} {{{number.issuer_code},{number.year or ''},{number.number}}}"


@pytest.mark.parametrize(("text", "expected", "why"), cases())
def test_find(text: str, expected: str, why: str) -> None:
    found = find(text, default_lexicon())
    assert (" | ".join(described(number) for number in found) or "-") == expected, why


@pytest.mark.parametrize(
    "text", ["国务院令第682号", "2020年第5号公告", "公告2020年第5号", "主席令第七十一号", "（2021）京01民终1234号"]
)
def test_other_papers_are_blocked(text: str) -> None:
    assert blocked(text)


@pytest.mark.parametrize("text", ["第113号建议", "5号线", "2020年5月6日", "号令如山", "令人满意3号楼"])
def test_nothing_else_is_blocked(text: str) -> None:
    assert not blocked(text)


@given(
    st.sampled_from(["国发", "吉政办发", "人社部发", "工信部联企业", "甲财函"]),
    st.integers(1990, 2030),
    st.integers(1, 9999),
    st.sampled_from(["〔〕", "[]", "【】", "（）", "﹝﹞", "（〕", "〔）"]),
    st.sampled_from(["", "根据", "《甲办法》（", "已按照", "，"]),
)
def test_one_normal_form(code: str, year: int, serial: int, brackets: str, before: str) -> None:
    text = f"{before}{code}{brackets[0]}{year}{brackets[1]}{serial}号"
    (number,) = find(text, default_lexicon())
    assert number.text == normal_form(text, default_lexicon()) == f"{code}〔{year}〕{serial}号"
    assert text[slice(*number.span)] == text[len(before) :]


@given(st.text(alphabet="国发函〔〕（）2016号第GB/T-:年 ", max_size=40))
def test_spans_are_ordered_and_inside(text: str) -> None:
    spans = [number.span for number in find(text, default_lexicon())]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
