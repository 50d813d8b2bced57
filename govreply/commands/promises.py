"""``govreply promises``: the ledger of what was promised, and what later documents say of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import typer

from govreply.commands.mining import Request, mine
from govreply.mining.corpus import Corpus
from govreply.mining.promises import PROMISES, STATUSES, PeriodError, promises
from govreply.mining.promises.periods import Period, period_asked
from govreply.mining.results import Result

_DRAWN = ("source", "department", "what", "goal", "deadline", "status", "later")
_COLOURS = {
    "status": {"overdue": "red", "due": "yellow", "reached": "green"},
    "later": {"stated differently": "yellow", "reached": "green"},
}


class Question(NamedTuple):
    """Which promises, and the day on which they are judged (ISO 8601, empty: today)."""

    on: str = ""
    due: str = ""
    department: str = ""
    statuses: Sequence[str] = ()


def run(request: Request, question: Question) -> int:
    """Write the promises that are asked for; the exit status. Raises what ``commands.mining.mine`` raises."""
    on = _date(question.on, "--on")
    if on and on.first != on.last:
        raise typer.BadParameter(f"{question.on!r} is no day; write it as 2025-06-30", param_hint="'--on'")
    _date(question.due, "--due")
    statuses = _known(question.statuses)

    def find(corpus: Corpus) -> list[Result]:
        rows = promises(corpus, on.last if on else None, question.due, question.department, statuses)
        restricted = question.due or question.department or statuses
        nothing = "no such promise" if restricted else "nothing is promised"
        return [Result(PROMISES, rows, _DRAWN, ("source", "department", "what"), _COLOURS, nothing)]

    return mine(request, find)


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
