"""CSV as spreadsheets read it: RFC 4180 with CRLF, one table a file, and no cell that a spreadsheet would execute."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TextIO

from govreply.tables.schema import Cell, Column, Row
from govreply.writers import Style

_LINE_END = "\r\n"
_GUARDED = frozenset("'=+-@\t\r\n")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_csv(stream: TextIO, name: str, rows: Iterable[Row], style: Style) -> None:
    """Write table ``name`` with a header line to ``stream`` (opened with ``newline=""``); empty cells for None.

    Numbers are plain digits, never in exponent notation. A text that starts with = + - @, a tab or a line break gets a
    leading ', as OWASP's "CSV Injection" advises; numeric columns never do. So does a text that starts as such a
    guarded one does, so that ``unguarded`` is the way back.
    """
    write_csv_header(stream, name, style)
    write_csv_rows(stream, style.columns(name), rows)


def write_csv_header(stream: TextIO, name: str, style: Style) -> None:
    """Write the header line of table ``name``."""
    csv.writer(stream, lineterminator=_LINE_END).writerow([each.header(style.headers) for each in style.columns(name)])


def write_csv_rows(stream: TextIO, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Write a line for each row, with a cell for each of ``columns``, in the way of ``write_csv``."""
    names = [column.name for column in columns]
    texts = [index for index, column in enumerate(columns) if column.type == "text"]
    numbers = [index for index, column in enumerate(columns) if column.type == "number"]

    def line(row: Row) -> list[Cell]:
        cells = list(map(row.get, names))
        for index in texts:
            text = cells[index]
            if text and text[0] in _GUARDED:  # type: ignore[index]
                cells[index] = _guarded(str(text))
        for index in numbers:
            if isinstance(number := cells[index], Decimal):
                cells[index] = format(number, "f")
        return cells

    csv.writer(stream, lineterminator=_LINE_END).writerows(map(line, rows))


def unguarded(text: str) -> str:
    """A text cell as it was before it was guarded against being executed."""
    return text[1:] if text.startswith("'") and _is_formula(text) else text


def _guarded(text: str) -> str:
    return "'" + text if _is_formula(text) else text


def _is_formula(text: str) -> bool:
    return text.lstrip("'").startswith(_FORMULA_STARTS)
