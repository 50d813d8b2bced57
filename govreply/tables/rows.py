"""From the model of one paper to plain rows, one function a table.

Empty is None, whatever the model says it with; numbers are int where integral, else Decimal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreply.tables.places import Places
from govreply.tables.schema import TABLES, Row, Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Protocol, TypeVar

    from govreply.models import (
        Amount,
        Answer,
        Count,
        Date,
        DocumentNumber,
        Header,
        Measure,
        Measurement,
        Mentions,
        Number,
        Percentage,
        Quantity,
        Reply,
        Responsibility,
        Section,
        Source,
        Span,
        Target,
        Title,
    )

    class _Mention(Protocol):
        @property
        def span(self) -> Span: ...

    M = TypeVar("M", bound=_Mention)

# A date's text is without quotation marks, also inside (“十四五”末 is 十四五末).
_QUOTATION_MARKS = dict.fromkeys(map(ord, '“”‘’"「」『』'))


def rows(source: Source, reply: Reply, mentions: Mentions, contacts: bool = False) -> Tables:
    """The rows of one paper by table name, all tables of ``schema.TABLES`` in their order.

    ``reply`` and ``mentions`` are in plain offsets, ``start`` and ``end`` of the rows in code points of the source.
    The contact person and phone are columns only with ``contacts``. A mention's section, answer and measure are the
    innermost ones in which it starts; its department is the answer's, in a policy the measure's first responsible
    unit; its stage is ``planned`` where ``reply.planned`` or its measure says so.
    """
    places = Places(reply, source.reply_id, source.pages)
    filled: Tables = {
        "replies": [_reply_row(source, reply.header, contacts)],
        "sections": [_section_row(section, source.reply_id, places) for section in reply.sections],
        "answers": [_answer_row(answer, source.reply_id, reply, places) for answer in reply.answers],
        "measures": [_measure_row(measure, source.reply_id, reply, places) for measure in reply.measures],
        "responsibilities": [_responsibility_row(unit, source.reply_id, places) for unit in reply.responsibilities],
        "amounts": _mention_rows(places, mentions.amounts, _amount),
        "counts": _mention_rows(places, mentions.counts, _count),
        "measurements": _mention_rows(places, mentions.measurements, _measurement),
        "percentages": _mention_rows(places, mentions.percentages, _percentage),
        "document_numbers": _mention_rows(places, mentions.document_numbers, _document_number),
        "titles": _mention_rows(places, mentions.titles, _title),
        "dates": _mention_rows(places, mentions.dates, _date),
        "targets": _mention_rows(places, mentions.targets, _target),
    }
    for number, row in zip(mentions.document_numbers, filled["document_numbers"], strict=True):
        row["text"] = number.text
    for row in filled["dates"]:
        row["text"] = str(row["text"]).translate(_QUOTATION_MARKS)
    for target, row in zip(mentions.targets, filled["targets"], strict=True):
        row["stage"] = _latest_stage(places, target.span)
    return filled


def exact(number: Number | None) -> Number | None:
    """The same number as int where it is integral, else as Decimal."""
    if number is None or type(number) is int:
        return number
    whole = int(number)
    return whole if whole == number else number


def _mention_rows(places: Places, mentions: Iterable[M], own: Callable[[M, Places], Row]) -> list[Row]:
    head, tail = places.head, places.tail
    return [{**head(mention.span[0]), **own(mention, places), **tail(mention.span)} for mention in mentions]


def _latest_stage(places: Places, span: Span) -> str:
    """A clause is planned also where its word of intention (力争) comes after its deadline."""
    stages = (places.head(span.start)["stage"], places.head(max(span.start, span.end - 1))["stage"])
    return "planned" if "planned" in stages else "done"


def _quantity(quantity: Quantity, places: Places) -> Row:
    return {
        "value": exact(quantity.value),
        "low": exact(quantity.low),
        "high": exact(quantity.high),
        "modifier": quantity.modifier,
        "unit": places.written(quantity.unit, quantity.span) or None,
    }


def _amount(amount: Amount, places: Places) -> Row:
    row = _quantity(amount, places)
    row["currency"] = amount.currency or None
    return row


def _count(count: Count, places: Places) -> Row:
    row = _quantity(count, places)
    row["object"] = places.written_nearby(count.object, count.span) or None
    return row


def _measurement(measurement: Measurement, places: Places) -> Row:
    row = _quantity(measurement, places)
    row["symbol"] = measurement.symbol or None
    row["si_value"] = exact(measurement.si_value)
    return row


def _percentage(percentage: Percentage, places: Places) -> Row:
    row = _quantity(percentage, places)
    row["direction"] = percentage.direction or None
    return row


def _document_number(number: DocumentNumber, places: Places) -> Row:
    return {
        "kind": number.kind,
        "issuer_code": number.issuer_code or None,
        "year": number.year,
        "number": number.number or None,
        "title": number.title or None,
        "role": number.role,
    }


def _title(title: Title, places: Places) -> Row:
    return {"kind": title.kind, "doc_number": title.doc_number or None}


def _date(date: Date, places: Places) -> Row:
    return {"type": date.type, "value": date.value or None, "modifier": date.modifier}


def _target(target: Target, places: Places) -> Row:
    return {
        "deadline_text": places.written_nearby(target.deadline_text, target.span) or None,
        "deadline": target.deadline or None,
        "metric": places.written_nearby(target.metric, target.span) or None,
        "value": exact(target.value),
        "unit": places.written(target.unit, target.span) or None,
        "modifier": target.modifier or None,
    }


def _reply_row(source: Source, header: Header, contacts: bool) -> Row:
    row: Row = {"reply_id": source.reply_id, "source": source.name or None}
    for column in TABLES["replies"].visible(contacts)[len(row) :]:
        value = getattr(header, column.name)
        row[column.name] = None if value == "" else value
    return row


def _section_row(section: Section, reply_id: str, places: Places) -> Row:
    return {
        "reply_id": reply_id,
        "section_no": section.number,
        "ordinal": section.ordinal or None,
        "heading": section.heading or None,
        "suggestion": section.suggestion or None,
        **places.position(section.span),
    }


def _answer_row(answer: Answer, reply_id: str, reply: Reply, places: Places) -> Row:
    return {
        "reply_id": reply_id,
        "answer_no": answer.number,
        "section_no": answer.section_no,
        "department_text": answer.department_text or None,
        "department": answer.department or None,
        "attribution": answer.attribution,
        "text": reply.layout.quoted[answer.span.start : answer.span.end].strip("\n") or None,
        **places.position(answer.span),
    }


def _measure_row(measure: Measure, reply_id: str, reply: Reply, places: Places) -> Row:
    return {
        "reply_id": reply_id,
        "measure_no": measure.number,
        "section_no": measure.section_no,
        "answer_no": measure.answer_no,
        "label": measure.label or None,
        "headline": measure.headline or None,
        "stage": measure.stage,
        "text": reply.layout.quoted[measure.span.start : measure.span.end].strip("\n") or None,
        **places.position(measure.span),
    }


def _responsibility_row(unit: Responsibility, reply_id: str, places: Places) -> Row:
    return {
        "reply_id": reply_id,
        "measure_no": unit.measure_no,
        "position": unit.position,
        "department_text": unit.department_text or None,
        "department": unit.department or None,
        **places.position(unit.span),
    }
