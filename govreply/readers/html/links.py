"""The documents that a page links to or shows in a frame: there the reply is where the page itself holds none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from govreply.patterns import compiled

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_MOST = 5
_DOCUMENT = r"(?i)[^\s\"'<>()=\\?#]{1,200}\.(?:pdf|docx?|wps|ofd|rtf|zip|rar)(?=$|[?#\"'\s&\\])"


def attachments_of(page: LexborHTMLParser, markup: str) -> list[str]:
    """The addresses of the documents of ``page``, as written: of links, frames and objects, then of its scripts; each
    once, five at most."""
    found = dict.fromkeys(_addresses(page))
    if not found:
        found = dict.fromkeys(match[0] for match in compiled(_DOCUMENT).finditer(markup[:200_000]))
    return list(found)[:_MOST]


def pointing_to(attachments: Sequence[str]) -> str:
    """Where the text may be instead, to end a message with; empty where there are no ``attachments``."""
    return f"; read instead what it links to: {', '.join(attachments)}" if attachments else ""


def _addresses(page: LexborHTMLParser) -> Iterator[str]:
    for node in page.css("a[href],iframe[src],embed[src],object[data]"):
        attributes = node.attributes
        address = (attributes.get("href") or attributes.get("src") or attributes.get("data") or "").strip()
        if compiled(_DOCUMENT).search(address):
            yield address[-200:]
