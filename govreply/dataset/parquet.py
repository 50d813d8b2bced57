"""A folder with a Parquet file for each table (extra ``govreply[parquet]``), and ``datapackage.json``.

Numbers are ``decimal128(38, 12)``, which engines add exactly. One that has more places is rounded there, one of more
than 26 digits before the point is null; the file ``exact_numbers.parquet``, which exists only then, has all its digits.
"""

from __future__ import annotations

from contextlib import ExitStack
from decimal import ROUND_HALF_EVEN, Context, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreply.dataset import DatasetError
from govreply.dataset.cells import digits
from govreply.dataset.package import describe
from govreply.tables.schema import Column, Row, Table
from govreply.writers import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError as error:
    raise DatasetError("Parquet needs pyarrow: pip install 'govreply[parquet]'") from error

__all__ = ["EXACT_NUMBERS", "ParquetSink", "pq"]

PRECISION, SCALE = 38, 12
"""Digits of a number, and those of them after the point."""

BATCH, GROUP = 1_000, 10
"""Rows that are turned into columns at once, and batches that make a row group."""

EXACT_NUMBERS = Table(
    "exact_numbers",
    "完整数值",
    "one number with more digits than its column holds",
    (
        Column("table_name", "text", "表", "table in which it stands"),
        Column("row", "integer", "行", "row in that table, 1-based"),
        Column("column_name", "text", "列", "column in which it stands"),
        Column("digits", "text", "数值", "all its digits"),
    ),
)
_LONGEST = Context(prec=PRECISION, rounding=ROUND_HALF_EVEN, traps=[])
_STEP = Decimal(1).scaleb(-SCALE)
_LARGEST = 10 ** (PRECISION - SCALE)


class ParquetSink:
    """Files whose rows are gathered to row groups, so that memory holds one group of each table at most."""

    def __init__(self, folder: Path, style: Style) -> None:
        self.warnings: list[str] = []
        self._folder = folder
        self._style = style._replace(tables={**style.tables, EXACT_NUMBERS.name: EXACT_NUMBERS})
        self._names = list(style.tables)
        self._files = ExitStack()
        self._tables = {name: self._open(name) for name in style.tables}

    def write(self, name: str, rows: list[Row]) -> None:
        """Add rows to the file of table ``name``."""
        table = self._tables[name]
        numbers = [each.name for each in self._style.columns(name) if each.type == "number"]
        table.add([self._stored(name, numbers, number, row) for number, row in enumerate(rows, table.rows + 1)])

    def finish(self) -> list[str]:
        """Write what is gathered, close all files and describe them; their names, the description last."""
        for table in self._tables.values():
            table.flush()
        self._files.close()
        return describe(self._folder, self._style, "parquet", list(self._tables))

    def discard(self) -> None:
        """Close all files."""
        self._files.close()

    def _open(self, name: str) -> _TableFile:
        path = self._folder / f"{name}.parquet"
        columns = self._style.columns(name)
        schema = pa.schema([_field(column, self._style) for column in columns])
        described = {"title": self._style.tables[name].label, "description": self._style.tables[name].description}
        writer = pq.ParquetWriter(path, schema.with_metadata(described), compression="zstd")
        self._files.enter_context(writer)
        return _TableFile(writer, schema, [column.name for column in columns])

    def _stored(self, table: str, numbers: Sequence[str], place: int, row: Row) -> Row:
        """The row as its columns can hold it, after its other digits have been written."""
        changed: Row = {}
        for column in numbers:
            cell = row[column]
            if isinstance(cell, int | Decimal) and (stored := _storable(cell)) != cell:
                changed[column] = stored
                self._write_digits(table, place, column, cell)
        return row | changed if changed else row

    def _write_digits(self, table: str, row: int, column: str, number: int | Decimal) -> None:
        if EXACT_NUMBERS.name not in self._tables:
            self._tables[EXACT_NUMBERS.name] = self._open(EXACT_NUMBERS.name)
        line: Row = {"table_name": table, "row": row, "column_name": column, "digits": digits(number)}
        self._tables[EXACT_NUMBERS.name].add([line])


class _TableFile:
    """A file that is being written. Where its row groups end depends on the number of rows alone."""

    def __init__(self, writer: Any, schema: Any, names: Sequence[str]) -> None:
        self.rows = 0
        self._writer = writer
        self._schema = schema
        self._names = names
        self._waiting: list[Row] = []
        self._batches: list[Any] = []

    def add(self, rows: Sequence[Row]) -> None:
        self.rows += len(rows)
        self._waiting.extend(rows)
        while len(self._waiting) >= BATCH:
            self._gather(self._waiting[:BATCH])
            del self._waiting[:BATCH]

    def flush(self) -> None:
        if self._waiting:
            self._gather(self._waiting)
            self._waiting = []
        self._write_group()

    def _gather(self, rows: Sequence[Row]) -> None:
        arrays = [
            pa.array([row[name] for row in rows], field.type)
            for name, field in zip(self._names, self._schema, strict=True)
        ]
        self._batches.append(pa.record_batch(arrays, schema=self._schema))
        if len(self._batches) == GROUP:
            self._write_group()

    def _write_group(self) -> None:
        if self._batches:
            self._writer.write_table(pa.Table.from_batches(self._batches, self._schema), row_group_size=BATCH * GROUP)
            self._batches = []


def _field(column: Column, style: Style) -> Any:
    types = {"text": pa.string(), "integer": pa.int64(), "number": pa.decimal128(PRECISION, SCALE)}
    described = {"title": column.label, "description": column.description, "unit": column.unit}
    metadata = {key: text for key, text in described.items() if text}
    return pa.field(column.header(style.headers), types[column.type], metadata=metadata)


def _storable(number: int | Decimal) -> int | Decimal | None:
    """The number, rounded to the places that a column has; None for one that is too large for it."""
    if not -_LARGEST < number < _LARGEST:
        return None
    return number if isinstance(number, int) else _LONGEST.quantize(number, _STEP)
