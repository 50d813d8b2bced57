"""The annotations are current and the quality gate holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("folder", ["samples/gold", "tests/cases/layouts"])
def test_annotations_are_current(folder: str) -> None:
    documents = "samples" if folder == "samples/gold" else folder
    run = subprocess.run(
        [sys.executable, "benchmarks/annotate.py", folder, "--docs", documents, "--check"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_table_is_below_its_floor() -> None:
    run = subprocess.run(
        [sys.executable, "benchmarks/quality.py"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
