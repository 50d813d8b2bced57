"""Files that appear under their final names only when all of them are complete, whatever happens to the process."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from os.path import lexists
from pathlib import Path

from govreply.writers.output import failing_as

_LONGEST_NAME = 240
"""Bytes of a file's name that leave room for what a temporary name adds; file systems allow 255."""

MANIFEST = "datapackage.json"
"""The file that makes a folder a dataset; it lists the others, and is the last to come and the first to go."""


class Staging:
    """The temporary folder ``place`` of a dataset at ``target``.

    ``folder`` holds the new files, ``scratch`` what nobody keeps; files of a folder that make room for new ones wait in
    ``earlier`` until these are all there. Whether the manifest is in its place says whether they are.
    """

    def __init__(self, target: Path, place: Path, is_folder: bool) -> None:
        self.folder = place / "dataset"
        self.scratch = place / "scratch"
        self._place = place
        self._earlier = place / "earlier"
        self._target = target
        self._is_folder = is_folder

    def begin(self) -> None:
        """Restore and remove what a killed process left; then the temporary folders are there, empty."""
        self.restore()
        for each in (self._earlier, self.folder, self.scratch):
            if each.exists():
                shutil.rmtree(each)
            each.mkdir()

    def end(self) -> None:
        """Leave a whole target and nothing else. ``earlier`` goes first: without it there is nothing to restore."""
        self.restore()
        for each in (self._earlier, self._place):
            shutil.rmtree(each, ignore_errors=True)

    def publish(self, names: Sequence[str]) -> None:
        """Move the files ``names`` to their places, all of them safely on the disk before, the last name last.

        From a folder the earlier manifest goes first, then what it lists and what stands where a new file will. After
        any end in between ``restore`` undoes it. Raises OSError, with nothing moved, for a folder in place of a file.
        """
        for name in names:
            _flush(self.folder / name)
        if not self._is_folder:
            (name,) = names
            (self.folder / name).replace(self._target)
            _flush(self._target.parent)
            return
        leaving = [name for name in _with_manifest({*names, *_listed(self._target)}) if lexists(self._target / name)]
        if any((self._target / name).is_dir() for name in leaving):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        _move(leaving, self._target, self._earlier)
        _move(names[:-1], self.folder, self._target)
        _move(names[-1:], self.folder, self._target)

    def restore(self) -> None:
        """Undo a publishing that came to no end: new files go back to ``folder``, then the earlier ones to the target.

        It may itself end anywhere and be begun again. Raises OSError.
        """
        if not self._is_folder or not self._earlier.is_dir() or (self._target / MANIFEST).exists():
            return
        published = {name for name in _listed(self.folder) if not (self.folder / name).exists()}
        _move([name for name in published if (self._target / name).exists()], self._target, self.folder)
        _move(_with_manifest(os.listdir(self._earlier))[::-1], self._earlier, self._target)


@contextmanager
def staged(path: Path, folder: bool) -> Iterator[Staging]:
    """The staging of a dataset at ``path``, a folder or else one file; whatever it holds at the end is removed.

    Raises OSError with ``path``: no permission, no parent folder, something else in its place, another writer at work.
    """
    with failing_as(str(path)):
        target = path.resolve()
        if not folder and target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        existed = target.exists()
        place = _partial(target) if folder else target.with_name(_hidden(target.name))
        place.mkdir(parents=folder, exist_ok=True)
    staging = Staging(target, place, folder)
    try:
        with _alone_in(place, path):
            try:
                with failing_as(str(path)):
                    staging.begin()
                yield staging
            finally:
                with failing_as(str(path)):
                    staging.end()
    finally:
        if folder and not existed:
            with suppress(OSError):
                target.rmdir()


def restore(folder: Path) -> None:
    """Bring back the dataset that a process had begun to replace in ``folder`` when it was killed; else do nothing.

    Raises OSError with ``folder``: no permission, or the process is still at work.
    """
    place = _partial(folder)
    if (place / "earlier" / MANIFEST).exists() and not (folder / MANIFEST).exists():
        with _alone_in(place, folder), failing_as(str(folder)):
            Staging(folder, place, is_folder=True).restore()


def _partial(folder: Path) -> Path:
    return folder / ".partial"


def _hidden(name: str) -> str:
    if len(os.fsencode(name)) > _LONGEST_NAME:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
    return f".{name}.partial"


@contextmanager
def _alone_in(place: Path, path: Path) -> Iterator[None]:
    """Within it no other process is; the system sees to it, even if this one is killed. Raises OSError, of ``path``."""
    with failing_as(str(path)):
        lock = _locked(place)
    try:
        yield
    finally:
        os.close(lock)


def _locked(place: Path) -> int:
    if sys.platform == "win32":
        import msvcrt

        lock = os.open(place.with_name(f"{place.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_TEMPORARY)
    else:
        import fcntl

        lock = os.open(place, os.O_RDONLY)
    try:
        if sys.platform == "win32":
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        os.close(lock)
        raise OSError(errno.EBUSY, "another process is writing it") from None
    except OSError:
        pass  # a file system without locks
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


def _move(names: Iterable[str], source: Path, target: Path) -> None:
    """Move files in the order of their names, all of them safely before anything that follows."""
    for name in names:
        (source / name).replace(target / name)
    _flush(target)
    _flush(source)


def _with_manifest(names: Iterable[str]) -> list[str]:
    """The names in order, the manifest's first."""
    return sorted(names, key=lambda name: (name != MANIFEST, name))


def _listed(folder: Path) -> set[str]:
    """Names of the files beside a manifest that it lists; none where there is no manifest of ours."""
    from govreply.dataset.package import listed_files

    return {name for name in listed_files(folder / MANIFEST) if Path(name).name == name}
