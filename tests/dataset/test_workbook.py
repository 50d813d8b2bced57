"""XLSX as a person opens it: sheets, types of cells, limits of the format."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from govreply.dataset import workbook
from govreply.dataset.reading import open_dataset
from govreply.tables.schema import DATASET_TABLES
from govreply.writers import Style
from tests.dataset.documents import document, expected, read, samples, write


def cells(path: Path, sheet: str) -> dict[str, Any]:
    """The cells of the second row by the header over them."""
    header, row = list(load_workbook(path)[sheet].iter_rows(max_row=2))
    return {str(name.value): cell for name, cell in zip(header, row, strict=True)}


def test_sheets(tmp_path: Path) -> None:
    write(tmp_path / "en.xlsx", "xlsx", samples())
    book = load_workbook(tmp_path / "en.xlsx")
    assert book.sheetnames == [*DATASET_TABLES, "columns"]
    amounts = book["amounts"]
    assert amounts.freeze_panes == "A2"
    assert amounts.auto_filter.ref == amounts.dimensions
    assert amounts.column_dimensions["M"].width > amounts.column_dimensions["G"].width
    assert ("amounts", "value", "value") in {tuple(row[:3]) for row in book["columns"].iter_rows(values_only=True)}


def test_chinese_sheets(tmp_path: Path) -> None:
    write(tmp_path / "zh.xlsx", "xlsx", [document("a", "1")], Style("zh"))
    book = load_workbook(tmp_path / "zh.xlsx")
    assert book.sheetnames == [*(table.label for table in DATASET_TABLES.values()), "列说明"]
    assert cells(tmp_path / "zh.xlsx", "金额")["数值"].value == 50000


@pytest.mark.parametrize(
    ("column", "value", "type_", "shown"),
    [
        ("value", 3000000, "n", 3000000),
        ("value", Decimal("114999999.99"), "n", 114999999.99),
        ("value", 999999999999999, "n", 999999999999999),
        ("value", 1234567890123456, "s", "1234567890123456"),
        ("value", Decimal("0.1234567890123456"), "s", "0.1234567890123456"),
        ("start", 7, "n", 7),
        ("text", "=1+1", "s", "=1+1"),
        ("text", '=HYPERLINK("http://example.org")', "s", '=HYPERLINK("http://example.org")'),
        ("text", "http://example.org", "s", "http://example.org"),
        ("text", "0487", "s", "0487"),
        ("text", "2024-05-06", "s", "2024-05-06"),
        ("text", "<r>a</r>", "s", "<r>a</r>"),
    ],
)
def test_types(tmp_path: Path, column: str, value: Any, type_: str, shown: object) -> None:
    write(tmp_path / "a.xlsx", "xlsx", [document("a", "1", **{column: value})])
    cell = cells(tmp_path / "a.xlsx", "amounts")[column]
    assert (cell.data_type, cell.value) == (type_, shown)
    assert cell.hyperlink is None
    assert bool(cell.quotePrefix) == str(value).startswith("=")


@pytest.mark.parametrize(
    ("date", "type_"),
    [
        ("2024-05-06", "d"),
        ("1900-03-01", "d"),
        ("1900-02-28", "s"),
        ("2024-05", "s"),
        ("2024", "s"),
        ("2024-02-30", "s"),
        ("2021/2025", "s"),
    ],
)
def test_dates(tmp_path: Path, date: str, type_: str) -> None:
    tables = document("a", "1")
    tables["replies"][0]["issued_on"] = date
    write(tmp_path / "a.xlsx", "xlsx", [tables])
    cell = cells(tmp_path / "a.xlsx", "replies")["issued_on"]
    assert cell.data_type == type_
    assert cell.value == (datetime.fromisoformat(date) if type_ == "d" else date)
    assert next(open_dataset(tmp_path / "a.xlsx").rows("replies"))["issued_on"] == date


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("路" * 32767, False),
        ("路" * 32768, True),
        ("🙂" * 16383, False),
        ("🙂" * 16384, True),
    ],
)
def test_a_text_longer_than_a_cell_is_cut_and_told_of(tmp_path: Path, text: str, cut: bool) -> None:
    warnings = write(tmp_path / "a.xlsx", "xlsx", [document("a", "1", text)])
    written = str(next(open_dataset(tmp_path / "a.xlsx").rows("amounts"))["text"])
    assert written.endswith("…[cut]") == cut
    assert (written != text) == cut
    assert any("1 texts of amounts.text are longer than the 32767" in each for each in warnings) == cut
    assert len(written.encode("utf-16-le")) // 2 <= 32767


def test_a_full_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 61)
    write(tmp_path / "a.xlsx", "xlsx", samples())
    book = load_workbook(tmp_path / "a.xlsx", read_only=True)
    assert {"counts", "counts (2)", "dates (2)"} <= set(book.sheetnames)
    assert book["counts"].max_row == 61
    assert book["counts (2)"]["A1"].value == "reply_id"
    assert read(tmp_path / "a.xlsx") == expected(samples())
