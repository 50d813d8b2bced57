"""Titles in 《》: where each begins and ends, also when its marks are nested or broken, and what it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal

import regex

from govreply.lexicon import Lexicon
from govreply.models import Header, Layout, Span, Title
from govreply.patterns import compiled
from govreply.spans import covers

_LONGEST = 160
_LONGEST_UNCLOSED = 100
_LONGEST_WORD = 8
Kind = Literal["document", "proposal", "other"]


def find_titles(layout: Layout, header: Header, ignored: Sequence[Span], lexicon: Lexicon) -> list[Title]:
    """Every 《》 of the plain text outside ``ignored`` (ascending spans), in order, with its kind and no number yet.

    A nested pair is part of the outer title. ``extractors.document_numbers.link`` adds the numbers that follow.
    """
    plain = layout.plain
    titles: list[Title] = []
    for span in spans(plain, lexicon):
        if covers(ignored, span.start):
            continue
        follows = bool(titles) and plain[titles[-1].span.end : span.start] in (
            "》《",
            "》、《",
            "》和《",
            "》及《",
            "》，《",
        )
        inherited = titles[-1].kind if follows and titles[-1].kind != "proposal" else None
        titles.append(Title(span, kind_of(plain, span, header, lexicon, inherited)))
    return titles


def spans(plain: str, lexicon: Lexicon) -> Iterator[Span]:
    """Spans of the titles in ``plain``, without their marks, in order and disjoint.

    An unclosed 《 ends before the next stop, line or 《, after 100 characters at the latest; a 》 without its 《
    closes a title only when a word of a paper's name (办法, 意见 …) stands before it, and begins after the preceding
    根据, ， …
    """
    depth, start, done = 0, 0, 0
    inner: list[Span] = []
    for match in compiled(r"[《》]").finditer(plain):
        mark, at = match[0], match.start()
        if depth and (at - start > _LONGEST or plain.find("\n", start, at) >= 0):
            yield from _unclosed(plain, start, inner)
            done, depth = plain.find("\n", start, at) if at - start <= _LONGEST else at, 0
        if mark == "《":
            if depth:
                inner.append(Span(at + 1, at + 1))
            else:
                start, inner = at + 1, []
            depth += 1
        elif depth:
            depth -= 1
            if inner and inner[-1].start == inner[-1].end:
                inner[-1] = Span(inner[-1].start, at)
            if not depth:
                if at > start:
                    yield Span(start, at)
                done = at
        else:
            yield from _unopened(plain, done, at, lexicon)
            done = at
    if depth:
        yield from _unclosed(plain, start, inner)


def kind_of(plain: str, span: Span, header: Header, lexicon: Lexicon, inherited: Kind | None = None) -> Kind:
    """What the title at ``span`` names; ``inherited`` is the kind of a title that it stands in one list with."""
    text = plain[span.start : span.end]
    if _is_proposal(text, header):
        return "proposal"
    return by_last_word(text, lexicon) or _by_cue(plain, span.start - 1, lexicon) or inherited or _by_form(text)


def by_last_word(text: str, lexicon: Lexicon) -> Kind | None:
    """The kind that a title's last word tells, bracketed additions such as （试行） apart; None if it tells nothing."""
    words = _kinds(lexicon, "document_types")
    bare = compiled(r"(?:[（〔(][^（）〔〕()]{0,30}[）〕)]|[〉>》”’\d.\-—～年版]){1,6}$").sub("", text) or text
    for candidate in (bare, text.rstrip("〉>》”’")):
        for length in range(min(_LONGEST_WORD, len(candidate)), 0, -1):
            if kind := words.get(candidate[-length:]):
                return kind
    return None


def _is_proposal(text: str, header: Header) -> bool:
    if header.proposal_title and _bare(text) == _bare(header.proposal_title):
        return True
    if not text.startswith("关于") or header.kind == "policy":
        return False
    return text.endswith(("提案", "议案")) or (header.kind != "other" and text.endswith("的建议"))


@lru_cache(maxsize=64)
def _bare(text: str) -> str:
    return str(compiled(r"[\s\p{P}\p{S}]+").sub("", text))


def _by_cue(plain: str, end: int, lexicon: Lexicon) -> Kind | None:
    words = _kinds(lexicon, "title_cues")
    before = plain[max(0, end - _LONGEST_WORD - 2) : end].rstrip("了的：“")
    found = (words.get(before[-length:]) for length in range(min(_LONGEST_WORD, len(before)), 0, -1))
    return next((kind for kind in found if kind), None)


def _by_form(text: str) -> Kind:
    """Papers are named after their subject or their place; works have short free names."""
    return (
        "document"
        if compiled(r"关于|中华人民共和国|国家|中共|全国|\p{Han}{1,8}?[省市县区州旗]").match(text)
        else "other"
    )


@cache
def _kinds(lexicon: Lexicon, dictionary: str) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for row in lexicon.rows(dictionary):
        kinds[row["word"]] = "document" if row["kind"] == "document" else "other"
    return kinds


def _unclosed(plain: str, start: int, inner: Iterable[Span]) -> Iterator[Span]:
    closed = [span for span in inner if span.start < span.end]
    tail = (
        compiled(r"》?的?(?:实施)?(?:通知|意见|批复|公告|函|决定|通告)").match(plain, closed[-1].end)
        if closed
        else None
    )
    if tail:
        yield Span(start, tail.end())
    elif closed:
        yield from closed
    else:
        stop = compiled(r"[。；《\n]|（\p{Han}{2,10}[〔\[]").search(plain, start, start + _LONGEST_UNCLOSED)
        end = stop.start() if stop else min(len(plain), start + _LONGEST_UNCLOSED)
        if start < end:
            yield Span(start, end)


def _unopened(plain: str, floor: int, end: int, lexicon: Lexicon) -> Iterator[Span]:
    window = plain[max(floor, end - 60) : end]
    words = compiled(
        r".*(?:[，。；：、》“\n]|根据|按照|依据|依照|落实|印发|出台|制定|颁布|发布|执行)了?", regex.S
    ).match(window)
    start = end - len(window) + (words.end() if words else 0)
    if words and end - start > 3 and by_last_word(plain[start:end], lexicon) == "document":
        yield Span(start, end)
