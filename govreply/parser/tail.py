"""The tail of a paper: closing phrases, annexes, signature, date, copies, contact (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.models import Layout, Span
from govreply.notation.dates import iso_date
from govreply.patterns import compiled

_LONGEST_SIGNATURE = 60
_LONGEST_COURTESY = 140
_SIGNATURES_FROM_END = 40
_TAIL = 15


class Signature(NamedTuple):
    """The signers' lines and the date below them: paragraph indexes ``[first, last)``, spans of the signers' names."""

    first: int
    last: int
    signers: tuple[Span, ...] = ()
    date: str = ""


def find_signature(layout: Layout, first: int, last: int, lexicon: Lexicon) -> Signature | None:
    """The first signature among the paragraphs ``[first, last)``: signers with a date below or beside them, else, near
    the end, a date alone or signers alone. None if there is none."""
    bare: Signature | None = None
    for index in range(first, last):
        paragraph = layout.paragraphs[index]
        if paragraph.end - paragraph.start > _LONGEST_SIGNATURE:
            bare = None
            continue
        dated, date = _date_line(layout, index, last)
        if not date:
            if bare is None and last - index <= _SIGNATURES_FROM_END and _signers(layout, index, lexicon):
                bare = Signature(index, index + 1, tuple(_signers(layout, index, lexicon)))
            continue
        found = _signature(layout, index, dated, date, first, lexicon)
        if found.signers or last - index <= _TAIL:
            return found
    return bare


def _signature(layout: Layout, index: int, dated: Span, date: str, first: int, lexicon: Lexicon) -> Signature:
    """The signature whose date line is at ``index``, with the lines above (or, failing that, below) that sign."""
    paragraph = layout.paragraphs[index]
    after = index + (2 if dated.end > paragraph.end else 1)
    beside = [
        span for span in (Span(paragraph.start, dated.start), Span(dated.end, paragraph.end)) if span.start < span.end
    ]
    signers = [span for part in beside for span in split_signers(layout, part, lexicon)]
    above = index
    while above > first and (lines := _signers(layout, above - 1, lexicon)):
        signers[:0] = lines
        above -= 1
    if not signers and after < len(layout.paragraphs) and (below := _signers(layout, after, lexicon)):
        return Signature(index, after + 1, tuple(below), date)
    return Signature(above, after, tuple(signers), date)


def _date_line(layout: Layout, index: int, last: int) -> tuple[Span, str]:
    """Where the date of a signature stands and its ISO 8601 form: a paragraph of no more than it and signers."""
    paragraph = layout.paragraphs[index]
    match = _full_date().search(layout.plain, paragraph.start, paragraph.end)
    if match is None and index + 1 < last:  # a date broken over two lines
        following = layout.paragraphs[index + 1]
        if following.end - paragraph.start <= 20:
            match = _full_date().search(layout.plain, paragraph.start, following.end)
    if match is None or compiled(r"[，。；：、“《]|\p{N}").search(
        layout.plain, endpos=match.start(), pos=paragraph.start
    ):
        return paragraph, ""
    if compiled(r"[，。；：“《]").search(layout.plain, pos=match.end(), endpos=max(match.end(), paragraph.end)):
        return paragraph, ""
    date = iso_date(match[0])
    return Span(*match.span()), date if len(date) == 10 else ""


@cache
def _full_date() -> regex.Pattern[str]:
    """What may be a date in full; ``iso_date`` judges whether it is."""
    return compiled(
        r"[12一二][\w○]{3}\s?年\n?\s?\w{1,3}?\s?月\n?\s?\w{1,3}?\s?[日号]"
        r"|(?:19|20)\d\d(?P<mark>[-./])\d{1,2}(?P=mark)\d{1,2}(?!\d)"
    )


def _signers(layout: Layout, index: int, lexicon: Lexicon) -> list[Span]:
    start, end = layout.paragraphs[index]
    if end - start > _LONGEST_SIGNATURE or layout.plain[end - 1] == "。":
        return []
    contact = _find_contact(layout.plain, start + 3, end)
    return split_signers(layout, Span(start, contact.start() if contact else end), lexicon)


def glued_signature(layout: Layout, paragraph: Span, lexicon: Lexicon) -> tuple[Span, Signature] | None:
    """A signature or date that ends the last ``paragraph`` itself (…成效。某县水利局2020年8月8日), and its place."""
    match = _glued().search(layout.plain, max(paragraph.start, paragraph.end - 100), paragraph.end)
    if match is None:
        return None
    signers = split_signers(layout, Span(*match.span("signers")), lexicon) if match["signers"] else []
    date = iso_date(match["date"])
    if (match["signers"] and not signers) or len(date) != 10:
        return None
    start = match.start("signers" if match["signers"] else "date")
    return Span(start, match.end()), Signature(0, 0, tuple(signers), date)


@cache
def _glued() -> regex.Pattern[str]:
    date = _full_date().pattern
    return compiled(
        rf"(?<=[。！）])\s?(?P<signers>[\p{{Han}}、 ]{{4,60}}?)?\s?(?P<date>{date})"
        r"(?:[^。，；：\d]{0,12}|（联系人[^（）\n]{0,60}）)$"
    )


def split_signers(layout: Layout, span: Span, lexicon: Lexicon) -> list[Span]:
    """The organs that a signature line names, each by its span; none if it is not such a line."""
    if layout.plain.find("，", *span) >= 0 or layout.plain.find("的", *span) >= 0:
        return []  # most lines are sentences: no organ's name holds these
    parts: list[Span] = []
    for match in compiled(r"[^\s、]+").finditer(layout.plain, pos=span.start, endpos=span.end):
        name = compiled(r"[（(](?:公?章|盖章|印)[）)]$").sub("", match[0].rstrip("：。"))
        for start, end in _names(name):
            parts.append(Span(match.start() + start, match.start() + end))
    return parts if parts and all(is_organ(layout.plain[slice(*part)], lexicon) for part in parts) else []


def _names(line: str) -> Iterator[tuple[int, int]]:
    """Cuts between organs of one place that stand without a space: 江州市教育局江州市财政局."""
    place = compiled(r"\p{Han}{1,6}?[省市县区州旗盟]").match(line)
    again = line.find(place[0], 4) if place else -1
    cuts = [0, again] if again > 0 else [0]
    return zip(cuts, [*cuts[1:], len(line)], strict=True)


@cache
def _endings(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.words("organ_endings"))


def is_organ(text: str, lexicon: Lexicon) -> bool:
    """Whether ``text`` reads as the name of an organ that could sign a paper: letters only, ending as such names do."""
    if (
        not 3 <= len(text) <= 40
        or not compiled(r"[\p{Han}A-Za-z·（）〔〕]+").fullmatch(text)
        or text.startswith(("关于", "各", "（"))
    ):
        return False
    if compiled(r"的|是|了|将|我们|等|答复|意见|建议|提案$|加强|推进|关于").search(text):
        return False
    bare = compiled(r"（[^（）]{1,20}）$").sub("", text)
    return any(bare.endswith(word) for word in _last_words(bare, _endings(lexicon)))


def _last_words(text: str, words: frozenset[str]) -> Sequence[str]:
    return [text[-length:] for length in range(1, 7) if text[-length:] in words]


@cache
def _openers(lexicon: Lexicon) -> dict[str, str]:
    return {row["word"]: row["role"] for row in lexicon.rows("closing_phrases")}


def is_closing(text: str, lexicon: Lexicon) -> bool:
    """Whether a paragraph at a reply's end is no part of the answer: courtesy, annexes, copies, contact, page rest.

    A courtesy is short and states no figure: “感谢您的关心，下一步我局将投入200万元” still answers.
    """
    head = compiled(r"^[（(【\[“\s\p{Po}]+").sub("", text)
    role = next((found for length in range(10, 1, -1) if (found := _openers(lexicon).get(head[:length]))), "")
    if role == "closing":
        return len(text) <= _LONGEST_COURTESY and not compiled(r"\d").search(text) and "下一步" not in text
    return (
        role == "furniture"
        or not compiled(r"[\p{L}\p{N}]").search(text)
        or bool(compiled(r"[（(]?[A-D]\d?类?[）)]?").fullmatch(text))
    )


def body_end(layout: Layout, first: int, last: int, lexicon: Lexicon) -> int:
    """The paragraph after the last of ``[first, last)`` that still belongs to the answer."""
    while last > first:
        text = layout.plain[slice(*layout.paragraphs[last - 1])]
        annexed = last - 2 >= first and _is_annex(layout, last - 2) and compiled(r"\d{1,2}[.．、]").match(text)
        if not is_closing(text, lexicon) and not annexed:
            break
        last -= 1
    return last


def _is_annex(layout: Layout, index: int) -> bool:
    """Whether the paragraph is the first of a list of annexes (附件：1.…) or stands in such a list."""
    top = index - _TAIL
    while index > max(top, 0) and compiled(r"\d{1,2}[.．、]").match(layout.plain, pos=layout.paragraphs[index].start):
        if layout.paragraphs[index].end - layout.paragraphs[index].start > 60:
            return False
        index -= 1
    return index >= 0 and layout.plain.startswith("附件", layout.paragraphs[index].start)


def contact_lines(layout: Layout, first: int) -> list[Span]:
    """Spans of contact persons' and phone numbers' lines among the paragraphs after ``first`` and at the text's end."""
    found = []
    last = len(layout.paragraphs)
    for paragraph in (
        *layout.paragraphs[first : first + _TAIL],
        *layout.paragraphs[max(first + _TAIL, last - _TAIL) :],
    ):
        if paragraph.end - paragraph.start <= 300:
            match = _find_contact(layout.plain, paragraph.start, paragraph.end)
            if match and (match.start() == paragraph.start or layout.plain[match.start()] == "（"):
                found.append(Span(match.start(), paragraph.end))
    return found


def copy_lines(layout: Layout, first: int) -> list[Span]:
    """Spans of the lines below the signature that say who is sent a copy and how many are printed (版记)."""
    return [
        paragraph
        for paragraph in layout.paragraphs[first : first + 2 * _TAIL]
        if _copies().match(layout.plain, paragraph.start, paragraph.end)
    ]


@cache
def _copies() -> regex.Pattern[str]:
    return compiled(
        r"(?:抄\s?[送报致]|分送|主送|报送|发送)(?:单位|机关)?\s?：|[（(]?共?印(?:制|发)?\s?\d{1,5}\s?份[）)]?$"
    )


@cache
def _contact() -> regex.Pattern[str]:
    return compiled(
        r"[（(]?(?:\p{Han}{2,12}：)?(?:联\s?系\s?人|经办人|承办人|联系电话|联系方式|联系单位|联系科室|咨询电话|电话)"
    )


def _find_contact(plain: str, start: int, end: int) -> regex.Match[str] | None:
    # nearly all lines are settled by three words, one of which each alternative holds
    if all(plain.find(word, start, end) < 0 for word in ("联", "办人", "电话")):
        return None
    return _contact().search(plain, start, end)


def contact_of(text: str) -> tuple[str, str]:
    """The contact person and the phone number in a contact line; empty where it states none."""
    person = compiled(
        r"(?:联\s?系\s?人|经办人|承办人)(?:姓名)?(?:及[^：，\d]{2,8})?[：:\s]*([\p{Han}·×*Xx某]{2,5}?)(?=[，、；。）\s\d]|联系|电话|$)"
    ).search(
        text,
    )
    phone = compiled(
        r"(?<!\d)(?:1\d{10}|(?:0\d{2,3}[-—–－]?)?\d{7,8}(?:[-—转]\d{1,5})?|\d{4}[-—]\d{7,8})(?!\d)"
    ).search(text)
    return person[1] if person else "", phone[0] if phone else ""
