"""The format of a document, told by its content, never by its name: a ``.doc`` is often HTML or DOCX."""

from __future__ import annotations

import re
from typing import Literal, get_args

Format = Literal["text", "html", "pdf", "docx", "odt", "doc", "rtf", "ofd", "image", "zip", "foreign"]

FORMATS: tuple[str, ...] = get_args(Format)
"""All formats that are told apart; ``zip`` is an archive of documents, ``foreign`` a known format without text."""

FOREIGN = {
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"SQLite format 3": "an SQLite database",
    b"\xdb\xa5-\x00": "a document of Word 2; save it as DOCX",
}
"""How files of known formats that hold no document start, and what they are called."""

_MAGIC: dict[bytes, Format] = {
    b"%PDF-": "pdf",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "doc",
    b"{\\rtf": "rtf",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"II*\x00": "image",
    b"MM\x00*": "image",
}

_TAGS = frozenset(
    b"html head meta title link style script body base div p span table tbody tr td font center b strong br"
    b" h1 h2 h3 h4 section article main form ul ol dl a img ucapcontent ucaptitle iframe".split(b" ")
)
_ZIP = (b"PK\3\4", b"PK\5\6")


def format_of(data: bytes) -> Format:
    """The format of the document whose bytes are ``data``; whatever nothing speaks against is ``text``."""
    head = data[:1024]
    for magic, name in _MAGIC.items():
        if head.startswith(magic):
            return name
    if any(head.startswith(magic) for magic in FOREIGN):
        return "foreign"
    if head.startswith(_ZIP):
        return _format_of_zip(data)
    return "html" if _is_html(head) else "text"


def _is_html(head: bytes) -> bool:
    """Whether ``head`` begins a page, a fragment of one or a web archive (MHTML)."""
    text = head.removeprefix(b"\x84\x31\x95\x33").replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if re.match(rb"(?:mime-version|from|subject|date|content-|x-|snapshot-)[^\n:]{0,60}:", text):
        return b"multipart/related" in text or b"text/html" in text
    if text.startswith(b"<?xml"):
        return b"<html" in text or b"xhtml" in text
    opened = re.match(
        rb"(?:<!--.{0,900}?-->\s*){0,9}<(?:!doctype\s{1,9})?(/?[a-z][a-z0-9]{0,12}(?=[\s>/]))", text, re.S
    )
    return (opened is not None and opened[1].lstrip(b"/") in _TAGS) or len(
        re.findall(rb"</(?:p|div|span|td)>", text)
    ) > 1


def _format_of_zip(data: bytes) -> Format:
    """What is in a ZIP archive: the office packages share one reader, which refuses spreadsheets by name."""
    from govreply.readers.packages import part_paths

    paths = part_paths(data)
    if "[content_types].xml" in paths:
        return "docx"
    if {"mimetype", "content.xml"} <= paths:
        return "odt"
    return "ofd" if "ofd.xml" in paths else "zip"
