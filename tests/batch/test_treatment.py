"""One document in a worker: what comes out, and that its rows survive packing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from govreply.batch.treatment import Settings, extract_item, pack, unpack
from govreply.batch.worklist import Item
from govreply.extraction import extract_file
from govreply.tables.schema import TABLES, Row

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.txt"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_rows_are_those_of_extract(path: Path) -> None:
    outcome = extract_item(Item(str(path), str(path)), Settings())
    expected = {name: rows for name, rows in extract_file(path).tables.items() if rows}
    assert outcome.status == "done"
    assert unpack(outcome.rows) == expected
    assert outcome.size == path.stat().st_size


def test_packing_keeps_types() -> None:
    row: Row = {column.name: None for column in TABLES["amounts"].visible()}
    row.update(value=Decimal("0.10"), low=10**20, high=None, text="\ud800 1\n", start=3)
    (unpacked,) = unpack(pack({"amounts": [row], "counts": []}))["amounts"]
    assert unpacked == row
    assert {key: type(cell) for key, cell in unpacked.items()} == {key: type(cell) for key, cell in row.items()}


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "is empty"),
        (b"\x1f\x8b1", "is a gzip archive"),
        (bytes(range(256)) * 9, "is not text in a known encoding"),
    ],
)
def test_a_failure_says_why_without_the_name(tmp_path: Path, content: bytes, error: str) -> None:
    path = tmp_path / "答复 1.txt"
    path.write_bytes(content)
    outcome = extract_item(Item("shown/答复 1.txt", str(path)), Settings())
    assert (outcome.status, outcome.error, outcome.size) == ("failed", error, len(content))
    assert len(outcome.sha256) == 64


def test_a_missing_file_is_a_failure(tmp_path: Path) -> None:
    outcome = extract_item(Item("gone.txt", str(tmp_path / "gone.txt")), Settings())
    assert (outcome.status, outcome.error) == ("failed", "no such file or directory")


def test_settings_tell_dictionaries_apart(tmp_path: Path) -> None:
    own = tmp_path / "classifiers.tsv"
    own.write_text("word\n亇\n", "utf-8")
    first = Settings((tmp_path,)).fingerprint()
    own.write_text("word\n亇\n幢幢\n", "utf-8")
    assert (
        len({first, Settings((tmp_path,)).fingerprint(), Settings().fingerprint(), Settings((), True).fingerprint()})
        == 4
    )
