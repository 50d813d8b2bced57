"""Any text gives tables: no exception, exact places, linear cost on texts made to be slow."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govreply
from govreply.tables.schema import MENTION_TABLES

SAMPLE = Path(__file__).parent.parent / "samples" / "03-unsectioned-county.txt"
PIECES = (
    "一二三四五六七八九十百千万亿两几余多上下近约超0123456789.,，。、；：？（）《》“”〔〕[]-—～至到%的等和及共计元个家项户人次"
    "公里亩吨年月日底前省市县厅局委答复意见建议关于是要下一步将拟力争\n\t A5k"
)
WORDS = (
    "一是",
    "下一步，",
    "关于“扩大投入”的建议",
    "省财政厅答复：",
    "2025年",
    "1500余万元",
    "〔2024〕3号",
    "《办法》",
    "三成",
    "百分之",
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(PIECES, max_size=12)), max_size=30).map("".join))
def test_no_text_is_too_odd(text: str) -> None:
    if not text.strip():
        return
    extraction = govreply.extract(text)
    for name in MENTION_TABLES:
        for row in extraction.tables[name]:
            start, end = int(str(row["start"])), int(str(row["end"]))
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "新建5个" + "等" * 20_000,
        "共，" * 20_000 + "共5所",
        "A级、B级的" * 5_000 + "5个" + "A级、B级的" * 5_000,
        "1" * 50_000 + "元",
        "一" * 50_000,
        "《" * 20_000,
        "（" * 20_000 + "5家",
        "2024年" * 20_000,
        "、5家" * 20_000,
        "一是" * 20_000,
        "〔2024〕" * 10_000,
    ],
    ids=lambda text: text[:6],
)
def test_repetition_is_linear(text: str) -> None:
    """Ten seconds is a hundred times what these take: only a cost that grows with the square would pass it."""
    start = time.perf_counter()
    govreply.extract(text)
    assert time.perf_counter() - start < 10


def test_a_reply_printed_twice_is_taken_once_and_said() -> None:
    reply = SAMPLE.read_text("utf-8")
    once, twice = govreply.extract(reply), govreply.extract(f"{reply}\n{reply}")
    assert [row["text"] for row in twice.amounts] == [row["text"] for row in once.amounts]
    assert not once.warnings
    assert twice.warnings
