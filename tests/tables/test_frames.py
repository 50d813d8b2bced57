"""Frames keep exact numbers and empty cells, with and without rows."""

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


def test_integers_are_nullable() -> None:
    table = frame(TABLES["amounts"].visible(), amounts(15000000, None))
    assert str(table["value"].dtype) == str(table["section_no"].dtype) == "Int64"
    assert table["value"].isna().tolist() == [False, True]
    assert table["value"][0] == 15000000


def test_decimals_and_huge_integers_stay_exact() -> None:
    table = frame(TABLES["amounts"].visible(), amounts(Decimal("114999999.99"), 3, None, 10**20))
    assert table["value"].tolist() == [Decimal("114999999.99"), 3, None, 10**20]
    assert table["value"].dtype == object


def test_text_is_text() -> None:
    table = frame(TABLES["amounts"].visible(), amounts(1))
    assert str(table["unit"].dtype) == "string"
    assert table["currency"].isna().all()


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_a_frame(name: str) -> None:
    assert frame(TABLES[name].visible(), []).shape == (0, len(TABLES[name].visible()))
