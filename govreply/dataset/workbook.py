"""One XLSX workbook: a sheet for each table, then what their columns mean. Rows go to the disk as they come."""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from govreply.dataset.cells import DATE_COLUMNS, digits, fits_a_float, full_date
from govreply.tables.schema import Cell, Column, Row
from govreply.writers import Style

MOST_ROWS = 1_048_576
"""Rows of a sheet, header included (Excel specifications and limits)."""

MOST_CHARACTERS = 32_767
"""UTF-16 units of a cell (Excel specifications and limits)."""

CUT = "…[cut]"
"""What ends a text that was longer than a cell."""

CREATED = datetime(2000, 1, 1)
"""The date that every workbook says it was made on, so that equal rows give equal bytes."""

_WIDTHS = {"sentence": 60, "text": 60, "description": 60, "error": 40, "warnings": 40, "path": 40, "sha256": 20}
_TITLES = {"title", "proposal_title", "heading", "suggestion", "headline", "metric", "department", "issuer", "source"}
_WIDTH_BY_TYPE = {"text": 14, "integer": 10, "number": 18}
_TITLE_WIDTH = 32
_FILTER_ARROW = 3
_EXECUTED = ("=", "+", "-", "@")
_GUIDE = {"en": "columns", "zh": "列说明"}
_GUIDE_HEADER = {
    "en": ("sheet", "column", "name", "unit", "meaning"),
    "zh": ("工作表", "列", "英文名", "单位", "含义"),
}


class _Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet in which a text that looks like the library's own markup is a text."""

    def _xml_rich_inline_string(self, string: str, attributes: list[tuple[str, Any]]) -> None:
        self._xml_inline_string(string, True, attributes)


class WorkbookSink:
    """Sheets named as their tables, in Chinese with Chinese headers; ``counts (2)`` goes on where ``counts`` is full.

    Header frozen and filtered, numbers as numbers where a double holds all their digits and else as text, full dates
    as dates, all other texts as texts, whatever they look like.
    """

    def __init__(self, folder: Path, style: Style) -> None:
        self.warnings: list[str] = []
        self._cut: Counter[str] = Counter()
        self._style = style
        self._name = "dataset.xlsx"
        options = {"constant_memory": True, "tmpdir": str(folder), "strings_to_formulas": False}
        self._book: Any = Workbook(str(folder / self._name), options)
        self._book.use_zip64()
        self._book.set_properties({"created": CREATED})
        self._formats = {
            "header": self._book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"}),
            "date": self._book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "quoted": self._book.add_format({"quote_prefix": True}),
            "integer": self._book.add_format({"num_format": "0"}),
            "whole": self._book.add_format({"num_format": "#,##0"}),
            "decimal": self._book.add_format({"num_format": "#,##0.0##############"}),
        }
        self._sheets: dict[str, Any] = {}
        self._next_row: dict[str, int] = {}
        self._parts: Counter[str] = Counter()
        self._writers = {
            name: [(column.name, self._cell_writer(name, column)) for column in style.columns(name)]
            for name in style.tables
        }
        for name in style.tables:
            self._start_sheet(name)

    def write(self, name: str, rows: list[Row]) -> None:
        """Add rows to the sheet of table ``name``, and to a further one where it is full."""
        writers = self._writers[name]
        for row in rows:
            if self._next_row[name] >= MOST_ROWS:
                self._end_sheet(name)
                self._start_sheet(name)
            sheet, number = self._sheets[name], self._next_row[name]
            for index, (column, write) in enumerate(writers):
                if (cell := row[column]) is not None:
                    write(sheet, number, index, cell)
            self._next_row[name] = number + 1

    def finish(self) -> list[str]:
        """Set the filters, explain the columns, put the sheets together."""
        for name in self._sheets:
            self._end_sheet(name)
        self._explain()
        try:
            self._book.close()
        except FileCreateError as error:
            cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else None
            raise OSError(cause.errno if cause else errno.EIO, cause.strerror if cause else str(error)) from error
        for column, number in self._cut.items():
            self.warnings.append(
                f"{number} texts of {column} are longer than the {MOST_CHARACTERS} characters of a cell:"
                f" cut, they end in {CUT}"
            )
        return [self._name]

    def discard(self) -> None:
        """Close the temporary files of the sheets; a workbook that was finished has none left."""
        self._book.fileclosed = True
        for sheet in self._book.worksheets():
            if sheet.row_data_fh is not None and not sheet.row_data_fh_closed:
                sheet.row_data_fh.close()
                sheet.row_data_fh_closed = True

    def _start_sheet(self, name: str) -> None:
        self._parts[name] += 1
        table = self._style.tables[name]
        title = table.label if self._style.headers == "zh" else name
        if self._parts[name] > 1:
            title = f"{title} ({self._parts[name]})"
        sheet = self._book.add_worksheet(title, worksheet_class=_Sheet)
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(self._style.columns(name)):
            header = column.header(self._style.headers)
            form = self._formats["integer"] if column.type == "integer" else None
            sheet.set_column(index, index, _width(column, header), form)
            sheet.write_string(0, index, header, self._formats["header"])
        self._sheets[name] = sheet
        self._next_row[name] = 1

    def _end_sheet(self, name: str) -> None:
        last_column = len(self._style.columns(name)) - 1
        self._sheets[name].autofilter(0, 0, max(1, self._next_row[name] - 1), last_column)

    def _explain(self) -> None:
        """A last sheet with a line for each column: the workbook travels without its documentation."""
        headers = self._style.headers
        sheet = self._book.add_worksheet(_GUIDE[headers])
        sheet.freeze_panes(1, 0)
        lines = [_GUIDE_HEADER[headers]]
        for name, table in self._style.tables.items():
            title = table.label if headers == "zh" else name
            for each in self._style.columns(name):
                lines.append((title, each.header(headers), each.name, each.unit, each.description))
        for index, width in enumerate((18, 18, 18, 14, 100)):
            sheet.set_column(index, index, width)
        for row, line in enumerate(lines):
            for index, text in enumerate(line):
                sheet.write_string(row, index, text, None if row else self._formats["header"])

    def _cell_writer(self, table: str, column: Column) -> Callable[[Any, int, int, Cell], None]:
        if column.type != "text":
            return self._write_integer if column.type == "integer" else self._write_number
        name = f"{table}.{column.name}"
        is_date = column.name in DATE_COLUMNS

        def write_text(sheet: Any, row: int, index: int, cell: Cell) -> None:
            text = str(cell)
            if is_date and (day := full_date(text)):
                sheet.write_datetime(row, index, day, self._formats["date"])
                return
            if len(text) > MOST_CHARACTERS // 2 and (fitting := _cut(text)) != text:
                text = fitting
                self._cut[name] += 1
            sheet.write_string(row, index, text, self._formats["quoted"] if text.startswith(_EXECUTED) else None)

        return write_text

    def _write_integer(self, sheet: Any, row: int, index: int, cell: Cell) -> None:
        self._write_exact(sheet, row, index, cell, None)

    def _write_number(self, sheet: Any, row: int, index: int, cell: Cell) -> None:
        self._write_exact(sheet, row, index, cell, self._formats["whole" if isinstance(cell, int) else "decimal"])

    def _write_exact(self, sheet: Any, row: int, index: int, cell: Cell, form: Any) -> None:
        assert isinstance(cell, int | Decimal)
        if fits_a_float(cell):
            sheet.write_number(row, index, cell, form)
        else:
            sheet.write_string(row, index, digits(cell))


def _width(column: Column, header: str) -> int:
    """Characters of the default font that a column shows: what suits its type, and the whole header."""
    wide = _TITLE_WIDTH if column.name in _TITLES else _WIDTH_BY_TYPE[column.type]
    shown = sum(1 + (character >= "⺀") for character in header) + _FILTER_ARROW
    return max(_WIDTHS.get(column.name, wide), shown)


def _cut(text: str) -> str:
    """The text, or as much of it as a cell holds, with a mark at the end."""
    units = text.encode("utf-16-le")
    if len(units) // 2 <= MOST_CHARACTERS:
        return text
    return units[: 2 * (MOST_CHARACTERS - len(CUT))].decode("utf-16-le", "ignore") + CUT
