"""One batch from its inputs to its dataset; whatever ends it, the next run with the same words goes on."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from govreply.batch import journal as journals
from govreply.batch.export import Exported, export
from govreply.batch.journal import Journal, Stamp
from govreply.batch.pool import Limits, Pool
from govreply.batch.process import Outcome, Process, Settings, process
from govreply.batch.worklist import Inputs, Item, find_items
from govreply.dataset import DatasetFormat, dataset_writer
from govreply.readers import format_of
from govreply.writers import Style

_HEAD = 1 << 16


class BatchError(ValueError):
    """A batch that cannot begin or go on; the message says what and where."""


class FailFastError(BatchError):
    """With ``fail_fast``: the first document that failed, and why."""


class Options(NamedTuple):
    """What a batch is asked to do.

    ``output`` is a folder or file as its ``format`` needs;
    ``jobs`` is the number of worker processes; ``fresh`` forgets what earlier runs have done; ``retry_failed`` treats
    again what failed in earlier runs; ``fail_fast`` ends the batch at the first failure.
    """

    inputs: Inputs
    output: Path
    format: DatasetFormat = "csv"
    style: Style = Style()
    bom: bool = True
    settings: Settings = Settings()
    limits: Limits = Limits()
    jobs: int = 1
    fresh: bool = False
    retry_failed: bool = False
    fail_fast: bool = False


class Summary(NamedTuple):
    """How a batch ended: ``treated`` documents in this run, ``kept`` from earlier ones, ``left_out`` of the dataset as
    they are of other inputs; and what the dataset holds."""

    treated: int
    kept: int
    left_out: int
    exported: Exported


class Reporter(Protocol):
    """Who is told how far a batch is."""

    def begin(self, total: int, kept: int) -> None:
        """``total`` documents, of which ``kept`` are done already."""

    def grow(self, more: int) -> None:
        """An archive has turned out to hold ``more`` documents than the one it counted for."""

    def advance(self, item: Item, outcome: Outcome) -> None:
        """One document has been treated."""

    def tick(self) -> None:
        """A moment has passed."""

    def writing(self) -> None:
        """All documents are treated, the dataset is being written."""


def journal_path(output: Path) -> Path:
    """Where the journal of a batch with this output lies: beside it."""
    return output.with_name(output.name + ".journal")


def run_batch(options: Options, reporter: Reporter, treat: Process = process) -> Summary:
    """Treat all documents that have not been treated yet, then write the dataset of all of them.

    ``treat`` is what workers do with a document. Raises InputError for an input that names nothing; BatchError for what
    cannot begin and, with ``fail_fast``, for the first failure; JournalError; PoolError; OSError for an output that
    cannot be written. Whatever is raised, KeyboardInterrupt too, the documents that have been treated are kept, and an
    earlier dataset is untouched.
    """
    path = journal_path(options.output)
    items = _items(options, path)
    _prepare_output(options, path)
    with Journal(path) as journal:
        batch = _Batch(journal, options)
        pending = batch.plan(items)
        reporter.begin(batch.kept + len(pending), batch.kept)
        if pending:
            batch.treat(pending, reporter, treat)
        reporter.writing()
        style = options.style._replace(pages=journal.has_pages())
        with dataset_writer(options.output, options.format, style, bom=options.bom) as writer:
            exported = export(journal, writer)
        exported = exported._replace(lost=tuple(writer.warnings))
        return Summary(batch.treated, batch.kept, journal.left_out(), exported)


class _Batch:
    """The documents of one run on their way into the journal."""

    def __init__(self, journal: Journal, options: Options) -> None:
        self._journal = journal
        self._options = options
        self._fingerprint = options.settings.fingerprint()
        self.kept = 0
        self.treated = 0

    def plan(self, items: Iterable[Item]) -> list[Item]:
        """The documents among ``items``, and among the members of archives already looked into, that are to be done."""
        return [pending for item in items for pending in self._undone(item)]

    def _undone(self, item: Item) -> Iterator[Item]:
        self._journal.want(item)
        known = self._journal.known(item, _stamp(item), self._fingerprint)
        if known is None or (known[0] == "failed" and self._options.retry_failed):
            yield item
        elif known[0] == "archive":
            self._journal.unwant(item)
            for member in known[1]:
                yield from self._undone(item.inside(member))
        else:
            self.kept += 1

    def treat(self, pending: Sequence[Item], reporter: Reporter, treat: Process) -> None:
        options = self._options
        jobs = max(1, min(options.jobs, len(pending)))
        try:
            with Pool(jobs, treat, options.settings, options.limits) as pool:
                for step in pool.outcomes(pending):
                    if step is None:
                        reporter.tick()
                    else:
                        self._take(*step, pool, reporter)
        finally:
            self._journal.commit()

    def _take(self, item: Item, outcome: Outcome, pool: Pool, reporter: Reporter) -> None:
        if outcome.status == "failed" and not outcome.sha256:
            outcome = _identified(item, outcome)
        self._journal.record(item, _stamp(item), self._fingerprint, outcome)
        if outcome.status == "archive":
            self._journal.unwant(item)
            members = self.plan(item.inside(member) for member in outcome.members)
            reporter.grow(len(members) - 1)
            for member in members:
                pool.add(member)
            return
        self.treated += 1
        reporter.advance(item, outcome)
        if outcome.status == "failed" and self._options.fail_fast:
            raise FailFastError(f"{item.path} {outcome.error}")


def _items(options: Options, journal: Path) -> list[Item]:
    skipped = [str(options.output), *(str(journal) + suffix for suffix in ("", "-wal", "-shm"))]
    items = find_items(options.inputs, skipped)
    if not items:
        raise BatchError(f"no documents in {', '.join(options.inputs.named) or 'the list'}")
    return items


def _prepare_output(options: Options, journal: Path) -> None:
    """Raise BatchError where the output is somebody else's; forget earlier runs where a fresh start is asked for."""
    output = options.output
    taken = output.is_file() or (output.is_dir() and any(output.iterdir()))
    if taken and not journal.exists() and not options.fresh:
        raise BatchError(
            f"{output} exists, and no journal of a batch is beside it: choose another name, or --fresh to replace it"
        )
    if not output.parent.is_dir():
        raise BatchError(f"there is no folder {output.parent}")
    if options.fresh:
        journals.remove(journal)


def _stamp(item: Item) -> Stamp:
    try:
        state = os.stat(item.file)
    except (OSError, ValueError):
        return Stamp(None, None)
    return Stamp(state.st_size, state.st_mtime_ns)


def _identified(item: Item, outcome: Outcome) -> Outcome:
    """The outcome of a file whose worker could not say which bytes it was about, with what the file itself tells."""
    if item.member:
        return outcome
    with suppress(OSError, ValueError), open(item.file, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
        file.seek(0)
        format_ = format_of(file.read(_HEAD))
        return outcome._replace(reply_id=digest[:16], sha256=digest, size=size, format=format_)
    return outcome
