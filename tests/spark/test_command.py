"""``govreply spark`` as a process: what it writes and says, and that a dataset is there whole or not at all."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from govreply.tables.schema import DATASET_TABLES, TABLES

from .rows import expected, in_order, plain

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SAMPLES = sorted((CHECKOUT / "samples").glob("*.txt"))
COMMAND = [sys.executable, "-m", "govreply", "spark"]


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(CHECKOUT), "SPARK_LOCAL_IP": "127.0.0.1", **(changes or {})}


def govreply(*arguments: str | Path, changes: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Exit status and standard error, which never holds a traceback."""
    run = subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, env=environment(changes), timeout=300
    )
    assert "Traceback" not in run.stderr
    assert run.stdout == ""
    return run.returncode, run.stderr


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    return [{key: plain(cell) for key, cell in row.items()} for row in pq.read_table(folder / name).to_pylist()]


def test_samples_and_a_document_that_fails(java: None, tmp_path: Path) -> None:
    (tmp_path / "bad.gz").write_bytes(b"\x1f\x8b" + bytes(range(200)))
    out = tmp_path / "out"
    status, said = govreply(*SAMPLES, tmp_path / "bad.gz", "-o", out, "--master", "local[2]", "--partitions", "2")
    assert status == 1
    assert "9 documents: 8 done, 0 with the bytes of another, 1 failed" in said
    assert "failed: 1 document: is a gzip archive" in said
    assert "WARN" not in said
    wanted = expected(SAMPLES)
    for name in TABLES:
        assert in_order(name, rows(out, name)) == wanted[name], name
    assert sorted(path.name for path in out.glob("[!.]*")) == sorted([*DATASET_TABLES, "_SUCCESS"])
    assert all((out / name / "_SUCCESS").exists() for name in DATASET_TABLES)
    assert json.loads((out / "_SUCCESS").read_text())["rows"]["files"] == 9
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.gz", "out"]

    before = (out / "_SUCCESS").stat().st_mtime_ns
    status, said = govreply(SAMPLES[0], "-o", out)
    assert (status, (out / "_SUCCESS").stat().st_mtime_ns) == (1, before)
    assert f"{out} exists: choose another name, or --overwrite to replace it" in said


def test_a_table_of_documents_replaces_a_dataset(java: None, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = tmp_path / "out"
    (out / "amounts").mkdir(parents=True)
    (out / "_SUCCESS").write_text("{}")
    table = pa.table({"path": ["a.txt", "b.txt"], "text": ["拨付资金3万元。", "拨付资金5万元。"]})
    pq.write_table(table, tmp_path / "documents.parquet")
    status, said = govreply(tmp_path / "documents.parquet", "-o", out, "--overwrite", "--quiet", "--partitions", "1")
    assert (status, said) == (0, "")
    assert sorted(row["value"] for row in rows(out, "amounts")) == [30000, 50000]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["documents.parquet", "out"]


def test_what_is_no_dataset_is_not_replaced(java: None, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "work.txt").write_text("x")
    status, said = govreply(SAMPLES[0], "-o", tmp_path / "precious", "--overwrite")
    assert status == 1
    assert "is no dataset of govreply spark, so it is not replaced" in said
    assert (tmp_path / "precious" / "work.txt").exists()


def test_missing_path(java: None, tmp_path: Path) -> None:
    status, said = govreply(tmp_path / "nothing", "-o", tmp_path / "out")
    assert (status, said) == (1, f"govreply: {tmp_path / 'nothing'}: no such file or folder\n")
    assert list(tmp_path.iterdir()) == []


def test_interrupted(java: None, tmp_path: Path) -> None:
    """Ctrl-C: exit status 130, and nothing is left of what was begun."""
    folder = tmp_path / "many"
    folder.mkdir()
    text = SAMPLES[0].read_text("utf-8")
    for number in range(2000):
        (folder / f"{number}.txt").write_text(f"{text}\n{number}", "utf-8")
    run = subprocess.Popen(
        [*COMMAND, str(folder), "-o", str(tmp_path / "out")], env=environment(), stderr=subprocess.PIPE, text=True
    )
    for _ in range(1200):
        if list(tmp_path.glob("_out.incomplete-*")):
            break
        time.sleep(0.1)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=120)
    assert run.returncode == 130
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["many"]


@pytest.mark.parametrize(
    ("arguments", "changes", "status", "message"),
    [
        ([], {"PATH": "", "JAVA_HOME": ""}, 1, "Spark needs Java 17 or newer; there is no java on the PATH"),
        ([], {"JAVA_HOME": "/nowhere"}, 1, "Spark needs Java 17 or newer; there is none in JAVA_HOME (/nowhere)"),
        (["--conf", "executor=2"], {}, 2, "executor=2 is not of the form spark.KEY=VALUE"),
        (["--master", "nonsense"], {}, 1, "Spark does not start: "),
    ],
)
def test_what_is_missing(
    java: None, tmp_path: Path, arguments: list[str], changes: dict[str, str], status: int, message: str
) -> None:
    code, said = govreply(SAMPLES[0], "-o", tmp_path / "out", *arguments, changes=changes)
    assert code == status
    assert message in said


def test_without_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    from govreply.commands.spark import Request, SparkError, run
    from govreply.spark.options import Options

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SparkError, match=r"pyspark, pyarrow, pandas is not installed: pip install 'govreply\[spark\]'"):
        run(Request(["a.txt"], "out", Options()))


def test_nothing_of_spark_is_imported_before_it_is_used() -> None:
    code = (
        "import sys, govreply, govreply.cli, govreply.spark; print({'pyspark', 'pyarrow', 'pandas'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True)
    assert run.stdout == "set()\n"
