"""A dataset is there complete or not at all, and nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from govreply.dataset import DatasetFormat, DatasetWriter, dataset_writer
from govreply.dataset.reading import is_dataset, open_dataset
from govreply.writers import Style
from tests.dataset.documents import CHECKOUT, FORMATS, PAGED, contents, document, place, write

OLD = [document("old.txt", "old")]
NEW = [document("new.txt", "new")]


def fill(writer: DatasetWriter) -> None:
    """Write to a disk that is full: the file of table files is the device that always is."""
    opened = Path("/proc/self/fd")
    (number,) = (each.name for each in opened.iterdir() if each.resolve().stem == "files")
    os.dup2(os.open("/dev/full", os.O_WRONLY), int(number))
    for _ in range(2000):
        writer.write("files", NEW[0]["files"])


KILLED = """
import os, sys
from pathlib import Path
from govreply.dataset import dataset_writer
from tests.dataset.documents import PAGED, document
with dataset_writer(Path(sys.argv[1]), sys.argv[2], PAGED) as writer:
    for number in range(3000):
        for name, rows in document(f"{number}.txt", str(number)).items():
            writer.write(name, rows)
    os.kill(os.getpid(), 9)
"""


def files_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def write_and_fail(path: Path, format_: DatasetFormat) -> None:
    with dataset_writer(path, format_, PAGED) as writer:
        writer.write("amounts", NEW[0]["amounts"])
        (writer.scratch / "scratch").touch()
        raise ZeroDivisionError


@pytest.mark.parametrize("format_", FORMATS)
def test_failure_leaves_the_old_dataset_and_nothing_else(tmp_path: Path, format_: DatasetFormat) -> None:
    path = place(tmp_path, format_)
    write(path, format_, OLD)
    before, files = contents(path), files_below(tmp_path)
    with pytest.raises(ZeroDivisionError):
        write_and_fail(path, format_)
    assert contents(path) == before
    assert files_below(tmp_path) == files


@pytest.mark.parametrize("format_", FORMATS)
def test_failure_of_the_first_dataset_leaves_nothing(tmp_path: Path, format_: DatasetFormat) -> None:
    with pytest.raises(KeyboardInterrupt), dataset_writer(place(tmp_path, format_), format_, PAGED):
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_what_a_killed_run_leaves_is_no_dataset_and_is_cleared(tmp_path: Path, format_: DatasetFormat) -> None:
    path = place(tmp_path, format_)
    subprocess.run([sys.executable, "-c", KILLED, path, format_], cwd=CHECKOUT, timeout=60)
    assert not is_dataset(path)
    assert list(tmp_path.iterdir())
    write(path, format_, NEW)
    fresh = place(tmp_path, format_, "fresh")
    write(fresh, format_, NEW)
    assert contents(path) == contents(fresh)
    assert set(tmp_path.iterdir()) == {path, fresh}


def test_files_of_an_earlier_format_go_and_those_of_others_stay(tmp_path: Path) -> None:
    write(tmp_path, "jsonl", OLD)
    (tmp_path / "journal.sqlite").write_text("")
    (tmp_path / "notes.csv").write_text("mine")
    write(tmp_path, "csv", NEW)
    assert not list(tmp_path.glob("*.jsonl"))
    assert (tmp_path / "notes.csv").read_text() == "mine"
    assert (tmp_path / "journal.sqlite").exists()
    assert open_dataset(tmp_path).format == "csv"


def test_a_package_of_others_is_not_trusted_with_names(tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    out = tmp_path / "out"
    write(out, "csv", OLD)
    package = (out / "datapackage.json").read_text("utf-8")
    (out / "datapackage.json").write_text(package.replace('"files.csv"', '"../victim.txt"'), "utf-8")
    write(out, "csv", NEW)
    assert victim.read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="no locks on folders")
@pytest.mark.parametrize("format_", FORMATS)
def test_one_writer_at_a_time(tmp_path: Path, format_: DatasetFormat) -> None:
    path = place(tmp_path, format_)
    with dataset_writer(path, format_, PAGED) as writer:
        with pytest.raises(OSError, match="another process is writing it") as raised:
            write(path, format_, NEW)
        for name, rows in OLD[0].items():
            writer.write(name, rows)
    assert raised.value.filename == str(path)
    assert next(open_dataset(path).rows("files"))["path"] == "old.txt"


@pytest.mark.parametrize("format_", FORMATS)
def test_errors_name_the_dataset(tmp_path: Path, format_: DatasetFormat) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / place(tmp_path, format_).name
    with pytest.raises(OSError, match="out") as raised:
        write(path, format_, NEW)
    assert raised.value.filename == str(path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a Linux device")
@pytest.mark.parametrize("format_", ["csv", "jsonl"])
def test_a_full_disk_is_said_of_the_dataset(tmp_path: Path, format_: DatasetFormat) -> None:
    (tmp_path / "out" / ".partial").mkdir(parents=True)
    with (
        pytest.raises(OSError, match="No space left") as raised,
        dataset_writer(tmp_path / "out", format_, PAGED) as writer,
    ):
        fill(writer)
    assert raised.value.filename == str(tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


def test_a_link_stays_a_link_and_long_names_are_names(tmp_path: Path) -> None:
    write(tmp_path / "real.sqlite", "sqlite", OLD)
    (tmp_path / "link.sqlite").symlink_to("real.sqlite")
    write(tmp_path / "link.sqlite", "sqlite", NEW)
    assert (tmp_path / "link.sqlite").is_symlink()
    assert next(open_dataset(tmp_path / "real.sqlite").rows("files"))["path"] == "new.txt"
    long = tmp_path / ("a" * 245 + ".db")
    write(long, "sqlite", NEW, Style())
    assert is_dataset(long)
