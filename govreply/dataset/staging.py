"""Files that appear under their final names only when all of them are complete, whatever happens to the process."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_LONGEST_NAME = 240
"""Bytes of a file's name that leave room for what a temporary name adds; file systems allow 255."""

MANIFEST = "datapackage.json"
"""The file that makes a folder a dataset; it lists the others, and is the last to come and the first to go."""


class Staging:
    """The temporary folder of a dataset at ``target``. ``folder`` holds its files, ``scratch`` what nobody keeps."""

    def __init__(self, target: Path, place: Path, is_folder: bool) -> None:
        self.folder = place / "dataset"
        self.scratch = place / "scratch"
        self._target = target
        self._is_folder = is_folder

    def clear(self) -> None:
        """Remove what an earlier process left."""
        for each in (self.folder, self.scratch):
            if each.exists():
                shutil.rmtree(each)
            each.mkdir()

    def publish(self, names: Sequence[str]) -> None:
        """Move the files ``names`` to their places, all of them safely on the disk before, the last name last.

        In a folder the earlier manifest goes first, so that a process that ends in between leaves no dataset rather
        than a mixture, and files that the earlier manifest lists and the new dataset has not are removed.
        """
        for name in names:
            _flush(self.folder / name)
        if not self._is_folder:
            (name,) = names
            (self.folder / name).replace(self._target)
            _flush(self._target.parent)
            return
        stale = _listed(self._target) - set(names)
        (self._target / MANIFEST).unlink(missing_ok=True)
        for name in stale:
            (self._target / name).unlink(missing_ok=True)
        for name in names[:-1]:
            (self.folder / name).replace(self._target / name)
        _flush(self._target)
        (self.folder / names[-1]).replace(self._target / names[-1])
        _flush(self._target)


@contextmanager
def staged(path: Path, folder: bool) -> Iterator[Staging]:
    """The staging of a dataset at ``path``, a folder or else one file; whatever it holds at the end is removed.

    Raises OSError with ``path``: no permission, no parent folder, something else in its place, another writer at work.
    """
    with failing_as(path):
        target = path.resolve()
        if not folder and target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        existed = target.exists()
        place = target / ".partial" if folder else target.with_name(_hidden(target.name))
        place.mkdir(parents=folder, exist_ok=True)
        lock = _locked(place)
    try:
        with failing_as(path):
            staging = Staging(target, place, folder)
            staging.clear()
        yield staging
    finally:
        shutil.rmtree(place, ignore_errors=True)
        os.close(lock) if lock is not None else None
        if folder and not existed:
            with suppress(OSError):
                target.rmdir()


@contextmanager
def failing_as(path: Path) -> Iterator[None]:
    """An OSError within it names ``path``, not a temporary file."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def _hidden(name: str) -> str:
    if len(os.fsencode(name)) > _LONGEST_NAME:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
    return f".{name}.partial"


def _locked(place: Path) -> int | None:
    """A lock on ``place`` that the system lifts when the process ends; None where there are no such locks."""
    if sys.platform == "win32":
        return None
    import fcntl

    lock = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise OSError(errno.EBUSY, "another process is writing it") from None
    except OSError:
        return lock  # a file system without locks
    return lock


def _flush(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to the disk."""
    if sys.platform == "win32" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _listed(folder: Path) -> set[str]:
    """Names of the files beside a manifest that it lists; none where there is no manifest of ours."""
    from govreply.dataset.package import listed_files

    return {name for name in listed_files(folder / MANIFEST) if Path(name).name == name}
