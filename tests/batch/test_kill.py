"""Killed at any moment, the next run goes on and ends with the bytes of an uninterrupted one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.generate import write

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/children").exists() and os.name == "nt", reason="needs POSIX signals"),
]
DOCUMENTS = 1200


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kill")
    write(DOCUMENTS, folder / "in")
    (folder / "in" / "broken.txt").write_bytes(b"\x1f\x8b1")
    return folder


def begin(work: Path, output: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "govreply", "batch", "in", "-o", output, "--jobs", "2", "--quiet"]
    return subprocess.Popen(command, cwd=work, start_new_session=True)


def contents(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(path.iterdir())
    return {file.name if path.is_dir() else "": file.read_bytes() for file in files}


def finish(work: Path, output: str) -> dict[str, bytes]:
    assert begin(work, output).wait(300) == 1  # the broken document
    return contents(work / output)


@pytest.mark.parametrize("output", ["out", "out.xlsx", "out.sqlite"])
def test_killed_at_ten_moments(work: Path, output: str) -> None:
    started = time.monotonic()
    whole = finish(work, f"whole-{output}")
    seconds = time.monotonic() - started
    chance = random.Random(output)
    kills = 0
    for moment in sorted(chance.uniform(0.3, seconds) for _ in range(10)):
        process = begin(work, output)
        time.sleep(moment / 3)
        if process.poll() is None:
            victim = chance.choice([process.pid, *workers(process.pid)])
            os.kill(victim, chance.choice([signal.SIGKILL, signal.SIGTERM]))
            kills += 1
            if victim != process.pid:
                time.sleep(0.2)
                process.kill()
        process.wait(60)
    assert kills >= 5
    assert finish(work, output) == whole
    assert not orphans(work), "workers outlive their parent"


def workers(pid: int) -> list[int]:
    """The processes whose parent is ``pid``, where the system tells."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def orphans(work: Path) -> list[str]:
    time.sleep(1)
    found = []
    for place in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if place.resolve() == work.resolve():
                found.append(str(place))
        except OSError:
            continue
    return found
