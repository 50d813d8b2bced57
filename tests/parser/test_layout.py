"""The case table of the layout, and what must hold for any text."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreply.models import Layout
from govreply.parser.layout import lay_out

CASES = Path(__file__).parents[1] / "cases" / "layout.tsv"
SIGNS = {"⏎": "\n", "⇥": "\t", "␌": "\f", "□": "\u3000"}


def cases() -> list[tuple[str, str, str]]:
    rows = [line.split("\t") for line in CASES.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    return [(row[0], row[1], row[2]) for row in rows[1:]]


def written(text: str) -> str:
    """The text that a case's signs stand for."""
    for sign, character in SIGNS.items():
        text = text.replace(sign, character)
    return re.sub(r"<([0-9A-F]{2,4})>", lambda m: chr(int(m[1], 16)), text)


def paragraphs(layout: Layout) -> list[str]:
    return [layout.plain[span.start : span.end] for span in layout.paragraphs]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u200c\u200d\u2060\ufeff\u00ad]+", "", text)


@pytest.mark.parametrize(("text", "expected", "why"), cases(), ids=[why for _, _, why in cases()])
def test_case(text: str, expected: str, why: str) -> None:
    assert "¶".join(paragraphs(lay_out(written(text)))) == expected.replace("⇥", "\t"), why


CLAUSES = [
    "近年来我市高度重视此项工作",
    "先后投入资金35.6亿元",
    "改造农田1200余亩",
    "群众收入稳步提高",
    "培训农民（含返乡人员）3000人次",
    "根据《农村供水管理办法》有关规定",
    "落实“三保”支出责任",
    "完成SK集团等12户企业改造",
    "年均增长7.9%",
]
LABELS = ["一是", "二是", "三是", "1.", "2.", "（三）"]
BODY = st.builds(
    lambda label, parts: label + "，".join(parts) + "。",
    st.sampled_from(LABELS),
    st.lists(st.sampled_from(CLAUSES), min_size=10, max_size=24),
)


def columns(text: str) -> int:
    return sum(2 if character > "\u2000" else 1 for character in text)


def wrapped(paragraph: str, measure: int) -> list[str]:
    """``paragraph`` broken wherever a line is full; one mark that cannot begin a line may hang out."""
    lines = [""]
    for character in paragraph:
        hangs = character in "，。：）》”%" and columns(lines[-1]) <= measure
        if columns(lines[-1] + character) > measure and not hangs:
            lines.append("")
        lines[-1] += character
    return lines


@settings(max_examples=150, deadline=None)
@given(
    st.lists(BODY, min_size=3, max_size=6),
    st.integers(16, 60),
    st.sampled_from(["\n", "\n\n"]),
    st.sampled_from(["", "　　", "  "]),
    st.integers(5, 30),
)
def test_rewrapping_changes_nothing(bodies: list[str], width: int, end: str, indent: str, page: int) -> None:
    """Holds for texts of several lines a paragraph that open with a label or an indent; without either a paragraph
    whose last line is full cannot be told from one that goes on."""
    clauses = itertools.count(3)
    bodies = [re.sub("[，。]", lambda mark: f"（第{next(clauses)}项）{mark[0]}", body) for body in bodies]
    out, count = [], 0
    for body in bodies:
        for line in wrapped(indent + body, 2 * width):
            out.append(line)
            count += 1
            if count % page == 0:
                out.append(f"\n- {count // page} -\n\f")
    layout = lay_out(end.join(out))
    assert [squeezed(p) for p in paragraphs(layout)] == bodies


NUMBERS = st.one_of(
    st.integers(10, 999999).map(lambda n: f"{n}万元"),
    st.integers(1000, 99999).map(lambda n: f"{n:,}户"),
    st.decimals("0.11", "9999", places=2).map(lambda n: f"{n}亿元"),
    st.builds("{}年{}月{}日".format, st.integers(1990, 2035), st.integers(1, 12), st.integers(1, 28)),
    st.integers(11, 999).map(lambda n: f"{n}余家"),
    st.decimals("1", "100", places=1).map(lambda n: f"{n}%"),
)


@settings(max_examples=300, deadline=None)
@given(
    NUMBERS,
    st.sampled_from(CLAUSES[:1] + CLAUSES[3:6]),
    st.sampled_from(["\n", "\n\n", "\n- 2 -\n\f", "\n\u3000"]),
    st.data(),
)
def test_a_number_cut_in_two_is_mended(number: str, before: str, end: str, data: st.DataObject) -> None:
    """Wherever between two digits, and in a text of two lines, of which nothing else shows that it is wrapped."""
    cuts = [at for at in range(1, len(number)) if number[at - 1].isdecimal() or number[at].isdecimal()]
    at = data.draw(st.sampled_from(cuts))
    layout = lay_out(f"{before}，合计{number[:at]}{end}{number[at:]}，成效明显。")
    assert paragraphs(layout) == [f"{before}，合计{number}，成效明显。"]


SOME = '一是关于的答复建议。，：（）《》“”"[]〔〕AbC109.,:;-~％１萬個年月日号 \t\n\r\f\u3000\xa0\u200b\u2028《😀\ud800'
ANY = st.text(st.sampled_from(SOME), max_size=300)


@settings(max_examples=400, deadline=None)
@given(ANY, st.data())
def test_offsets_lead_back_to_the_source(text: str, data: st.DataObject) -> None:
    layout = lay_out(text)
    assert len(layout.quoted) == len(layout.plain)
    assert list(layout.run_starts) == sorted(set(layout.run_starts))
    assert all(span.start < span.end for span in layout.paragraphs)
    assert "\n".join(layout.quoted[s.start : s.end] for s in layout.paragraphs) == layout.quoted
    if not layout.paragraphs:
        return
    inside = data.draw(st.sampled_from(layout.paragraphs))
    start = data.draw(st.integers(inside.start, inside.end - 1))
    end = data.draw(st.integers(start + 1, inside.end))
    source_start, source_end = layout.source_span((start, end))
    if not re.search(r"\d", layout.quoted):
        assert squeezed(text[source_start:source_end]) == squeezed(layout.quoted[start:end])


REPLY = "关于第12号建议的答复\n李某代表：\n" + "\n".join(
    f"{label}近年来我县坚持民生优先，持续加大农村饮水安全投入力度，累计安排资金{amount}万元，受益群众不断增加，水质合格率稳步提高。"
    for label, amount in [("一是", 120), ("二是", 350), ("三是", 78), ("下一步，", 96)]
)


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n打印本页\n"])
def test_a_reply_printed_twice_is_laid_out_once(between: str) -> None:
    once, twice = lay_out(REPLY), lay_out(REPLY + between + REPLY.replace("\n", "\n\n"))
    assert twice.repeated
    assert not once.repeated
    assert paragraphs(twice)[: len(once.paragraphs)] == paragraphs(once)
    assert len(twice.plain) <= len(once.plain) + 5


def test_two_replies_that_share_their_opening_are_both_laid_out() -> None:
    other = REPLY.replace("120", "990").replace("350", "881").replace("78", "772")
    assert not lay_out(REPLY + "\n" + other).repeated


def test_a_short_repetition_is_kept() -> None:
    assert not lay_out("感谢您的关心。\n感谢您的关心。").repeated


def test_running_heads_are_left_out() -> None:
    body = "近年来我县坚持把农村公路建设作为民生实事，\n持续加大投入，群众出行条件有了明显的改善，\n各项工作取得了进展"
    page = f"临溪县财政局公文\n{body}\n- {{}} -\n\f"
    layout = lay_out("".join(page.format(number) for number in (1, 2, 3)))
    assert layout.plain.count("临溪县财政局公文") == 1


def test_the_end_of_a_sentence_atop_three_pages_is_no_running_head() -> None:
    body = "支持企业开展数字化改造，对符合条件的给予补助（责任单位：市工业和信\n- {} -\n\f息化局）"
    layout = lay_out("\n".join(f"{label}、" + body.format(number) for number, label in enumerate("一二三", 1)))
    assert layout.plain.count("息化局") == 3


def test_simplified_text_keeps_its_length_and_offsets() -> None:
    layout = lay_out("投入\n十億元，\n處理個案。")
    assert layout.plain.replace("\n", "") == "投入十亿元，处理个案。"
    assert "億" in layout.quoted


@pytest.mark.parametrize("text", ["", " \n\f\u3000\n"])
def test_no_text_no_paragraphs(text: str) -> None:
    assert lay_out(text).paragraphs == ()
