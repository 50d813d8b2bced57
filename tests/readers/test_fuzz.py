"""Damaged documents of every format: a text or a ReadError, within seconds and within memory, whatever is wrong.

A case is known by its seed and its number: ``python -m tests.readers.mutants SEED NUMBER NUMBER+1 60`` reads it again,
and ``… --save FILE`` writes it to a file.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from govreply.readers import read_bytes

pytest.importorskip("reportlab", reason="the development dependency reportlab makes the PDF files")
pytest.importorskip("PIL", reason="Pillow comes with reportlab, a development dependency")
from tests.readers import mutants

ROOT = Path(__file__).parent.parent.parent
SEED = 20240618


def failures(seed: int, cases: int, seconds: float) -> list[str]:
    """What went wrong in mutants 0 to ``cases`` - 1 of ``seed``, as far as ``seconds`` reach; a process that a case
    ends, by a crash or because it takes too long, is followed by another from the next case on."""
    found, number, ends = [], 0, time.monotonic() + seconds
    while number < cases and time.monotonic() < ends:
        left = str(int(ends - time.monotonic()) + 1)
        command = [sys.executable, "-m", "tests.readers.mutants", str(seed), str(number), str(cases), left]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace", check=False)
        lines = run.stdout.splitlines()
        found += [f"seed {seed} {line}" for line in lines if line.startswith("wrong")]
        if run.returncode == 0:
            break
        begun = [int(line.split()[1]) for line in lines if line.startswith("case")]
        assert begun, run.stderr
        found.append(f"seed {seed} case {begun[-1]} ended the process ({run.returncode}):\n{run.stderr[-4000:]}")
        number = begun[-1] + 1
    return found


@pytest.mark.parametrize("format_", mutants.papers())
def test_whole_documents_are_read(format_: str) -> None:
    if format_ not in ("image", "zip"):
        assert all(read_bytes(data).format == format_ for data in mutants.papers()[format_])


def test_a_mutant_is_known_by_its_number() -> None:
    assert mutants.mutant(SEED, 7) == mutants.mutant(SEED, 7) != mutants.mutant(SEED, 8)


def test_some_mutants_are_read_or_refused() -> None:
    assert failures(SEED, 300, 60) == []


@pytest.mark.slow
def test_ten_thousand_mutants_are_read_or_refused() -> None:
    assert failures(SEED + 1, 10_000, 60) == []


def test_crashes_hangs_and_errors_would_be_found() -> None:
    """The process that reads the mutants tells what they do to it."""
    broken = (
        "import faulthandler, time, sys\nfrom tests.readers import mutants\n"
        "def read(data, name):\n    {0}\n"
        "mutants.read_bytes, mutants.CASE_SECONDS = read, 0.2\n"
        "sys.argv[1:] = ['1', '0', '2', '9', 'text']\nmutants.main()\n"
    )
    signs = {"faulthandler._sigsegv()": "Segmentation fault", "time.sleep(30)": "Timeout", "raise KeyError": "KeyError"}
    if sys.platform == "linux":  # others do not limit a process's memory
        signs["bytearray(9_999_999_999)"] = "MemoryError"
    for what, sign in signs.items():
        command = [sys.executable, "-c", broken.format(what)]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
        assert "case 0" in run.stdout
        assert sign in run.stdout + run.stderr
