"""What format a dataset has: tests/cases/dataset_formats.tsv."""

import re
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from govreply.dataset import DatasetError, DatasetFormat, check_format, format_of
from govreply.lexicon import read_table
from tests.dataset.documents import CHECKOUT, FORMATS, PAGED, document, place, write

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


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_is_missing(format_: DatasetFormat) -> None:
    check_format(format_)


def test_a_library_that_is_missing_is_told_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "govreply.dataset.parquet", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DatasetError, match=re.escape("Parquet needs pyarrow: pip install 'govreply[parquet]'")):
        check_format("parquet")
    with pytest.raises(DatasetError, match="pyarrow"):
        write(tmp_path / "out", "parquet", [])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format_", FORMATS)
def test_rows_stay_their_owners(tmp_path: Path, format_: DatasetFormat) -> None:
    tables = document("a", "1", "=1", value=10**30)
    tables["amounts"] = [{column.name: tables["amounts"][0].get(column.name) for column in PAGED.columns("amounts")}]
    before = deepcopy(tables)
    write(place(tmp_path, format_), format_, [tables])
    assert tables == before
