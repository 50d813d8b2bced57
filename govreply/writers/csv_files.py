"""CSV as spreadsheets read it: RFC 4180 with CRLF, one table a file, and no cell that a spreadsheet would execute."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TextIO

from govreply.tables.schema import Cell, Column, Row
from govreply.writers import Style

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_csv(stream: TextIO, name: str, rows: Sequence[Row], style: Style) -> None:
    """Write table ``name`` with a header line to ``stream`` (opened with ``newline=""``); empty cells for None.

    Numbers are plain digits, never in exponent notation. A text that starts with = + - @, a tab or a line break gets a
    leading ', as OWASP's "CSV Injection" advises; numeric columns never do.
    """
    columns = style.columns(name)
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([column.header(style.headers) for column in columns])
    cells = [(column.name, _cell_writer(column)) for column in columns]
    writer.writerows([write(row.get(key)) for key, write in cells] for row in rows)


def _cell_writer(column: Column) -> Callable[[Cell], str]:
    return _safe_text if column.type == "text" else _digits


def _safe_text(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _digits(cell: Cell) -> str:
    if cell is None:
        return ""
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
