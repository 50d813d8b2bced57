"""Where output goes: standard output in UTF-8, or a file that appears only when it is complete."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

PLAIN = "utf-8"
MARKED = "utf-8-sig"
_BUFFER = 1 << 16


@contextmanager
def standard_output(encoding: str = PLAIN) -> Iterator[TextIO]:
    """Standard output as a text stream without newline translation, whatever the locale.

    A reader that stops reading (``| head``) ends the process quietly with status 0. Raises OSError.
    """
    sys.stdout.flush()
    try:
        with (
            failing_as("standard output"),
            open(sys.stdout.fileno(), "w", _BUFFER, encoding, "backslashreplace", newline="", closefd=False) as stream,
        ):
            yield stream
    except BrokenPipeError:
        _discard_standard_output()
        sys.exit(0)


@contextmanager
def replacing(path: Path, encoding: str = PLAIN) -> Iterator[TextIO]:
    """A text stream whose contents replace the file at ``path`` when the block ends well, and vanish when it does not.

    A path that is no regular file (``/dev/null``, a named pipe) is written directly. Raises OSError, with ``path``.
    """
    target = path.resolve()
    with failing_as(str(path)):
        if target.exists() and not target.is_file():
            with target.open("w", encoding=encoding, newline="") as stream:
                yield stream
            return
        partial = target.with_name(f".govreply-{os.getpid()}.partial")
        try:
            with partial.open("w", encoding=encoding, errors="backslashreplace", newline="") as stream:
                yield stream
            partial.replace(target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise


@contextmanager
def failing_as(name: str) -> Iterator[None]:
    """An OSError within it names the output as the user does, neither a temporary file nor nothing."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), name) from error


def _discard_standard_output() -> None:
    """Let the interpreter's own flush at exit go nowhere instead of failing again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
