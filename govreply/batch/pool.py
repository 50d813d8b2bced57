"""Worker processes that a document can hang, crash or fill without harm to the others.

Each worker has a pipe of its own and gets its next item while it treats the one before, so that it never waits. The
parent watches the clock: a worker whose document takes too long is killed, one that dies is replaced. A document at
which a worker died is tried once more, since the worker may have been killed from outside, or filled by the documents
before; the second time it fails.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing import connection
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from govreply.batch.treatment import Outcome, Settings, Treatment
from govreply.batch.worker import EXHAUSTED, OUT_OF_MEMORY, READY, work
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

    def __init__(self, treat: Treatment, settings: Settings, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(
            target=work, args=(theirs, treat, settings, limits.megabytes), name="govreply-worker", daemon=True
        )
        with _deaf_to_interrupts():
            self.process.start()
        theirs.close()
        self.items: deque[Item] = deque()
        self.ready = False
        self._seconds = limits.seconds
        self._deadline = monotonic() + _START_SECONDS

    def give(self, item: Item) -> None:
        """Hand over an item. An item for a worker that has just died stays with those it has been given."""
        if self.ready and not self.items:
            self.start_clock()
        self.items.append(item)
        with suppress(OSError):
            self.pipe.send(item)

    def start_clock(self) -> None:
        """From now on, the first of the items has its time."""
        self._deadline = monotonic() + self._seconds

    def is_late(self) -> bool:
        """Whether its time is up, and nothing that it has sent waits to be read."""
        return bool(self.items or not self.ready) and monotonic() > self._deadline and not self._has_sent()

    def _has_sent(self) -> bool:
        try:
            return self.pipe.poll()
        except OSError:
            return True

    def kill(self) -> None:
        """End the process, and what it has started."""
        started = _descendants(self.process.pid)
        with suppress(OSError, ValueError):
            self.process.kill()
        for pid in started:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        self.process.join(5)
        self.pipe.close()


class Pool:
    """``jobs`` workers that ``treat`` items. Use it as a context: leaving it kills what still works."""

    def __init__(self, jobs: int, treat: Treatment, settings: Settings, limits: Limits) -> None:
        self._make: Callable[[], _Worker] = lambda: _Worker(treat, settings, limits)
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
        while True:
            self._give_work(more)
            if not any(worker.items for worker in self._workers):
                return
            if not (heard := self._workers_that_sent()):
                yield None
            for worker in heard:
                yield from self._received(worker)
            for worker in [each for each in self._workers if each.is_late()]:
                yield from self._overdue(worker)

    def _give_work(self, more: Iterator[Item]) -> None:
        """Give every worker enough to do, and start workers as long as there is work for them."""
        while self._has_waiting(more):
            worker = min(self._workers, key=lambda each: len(each.items), default=None)
            if len(self._workers) < self._jobs and (worker is None or worker.items):
                worker = self._start()
            if worker is None or len(worker.items) >= _AHEAD:
                return
            worker.give(self._waiting.popleft())

    def _start(self) -> _Worker:
        worker = self._make()
        self._workers.append(worker)
        return worker

    def _has_waiting(self, more: Iterator[Item]) -> bool:
        if not self._waiting:
            self._waiting.extend(islice(more, 1))
        return bool(self._waiting)

    def _workers_that_sent(self) -> list[_Worker]:
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
        exitcode = worker.process.exitcode
        if not worker.ready:
            self._started_in_vain(worker, how_ended(exitcode))
            return
        self._retire(worker)
        if worker.items:
            yield from self._tried(worker.items.popleft(), exitcode)
        self._give_back(worker)

    def _tried(self, item: Item, exitcode: int | None) -> Iterator[tuple[Item, Outcome]]:
        """The outcome of an item at which a worker died twice; at the first time a new worker begins with it."""
        if item not in self._suspects:
            self._suspects.add(item)
            self._start().give(item)
        elif exitcode == EXHAUSTED:
            yield item, Outcome("failed", OUT_OF_MEMORY.format(self._limits.megabytes))
        else:
            yield item, Outcome("failed", f"its worker {how_ended(exitcode)}, twice")

    def _overdue(self, worker: _Worker) -> Iterator[tuple[Item, Outcome]]:
        if not worker.ready:
            self._started_in_vain(worker, f"was not ready after {_START_SECONDS:.0f} s")
            return
        self._retire(worker)
        seconds = self._limits.seconds
        yield (
            worker.items.popleft(),
            Outcome("failed", f"takes longer than the limit of {seconds:g} s", seconds=seconds),
        )
        self._give_back(worker)

    def _started_in_vain(self, worker: _Worker, how: str) -> None:
        self._retire(worker)
        self._give_back(worker)
        self._starts_in_vain += 1
        if self._starts_in_vain >= _MOST_STARTS_IN_VAIN:
            raise PoolError(f"workers cannot start: the last one {how}")

    def _give_back(self, worker: _Worker) -> None:
        self._waiting.extendleft(reversed(worker.items))

    def _retire(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.kill()


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ctrl-C reaches the parent alone: a process started within it ignores the signal from its first moment on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    earlier = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, earlier)


def _descendants(pid: int | None) -> list[int]:
    """The processes that ``pid`` has started, and those that they have, where the system tells (Linux)."""
    try:
        children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (OSError, ValueError):
        return []
    return [*children, *(each for child in children for each in _descendants(child))]


def how_ended(exitcode: int | None) -> str:
    """How a process with this exit code ended, as words after its name."""
    if exitcode is not None and exitcode < 0:
        try:
            return f"was ended by {signal.Signals(-exitcode).name}"
        except ValueError:
            return f"was ended by signal {-exitcode}"
    return f"ended with exit status {exitcode}"
