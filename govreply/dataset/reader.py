"""What reading has in common in all formats: a dataset, its columns, its cells, and what is said of damage."""

from __future__ import annotations

import csv
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

from govreply.dataset import DatasetError, DatasetFormat
from govreply.dataset.cells import exact, parsed
from govreply.tables.schema import DATASET_TABLES, Cell, Column, Row, Table


class Dataset(ABC):
    """A dataset on the disk. ``names`` are its tables, in the order of the schema."""

    format: DatasetFormat

    def __init__(self, path: Path, columns: Mapping[str, tuple[Column, ...]]) -> None:
        self.path = path
        self.names: tuple[str, ...] = tuple(name for name in DATASET_TABLES if name in columns)
        self._columns = columns

    def columns(self, table: str) -> tuple[Column, ...]:
        """The columns that a table has here, in their order in the file. Raises DatasetError where it is not there."""
        if table not in self._columns:
            raise DatasetError(f"{self.path} has no table {table}")
        return self._columns[table]

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table in their order, read as they are asked for: str, int, Decimal or None by column name.

        Raises DatasetError, with file and line, where one is damaged, and where there is no such table; OSError.
        """
        yield from self._rows(table, self.columns(table))

    @abstractmethod
    def _rows(self, table: str, columns: tuple[Column, ...]) -> Iterator[Row]: ...


class Digits:
    """The digits of numbers that their column could not hold, in the order of rows, beside a reading of these rows."""

    def __init__(self, lines: Iterable[tuple[int, str, str]]) -> None:
        self._lines = iter(lines)
        self._next = next(self._lines, None)

    def of(self, row: int) -> list[tuple[str, str]]:
        """Column and digits of the numbers of ``row``; rows are asked for in ascending order."""
        found = []
        while self._next is not None and self._next[0] <= row:
            if self._next[0] == row:
                found.append(self._next[1:])
            self._next = next(self._lines, None)
        return found


def columns_of(table: Table, header: Sequence[Any], place: str) -> tuple[Column, ...]:
    """The columns that a header names in English or Chinese, in its order. Raises DatasetError."""
    known = dict(chain.from_iterable(((each.name, each), (each.label, each)) for each in table.columns))
    unknown = next((name for name in header if name not in known), None)
    if unknown is not None:
        raise DatasetError(f"{place}: table {table.name} has no column {unknown!r}")
    columns = tuple(known[name] for name in header)
    if len(set(columns)) < len(columns) or table.columns[0] not in columns:
        raise DatasetError(f"{place}: not the columns of table {table.name}")
    return columns


def typed(column: Column, value: Any) -> Cell:
    """A value as a format has it as a cell of its column. Raises ValueError where it can be none."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d") if column.type == "text" else str(value)
    if column.type == "text":
        return value if isinstance(value, str) else str(value)
    if isinstance(value, str):
        return parsed(column, value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError(f"{column.name} is no number: {value!r}")
    number = value if isinstance(value, int) else exact(value)
    if column.type == "integer" and not isinstance(number, int):
        raise ValueError(f"{column.name} is no integer: {value}")
    return number


@contextmanager
def damage(place: str | Path) -> Iterator[None]:
    """Whatever a library says of contents that it cannot read is a DatasetError that says where."""
    try:
        yield
    except (DatasetError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        what = (
            str(error)
            if isinstance(error, ValueError | csv.Error)
            else f"cannot be read ({type(error).__name__}: {error})"
        )
        raise DatasetError(f"{place}: {what}") from error
