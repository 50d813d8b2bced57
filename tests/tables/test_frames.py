"""Frames have one type a column, whatever the data, and exact numbers on request."""

from decimal import Decimal

import pytest

from govreply.tables.frames import frame
from govreply.tables.schema import TABLES, Row


def amounts(*values: Decimal | int | None) -> list[Row]:
    return [{"reply_id": "abc", "section_no": None, "value": value, "unit": "万元"} for value in values]


def test_columns_of_an_empty_frame() -> None:
    columns = TABLES["amounts"].visible()
    empty = frame(columns, [])
    assert list(empty.columns) == [column.name for column in columns]
    assert len(empty) == 0


@pytest.mark.parametrize(
    "values", [(), (None,), (15000000, None), (Decimal("114999999.99"), 3), (10**20,), (Decimal("1E+30"),), (10**400,)]
)
def test_types_never_depend_on_the_data(values: tuple[Decimal | int | None, ...]) -> None:
    dtypes = frame(TABLES["amounts"].visible(), amounts(*values)).dtypes.astype(str)
    assert dtypes["value"] == dtypes["low"] == "Float64"
    assert dtypes["section_no"] == dtypes["start"] == "Int64"
    assert dtypes["unit"] == dtypes["reply_id"] == "string"


def test_empty_cells_are_missing() -> None:
    table = frame(TABLES["amounts"].visible(), amounts(15000000, None))
    assert table["value"].isna().tolist() == [False, True]
    assert table["value"].sum() == 15000000


def test_exact_numbers_on_request() -> None:
    values = (Decimal("114999999.99"), 3, None, 10**20)
    table = frame(TABLES["amounts"].visible(), amounts(*values), exact=True)
    assert table["value"].tolist() == list(values)
    assert [type(value) for value in table["value"]] == [type(value) for value in values]
    assert frame(TABLES["amounts"].visible(), amounts(3), exact=True)["value"].dtype == object


def test_chinese_headers() -> None:
    table = frame(TABLES["amounts"].visible(), amounts(3), headers="zh")
    assert list(table.columns) == [column.label for column in TABLES["amounts"].visible()]
    assert table["数值"].tolist() == [3]


def test_text_is_text() -> None:
    table = frame(TABLES["amounts"].visible(), amounts(1))
    assert str(table["unit"].dtype) == "string"
    assert table["currency"].isna().all()


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_a_frame(name: str) -> None:
    assert frame(TABLES[name].visible(), []).shape == (0, len(TABLES[name].visible()))
