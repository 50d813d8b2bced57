"""``govreply check``: the arithmetic that replies state themselves."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from govreply.commands.mining import Request, mine
from govreply.mining.checks import CHECKS, VERDICTS, check
from govreply.mining.corpus import Corpus
from govreply.mining.results import Result

FOUND = 3
"""The exit status of ``--fail`` where something is inconsistent and every input was read."""

_DRAWN = ("source", "kind", "verdict", "computation", "sentence")
_COLOURS = {"verdict": {"inconsistent": "red", "rounding": "yellow", "consistent": "green"}}


def run(request: Request, verdicts: Sequence[str] = (), fail: bool = False) -> int:
    """Check the inputs and write the findings with one of the ``verdicts``, all if there are none.

    The exit status: 0, or 1 where an input could not be read; with ``fail`` 3 where something is inconsistent. Raises
    what ``commands.mining.mine`` raises.
    """
    wanted = _known(verdicts)
    inconsistent = 0

    def find(corpus: Corpus) -> list[Result]:
        nonlocal inconsistent
        rows = check(corpus)
        inconsistent = sum(row["verdict"] == "inconsistent" for row in rows)
        chosen = [row for row in rows if row["verdict"] in wanted]
        nothing = f"nothing to report: {len(rows)} statements checked" if rows else "no statement that can be checked"
        return [Result(CHECKS, chosen, _DRAWN, ("computation", "sentence"), _COLOURS, nothing)]

    status = mine(request, find)
    return status or (FOUND if fail and inconsistent else 0)


def _known(verdicts: Sequence[str]) -> set[str]:
    """The verdicts asked for, which may be joined by commas; none at all are all."""
    wanted = {name.strip() for joined in verdicts for name in joined.split(",")}
    for name in sorted(wanted - set(VERDICTS)):
        raise typer.BadParameter(f"no verdict {name!r}; they are {', '.join(VERDICTS)}", param_hint="'--verdict'")
    return wanted or set(VERDICTS)
