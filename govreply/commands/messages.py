"""What the commands say on standard error: one line a message, never a traceback."""

from __future__ import annotations

import sys
from pathlib import Path
from traceback import extract_tb

from govreply.lexicon import DictionaryError

STDIN = "-"
"""The FILE that is standard input."""


def say(message: str) -> None:
    """Write ``govreply: MESSAGE`` as one line to standard error, if there is one."""
    if sys.stderr is None:
        return
    print("govreply: " + " ".join(message.splitlines()), file=sys.stderr)


def complain(error: Exception, document: str = "") -> None:
    """Say what went wrong and with which FILE: ``govreply: FILE: what``."""
    if isinstance(error, OSError) and error.filename is not None:
        document = str(error.filename)
    message = reason(error)
    if isinstance(error, DictionaryError) or not document:
        say(message)
        return
    subject = "standard input" if document == STDIN else document
    for named in (document, Path(document).name):
        if message.startswith((f"{named}:", f"{named} ")):
            say(subject + message.removeprefix(named))
            return
    say(f"{subject}: {message}")


def reason(error: Exception) -> str:
    """What an error says to a user; of one that nobody foresaw, also where in the program it arose."""
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    if isinstance(error, ValueError) and type(error).__module__.startswith("govreply"):
        return str(error)
    if isinstance(error, MemoryError):
        return "not enough memory"
    frames = extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"internal error, please report it: {type(error).__name__}: {error}{place}"
