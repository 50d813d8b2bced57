"""Whatever ends the publishing of a folder, it is wholly the old dataset or wholly the new one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from govreply.dataset import DatasetFormat, fingerprint
from govreply.dataset.merging import merge
from govreply.dataset.reading import is_dataset, open_dataset
from govreply.tables.schema import Tables
from tests.dataset.documents import contents, document, read, write

A, B = document("a.txt", "a"), document("b.txt", "b", value=10**60)
FORMATS: list[DatasetFormat] = ["csv", "jsonl"]
"""Of the dataset that is written over one in CSV: the same names of files, and others."""

pytestmark = pytest.mark.slow  # a dataset is written for each moment of each case


def described(path: Path) -> tuple[DatasetFormat, Tables]:
    """The format and all rows of a dataset."""
    return open_dataset(path).format, read(path)


@contextmanager
def renames(before: Callable[[int], None]) -> Iterator[None]:
    """Within it ``before`` is called with its number, from 1, before each renaming of a file."""
    number = 0
    replace = Path.replace

    def counted(self: Path, target: Path) -> Path:
        nonlocal number
        number += 1
        before(number)
        return replace(self, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", counted)
        yield


def failing_at(place: int, error: BaseException) -> Callable[[int], None]:
    def fail(number: int) -> None:
        if number == place:
            raise error

    return fail


@pytest.fixture(scope="module", params=FORMATS)
def steps(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The folder as it is before each renaming while a dataset is written over one: what ``kill -9`` leaves there."""
    return snapshots(tmp_path_factory.mktemp("steps"), request.param)


def snapshots(folder: Path, format_: DatasetFormat, interrupted_at: int = 0) -> list[Path]:
    write(folder / "out", "csv", [A])
    return snapshots_of(folder / "out", format_, interrupted_at)


def snapshots_of(out: Path, format_: DatasetFormat, interrupted_at: int = 0) -> list[Path]:
    taken: list[Path] = []

    def take(number: int) -> None:
        taken.append(out.with_name(f"step{number}"))
        shutil.copytree(out, taken[-1])
        if number == interrupted_at:
            raise KeyboardInterrupt

    with renames(take):
        try:
            write(out, format_, [B])
        except KeyboardInterrupt:
            assert interrupted_at
    taken.append(out)
    return taken


def outcomes(folder: Path, format_: DatasetFormat) -> tuple[Any, Any]:
    """The old dataset and the new one."""
    write(folder / "old", "csv", [A])
    write(folder / "new", format_, [B])
    return described(folder / "old"), described(folder / "new")


def format_after(steps: list[Path]) -> DatasetFormat:
    return open_dataset(steps[-1]).format


def test_a_reader_finds_one_of_them_after_a_kill(steps: list[Path], tmp_path: Path) -> None:
    old, new = outcomes(tmp_path, format_after(steps))
    assert len(steps) > 20
    found = [described(shutil.copytree(step, tmp_path / step.name)) for step in steps]
    assert found == [old] * (len(steps) - 1) + [new]


def test_a_reader_that_only_asks_knows_it_too(steps: list[Path], tmp_path: Path) -> None:
    old = fingerprint(steps[0], "csv")
    for step in steps[:-1]:
        assert is_dataset(shutil.copytree(step, tmp_path / step.name))
        assert fingerprint(shutil.copytree(step, tmp_path / f"{step.name}again"), "csv") == old


def test_a_writer_leaves_nothing_of_what_was_killed(steps: list[Path], tmp_path: Path) -> None:
    write(tmp_path / "fresh", "csv", [B])
    for step in steps:
        copied = shutil.copytree(step, tmp_path / step.name)
        write(copied, "csv", [B])
        assert contents(copied) == contents(tmp_path / "fresh"), step


def test_a_writer_that_fails_restores_what_was_killed(steps: list[Path], tmp_path: Path) -> None:
    write(tmp_path / "old", "csv", [A])
    for step in steps[:-1]:
        copied = shutil.copytree(step, tmp_path / step.name)
        with pytest.raises(KeyError):
            write(copied, "csv", [{"no such table": []}])
        assert contents(copied) == contents(tmp_path / "old"), step


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(13, "in use")])
@pytest.mark.parametrize("format_", FORMATS)
def test_an_error_restores_the_old(tmp_path: Path, format_: DatasetFormat, error: BaseException) -> None:
    out = tmp_path / "out"
    write(out, "csv", [A])
    (out / "notes.txt").write_text("mine")
    before = contents(out)
    number = 0
    while contents(out) == before:
        number += 1
        with renames(failing_at(number, error)):
            try:
                write(out, format_, [B])
            except type(error):
                assert contents(out) == before, number
    assert number > 20
    assert described(out) == outcomes(tmp_path, format_)[1]
    assert (out / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("place", [2, 9, 17, 25])
def test_a_kill_while_the_old_is_being_restored(tmp_path: Path, format_: DatasetFormat, place: int) -> None:
    old, _ = outcomes(tmp_path, format_)
    steps = snapshots(tmp_path, format_, place)
    assert len(steps) > place
    assert all(described(each) == old for each in steps)


def test_a_merge_onto_an_input_that_was_killed_is_run_again(tmp_path: Path) -> None:
    write(tmp_path / "b", "csv", [B])
    step = snapshots(tmp_path, "csv")[15]
    assert not (step / "datapackage.json").exists()
    merge([step, tmp_path / "b"], step, "csv")
    assert [row["path"] for row in read(step)["files"]] == ["a.txt", "b.txt"]


def test_a_first_dataset_that_was_killed_is_none(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "amounts.csv").write_text("mine")
    with renames(failing_at(9, KeyboardInterrupt())), pytest.raises(KeyboardInterrupt):
        write(out, "csv", [A])
    assert contents(out) == {"amounts.csv": b"mine"}
    killed = snapshots_of(out, "csv")[8]
    assert not is_dataset(killed)
    with pytest.raises(KeyError):
        write(killed, "csv", [{"no such table": []}])
    assert contents(killed) == {"amounts.csv": b"mine"}


def test_a_kill_while_what_was_staged_is_removed(tmp_path: Path) -> None:
    """Of what is removed the new table goes first, so that it seems to have been published."""
    (tmp_path / "amounts.csv").write_text("mine")
    remove = shutil.rmtree

    def killed(path: Path, **options: Any) -> None:
        if path.name == ".partial":
            (path / "dataset" / "amounts.csv").unlink()
            raise SystemExit
        remove(path, **options)

    with renames(failing_at(12, KeyboardInterrupt())), pytest.MonkeyPatch.context() as patch:
        patch.setattr(shutil, "rmtree", killed)
        with pytest.raises(SystemExit):
            write(tmp_path, "csv", [A])
    with pytest.raises(KeyError):
        write(tmp_path, "csv", [{"no such table": []}])
    assert contents(tmp_path) == {"amounts.csv": b"mine"}


def test_a_folder_in_the_place_of_a_table_stays(tmp_path: Path) -> None:
    write(tmp_path, "csv", [A])
    (tmp_path / "counts.csv").unlink()
    (tmp_path / "counts.csv").mkdir()
    with pytest.raises(IsADirectoryError) as raised:
        write(tmp_path, "csv", [B])
    assert raised.value.filename == str(tmp_path)
    (tmp_path / "counts.csv").rmdir()
    write(tmp_path / "whole", "csv", [A])
    shutil.copy(tmp_path / "whole" / "counts.csv", tmp_path)
    assert read(tmp_path) == read(tmp_path / "whole")
