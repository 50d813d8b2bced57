"""RTF: code pages, Unicode with substitutes, lists, tables, and what of a file is not the paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreply.readers import ReadError, read_bytes, rtf

CASES = Path(__file__).parent.parent / "cases" / "doc"
SONG = rb"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f2\fcharset2 Wingdings;}}"
ROW = rb"\trowd\cellx2000\cellx4000\pard\intbl "


def test_a_paper_with_numbers_notes_a_table_a_text_box_and_tracked_changes() -> None:
    source = read_bytes((CASES / "paper.rtf").read_bytes(), "paper.rtf")
    assert source.text == (CASES / "paper.txt").read_text(encoding="utf-8")
    assert (source.format, source.encoding, source.warnings) == ("rtf", "", ())


@pytest.mark.parametrize(
    ("body", "text", "why"),
    [
        (rb"\ansicpg936 \'b4\'f0\'b8\'b4\par", "答复", "the document's code page"),
        (rb"\ansicpg950 \'b5\'aa\'c2\'d0\par", "答覆", "Big5"),
        (rb"\ansicpg1252" + SONG + rb"\f1 \'b4\'f0\'b8\'b4\par", "答复", "the font's code page comes first"),
        (rb"\ansicpg1252 \'b4\'f0\'b8\'b4\par", "答复", "a code page that is wrong, as pairs of bytes show"),
        (rb"\ansicpg1252 caf\'e9\par", "café", "and one that is right"),
        (rb"\ansicpg1252 25\'b1\'b0\'b7\'b7\par", "25±°··", "and pairs of bytes that are signs"),
        (rb"\ansicpg936 \'e9F\par", "镕", "a second byte that is an ASCII letter"),
        (rb"\uc1\u31572?\u22797?\par", "答复", "Unicode, one substitute skipped"),
        (rb"\uc2\u31572\'b4\'f0\u22797\'b8\'b4\par", "答复", "two bytes as substitute"),
        (rb"\uc0\u31572\u22797 a\par", "答复a", "no substitute"),
        (rb"\u-32408?\par", "腨", "negative numbers count from 65536"),
        (rb"\u-10174?\u-8265?\par", "𠮷", "a character of two code units"),
        (rb"a\tab b\line c\~d\_e\emdash f\par", "a\tb\nc\u00a0d-e—f", "special characters"),
        (rb"\{a\}\\\par", "{a}\\", "escaped braces"),
        (rb"a\par\page b\sect c", "a\n\nb\nc", "pages and sections end a paragraph"),
        (rb"3000m{\super 2}\par", "3000m²", "superscripts keep their sense"),
        (rb"{\v no}{\deleted no}yes\par", "yes", "hidden and deleted text"),
        (rb"3{\strike 000}{\striked1 111}{\strike0 500}\par", "3500", "struck text is not text"),
        (rb"a\par\strike no\par\strike0 yes\par", "a\n\nyes", "but the end of its paragraph is"),
        (rb"10{\super -4}\par", "10⁻⁴", "a negative power"),
        (
            rb"{\field{\*\fldinst {eq \\o\\ac(\u9675?,1)}}{\fldrslt }}a\par",
            "①a",
            "a circled number, a field without result",
        ),
        (rb"{\field{\*\fldinst {eq \\o\\ac(\u9675?,1)}}}a\par", "①a", "or without the place for one"),
        (rb"\v no\v0 yes\par", "yes", "hidden until it is switched off"),
        (rb"\v no\plain yes\par", "yes", "hidden until all is switched off"),
        (rb"{\header no\par}{\footer no}{\info{\title no}}{\*\unknown no}a\par", "a", "other destinations"),
        (rb"{\pict\bin3 }}}\par}a\par", "a", "binary data is not looked at"),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt page}}\par", "page", "a field is its result"),
        (rb"p. {\field{\*\fldinst PAGE }{\fldrslt 7}}\par", "p. ", "page numbers belong to the print"),
        (rb"a{\footnote b\par}c\par d\par", "ac\nb\nd", "a note after the first line"),
        (rb"a\par c{\*\footnote b}d\par", "a\ncd\nb", "a note after its paragraph"),
        (rb"{\*\do{\dptxbxtext box\par}}a\par", "box\na", "a text box at the head"),
        (rb"{\listtext 1.\tab}5km\par", "1. 5km", "a list number, kept apart from digits"),
        (rb"{\pntext\u19968?\u12289?\tab}\u31572?\par", "一、答", "a Chinese list number"),
        (SONG + rb"{\listtext\f2 l\tab}a{\f2 \'fc}\par", "a", "bullets and signs of symbol fonts"),
        (rb"{\listtext\'b7\tab}a\par", "a", "bullets"),
        (ROW + rb"a\cell b\cell\row\pard c\par", "a\tb\nc", "a row a line"),
        (ROW + rb"a\par b\cell c\cell\row", "a b\tc", "a cell of two paragraphs"),
        (ROW + rb"a{\footnote note\par}\cell b\cell\row\pard c\par", "a\tb\nnote\nc", "notes of a table follow it"),
        (ROW + rb"a\cell b\cell", "a\tb", "a row without its end"),
        (rb"a\par}b\par", "a", "nothing counts after the last brace"),
    ],
)
def test_words_and_groups(body: bytes, text: str, why: str) -> None:
    assert rtf.read(rb"{\rtf1\ansi " + body + b"}").text.removesuffix("\n") == text, why


def test_a_table_s_unit_is_written_after_its_figures() -> None:
    head = ROW + rb"\u39033?\u30446?\cell \u25237?\u36164?(\u19975?\u20803?)\cell\row"
    body = ROW + rb"\u36947?\u36335?\cell 860\cell\row"
    assert rtf.read(rb"{\rtf1" + head + body + b"}").text == "项目\t投资(万元)\n道路\t860万元\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [(rb"{\rtf1 a\par b", "a\nb\n"), (rb"{\rtf1 a\par{\pict\bin9999 abc", "a\n"), (rb"{\rtf1 a\par{\*\x", "a\n")],
)
def test_a_file_that_ends_early_says_so(data: bytes, text: str) -> None:
    source = rtf.read(data)
    assert (source.text, source.warnings) == (text, ("the document ends early: a group is not closed",))


def test_depth_and_length_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadError, match="is an RTF whose groups nest more than 200 deep"):
        rtf.read(rb"{\rtf1" + b"{" * 10_000)
    monkeypatch.setattr(rtf, "MOST_TOKENS", 1000)
    with pytest.raises(ReadError, match="is an RTF of more than 1000 words"):
        rtf.read(rb"{\rtf1" + rb"\b" * 2000 + b"}")
