"""What is expected of Spark: the rows of ``extract_file``, in an order that does not depend on who came first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import govreply
from govreply.tables.schema import TABLES


def in_order(name: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with every column of the table (empty ones None), by document and place."""
    columns = [column.name for column in TABLES[name].visible(pages=True)]
    whole = [{column: row.get(column) for column in columns} for row in rows]
    return sorted(whole, key=lambda row: (row["reply_id"], row.get("start") or 0, repr(row)))


def expected(files: Iterable[Path]) -> dict[str, list[dict[str, Any]]]:
    """The tables of files, each extracted by itself in this process."""
    tables: dict[str, list[Mapping[str, Any]]] = {name: [] for name in TABLES}
    for file in files:
        for name, rows in govreply.extract_file(file).tables.items():
            tables[name] += rows
    return {name: in_order(name, rows) for name, rows in tables.items()}


def collected(name: str, frame: Any) -> list[dict[str, Any]]:
    """The rows of a DataFrame; ``decimal`` columns as exact numbers without trailing zeros."""
    return in_order(name, ({key: plain(cell) for key, cell in row.items()} for row in frame.toArrow().to_pylist()))


def plain(cell: Any) -> Any:
    """A Decimal as ``extract`` gives it: int where it is integral, else without trailing zeros."""
    if not hasattr(cell, "normalize"):
        return cell
    return int(cell) if cell == int(cell) else cell.normalize()
