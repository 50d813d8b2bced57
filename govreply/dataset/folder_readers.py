"""Readers of datasets that are a folder with a file for each table."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from govreply.dataset import DatasetError, DatasetFormat
from govreply.dataset.cells import exact, parsed
from govreply.dataset.package import listed_files
from govreply.dataset.reader import Dataset, Digits, columns_of, damage, typed
from govreply.dataset.staging import MANIFEST
from govreply.tables.schema import DATASET_TABLES, Column, Row
from govreply.writers.csv_files import unguarded

_LONGEST_FIELD = 2**31 - 1
"""Characters of a CSV field that are read; the csv module stops at 131,072 unless told, a long answer has more."""

BATCH = 1_000


class CsvFolder(Dataset):
    """A folder of CSV files."""

    format: DatasetFormat = "csv"

    def __init__(self, path: Path) -> None:
        super().__init__(path, {name: self._header(path, name) for name in _in_folder(path, self.format)})

    def _header(self, path: Path, name: str) -> tuple[Column, ...]:
        file = path / f"{name}.csv"
        with file.open(encoding="utf-8-sig", newline="") as stream, damage(file):
            header = next(csv.reader(stream, strict=True), [])
        return columns_of(DATASET_TABLES[name], header, str(file))

    def _rows(self, table: str, columns: tuple[Column, ...]) -> Iterator[Row]:
        file = self.path / f"{table}.csv"
        names = [column.name for column in columns]
        texts = [column.type == "text" for column in columns]
        csv.field_size_limit(_LONGEST_FIELD)
        with file.open(encoding="utf-8-sig", newline="") as stream, damage(file):
            lines = csv.reader(stream, strict=True)
            next(lines, None)
            while True:
                with damage(f"{file}:{lines.line_num + 1}"):
                    cells = next(lines, None)
                    if cells is None:
                        return
                    if len(cells) != len(columns):
                        raise ValueError(f"{len(cells)} cells under {len(columns)} columns")
                    row: Row = dict.fromkeys(names)
                    for column, is_text, cell in zip(columns, texts, cells, strict=True):
                        if cell:
                            row[column.name] = unguarded(cell) if is_text else parsed(column, cell)
                yield row


class JsonLinesFolder(Dataset):
    """A folder of JSON Lines."""

    format: DatasetFormat = "jsonl"

    def __init__(self, path: Path) -> None:
        self._keys = {name: self._keys_of(path, name) for name in _in_folder(path, self.format)}
        columns = {
            name: columns_of(DATASET_TABLES[name], keys, f"{path / name}.jsonl") for name, keys in self._keys.items()
        }
        super().__init__(path, columns)

    @staticmethod
    def _keys_of(path: Path, name: str) -> list[str]:
        """The keys of the first row, else those of the description: a file without rows does not tell."""
        file = path / f"{name}.jsonl"
        with file.open(encoding="utf-8", newline="\n") as stream, damage(f"{file}:1"):
            line = stream.readline()
            return list(json.loads(line)) if line else _described(path)[name]

    def _rows(self, table: str, columns: tuple[Column, ...]) -> Iterator[Row]:
        file = self.path / f"{table}.jsonl"
        keys = list(zip(self._keys[table], columns, strict=True))
        with file.open(encoding="utf-8", newline="\n") as stream, damage(file):
            for number, line in enumerate(stream, 1):
                with damage(f"{file}:{number}"):
                    cells = json.loads(line, parse_float=Decimal)
                    if not isinstance(cells, dict) or cells.keys() != set(self._keys[table]):
                        raise ValueError(f"no object with the keys {', '.join(self._keys[table])}")
                    row = {column.name: typed(column, cells[key]) for key, column in keys}
                yield row


class ParquetFolder(Dataset):
    """A folder of Parquet files."""

    format: DatasetFormat = "parquet"

    def __init__(self, path: Path) -> None:
        from govreply.dataset.parquet import pq

        found = {}
        for name in _in_folder(path, self.format):
            file = path / f"{name}.parquet"
            with damage(file):
                found[name] = columns_of(DATASET_TABLES[name], pq.read_schema(file).names, str(file))
        super().__init__(path, found)

    def _rows(self, table: str, columns: tuple[Column, ...]) -> Iterator[Row]:
        file = self.path / f"{table}.parquet"
        digits = Digits((line["row"], line["column_name"], line["digits"]) for line in self._exact_numbers(table))
        names = [column.name for column in columns]
        for number, cells in enumerate(self._cells(file), 1):
            with damage(f"{file}, row {number}"):
                values = zip(columns, cells, strict=True)
                row = {column.name: typed(column, value) for column, value in values}
                row.update({name: exact(Decimal(text)) for name, text in digits.of(number) if name in names})
            yield row

    def _exact_numbers(self, table: str) -> Iterator[dict[str, Any]]:
        from govreply.dataset.parquet import EXACT_NUMBERS

        file = self.path / f"{EXACT_NUMBERS.name}.parquet"
        names = [column.name for column in EXACT_NUMBERS.columns]
        if file.exists():
            lines = (dict(zip(names, cells, strict=True)) for cells in self._cells(file))
            yield from (line for line in lines if line["table_name"] == table)

    @staticmethod
    def _cells(file: Path) -> Iterator[tuple[Any, ...]]:
        from govreply.dataset.parquet import pq

        with damage(file), pq.ParquetFile(file) as parquet:
            for batch in parquet.iter_batches(BATCH):
                yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _in_folder(path: Path, format_: str) -> Iterator[str]:
    """The tables that the description lists and that are there. Raises DatasetError for one that is not."""
    for file in listed_files(path / MANIFEST):
        name = file.removesuffix(f".{format_}")
        if name in DATASET_TABLES:
            if not (path / file).is_file():
                raise DatasetError(f"{path / file} is missing, though {path / MANIFEST} lists it")
            yield name


def _described(path: Path) -> dict[str, list[str]]:
    """The names of columns by table, as the description has them."""
    package = json.loads((path / MANIFEST).read_text("utf-8"))
    return {
        resource["name"]: [field["name"] for field in resource["schema"]["fields"]] for resource in package["resources"]
    }
