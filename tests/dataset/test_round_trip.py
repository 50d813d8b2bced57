"""What is written is read back, row for row and type for type, in every format."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govreply.dataset import DatasetFormat
from govreply.dataset.cells import clean, exact
from govreply.dataset.reading import open_dataset
from govreply.tables.schema import Cell, Headers
from govreply.writers import Style
from tests.dataset.documents import FORMATS, contents, document, expected, place, read, samples, typed, write

SLOW = pytest.mark.slow
NASTY_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "'",
    "'=",
    "''@",
    "\t",
    "\r",
    "\n",
    " ",
    "<r>",
    "{=",
    "_x0001_",
    "#N/A",
    "0487",
    "2024-02-30",
)
CONTROL = "\x00\x01\x08\x0b\x1f\x7f\x85\u2028\ufeff\ufffe\uffff\udc80🙂𠮷"
NUMBERS: list[int | Decimal] = [
    0,
    -5,
    10**15 - 1,
    2**53 + 1,
    2**63 - 1,
    2**63,
    -(10**30),
    10**400,
    Decimal("0.1"),
    Decimal("114999999.99"),
    Decimal("-0.0000001"),
    Decimal("12345678901234567.123456"),
    Decimal("0.3333333333333333333"),
    Decimal("1E-330"),
    Decimal("66.666667"),
]


@pytest.mark.parametrize("headers", ["en", "zh"])
@pytest.mark.parametrize("format_", FORMATS)
def test_samples(tmp_path: Path, format_: DatasetFormat, headers: Headers) -> None:
    path = place(tmp_path, format_)
    assert not write(path, format_, samples(), Style(headers, pages=True))
    assert open_dataset(path).format == format_
    assert typed(read(path)) == typed(expected(samples()))


@pytest.mark.parametrize("format_", FORMATS)
def test_hostile_texts_and_long_numbers(tmp_path: Path, format_: DatasetFormat) -> None:
    texts = [start + rest for start in NASTY_STARTS for rest in ("1+1", '"a,b"\r\n; \n', "</r>")] + [*CONTROL, CONTROL]
    cells: list[tuple[str, Cell]] = [(text, 5) for text in texts]
    cells += [("x", number) for number in NUMBERS]
    documents = [
        document(f"{number}.txt", str(number), text, value=value) for number, (text, value) in enumerate(cells)
    ]
    path = place(tmp_path, format_)
    write(path, format_, documents)
    rows = list(open_dataset(path).rows("amounts"))
    assert [row["text"] for row in rows] == [clean(text) for text, _ in cells]
    assert [(type(row["value"]), row["value"]) for row in rows] == [(type(value), value) for _, value in cells]


@pytest.mark.parametrize("format_", [pytest.param(each, marks=SLOW if each == "xlsx" else ()) for each in FORMATS])
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text(max_size=40), min_size=1, max_size=8),
    numbers=st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=9) | st.integers(), max_size=8),
)
def test_any_text_and_number(
    tmp_path: Path, format_: DatasetFormat, texts: list[str], numbers: list[Decimal | int]
) -> None:
    cells: list[tuple[str, Cell]] = [(text, None) for text in texts]
    cells += [("x", number) for number in numbers]
    documents = [document("a.txt", str(number), text, value=value) for number, (text, value) in enumerate(cells)]
    path = place(tmp_path, format_)
    write(path, format_, documents)
    read_back = list(open_dataset(path).rows("amounts"))
    assert [row["text"] for row in read_back[: len(texts)]] == [clean(text) for text in texts]
    values = [exact(number) if isinstance(number, Decimal) else number for number in numbers]
    assert [row["value"] for row in read_back[len(texts) :]] == values


@pytest.mark.parametrize("format_", FORMATS)
def test_equal_rows_give_equal_bytes_however_they_arrive(tmp_path: Path, format_: DatasetFormat) -> None:
    first, second = place(tmp_path, format_, "first"), place(tmp_path, format_, "second")
    write(first, format_, samples())
    write(second, format_, [{name: [row]} for tables in samples() for name, rows in tables.items() for row in rows])
    assert contents(first) == contents(second)


@pytest.mark.parametrize("format_", FORMATS)
def test_no_rows_and_personal_columns(tmp_path: Path, format_: DatasetFormat) -> None:
    path = place(tmp_path, format_)
    write(path, format_, [], Style(contacts=True))
    dataset = open_dataset(path)
    assert all(not list(dataset.rows(name)) for name in dataset.names)
    assert [column.name for column in dataset.columns("replies")][-2:] == ["contact", "phone"]
    assert "page" not in {column.name for column in dataset.columns("amounts")}


@pytest.mark.parametrize("format_", [each for each in FORMATS if each != "xlsx"])
def test_a_very_long_text(tmp_path: Path, format_: DatasetFormat) -> None:
    text = "修路，" * 100_000
    path = place(tmp_path, format_)
    write(path, format_, [document("a.txt", "a", text)])
    assert next(open_dataset(path).rows("amounts"))["text"] == text
