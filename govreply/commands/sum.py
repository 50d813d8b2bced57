"""``govreply sum``: grouped sums, or the figures that they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from govreply.commands.messages import say
from govreply.commands.mining import Request, mine
from govreply.mining.corpus import Corpus
from govreply.mining.results import Result, Table
from govreply.mining.sums import Summed, Sums, condition, sums

Shown = Literal["sums", "all", "excluded"]

_STATISTICS = ("modifier", "exact_sum", "at_least_sum", "at_most_sum", "approx_sum", "low", "high", "excluded")
_PLACE = ("reply_id", "start", "end", "value", "low", "high", "modifier", "as_of", "source")


class Question(NamedTuple):
    """What is summed, how it is grouped and restricted, and what is shown: sums, all figures or the excluded ones."""

    table: Summed = "amounts"
    by: Sequence[str] = ()
    stage: str = ""
    where: Sequence[str] = ()
    shown: Shown = "sums"


def run(request: Request, question: Question) -> int:
    """Write sums; the exit status. Raises QuestionError, typer.BadParameter, DictionaryError, OSError."""
    names = [name.strip() for joined in question.by for name in joined.split(",") if name.strip()]
    conditions = [condition(each) for each in question.where]

    def find(corpus: Corpus) -> list[Result]:
        found = sums(corpus, question.table, names, question.stage, conditions)
        if question.shown == "sums":
            _tell(found, question.table, request.quiet)
            nothing = f"no {question.table} that can be added"
            return [Result(found.table, found.rows, _drawn(found.table, _STATISTICS), nothing=nothing)]
        rows = [row for row in found.figures if question.shown == "all" or row["reason"]]
        drawn = _drawn(found.figures_table, _PLACE)
        return [Result(found.figures_table, rows, drawn, ("sentence",), nothing=f"no such {question.table}")]

    return mine(request, find)


def _tell(found: Sums, table: Summed, quiet: bool) -> None:
    """Say how many figures are in groups of which nothing was added, which are no rows."""
    count = len(found.figures) - sum(int(str(row["rows"])) + int(str(row["excluded"])) for row in found.rows)
    if count and not quiet:
        say(f"{count} of the {table} stand{'s' if count == 1 else ''} in no sum; --show-excluded says why")


def _drawn(table: Table, left_out: Sequence[str]) -> tuple[str, ...]:
    """The columns for a terminal: what ``sum`` or ``text`` says in words is not repeated in numbers."""
    return tuple(column.name for column in table.columns if column.name not in left_out)
