"""Levels of one thing at two dates of a year: 目前46家, and 63家 at the year's end, are not 109."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from govreply.mining.sums.figures import Figure
from govreply.mining.sums.wholes import Kinds, alikeness, around

_TELLING = 3  # characters from which an object (服务商) names one thing; 企业 and 项目 may be many
_ALIKE = 0.5  # Dice coefficient of the pairs of characters in two clauses that speak of one thing
_MOST_COMPARED = 50  # levels of one kind, department and year; those beyond are compared with these only


def outdated(figures: Sequence[Figure], kinds: Kinds) -> set[int]:
    """The places of the stocks of which a department states a later one of the same year, thing and stage.

    ``kinds`` says of each figure what it measures. Two figures are of one thing if they have one object, and where that
    is none or a general one if their clauses are alike.
    """
    found: set[int] = set()
    kept: dict[Hashable, list[Figure]] = {}
    latest_first = sorted(range(len(figures)), key=lambda place: figures[place].day, reverse=True)
    for place in latest_first:
        figure = figures[place]
        if figure.nature != "stock" or not figure.day:
            continue
        speaker = figure.row["department"] or figure.row["reply_id"]
        later = kept.setdefault((kinds[place], speaker, figure.row["stage"], figure.year), [])
        if any(one.day > figure.day and _of_one_thing(one, figure) for one in later):
            found.add(place)
        elif len(later) < _MOST_COMPARED:
            later.append(figure)
    return found


def _of_one_thing(one: Figure, other: Figure) -> bool:
    """Whether two figures of one kind are of one thing."""
    return len(str(one.row.get("object") or "")) >= _TELLING or alikeness(around(one), around(other)) >= _ALIKE
