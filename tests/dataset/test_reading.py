"""What is a dataset is known by its contents; what is damaged is said with file and line."""

from __future__ import annotations

import re
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from govreply.dataset import DatasetFormat
from govreply.dataset.reading import DatasetError, is_dataset, open_dataset
from govreply.tables.schema import DATASET_TABLES
from tests.dataset.documents import FORMATS, document, place, read, write


@pytest.mark.parametrize("format_", FORMATS)
def test_a_dataset_is_known_by_its_contents(tmp_path: Path, format_: DatasetFormat) -> None:
    path = place(tmp_path, format_)
    write(path, format_, [document("a", "1")])
    renamed = path.rename(tmp_path / "some.thing")
    assert is_dataset(renamed)
    assert open_dataset(renamed).format == format_
    assert open_dataset(str(renamed)).names == tuple(DATASET_TABLES)


def sqlite_of_others(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE files (path)")
    connection.close()


def zip_of_others(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_text("投入5万元"),
        lambda path: path.touch(),
        lambda path: path.mkdir(),
        lambda path: path.write_bytes(b"PK\x03\x04 damaged"),
        lambda path: path.write_bytes(b"SQLite format 3\x00"),
        lambda path: None,
        sqlite_of_others,
        zip_of_others,
    ],
)
def test_what_is_none(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "a")
    assert not is_dataset(tmp_path / "a")
    with pytest.raises(DatasetError, match="a is no dataset: "):
        open_dataset(tmp_path / "a")


def test_a_package_of_others_is_none(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"name": "other", "resources": [{"path": "a.csv"}]}')
    assert not is_dataset(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("50000", "5万", r"amounts\.csv:2: value is no number: '5万'"),
        ("50000", "1e5", r"amounts\.csv:2: value is no number: '1e5'"),
        (",0,5", ",0.5,5", r"amounts\.csv:2: start is no integer: '0\.5'"),
        (",0,5", ",0", r"amounts\.csv:2: \d+ cells under \d+ columns"),
        ("投入5万元,", '"投入5万元,', r"amounts\.csv:2: unexpected end of data"),
        ("reply_id,", "id,", r"amounts\.csv: table amounts has no column 'id'"),
        ("reply_id,section_no", "reply_id,reply_id", r"amounts\.csv: not the columns of table amounts"),
    ],
)
def test_damaged_csv(tmp_path: Path, old: str, new: str, message: str) -> None:
    write(tmp_path, "csv", [document("a", "1")])
    file = tmp_path / "amounts.csv"
    text = file.read_text("utf-8-sig")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8-sig")
    with pytest.raises(DatasetError, match=message):
        read(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("50000", '"五万"', r"amounts\.jsonl:2: value is no number: '五万'"),
        ("50000", "true", r"amounts\.jsonl:2: value is no number: True"),
        ("50000", "1e999999999", r"amounts\.jsonl:2: no number of fewer than 4000 digits"),
        ('{"reply_id"', '{"id"', r"amounts\.jsonl:2: no object with the keys reply_id, "),
        ("{", "", r"amounts\.jsonl:2: "),
    ],
)
def test_damaged_json_lines(tmp_path: Path, old: str, new: str, message: str) -> None:
    write(tmp_path, "jsonl", [document("a", "1"), document("b", "2")])
    file = tmp_path / "amounts.jsonl"
    first, second = file.read_text("utf-8").splitlines()
    file.write_text(f"{first}\n{second.replace(old, new, 1)}\n", "utf-8")
    with pytest.raises(DatasetError, match=message):
        read(tmp_path)


def test_json_lines_whose_keys_have_another_order(tmp_path: Path) -> None:
    write(tmp_path, "jsonl", [document("a", "1")])
    before = read(tmp_path)
    file = tmp_path / "amounts.jsonl"
    file.write_text(re.sub(r'("start": 0), ("end": 5)', r"\2, \1", file.read_text("utf-8")), "utf-8")
    assert read(tmp_path) == before


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_that_ends_in_the_middle(tmp_path: Path, format_: DatasetFormat) -> None:
    path = place(tmp_path, format_)
    write(path, format_, [document(str(number), str(number), "路" * 100) for number in range(50)])
    file = path / f"amounts.{format_}" if path.is_dir() else path
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2 + 100])
    with pytest.raises(DatasetError, match=re.escape(str(path))):
        read(path)


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    write(tmp_path, "csv", [document("a", "1")])
    (tmp_path / "amounts.csv").unlink()
    with pytest.raises(DatasetError, match=r"amounts\.csv is missing"):
        open_dataset(tmp_path)


def test_a_table_that_there_is_not(tmp_path: Path) -> None:
    write(tmp_path, "csv", [])
    with pytest.raises(DatasetError, match="has no table money"):
        list(open_dataset(tmp_path).rows("money"))
