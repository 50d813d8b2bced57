"""``govreply batch``: a folder of documents into one dataset, with progress and a summary on standard error."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from types import FrameType
from typing import NamedTuple

import typer

from govreply.batch.export import Exported
from govreply.batch.journal import JournalError
from govreply.batch.pool import Limits, PoolError
from govreply.batch.run import BatchError, FailFastError, Options, Summary, journal_path, run_batch
from govreply.batch.treatment import Settings
from govreply.batch.worklist import STDIN, InputError, Inputs, listed_inputs
from govreply.commands.progress import Silent, reporter, tell
from govreply.dataset import DatasetError, DatasetFormat, format_of
from govreply.lexicon import Lexicon
from govreply.writers import Style

_MOST_REASONS = 8


class Request(NamedTuple):
    """What the command line asks for; zero ``jobs`` are as many as there are processors."""

    inputs: Sequence[str]
    output: str
    format: DatasetFormat | None = None
    style: Style = Style()
    dictionaries: Sequence[Path] = ()
    patterns: Sequence[str] = ()
    jobs: int = 0
    seconds: float = Limits().seconds
    megabytes: int = Limits().megabytes
    fresh: bool = False
    retry_failed: bool = False
    fail_fast: bool = False
    bom: bool = True
    quiet: bool = False
    verbose: bool = False


class Ended(KeyboardInterrupt):
    """The system asks the process to end; ``signal_number`` says how."""

    def __init__(self, signal_number: int) -> None:
        self.signal_number = signal_number


def run(request: Request) -> int:
    """Run the batch; the exit status: 0, 1 where a document failed or the batch could not go on, 130 if interrupted.

    Raises typer.BadParameter for what cannot be asked, OSError for an output that cannot be written, DictionaryError.
    """
    options = options_of(request)
    started = perf_counter()
    report = reporter(request.quiet, request.verbose)
    try:
        summary = _summary(options, report)
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="'INPUT...'") from error
    except KeyboardInterrupt as ended:
        tell(f"stopped; what is done is kept in {journal_path(options.output)}, the same command goes on from there")
        return 128 + getattr(ended, "signal_number", signal.SIGINT)
    except FailFastError as failure:
        tell(f"{failure}; stopped, as --fail-fast asks; the same command without it goes on")
        return 1
    except (BatchError, DatasetError, JournalError, PoolError) as error:
        tell(str(error))
        return 1
    lines = failure_lines(summary.exported, options) if request.quiet else summary_lines(summary, options, started)
    for line in lines:
        tell(line)
    return 1 if summary.exported.statuses["failed"] else 0


def _summary(options: Options, report: Silent) -> Summary:
    try:
        with _ended_by_signals():
            return run_batch(options, report)
    finally:
        report.end()


def options_of(request: Request) -> Options:
    """The options of the batch that is asked for. Raises typer.BadParameter, DictionaryError."""
    if request.quiet and request.verbose:
        raise typer.BadParameter("choose one of them", param_hint="'--quiet' / '--verbose'")
    named = [each for each in request.inputs if each != STDIN]
    listed = listed_inputs(sys.stdin.buffer) if STDIN in request.inputs else []
    try:
        format_ = format_of(request.output, request.format)
    except DatasetError as error:
        raise typer.BadParameter(str(error), param_hint="'--output' / '--format'") from error
    output = Path(request.output)
    if any(Path(each).resolve() == output.resolve() for each in named):
        raise typer.BadParameter(f"{output} is an input", param_hint="'--output'")
    return Options(
        inputs=Inputs(named, listed, request.patterns),
        output=output,
        format=format_,
        style=request.style,
        bom=request.bom,
        settings=Settings(tuple(Lexicon(request.dictionaries).folders), request.style.contacts),
        limits=Limits(request.seconds, request.megabytes),
        jobs=request.jobs or processors(),
        fresh=request.fresh,
        retry_failed=request.retry_failed,
        fail_fast=request.fail_fast,
    )


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def summary_lines(summary: Summary, options: Options, started: float) -> Iterator[str]:
    """What a user wants to know at the end: documents, failures by reason and where they are listed, rows a table.

    ``started`` is when the batch began, in seconds of ``time.perf_counter``.
    """
    seconds = perf_counter() - started
    exported, statuses = summary.exported, summary.exported.statuses
    counted = ", ".join(f"{number} {status}" for status, number in sorted(statuses.items()))
    rate = f" ({summary.treated} in this run, {summary.treated / seconds:.1f} a second)" if summary.treated else ""
    yield f"{statuses.total()} documents: {counted}{rate}"
    if summary.left_out:
        yield (
            f"{summary.left_out} documents of earlier runs are not in this INPUT and left out of {options.output};"
            " to join datasets: govreply merge"
        )
    yield from failure_lines(exported, options)
    yield from exported.lost
    if exported.warned:
        yield f"{exported.warned} documents with warnings: see table files, column warnings"
    rows = ", ".join(f"{name} {number}" for name, number in exported.rows.items())
    yield f"wrote {exported.rows.total()} rows to {options.output} ({options.format}): {rows}"


def failure_lines(exported: Exported, options: Options) -> Iterator[str]:
    """What failed, by reason, with the first document of each, and where all of them are listed."""
    failures = exported.failures
    for reason, number in failures.most_common(_MOST_REASONS):
        others = f" and {number - 1} more" if number > 1 else ""
        yield f"failed: {exported.first_failed[reason]}{others}: {reason}"
    if len(failures) > _MOST_REASONS:
        yield f"failed: {sum(failures.values())} in all, for {len(failures)} reasons"
    if failures:
        yield f"the failed are listed in table files of {options.output}; --retry-failed tries them again"


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Within it SIGTERM and SIGHUP, unless ignored (nohup), interrupt as Ctrl-C does."""

    def end(number: int, _: FrameType | None) -> None:
        raise Ended(number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [number for name in names if signal.getsignal(number := getattr(signal, name)) != signal.SIG_IGN]
    earlier = [(number, signal.signal(number, end)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in earlier:
            signal.signal(number, handler)
