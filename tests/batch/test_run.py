"""A batch: the same bytes whatever the number of workers, nothing done twice, nothing lost, everything told."""

from __future__ import annotations

import csv
import os
import shutil
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest

from govreply.batch.journal import Journal, JournalError
from govreply.batch.pool import Limits
from govreply.batch.run import BatchError, FailFastError, Options, Summary, run_batch
from govreply.batch.treatment import Outcome, Settings, Treatment, extract_item
from govreply.batch.worklist import Inputs, Item
from govreply.commands.progress import Silent
from govreply.extraction import extract_file
from tests.batch.misbehaving import treat

SAMPLES = Path(__file__).parents[2] / "samples"


class Told(Silent):
    """Remembers which documents were treated, and with what outcome."""

    def __init__(self) -> None:
        self.treated: list[tuple[str, str]] = []

    def advance(self, item: Item, outcome: Outcome) -> None:
        self.treated.append((Path(item.path).name, outcome.status))


class Stopped(Told):
    """Interrupts as Ctrl-C does after so many documents."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self._after = after

    def advance(self, item: Item, outcome: Outcome) -> None:
        super().advance(item, outcome)
        if len(self.treated) == self._after:
            raise KeyboardInterrupt


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with samples of which one is there twice, and one file that is no document."""
    monkeypatch.chdir(tmp_path)
    for path in sorted(SAMPLES.glob("*.txt"))[:5]:
        (tmp_path / "in").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / "in" / path.name)
    (tmp_path / "in" / "z").mkdir()
    shutil.copy(tmp_path / "in" / "03-unsectioned-county.txt", tmp_path / "in" / "z" / "copy.txt")
    (tmp_path / "in" / "broken.txt").write_bytes(b"\x1f\x8b1")
    return tmp_path


def options(**changed: Any) -> Options:
    return Options(Inputs(["in"]), Path("out"), jobs=2, limits=Limits(20, 1024))._replace(**changed)


def batch(told: Silent | None = None, treat: Treatment = extract_item, **changed: Any) -> Summary:
    return run_batch(options(**changed), told or Silent(), treat)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def table(folder: str, name: str) -> list[dict[str, str]]:
    with open(Path(folder) / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_dataset_holds_every_document_once(work: Path) -> None:
    summary = batch()
    sources = [row["source"] for row in table("out", "replies")]
    assert sources == [path.name for path in sorted((work / "in").glob("0*.txt"))]
    assert summary.exported.statuses == {"done": 5, "duplicate": 1, "failed": 1}
    for name in ("amounts", "counts", "measures"):
        expected = [row["text"] for source in sources for row in extract_file(work / "in" / source).tables[name]]
        assert [row["text"] for row in table("out", name)] == expected


def test_files_say_what_became_of_each(work: Path) -> None:
    batch()
    lines = {row["path"]: row for row in table("out", "files")}
    assert list(lines) == sorted(lines)
    assert (lines["in/broken.txt"]["status"], lines["in/broken.txt"]["error"]) == ("failed", "is a gzip archive")
    copy = lines["in/z/copy.txt"]
    assert (copy["status"], copy["duplicate_of"]) == ("duplicate", "in/03-unsectioned-county.txt")
    assert copy["reply_id"] == lines["in/03-unsectioned-county.txt"]["reply_id"]
    assert lines["in/01-labelled-web.txt"]["bytes"] == str((work / "in" / "01-labelled-web.txt").stat().st_size)


def test_the_number_of_workers_changes_no_byte(work: Path) -> None:
    batch(output=Path("one"), jobs=1)
    batch(output=Path("three"), jobs=3)
    assert contents(work / "one") == contents(work / "three")


def test_a_second_run_treats_nothing_and_changes_nothing(work: Path) -> None:
    batch()
    before, told = contents(work / "out"), Told()
    assert batch(told).kept == 7
    assert (contents(work / "out"), told.treated) == (before, [])


@pytest.mark.parametrize("after", [pytest.param(1, marks=pytest.mark.slow), 3, pytest.param(6, marks=pytest.mark.slow)])
def test_an_interrupted_batch_goes_on(work: Path, after: int) -> None:
    batch(output=Path("whole"))
    with pytest.raises(KeyboardInterrupt):
        batch(Stopped(after))
    assert not (work / "out").exists()
    told = Told()
    batch(told)
    assert len(told.treated) <= 7 - after
    assert contents(work / "out") == contents(work / "whole")


def test_what_has_changed_is_treated_again(work: Path) -> None:
    batch()
    (work / "in" / "02-labelled-pdf.txt").write_text("2024年，投入资金3500万元。", "utf-8")
    (work / "in" / "new.txt").write_text("2024年，投入资金4500万元。", "utf-8")
    (work / "in" / "04-numbered-half-width.txt").unlink()
    told = Told()
    summary = batch(told)
    assert sorted(told.treated) == [("02-labelled-pdf.txt", "done"), ("new.txt", "done")]
    assert summary.left_out == 1
    assert "04-numbered-half-width.txt" not in {row["source"] for row in table("out", "replies")}


def test_other_settings_treat_everything_again(work: Path) -> None:
    batch()
    told = Told()
    batch(told, settings=options().settings._replace(contacts=True))
    assert len(told.treated) == 7


def test_a_fresh_start_forgets(work: Path) -> None:
    batch()
    told = Told()
    batch(told, fresh=True)
    assert len(told.treated) == 7


def test_failed_documents_are_tried_again_on_request(work: Path) -> None:
    batch()
    again, not_again = Told(), Told()
    batch(not_again)
    batch(again, retry_failed=True)
    assert (not_again.treated, again.treated) == ([], [("broken.txt", "failed")])


def test_the_first_failure_ends_it_on_request(work: Path) -> None:
    with pytest.raises(FailFastError, match=r"in/broken\.txt is a gzip archive"):
        batch(fail_fast=True, jobs=1)
    assert not (work / "out").exists()
    assert batch().exported.statuses["done"] == 5


@pytest.mark.slow
def test_documents_that_misbehave_are_recorded(work: Path) -> None:
    for name in ("hangs.txt", "leaves.txt", "raises.txt"):
        shutil.copy(work / "in" / "01-labelled-web.txt", work / "in" / name)
    summary = batch(treat=treat, limits=Limits(4, 1024))
    assert summary.exported.statuses == {"done": 5, "duplicate": 1, "failed": 4}
    lines = {row["path"]: row for row in table("out", "files")}
    assert lines["in/hangs.txt"]["error"] == "takes longer than the limit of 4 s"
    assert lines["in/hangs.txt"]["sha256"] == lines["in/01-labelled-web.txt"]["sha256"]


def test_somebody_elses_output_is_spared(work: Path) -> None:
    (work / "out").mkdir()
    (work / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(BatchError, match="out exists"):
        batch()
    batch(fresh=True)
    assert (work / "out" / "thesis.txt").read_text() == "mine"


def test_a_dataset_that_was_changed_since_is_spared(work: Path) -> None:
    batch()
    package = work / "out" / "datapackage.json"
    package.write_text(package.read_text("utf-8").replace("amounts", "amount5", 1), "utf-8")
    with pytest.raises(BatchError, match="out is not as this batch wrote it"):
        batch()


def test_a_document_that_changes_while_it_is_read_is_treated_again(work: Path) -> None:
    class Changing(Told):
        def advance(self, item: Item, outcome: Outcome) -> None:
            super().advance(item, outcome)
            if item.path == "in/01-labelled-web.txt":
                (work / item.path).write_text("2024年，投入资金3500万元。", "utf-8")

    batch(Changing())
    told = Told()
    batch(told)
    assert told.treated == [("01-labelled-web.txt", "done")]


def test_an_archive_is_looked_into_once(work: Path) -> None:
    with zipfile.ZipFile(work / "in" / "more.zip", "w") as archive:
        archive.writestr("a.txt", "2024年，投入资金3500万元。")
        archive.writestr("b.txt", b"")
    first, again = Told(), Told()
    batch(first)
    summary = batch(again)
    assert summary.exported.statuses == {"done": 6, "duplicate": 1, "failed": 2}
    assert again.treated == []
    paths = [row["path"] for row in table("out", "files")]
    assert [path for path in paths if ".zip" in path] == ["in/more.zip/a.txt", "in/more.zip/b.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_named_pipe_harms_nobody(work: Path) -> None:
    os.mkfifo(work / "in" / "pipe.txt")
    assert batch().exported.statuses["failed"] == 1
    summary = batch(inputs=Inputs(["in", "in/pipe.txt"]))
    assert summary.exported.failures["is no regular file"] == 1


def test_words_that_no_file_can_hold_are_escaped(work: Path) -> None:
    summary = batch(treat=speak_of_surrogates)
    assert summary.exported.failures == {"bad \\udcb4": 7}


def speak_of_surrogates(item: Item, settings: Settings) -> Outcome:
    return Outcome("failed", "bad \udcb4", warnings=("bad \udcb4",))


def test_a_fresh_start_waits_for_the_lock(work: Path) -> None:
    with Journal(Path("out.journal")), pytest.raises(JournalError, match="another govreply batch"):
        batch(fresh=True)


def test_somebody_elses_database_is_spared(work: Path) -> None:
    other = sqlite3.connect("out.journal")
    other.execute("create table mine (x)")
    other.commit()
    other.close()
    with pytest.raises(JournalError, match="no journal of a batch"):
        batch(fresh=True)


def test_a_damaged_journal_is_told(work: Path) -> None:
    (work / "out.journal").write_text("no database" * 100)
    with pytest.raises(JournalError, match=r"out\.journal is no journal, or damaged"):
        batch()


def test_a_full_disk_loses_nothing_that_was_kept(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal may grow to so many pages only, as on a disk that is full."""
    connect = sqlite3.connect

    def small(*arguments: Any, **more: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **more)
        connection.execute("pragma max_page_count = 9")
        return connection

    monkeypatch.setattr(sqlite3, "connect", small)
    monkeypatch.setattr("govreply.batch.journal._COMMIT_SECONDS", 0)
    with pytest.raises(JournalError, match="full"):
        batch()
    monkeypatch.setattr(sqlite3, "connect", connect)
    assert not (work / "out").exists()
    told = Told()
    assert batch(told).exported.statuses["done"] == 5
    assert len(told.treated) < 7


def test_the_output_is_no_input(work: Path) -> None:
    batch(output=Path("in/out"))
    assert batch(output=Path("in/out")).exported.statuses.total() == 7
    assert batch(output=Path("in/out"), inputs=Inputs(["in/*"])).exported.statuses.total() == 7


def test_nothing_to_do_is_told(work: Path) -> None:
    with pytest.raises(BatchError, match="no documents in in"):
        batch(inputs=Inputs(["in"], patterns=["*.docx"]))


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_file_name_that_is_no_text_is_shown(work: Path) -> None:
    shutil.copy(work / "in" / "01-labelled-web.txt", os.fsdecode(b"in/\xb4\xf0.txt"))
    batch()
    assert r"in/\xb4\xf0.txt" in {row["path"] for row in table("out", "files")}
