"""SQL: what may be asked of what, what comes out, and what is said of statements that cannot be run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from govreply.dataset import DatasetFormat
from govreply.dataset.database import DatabaseSink
from govreply.mining.corpus import corpus_of, open_corpus
from govreply.mining.sql import COLUMNS, QueryError, columns_of, database, query
from govreply.tables.schema import TABLES, Row
from govreply.writers import Style
from tests.dataset.documents import file_row, place, write
from tests.mining.documents import three_offices


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    """A connection to three replies that lie in no dataset."""
    with database(Path("no-such-dataset"), three_offices()) as connected:
        yield connected


def rows(connection: sqlite3.Connection, statement: str) -> list[Row]:
    return query(connection, statement)[1]


def test_figures_of_documents_can_be_added_in_sql(connection: sqlite3.Connection) -> None:
    statement = "select department, sum(value) as total from amounts group by department order by total desc"
    assert rows(connection, statement) == [
        {"department": "临溪县水利局", "total": 500_000_000},
        {"department": "临溪县教育局", "total": 300_000_000},
        {"department": "临溪县交通运输局", "total": 200_000_000},
    ]


@pytest.mark.parametrize(
    ("expression", "value", "kind"),
    [
        ("1 + 1", 2, "integer"),
        ("0.1 + 0.2", Decimal("0.3"), "number"),
        ("1 / 3.0", Decimal("0.333333333333333"), "number"),
        ("1e15 * 10", Decimal("1E+16"), "number"),
        ("9223372036854775807", 9223372036854775807, "integer"),
        ("1e999", "inf", "text"),
        ("'水厂'", "水厂", "text"),
        ("x'00ff'", "00ff", "text"),
        ("null", None, "text"),
    ],
)
def test_cells_and_their_types(connection: sqlite3.Connection, expression: str, value: object, kind: str) -> None:
    table, found = query(connection, f"select {expression} as cell")
    assert found == [{"cell": value}]
    assert [column.type for column in table.columns] == [kind]


def test_columns_of_one_name_are_numbered(connection: sqlite3.Connection) -> None:
    assert rows(connection, "select 1 as a, 2 as a, 3 as a_2, 4 as a") == [{"a": 1, "a_2": 2, "a_2_2": 3, "a_3": 4}]


def test_words_can_be_searched(connection: sqlite3.Connection) -> None:
    statement = """select count(*) as found from amounts where row_id in (select rowid from search('"水 库"'))"""
    assert rows(connection, statement) == [{"found": 1}]


@pytest.mark.parametrize(
    "statement",
    [
        "select 1",
        "values (1)",
        "with n(i) as (select 1) select i from n",
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select sum(i) from n",
        "select upper(unit), max(value) over () from amounts",
        "-- what\nselect 1;",
    ],
)
def test_reading_is_allowed(connection: sqlite3.Connection, statement: str) -> None:
    assert rows(connection, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "delete from amounts",
        "update amounts set value = 0",
        "insert into amounts (value) values (1)",
        "drop table amounts",
        "create table more (a)",
        "create temp table more (a)",
        "attach 'other.sqlite' as other",
        "vacuum into 'copy.sqlite'",
        "pragma journal_mode = wal",
        "pragma table_info(amounts)",
        "begin",
        "select load_extension('x')",
        "insert into search(search) values ('optimize')",
    ],
)
def test_only_reading_is_allowed(connection: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(QueryError, match="only statements that read"):
        query(connection, statement)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("selec 1", 'near "selec": syntax error (line 1, column 1)'),
        ("select *\nfrom amounts\nwere value > 5", 'near "value": syntax error (line 3, column 6)'),
        ("select valu from amounts", "no such column: valu (line 1, column 8); did you mean value?"),
        ("select * from amount", "no such table: amount (line 1, column 15); did you mean amounts?"),
        ("select nosuch(1)", "no such function: nosuch (line 1, column 8)"),
        ("select 1; select 2", "one statement at a time, please"),
        ("", "the statement is empty"),
        ("-- nothing", "the statement is empty"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(connection: sqlite3.Connection, statement: str, message: str) -> None:
    with pytest.raises(QueryError) as error:
        query(connection, statement)
    assert str(error.value) == message


def test_an_unknown_table_far_from_any_is_told_with_all_tables(connection: sqlite3.Connection) -> None:
    with pytest.raises(QueryError, match=r"no such table: zzz .*; the tables are .*replies, .*amounts"):
        query(connection, "select * from zzz")


def test_tables_and_columns_are_listed(connection: sqlite3.Connection) -> None:
    listed = columns_of(connection)
    assert list(listed[0]) == [column.name for column in COLUMNS.columns]
    (value,) = [row for row in listed if (row["table"], row["column"]) == ("amounts", "value")]
    assert (value["rows"], value["type"]) == (3, "NUMERIC")
    assert "exact" in str(value["description"])
    assert not {"search", "dataset_tables"} & {row["table"] for row in listed}


@pytest.mark.parametrize("format_", get_args(DatasetFormat))
def test_a_dataset_of_any_format_has_its_files(tmp_path: Path, format_: DatasetFormat) -> None:
    contents = three_offices()
    files = [file_row(source, reply_id * 4) for reply_id, source in contents.sources().items()]
    path = place(tmp_path, format_)
    write(path, format_, [{name: list(contents.rows(name)) for name in TABLES} | {"files": files}])
    with database(path, open_corpus([str(path)])) as connected:
        assert rows(connected, "select status, count(*) as files from files") == [{"status": "done", "files": 3}]
        assert rows(connected, "select count(*) as figures from amounts") == [{"figures": 3}]


def test_documents_have_no_files(connection: sqlite3.Connection) -> None:
    assert "files" not in {row["table"] for row in columns_of(connection)}


def test_a_sqlite_dataset_is_asked_as_it_is_and_not_changed(tmp_path: Path) -> None:
    sink = DatabaseSink(tmp_path, Style())
    (name,) = sink.finish()
    before = (tmp_path / name).read_bytes()
    with database(tmp_path / name, corpus_of()) as connected:
        assert rows(connected, "select count(*) as documents from replies") == [{"documents": 0}]
        assert "files" in {row["table"] for row in columns_of(connected)}
        with pytest.raises(QueryError, match="only statements that read"):
            query(connected, "delete from files")
    assert (tmp_path / name).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [name]
