"""One worker process: takes items from its pipe, sends outcomes back, one at a time, until the pipe is closed."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from pathlib import Path

from govreply.batch.treatment import Outcome, Settings, Treatment, failure, warm_up
from govreply.batch.worklist import Item

READY = "ready"
EXHAUSTED = 77
"""Exit status of a worker whose document used up the memory."""

OUT_OF_MEMORY = "needs more memory than the limit of {} MB"
_GARBAGE_THRESHOLD = 100_000
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux's prctl(2)


def work(pipe: Connection, treat: Treatment, settings: Settings, megabytes: int) -> None:
    """Serve ``pipe`` until it is closed, or until a document has used up the memory: then the process ends too."""
    _prepare()
    with suppress(EOFError, OSError):
        warm_up(settings)
        _limit_memory(megabytes)
        pipe.send(READY)
        while True:
            pipe.send(_outcome(pipe.recv(), treat, settings))


def _outcome(item: Item, treat: Treatment, settings: Settings) -> Outcome:
    try:
        return _sendable(treat(item, settings))
    except MemoryError:
        sys.exit(EXHAUSTED)
    except Exception as error:
        return _sendable(Outcome("failed", failure(error, item)))


def _sendable(outcome: Outcome) -> Outcome:
    """The outcome with lone surrogates, which neither the journal nor a file can hold, as their escapes."""
    return outcome._replace(
        error=_escaped(outcome.error),
        warnings=tuple(map(_escaped, outcome.warnings)),
        members=tuple(map(_escaped, outcome.members)),
    )


def _escaped(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _prepare() -> None:
    """Die with the parent, whatever this process is doing then, and keep standard output to the parent."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    gc.set_threshold(_GARBAGE_THRESHOLD)
    sys.stdout = sys.stderr


def _die_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _limit_memory(megabytes: int) -> None:
    """Limit the address space to what is taken now and ``megabytes`` more, where the system tells and keeps to it
    (not on Windows and macOS)."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (ImportError, OSError, ValueError):
        return
    limit = pages * resource.getpagesize() + megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
