"""The bytes of a web page → its markup as text, in which no tag can make the parser slow.

A page may be one part of a web archive (MHTML, RFC 2557). Its encoding is told by its content, since the declared one
is often absent or wrong.
"""

from __future__ import annotations

import re

from govreply.readers.document import ReadError
from govreply.readers.limits import MOST_DEPTH
from govreply.readers.text import DAMAGED, decoded

ARCHIVE = re.compile(
    rb"^(?:MIME-Version|From|Subject|Date|Content-[A-Za-z-]+|X-[A-Za-z-]+|Snapshot-[A-Za-z-]+)[ \t]*:", re.I
)
"""How a web archive begins: a header field of a mail."""

_MOST_TAGS = 6_000  # up to so many tags, any nesting is quick to parse
_LONGEST_TAG = 4_000
_HIGH = re.compile(rb"(?:[\x80-\xff][\x30-\xff]?){1,200}")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})[^<>]{0,4000}>")
_FORMATTING = "(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\\s/>])"
_OPENED = re.compile(f"<{_FORMATTING}", re.I)
_CLOSED = re.compile(f"</{_FORMATTING}", re.I)
_LONG_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9:]{{0,40}})[^<>]{{{_LONGEST_TAG},}}>")
_SELF_CLOSED = re.compile(
    r"<(script|style|title|textarea|iframe|noscript|div|span|p|a|td|th|li|b|i)((?:\s[^<>]{0,2000})?)/>", re.I
)
_NEVER_DEEP = frozenset(
    {"p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "tfoot", "colgroup", "optgroup", "rp", "rt"}
    | {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)  # elements that the next of their kind ends, and empty ones


def markup_of(data: bytes) -> tuple[str, str]:
    """The markup of the page whose bytes are ``data``, and the name of its encoding.

    Raises ReadError for a web archive without a page. Time is linear in ``len(data)``.
    """
    if ARCHIVE.match(data):
        data = _archived(data)
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
    markup = _CLOSED.sub("</span", _OPENED.sub("<span", markup))
    if len(markup) > _LONGEST_TAG:
        markup = _LONG_TAG.sub(r"<\1>", markup)
    return _flattened(markup) if markup.count("<") > _MOST_TAGS else markup


def _flattened(markup: str) -> str:
    """``markup`` without the tags of elements that lie deeper than MOST_DEPTH; a line break stands for each."""
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        name = tag[2].lower()
        if name in _NEVER_DEEP:
            return tag[0]
        depth += -1 if tag[1] else 1
        if depth < 0:
            depth = 0
        return tag[0] if depth + (tag[1] == "/") <= MOST_DEPTH else "<br>"

    return _TAG.sub(kept, markup)
