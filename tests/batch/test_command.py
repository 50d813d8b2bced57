"""``govreply batch`` as a process: what a user types and reads."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.txt"))[:3]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for path in SAMPLES:
        shutil.copy(path, tmp_path / "in")
    return tmp_path


def batch(work: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "govreply", "batch", *arguments]
    done = subprocess.run(command, cwd=work, input=given, capture_output=True, timeout=60)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_a_folder_becomes_a_dataset(work: Path) -> None:
    done = batch(work, "in", "-o", "out")
    assert (done.returncode, done.stdout) == (0, "")
    assert "3 documents: 3 done" in done.stderr
    assert (work / "out" / "amounts.csv").is_file()
    assert done.stderr.count("wrote ") == 1


def test_quiet_says_nothing(work: Path) -> None:
    assert batch(work, "in", "-o", "out.xlsx", "-q").stderr == ""
    assert (work / "out.xlsx").is_file()


def test_quiet_tells_of_failures_alone(work: Path) -> None:
    (work / "in" / "broken.txt").write_bytes(b"\x1f\x8b1")
    done = batch(work, "in", "-o", "out", "-q")
    assert done.returncode == 1
    assert done.stderr.startswith("govreply: failed: in/broken.txt: is a gzip archive\n")


def test_a_failure_is_told_and_listed(work: Path) -> None:
    (work / "in" / "broken.txt").write_bytes(b"\x1f\x8b1")
    done = batch(work, "in", "-o", "out")
    assert done.returncode == 1
    assert "4 documents: 3 done, 1 failed" in done.stderr
    assert "failed: in/broken.txt: is a gzip archive" in done.stderr
    assert "table files" in done.stderr
    assert "is a gzip archive" in (work / "out" / "files.csv").read_text("utf-8-sig")


def test_a_list_of_paths(work: Path) -> None:
    listed = "\n".join(["in/" + SAMPLES[0].name, "in/gone.txt"]).encode()
    done = batch(work, "-", "-o", "out", given=listed)
    assert done.returncode == 1
    assert "2 documents: 1 done, 1 failed" in done.stderr
    assert "no such file" in done.stderr


def test_an_archive_is_its_members(work: Path) -> None:
    with zipfile.ZipFile(work / "in" / "附件.zip", "w") as archive:
        archive.write(SAMPLES[0], "甲/a.txt")
        archive.writestr("b.txt", "2024年，投入资金3500万元。")
    done = batch(work, "in", "-o", "out")
    files = (work / "out" / "files.csv").read_text("utf-8-sig")
    assert done.returncode == 0, done.stderr
    assert "5 documents: 4 done, 1 duplicate" in done.stderr
    assert "in/附件.zip/b.txt" in files
    assert "in/附件.zip/甲/a.txt" in files


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gone", "-o", "out"], "gone: no such file or folder"),
        (["in", "-o", "out.docx"], "cannot tell the format"),
        (["in", "-o", "out.xlsx", "-f", "csv"], "out.xlsx"),
        (["in", "-o", "in"], "is an input"),
        (["in", "-o", "out", "-q", "-v"], "choose one of them"),
        (["in", "-o", "out", "--timeout", "0"], "timeout"),
        (["in"], "Missing option"),
    ],
)
def test_wrong_usage_is_told(work: Path, arguments: list[str], message: str) -> None:
    done = batch(work, *arguments)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["in", "-o", "no/where.xlsx"], "no folder no"),
        (["in", "-o", "out", "--glob", "*.pdf"], "no documents in in"),
        (["in", "-o", "taken.xlsx"], "taken.xlsx exists"),
    ],
)
def test_what_cannot_begin_is_told(work: Path, arguments: list[str], message: str) -> None:
    (work / "taken.xlsx").write_text("mine")
    done = batch(work, *arguments)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert message in done.stderr
    assert (work / "taken.xlsx").read_text() == "mine"


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_an_output_that_cannot_be_written_is_told(work: Path) -> None:
    (work / "closed").mkdir(mode=0o500)
    done = batch(work, "in", "-o", "closed/out")
    assert done.returncode == 1
    assert "closed" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told_and_loses_nothing(work: Path) -> None:
    (work / "out.journal").symlink_to("/dev/full")
    done = batch(work, "in", "-o", "out")
    assert done.returncode == 1
    assert "out.journal" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_batches_do_not_write_one_output(work: Path) -> None:
    import sqlite3

    batch(work, "in", "-o", "out", "-q")
    held = sqlite3.connect(work / "out.journal", isolation_level=None)
    held.execute("begin exclusive")
    done = batch(work, "in", "-o", "out")
    held.close()
    assert done.returncode == 1
    assert "another govreply batch writes the same output" in done.stderr
