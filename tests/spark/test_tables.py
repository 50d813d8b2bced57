"""``extract_tables`` on two executors gives the rows of ``extract_file``, whatever happens to an executor."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

import govreply
from govreply.tables.schema import DATASET_TABLES, TABLES

from .rows import collected, expected

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.slow

SAMPLES = sorted((Path(__file__).parent.parent.parent / "samples").glob("*.txt"))
TEXT = "2024年，我县投入资金1500.25万元，治理河道12条。\n"
MANY = 800


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Documents that differ, in ten folders."""
    place = tmp_path_factory.mktemp("many")
    texts = [govreply.extract_file(path).source.text for path in SAMPLES]
    files = []
    for number in range(MANY):
        path = place / str(number % 10) / f"{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            re.sub(r"(?<=\d)\d(?=[万亿家个条户])", str(number % 10), texts[number % 8]) + f"\n{number}\n", "utf-8"
        )
        files.append(path)
    return files


@pytest.fixture(scope="module")
def rows_of_many(many: list[Path]) -> dict[str, list[dict[str, Any]]]:
    return expected(many)


def test_samples(spark: SparkSession) -> None:
    from govreply.spark import extract_tables

    tables = extract_tables(spark, list(map(str, SAMPLES)), partitions=2)
    assert list(tables) == list(DATASET_TABLES)
    rows = expected(SAMPLES)
    for name in TABLES:
        assert collected(name, tables[name]) == rows[name], name
    files = {row["path"]: row for row in tables["files"].collect()}
    assert sorted(files) == list(map(str, SAMPLES))
    assert {row["status"] for row in files.values()} == {"done"}
    assert files[str(SAMPLES[-1])]["encoding"] == "gb18030"
    tables.release()


def test_what_an_analyst_does_with_it(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    from govreply.spark import extract_tables

    extract_tables(spark, tmp_path, partitions=2)["amounts"].createOrReplaceTempView("amounts")
    assert spark.sql("select sum(value) from amounts").first()[0] == Decimal("15002500")  # type: ignore[index]


def test_one_extraction_for_all_tables(spark: SparkSession, tmp_path: Path) -> None:
    """A second extraction would not find the file any more."""
    from govreply.spark import extract_tables

    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    tables = extract_tables(spark, tmp_path, partitions=2)
    tables["files"].collect()
    (tmp_path / "a.txt").unlink()
    assert tables["counts"].count() == 1
    assert tables["dates"].count() == 1


def test_failures_and_copies_are_rows_of_files(spark: SparkSession, tmp_path: Path) -> None:
    from govreply.spark import extract_tables

    for name in ("b.txt", "a [1]+%41.txt", "中/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, "utf-8")
    (tmp_path / "archive.gz").write_bytes(b"\x1f\x8b" + bytes(range(256)))
    (tmp_path / "blank.txt").write_text(" \n", "utf-8")
    (tmp_path / "nothing.txt").touch()
    (tmp_path / "~$lock.docx").touch()
    tables = extract_tables(spark, tmp_path, partitions=2)
    files = {str(Path(row["path"]).relative_to(tmp_path)): row for row in tables["files"].collect()}
    assert {path: (row["status"], row["error"] or row["duplicate_of"]) for path, row in files.items()} == {
        "a [1]+%41.txt": ("done", None),
        "b.txt": ("duplicate", str(tmp_path / "a [1]+%41.txt")),
        "中/c.txt": ("duplicate", str(tmp_path / "a [1]+%41.txt")),
        "archive.gz": ("failed", "is a gzip archive"),
        "blank.txt": ("failed", "is empty"),
        "nothing.txt": ("failed", "is empty, or gone since it was listed"),
    }
    assert [row["source"] for row in tables["replies"].collect()] == ["a [1]+%41.txt"]
    assert tables["amounts"].count() == 1


def test_files_that_cannot_be_read(spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from govreply.spark import documents, extract_tables

    monkeypatch.setattr(documents, "MOST_BYTES", 100)
    for name, size in (("large", 2), ("small", 1), ("gone", 1)):
        (tmp_path / name).write_text(TEXT * size + name, "utf-8")
    tables = extract_tables(spark, tmp_path, partitions=2)
    (tmp_path / "gone").unlink()
    assert {Path(row["path"]).name: row["error"] for row in tables["files"].collect()} == {
        "small": None,
        "large": "is larger than 0 MB",
        "gone": "is empty, or gone since it was listed",
    }


@pytest.mark.parametrize("body", ["content", "text"])
def test_frames_of_documents(spark: SparkSession, body: str) -> None:
    from govreply.spark import extract_tables

    content: Any = TEXT if body == "text" else bytearray(TEXT.encode())
    documents = [("s3a://bucket/2024/a.txt", content), ("none", None)]
    frame = spark.createDataFrame(documents, f"path string, {body} {'string' if body == 'text' else 'binary'}")
    tables = extract_tables(spark, frame, contacts=True, partitions=2)
    assert tables["replies"].first().asDict()["source"] == "a.txt"  # type: ignore[union-attr]
    assert {"contact", "phone"} <= set(tables["replies"].columns)
    assert [row["value"] for row in tables["amounts"].collect()] == [Decimal(15002500)]
    assert {row["path"]: row["error"] for row in tables["files"].collect()} == {
        "s3a://bucket/2024/a.txt": None,
        "none": "is empty",
    }


def test_dictionaries_travel(spark: SparkSession, tmp_path: Path) -> None:
    from govreply.spark import extract_tables

    own = tmp_path / "own"
    own.mkdir()
    (own / "classifiers.tsv").write_text("word\tkind\n畖\tcount\n", "utf-8")
    frame = spark.createDataFrame([("a.txt", "全县建成水田35畖。")], "path string, text string")
    tables = extract_tables(spark, frame, dictionaries=[own], partitions=2)
    assert [row["unit"] for row in tables["counts"].collect()] == ["畖"]


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        ("/no/such/folder", "/no/such/folder: no such file or folder"),
        ("/no/such/*.txt", "/no/such/*.txt: no such file or folder"),
        ([], "no documents in an empty list of paths"),
    ],
)
def test_paths_without_documents(spark: SparkSession, documents: Any, message: str) -> None:
    from govreply.spark import extract_tables

    with pytest.raises(govreply.ReadError, match=re.escape(message)):
        extract_tables(spark, documents)


def test_frames_without_documents(spark: SparkSession) -> None:
    from govreply.spark import extract_tables

    with pytest.raises(govreply.ReadError, match="has the columns path and content or text, not name, size"):
        extract_tables(spark, spark.createDataFrame([("a", 1)], "name string, size int"))
    with pytest.raises(govreply.ReadError, match="content of a frame of documents is string"):
        extract_tables(spark, spark.createDataFrame([("a", "b")], "path string, content string"))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes in /proc")
@pytest.mark.parametrize("victim", ["executor", "worker"])
def test_killed_in_mid_run(
    spark: SparkSession, many: list[Path], rows_of_many: dict[str, list[dict[str, Any]]], victim: str
) -> None:
    """Kill -9 of an executor, and of a Python worker, while they extract: Spark tries again, and no row is lost."""
    from govreply.spark import extract_tables

    killed: list[int] = []
    driver = spark.sparkContext._gateway.proc.pid  # type: ignore[union-attr]
    assassin = Thread(target=lambda: killed.append(kill_when_extracting(driver, victim)))
    tables = extract_tables(spark, str(many[0].parent.parent), partitions=8)
    assassin.start()
    found = {name: collected(name, tables[name]) for name in TABLES}
    assassin.join()
    assert killed != [0]
    assert not Path(f"/proc/{killed[0]}").exists()
    for name, rows in rows_of_many.items():
        assert found[name] == rows, name
    assert tables["files"].where("status = 'done'").count() == MANY
    tables.release()


def kill_when_extracting(driver: int, victim: str) -> int:
    """Wait until a Python worker has a child that reads documents, then kill the worker or its executor."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        for executor in children(driver, lambda words: "CoarseGrainedExecutorBackend" in words):
            for daemon in children(executor, lambda words: "pyspark.daemon" in words):
                for worker in children(daemon):
                    if list(children(worker)):
                        time.sleep(0.5)
                        pid = executor if victim == "executor" else worker
                        os.kill(pid, signal.SIGKILL)
                        return pid if gone(pid) else 0
        time.sleep(0.05)
    return 0


def gone(pid: int) -> bool:
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.1)
    return False


def children(parent: int, fits: Callable[[str], bool] = lambda words: True) -> Iterator[int]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            command = (stat.parent / "cmdline").read_text().replace("\0", " ")
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent and fits(command):
                yield int(stat.parent.name)
        except OSError:
            continue
