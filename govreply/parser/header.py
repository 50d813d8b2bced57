"""The frame of a paper: what it says of itself as a whole, where its body lies, and what holds no mentions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.models import Frame, Header, Layout, Span
from govreply.notation import document_numbers
from govreply.notation.dates import iso_date
from govreply.parser import proposal
from govreply.parser.departments import place_of
from govreply.parser.heading import Heading, ends_title, read_heading, result_class
from govreply.parser.metadata import Metadata, read_metadata
from govreply.parser.tail import (
    Signature,
    body_end,
    contact_lines,
    contact_of,
    copy_lines,
    find_signature,
    glued_signature,
    is_closing,
    is_organ,
)
from govreply.patterns import compiled
from govreply.spans import covers, union

_LEAST_ATTACHMENT = 200
_HALF_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


class _Parts(NamedTuple):
    """A paper taken apart: what its fields are read from."""

    layout: Layout
    metadata: Metadata
    heading: Heading
    signature: Signature | None
    tail: int

    def written(self, *spans: Span | None) -> str:
        """The text of the ``spans`` that there are as written, in half-width digits and letters, joined."""
        return "".join(self.layout.quoted[slice(*span)] for span in spans if span).translate(_HALF_WIDTH)

    def plain(self, *spans: Span | None) -> str:
        """The plain text of the ``spans`` that there are, joined; as long as what is ``written`` there."""
        return "".join(self.layout.plain[slice(*span)] for span in spans if span)


def parse_frame(layout: Layout, lexicon: Lexicon) -> Frame:
    """Head and tail of the paper in ``layout``: its header, its body, the passages without mentions, its place.

    Works on any text; one that is no paper is of kind ``other`` and all body. Fields: docs/tables.md, table replies.
    """
    metadata = read_metadata(layout, lexicon)
    region = metadata.answer or Span(0, len(layout.plain))
    heading = read_heading(layout, region, metadata.passages, lexicon)
    first = _paragraph_at(layout, heading.body)
    last = _paragraph_at(layout, region.end)
    last += last < len(layout.paragraphs) and layout.paragraphs[last].start < region.end
    passages = union(metadata.passages)
    while last > first and _is_taken(passages, layout.paragraphs[last - 1], heading.body):
        last -= 1
    start = heading.body
    while first < last and any(_covers(passage, layout.paragraphs[first]) for passage in metadata.passages):
        first += 1
        start = layout.paragraphs[first - 1].end
    signature = find_signature(layout, first, last, lexicon)
    end = body_end(layout, first, signature.first if signature else last, lexicon)
    body = Span(start, min(layout.paragraphs[end - 1].end, region.end) if end > first else start)
    if signature is None and end > first and (glued := glued_signature(layout, layout.paragraphs[end - 1], lexicon)):
        body, signature = Span(start, max(start, _before_glued(layout, first, end, glued[0].start, lexicon))), glued[1]
    parts = _Parts(layout, metadata, heading, signature, end)
    header = _header(parts, lexicon)
    if header.kind == "policy" and signature and signature.last and (attached := _attached(parts, last, lexicon)):
        body = attached
    if header.kind == "other" and not heading.lead_in and not metadata.answer:
        body = Span(0, len(layout.plain))
    contacts = contact_lines(layout, max(end, first))
    ignored = union([*metadata.passages, *contacts, *copy_lines(layout, max(end, first))])
    place = _place(parts, header, lexicon)
    if header.body and not header.level and _names_congress(parts):
        header = header._replace(level=proposal.level_of_place(place))
    return Frame(header, _tightened(layout.plain, body), ignored, place)


def _names_congress(parts: _Parts) -> bool:
    """Whether title or lead-in name the body or its session, be it without saying of which place: 政协十届三次会议."""
    text = parts.plain(*parts.heading.title) + parts.plain(parts.heading.lead_in)
    return compiled(r"政协|政治协商|人大|人民代表大会|届.{1,8}次").search(text) is not None


def _before_glued(layout: Layout, first: int, end: int, cut: int, lexicon: Lexicon) -> int:
    """Where the body ends before a signature at ``cut`` in the paragraph ``end - 1``: also before a courtesy there."""
    opening = layout.paragraphs[end - 1].start
    if end - 1 > first and is_closing(layout.plain[opening:cut], lexicon):
        return layout.paragraphs[body_end(layout, first, end - 1, lexicon) - 1].end
    return cut


def _paragraph_at(layout: Layout, offset: int) -> int:
    """Index of the first paragraph that ends after ``offset``."""
    from bisect import bisect_right

    return bisect_right(layout.paragraphs, offset, key=lambda paragraph: paragraph.end)


def _is_taken(passages: Sequence[Span], paragraph: Span, floor: int) -> bool:
    """Whether the ``passages`` hold what of the ``paragraph`` lies after ``floor``, at its beginning and at its end."""
    return covers(passages, paragraph.end - 1) and covers(passages, max(paragraph.start, floor))


def _covers(passage: Span, paragraph: Span) -> bool:
    return passage.start <= paragraph.start and paragraph.end <= passage.end


def _tightened(plain: str, span: Span) -> Span:
    """``span`` without white space at its ends; empty spans stay within the text."""
    start, end = span.start, min(span.end, len(plain))
    while start < end and plain[start].isspace():
        start += 1
    while end > start and plain[end - 1].isspace():
        end -= 1
    return Span(min(start, len(plain)), max(end, min(start, len(plain))))


def _header(parts: _Parts, lexicon: Lexicon) -> Header:
    values, heading = parts.metadata.values, parts.heading
    kind = _kind(parts, lexicon)
    contact, phone = _contact(parts)
    header = Header(
        kind=kind,
        title=parts.written(*heading.title) or _listed_title(parts),
        doc_number=heading.doc_number or document_numbers.normal_form(values.get("doc_number", ""), lexicon),
        issuer=_issuer(parts, lexicon),
        issued_on=_issued_on(parts),
        addressee=_addressee(parts, kind, lexicon),
        result_class=heading.result_class
        or _tail_class(parts, lexicon)
        or result_class([values.get("result_class", "")], lexicon),
        index_no=values.get("index_no", ""),
        published_on=_day(values.get("published_on", "")) or values.get("published_on", ""),
        category=values.get("category", ""),
        contact=contact,
        phone=phone,
    )
    return header if kind in ("policy", "other") else _with_proposal(header, parts, lexicon)


def _addressee(parts: _Parts, kind: str, lexicon: Lexicon) -> str:
    """Whom the paper addresses; in a text that is neither reply nor policy only what reads as a person or an organ."""
    written, plain = parts.written(parts.heading.addressee), parts.plain(parts.heading.addressee)
    if kind != "other" or plain.startswith(("各", "尊敬")) or is_organ(plain, lexicon):
        return written
    return written if plain.endswith(lexicon.words("addressee_endings")) else ""


def _listed_title(parts: _Parts) -> str:
    """The title in the page's metadata; on a page that shows the request too, only if it is the reply's."""
    title = parts.metadata.values.get("title", "")
    return title if not parts.metadata.request or compiled(r"答复|复函|回复").search(title) else ""


def _with_proposal(header: Header, parts: _Parts, lexicon: Lexicon) -> Header:
    """``header`` with what the paper says of the proposal that it answers."""
    values = parts.metadata.values
    title = parts.plain(*parts.heading.title) or values.get("title", "")
    lead_in = parts.plain(parts.heading.lead_in)
    session, written = _session(parts, lexicon)
    body = (session.body if session else "") or ("CPPCC" if header.kind == "proposal_reply" else "NPC")
    return header._replace(
        body=body,
        level=(session.level if session else "") or _level(title + lead_in, lexicon),
        session=written,
        term=session.term if session else None,
        meeting=session.meeting if session else None,
        proposal_no=_proposal_no(title, lead_in, values),
        proposal_kind=proposal.find_kind(title, lexicon)
        or proposal.find_kind(lead_in, lexicon)
        or proposal.find_kind("第1号" + values.get("proposal_kind", ""), lexicon),
        proposal_title=_proposal_title(parts),
        addressee=header.addressee or values.get("proposer", ""),
    )


def _session(parts: _Parts, lexicon: Lexicon) -> tuple[proposal.Session | None, str]:
    """The session that title, lead-in or metadata names, and how it is written; one with its organ goes first."""
    heading, values = parts.heading, parts.metadata.values
    listed = [values.get(key, "") for key in ("session", "title", "proposal_no")]
    sources = [
        (parts.plain(*heading.title), parts.written(*heading.title)),
        (parts.plain(heading.lead_in), parts.written(heading.lead_in)),
        *((text, text) for text in listed),
    ]
    found = [
        (session, quoted[slice(*session.span)])
        for plain, quoted in sources
        if (session := proposal.find_session(plain, lexicon))
    ]
    return next((pair for pair in found if pair[0].body), found[0] if found else (None, ""))


def _proposal_no(title: str, lead_in: str, values: dict[str, str]) -> str:
    outside = compiled(r"《[^《》]*》|“[^”]*”").sub("", lead_in)
    stated = values.get("proposal_no", "")
    return (
        proposal.find_number(title)
        or proposal.find_number(f"第{compiled('^第|号.*$').sub('', stated)}号" if stated else "")
        or proposal.find_number(outside)
    )


def _proposal_title(parts: _Parts) -> str:
    for span in (parts.heading.lead_in, *parts.heading.title):
        found = proposal.find_title(parts.layout.plain[slice(*span)]) if span else None
        if span and found:
            return parts.layout.quoted[span.start + found.start : span.start + found.end]
    return parts.metadata.values.get("proposal_title", "").strip("《》“”")


def _level(text: str, lexicon: Lexicon) -> str:
    """The level of the body in 关于市政协第156号提案, where no session is named."""
    match = compiled(r"(?:关于|对|在)?(\p{Han}{1,8}?)(?:政协|人大)").search(text)
    return proposal.level_of(compiled(r"^.*(?:关于|[在对的])").sub("", match[1]), lexicon) if match else ""


def _kind(parts: _Parts, lexicon: Lexicon) -> str:
    values = parts.metadata.values
    title = parts.plain(*parts.heading.title) or values.get("title", "")
    addressee = parts.plain(parts.heading.addressee)
    lead_in = parts.plain(parts.heading.lead_in)
    body = _body_named(title, lead_in, addressee, values, lexicon)
    replies = bool(lead_in) or compiled(r"答复|复函|回复|复文|办理情况(?!.{0,4}(?:报告|总结|通报)$)|的函").search(title)
    if body and (replies or "proposal_no" in values or "proposal_title" in values):
        return {"CPPCC": "proposal_reply", "NPC": "suggestion_reply"}[body]
    if compiled(r"报告|讲话|解读|说明|总结|答复|回复|复函|问答|摘要$").search(title[-8:]) or parts.metadata.answer:
        return "other"
    named = bool(title) and ends_title(title, lexicon)
    if lead_in and not named:
        return "other"
    paper = bool(
        parts.heading.doc_number or addressee or parts.signature or "doc_number" in values or "index_no" in values
    )
    articles = bool(
        compiled(
            r"\n第一条|制定(?:如下|本|以下)(?:\p{Han}{0,4})(?:方案|办法|规划|计划|意见|措施|细则|规定)|提出(?:如下|以下)\p{Han}{0,4}意见"
        ).search(parts.layout.plain[:20000])
    )
    return "policy" if (named and (paper or articles)) or _addresses_units(addressee) else "other"


def _addresses_units(addressee: str) -> bool:
    return bool(compiled(r"^各|人民政府|各有关|各单位|各部门|各直属").search(addressee))


def _body_named(title: str, lead_in: str, addressee: str, values: dict[str, str], lexicon: Lexicon) -> str:
    """``CPPCC`` or ``NPC``: by the session that the text names, its addressee, the word for what was put forward, then
    by the page's metadata, whose category is often another's."""
    bare = compiled(r"《[^《》]*》|“[^”]*”").sub("", lead_in)
    for text in (title, bare):
        session = proposal.find_session(text, lexicon)
        if session and session.body:
            return session.body
    if compiled(r"委员(?:们|会)?$").search(addressee) or any(
        word in addressee for word in lexicon.words("party_groups")
    ):
        return "CPPCC"
    if compiled(r"代表(?:们|团)?(?:[（(].*)?$").search(addressee) and "代表" in addressee:
        return "NPC"
    for text in (compiled(r"《[^《》]*》").sub("", title), bare, values.get("session", ""), *_marked(lead_in + title)):
        word = compiled(r"(政协|提案|委员)|人大|代表|议案|建议").search(text)
        if word:
            return "CPPCC" if word[1] else "NPC"
    if "proposal_no" in values or "proposal_title" in values:
        return "CPPCC" if "提案" in values.get("category", "") + values.get("proposal_title", "") else "NPC"
    return ""


def _marked(text: str) -> list[str]:
    """The last words of what stands in 《》 or “”: 提案, 建议 or 议案."""
    return [match[1] for match in compiled(r"(提案|建议|议案)[》”]").finditer(text)]


def _issuer(parts: _Parts, lexicon: Lexicon) -> str:
    """The signers, else the organ at the title's head, else the metadata's."""
    signed = parts.signature and (parts.signature.date or parts.heading.title or parts.heading.lead_in)
    if parts.signature and parts.signature.signers and (signed or _place_named(parts, lexicon)):
        return "、".join(parts.written(span) for span in parts.signature.signers)
    if head := _title_issuer(parts, lexicon):
        return parts.written(*parts.heading.title)[: len(head)]
    values = parts.metadata.values
    return next((values[key] for key in ("answering_unit", "issuer") if key in values), "")


def _place_named(parts: _Parts, lexicon: Lexicon) -> bool:
    """Whether the signers are organs of a place and so sign without a date too; 故乡 at a verse's end is none."""
    signers = parts.signature.signers if parts.signature else ()
    return any(place_of(parts.plain(signer), lexicon) for signer in signers)


def _title_issuer(parts: _Parts, lexicon: Lexicon) -> str:
    """The organ that a title opens with, in plain text: 江州市教育局 of 江州市教育局关于…; empty if there is none."""
    named = compiled(r"(.{3,40}?)(?:关于|对(?=.{0,12}(?:届|第|政协|人大|提案|建议)))")
    head = named.match(parts.plain(*parts.heading.title))
    return str(head[1]) if head and is_organ(head[1], lexicon) else ""


def _issued_on(parts: _Parts) -> str:
    values = parts.metadata.values
    if parts.signature and parts.signature.date:
        return parts.signature.date
    return next((day for key in ("issued_on", "answered_on") if (day := _day(values.get(key, "")))), "")


def _day(text: str) -> str:
    date = iso_date(compiled(r"\s\d{1,2}[:：]\d.*").sub("", text), compact=True)
    return date if len(date) == 10 else ""


def _tail_class(parts: _Parts, lexicon: Lexicon) -> str:
    return result_class([parts.plain(span) for span in parts.layout.paragraphs[parts.tail : parts.tail + 30]], lexicon)


def _contact(parts: _Parts) -> tuple[str, str]:
    values = parts.metadata.values
    lines = contact_lines(parts.layout, parts.tail)
    person, phone = contact_of("\n".join(parts.layout.quoted[slice(*line)] for line in lines))
    return person or values.get("contact", ""), phone or values.get("phone", "")


def _attached(parts: _Parts, last: int, lexicon: Lexicon) -> Span | None:
    """The paper that a covering notice issues and that follows its signature: from below its title to its end."""
    assert parts.signature is not None
    paragraphs, plain = parts.layout.paragraphs, parts.layout.plain
    first = parts.signature.last
    notice = compiled(r"印发|转发|发布|公布|下发").search(parts.plain(*parts.heading.title)) or compiled(
        r"现(?:将[^。\n]{2,80})?(?:予以)?(?:印发|转发|公布|发布)"
    ).search(plain, parts.heading.body, min(parts.heading.body + 600, paragraphs[first - 1].end))
    if not notice or first >= last or paragraphs[last - 1].end - paragraphs[first].start < _LEAST_ATTACHMENT:
        return None
    below = first
    for index in range(first, min(first + 12, last)):
        text = plain[slice(*paragraphs[index])]
        if len(text) > 80 or _opens_body().match(text):
            break
        if ends_title(text, lexicon) or compiled(r"[（(].{2,60}[）)]|附件\s?\d*[：:]?.{0,60}").fullmatch(text):
            below = index + 1
    return Span(paragraphs[below].start, paragraphs[body_end(parts.layout, below, last, lexicon) - 1].end)


@cache
def _opens_body() -> regex.Pattern[str]:
    return compiled(r"[一二三]、|第[一1][章条]|（一）|1[.、]|.*。$")


def _place(parts: _Parts, header: Header, lexicon: Lexicon) -> str:
    """The place that the issuer governs: by its name, the metadata's fuller one, the title, the session."""
    signers = parts.signature.signers if parts.signature else ()
    issuer = parts.plain(*signers[:1]) or header.issuer
    names = (issuer, parts.metadata.values.get("issuer", ""), parts.plain(*parts.heading.title), header.session)
    return next((place for name in names if name and (place := place_of(name, lexicon))), "")
