"""``govreply sql``: a reading statement over a dataset, or over documents."""

from __future__ import annotations

from pathlib import Path

import typer

from govreply.commands.mining import Request, mine
from govreply.mining.corpus import Corpus
from govreply.mining.results import Result
from govreply.mining.sql import COLUMNS, columns_of, database, query


def run(request: Request, statement: str, tables: bool = False) -> int:
    """Run ``statement``, or list the ``tables``; the exit status. Raises QueryError, typer.BadParameter, OSError."""
    if tables == bool(statement.strip()):
        raise typer.BadParameter("give a statement, or --tables", param_hint="'SQL'")

    def find(corpus: Corpus) -> list[Result]:
        with database(Path(request.inputs[0]), corpus) as connection:
            if tables:
                drawn = ("table", "rows", "column", "type", "description")
                return [Result(COLUMNS, columns_of(connection), drawn=drawn, filling=("description",))]
            table, rows = query(connection, statement)
            filling = tuple(name for name in ("sentence", "text") if name in {each.name for each in table.columns})
            return [Result(table, rows, filling=filling, nothing="no rows")]

    return mine(request, find)
