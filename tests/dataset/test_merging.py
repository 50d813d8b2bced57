"""Datasets merged: tests/cases/dataset_merging.tsv, and that a merged dataset is what one batch would have written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from itertools import cycle
from pathlib import Path

import pytest
from typer.testing import CliRunner

from govreply.cli import app
from govreply.dataset import DatasetError, DatasetFormat
from govreply.dataset.merging import merge
from govreply.dataset.reading import open_dataset
from govreply.lexicon import read_table
from govreply.tables.schema import Row, Tables
from govreply.writers import Style
from tests.dataset.documents import CHECKOUT, PAGED, contents, document, file_row, place, read, samples, write

FAST_FORMATS: tuple[DatasetFormat, ...] = ("csv", "sqlite", "jsonl")
CASES = list(read_table(CHECKOUT / "tests" / "cases" / "dataset_merging.tsv"))
FILE = re.compile(r"(?P<path>[^=!@]+)(=(?P<content>\d))?(?P<failed>!*)(@(?P<original>\S+))?")


def made(notation: str, text: str) -> Tables:
    """The document that a case means, with ``text`` in its row."""
    match = FILE.fullmatch(notation)
    assert match
    path, content, original = match["path"], match["content"], match["original"]
    digest = content and sha256(content.encode()).hexdigest()
    if match["failed"]:
        return {"files": [file_row(path, digest, "failed", error="is empty")]}
    if original:
        return {"files": [file_row(path, digest, "duplicate", duplicate_of=original)]}
    return document(path, content, text)


def noted(file: Row, texts: dict[str, str], digests: dict[str, str]) -> str:
    """A row of files in the notation of the cases; ``texts`` by reply_id."""
    digest = str(file["sha256"] or "")
    line = f"{file['path']}={digests[digest]}" if digest else str(file["path"])
    if file["status"] == "duplicate":
        assert file["error"] is None
        return f"{line}@{file['duplicate_of']}"
    if file["status"] == "failed":
        return f"{line}!" if digest else f"{line}!!"
    return f"{line}>{texts[digest[:16]]}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["why"]))
def test_files_of_merged_datasets(case: dict[str, str], tmp_path: Path) -> None:
    paths = []
    for number, (files, format_) in enumerate(zip(case["datasets"].split(" | "), cycle(FAST_FORMATS)), 1):
        paths.append(place(tmp_path, format_, str(number)))
        write(paths[-1], format_, [made(each, str(number)) for each in files.split()])
    merge(paths, tmp_path / "merged", "jsonl")
    tables = read(tmp_path / "merged")
    texts = {str(row["reply_id"]): str(row["text"]) for row in tables["amounts"]}
    digests = {sha256(str(number).encode()).hexdigest(): str(number) for number in range(10)}
    assert [noted(row, texts, digests) for row in tables["files"]] == case["merged"].split()
    done = [row["reply_id"] for row in tables["files"] if row["status"] == "done"]
    assert done == [row["reply_id"] for row in tables["replies"]] == [row["reply_id"] for row in tables["amounts"]]


@pytest.mark.parametrize("format_", ["csv", "sqlite"])
def test_merged_parts_are_the_whole_byte_for_byte(tmp_path: Path, format_: DatasetFormat) -> None:
    parts: dict[DatasetFormat, Sequence[Tables]] = {
        "xlsx": samples()[1::2],
        "sqlite": samples()[::2],
        "parquet": samples()[2:5],
    }
    paths = [place(tmp_path, each, each) for each in parts]
    for path, (each, part) in zip(paths, parts.items(), strict=True):
        write(path, each, part, Style("zh", pages=True))
    whole, merged = place(tmp_path, format_, "whole"), place(tmp_path, format_, "merged")
    write(whole, format_, samples())
    result = merge(paths, merged, format_)
    assert contents(merged) == contents(whole)
    assert result.statuses == {"done": len(samples())}
    assert not result.warnings


@pytest.mark.parametrize("format_", ["csv", "sqlite"])
def test_of_one_dataset_it_is_a_conversion(tmp_path: Path, format_: DatasetFormat) -> None:
    digest = sha256(b"1").hexdigest()
    twin = {"files": [file_row("a", digest, "failed", error="takes longer than 120 s", warnings="is long")]}
    write(tmp_path / "one", "jsonl", [twin, document("b", "1"), made("c=1@b", "")])
    merge([tmp_path / "one"], place(tmp_path, format_, "two"), format_)
    assert read(place(tmp_path, format_, "two")) == read(tmp_path / "one")


def test_columns_are_those_that_some_dataset_has(tmp_path: Path) -> None:
    write(tmp_path / "a", "csv", [document("a", "1", page=3)], PAGED)
    write(tmp_path / "b", "csv", [document("b", "2")], Style(contacts=True))
    merge([tmp_path / "b", tmp_path / "a"], tmp_path / "c", "csv", "zh")
    dataset = open_dataset(tmp_path / "c")
    assert "contact" in {column.name for column in dataset.columns("replies")}
    assert [row["page"] for row in dataset.rows("amounts")] == [3, None]
    assert (tmp_path / "c" / "amounts.csv").read_text("utf-8-sig").startswith("文档编号,")


def test_the_output_may_be_an_input(tmp_path: Path) -> None:
    write(tmp_path / "a", "csv", [document("a", "1")])
    write(tmp_path / "b.sqlite", "sqlite", [document("b", "2")])
    merge([tmp_path / "a", tmp_path / "b.sqlite"], tmp_path / "a", "csv")
    assert [row["path"] for row in read(tmp_path / "a")["files"]] == ["a", "b"]


def test_rows_of_no_file_are_damage(tmp_path: Path) -> None:
    tables = document("a", "1")
    del tables["files"]
    write(tmp_path / "a", "csv", [tables])
    with pytest.raises(DatasetError, match=r"a: table replies has rows of 6b86b273ff34fce1"):
        merge([tmp_path / "a"], tmp_path / "b", "csv")
    assert not (tmp_path / "b").exists()


def test_command(tmp_path: Path) -> None:
    write(tmp_path / "a", "csv", [document("a", "1"), {"files": [file_row("x", None, "failed", error="is empty")]}])
    write(tmp_path / "b.xlsx", "xlsx", [document("b", "1")])
    out = tmp_path / "c.sqlite"
    run = CliRunner().invoke(app, ["merge", str(tmp_path / "a"), str(tmp_path / "b.xlsx"), "-o", str(out)])
    assert run.exit_code == 0
    assert run.stderr == (
        f"govreply: 2 datasets merged: 3 files (1 done, 1 duplicate, 1 failed), 5 rows to {out} (sqlite)\n"
    )
    quiet = CliRunner().invoke(app, ["merge", str(out), "-o", str(tmp_path / "d"), "--format", "jsonl", "--quiet"])
    assert (quiet.exit_code, quiet.stderr) == (0, "")
    assert read(tmp_path / "d") == read(out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing", "-o", "out"], "missing: no such file or folder"),
        (["in", "-o", "out.txt"], "cannot tell the format of out.txt"),
        (["in", "-o", "out.xlsx", "--format", "csv"], "the format asked for is csv"),
        (["in"], "Missing option"),
        (["-o", "out"], "Missing argument"),
    ],
)
def test_usage(arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    run = CliRunner().invoke(app, ["merge", *arguments])
    assert run.exit_code == 2
    assert message in " ".join(run.stderr.replace("│", " ").split())
