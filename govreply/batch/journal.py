"""What a batch has done, kept in an SQLite file beside its output: the one thing that must survive any end.

A document's row is written once it is treated, rows and all, in transactions of about a second; so a run that is
killed loses at most that second's work, and nothing can be there twice. The dataset is always written from the journal.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from govreply.batch.treatment import Outcome
from govreply.batch.worklist import Item

_APPLICATION = 0x676F7672  # “govr”, by which SQLite files of ours are known
_VERSION = 1
_COMMIT_SECONDS = 1.0
_SCHEMA = """
create table documents (
  path text primary key, size integer, modified integer, settings text not null, status text not null, error text,
  reply_id text, sha256 text, bytes integer, format text, encoding text, seconds real, warnings text,
  paged integer, rows blob, members text
) without rowid;
create table notes (name text primary key, value text not null) without rowid;
"""
_TEMPORARY = "create temp table wanted (path text primary key) without rowid"
_INSERT = """
insert or replace into documents values (
  :path, :size, :modified, :settings, :status, :error, :reply_id, :sha256, :bytes, :format, :encoding, :seconds,
  :warnings, :paged, :rows, :members)
"""
_FIRSTS = """
create temp table firsts as
select sha256, min(path) as first from wanted join documents using (path) where status = 'done' group by sha256
"""
_SELECT = """
select documents.*, first from wanted join documents using (path)
left join firsts on firsts.sha256 = documents.sha256 and status = 'done' order by wanted.path
"""


class JournalError(ValueError):
    """A journal that cannot be used; the message names its file and says why."""


class Stamp(NamedTuple):
    """By what a file is known to be the one that was treated: its size in bytes, its time of change in nanoseconds."""

    size: int | None
    modified: int | None


class Document(NamedTuple):
    """A treated document of the journal. ``duplicate_of`` is the first path with the same bytes, else empty."""

    path: str
    outcome: Outcome
    duplicate_of: str


class Journal:
    """The journal in ``path``, which ``fresh`` empties. Use it as a context; one process at a time can have it."""

    def __init__(self, path: Path, fresh: bool = False) -> None:
        self.path = path
        self._last_commit = monotonic()
        with self._guarded():
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=1.0)
            self._connection.row_factory = sqlite3.Row
        try:
            with self._guarded():
                self._open(fresh)
        except BaseException:
            self._connection.close()
            raise

    def _open(self, fresh: bool) -> None:
        run = self._connection.execute
        run("pragma locking_mode = exclusive")
        run("pragma journal_mode = wal")
        run("pragma synchronous = normal")
        run("begin immediate")
        self._check_owner()
        if fresh:
            run("drop table if exists documents")
            run("drop table if exists notes")
        if not run("select count(*) from sqlite_master where name = 'documents'").fetchone()[0]:
            for statement in _SCHEMA.split(";"):
                run(statement)
        run(f"pragma application_id = {_APPLICATION}")
        run(f"pragma user_version = {_VERSION}")
        run("commit")
        run(_TEMPORARY)
        run("begin")

    def _check_owner(self) -> None:
        """Raise JournalError where the file is somebody else's, or of another version."""
        (application,) = self._connection.execute("pragma application_id").fetchone()
        (version,) = self._connection.execute("pragma user_version").fetchone()
        (tables,) = self._connection.execute("select count(*) from sqlite_master").fetchone()
        if tables and application != _APPLICATION:
            raise JournalError(f"{self.path} is no journal of a batch: choose another output")
        if tables and version != _VERSION:
            raise JournalError(f"{self.path} is of another version of govreply: remove it to start anew")

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("commit")
        self._connection.close()

    def known(self, item: Item, stamp: Stamp, settings: str) -> tuple[str, tuple[str, ...]] | None:
        """Status and members of a document that has been treated, with these settings and as it is now; else None."""
        with self._guarded():
            found = self._connection.execute(
                "select status, members from documents where path = ? and size is ? and modified is ? and settings = ?",
                (item.path, *stamp, settings),
            ).fetchone()
            return found and (found["status"], tuple(json.loads(found["members"])))

    def want(self, item: Item) -> None:
        """Count ``item`` among the documents of this run."""
        self._run("insert or ignore into wanted values (?)", (item.path,))

    def unwant(self, item: Item) -> None:
        """Take ``item``, an archive, out again: its members stand for it."""
        self._run("delete from wanted where path = ?", (item.path,))

    def record(self, item: Item, stamp: Stamp, settings: str, outcome: Outcome) -> None:
        """Keep the outcome of ``item``, instead of what was known of it. Raises JournalError, as for a full disk."""
        values = {
            **outcome._asdict(),
            **stamp._asdict(),
            "path": item.path,
            "settings": settings,
            "bytes": outcome.size,
            "warnings": json.dumps(outcome.warnings, ensure_ascii=False),
            "members": json.dumps(outcome.members, ensure_ascii=False),
        }
        self._run(_INSERT, values)
        if monotonic() - self._last_commit > _COMMIT_SECONDS:
            self.commit()

    def commit(self) -> None:
        """Make sure that what has been recorded survives this process."""
        if self._connection.in_transaction:
            self._run("commit")
        self._run("begin")
        self._last_commit = monotonic()

    def note(self, name: str, value: str) -> None:
        """Remember ``value`` under ``name``, from now on whatever happens."""
        self._run("insert or replace into notes values (?, ?)", (name, value))
        self.commit()

    def noted(self, name: str) -> str:
        """The value remembered under ``name``; empty where there is none."""
        with self._guarded():
            found = self._connection.execute("select value from notes where name = ?", (name,)).fetchone()
            return str(found["value"]) if found else ""

    def documents(self) -> Iterator[Document]:
        """The documents of this run by path, archives apart: their members are documents."""
        with self._guarded():
            self._connection.execute("drop table if exists firsts")
            self._connection.execute(_FIRSTS)
            self._connection.execute("create index temp.first_of on firsts (sha256)")
            for row in self._connection.execute(_SELECT):
                first = row["first"]
                yield Document(row["path"], _outcome(row), first if first and first != row["path"] else "")

    def has_pages(self) -> bool:
        """Whether some document of this run has pages."""
        return bool(self._number("select exists (select 1 from wanted join documents using (path) where paged)"))

    def left_out(self) -> int:
        """How many documents of earlier runs are not of this one."""
        return self._number(
            "select count(*) from documents where status != 'archive' and path not in (select path from wanted)"
        )

    def _number(self, query: str) -> int:
        with self._guarded():
            number: int = self._connection.execute(query).fetchone()[0]
            return number

    def _run(self, statement: str, values: dict[str, Any] | tuple[Any, ...] = ()) -> None:
        with self._guarded():
            self._connection.execute(statement, values)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """What SQLite complains of within it is a JournalError that names the file."""
        try:
            yield
        except sqlite3.Error as error:
            raise _trouble(self.path, error) from error


def _outcome(row: sqlite3.Row) -> Outcome:
    return Outcome(
        status=row["status"],
        error=row["error"],
        reply_id=row["reply_id"],
        sha256=row["sha256"],
        size=row["bytes"],
        format=row["format"],
        encoding=row["encoding"],
        seconds=row["seconds"],
        warnings=tuple(json.loads(row["warnings"])),
        paged=bool(row["paged"]),
        rows=row["rows"],
    )


def _trouble(path: Path, error: sqlite3.Error) -> JournalError:
    words = str(error)
    if "locked" in words:
        return JournalError(f"{path} is in use: another govreply batch writes the same output")
    if "not a database" in words or "malformed" in words:
        return JournalError(f"{path} is no journal, or damaged: remove it to start anew")
    if "unable to open" in words:
        return JournalError(f"{path} cannot be written: no permission, or no such folder")
    return JournalError(f"{path}: {words}")
