"""Document numbers in a paper: its own and those it cites, each joined to the 《》 that it belongs to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from govreply.lexicon import Lexicon
from govreply.models import DocumentNumber, Header, Layout, Span, Title
from govreply.notation import document_numbers as notation
from govreply.patterns import compiled
from govreply.spans import covers


def find_document_numbers(
    layout: Layout, header: Header, ignored: Sequence[Span], lexicon: Lexicon
) -> list[DocumentNumber]:
    """All document numbers of the plain text outside ``ignored`` (ascending spans), in order, without titles yet.

    ``role`` is ``self`` where the number is the paper's own (``header.doc_number``).
    """
    return [
        DocumentNumber(
            span=number.span,
            text=number.text,
            kind=number.kind,
            issuer_code=number.issuer_code,
            year=number.year,
            number=number.number,
            title="",
            role="self" if number.text == header.doc_number else "cited",
        )
        for number in notation.find(layout.plain, lexicon, layout.quoted)
        if not covers(ignored, number.span.start)
    ]


def link(
    plain: str, titles: Sequence[Title], numbers: Sequence[DocumentNumber]
) -> tuple[list[Title], list[DocumentNumber]]:
    """Titles with the numbers that belong to them, and numbers with their titles; both lists in their order.

    A number belongs to the 《》 right before it (《…》（吉银发〔2024〕1号, 〔2024〕2号）) or, where it follows
    none, right after it (吉银发〔2024〕1号《…》). A title's ``doc_number`` is the first of its numbers. What has a
    number is a document.
    """
    starts = [title.span.start for title in titles]
    linked, owned = list(titles), list(numbers)
    previous: int | None = None
    for index, number in enumerate(numbers):
        if number.role == "self":
            previous = None
            continue
        owner = _title_before(plain, titles, starts, number.span)
        if owner is None and index and _continues(plain, numbers[index - 1].span, number.span):
            owner = previous
        if owner is None:
            owner = _title_after(plain, starts, number.span)
        previous = owner
        if owner is None:
            continue
        owned[index] = number._replace(title=plain[slice(*titles[owner].span)])
        if not linked[owner].doc_number:
            linked[owner] = linked[owner]._replace(doc_number=number.text, kind="document")
    return linked, owned


def _title_before(plain: str, titles: Sequence[Title], starts: Sequence[int], span: Span) -> int | None:
    at = bisect_right(starts, span.start) - 1
    if at < 0 or span.start - titles[at].span.end > 24:
        return None
    if span.end <= titles[at].span.end:  # 《防洪标准GB 50201-2014》
        return at
    between = plain[titles[at].span.end : span.start]
    bracket = r"》?(?:[（(\[〔【“]?(?:以下简称“?\p{Han}{1,8}”?[，；])?(?:文号|发文字号|国家标准|行业标准|编号)?[：:]?)"
    return at if compiled(bracket).fullmatch(between) else None


def _continues(plain: str, previous: Span, span: Span) -> bool:
    return plain[previous.end : span.start] in ("、", "，", "和", "及", "；", "/", " ")


def _title_after(plain: str, starts: Sequence[int], span: Span) -> int | None:
    at = bisect_left(starts, span.end)
    if at == len(starts) or starts[at] - span.end > 6:
        return None
    return at if compiled(r"[）)】]?(?:文件|文|号文)?[，：]?[《“]").fullmatch(plain[span.end : starts[at]]) else None
