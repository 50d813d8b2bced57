"""Who speaks: labels such as 省财政厅答复： or （市财政局意见）, and the answers that they open."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.models import Answer, Frame, Section, Span
from govreply.parser.departments import full_name, is_department
from govreply.parser.labels import Outline, trimmed
from govreply.parser.unit_lists import split_units
from govreply.patterns import alternation, compiled

# characters: the longest label (several units in one), the longest lead-in such as 经研究，现将各单位意见答复如下：
_LABEL, _LEAD_IN = 60, 60


class Speaker(NamedTuple):
    """A label over ``span``: the unit ``written`` (plain span) speaks next; ``own``: the issuer itself."""

    span: Span
    written: Span
    own: bool = False


class _Words(NamedTuple):
    """The words of labels, compiled: ``ending`` behind the unit's name (会办意见, 答复如下), ``explicit`` anywhere."""

    ending: regex.Pattern[str]
    explicit: regex.Pattern[str]
    consulted: regex.Pattern[str]
    other: tuple[str, ...]
    own: tuple[str, ...]


@cache
def _words(lexicon: Lexicon) -> _Words:
    def any_of(role: str) -> str:
        return f"(?:{alternation(lexicon.words('answer_labels', role=role))})"

    close = f"{any_of('ending')}(?:内容|情况|意见)?(?:[为是]|如下)?"
    opinion = "(?P<opinion>的?(?:会办|办理)?意见)?"
    return _Words(
        ending=compiled(rf"的?{any_of('manner')}?{close}$"),
        explicit=compiled(f"{close}："),
        consulted=compiled(
            rf"(?:根据|按照|经)?(?:我[局厅委办部])?{any_of('consulted')}了?(?P<unit>[^，。]{{2,40}}?){opinion}"
            r"(?:，(?:其|该[局厅委办部院]|该单位|具体)?的?)?$"
        ),
        other=lexicon.words("answer_labels", role="other"),
        own=lexicon.words("answer_labels", role="self"),
    )


_NUMERALS = frozenset("（一二三四五六七八九十0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


@cache
def _number() -> regex.Pattern[str]:
    return compiled(r"（?[一二三四五六七八九十0-9]{1,3}[）、.]++|[①-⑳]")


@cache
def _bracketed() -> regex.Pattern[str]:
    return compiled(
        r"(?:（(?P<in>[^（）\n]{2,40})）|【(?P<in>[^【】\n]{2,40})】|〔(?P<in>[^〔〕\n]{2,40})〕|\[(?P<in>[^\[\]\n]{2,40})\])：?"
    )


@cache
def _named() -> regex.Pattern[str]:
    return compiled(r"(?P<in>[^，。；：？！“《\n]{2,60}+)(?:：|(?=\n)|\Z)")


def find_speakers(outline: Outline, lexicon: Lexicon) -> list[Speaker]:
    """The labels of the body that say who speaks, in order and disjoint.

    A label opens a paragraph (市教育局：, （市财政局意见）, 【市卫健委】, （一）市教育局意见), or it stands anywhere
    after a sentence and says in words that an answer follows (省工信厅答复：, 经会商市发展改革委，其意见如下：).
    """
    text = outline.plain
    found = [_opening(text, paragraph, lexicon) for paragraph in outline.paragraphs]
    for match in _words(lexicon).explicit.finditer(text, *outline.span):
        found.append(_worded(text, outline.span.start, match.end(), lexicon))
    speakers = sorted((s for s in found if s is not None), key=attrgetter("span"))
    return [s for i, s in enumerate(speakers) if i == 0 or s.span.start >= speakers[i - 1].span.end]


def _opening(text: str, paragraph: Span, lexicon: Lexicon) -> Speaker | None:
    start, end = paragraph
    if text[start : start + 1] in _NUMERALS and (number := _number().match(text, start, min(end, start + 8))):
        start = number.end()
    limit = min(end, start + _LABEL)
    if limit < end and text[start] not in "（【〔[" and text.find("：", start, limit) < 0:
        return None
    match = _bracketed().match(text, start, limit) or _named().match(text, start, limit)
    if match is None or (match.end() == limit < end):
        return None
    return _speaker(text, Span(paragraph.start, match.end()), Span(*match.span("in")), lexicon)


def _worded(text: str, low: int, end: int, lexicon: Lexicon) -> Speaker | None:
    floor = max(low, end - _LABEL)
    start = max(floor, *(text.rfind(mark, floor, end) + 1 for mark in "\n。；！”"))
    if start == floor > low and text[start - 1] not in "\n。；！”":
        return None
    number = _number().match(text, start, min(end, start + 8))
    inner = number.end() if number else start
    return _speaker(text, Span(start, end), Span(inner, end - 1), lexicon)


def _speaker(text: str, span: Span, inside: Span, lexicon: Lexicon) -> Speaker | None:
    """The speaker whom a label's words ``inside`` name; None where they name no unit."""
    words = _words(lexicon)
    start, end = inside
    ending = words.ending.search(text, start, end)
    if ending is not None:
        end = ending.start()
    if (asked := words.consulted.match(text, start, end)) is not None:
        # 经商市财政局，现答复如下 is the issuer's own answer; 经征求市财政局意见，答复如下 passes the unit's on
        passed_on = ending is not None and (ending[0].startswith("意见") or asked["opinion"])
        if ending is None or (text[end - 1] == "，" and not passed_on):
            return None
        start, end = asked.span("unit")
    name = text[start:end]
    if name in words.own or name in words.other:
        if ending is not None and ending[0].endswith("情况"):
            return None
        return Speaker(span, Span(start, end), name in words.own)
    for prefix in words.other + words.own:
        if name.startswith(prefix) and len(prefix) > 2:
            start += len(prefix)
            bracket = text[start : start + 1] in ("（", "：")
            start, end = start + bracket, end - (bracket and text[end - 1] == "）")
    units = split_units(text[start:end], lexicon)
    if not units or not all(is_department(unit, lexicon) for unit, _, _ in units):
        return None
    return Speaker(span, Span(start, end))


def find_answers(
    outline: Outline,
    frame: Frame,
    sections: Sequence[tuple[Section, int]],
    speakers: Sequence[Speaker],
    lexicon: Lexicon,
) -> list[Answer]:
    """The answers of a body, numbered from 1: one a label, and one of the issuer for text that no label claims.

    ``sections`` come with the offset of the text under their headings. Text before the first heading belongs to none;
    numbered paragraphs beside the sections (三、今后…) are the issuer's, outside any section.
    """
    found: list[Answer] = []
    ends_of = [speaker.span.end for speaker in speakers]
    starts_of = [speaker.span.start for speaker in speakers]
    for region, number in _regions(outline, sections):
        # a label that is the heading above (一、市教育局意见) ends where the region begins
        own = speakers[bisect_left(ends_of, region.start) : bisect_left(starts_of, region.end)]
        first = own[0].span.start if own else region.end
        opening = trimmed(outline.plain, (region.start, first))
        if opening.end > opening.start and not (own and _leads_in(outline.plain, opening)):
            found.append(Answer(len(found) + 1, number, "", frame.header.issuer, "issuer", opening))
        ends = [*(speaker.span.start for speaker in own), region.end][1:]
        for speaker, end in zip(own, ends, strict=True):
            span = trimmed(outline.plain, (max(speaker.span.end, region.start), end))
            if span.end > span.start:
                written = outline.quoted[slice(*speaker.written)]
                department = _department(outline.plain, speaker, frame, lexicon)
                found.append(Answer(len(found) + 1, number, written, department, "label", span))
    return found


def _regions(outline: Outline, sections: Sequence[tuple[Section, int]]) -> Iterator[tuple[Span, int | None]]:
    """The parts of the body that answers fill: the whole of it, or each section's text and what follows a section."""
    if not sections:
        yield outline.span, None
        return
    edges = [section.span.start for section, _ in sections[1:]] + [outline.span.end]
    for (section, after), edge in zip(sections, edges, strict=True):
        yield Span(after, section.span.end), section.number
        beside = trimmed(outline.plain, (section.span.end, edge))
        if beside.end > beside.start:
            yield beside, None


def _leads_in(text: str, span: Span) -> bool:
    """Whether the text before a label only announces it (经研究，各单位答复如下：)."""
    size = span.end - span.start
    sentences = text.count("。", span.start, span.end - 1)
    return size < 10 or (size <= _LEAD_IN and not sentences and text[span.end - 1] == "：")


def _department(text: str, speaker: Speaker, frame: Frame, lexicon: Lexicon) -> str:
    if speaker.own:
        return frame.header.issuer
    written = text[slice(*speaker.written)]
    units = split_units(written, lexicon)
    return "、".join(full_name(unit, frame.place, lexicon) for unit, _, _ in units) or written
