"""LibreOffice opens XLSX and CSV and sees the cells that were written."""

from __future__ import annotations

import csv
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from govreply.tables.schema import DATASET_TABLES, Cell, Column
from tests.dataset.documents import PAGED, document, expected, samples, write

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
DOCUMENTS = [*samples(), document("a", "1", "=1+1"), document("b", "2", '"引号",\n两行', value=Decimal("114999999.99"))]

# https://help.libreoffice.org/latest/en-US/text/shared/guide/csv_params.html: comma, quote, UTF-8, from line 1; …,
# quote all text cells, detect numbers, save cells not as shown; …, all sheets.
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,false,false,-1"
FROM_CSV = "--infilter=Text - txt - csv (StarCalc):44,34,76,1"

pytestmark = [pytest.mark.slow, pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")]


def converted(path: Path, folder: Path, *options: str) -> dict[str, list[list[str]]]:
    """The cells of each sheet of a file as LibreOffice sees them."""
    assert SOFFICE
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", *options, "--convert-to", AS_CSV, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {
        file.stem.removeprefix(f"{path.stem}-"): list(csv.reader(file.open(encoding="utf-8", newline="")))
        for file in folder.glob("*.csv")
    }


def seen(column: Column, cell: str) -> Cell:
    if not cell:
        return None
    return cell if column.type == "text" else Decimal(cell)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[str]]]:
    folder = tmp_path_factory.mktemp("workbook")
    write(folder / "out.xlsx", "xlsx", DOCUMENTS)
    return converted(folder / "out.xlsx", folder)


@pytest.mark.parametrize("name", DATASET_TABLES)
def test_workbook(workbook: dict[str, list[list[str]]], name: str) -> None:
    columns = PAGED.columns(name)
    header, *lines = workbook[name]
    assert header == [column.name for column in columns]
    rows = [{each.name: seen(each, cell) for each, cell in zip(columns, line, strict=True)} for line in lines]
    assert rows == expected(DOCUMENTS)[name]


@pytest.mark.parametrize("name", ["replies", "amounts", "files"])
def test_csv(tmp_path: Path, name: str) -> None:
    write(tmp_path / "out", "csv", DOCUMENTS)
    columns = PAGED.columns(name)
    (tmp_path / "sheets").mkdir()
    (sheet,) = converted(tmp_path / "out" / f"{name}.csv", tmp_path / "sheets", FROM_CSV).values()
    header, *lines = sheet
    assert header == [column.name for column in columns]
    for line, row in zip(lines, expected(DOCUMENTS)[name], strict=True):
        for column, cell in zip(columns, line, strict=True):
            value = row[column.name]
            if column.type == "text" and not str(value).isdigit():
                guarded = f"'{value}" if str(value).startswith("=") else value
                assert (cell or None) == guarded
            else:
                assert (Decimal(cell) if cell else None) == (None if value is None else Decimal(value))
