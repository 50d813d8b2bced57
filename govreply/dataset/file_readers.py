"""Readers of datasets that are one file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from govreply.dataset import DatasetFormat
from govreply.dataset.cells import exact
from govreply.dataset.database import quoted
from govreply.dataset.reader import Dataset, Digits, columns_of, damage, typed
from govreply.tables.schema import DATASET_TABLES, Column, Row

TABLES_BY_SHEET = {title: name for name, table in DATASET_TABLES.items() for title in (name, table.label)}
"""Tables by the titles that their sheets may have."""


class Workbook(Dataset):
    """An XLSX workbook."""

    format: DatasetFormat = "xlsx"

    def __init__(self, path: Path) -> None:
        self._sheets: dict[str, list[str]] = {}
        with self._open(path) as book:
            for title in book.sheetnames:
                name = TABLES_BY_SHEET.get(title.partition(" (")[0])
                if name is not None:
                    self._sheets.setdefault(name, []).append(title)
            headers = {name: self._lines(book[titles[0]]) for name, titles in self._sheets.items()}
            columns = {
                name: columns_of(DATASET_TABLES[name], list(next(lines, ())), f"{path}, sheet {self._sheets[name][0]}")
                for name, lines in headers.items()
            }
        super().__init__(path, columns)

    def _rows(self, table: str, columns: tuple[Column, ...]) -> Iterator[Row]:
        from openpyxl.utils.escape import unescape

        names = [column.name for column in columns]
        with self._open(self.path) as book:
            for title in self._sheets[table]:
                place = f"{self.path}, sheet {title}, row"
                lines = self._lines(book[title])
                next(lines, None)
                for number, cells in enumerate(lines, 2):
                    row: Row = dict.fromkeys(names)
                    with damage(f"{place} {number}"):
                        for column, cell in zip(columns, cells, strict=False):
                            if cell is not None:
                                row[column.name] = typed(column, unescape(cell) if isinstance(cell, str) else cell)
                    yield row

    @staticmethod
    def _lines(sheet: Any) -> Iterator[tuple[Any, ...]]:
        lines: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
        return lines

    @staticmethod
    @contextmanager
    def _open(path: Path) -> Iterator[Any]:
        from openpyxl import load_workbook

        with damage(path), path.open("rb") as file, closing(load_workbook(file, read_only=True)) as book:
            yield book


class Database(Dataset):
    """A SQLite file."""

    format: DatasetFormat = "sqlite"

    def __init__(self, path: Path) -> None:
        with self._open(path) as database:
            found = {str(name) for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            headers = {
                name: [each[1] for each in database.execute(f"PRAGMA table_info({name})") if each[1] != "row_id"]
                for name in DATASET_TABLES
                if name in found
            }
        columns = {name: columns_of(DATASET_TABLES[name], each, str(path)) for name, each in headers.items()}
        self._headers = headers
        super().__init__(path, columns)

    def _rows(self, table: str, columns: tuple[Column, ...]) -> Iterator[Row]:
        listed = ", ".join(quoted(header) for header in self._headers[table])
        with self._open(self.path) as database:
            digits = Digits(
                database.execute(
                    "SELECT row_id, column_name, digits FROM exact_numbers WHERE row_id IN"
                    f" (SELECT row_id FROM {quoted(table)}) ORDER BY row_id"
                )
            )
            for row_id, *cells in database.execute(f"SELECT row_id, {listed} FROM {quoted(table)} ORDER BY row_id"):
                known = dict(digits.of(row_id))
                with damage(f"{self.path}, table {table}, row_id {row_id}"):
                    yield {
                        column.name: exact(Decimal(known[column.name])) if column.name in known else typed(column, cell)
                        for column, cell in zip(columns, cells, strict=True)
                    }

    @staticmethod
    @contextmanager
    def _open(path: Path) -> Iterator[sqlite3.Connection]:
        with damage(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            yield database
