"""One batch from its inputs to its dataset; whatever ends it, the next run with the same words goes on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from govreply.batch.export import Exported, export
from govreply.batch.journal import Journal, JournalError, Stamp
from govreply.batch.pool import Limits, Pool
from govreply.batch.treatment import Outcome, Settings, Treatment, bytes_of, extract_item, identified
from govreply.batch.worklist import Inputs, Item, find_items
from govreply.dataset import FOLDERS, DatasetFormat, check_format, dataset_writer, fingerprint
from govreply.writers import Style

_WRITING, _WRITTEN = "writing", "written"


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
    output = Path(os.path.abspath(output))
    return output.with_name(output.name + ".journal")


def run_batch(options: Options, reporter: Reporter, treat: Treatment = extract_item) -> Summary:
    """Treat all documents that have not been treated yet, then write the dataset of all of them.

    ``treat`` is what workers do with a document. Raises InputError for an input that names nothing; BatchError for what
    cannot begin and, with ``fail_fast``, for the first failure; DatasetError for a format whose library is missing;
    JournalError; PoolError; OSError for an output that cannot be written. Whatever is raised, KeyboardInterrupt too,
    the documents that have been treated are kept, and an earlier dataset stays.
    """
    check_format(options.format)
    path = journal_path(options.output)
    items = _items(options, path)
    _check_place(options, path)
    with Journal(path, options.fresh) as journal:
        _check_dataset(options, journal)
        batch = _Batch(journal, options)
        pending = batch.plan(items)
        reporter.begin(batch.kept + len(pending), batch.kept)
        batch.treat(pending, reporter, treat)
        reporter.writing()
        exported = _write(options, journal)
        return Summary(batch.treated, batch.kept, journal.left_out(), exported)


class _Batch:
    """The documents of one run on their way into the journal."""

    def __init__(self, journal: Journal, options: Options) -> None:
        self._journal = journal
        self._options = options
        self._settings = options.settings.fingerprint()
        self._stamps: dict[str, Stamp] = {}
        self.kept = 0
        self.treated = 0

    def plan(self, items: Iterable[Item]) -> list[Item]:
        """The documents among ``items``, and among the members of archives already looked into, that are to be done.

        All of them are wanted in the dataset. What a file is like is looked at now, before it is read: one that changes
        while it is read is treated again by the next run.
        """
        return [pending for item in items for pending in self._undone(item)]

    def _undone(self, item: Item) -> Iterator[Item]:
        self._journal.want(item)
        stamp = _stamp(item)
        known = self._journal.known(item, stamp, self._settings)
        if known is None or (known[0] == "failed" and self._options.retry_failed):
            self._stamps[item.path] = stamp
            yield item
        elif known[0] == "archive":
            self._journal.unwant(item)
            for member in known[1]:
                yield from self._undone(item.inside(member))
        else:
            self.kept += 1

    def treat(self, pending: Sequence[Item], reporter: Reporter, treat: Treatment) -> None:
        """Have the ``pending`` documents treated, and what turns out to be in them; keep every outcome."""
        options = self._options
        try:
            with Pool(options.jobs, treat, options.settings, options.limits) as pool:
                for step in pool.outcomes(pending):
                    if step is None:
                        reporter.tick()
                    else:
                        self._take(*step, pool, reporter)
        except BaseException:
            with suppress(JournalError):
                self._journal.commit()
            raise
        self._journal.commit()

    def _take(self, item: Item, outcome: Outcome, pool: Pool, reporter: Reporter) -> None:
        if outcome.status == "failed" and not outcome.sha256:
            outcome = _identified(item, outcome)
        self._journal.record(item, self._stamps.pop(item.path), self._settings, outcome)
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


def _write(options: Options, journal: Journal) -> Exported:
    """Write the dataset; the journal notes which one it is, so that another's in its place is noticed."""
    journal.note(_WRITING, "yes")
    style = options.style._replace(pages=journal.has_pages())
    with dataset_writer(options.output, options.format, style, bom=options.bom) as writer:
        exported = export(journal, writer)
    journal.note(_WRITTEN, fingerprint(options.output, options.format))
    journal.note(_WRITING, "")
    return exported._replace(lost=tuple(writer.warnings))


def _items(options: Options, journal: Path) -> list[Item]:
    skipped = [str(options.output), *(str(journal) + suffix for suffix in ("", "-wal", "-shm"))]
    items = find_items(options.inputs, skipped)
    if not items:
        raise BatchError(f"no documents in {', '.join(options.inputs.named) or 'the list'}")
    return items


def _is_taken(output: Path) -> bool:
    return output.is_file() or (output.is_dir() and any(output.iterdir()))


def _check_place(options: Options, journal: Path) -> None:
    """Raise BatchError where the output cannot be, or is somebody else's."""
    output = options.output
    if _is_taken(output) and not journal.exists() and not options.fresh:
        raise BatchError(
            f"{output} exists, and no journal of a batch is beside it: choose another name, or --fresh to replace it"
        )
    if options.format in FOLDERS:
        journal.parent.mkdir(parents=True, exist_ok=True)
    if not journal.parent.is_dir():
        raise BatchError(f"there is no folder {output.parent}")


def _check_dataset(options: Options, journal: Journal) -> None:
    """Raise BatchError where the output is not what the batch of this journal wrote, such as a merged dataset."""
    if options.fresh or not _is_taken(options.output) or journal.noted(_WRITING):
        return
    if journal.noted(_WRITTEN) != fingerprint(options.output, options.format):
        raise BatchError(
            f"{options.output} is not as this batch wrote it: choose another name, or --fresh to replace it"
        )


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
    with suppress(OSError, ValueError):
        known = identified(bytes_of(item))
        return known._replace(status=outcome.status, error=outcome.error, seconds=outcome.seconds)
    return outcome
