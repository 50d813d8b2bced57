"""Patterns between runs: used when private, ignored when not, never in the way."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parent.parent / "samples" / "01-labelled-web.txt"


def extract(cache: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "govreply", "extract", str(SAMPLE), "--format", "json"],
        env={**os.environ, "GOVREPLY_CACHE": cache},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )


def test_kept_patterns_give_the_same_tables(tmp_path: Path) -> None:
    first = extract(str(tmp_path / "cache"))
    (kept,) = (tmp_path / "cache").iterdir()
    stamp = kept.stat().st_mtime_ns
    assert extract(str(tmp_path / "cache")).stdout == first.stdout
    assert kept.stat().st_mtime_ns == stamp, "nothing new was compiled, so nothing is written"


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_the_file_is_private(tmp_path: Path) -> None:
    extract(str(tmp_path / "cache"))
    (kept,) = (tmp_path / "cache").iterdir()
    assert kept.parent.stat().st_mode & 0o077 == 0
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_file_that_others_may_write_is_not_read(tmp_path: Path) -> None:
    extract(str(tmp_path / "cache"))
    (kept,) = (tmp_path / "cache").iterdir()
    trap = tmp_path / "trapped"
    kept.write_bytes(pickle.dumps(_Trap(str(trap))))
    kept.chmod(0o666)
    extract(str(tmp_path / "cache"))
    assert not trap.exists()


class _Trap:
    """Makes a folder where it is unpickled."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.path,)


@pytest.mark.parametrize("damage", [b"", b"rubbish", pickle.dumps("no dict")])
def test_a_damaged_file_is_replaced(tmp_path: Path, damage: bytes) -> None:
    extract(str(tmp_path / "cache"))
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(damage)
    assert extract(str(tmp_path / "cache")).stderr == ""
    assert len(kept.read_bytes()) > 1000


def test_a_flipped_bit_is_noticed(tmp_path: Path) -> None:
    tables = extract(str(tmp_path / "cache")).stdout
    (kept,) = (tmp_path / "cache").iterdir()
    whole = kept.read_bytes()
    for position in range(40, len(whole), len(whole) // 6):
        kept.write_bytes(whole[:position] + bytes([whole[position] ^ 16]) + whole[position + 1 :])
        run = extract(str(tmp_path / "cache"))
        assert (run.stdout, run.stderr) == (tables, "")


@pytest.mark.parametrize("folder", ["", "/dev/null/nowhere"])
def test_no_folder_is_no_failure(folder: str) -> None:
    assert extract(folder).stderr == ""
