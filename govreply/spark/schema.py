"""Rows as Arrow batches, and the same types in Spark's words.

A *piece* is one row of what the executors produce: for every table of ``schema.DATASET_TABLES`` a list of its rows, of
some dozens of documents. So one pass gives all tables, each is had by unfolding one column, and the cost of an Arrow
batch is shared.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from functools import cache

import pyarrow as pa

from govreply.tables.schema import DATASET_TABLES, Cell, Column, ColumnType, Row, Tables

PRECISION, SCALE = 38, 15
"""Digits of a number in all, and after the point; 38 is the most that Spark and Arrow's decimal128 have."""

ROWS_A_PIECE = 2_000
"""Rows of a table in one piece at most: a document with more comes in several, as a row of Spark's ends at 2 GB."""

_LARGEST = Decimal(10) ** (PRECISION - SCALE)
_LARGEST_INTEGER = 2**63
_STEP = Decimal(1).scaleb(-SCALE)
_SPARK: dict[ColumnType, str] = {"text": "string", "integer": "bigint", "number": f"decimal({PRECISION},{SCALE})"}


def columns(table: str, contacts: bool) -> tuple[Column, ...]:
    """The columns of ``table`` in Spark: ``page`` and ``ocr`` always, since a schema cannot wait for the last file."""
    return DATASET_TABLES[table].visible(contacts, pages=True)


def spark_type(table: str, contacts: bool) -> str:
    """The rows of ``table`` as a Spark type: ``array<struct<…>>``."""
    fields = ",".join(f"`{each.name}`:{_SPARK[each.type]}" for each in columns(table, contacts))
    return f"array<struct<{fields}>>"


def piece_schema(contacts: bool) -> str:
    """The schema of a piece in Spark's DDL: a column a table."""
    return ", ".join(f"{name} {spark_type(name, contacts)}" for name in DATASET_TABLES)


@cache
def arrow_types(contacts: bool) -> dict[str, pa.DataType]:
    """The same in Arrow: the type of a piece's column by table."""
    arrow = {"text": pa.string(), "integer": pa.int64(), "number": pa.decimal128(PRECISION, SCALE)}
    return {
        name: pa.list_(pa.struct([(each.name, arrow[each.type]) for each in columns(name, contacts)]))
        for name in DATASET_TABLES
    }


def pieces(documents: Sequence[Tables], contacts: bool) -> list[pa.RecordBatch]:
    """The rows of documents, ``files`` among their tables, as record batches of one piece each.

    A cell that does not fit is rounded or left empty (``fitted``), and its document's warnings say so.
    """
    if not documents:
        return []
    try:
        return _batches(documents, contacts)
    except (pa.ArrowException, ArithmeticError, UnicodeError):
        return _batches([fitted(tables) for tables in documents], contacts)


def _batches(documents: Sequence[Tables], contacts: bool) -> list[pa.RecordBatch]:
    merged = {name: [row for tables in documents for row in tables.get(name, ())] for name in DATASET_TABLES}
    longest = max(map(len, merged.values()))
    return [
        pa.record_batch(
            {
                name: pa.array([merged[name][first : first + ROWS_A_PIECE]], type_)
                for name, type_ in arrow_types(contacts).items()
            }
        )
        for first in range(0, longest, ROWS_A_PIECE)
    ]


def fitted(tables: Tables) -> Tables:
    """The rows with every cell as near as the column's type can hold it, and a warning for each table in ``files``.

    A number of more than 15 decimals is rounded (half to even); one of more than 23 digits before the point, and an
    integer beyond 64 bits, is empty: its digits are in ``text``. A lone surrogate becomes ``?``.
    """
    warnings: list[str] = []
    fitting: Tables = {}
    for name, rows in tables.items():
        fitting[name] = [_fitted_row(name, row) for row in rows]
        changed = sum(new != old for new, old in zip(fitting[name], rows, strict=True))
        if changed:
            warnings.append(f"{changed} of the {name} do not fit their column's type and are rounded or empty")
    for row in fitting["files"]:
        known = [str(row["warnings"])] if row["warnings"] else []
        row["warnings"] = "; ".join(known + warnings) or None
    return fitting


def _fitted_row(table: str, row: Row) -> Row:
    types = {each.name: each.type for each in DATASET_TABLES[table].columns}
    return {name: _fitted(cell, types[name]) for name, cell in row.items()}


def _fitted(cell: Cell, type_: ColumnType) -> Cell:
    if cell is None:
        return None
    if isinstance(cell, str):
        return cell.encode("utf-8", "replace").decode()
    if type_ == "integer":
        return cell if -_LARGEST_INTEGER <= cell < _LARGEST_INTEGER else None
    with localcontext(prec=PRECISION + 1):
        if not -_LARGEST < cell < _LARGEST:
            return None
        rounded = Decimal(cell).quantize(_STEP, ROUND_HALF_EVEN)
    return rounded if abs(rounded) < _LARGEST else None
