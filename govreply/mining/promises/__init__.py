"""``promises``: what was promised, by whom, by when; what has become of it; what later documents say.

    dates    dates in their sentences: to come, or compared with
    periods  days, months and years; the status on a day
    ledger   the dated targets and planned measures of a corpus
    metrics  what a number measures, so that two can be compared
    later    later statements on a promise

Everything works on rows, so that it is the same on documents and on datasets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from govreply.extraction import Extraction
from govreply.mining.corpus import Corpus, corpus_of
from govreply.mining.promises.later import REACHED, Later, Statement
from govreply.mining.promises.ledger import Promise, promises_of
from govreply.mining.promises.periods import STATUSES, PeriodError, period, period_asked, status_of
from govreply.mining.results import PLACE, integer, number, text
from govreply.tables.schema import Cell, Row, Table, Tables

__all__ = ["PROMISES", "STATUSES", "PeriodError", "promises"]

PROMISES = Table(
    "promises",
    "承诺",
    "one dated target or planned measure",
    (
        text("reply_id", "文档编号", "stable id of the document that promises"),
        text("source", "来源", "file name of that document"),
        text("made_on", "承诺日期", "date of that document, ISO 8601"),
        text("kind", "类别", "target (有期限的目标), measure (打算中的措施)"),
        integer("answer_no", "答复序号", "answer in which it stands, 1-based"),
        integer("measure_no", "措施序号", "measure in which it stands, 1-based"),
        text("department", "部门", "who: the unit that speaks or leads, else the issuer"),
        text("what", "事项", "what: the metric of a target, the headline of a measure"),
        text("goal", "目标值", "how much, as written"),
        number("value", "数值", "how much, exact, in base units; empty for a range or without a number", "base unit"),
        text("unit", "单位", "unit as written"),
        text("modifier", "限定", "exact, approx, more_than, equal_or_more, less_than, equal_or_less or range"),
        text("deadline", "期限", "by when, ISO 8601; of a measure that of its targets or its only date to come"),
        text("deadline_text", "期限原文", "the deadline as written"),
        text(
            "status", "状态", "overdue (已过期), due (正在期限内), open (期限未到或无期限), reached (后续文件称已实现)"
        ),
        text("later", "后续说法", "reached, stated differently, no later word; empty where no number is promised"),
        number("later_value", "后续数值", "the number stated later, in base units", "base unit"),
        text("later_text", "后续数值原文", "the number stated later, as written"),
        text("later_reply_id", "后续文档编号", "stable id of the later document"),
        text("later_source", "后续来源", "file name of the later document"),
        text("later_on", "后续日期", "date of the later document, ISO 8601"),
        text("later_sentence", "后续所在句", "the sentence of the later document"),
        integer("later_start", "后续起始", "where the later number starts in its source text", "code points"),
        integer("later_end", "后续结束", "where the later number ends in its source text, exclusive", "code points"),
        *PLACE,
    ),
)
"""``sentence`` is that of a target, of a measure its whole text."""


def promises(
    contents: Corpus | Extraction | Tables,
    on: date | None = None,
    due: str = "",
    department: str = "",
    statuses: Sequence[str] = (),
    every: bool = False,
) -> list[Row]:
    """The promises of a corpus, an extraction or its tables, as rows of ``PROMISES`` in the order of the text.

    A planned measure with targets, which are rows of their own, is listed only with ``every``.

    ``on`` is the day on which the status is judged, by default today: ``reached`` where a later document states so,
    of a measure of all targets in it;
    else ``overdue`` from the day after the deadline's last; ``due`` within the deadline (all of 2025 for 2025);
    ``open`` before it, and without a deadline. Restricted to promises whose deadline ends by the end of ``due`` (ISO
    8601 day, month or year), whose department has ``department`` in its name or is so called in the text, and to
    ``statuses``.
    Raises PeriodError for a ``due`` that is no date, ValueError for a status that is none of ``STATUSES``.
    """
    if unknown := sorted(set(statuses) - set(STATUSES)):
        raise ValueError(f"no status {unknown[0]!r}; they are {', '.join(STATUSES)}")
    corpus = corpus_of(contents)
    found = promises_of(corpus)
    later, sources = Later(corpus, found), corpus.sources()
    limit = period_asked(due).last if due else None
    wanted = _called(corpus, department) if department else None
    day = on or date.today()
    told = {id(each.row): later.of(each) for each in found}
    rows = []
    for promise in found:
        if promise.targets and not promise.is_target and not every:
            continue
        if wanted is not None and department not in promise.who and promise.who not in wanted:
            continue
        ends = period(promise.deadline)
        if limit is not None and (ends is None or ends.last > limit):
            continue
        said, statement = told[id(promise.row)]
        row = _row(promise, later, said, sources) | _said_later(statement, sources)
        reached = bool(promise.targets) and all(told[id(target)][0] == REACHED for target in promise.targets)
        row["status"] = status_of(promise.deadline, reached, day)
        if not statuses or row["status"] in statuses:
            rows.append({column.name: row[column.name] for column in PROMISES.columns})
    return rows


def _called(corpus: Corpus, name: str) -> set[Cell]:
    """The departments that some text calls so, or by a name that holds it: 某省工业和信息化厅 for 省工信厅."""
    tables: Iterable[str] = ("answers", "responsibilities")
    named = (row for table in tables for row in corpus.rows(table))
    return {row["department"] for row in named if name in str(row["department_text"] or "")}


def _row(promise: Promise, later: Later, said: str, sources: dict[str, str]) -> Row:
    row, target, made = promise.row, promise.is_target, promise.made
    return {
        "reply_id": row["reply_id"],
        "source": sources[str(row["reply_id"])],
        "made_on": _iso(made.first, made.last) if made else None,
        "kind": "target" if target else "measure",
        "answer_no": row["answer_no"],
        "measure_no": row["measure_no"],
        "department": promise.who or None,
        "what": later.what(promise) if target else row["headline"],
        "goal": promise.figure.text if promise.figure else None,
        "value": row["value"] if target else None,
        "unit": row["unit"] if target else None,
        "modifier": row["modifier"] if target else None,
        "deadline": promise.deadline or None,
        "deadline_text": promise.deadline_text or None,
        "later": said or None,
        "sentence": row["sentence"] if target else row["text"],
        "start": row["start"],
        "end": row["end"],
    }


def _said_later(statement: Statement | None, sources: dict[str, str]) -> Row:
    if statement is None:
        return dict.fromkeys(_LATER)
    row = statement.figure.row
    cells: tuple[Cell, ...] = (
        row["value"],
        statement.figure.text,
        row["reply_id"],
        sources[str(row["reply_id"])],
        _iso(statement.made.first, statement.made.last),
        row["sentence"],
        row["start"],
        row["end"],
    )
    return dict(zip(_LATER, cells, strict=True))


_LATER = (
    "later_value",
    "later_text",
    "later_reply_id",
    "later_source",
    "later_on",
    "later_sentence",
    "later_start",
    "later_end",
)


def _iso(first: date, last: date) -> str:
    """A date as precise as it is known."""
    if first == last:
        return first.isoformat()
    return f"{first.year:04d}" if first.month != last.month else first.isoformat()[:7]
