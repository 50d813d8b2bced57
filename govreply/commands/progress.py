"""How far a batch is, on standard error: a bar on a terminal, else a line every few seconds."""

from __future__ import annotations

import sys
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from govreply.batch.treatment import Outcome
from govreply.batch.worklist import Item
from govreply.commands.messages import say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_EVERY_SECONDS = 5.0


class Silent:
    """A reporter that says nothing."""

    def begin(self, total: int, kept: int) -> None: ...
    def grow(self, more: int) -> None: ...
    def advance(self, item: Item, outcome: Outcome) -> None: ...
    def tick(self) -> None: ...
    def writing(self) -> None: ...
    def end(self) -> None: ...


class Lines(Silent):
    """A line every few seconds: documents, rate, time left, failures. With ``verbose`` one for each document too."""

    def __init__(self, verbose: bool = False) -> None:
        self._verbose = verbose
        self._started = self._last = monotonic()
        self._total = self._kept = self._treated = self._failed = 0

    def begin(self, total: int, kept: int) -> None:
        self._total, self._kept = total, kept
        earlier = f", {kept} of them done in an earlier run" if kept else ""
        tell(f"{_documents(total)}{earlier}")

    def grow(self, more: int) -> None:
        self._total += more

    def advance(self, item: Item, outcome: Outcome) -> None:
        self._treated += 1
        self._failed += outcome.status == "failed"
        if self._verbose:
            tell(told(item, outcome))
        self.tick()

    def tick(self) -> None:
        if monotonic() - self._last >= _EVERY_SECONDS:
            self._last = monotonic()
            tell(self._line())

    def writing(self) -> None:
        if self._treated:
            tell("writing the tables")

    def _line(self) -> str:
        rate = self._treated / (monotonic() - self._started)
        left = self._total - self._kept - self._treated
        time = f", about {left / rate:.0f} s left" if rate else ""
        failed = f", {self._failed} failed" if self._failed else ""
        return f"{self._kept + self._treated} of {self._total} documents, {rate:.1f} a second{time}{failed}"


class Bar(Silent):
    """A bar that moves: documents, rate, time left, failures."""

    def __init__(self, verbose: bool = False) -> None:
        self._verbose = verbose
        self._progress, self._task = _bar()
        self._failed = 0

    def begin(self, total: int, kept: int) -> None:
        self._progress.update(self._task, total=total, completed=kept)
        self._progress.start()

    def grow(self, more: int) -> None:
        task = self._progress.tasks[0]
        self._progress.update(self._task, total=(task.total or 0) + more)

    def advance(self, item: Item, outcome: Outcome) -> None:
        self._failed += outcome.status == "failed"
        self._progress.update(self._task, advance=1, failed=self._failed)
        if self._verbose:
            with suppress(OSError):
                self._progress.console.print(f"govreply: {told(item, outcome)}", markup=False, highlight=False)

    def writing(self) -> None:
        self._progress.update(self._task, description="writing")

    def end(self) -> None:
        with suppress(OSError):
            self._progress.stop()


def reporter(quiet: bool, verbose: bool) -> Silent:
    """Who reports on standard error: nobody, a bar, or lines."""
    if quiet:
        return Silent()
    return Bar(verbose) if sys.stderr is not None and sys.stderr.isatty() else Lines(verbose)


def told(item: Item, outcome: Outcome) -> str:
    """One document in a line: its path and what became of it."""
    if outcome.status == "failed":
        return f"{item.path} {outcome.error}"
    return f"{item.path}: {outcome.format}, {outcome.seconds * 1000:.0f} ms"


def _documents(number: int) -> str:
    return "1 document" if number == 1 else f"{number} documents"


def tell(message: str) -> None:
    """Say it, if there is still somebody to hear."""
    with suppress(OSError):
        say(message)


def _bar() -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.progress import TimeElapsedColumn as Elapsed
    from rich.progress import TimeRemainingColumn as Remaining
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "", style="progress.data.speed")

    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        Elapsed(),
        Remaining(),
        TextColumn("[red]{task.fields[failed]} failed"),
        console=Console(stderr=True),
        transient=True,
    )
    return progress, progress.add_task("documents", total=None, failed=0)
