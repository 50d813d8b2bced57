"""Pages of web sites: the paper and its metadata, without the page around them."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Mapping, Sequence
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govreply
from govreply.lexicon import read_table
from govreply.parser.layout import lay_out
from govreply.readers import ReadError, html, read_bytes, read_file
from govreply.readers.formats import format_of
from tests.readers import pages

CASES = Path(__file__).parent.parent / "cases" / "html"
FRAGMENTS = list(read_table(CASES / "fragments.tsv"))
METADATA = list(read_table(CASES / "metadata.tsv"))
SAMPLES = sorted((Path(__file__).parent.parent.parent / "samples").glob("*.txt"))


def text_of(page: str) -> str:
    return html.read(page.encode()).text


def squeezed(text: str) -> str:
    return "".join(text.split())


def written_out(cell: str) -> str:
    return cell.replace("⏎", "\n").replace("⇥", "\t")


@pytest.mark.parametrize("case", FRAGMENTS, ids=[case["why"] for case in FRAGMENTS])
def test_fragments(case: dict[str, str]) -> None:
    assert text_of(written_out(case["page"])) == written_out(case["text"])
    assert text_of(f"<html><body><div id='zoom'>{written_out(case['page'])}</div></body></html>") == written_out(
        case["text"]
    )


@pytest.mark.parametrize("template", pages.NAMES)
def test_of_a_page_there_is_left_its_metadata_and_its_paper(template: str) -> None:
    metadata = (pages.TEMPLATES / f"{template}.txt").read_text("utf-8").splitlines()
    for sample, style in zip(SAMPLES, cycle(pages.STYLES), strict=False):
        paper = paragraphs_of(sample)
        source = read_bytes(pages.page(template, paper, style).encode("gb18030"))
        assert (source.format, source.encoding, source.warnings) == ("html", "gb18030", ())
        assert list(map(squeezed, source.text.splitlines())) == list(map(squeezed, [*metadata, *paper]))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_page_gives_the_rows_of_its_text(sample: Path) -> None:
    source = read_bytes(pages.page("vsb_byline", paragraphs_of(sample), "spans").encode())
    metadata = (pages.TEMPLATES / "vsb_byline.txt").read_text("utf-8")
    of_page, of_text = govreply.extract(source.text), govreply.extract(f"{metadata}\n{read_file(sample).text}")
    for name, rows in of_text.tables.items():
        assert without_places(of_page.tables[name]) == without_places(rows), name


def paragraphs_of(sample: Path) -> list[str]:
    layout = lay_out(read_file(sample).text)
    return [layout.quoted[slice(*span)].replace("\t", "　　　") for span in layout.paragraphs]


def without_places(rows: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    left_out = {"reply_id", "source", "start", "end"}
    return [{key: value for key, value in row.items() if key not in left_out} for row in rows]


PAGE = (
    "<html><head>{head}</head><body>{body}"
    "<div class='TRS_Editor'><p>张某某代表：</p><p>收悉，投入3亿元，谢谢。</p></div></body></html>"
)
PAPER = "张某某代表：\n收悉，投入3亿元，谢谢。"


@pytest.mark.parametrize("case", METADATA, ids=[case["why"] for case in METADATA])
def test_metadata(case: dict[str, str]) -> None:
    page = PAGE.format(head=case["head"], body=case["body"])
    assert text_of(page) == "\n".join([*filter(None, case["lines"].split("⏎")), PAPER])


@pytest.mark.parametrize(
    ("declared", "encoding", "used"),
    [
        ("", "utf-8", "utf-8"),
        ("", "gb18030", "gb18030"),
        ("", "big5", "big5hkscs"),
        ("gb2312", "gb18030", "gb18030"),
        ("gb2312", "utf-8", "utf-8"),
        ("utf-8", "gb18030", "gb18030"),
        ("utf-8", "big5", "big5hkscs"),
        ("utf-8", "utf-8-sig", "utf-8"),
        ("utf-8", "utf-16", "utf-16-le"),
    ],
)
def test_the_encoding_is_told_by_the_content(declared: str, encoding: str, used: str) -> None:
    head = f'<meta charset="{declared}">' + "<script>var a = 1; function f() { return a; }</script>" * 200
    paper = (
        "關於加強河道治理的提案收悉，現答覆如下，投入資金三億元。"
        if encoding == "big5"
        else "收悉，朱镕基路、㐀，谢谢。"
    )
    text = html.read(f"<html><head>{head}</head><body><p>{paper}</p></body></html>".encode(encoding))
    assert (text.text, text.encoding) == (paper, used)


def test_broken_bytes_are_told_of() -> None:
    data = ("<p>" + "近年来，我局投入3亿元。" * 20 + "</p>").encode()
    text = html.read(data[:100] + b"\xff" + data[101:])
    assert text.encoding == "utf-8 (damaged)"
    assert "could not be read as utf-8" in text.warnings[0]


def test_a_web_archive() -> None:
    page = PAGE.format(head="", body="")
    message = MIMEMultipart("related")
    message.attach(MIMEText("body {}", "css", "utf-8"))
    message.attach(MIMEText(page, "html", "utf-8"))
    data = b"From: <Saved by a browser>\r\n" + message.as_bytes()
    source = read_bytes(data)
    assert (source.format, source.text) == ("html", PAPER)


def test_xhtml_may_close_any_element_itself() -> None:
    page = (
        '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title/>'
        '<script src="a.js"/></head><body><p/><p>收悉，谢谢。</p></body></html>'
    )
    assert text_of(page) == "收悉，谢谢。"


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        ("<!DOCTYPE html><html></html>", "html"),
        ("\ufeff\n <HTML>", "html"),
        ("<!-- 注 -->\n<div>甲</div>", "html"),
        ("<p>甲</p>", "html"),
        ("<ucapcontent>甲", "html"),
        ("近年来，<br>甲<p>乙</p><p>丙</p>", "html"),
        ('<?xml version="1.0"?><!DOCTYPE html><html>', "html"),
        ("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "html"),
        ("<甲>某某市教育局</甲>", "text"),
        ("<2024年全市安排资金>3亿元", "text"),
        ("date: 2024年6月1日，甲。", "text"),
        ('<?xml version="1.0"?><w:wordDocument>', "text"),
        ("甲 < 乙，丙 > 丁。", "text"),
    ],
)
def test_pages_are_known_by_their_content(data: str, format_: str) -> None:
    assert format_of(data.encode()) == format_
    assert format_of(data.encode("gb18030")) == format_


def test_a_page_in_utf_16_is_known() -> None:
    assert format_of("<!DOCTYPE html><p>甲</p>".encode("utf-16")) == "html"


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<html><body></body></html>", "holds no text; a script may load it"),
        ("<html><body><div id=a></div><script>document.write('甲')</script></body></html>", "a script may load it"),
        ("<html><body><iframe src='/f/答复.pdf'></iframe></body></html>", "what it links to: /f/答复.pdf"),
        ("<html><body><script>var f = '/f/1.pdf?v=2';</script></body></html>", "what it links to: /f/1.pdf"),
    ],
)
def test_a_page_without_text_says_where_it_may_be(page: str, message: str) -> None:
    with pytest.raises(ReadError, match=re.escape(message)):
        text_of(page)


def test_a_page_that_only_links_to_its_attachment_says_so() -> None:
    text = html.read("<body><div id=zoom><p><a href='/f/1.docx'>关于某提案的答复.docx</a></p></div>".encode())
    assert text.text == "关于某提案的答复.docx"
    assert text.warnings == ("holds little text; read instead what it links to: /f/1.docx",)


BODY = "<p>投入3亿元，修路。</p>"


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000 + BODY,
        "<div>" * 50_000 + BODY + "</div>" * 50_000,
        "<table><tr><td>" * 20_000 + BODY,
        "<ul><li>" * 20_000 + BODY,
        "<span>" * 50_000 + BODY,
        "<div " + " ".join(f"a{number}" for number in range(100_000)) + ">" + BODY,
        "".join(f"<p><font size={number}>" for number in range(5_000)) + BODY,
        "<!--" + "<p>" * 100_000 + "-->" + BODY,
    ],
    ids=["open", "nested", "tables", "lists", "spans", "attributes", "fonts", "comment"],
)
def test_hostile_markup_takes_no_time(page: str) -> None:
    started = time.process_time()
    assert text_of(page) == "投入3亿元，修路。"
    assert time.process_time() - started < 3


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_damaged_pages_are_read_or_refused(data: st.DataObject) -> None:
    page = bytearray(pages.page("trs_table", ["张某某代表：", "收悉，投入3亿元。", "二是建设20个。"], "spans").encode())
    for _ in range(data.draw(st.integers(0, 30))):
        page[data.draw(st.integers(0, len(page) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(page[: data.draw(st.integers(0, len(page)))])
    with contextlib.suppress(ReadError):
        assert html.read(damaged).text.strip()
