"""The bytes of a web page → its markup as text, in which no tag can make the parser slow.

A page may be one part of a web archive (MHTML, RFC 2557). Its encoding is told by its content, since the declared one
is often absent or wrong.
"""

from __future__ import annotations

import re

from govreply.readers.document import ReadError
from govreply.readers.formats import web_archive
from govreply.readers.html.nesting import flattened
from govreply.readers.text import DAMAGED, decoded

_MOST_TAGS = 6_000  # up to so many tags, any nesting is quick to parse
_LONGEST_TAG = 4_000
_HIGH = re.compile(rb"(?:[\x80-\xff][\x30-\xff]?){1,200}")
_STRUCK = re.compile(r"<(/?)(?:s|strike)(?=[\s/>])", re.I)
_FORMATTING = re.compile(r"<(/?)(?:b|big|code|em|font|i|nobr|small|strong|tt|u)(?=[\s/>])", re.I)
_LONG_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9:]{{0,40}})[^<>]{{{_LONGEST_TAG},}}>")
_SELF_CLOSED = re.compile(
    r"<(script|style|title|textarea|iframe|noscript|div|span|p|a|td|th|li|b|i)((?:\s[^<>]{0,2000})?)/>", re.I
)


def markup_of(data: bytes) -> tuple[str, str]:
    """The markup of the page whose bytes are ``data``, and the name of its encoding.

    Raises ReadError for a web archive without a page. Time is linear in ``len(data)``.
    """
    if archive := web_archive(data):
        data = _archived(archive)
    if 0 < data.count(b"\0") < len(data) // 20:  # stray, not those of UTF-16
        data = data.replace(b"\0", b"")
    text, encoding = _decoded(data)
    return _tamed(text), encoding


def _archived(data: bytes) -> bytes:
    """The first page in a web archive."""
    from email import message_from_bytes

    for part in message_from_bytes(data).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page
    raise ReadError("is a web archive without a page")


def _decoded(data: bytes) -> tuple[str, str]:
    """The text of a page: what is told apart is its Chinese, between so much markup that is the same everywhere."""
    text, encoding = decoded(data)
    if encoding == "utf-8" or b"\0" in data[:1000]:
        return text, encoding
    _, told = decoded(b"".join(_HIGH.findall(data[:2_000_000])))
    told = told.removesuffix(DAMAGED)
    if told.startswith("utf-16") or told == encoding.removesuffix(DAMAGED):
        return text, encoding
    try:
        return data.decode(told), told
    except UnicodeDecodeError:
        return data.decode(told, "replace"), told + DAMAGED


def _tamed(markup: str) -> str:
    """``markup`` without what takes a parser quadratic time.

    The parser opens formatting elements (``<font>``) anew in each paragraph until they are closed, compares each
    attribute with all before it, and looks through all open elements at each paragraph.
    """
    if markup.lstrip()[:5] == "<?xml":
        markup = _SELF_CLOSED.sub(r"<\1\2></\1>", markup)
    markup = _FORMATTING.sub(r"<\1span", _STRUCK.sub(r"<\1del", markup))
    if len(markup) > _LONGEST_TAG:
        markup = _LONG_TAG.sub(r"<\1>", markup)
    return flattened(markup) if markup.count("<") > _MOST_TAGS else markup
