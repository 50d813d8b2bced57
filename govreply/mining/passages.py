"""The running text of a corpus, each part of it once.

Three tables hold text of a document and overlap: a measure stands in its answer, a mention's sentence in both. So the
passages of a document are, in the order of the text,

- its answers (``answers.text``); a reply's measures all stand in them, and are not taken again;
- the measures that stand in no answer (``measures.text``): the articles of a policy, which has no answers;
- the sentences of mentions that stand in neither but in a section (the goals that open a policy), each once.

A document without answers and measures, which is no reply, gives the sentences of its mentions. Titles, headings (they
quote the suggestion), greetings, signatures and the proposal that a record prints before its reply are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from govreply.mining.corpus import Corpus
from govreply.tables.schema import MENTION_TABLES, Cell, Row


class TermError(ValueError):
    """A term or pattern that cannot be looked for; the message says why."""


class Passage(NamedTuple):
    """A stretch of running text with where it stands.

    ``text`` is without layout, a line a paragraph. ``start`` and ``end`` are the code-point offsets in the source of
    what it was made of; None of a sentence, whose place no table tells. ``year`` is that of the document, four digits
    or empty; ``department`` who speaks, empty where nobody is named.
    """

    text: str
    reply_id: str
    source: str
    department: str = ""
    year: str = ""
    section_no: int | None = None
    answer_no: int | None = None
    measure_no: int | None = None
    start: int | None = None
    end: int | None = None

    @property
    def unbroken(self) -> bool:
        """Whether the text lies in the source as it is, without layout inside, so that offsets can be told."""
        return self.start is not None and self.end is not None and self.end - self.start == len(self.text)


def document_year(reply: Row) -> str:
    """The year of a document, from its row of ``replies``: of signing, else of its number, else of publication."""
    number = str(reply["doc_number"] or "")
    opened = number.find("〔")
    in_number = number[opened + 1 : opened + 5] if opened >= 0 else ""
    return str(reply["issued_on"] or in_number or reply["published_on"] or "")[:4]


def passages(corpus: Corpus) -> list[Passage]:
    """The running text of all documents, in their order, each part once."""
    by_document: dict[str, list[tuple[int, Passage]]] = {reply_id: [] for reply_id in corpus.documents()}
    places = _Places(corpus)
    for row in _whole_texts(corpus):
        by_document[str(row["reply_id"])].append((_integer(row["start"]) or 0, places.passage(row, row["text"])))
    spans = {
        reply_id: [(each.start or 0, each.end or 0) for _, each in found] for reply_id, found in by_document.items()
    }
    for row in _outside(corpus, spans):
        passage = places.passage(row, row["sentence"])._replace(start=None, end=None)
        by_document[passage.reply_id].append((_integer(row["start"]) or 0, passage))
    return [passage for found in by_document.values() for _, passage in sorted(found, key=_by_start)]


def _by_start(found: tuple[int, Passage]) -> int:
    return found[0]


def _whole_texts(corpus: Corpus) -> Iterator[Row]:
    """The answers, and the measures that stand in none."""
    yield from (row for row in corpus.rows("answers") if row["text"])
    yield from (row for row in corpus.rows("measures") if row["text"] and row["answer_no"] is None)


def _outside(corpus: Corpus, spans: dict[str, list[tuple[int, int]]]) -> Iterator[Row]:
    """A mention for each sentence that stands in none of the ``spans`` of its document but is running text."""
    seen: set[tuple[Cell, Cell]] = set()
    for row in _mentions(corpus):
        taken = spans[str(row["reply_id"])]
        key = (row["reply_id"], row["sentence"])
        is_running = row["section_no"] is not None or not taken
        if is_running and row["sentence"] and key not in seen and not _stands_in(row, taken):
            seen.add(key)
            yield row


def _mentions(corpus: Corpus) -> Iterable[Row]:
    for name in MENTION_TABLES:
        yield from corpus.rows(name)


def _stands_in(row: Row, spans: Sequence[tuple[int, int]]) -> bool:
    start = _integer(row["start"]) or 0
    return any(opened <= start < closed for opened, closed in spans)


class _Places:
    """What the tables say of where a row stands."""

    def __init__(self, corpus: Corpus) -> None:
        self._sources = corpus.sources()
        self._years = {reply_id: document_year(row) for reply_id, row in corpus.documents().items()}
        self._leaders = {
            (str(row["reply_id"]), row["measure_no"]): str(row["department"] or row["department_text"] or "")
            for row in corpus.rows("responsibilities")
            if row["position"] == 1
        }
        self._issuers = {
            reply_id: str(row["issuer"] or "") if row["kind"] == "policy" else ""
            for reply_id, row in corpus.documents().items()
        }

    def passage(self, row: Row, text: Cell) -> Passage:
        reply_id = str(row["reply_id"])
        measure_no = _integer(row.get("measure_no"))
        leads = self._leaders.get((reply_id, measure_no), "") or self._issuers.get(reply_id, "")
        return Passage(
            text=str(text),
            reply_id=reply_id,
            source=self._sources[reply_id],
            department=str(row.get("department") or leads),
            year=self._years[reply_id],
            section_no=_integer(row.get("section_no")),
            answer_no=_integer(row.get("answer_no")),
            measure_no=measure_no,
            start=_integer(row["start"]),
            end=_integer(row["end"]),
        )


def _integer(cell: Cell) -> int | None:
    return None if cell is None else int(cell)
