"""SQLite as a person queries it: types, keys, the index of words, what is said of columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from govreply.dataset.database import phrase
from govreply.tables.schema import DATASET_TABLES
from govreply.writers import Style
from tests.dataset.documents import document, expected, samples, write

FOUND = "SELECT text FROM amounts WHERE row_id IN (SELECT rowid FROM search(?))"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The samples, and some made sentences."""
    texts = ["发展光电产业5万元", "电光5万元", "光的电5万元", "光电信息（5G）5万元", "光 电5万元"]
    path = tmp_path / "a.sqlite"
    write(
        path, "sqlite", [*samples(), *(document(str(number), str(number), text) for number, text in enumerate(texts))]
    )
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("光电", ["发展光电产业5万元", "光电信息（5G）5万元", "光 电5万元"]),
        ("光电产业", ["发展光电产业5万元"]),
        ("光电信息（5G）", ["光电信息（5G）5万元"]),
        ("5g", ["光电信息（5G）5万元"]),
        ("电光", ["电光5万元"]),
        ("光伏", []),
    ],
)
def test_words_are_found(database: sqlite3.Connection, words: str, texts: list[str]) -> None:
    assert [text for (text,) in database.execute(FOUND, (phrase(words),))] == texts


def test_the_documented_line_needs_nothing_but_sqlite(database: sqlite3.Connection) -> None:
    line = """SELECT * FROM amounts WHERE row_id IN (SELECT rowid FROM search('"光 电"'));"""
    assert len(database.execute(line).fetchall()) == 3


@pytest.mark.parametrize("word", ["资金", "学校", "建设", "工作"])
@pytest.mark.parametrize(("table", "column"), [("answers", "text"), ("measures", "text"), ("counts", "sentence")])
def test_the_index_finds_what_a_scan_finds(database: sqlite3.Connection, word: str, table: str, column: str) -> None:
    scan = database.execute(f"SELECT row_id FROM {table} WHERE {column} LIKE ?", (f"%{word}%",)).fetchall()
    index = database.execute(
        f"SELECT row_id FROM {table} WHERE row_id IN (SELECT rowid FROM search(?))", (phrase(word),)
    ).fetchall()
    assert scan == index


def test_keys_hold(database: sqlite3.Connection) -> None:
    assert not database.execute("PRAGMA foreign_key_check").fetchall()
    parents = {row[2] for row in database.execute("PRAGMA foreign_key_list(amounts)")}
    assert parents == {"replies", "sections", "answers", "measures"}
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT * FROM amounts WHERE reply_id = 'x'", "amounts_reply_id"),
        ("SELECT * FROM amounts WHERE department = 'x'", "amounts_department"),
        ("SELECT * FROM amounts WHERE value > 100000000", "amounts_value"),
        ("SELECT * FROM replies WHERE issued_on >= '2024'", "replies_issued_on"),
        ("SELECT * FROM measures WHERE reply_id = 'x' AND measure_no = 1", "measures_key"),
        ("SELECT * FROM files WHERE status = 'failed'", "files_status"),
    ],
)
def test_indexes_are_used(database: sqlite3.Connection, query: str, index: str) -> None:
    assert index in str(database.execute(f"EXPLAIN QUERY PLAN {query}").fetchall())


def test_numbers_add_up_and_none_loses_a_digit(tmp_path: Path) -> None:
    numbers: list[Decimal | int] = [5, Decimal("0.5"), 10**30, Decimal("12345678901234567.123456")]
    path = tmp_path / "a.sqlite"
    write(path, "sqlite", [document(str(each), str(each), value=each) for each in numbers])
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT sum(value) FROM amounts WHERE value < 100").fetchone() == (5.5,)
    assert connection.execute("SELECT count(*) FROM amounts WHERE value > 1e15").fetchone() == (2,)
    assert connection.execute("SELECT digits FROM exact_numbers ORDER BY row_id").fetchall() == [
        (str(10**30),),
        ("12345678901234567.123456",),
    ]
    connection.close()


def test_types_of_cells(database: sqlite3.Connection) -> None:
    types = {each for (each,) in database.execute("SELECT DISTINCT typeof(value) FROM amounts")}
    assert types <= {"integer", "real", "null"}
    assert {each for (each,) in database.execute("SELECT DISTINCT typeof(start) FROM amounts")} == {"integer"}
    total = sum(int(str(row["value"])) for row in expected(samples())["amounts"] if isinstance(row["value"], int))
    query = "SELECT sum(value) FROM amounts WHERE typeof(value) = 'integer' AND text NOT LIKE '%光%'"
    assert database.execute(query).fetchone() == (total,)


def test_what_is_said_of_columns(tmp_path: Path) -> None:
    write(tmp_path / "a.sqlite", "sqlite", [], Style("zh"))
    connection = sqlite3.connect(tmp_path / "a.sqlite")
    tables = connection.execute("SELECT name, label FROM dataset_tables").fetchall()
    assert dict(tables) == {name: table.label for name, table in DATASET_TABLES.items()}
    query = "SELECT name, unit FROM dataset_columns WHERE table_name = 'amounts' AND label = '数值'"
    assert connection.execute(query).fetchall() == [("数值", "the unit of the currency (yuan)")]
    assert connection.execute('SELECT "数值" FROM amounts').fetchall() == []
    connection.close()
