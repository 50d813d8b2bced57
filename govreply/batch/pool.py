"""Worker processes that a document can hang, crash or fill without harm to the others.

Each worker has a pipe of its own and gets its next item while it treats the one before, so that it never waits. The
parent watches the clock: a worker whose document takes too long is killed, one that dies is replaced. A document at
which a worker died is tried once more, since the worker may have been killed from outside; the second time it fails.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import connection
from multiprocessing.connection import Connection
from time import monotonic
from typing import NamedTuple

from govreply.batch.process import Outcome, Process, Settings
from govreply.batch.worker import READY, RETIRED, work
from govreply.batch.worklist import Item

_AHEAD = 2
_START_SECONDS = 120.0
_TICK_SECONDS = 0.5
_MOST_STARTS_IN_VAIN = 3


class PoolError(RuntimeError):
    """Workers that do not even start; the message says how they ended."""


class Limits(NamedTuple):
    """What one document may take: seconds of time, megabytes of memory."""

    seconds: float = 120.0
    megabytes: int = 2048


class _Worker:
    """A worker process, what it has been given, and when it must be done with the first of it."""

    def __init__(self, process: Process, settings: Settings, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(
            target=work, args=(theirs, process, settings, limits.megabytes), name="govreply-worker", daemon=True
        )
        self.process.start()
        theirs.close()
        self.items: deque[Item] = deque()
        self.ready = False
        self._seconds = limits.seconds
        self.deadline = monotonic() + _START_SECONDS

    def give(self, item: Item) -> None:
        """Hand over an item. An item for a worker that has just died stays with those it has been given."""
        if not self.items:
            self.start_clock()
        self.items.append(item)
        with suppress(OSError):
            self.pipe.send(item)

    def start_clock(self) -> None:
        self.deadline = monotonic() + self._seconds

    @property
    def late(self) -> bool:
        return bool(self.items or not self.ready) and monotonic() > self.deadline

    def kill(self) -> None:
        with suppress(OSError, ValueError):
            self.process.kill()
        self.process.join(5)
        self.pipe.close()


class Pool:
    """``jobs`` workers that run ``process`` on items. Use it as a context: leaving it kills what still works."""

    def __init__(self, jobs: int, process: Process, settings: Settings, limits: Limits) -> None:
        self._make: Callable[[], _Worker] = lambda: _Worker(process, settings, limits)
        self._limits = limits
        self._jobs = jobs
        self._workers: list[_Worker] = []
        self._waiting: deque[Item] = deque()
        self._suspects: set[Item] = set()
        self._starts_in_vain = 0

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.kill()

    def process_ids(self) -> list[int]:
        """The system's numbers of the worker processes."""
        return [worker.process.pid for worker in self._workers if worker.process.pid is not None]

    def add(self, item: Item) -> None:
        """One more item to treat, such as a member of an archive."""
        self._waiting.append(item)

    def outcomes(self, items: Iterable[Item]) -> Iterator[tuple[Item, Outcome] | None]:
        """Each item with its outcome as soon as there is one, in whatever order; None where a moment has passed
        without any, so that the caller can do what is due. Raises PoolError where workers cannot start."""
        more = iter(items)
        while self._fill(more):
            if not (done := self._ready_pipes()):
                yield None
            for worker in done:
                yield from self._received(worker)
            for worker in [each for each in self._workers if each.late]:
                yield from self._overdue(worker)

    def _fill(self, more: Iterator[Item]) -> bool:
        """Give every worker enough to do; False where nothing is left to do or to wait for."""
        while self._workers or self._waiting or self._pull(more):
            hungry = min(self._workers, key=lambda each: len(each.items), default=None)
            if (self._waiting or self._pull(more)) and len(self._workers) < self._jobs:
                hungry = self._make()
                self._workers.append(hungry)
            if hungry is None or len(hungry.items) >= _AHEAD or not (self._waiting or self._pull(more)):
                break
            hungry.give(self._waiting.popleft())
        return any(worker.items for worker in self._workers)

    def _pull(self, more: Iterator[Item]) -> bool:
        for item in more:
            self._waiting.append(item)
            return True
        return False

    def _ready_pipes(self) -> list[_Worker]:
        pipes: dict[object, _Worker] = {worker.pipe: worker for worker in self._workers}
        return [pipes[pipe] for pipe in connection.wait([each.pipe for each in self._workers], _TICK_SECONDS)]

    def _received(self, worker: _Worker) -> Iterator[tuple[Item, Outcome]]:
        pipe: Connection = worker.pipe
        try:
            message = pipe.recv()
        except (EOFError, OSError):
            yield from self._died(worker)
            return
        if message == READY:
            worker.ready, self._starts_in_vain = True, 0
            worker.start_clock()
            return
        item = worker.items.popleft()
        worker.start_clock()
        yield item, message

    def _died(self, worker: _Worker) -> Iterator[tuple[Item, Outcome]]:
        worker.process.join(5)
        ended = _how(worker.process.exitcode)
        self._retire(worker)
        if not worker.ready:
            self._starts_in_vain += 1
            if self._starts_in_vain >= _MOST_STARTS_IN_VAIN:
                raise PoolError(f"workers cannot start: {ended}")
        elif worker.items and worker.process.exitcode != RETIRED:
            item = worker.items.popleft()
            if item in self._suspects:
                yield item, Outcome("failed", f"its worker {ended}, twice")
            else:
                self._suspects.add(item)
                self._waiting.appendleft(item)
        self._waiting.extendleft(reversed(worker.items))

    def _overdue(self, worker: _Worker) -> Iterator[tuple[Item, Outcome]]:
        self._retire(worker)
        if not worker.ready:
            raise PoolError(f"workers cannot start: not ready after {_START_SECONDS:.0f} s")
        item = worker.items.popleft()
        self._waiting.extendleft(reversed(worker.items))
        seconds = self._limits.seconds
        yield item, Outcome("failed", f"takes longer than the limit of {seconds:g} s", seconds=seconds)

    def _retire(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.kill()


def _how(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        try:
            return f"was ended by {signal.Signals(-exitcode).name}"
        except ValueError:
            return f"was ended by signal {-exitcode}"
    return f"ended with exit status {exitcode}"
