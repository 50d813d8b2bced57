"""Where a mention stands: in which section, answer, measure and sentence, and where in the source.

All boundaries of a paper are sorted once, into one list of places and one of sentences; every mention then costs a few
bisections, however long the paper is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import regex

from govreply.models import Page, Span
from govreply.patterns import compiled

if TYPE_CHECKING:
    from govreply.models import Answer, Measure, Reply
    from govreply.tables.schema import Row

T = TypeVar("T")

LONGEST_SENTENCE = 1000
"""Characters after which a text without 。！？ is cut at a ； or ，. Such a text would otherwise be quoted whole for
each of its mentions, at a cost of the square of its length. Sentences of official papers stay far below."""


class Places:
    """The boundaries of one paper, ready to be asked about plain offsets."""

    def __init__(self, reply: Reply, reply_id: str, pages: Sequence[Page] = ()) -> None:
        self._layout = reply.layout
        self._pages = pages
        self._page_starts = [page.start for page in pages]
        self._as_written = reply.layout.quoted == reply.layout.plain
        self._starts, self._heads = _heads(reply, reply_id)
        self._sentences = _sentence_starts(reply.layout.plain)
        self._quoted: dict[int, str] = {}

    def head(self, offset: int) -> Row:
        """The columns reply_id to stage of a mention at plain ``offset``; shared between mentions, so copy it."""
        return self._heads[bisect_right(self._starts, offset) - 1]

    def tail(self, span: Span) -> Row:
        """The columns text, sentence, start and end of a mention, in a paged document also page and ocr."""
        first, end = span
        index = bisect_right(self._sentences, first)
        sentence = self._quoted.get(index)
        if sentence is None or end > self._sentences[index]:
            sentence = self.sentence(span)
        text = self._layout.quoted[first:end]
        if "\n" in text:
            text = text.replace("\n", "")
        return {"text": text, "sentence": sentence, **self.position(span)}

    def position(self, span: Span) -> Row:
        """The columns start and end of a span, in a paged document also page and ocr."""
        start, end = self.source_span(span)
        if not self._pages:
            return {"start": start, "end": end}
        number = bisect_right(self._page_starts, start)
        return {"start": start, "end": end, "page": number, "ocr": 1 if self._pages[number - 1].ocr else None}

    def quote(self, span: Span) -> str:
        """The text of a span within a paragraph, as written, layout removed."""
        text = self._layout.quoted[span[0] : span[1]]
        return text.replace("\n", "") if "\n" in text else text

    def sentence(self, span: Span) -> str:
        """The sentence, or the sentences, in which the span lies, as written."""
        starts = self._sentences
        index = bisect_right(starts, span[0])
        if span[1] > starts[index]:
            last = bisect_right(starts, span[1] - 1)
            return self.quote(Span(starts[index - 1], starts[last]))
        sentence = self._quoted.get(index)
        if sentence is None:
            sentence = self._quoted[index] = self.quote(Span(starts[index - 1], starts[index]))
        return sentence

    def source_span(self, span: Span) -> tuple[int, int]:
        """The source interval of a plain span: ``Layout.source_span`` with one bisection where one run holds it."""
        start, end = span
        starts, sources = self._layout.run_starts, self._layout.run_sources
        run = bisect_right(starts, start) - 1
        shift = sources[run] - starts[run]
        if run + 1 == len(starts) or end <= starts[run + 1]:
            return start + shift, end + shift
        last = bisect_right(starts, end - 1, run) - 1
        return start + shift, end + sources[last] - starts[last]

    def written(self, words: str, span: Span) -> str:
        """``words`` of the plain text in the script of the paper (万元 as 萬元), looked up from the end of ``span``.

        Digits, letters and ``%`` stay in their canonical width.
        """
        if self._as_written or not words:
            return words
        at = self._layout.plain.rfind(words, span[0], span[1])
        if at < 0:
            return words
        written = self._layout.quoted[at : at + len(words)]
        if written == words:
            return words
        return "".join(p if p.isascii() else q for p, q in zip(words, written, strict=True))

    def written_nearby(self, words: str, span: Span) -> str:
        """``words`` in the script of the paper, looked up in the sentence of ``span``."""
        if self._as_written or not words:
            return words
        index = bisect_right(self._sentences, span[0])
        return self.written(words, Span(self._sentences[index - 1], max(span[1], self._sentences[index])))


def _heads(reply: Reply, reply_id: str) -> tuple[list[int], list[Row]]:
    """The plain offsets at which section, answer, measure or stage change, and the columns that hold from there on."""
    leads = {unit.measure_no: unit.department for unit in reversed(reply.responsibilities) if unit.position == 1}
    changes: list[tuple[int, int, Any]] = sorted(
        [
            *((offset, 0, section) for offset, section in _innermost((s.span, s) for s in reply.sections)),
            *((offset, 1, answer) for offset, answer in _innermost((a.span, a) for a in reply.answers)),
            *((offset, 2, measure) for offset, measure in _innermost((m.span, m) for m in reply.measures)),
            *((offset, 3, span) for offset, span in _innermost((p, p) for p in reply.planned)),
        ],
        key=lambda change: change[0],
    )
    current: list[Any] = [None, None, None, None]
    starts, heads = [0], [_head(reply_id, current, leads)]
    for offset, kind, element in changes:
        current[kind] = element
        head = _head(reply_id, current, leads)
        if offset == starts[-1]:
            heads[-1] = head
        else:
            starts.append(offset)
            heads.append(head)
    return starts, heads


def _head(reply_id: str, current: Sequence[Any], leads: dict[int, str]) -> Row:
    section, planned = current[0], current[3]
    answer: Answer | None = current[1]
    measure: Measure | None = current[2]
    lead = answer.department if answer else leads.get(measure.number) if measure else None
    return {
        "reply_id": reply_id,
        "section_no": section and section.number,
        "answer_no": answer and answer.number,
        "measure_no": measure and measure.number,
        "department": lead or None,
        "stage": "planned" if planned or (measure and measure.stage == "planned") else "done",
    }


def _innermost(elements: Iterable[tuple[Span, T]]) -> Iterator[tuple[int, T | None]]:
    """(offset, element) pairs: from that plain offset on, the element is the innermost one that is open, if any is."""
    stack: list[tuple[int, T]] = []

    def close(upto: int) -> Iterator[tuple[int, T | None]]:
        while stack and stack[-1][0] <= upto:
            end = stack.pop()[0]
            while stack and stack[-1][0] <= end:
                stack.pop()
            yield end, stack[-1][1] if stack else None

    for (start, end), element in sorted(elements, key=lambda each: (each[0][0], -each[0][1])):
        yield from close(start)
        stack.append((end, element))
        yield start, element
    if stack:
        yield from close(max(end for end, _ in stack))


@cache
def _sentence_end() -> regex.Pattern[str]:
    return compiled(r"[。！？]+[”’」』》）]*\n*|\n+")


def _sentence_starts(plain: str) -> list[int]:
    """The plain offsets at which sentences start, and the end of the text."""
    starts = [0, *(match.end() for match in _sentence_end().finditer(plain)), len(plain)]
    if all(end - start <= LONGEST_SENTENCE for start, end in pairwise(starts)):
        return starts
    cuts = (cut for start, end in pairwise(starts) for cut in _cuts(plain, start, end))
    return sorted([*starts, *cuts])


def _cuts(plain: str, start: int, end: int) -> Iterator[int]:
    while end - start > LONGEST_SENTENCE:
        limit = start + LONGEST_SENTENCE
        comma = max(plain.rfind("；", start, limit), plain.rfind("，", start, limit))
        start = comma + 1 if comma > start else limit
        yield start
