"""JSON: exact numbers, Chinese as it is, one object for all tables."""

import io
import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from govreply.tables.schema import Row, Tables
from govreply.writers import Style
from govreply.writers.json_files import write_json, write_json_lines

ROW: Row = {
    "reply_id": "abc",
    "value": Decimal("114999999.99"),
    "low": Decimal("1E+7"),
    "text": '约"5"万元\n',
    "start": 3,
}


def as_json(tables: Tables, style: Style | None = None) -> str:
    stream = io.StringIO()
    write_json(stream, tables, style or Style())
    return stream.getvalue()


def as_lines(tables: Tables) -> list[str]:
    stream = io.StringIO()
    write_json_lines(stream, tables, Style())
    return stream.getvalue().splitlines()


def test_numbers_are_exact_and_chinese_is_readable() -> None:
    text = as_json({"amounts": [ROW]})
    assert '"value": 114999999.99, "low": 10000000, "high": null' in text
    assert "万元" in text
    (row,) = json.loads(text, parse_float=Decimal)["amounts"]
    assert row["value"] == Decimal("114999999.99")
    assert row["text"] == ROW["text"]
    assert row["currency"] is None


def test_all_tables_are_one_object() -> None:
    tables = json.loads(as_json({"amounts": [ROW, ROW], "dates": [], "titles": [{"text": "公路办法"}]}))
    assert {name: len(rows) for name, rows in tables.items()} == {"amounts": 2, "dates": 0, "titles": 1}
    assert json.loads(as_json({})) == {}


def test_chinese_keys() -> None:
    (row,) = json.loads(as_json({"amounts": [ROW]}, Style("zh")))["amounts"]
    assert row["原文"] == ROW["text"]


def test_lines_name_their_table_only_among_several() -> None:
    (line,) = as_lines({"amounts": [ROW]})
    assert next(iter(json.loads(line))) == "reply_id"
    first, second = as_lines({"amounts": [ROW], "titles": [{"text": "公路办法"}]})
    assert json.loads(first)["table"] == "amounts"
    assert json.loads(second)["table"] == "titles"
    assert as_lines({"amounts": []}) == []


@given(
    st.text(),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=6),
    st.integers(),
)
def test_round_trip(text: str, value: Decimal, start: int) -> None:
    text = text.encode("utf-8", "replace").decode()
    (row,) = json.loads(as_json({"amounts": [{"text": text, "value": value, "start": start}]}), parse_float=Decimal)[
        "amounts"
    ]
    assert (row["text"], Decimal(row["value"]), row["start"]) == (text, value, start)
