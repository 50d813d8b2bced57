"""The promises of a corpus: its dated targets and planned measures, each with who, what, how much, by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from govreply.mining.checks.figures import FIGURES, Figure
from govreply.mining.corpus import Corpus
from govreply.mining.passages import document_year
from govreply.mining.promises.dates import PlacedDate, placed
from govreply.mining.promises.periods import Period, period
from govreply.tables.schema import Cell, Row


class Promise(NamedTuple):
    """A row of ``targets``, or of ``measures`` where its stage is planned.

    ``who`` is the unit that speaks or leads, else the issuer; ``made`` the document's date; ``figure`` the number of
    a target as its own table has it. ``targets`` are the target itself, or those in the measure by their deadlines.
    ``date`` is the only date to come of a measure without targets, a row of ``dates``.
    """

    row: Row
    who: str
    made: Period | None
    targets: tuple[Row, ...]
    figure: Figure | None = None
    date: Row | None = None

    @property
    def is_target(self) -> bool:
        """Whether it is a row of ``targets``."""
        return any(self.row is target for target in self.targets)

    @property
    def deadline(self) -> str:
        """The deadline in ISO 8601, of a measure the latest in it; empty where there is none."""
        if self.targets:
            return _text(self.targets[-1], "deadline")
        return _text(self.date, "value") if self.date else ""

    @property
    def deadline_text(self) -> str:
        """The deadline as written, empty where there is none."""
        if self.targets:
            return _text(self.targets[-1], "deadline_text")
        return _text(self.date, "text") if self.date else ""


def promises_of(corpus: Corpus) -> list[Promise]:
    """All promises, document by document, in the order of the text; a measure before the targets in it."""
    documents = corpus.documents()
    dates = {reply_id: document_date(row) for reply_id, row in documents.items()}
    speakers = _Speakers(corpus)
    targets = list(corpus.rows("targets"))
    found = [
        Promise(row, speakers.of(row), dates[str(row["reply_id"])], (row,), figure)
        for row, figure in zip(targets, _own_figures(corpus, targets), strict=True)
    ]
    stated = _dates_of_measures(corpus)
    for row, inside in _planned_measures(corpus, targets):
        made = dates[str(row["reply_id"])]
        ahead = None if inside or made is None else _only_date_ahead(stated.get(_measure(row), []), made)
        found.append(Promise(row, speakers.of(row), made, inside, date=ahead))
    order = {reply_id: number for number, reply_id in enumerate(documents)}
    return sorted(found, key=lambda each: (order[str(each.row["reply_id"])], start(each.row), each.is_target))


def document_date(reply: Row) -> Period | None:
    """The date of a document, from its row of ``replies``: of signing, else of publication, else its number's year."""
    return period(str(reply["issued_on"] or reply["published_on"] or document_year(reply) or ""))


def start(row: Row) -> int:
    """Where a row stands in its source, in code points."""
    return row["start"] if isinstance(row["start"], int) else 0


class _Speakers:
    """Who speaks or leads where."""

    def __init__(self, corpus: Corpus) -> None:
        self._issuers = {reply_id: str(row["issuer"] or "") for reply_id, row in corpus.documents().items()}
        self._answers = {(row["reply_id"], row["answer_no"]): row["department"] for row in corpus.rows("answers")}
        self._leaders = {
            (row["reply_id"], row["measure_no"]): row["department"]
            for row in corpus.rows("responsibilities")
            if row["position"] == 1
        }

    def of(self, row: Row) -> str:
        """The department of a mention or measure, else the issuer of its document."""
        reply_id = row["reply_id"]
        answering = self._answers.get((reply_id, row["answer_no"]))
        leading = self._leaders.get((reply_id, row["measure_no"]))
        return str(row.get("department") or answering or leading or self._issuers[str(reply_id)])


def _text(row: Row, name: str) -> str:
    return str(row[name] or "")


def _own_figures(corpus: Corpus, targets: Iterable[Row]) -> Iterator[Figure | None]:
    """The figure of each target: in its clause, of its value and unit, each taken once."""
    wanted = list(targets)
    documents = {row["reply_id"] for row in wanted}
    known: dict[tuple[Cell, Cell, Cell], list[Figure]] = {}
    for name in FIGURES:
        for row in corpus.rows(name):
            if row["reply_id"] in documents:
                known.setdefault((row["reply_id"], row["unit"], row["value"]), []).append(Figure(name, row))
    taken: set[int] = set()
    for target in wanted:
        end = target["end"] if isinstance(target["end"], int) else 0
        candidates = known.get((target["reply_id"], target["unit"], target["value"]), []) if target["unit"] else []
        inside = (each for each in candidates if start(target) <= start(each.row) < end and id(each.row) not in taken)
        figure = next(inside, None)
        if figure is not None:
            taken.add(id(figure.row))
        yield figure


def _planned_measures(corpus: Corpus, targets: Sequence[Row]) -> Iterator[tuple[Row, tuple[Row, ...]]]:
    """The planned measures, each with the targets in it by their deadlines."""
    inside: dict[tuple[Cell, Cell], list[Row]] = {}
    for row in targets:
        inside.setdefault(_measure(row), []).append(row)
    for measure in corpus.rows("measures"):
        if measure["stage"] == "planned":
            yield measure, tuple(sorted(inside.get(_measure(measure), []), key=_deadline_end))


def _measure(row: Row) -> tuple[Cell, Cell]:
    """The measure in which a row stands."""
    return row["reply_id"], row["measure_no"]


def _dates_of_measures(corpus: Corpus) -> dict[tuple[Cell, Cell], list[PlacedDate]]:
    inside: dict[tuple[Cell, Cell], list[PlacedDate]] = {}
    for date in placed(row for row in corpus.rows("dates") if row["measure_no"] is not None):
        inside.setdefault(_measure(date.row), []).append(date)
    return inside


def _only_date_ahead(dates: Iterable[PlacedDate], made: Period) -> Row | None:
    """The date to come, where all that are name the same."""
    ahead = [date.row for date in dates if date.is_ahead_of(made)]
    return ahead[0] if len({row["value"] for row in ahead}) == 1 else None


def _deadline_end(target: Row) -> str:
    limit = period(_text(target, "deadline"))
    return limit.last.isoformat() if limit else ""
