"""One worker process: takes items from its pipe, sends outcomes back, one at a time, until the pipe is closed."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection

from govreply.batch.process import Outcome, Process, Settings, failure
from govreply.batch.worklist import Item

READY = "ready"
RETIRED = 77
"""Exit status of a worker that ended for its own reasons, not because of a document."""

OUT_OF_MEMORY = "needs more memory than the limit of {} MB"
_GARBAGE_THRESHOLD = 100_000


def work(pipe: Connection, process: Process, settings: Settings, megabytes: int) -> None:
    """Serve ``pipe`` until it is closed, or until a document has used up the memory: then the process ends too."""
    _prepare(megabytes)
    with suppress(EOFError, OSError):
        pipe.send(READY)
        while True:
            item: Item = pipe.recv()
            outcome = _treated(item, process, settings)
            pipe.send(outcome or Outcome("failed", OUT_OF_MEMORY.format(megabytes)))
            if outcome is None:
                sys.exit(RETIRED)


def _treated(item: Item, process: Process, settings: Settings) -> Outcome | None:
    """The outcome of ``item``; None where it used up the memory."""
    try:
        return process(item, settings)
    except MemoryError:
        return None
    except Exception as error:
        return Outcome("failed", failure(error, item))


def _prepare(megabytes: int) -> None:
    """Leave Ctrl-C to the parent, die with it, and take no more than ``megabytes`` of memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _limit_memory(megabytes)
    gc.set_threshold(_GARBAGE_THRESHOLD)
    sys.stdout = sys.stderr


def _die_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _limit_memory(megabytes: int) -> None:
    """Limit the address space, where the system can (not on Windows; macOS does not keep to it)."""
    try:
        import resource
    except ImportError:
        return
    limit = megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
