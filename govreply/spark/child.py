"""A child process that reads and extracts documents, so that none can harm the task that it belongs to.

A document that takes too long is ended by the system's own alarm, whatever code it is in; one that crashes, exits or
takes too much memory ends the child or raises in it. The task sees the pipe close, records the reason, and forks anew.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from time import process_time
from types import TracebackType
from typing import Any, NamedTuple

from govreply.batch.pool import Limits, how_ended
from govreply.batch.treatment import Outcome, failure, identified
from govreply.batch.worker import OUT_OF_MEMORY
from govreply.batch.worklist import Item
from govreply.extraction import extract_source
from govreply.lexicon import Lexicon
from govreply.readers import read_bytes, read_text
from govreply.tables.schema import FILES, Row, Tables

_GARBAGE_THRESHOLD = 100_000
_WARMING = (
    "一、关于加强河道治理的建议\n市水利局答复：一是2024年投入资金1500余万元，治理河道12公里，增长5%。\n"
    "下一步，到2025年新建水厂3座。"
)


class Document(NamedTuple):
    """One document: its path as shown, and its bytes, or its text where it came as text."""

    path: str
    body: bytes | str

    @property
    def data(self) -> bytes:
        """The bytes; of a text those of its UTF-8, from which its id is made too."""
        return self.body.encode("utf-8", "surrogatepass") if isinstance(self.body, str) else self.body


class Work(NamedTuple):
    """How documents are to be treated: the dictionaries in force, whether contacts are written, the limits of one."""

    lexicon: Lexicon
    contacts: bool = False
    limits: Limits = Limits()


class Children:
    """The children of one task, one at a time. Use it as a context: leaving it ends the child."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Children:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def tables(self, document: Document) -> Tables:
        """The tables of ``document``, its row of ``files`` among them, alone where it failed.

        It is tried again where the child died for a reason that may not be the document's; then it has failed.
        """
        reason = ""
        for _ in range(2):
            try:
                return self._asked(document)
            except (EOFError, OSError):
                code = self._end()
            if code == -signal.SIGALRM:
                reason = f"takes longer than the limit of {self._work.limits.seconds:g} s"
                break
            reason = f"its worker {how_ended(code)}, twice"
        return {FILES.name: [file_row(document, identified(document.data)._replace(error=reason))]}

    def _asked(self, document: Document) -> Tables:
        pipe = self._pipe or self._start()
        pipe.send(document)
        tables: Tables = pipe.recv()
        return tables

    def _start(self) -> Connection:
        # A fork has the compiled patterns; where there is none, the child imports the program anew.
        _warm(self._work.lexicon)
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        context: Any = multiprocessing.get_context(method)
        self._pipe, theirs = context.Pipe()
        arguments = (theirs, self._pipe if method == "fork" else None, self._work)
        self._process = context.Process(target=serve, args=arguments, daemon=True)
        gc.freeze()
        self._process.start()
        gc.unfreeze()
        theirs.close()
        return self._pipe

    def _end(self) -> int:
        """Close the pipe, upon which the child ends by itself, and wait for it."""
        if self._process is None or self._pipe is None:
            return 0
        self._pipe.close()
        self._process.join(1)
        self._process.kill()
        self._process.join()
        code = self._process.exitcode or 0
        self._process = self._pipe = None
        return code


def file_row(document: Document, outcome: Outcome) -> Row:
    """The row of table ``files`` for a document."""
    return {
        "path": document.path,
        "reply_id": outcome.reply_id,
        "format": outcome.format,
        "bytes": outcome.size,
        "sha256": outcome.sha256,
        "encoding": outcome.encoding or None,
        "status": outcome.status,
        "duplicate_of": None,
        "error": outcome.error or None,
        "seconds": int(outcome.seconds),
        "warnings": "; ".join(outcome.warnings) or None,
    }


def serve(pipe: Connection, parents: Connection | None, work: Work) -> None:
    """Answer the documents that come through ``pipe`` until it is closed; runs in the child."""
    if parents is not None:
        parents.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(work.limits.megabytes)
    gc.set_threshold(_GARBAGE_THRESHOLD)
    with suppress(EOFError, OSError):
        while True:
            document: Document = pipe.recv()
            _set_alarm(work.limits.seconds)
            tables = extracted(document, work)
            _set_alarm(0)
            pipe.send(tables)


def extracted(document: Document, work: Work) -> Tables:
    """Read and extract one document, in this process; whatever goes wrong with it is its row of ``files``."""
    started = process_time()
    outcome = identified(document.data)
    tables: Tables = {}
    try:
        name = document.path.rpartition("/")[2]
        source = read_text(document.body, name) if isinstance(document.body, str) else read_bytes(document.body, name)
        extraction = extract_source(source, lexicon=work.lexicon, contacts=work.contacts)
        tables = extraction.tables
        outcome = outcome._replace(
            status="done", format=source.format, encoding=source.encoding, warnings=extraction.warnings
        )
    except MemoryError:
        outcome = outcome._replace(error=OUT_OF_MEMORY.format(work.limits.megabytes))
    except Exception as error:
        outcome = outcome._replace(error=failure(error, Item(document.path, document.path)))
    return {**tables, FILES.name: [file_row(document, outcome._replace(seconds=process_time() - started))]}


def _set_alarm(seconds: float) -> None:
    """Let the system end this process after ``seconds``; 0 takes that back."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory(megabytes: int) -> None:
    """Let this process take ``megabytes`` more of address space than it has, where the system can limit it."""
    with suppress(ImportError, OSError, ValueError):
        import resource
        from pathlib import Path

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        limit = pages * resource.getpagesize() + megabytes * 1024 * 1024
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _warm(lexicon: Lexicon) -> None:
    """Compile patterns and read dictionaries before the fork, so that children need not; later calls find them done."""
    extract_source(read_text(_WARMING), lexicon=lexicon)
