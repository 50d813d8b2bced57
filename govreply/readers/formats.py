"""The format of a document, told by its content, never by its name: a ``.doc`` is often HTML or DOCX."""

from __future__ import annotations

from typing import Literal, get_args

Format = Literal["text", "html", "pdf", "docx", "doc", "rtf", "ofd", "image", "zip", "foreign"]

FORMATS: tuple[str, ...] = get_args(Format)
"""All formats that are told apart; ``zip`` is an archive of documents, ``foreign`` a known format without text."""

FOREIGN = {
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"SQLite format 3": "an SQLite database",
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
    return "text"


def _format_of_zip(data: bytes) -> Format:
    """What is in a ZIP archive: the office packages share one reader, which refuses spreadsheets by name."""
    from govreply.readers.packages import part_paths

    paths = part_paths(data)
    if "[content_types].xml" in paths:
        return "docx"
    return "ofd" if "ofd.xml" in paths else "zip"
