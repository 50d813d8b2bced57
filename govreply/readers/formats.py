"""The format of a document, told by its content, never by its name: a ``.doc`` is often HTML or DOCX."""

from __future__ import annotations

import codecs
import re
from typing import Literal, get_args

Format = Literal["text", "html", "pdf", "docx", "odt", "doc", "rtf", "ofd", "image", "zip", "foreign"]

FORMATS: tuple[str, ...] = get_args(Format)
"""All formats that are told apart; ``zip`` is an archive of documents, ``foreign`` a known format without text."""

_FOREIGN = {
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"SQLite format 3": "an SQLite database",
    b"\xdb\xa5-\x00": "a document of Word 2; save it as DOCX",
}
_FOREIGN_XML = {
    b"<w:worddocument": "a document in the XML of Word 2003; save it as DOCX",
    b"<pkg:package": "a document in one file of XML; save it as DOCX",
    b"<office:document": "an OpenDocument text in one file of XML; save it as ODT",
    b'progid="excel.sheet"': "a spreadsheet in XML, not a document",
}
"""What stands near the beginning of XML that is no page, in lower case, and what it is called."""

_MAGIC: dict[bytes, Format] = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "doc",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"II*\x00": "image",
    b"MM\x00*": "image",
}
_PDF = re.compile(rb"(?:^|[\r\n\0])%PDF-")
"""ISO 32000-1, annex H.3.4.1: readers take a PDF that begins anywhere in the first 1024 bytes."""

_RTF = b"{\\rtf"
_WEB_ARCHIVE = re.compile(
    rb"(?:MIME-Version|From|Subject|Date|(?:Content|X|Snapshot)-[A-Za-z-]{1,40})[ \t]{0,9}:", re.I
)
"""How a web archive begins: a header field of a mail."""

_TAGS = frozenset(
    b"html head meta title link style script body base div p span table tbody tr td font center b strong br"
    b" h1 h2 h3 h4 section article main form ul ol dl a img ucapcontent ucaptitle iframe".split(b" ")
)
_ZIP = (b"PK\3\4", b"PK\5\6")
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\x84\x31\x95\x33")
_BLANKS = b" \t\r\n\f"
_HEAD = 1024
_MOST_BLANKS = 65_536  # server pages begin with the blank lines of their code


def format_of(data: bytes) -> Format:
    """The format of the document whose bytes are ``data``; whatever nothing speaks against is ``text``."""
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            return name
    if _is_bitmap(data):
        return "image"
    if data.startswith(_ZIP):
        return _format_of_zip(data)
    if foreign_name(data):
        return "foreign"
    head = beginning(data)[:_HEAD]
    if head.startswith(_RTF):
        return "rtf"
    if head.startswith(b"%PDF-") or _PDF.search(data[:_HEAD]):
        return "pdf"
    return "html" if _is_html(head) else "text"


def foreign_name(data: bytes) -> str:
    """What ``data`` is called, if it is of a known format that no reader reads; else empty."""
    found = next((words for magic, words in _FOREIGN.items() if data.startswith(magic)), "")
    head = beginning(data)[: 4 * _HEAD].replace(b"\0", b"").lower()
    if found or not head.startswith((b"<?xml", *(mark for mark in _FOREIGN_XML if mark.startswith(b"<")))):
        return found
    return next((words for mark, words in _FOREIGN_XML.items() if mark in head), "")


def beginning(data: bytes) -> bytes:
    """The first bytes of ``data``, up to 64 KiB, without a byte-order mark and the blank lines before its content."""
    head = data[:_MOST_BLANKS]
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.lstrip(_BLANKS)


def web_archive(data: bytes) -> bytes:
    """``data`` from its first header field on, if it begins as a web archive (MHTML) or mail does; else empty."""
    head = beginning(data)
    return head + data[_MOST_BLANKS:] if _WEB_ARCHIVE.match(head) else b""


def _is_html(head: bytes) -> bool:
    """Whether ``head`` begins a page, a fragment of one or a web archive."""
    text = head.replace(b"\0", b"").lstrip(_BLANKS).lower()
    if _WEB_ARCHIVE.match(text):
        return b"multipart/related" in text or b"text/html" in text
    if text.startswith(b"<?xml"):
        return b"<html" in text or b"xhtml" in text
    opened = re.match(
        rb"(?:<!--.{0,900}?-->\s*){0,9}<(?:!doctype\s{1,9})?(/?[a-z][a-z0-9]{0,12}(?=[\s>/]))", text, re.S
    )
    return (opened is not None and opened[1].lstrip(b"/") in _TAGS) or len(
        re.findall(rb"</(?:p|div|span|td)>", text)
    ) > 1


def _is_bitmap(data: bytes) -> bool:
    """Whether ``data`` is a WebP image or a Windows bitmap, whose two letters BM alone might begin a text."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return True
    return data[:2] == b"BM" and data[6:10] == bytes(4) and len(data) > 26


def _format_of_zip(data: bytes) -> Format:
    """What is in a ZIP archive: the office packages share one reader, which refuses spreadsheets by name."""
    from govreply.readers.packages import part_paths

    paths = part_paths(data)
    if "[content_types].xml" in paths:
        return "docx"
    if {"mimetype", "content.xml"} <= paths:
        return "odt"
    return "ofd" if "ofd.xml" in paths else "zip"
