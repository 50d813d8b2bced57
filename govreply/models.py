"""The things that flow through govreply, as frozen records.

Two coordinate systems are in use and never mixed:

*source*   code-point offsets into ``Source.text``, the decoded text as read; what users see as ``start`` and ``end``.
*plain*    offsets into ``Layout.plain``, the layout-free text on which every rule works; all ``span`` fields below.

``Layout.source_span`` is the only bridge from the second to the first.
"""

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

Stage = Literal["done", "planned"]
Modifier = Literal["exact", "approx", "more_than", "equal_or_more", "less_than", "equal_or_less", "range"]
Number = Decimal | int


class Span(NamedTuple):
    """A half-open interval of plain offsets."""

    start: int
    end: int


class Page(NamedTuple):
    """A page of a document: the source offset at which it starts, and whether its text was recognised from an image."""

    start: int
    ocr: bool = False


class Source(NamedTuple):
    """A document as read: its decoded text and where it came from.

    ``reply_id`` depends on the bytes alone, so the same file has the same id on every machine. ``encoding`` is empty
    where the format settles it; ``format`` is one of ``govreply.readers.FORMATS``. ``pages`` are in order, the first at
    offset 0; empty in formats without pages. ``warnings`` say what of the file did not get into the text.
    """

    text: str
    reply_id: str
    name: str = ""
    encoding: str = "utf-8"
    format: str = "text"
    pages: tuple[Page, ...] = ()
    warnings: tuple[str, ...] = ()


class Layout(NamedTuple):
    """The text without its layout, in two strings of equal length, and the way back to the source.

    ``quoted`` is as written, paragraphs separated by one line feed, no other line breaks, no page furniture, no spaces
    beside a CJK character. ``plain`` is the same text in one canonical form for matching: simplified characters,
    half-width digits and letters, full-width （）：；，！？ punctuation (a comma or point inside a number stays ASCII),
    one wave dash ``～``, ``%`` and ``‰``.
    ``run_starts`` (plain offsets, ascending, first 0) and ``run_sources`` (source offsets) describe maximal runs that
    lie unbroken in the source.
    """

    source: str
    quoted: str
    plain: str
    paragraphs: tuple[Span, ...]
    run_starts: Sequence[int]
    run_sources: Sequence[int]
    repeated: bool = False

    def source_offset(self, offset: int) -> int:
        """The source offset of the character at plain ``offset``."""
        run = bisect_right(self.run_starts, offset) - 1
        return self.run_sources[run] + offset - self.run_starts[run]

    def source_span(self, span: tuple[int, int]) -> tuple[int, int]:
        """The source interval that covers a non-empty plain span, line breaks and padding inside included."""
        start, end = span
        return self.source_offset(start), self.source_offset(end - 1) + 1


class Header(NamedTuple):
    """What the head, the tail and a web page's metadata say of the whole paper; empty where they say nothing."""

    kind: str = "other"
    title: str = ""
    doc_number: str = ""
    issuer: str = ""
    issued_on: str = ""
    body: str = ""
    level: str = ""
    session: str = ""
    term: int | None = None
    meeting: int | None = None
    proposal_no: str = ""
    proposal_kind: str = ""
    proposal_title: str = ""
    addressee: str = ""
    result_class: str = ""
    index_no: str = ""
    published_on: str = ""
    category: str = ""
    contact: str = ""
    phone: str = ""

    @property
    def reference(self) -> str:
        """The ISO 8601 day or year against which 今年 is read: of signing, else of publication, else of the number.

        A paper published in another year than that of its 发文字号 is read against the latter.
        """
        opened = self.doc_number.find("〔")
        year = self.doc_number[opened + 1 : opened + 5] if opened >= 0 else ""
        published = self.published_on if len(self.published_on) == 10 and self.published_on[:4].isdigit() else ""
        return self.issued_on or (published if published[:4] == year or not year else year)


class Frame(NamedTuple):
    """The head and tail of a paper: its header, where its body lies, and what holds no mentions.

    ``body`` runs from after the addressee and the lead-in sentence (“现答复如下”) to before the closing phrases and the
    signature. ``ignored`` are passages whose numbers are no mentions (metadata block, contact line). ``place`` is the
    full name of the place that the issuer governs (吉林省, 长春市, 临溪县), empty for organs of the state.
    """

    header: Header
    body: Span
    ignored: tuple[Span, ...] = ()
    place: str = ""


class Section(NamedTuple):
    number: int
    ordinal: str
    heading: str
    suggestion: str
    span: Span


class Answer(NamedTuple):
    number: int
    section_no: int | None
    department_text: str
    department: str
    attribution: Literal["label", "issuer"]
    span: Span


class Measure(NamedTuple):
    number: int
    section_no: int | None
    answer_no: int | None
    label: str
    headline: str
    stage: Stage
    span: Span


class Responsibility(NamedTuple):
    measure_no: int
    position: int
    department_text: str
    department: str
    span: Span


class Reply(NamedTuple):
    """A parsed paper. ``planned`` are the passages of intentions, in order and disjoint, single clauses excepted."""

    layout: Layout
    header: Header
    body: Span
    sections: tuple[Section, ...] = ()
    answers: tuple[Answer, ...] = ()
    measures: tuple[Measure, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    planned: tuple[Span, ...] = ()
    ignored: tuple[Span, ...] = ()
    place: str = ""
    warnings: tuple[str, ...] = ()


class Amount(NamedTuple):
    """A sum of money in the main unit of ``currency`` (ISO 4217).

    The first six fields are those of every quantity: ``value`` is exact and in base units, None for a range or an
    indefinite number; None in ``low`` or ``high`` is an open end; ``unit`` is as written (万元).
    """

    span: Span
    value: Number | None
    low: Number | None
    high: Number | None
    modifier: Modifier
    unit: str
    currency: str = "CNY"


class Count(NamedTuple):
    """A number of things; ``unit`` is the classifier, ``object`` the thing counted, empty where none is named."""

    span: Span
    value: Number | None
    low: Number | None
    high: Number | None
    modifier: Modifier
    unit: str
    object: str = ""


class Measurement(NamedTuple):
    """A physical quantity in its own ``unit``; ``symbol`` (UCUM) is empty for units outside the SI."""

    span: Span
    value: Number | None
    low: Number | None
    high: Number | None
    modifier: Modifier
    unit: str
    symbol: str = ""
    si_value: Number | None = None


class Percentage(NamedTuple):
    """A proportion in percent points."""

    span: Span
    value: Number | None
    low: Number | None
    high: Number | None
    modifier: Modifier
    unit: str
    direction: str = ""


Quantity = Amount | Count | Measurement | Percentage


class Title(NamedTuple):
    """A 《》; ``span`` is without the marks."""

    span: Span
    kind: Literal["document", "proposal", "other"]
    doc_number: str = ""


class DocumentNumber(NamedTuple):
    """A 发文字号 or the number of a standard; ``text`` is its one normal form (吉政办发〔2023〕10号)."""

    span: Span
    text: str
    kind: Literal["official", "standard"]
    issuer_code: str
    year: int | None
    number: str
    title: str
    role: Literal["self", "cited"]


class Date(NamedTuple):
    """A TIMEX3 expression; ``value`` in ISO 8601, empty where the text does not settle it."""

    span: Span
    type: Literal["DATE", "DURATION", "SET"]
    value: str
    modifier: Modifier = "exact"


class Target(NamedTuple):
    """A dated promise; ``span`` is its clause. Without a number ``value`` is None, ``unit`` and ``modifier`` empty."""

    span: Span
    deadline_text: str
    deadline: str
    metric: str
    value: Number | None
    unit: str
    modifier: str


class Mentions(NamedTuple):
    """All that the extractors found in one paper, each list in the order of the text."""

    amounts: Sequence[Amount] = ()
    counts: Sequence[Count] = ()
    measurements: Sequence[Measurement] = ()
    percentages: Sequence[Percentage] = ()
    document_numbers: Sequence[DocumentNumber] = ()
    titles: Sequence[Title] = ()
    dates: Sequence[Date] = ()
    targets: Sequence[Target] = ()
