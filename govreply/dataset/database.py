"""One SQLite file: typed tables with keys and indexes, an index of words, and what the columns mean.

Numbers are INTEGER or REAL, so that SQL adds and compares them; of those with more digits than a double holds,
``exact_numbers`` has the digits. Every row of every table has a ``row_id`` of its own, and ``search`` (FTS5) finds rows
by what they say, Chinese characters set apart by spaces:

    SELECT * FROM amounts WHERE row_id IN (SELECT rowid FROM search('"光 电"'));
"""

from __future__ import annotations

import errno
import math
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from govreply.dataset.cells import digits, fits_a_float
from govreply.dataset.keys import PRIMARY_KEYS, references
from govreply.tables.schema import Column, Row
from govreply.writers import Style

APPLICATION_ID = 0x67_6F_76_72
"""``gov r`` in ASCII, in the file's header: tells a dataset of ours from other SQLite files."""

_TYPES = {"text": "TEXT", "integer": "INTEGER", "number": "NUMERIC"}
_SEARCHED = ("title", "proposal_title", "heading", "suggestion", "text")
_FILTERED = ("reply_id", "department", "issuer", "issued_on", "value", "object", "deadline", "status")
_HUGE = 2**63
_CHINESE = r"\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORDS = re.compile(f"[{_CHINESE}]|[^{_CHINESE}]+")

_FRAME = """
CREATE TABLE dataset_tables (name TEXT PRIMARY KEY, label TEXT, description TEXT) WITHOUT ROWID;
CREATE TABLE dataset_columns (
  table_name TEXT, position INTEGER, name TEXT, label TEXT, type TEXT, unit TEXT, description TEXT,
  PRIMARY KEY (table_name, position)) WITHOUT ROWID;
CREATE TABLE exact_numbers (
  row_id INTEGER, column_name TEXT, digits TEXT, PRIMARY KEY (row_id, column_name)) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5(words, content='', columnsize=0);
"""
_FAST = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -64000;
"""


def spaced(text: str) -> str:
    """The text with a space between Chinese characters, as ``search`` has it: ``光电5G产业`` is ``光 电 5G 产 业``."""
    return " ".join(_WORDS.findall(text))


def phrase(words: str) -> str:
    """What to look for in ``search`` to find ``words`` as they stand: ``光电`` is ``"光 电"``."""
    return '"' + spaced(words).replace('"', '""') + '"'


class _Plan(NamedTuple):
    """How the rows of a table are inserted: the statement, its columns, which of them hold numbers or words."""

    statement: str
    columns: tuple[str, ...]
    numbers: tuple[int, ...]
    searched: tuple[int, ...]


class DatabaseSink:
    """All tables in one transaction without a journal: the file is thrown away if it is not finished."""

    def __init__(self, folder: Path, style: Style) -> None:
        self.warnings: list[str] = []
        self._style = style
        self._name = "dataset.sqlite"
        self._row_ids = count(1)
        self._plans = {name: _plan(name, style.columns(name)) for name in style.tables}
        with as_os_errors():
            self._database = sqlite3.connect(folder / self._name, isolation_level=None)
            self._database.executescript(_FAST + f"PRAGMA application_id = {APPLICATION_ID};" + _FRAME)
            for statement in _definitions(style):
                self._database.execute(statement)
            _describe(self._database, style)
            self._database.execute("BEGIN")

    def write(self, name: str, rows: list[Row]) -> None:
        """Insert rows into table ``name``, and their words into the index."""
        plan = self._plans[name]
        inserted, words, long_numbers = [], [], []
        for row in rows:
            row_id = next(self._row_ids)
            cells: list[Any] = [row_id, *row.values()]
            for index in plan.numbers:
                cell = cells[index]
                if cell is not None and not (type(cell) is int and -_HUGE <= cell < _HUGE):
                    cells[index] = _nearest(cell)
                    if not (isinstance(cell, Decimal) and fits_a_float(cell)):
                        long_numbers.append((row_id, plan.columns[index], digits(cell)))
            inserted.append(cells)
            if text := " ".join([cells[index] for index in plan.searched if cells[index] is not None]):
                words.append((row_id, spaced(text)))
        with as_os_errors():
            self._database.executemany(plan.statement, inserted)
            self._database.executemany("INSERT INTO search(rowid, words) VALUES (?, ?)", words)
            self._database.executemany("INSERT INTO exact_numbers VALUES (?, ?, ?)", long_numbers)

    def finish(self) -> list[str]:
        """Build the indexes and close the file."""
        with as_os_errors():
            self._database.execute("INSERT INTO search(search) VALUES ('optimize')")
            for statement in _indexes(self._style):
                self._database.execute(statement)
            self._database.execute("COMMIT")
            self._database.close()
        return [self._name]

    def discard(self) -> None:
        """Close the file."""
        self._database.close()


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _plan(name: str, columns: Sequence[Column]) -> _Plan:
    names = [column.name for column in columns]
    searched = ("sentence",) if "sentence" in names else _SEARCHED
    marks = ", ".join("?" * (len(names) + 1))
    return _Plan(
        f"INSERT INTO {quoted(name)} VALUES ({marks})",
        ("row_id", *(column.name for column in columns)),
        tuple(index for index, column in enumerate(columns, 1) if column.type != "text"),
        tuple(names.index(each) + 1 for each in searched if each in names),
    )


def _nearest(number: int | Decimal) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _definitions(style: Style) -> Iterator[str]:
    headers = {name: {each.name: each.header(style.headers) for each in style.columns(name)} for name in style.tables}
    for name, own in headers.items():
        lines = ["row_id INTEGER PRIMARY KEY"]
        lines += [f"{quoted(each.header(style.headers))} {_TYPES[each.type]}" for each in style.columns(name)]
        for reference in references(name, headers):
            there = headers[reference.table]
            lines.append(
                f"FOREIGN KEY ({_list(own[each] for each in reference.columns)})"
                f" REFERENCES {quoted(reference.table)} ({_list(there[each] for each in reference.to)})"
            )
        yield f"CREATE TABLE {quoted(name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _indexes(style: Style) -> Iterator[str]:
    """What foreign keys need, then what analysts filter by."""
    for name in style.tables:
        own = {each.name: each.header(style.headers) for each in style.columns(name)}
        if key := PRIMARY_KEYS.get(name):
            yield f"CREATE UNIQUE INDEX {name}_key ON {quoted(name)} ({_list(own[each] for each in key)})"
        for column in _FILTERED:
            if column in own and PRIMARY_KEYS.get(name, ("",))[0] != column:
                yield f"CREATE INDEX {name}_{column} ON {quoted(name)} ({quoted(own[column])})"


def _list(names: Iterable[str]) -> str:
    return ", ".join(quoted(name) for name in names)


def _describe(database: sqlite3.Connection, style: Style) -> None:
    for name, table in style.tables.items():
        database.execute("INSERT INTO dataset_tables VALUES (?, ?, ?)", (name, table.label, table.description))
        for position, each in enumerate(style.columns(name), 1):
            facts = (each.header(style.headers), each.label, each.type, each.unit, each.description)
            database.execute("INSERT INTO dataset_columns VALUES (?, ?, ?, ?, ?, ?, ?)", (name, position, *facts))


@contextmanager
def as_os_errors(path: Path | None = None) -> Iterator[None]:
    """A disk that is full or cannot be written is an OSError, as with any other file; it names ``path``."""
    try:
        yield
    except sqlite3.OperationalError as error:
        full = error.sqlite_errorname == "SQLITE_FULL"
        raise OSError(errno.ENOSPC if full else errno.EIO, str(error), path and str(path)) from error
