"""One partition, as an executor treats it: copies are told, and a document's faults stay with it."""

from __future__ import annotations

import faulthandler
import hashlib
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

import govreply
from govreply.extraction import extract_source
from govreply.models import Source
from govreply.tables.schema import TABLES

pytestmark = pytest.mark.slow
pa = pytest.importorskip("pyarrow")

GOOD = "2024年，我县投入资金1500余万元，治理河道12条。"


def extracted(documents: dict[str, str], **limits: Any) -> dict[str, list[dict[str, Any]]]:
    """The tables of a partition of these texts by path."""
    from govreply.batch.pool import Limits
    from govreply.spark.partition import Settings, extract_partition

    hashed = sorted((hashlib.sha256(text.encode()).hexdigest(), path, text) for path, text in documents.items())
    batches = [
        pa.record_batch({"path": [path], "content": [text.encode()], "sha256": [sha256]})
        for sha256, path, text in hashed
    ]
    tables: dict[str, list[dict[str, Any]]] = {}
    for piece in extract_partition(iter(batches), Settings(limits=Limits(**limits))):
        for name, lists in piece.to_pydict().items():
            tables.setdefault(name, []).extend(row for rows in lists for row in rows)
    return tables


def test_rows_are_those_of_extract() -> None:
    tables = extracted({"x/a.txt": GOOD, "x/b.txt": GOOD + "新建水厂3座。"})
    for name in TABLES:
        alone = [row for text in (GOOD, GOOD + "新建水厂3座。") for row in govreply.extract(text).tables[name]]
        assert sorted(map(str, (row.get("start") for row in tables[name]))) == sorted(
            map(str, (row.get("start") for row in alone))
        )
    assert {row["source"] for row in tables["replies"]} == {"a.txt", "b.txt"}


def test_copies_follow_their_first() -> None:
    tables = extracted({"c": GOOD, "a": GOOD, "b": GOOD})
    assert [(row["path"], row["status"], row["duplicate_of"]) for row in tables["files"]] == [
        ("a", "done", None),
        ("b", "duplicate", "a"),
        ("c", "duplicate", "a"),
    ]
    assert len(tables["replies"]) == 1


def test_copies_of_what_failed_have_failed() -> None:
    assert [(row["status"], row["error"]) for row in extracted({"a": " ", "b": " "})["files"]] == [
        ("failed", "is empty"),
        ("failed", "is empty"),
    ]


def hang(source: Source) -> None:
    time.sleep(60)


def loop(source: Source) -> None:
    while True:
        pass


def exit_(source: Source) -> None:
    os._exit(3)


def crash(source: Source) -> None:
    faulthandler.disable()  # pytest's, which would print a traceback
    os.kill(os.getpid(), signal.SIGSEGV)


def allocate(source: Source) -> None:
    hoard = []
    while True:
        hoard.append(bytearray(10_000_000))


def fail(source: Source) -> None:
    raise KeyError("no such thing")


FAULTS = {
    "hang": (hang, "takes longer than the limit of 1 s"),
    "loop": (loop, "takes longer than the limit of 1 s"),
    "exit": (exit_, "its worker ended with exit status 3, twice"),
    "crash": (crash, "its worker was ended by SIGSEGV, twice"),
    "allocate": (allocate, "needs more memory than the limit of 300 MB"),
    "fail": (fail, "internal error, please report it: KeyError"),
}


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that name a fault bring it about."""

    def treat(source: Source, **options: Any) -> Any:
        for name, (fault, _) in FAULTS.items():
            if source.text.startswith(name):
                fault(source)
        return extract_source(source, **options)

    monkeypatch.setattr("govreply.spark.child.extract_source", treat)


@pytest.mark.parametrize("name", FAULTS)
def test_faults_stay_with_their_document(faulty: None, name: str) -> None:
    documents = {"bad.txt": name, **{f"{n}.txt": f"{GOOD}新建水厂{n}座。" for n in range(2, 8)}}
    tables = extracted(documents, seconds=1.0, megabytes=300)
    failed = {row["path"]: row["error"] for row in tables["files"] if row["status"] == "failed"}
    assert list(failed) == ["bad.txt"]
    assert failed["bad.txt"].startswith(FAULTS[name][1])
    assert len(tables["amounts"]) == 6


def test_no_process_is_left(tmp_path: Path) -> None:
    import multiprocessing

    extracted({"a": GOOD})
    assert multiprocessing.active_children() == []
