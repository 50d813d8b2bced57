"""Hand-made papers for the tests of the body: a layout and a frame without the parsers that make them."""

from __future__ import annotations

from govreply.lexicon import Lexicon
from govreply.models import Frame, Header, Layout, Reply, Span
from govreply.parser.body import parse_body
from govreply.parser.labels import Outline, outline

LEXICON = Lexicon()


def made_layout(text: str) -> Layout:
    """A layout whose source, quoted and plain text are ``text``, a paragraph a line; a literal ``\\n`` breaks lines."""
    text = text.replace("\\n", "\n")
    paragraphs, start = [], 0
    for line in text.split("\n"):
        if line:
            paragraphs.append(Span(start, start + len(line)))
        start += len(line) + 1
    return Layout(text, text, text, tuple(paragraphs), (0,), (0,))


def made_outline(text: str) -> Outline:
    """The outline of a text that is all body."""
    layout = made_layout(text)
    return outline(layout, Span(0, len(layout.plain)), LEXICON)


def made_reply(text: str, kind: str = "proposal_reply") -> Reply:
    """A text that is all body, parsed as a paper of 云江市教育局 (a place of our own invention)."""
    layout = made_layout(text)
    frame = Frame(Header(kind=kind, issuer="云江市教育局"), Span(0, len(layout.plain)), place="云江市")
    return parse_body(layout, frame, LEXICON)
