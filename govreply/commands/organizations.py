"""``govreply organizations``: the actors that replies name."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from govreply.commands.mining import Request, mine
from govreply.mining.corpus import Corpus
from govreply.mining.organizations import ORGANIZATIONS, organizations
from govreply.mining.organizations.roles import ROLES
from govreply.mining.organizations.words import KINDS
from govreply.mining.results import Result, Row

_COLOURS = {"role": {"acts": "green", "receives": "cyan", "cited": "dim"}}


def run(request: Request, kinds: Sequence[str] = (), roles: Sequence[str] = ()) -> int:
    """List the organisations named in the inputs, of the ``kinds`` and ``roles`` asked for; no kinds and roles: all.

    The exit status: 0, or 1 where an input could not be read. Raises what ``commands.mining.mine`` raises.
    """
    wanted_kinds, wanted_roles = _known(kinds, KINDS, "--kind"), _known(roles, ROLES, "--role")

    def find(corpus: Corpus) -> list[Result]:
        rows = [row for row in organizations(corpus) if row["kind"] in wanted_kinds and row["role"] in wanted_roles]
        nothing = "no organisation is named"
        return [Result(ORGANIZATIONS, rows, _drawn(rows), colours=_COLOURS, nothing=nothing)]

    return mine(request, find)


def _drawn(rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns for a terminal: full names where one differs, and of several documents their sources, of one the
    department that speaks; sentences are too long beside them."""
    full_name = ("full_name",) if any(row["full_name"] != row["name"] for row in rows) else ()
    several = len({row["reply_id"] for row in rows}) > 1
    return ("name", *full_name, "kind", "role", "source" if several else "department")


def _known(given: Sequence[str], all_: Sequence[str], option: str) -> set[str]:
    """The words asked for, which may be joined by commas; none at all are all."""
    wanted = {word.strip() for joined in given for word in joined.split(",")}
    for word in sorted(wanted - set(all_)):
        raise typer.BadParameter(f"{word!r} is none of {', '.join(all_)}", param_hint=f"'{option}'")
    return wanted or set(all_)
