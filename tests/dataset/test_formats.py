"""What format a dataset has: tests/cases/dataset_formats.tsv."""

import re
from pathlib import Path
from typing import Any

import pytest

from govreply.dataset import DatasetError, format_of
from govreply.lexicon import read_table
from tests.dataset.documents import CHECKOUT

CASES = list(read_table(CHECKOUT / "tests" / "cases" / "dataset_formats.tsv"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['output']} {case['asked']}")
def test_format(case: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("here").mkdir()
    Path("file").touch()
    asked: Any = None if case["asked"] == "-" else case["asked"]
    if case["expected"].startswith("!"):
        with pytest.raises(DatasetError, match=re.escape(case["expected"][1:])):
            format_of(case["output"], asked)
    else:
        assert format_of(case["output"], asked) == case["expected"]
