"""What a batch has done, kept in an SQLite file beside its output: the one thing that must survive any end.

A document's row is written once it is treated, rows and all, in transactions of about a second; so a run that is
killed loses at most that second's work, and nothing can be there twice. The dataset is always written from the journal.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from govreply.batch.process import Outcome
from govreply.batch.worklist import Item

_VERSION = 1
_COMMIT_SECONDS = 1.0
_SCHEMA = """
create table documents (
  path text primary key, size integer, modified integer, settings text, status text not null, error text,
  reply_id text, sha256 text, bytes integer, format text, encoding text, seconds real, warnings text,
  paged integer, rows blob, members text
) without rowid;
create index contents on documents (sha256, path) where status = 'done';
"""
_TEMPORARY = "create temp table wanted (path text primary key) without rowid"


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
    """The journal in ``path``. Use it as a context; one process at a time can have it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._last_commit = monotonic()
        try:
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=1.0)
            self._open()
        except sqlite3.Error as error:
            raise _trouble(path, error) from error

    def _open(self) -> None:
        run = self._connection.execute
        run("pragma locking_mode = exclusive")
        run("pragma journal_mode = wal")
        run("pragma synchronous = normal")
        run("begin immediate")
        (version,) = run("pragma user_version").fetchone()
        if version == 0:
            for statement in _SCHEMA.split(";"):
                run(statement)
            run(f"pragma user_version = {_VERSION}")
        elif version != _VERSION:
            raise JournalError(f"{self.path} is of another version of govreply; start anew with --fresh")
        run("commit")
        run(_TEMPORARY)
        run("begin")

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with suppress(sqlite3.Error):
            self._connection.execute("commit")
        self._connection.close()

    def known(self, item: Item, stamp: Stamp, settings: str) -> tuple[str, tuple[str, ...]] | None:
        """Status and members of a document that has been treated, with these settings and as it is now; else None."""
        found = self._connection.execute(
            "select status, members from documents where path = ? and size is ? and modified is ? and settings = ?",
            (item.path, *stamp, settings),
        ).fetchone()
        return found and (found[0], tuple(json.loads(found[1] or "[]")))

    def want(self, item: Item) -> None:
        """Count ``item`` among the documents of this run."""
        self._run("insert or ignore into wanted values (?)", (item.path,))

    def unwant(self, item: Item) -> None:
        """Take ``item``, an archive, out again: its members stand for it."""
        self._run("delete from wanted where path = ?", (item.path,))

    def record(self, item: Item, stamp: Stamp, settings: str, outcome: Outcome) -> None:
        """Keep the outcome of ``item``, instead of what was known of it. Raises JournalError, as for a full disk."""
        self._run(
            f"insert or replace into documents values ({', '.join('?' * 16)})",
            (
                item.path,
                *stamp,
                settings,
                *outcome[:1],
                outcome.error,
                outcome.reply_id,
                outcome.sha256,
                outcome.size,
                outcome.format,
                outcome.encoding,
                outcome.seconds,
                json.dumps(outcome.warnings, ensure_ascii=False),
                outcome.paged,
                outcome.rows,
                json.dumps(outcome.members, ensure_ascii=False),
            ),
        )
        if monotonic() - self._last_commit > _COMMIT_SECONDS:
            self.commit()

    def commit(self) -> None:
        """Make sure that what has been recorded survives this process."""
        self._run("commit")
        self._run("begin")
        self._last_commit = monotonic()

    def documents(self) -> Iterator[Document]:
        """The documents of this run by path, archives apart: their members are documents."""
        query = """
            select d.path, status, error, reply_id, d.sha256, bytes, format, encoding, seconds, warnings, paged, rows,
              case when status = 'done' then (
                select min(same.path) from documents same join wanted using (path)
                where same.sha256 = d.sha256 and same.status = 'done') end
            from wanted join documents d using (path) order by wanted.path"""
        for path, *values, warnings, paged, rows, first in self._connection.execute(query):
            outcome = Outcome._make([*values, tuple(json.loads(warnings)), bool(paged), rows, ()])
            yield Document(path, outcome, first if first and first != path else "")

    def has_pages(self) -> bool:
        """Whether some document of this run has pages."""
        query = "select exists (select 1 from wanted join documents using (path) where paged)"
        return bool(self._connection.execute(query).fetchone()[0])

    def left_out(self) -> int:
        """How many documents of earlier runs are not of this one."""
        query = "select count(*) from documents where status != 'archive' and path not in (select path from wanted)"
        number: int = self._connection.execute(query).fetchone()[0]
        return number

    def _run(self, statement: str, values: Iterable[object] = ()) -> None:
        try:
            self._connection.execute(statement, tuple(values))
        except sqlite3.Error as error:
            raise _trouble(self.path, error) from error


def remove(path: Path) -> None:
    """Remove a journal with all that belongs to it; none is as good. Raises OSError."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _trouble(path: Path, error: sqlite3.Error) -> JournalError:
    words = str(error)
    if "locked" in words:
        return JournalError(f"{path} is in use: another govreply batch writes the same output")
    if "not a database" in words or "malformed" in words:
        return JournalError(f"{path} is no journal, or damaged: remove it, or start anew with --fresh")
    return JournalError(f"{path}: {words}")
