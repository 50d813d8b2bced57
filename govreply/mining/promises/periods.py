"""Days, months and years in ISO 8601, and the status of a promise on a day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Literal, NamedTuple

from govreply.patterns import compiled

Status = Literal["reached", "overdue", "due", "open"]
STATUSES: tuple[Status, ...] = ("overdue", "due", "open", "reached")


class PeriodError(ValueError):
    """A date that is none; the message says what a date looks like."""


class Period(NamedTuple):
    """A day, month or year: its first and its last day."""

    first: date
    last: date

    @property
    def year(self) -> int:
        """The year in which it ends."""
        return self.last.year


def period(text: str) -> Period | None:
    """The period of ``2025-06-13``, ``2025-06`` or ``2025``, of an interval (``2021/2025``) its last; None for else."""
    parts = compiled(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?").fullmatch(text.rpartition("/")[2])
    if parts is None:
        return None
    year, month, day = int(parts["year"]), int(parts["month"] or 0), int(parts["day"] or 0)
    try:
        last_month = month or 12
        last = date(year, last_month, day or monthrange(year, last_month)[1])
        return Period(date(year, month or 1, day or 1), last)
    except ValueError:
        return None


def period_asked(text: str) -> Period:
    """The same of what a user wrote. Raises PeriodError where it is no date."""
    found = period(text.strip())
    if found is None or "/" in text:
        raise PeriodError(f"{text!r} is no date; write a day (2025-06-30), a month (2025-06) or a year (2025)")
    return found


def status_of(deadline: str, reached: bool, on: date) -> Status:
    """What has become of a promise on the day ``on``.

    ``reached``: a later document states it so. Else ``overdue``: the last day of the deadline is past; ``due``:
    the day lies in the deadline, so in 2025 what is promised for 2025; ``open``: the deadline is still to come, or
    there is none.
    """
    if reached:
        return "reached"
    limit = period(deadline)
    if limit is None or on < limit.first:
        return "open"
    return "due" if on <= limit.last else "overdue"
