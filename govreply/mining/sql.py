"""SQL over a dataset or documents, reading only.

A SQLite dataset is asked as it is; anything else is first written to a temporary one, with the same typed tables; only
a dataset has the table ``files``. See
``govreply.dataset.database`` for the tables that help (``search`` finds words, ``exact_numbers`` has the digits of
numbers with more than a double holds).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from decimal import Decimal
from difflib import get_close_matches
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory

from govreply.mining.corpus import Corpus
from govreply.mining.results import Column, Row, Table, integer, text
from govreply.patterns import compiled
from govreply.tables.schema import DATASET_TABLES, FILES, TABLES, Cell
from govreply.writers import Style

_SQLITE = b"SQLite format 3\x00"
_READING = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE))
_HARMLESS_PRAGMAS = frozenset(("data_version",))  # asked by the index of words when it is read
_OWN = ("dataset_", "search_", "sqlite_")
_STEPS = 100_000  # of SQLite's machine, between two chances to interrupt a statement

COLUMNS = Table(
    "columns",
    "字段",
    "one column of one table that can be asked",
    (
        text("table", "表", "name of the table"),
        integer("rows", "行数", "rows of the table"),
        text("column", "字段", "name of the column"),
        text("type", "类型", "TEXT, INTEGER or NUMERIC"),
        text("unit", "单位", "unit of its numbers"),
        text("description", "说明", "what it says"),
    ),
)


class QueryError(ValueError):
    """A statement that cannot be run; the message says what is wrong with it and where."""


@contextmanager
def database(path: Path, corpus: Corpus) -> Iterator[sqlite3.Connection]:
    """A read-only connection to the SQLite dataset at ``path``; of any other input to a temporary one of ``corpus``.

    Raises OSError for a file that cannot be read.
    """
    if path.is_file() and path.open("rb").read(len(_SQLITE)) == _SQLITE:
        with _reading(path) as connection:
            yield connection
        return
    with TemporaryDirectory(prefix="govreply-") as folder, _reading(_loaded(corpus, Path(folder))) as connection:
        yield connection


def _loaded(corpus: Corpus, folder: Path) -> Path:
    from govreply.dataset.database import DatabaseSink

    files = corpus.files()
    style = Style(pages=True, tables=TABLES if files is None else DATASET_TABLES)
    sink = DatabaseSink(folder, style)
    for name in style.tables:
        names = [column.name for column in style.columns(name)]
        rows = files or () if name == FILES.name else corpus.rows(name)
        sink.write(name, [{each: row.get(each) for each in names} for row in rows])
    (written,) = sink.finish()
    return folder / written


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    address = path.resolve().as_uri() + "?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        connection.set_progress_handler(lambda: 0, _STEPS)
        if "search" in {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}:
            connection.execute("SELECT rowid FROM search LIMIT 0")  # SQLite declares it now, which reading may not
        connection.set_authorizer(_only_reading)
        yield connection


def _only_reading(action: int, first: str | None, *_: str | None) -> int:
    if action in _READING or (action == sqlite3.SQLITE_PRAGMA and first in _HARMLESS_PRAGMAS):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def query(connection: sqlite3.Connection, statement: str) -> tuple[Table, list[Row]]:
    """What one reading statement finds: a table whose columns are those of the statement, and its rows.

    Whole numbers are int, other numbers Decimal with the 15 digits that a double holds, so that 0.1 + 0.2 is 0.3; of
    columns of one name the later ones are numbered. Raises QueryError.
    """
    try:
        cursor = connection.execute(statement)
        found = cursor.fetchall()
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        raise QueryError(_reason(connection, statement, error)) from error
    if cursor.description is None:
        raise QueryError("the statement is empty")
    names = _distinct([name for name, *_ in cursor.description])
    cells = [[_cell(value) for value in values] for values in found]
    columns = tuple(_column(name, [row[place] for row in cells]) for place, name in enumerate(names))
    rows: list[Row] = [dict(zip(names, row, strict=True)) for row in cells]
    return Table("result", "结果", "what the statement found", columns), rows


def columns_of(connection: sqlite3.Connection) -> list[Row]:
    """The tables and columns that can be asked, rows of ``COLUMNS``."""
    described = {
        (table, name): (unit, description)
        for table, name, unit, description in connection.execute(
            "SELECT table_name, name, unit, description FROM dataset_columns"
        )
    }
    rows: list[Row] = []
    for table in _tables(connection):
        (count,) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
        for name, kind in _columns(connection, table):
            unit, description = described.get((table, name), (None, None))
            rows.append(
                {
                    "table": table,
                    "rows": count,
                    "column": name,
                    "type": kind,
                    "unit": unit or None,
                    "description": description,
                }
            )
    return rows


def _tables(connection: sqlite3.Connection) -> list[str]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
    return [str(name) for (name,) in names if name != "search" and not str(name).startswith(_OWN)]


def _columns(connection: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """Name and type of each column, from the table's own definition: a PRAGMA would not be let through."""
    found = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    pairs = compiled(r'^\s*"?(\w{1,60})"? (TEXT|INTEGER|NUMERIC|REAL)\b').finditer
    lines = str(found[0]).replace("(", "\n").replace(", ", "\n").splitlines() if found else []
    return [match.groups() for line in lines for match in pairs(line)]


def _distinct(names: Sequence[str]) -> list[str]:
    distinct: list[str] = []
    for name in names:
        number, chosen = 2, name
        while chosen in distinct:
            chosen, number = f"{name}_{number}", number + 1
        distinct.append(chosen)
    return distinct


def _cell(value: str | int | float | bytes | None) -> Cell:
    if isinstance(value, float):
        return Decimal(f"{value:.15g}") if isfinite(value) else str(value)
    return value.hex() if isinstance(value, bytes) else value


def _column(name: str, cells: Sequence[Cell]) -> Column:
    present = [cell for cell in cells if cell is not None]
    if not present or any(isinstance(cell, str) for cell in present):
        return Column(name, "text", name, "")
    return Column(name, "integer" if all(isinstance(cell, int) for cell in present) else "number", name, "")


def _reason(connection: sqlite3.Connection, statement: str, error: Exception) -> str:
    """What SQLite says, with the place of the word it complains of, and what may have been meant."""
    message = str(error)
    if any(word in message for word in ("authoriz", "prohibited")):
        return "only statements that read can be run: SELECT, WITH, VALUES"
    if "one statement" in message:
        return "one statement at a time, please"
    missing = compiled(r"no such (table|column|function): (\S{1,200})").search(message)
    word = missing or compiled(r'near "([^"]{1,200})"').search(message)
    if not word:
        return message
    sought = str(word.groups()[-1])
    return message + _place(statement, sought) + (_meant(connection, missing[1], sought) if missing else "")


def _place(statement: str, word: str) -> str:
    """`` (line 1, column 8)``, where the word stands once in the statement."""
    at = statement.find(word)
    if at < 0 or statement.find(word, at + 1) >= 0:
        return ""
    line = statement.count("\n", 0, at) + 1
    return f" (line {line}, column {at - statement.rfind(chr(10), 0, at)})"


def _meant(connection: sqlite3.Connection, kind: str, word: str) -> str:
    tables = _tables(connection)
    if kind == "table":
        known, rest = tables, f"; the tables are {', '.join(tables)}"
    elif kind == "column":
        known, rest = [name for table in tables for name, _ in _columns(connection, table)], ""
    else:
        return ""
    close = get_close_matches(word.rpartition(".")[2], sorted(set(known)), 1)
    return f"; did you mean {close[0]}?" if close else rest
