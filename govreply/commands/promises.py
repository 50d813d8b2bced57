"""``govreply promises``: the ledger of what was promised, and what later documents say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import typer

from govreply.commands.mining import Request, mine
from govreply.mining.corpus import Corpus
from govreply.mining.promises import PROMISES, STATUSES, PeriodError, promises
from govreply.mining.promises.periods import Period, period_asked
from govreply.mining.results import Column, Result, Row

_DRAWN = ("source", "department", "what", "goal", "deadline", "status", "said_later")
_FILLING = ("source", "department", "what", "said_later")
_STATUS_COLOURS = {"overdue": "red", "due": "yellow", "reached": "green"}
_LATER_COLOURS = {"stated differently": "yellow", "reached": "green"}
# A personal column is not written unless asked for, which no mining command does: it is only drawn.
_SAID_LATER = Column("said_later", "text", "后续说法", "what is said later, how much, when and where", personal=True)
_TABLE = PROMISES._replace(columns=(*PROMISES.columns, _SAID_LATER))
_MOST_NAMED = 5


class Question(NamedTuple):
    """Which promises, and the day on which they are judged (ISO 8601, empty: today); ``every``: also the measures whose
    targets are listed."""

    on: str = ""
    due: str = ""
    department: str = ""
    statuses: Sequence[str] = ()
    every: bool = False


def run(request: Request, question: Question) -> int:
    """Write the promises that are asked for; the exit status. Raises what ``commands.mining.mine`` raises."""
    on = _date(question.on, "--on")
    if on and on.first != on.last:
        raise typer.BadParameter(f"{question.on!r} is no day; write it as 2025-06-30", param_hint="'--on'")
    _date(question.due, "--due")
    statuses = _known(question.statuses)

    def find(corpus: Corpus) -> list[Result]:
        day = on.last if on else None
        rows = promises(corpus, day, question.due, question.department, statuses, question.every)
        said = [_said_later(row) for row in rows]
        colours = {
            "status": _STATUS_COLOURS,
            "said_later": {
                text: _LATER_COLOURS.get(str(row["later"]), "") for text, row in zip(said, rows, strict=True)
            },
        }
        shown = [row | {"said_later": text} for row, text in zip(rows, said, strict=True)]
        return [Result(_TABLE, shown, _DRAWN, _FILLING, colours, "" if rows else _nothing(corpus, question))]

    return mine(request, find)


def _said_later(row: Row) -> str:
    """What later documents say in a cell: ``stated differently: 90.2% (2025, 水利-0230.txt)``."""
    if row["later_text"] is None:
        return str(row["later"] or "")
    return f"{row['later']}: {row['later_text']} ({str(row['later_on'])[:4]}, {row['later_source']})"


def _nothing(corpus: Corpus, question: Question) -> str:
    """What is said where there is no such promise; of a department that promises nothing, which departments do."""
    known = Counter(str(row["department"]) for row in promises(corpus, every=True) if row["department"])
    if not known:
        return "nothing is promised"
    if not question.department or promises(corpus, department=question.department, every=True):
        return "no such promise"
    more = ", …" if len(known) > _MOST_NAMED else ""
    names = ", ".join(name for name, _ in known.most_common(_MOST_NAMED))
    return f"no promise of a department called {question.department}; there are {names}{more}"


def _date(text: str, option: str) -> Period | None:
    try:
        return period_asked(text) if text else None
    except PeriodError as error:
        raise typer.BadParameter(str(error), param_hint=f"'{option}'") from error


def _known(statuses: Sequence[str]) -> list[str]:
    """The statuses asked for, which may be joined by commas."""
    wanted = [name.strip() for joined in statuses for name in joined.split(",") if name.strip()]
    for name in wanted:
        if name not in STATUSES:
            raise typer.BadParameter(f"no status {name!r}; they are {', '.join(STATUSES)}", param_hint="'--status'")
    return wanted
