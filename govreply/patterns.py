"""Compiled patterns, kept for the process and, for the command line, between runs.

Compiling the patterns of one extraction takes ``regex`` about 80 ms, most of a short run; reading them back takes 2 ms.
So the command line keeps them in a private folder of the user's (``GOVREPLY_CACHE``, else the system's cache folder),
in a file that belongs to one version of Python and of ``regex``. A pattern is kept under its whole expression, so a
changed rule or dictionary can meet no stale one. A file that somebody else owns or may write, or whose digest is wrong,
is not read; without a folder to write to, patterns are compiled as if there were no such file.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import regex

_MOST_KEPT = 1000  # several times what one set of dictionaries needs; past it, only this run's patterns are kept
_DIGEST = 32  # bytes of a SHA-256, before the content
_Key = tuple[str, int]

_known: dict[_Key, regex.Pattern[str]] = {}
_used: set[_Key] = set()
_fresh = 0


@cache
def compiled(expression: str, flags: int = 0) -> regex.Pattern[str]:
    """The pattern of ``expression``; compiled once a process at most. Raises ``regex.error`` for a malformed one."""
    global _fresh
    key = (expression, int(flags))
    _used.add(key)
    pattern = _known.get(key)
    if pattern is None:
        pattern = _known[key] = regex.compile(expression, flags)
        _fresh += 1
    return pattern


def alternation(words: Iterable[str]) -> str:
    """An expression for any of ``words`` as they stand, the longest first; without words one that matches nowhere."""
    return "|".join(map(regex.escape, sorted(words, key=len, reverse=True))) or "(?!)"


@contextmanager
def kept_between_runs() -> Iterator[None]:
    """Within it, patterns of earlier runs are used; after it, new ones are kept for later runs."""
    _recall()
    try:
        yield
    finally:
        _keep()


def _recall() -> None:
    """Load the patterns of earlier runs, if there are any that can be trusted."""
    path = cache_file()
    try:
        if path is None or not _is_private(path):
            return
        data = path.read_bytes()
        digest, content = data[:_DIGEST], data[_DIGEST:]
        if hashlib.sha256(content).digest() == digest:
            _known.update(pickle.loads(content))
    except Exception:  # whatever is wrong with the file, patterns can be compiled
        return


def _keep() -> None:
    """Write the patterns for later runs, if this one has compiled new ones. A failure to write is no failure."""
    path = cache_file()
    if not _fresh or path is None:
        return
    known = _known if len(_known) <= _MOST_KEPT else {key: _known[key] for key in _used}
    content = pickle.dumps(known, protocol=5)
    name = ""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(content).digest() + content)
        os.replace(name, path)
    except OSError:
        if name:
            with suppress(OSError):
                os.unlink(name)


def cache_file() -> Path | None:
    """Where patterns are kept; None where ``GOVREPLY_CACHE`` is set to nothing, and on Windows, whose files do not say
    simply who may write to them."""
    folder = os.environ.get("GOVREPLY_CACHE")
    if os.name == "nt":
        return None
    if folder is None:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
        folder = os.path.join(base, "govreply") if os.path.isabs(base) else ""
    name = f"patterns-{sys.implementation.cache_tag}-{regex.__version__}.pickle"
    return Path(folder, name) if folder else None


def _is_private(path: Path) -> bool:
    """Whether file and folder are the user's own and nobody else may write to them."""
    states = (path.stat(), path.parent.stat())
    return all(state.st_uid == os.getuid() and not state.st_mode & 0o022 for state in states)
