"""Dates that cannot be: after the paper was signed, or before what it answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import regex

from govreply.mining.checks.findings import Finding
from govreply.mining.checks.passages import D, P, Passage, Q
from govreply.mining.corpus import Corpus
from govreply.patterns import compiled
from govreply.tables.schema import Cell, Row

_FIRST_NATIONAL = (8, 1993)
"""A term of the national assemblies and the year of its first meeting; both assemblies have five-year terms
(宪法 art. 60, 中国人民政治协商会议章程) and have met every March since 1985."""


def head_dates(corpus: Corpus) -> Iterator[Finding]:
    """Dates in the head and tail of each paper against one another, and the years of the numbers that it cites."""
    cited: dict[Cell, list[Row]] = defaultdict(list)
    for row in corpus.rows("document_numbers"):
        if row["role"] == "cited" and row["kind"] == "official":
            cited[row["reply_id"]].append(row)
    for reply_id, reply in corpus.documents().items():
        issued = str(reply["issued_on"] or "")
        if len(issued) == 10:
            yield from _head(reply, issued)
            yield from _cited(cited[reply_id], issued)


def _head(reply: Row, issued: str) -> Iterator[Finding]:
    published = str(reply["published_on"] or "")
    if len(published) == 10 and published < issued:
        yield _impossible(reply, (published, issued), f"published {published}, before it was signed {issued}")
    number = str(reply["doc_number"] or "")
    year = compiled(r"〔(\d{4})〕").search(number)
    if year and year[1] > issued[:4]:
        yield _impossible(reply, (number, issued), f"numbered in {year[1]}, after it was signed {issued}")
    term, meeting = reply["term"], reply["meeting"]
    if reply["level"] == "全国" and isinstance(term, int) and isinstance(meeting, int):
        met = f"{_FIRST_NATIONAL[1] + 5 * (term - _FIRST_NATIONAL[0]) + meeting - 1}-03"
        if issued[:7] < met:
            yield _impossible(reply, (str(reply["session"]), issued), f"signed {issued}, before the session of {met}")


def _cited(numbers: list[Row], issued: str) -> Iterator[Finding]:
    for row in numbers:
        if isinstance(row["year"], int) and row["year"] > int(issued[:4]):
            yield _impossible(row, (str(row["text"]), issued), f"cites a paper of {row['year']}, signed {issued}")


def _impossible(place: Row, numbers: tuple[str, ...], why: str) -> Finding:
    sentence = place.get("sentence") or place.get("title")
    return Finding("date", "inconsistent", numbers, why, {**place, "sentence": sentence})


@cache
def _done_by() -> regex.Pattern[str]:
    """截至2025年8月，已完成; 2025年8月已完成."""
    return compiled(
        f"(?:截至到?|截止到?)(?P<upto>{D})[^{D}。；将拟]{{0,24}}?(?:已|累计|共|完成|达)"
        f"|(?<![到至以在前])(?P<on>{D})[^{Q}{P}{D}。；，将拟]{{0,12}}?已(?!列入|纳入|定|经?批|明确|确定|安排)"
    )


@cache
def _intended() -> regex.Pattern[str]:
    return compiled("预计|预期|计划|力争|争取|有望|确保|目标|可")


def done_later(passage: Passage, issued: str) -> Iterator[Finding]:
    """What a sentence says to be done by a day after ``issued``, the day of signing (ISO 8601; empty where unknown).

    Only dates with a year of their own are read so: of 8月底 the year might be misunderstood.
    """
    if len(issued) != 10:
        return
    for match in _done_by().finditer(passage.words):
        row = passage.dates[match.start(match.lastgroup or 0)]
        value, text = str(row["value"] or ""), str(row["text"])
        if any(figure.row["stage"] != "done" for figure in passage.figures.values()) or _intended().search(
            match.group()
        ):
            continue
        explicit = compiled(r"^\d{4}年").match(text) and compiled(r"^\d{4}(?:-\d{2}){0,2}$").match(value)
        if explicit and row["stage"] == "done" and value > issued[: len(value)]:
            yield _impossible(row, (text, issued), f"done by {value}, after the paper was signed {issued}")
