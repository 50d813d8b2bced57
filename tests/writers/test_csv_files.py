"""CSV: what a spreadsheet would execute, numbers, line ends, headers."""

import csv
import io
from decimal import Decimal

import pytest

from govreply.tables.schema import Cell, Row
from govreply.writers import Style
from govreply.writers.csv_files import write_csv


def written(name: str, rows: list[Row], style: Style | None = None) -> str:
    stream = io.StringIO(newline="")
    write_csv(stream, name, rows, style or Style())
    return stream.getvalue()


def read_back(column: str, cell: Cell) -> str:
    (row,) = csv.DictReader(io.StringIO(written("amounts", [{column: cell}]), newline=""))
    return row[column]


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-5", "@SUM(A1)", "\tx", "\rx", "\nx", "=HYPERLINK(1)"])
def test_text_that_a_spreadsheet_would_execute_is_quoted(cell: str) -> None:
    assert read_back("text", cell) == "'" + cell


@pytest.mark.parametrize("cell", ["1500余万元", "a=b", "'x", "", "投入，“约”5万元", '引"号', "两\n行"])
def test_other_text_is_left_alone(cell: str) -> None:
    assert read_back("text", cell) == cell


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (-5, "-5"),
        (None, ""),
        (0, "0"),
        (Decimal("1E+7"), "10000000"),
        (Decimal("114999999.99"), "114999999.99"),
        (Decimal("-0.0000001"), "-0.0000001"),
        (10**30, "1" + "0" * 30),
    ],
)
def test_numbers_are_plain_digits(cell: Cell, expected: str) -> None:
    assert read_back("value", cell) == expected


def test_header_and_line_ends() -> None:
    text = written("sections", [{"reply_id": "abc", "section_no": 1, "heading": "修路"}])
    assert text == "reply_id,section_no,ordinal,heading,suggestion,start,end\r\nabc,1,,修路,,,\r\n"


def test_no_rows_still_have_a_header() -> None:
    assert written("responsibilities", []).count("\r\n") == 1


def test_chinese_headers() -> None:
    assert written("sections", [], Style("zh")) == "文档编号,建议序号,序号,标题,建议内容,起始,结束\r\n"


def test_personal_columns_only_on_request() -> None:
    assert "phone" not in written("replies", [])
    assert written("replies", [], Style(contacts=True)).endswith("contact,phone\r\n")
