"""Formats told by content: magic numbers behind blanks and byte-order marks, XML that is no page."""

from __future__ import annotations

import codecs

import pytest

from govreply.readers import ReadError, read_bytes
from govreply.readers.formats import format_of, web_archive

PAGE = "<!DOCTYPE html><html><body><p>张某某代表：</p><p>收悉，谢谢。</p></body></html>".encode()
ARCHIVE = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
RTF = b"{\\rtf1 abc}"
BLANKS = [b"", codecs.BOM_UTF8, b"\r\n", codecs.BOM_UTF8 + b"\n", b" \t\r\n" * 5000]
XML = '<?xml version="1.0"?>'


@pytest.mark.parametrize("before", BLANKS)
@pytest.mark.parametrize(("data", "name"), [(PAGE, "html"), (ARCHIVE, "html"), (RTF, "rtf"), (b"%PDF-1.7\n", "pdf")])
def test_what_stands_before_the_content_does_not_matter(before: bytes, data: bytes, name: str) -> None:
    assert format_of(before + data) == name


def test_an_rtf_after_blanks_is_read_from_its_beginning() -> None:
    assert read_bytes(codecs.BOM_UTF8 + b"\n" + RTF).text == "abc\n"


def test_a_pdf_may_begin_a_line_further_on() -> None:
    assert format_of(b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n") == "pdf"
    assert format_of("文件以%PDF-1.4开头。".encode()) == "text"
    assert format_of(PAGE.replace("收悉".encode(), b"%PDF-1.4")) == "html"


@pytest.mark.parametrize("before", BLANKS)
def test_a_web_archive_begins_with_its_first_header_field(before: bytes) -> None:
    assert web_archive(before + ARCHIVE) == ARCHIVE
    assert web_archive(before + PAGE) == b""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (f'{XML}<?mso-application progid="Word.Document"?><w:wordDocument><w:t>答复</w:t>', "in the XML of Word 2003"),
        (f"{XML}<pkg:package><pkg:part/>", "a document in one file of XML"),
        (f'{XML}<office:document office:version="1.3">', "an OpenDocument text in one file of XML"),
        (f'{XML}<?mso-application progid="Excel.Sheet"?><Workbook>', "a spreadsheet in XML"),
        (f"\ufeff\n{XML}<w:wordDocument>", "in the XML of Word 2003"),
    ],
)
def test_xml_of_office_programs_is_named_and_not_read_as_text(data: str, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        read_bytes(data.encode())


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"RIFF\x24\0\0\0WEBPVP8 " + bytes(30), "image"),
        (b"BM\x36\x03\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0" + bytes(30), "image"),
        (b"BMW and other words, more than twenty-six", "text"),
        (f"{XML}<reply>答复</reply>".encode(), "text"),
        ("答复：MIME-Version: 1.0".encode(), "text"),
    ],
)
def test_images_and_texts(data: bytes, name: str) -> None:
    assert format_of(data) == name
