"""Pages of web sites: the paper and its metadata, without the page around them."""

from __future__ import annotations

import codecs
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


PAGE = (
    "<html><head>{head}</head><body>{body}"
    "<div class='TRS_Editor'><p>张某某代表：</p><p>收悉，投入3亿元，谢谢。</p></div></body></html>"
)
PAPER = "张某某代表：\n收悉，投入3亿元，谢谢。"


SHORT = [
    "张某某委员：",
    "您提出的提案收悉，现答复如下：",
    "2024年，我局投入320.5万元，建充电棚46处、端口1200个，覆盖小区31个，方便群众；2025年再建60处。",
    "感谢您对住建工作的关心和支持！",
    "某某市住房和城乡建设局",
    "2024年8月6日",
]


@pytest.mark.parametrize("style", pages.STYLES)
@pytest.mark.parametrize("template", pages.NAMES)
def test_a_short_reply_is_whole(template: str, style: str) -> None:
    metadata = (pages.TEMPLATES / f"{template}.txt").read_text("utf-8").splitlines()
    assert text_of(pages.page(template, SHORT, style)).splitlines() == [*metadata, *SHORT]


def test_news_beside_a_reply_are_none_of_it() -> None:
    news = "<p>10月8日，市长主持会议，研究部署交通运输、安全生产，强调压实责任，抓好落实；审议文件。</p>" * 2
    paper = pages.paragraphs(SHORT)
    for page in (f"<div>{paper}</div><div>{news}</div>", f"<div>{news}</div><div>{news}</div><div>{paper}</div>"):
        assert text_of(f"<html><body>{page}</body></html>").splitlines() == SHORT


@pytest.mark.parametrize(
    "below",
    [
        "<div class=foot><p>主办单位：某某市人民政府办公室</p><p>联系电话：0000-0000000</p></div>",
        "<div id=footer><p>主办单位：某某市人民政府办公室</p><p>联系电话：0000-0000000</p></div>",
        "<div class=ft><div>主办：某某市政府</div><div>发布单位：某某市政府</div><div>ICP备00000001号</div></div>",
        "<p>承办单位：某某市大数据局 联系人：张某某 电话：0000-0000000</p>",
    ],
)
def test_who_runs_the_site_is_not_who_answers(below: str) -> None:
    page = PAGE.format(head="", body="<ul><li>索引号：A-1111</li><li>发布日期：2024-06-01</li></ul>")
    assert text_of(page.replace("</body>", below + "</body>")) == f"索引号：A-1111\n发布日期：2024-06-01\n{PAPER}"


def test_a_record_may_go_on_below_the_reply() -> None:
    below = "<ul><li>答复日期：2024-09-12</li><li>办理类型：A类</li></ul>"
    page = PAGE.format(head="", body="").replace("</body>", below + "</body>")
    assert text_of(page) == f"答复日期：2024-09-12\n办理类型：A类\n{PAPER}"


PADDINGS = [
    "<!--[if gte mso 9]><xml>" + '<w:LsdException Name="x" />' * 40 + "</xml><![endif]-->",
    "<svg viewBox='0 0 1 1'>" + "<g><path d='M1'/>" * 40 + "</svg>",
    "<xml>" + "<w:LsdException />" * 40 + "</xml>",
    "<script>document.write('<div>' + '<!--' + '<div>');</script>" * 20,
    "<svg/><p><span><i></p>" * 20,
    "<ul>" + "<li><span>" * 20 + "</ul>",
    "<table>" + "<tr><td><div>" * 20 + "</table>",
    "<o:p></o:p><br>" * 40,
]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(PADDINGS), max_size=30), st.integers(0, 2))
def test_padding_changes_no_text(padding: Sequence[str], at: int) -> None:
    row = "<tr><td>河道</td><td><p><span>12</span><span>00</span></p></td></tr>"
    parts = [
        f"<div><table>{row * 30}</table></div>",
        "".join(f"<p><span>投入</span><span>{number}</span><b>万元，</b>建桥。</p>" for number in range(900)),
        f"<div><table>{row * 30}</table></div>",
    ]
    bare = f"<html><body><div id=zoom>{''.join(parts)}</div></body></html>"
    parts.insert(at, "".join(padding))
    assert text_of(f"<html><body><div id=zoom>{''.join(parts)}</div></body></html>") == text_of(bare)


@pytest.mark.parametrize("lead", [b"\r\n", codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\n \n"])
def test_blanks_before_a_web_archive(lead: bytes) -> None:
    message = MIMEMultipart("related")
    message.attach(MIMEText(PAGE.format(head="", body=""), "html", "utf-8"))
    assert html.read(lead + message.as_bytes()).text == PAPER


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
        "<div>" * 30_000 + BODY + "</div>" * 30_000,
        "<table><tr><td>" * 15_000 + BODY,
        "<ul><li>" * 20_000 + BODY,
        "<span>" * 50_000 + BODY,
        "<div " + " ".join(f"a{number}" for number in range(100_000)) + ">" + BODY,
        "".join(f"<p><font size={number}>" for number in range(5_000)) + BODY,
        "<!--" + "<p>" * 100_000 + "-->" + BODY,
        "<svg>" * 50_000 + BODY,
        "<span><div></span>" * 30_000 + BODY,
        "<span><p></p>" * 15_000 + BODY,
        "<li><blockquote>" * 30_000 + BODY,
        "<div><table><tr><td></div>" * 20_000 + BODY,
        "<ucapcontent><div></ucapcontent>" * 30_000 + BODY,
        "<section><div>" * 150 + "<div></div>" * 30_000 + BODY,
    ],
    ids=lambda page: page[:20],
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
        lines = html.read(damaged).text.split("\n")
        assert all(line and line == line.strip() for line in lines)
        assert not set("".join(lines)) & set("\x1f\r\0")
