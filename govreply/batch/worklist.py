"""Which documents the INPUTs of a batch name: folders (recursively), files, glob patterns, a list of paths."""

from __future__ import annotations

import glob
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import BinaryIO, NamedTuple

STDIN = "-"
_NOT_DOCUMENTS = ("Thumbs.db", "desktop.ini", "__MACOSX")
_SCRATCH_STARTS = (".", "~$")


class Item(NamedTuple):
    """One document: ``path`` as it is shown, ``file`` as the system opens it, ``member`` inside an archive."""

    path: str
    file: str
    member: str = ""

    def inside(self, member: str) -> Item:
        """The document that is ``member`` of this archive."""
        return Item(f"{self.path}/{member}", self.file, f"{self.member}/{member}" if self.member else member)


class Inputs(NamedTuple):
    """What a batch is asked to treat.

    ``named`` are folders, files and glob patterns; ``listed`` are paths of files or folders, taken literally, and one
    that does not exist is a document that fails. ``patterns`` (shell patterns, matched against a file's name and its
    path within the folder; none is all) choose among the files of folders.
    """

    named: Sequence[str]
    listed: Sequence[str] = ()
    patterns: Sequence[str] = ()


class InputError(ValueError):
    """An INPUT that names nothing."""


def find_items(inputs: Inputs, skipped: Collection[str] = ()) -> list[Item]:
    """The documents of ``inputs``, each once, sorted by path.

    A folder stands for all files in it, at any depth; hidden files, lock files of word processors and the system's own
    are left out, as are the folders and files ``skipped``. Raises InputError for a named input that does not exist and
    a glob pattern without a match.
    """
    out = {os.path.abspath(path) for path in skipped}
    found: dict[str, Item] = {}
    for file in _all_files(inputs, out):
        item = Item(shown(file), file)
        found.setdefault(item.path, item)
    return [found[path] for path in sorted(found)]


def listed_inputs(stream: BinaryIO) -> list[str]:
    """The paths that a stream lists, one a line, or set apart by NUL as ``find -print0`` does."""
    data = stream.read().removeprefix(b"\xef\xbb\xbf")
    lines = data.split(b"\0") if b"\0" in data else data.splitlines()
    return [os.fsdecode(line) for line in lines if line.strip()]


def shown(path: str) -> str:
    """A path as text that every format can hold: with ``/`` between folders, undecodable bytes as ``\\xNN``."""
    return os.fsencode(path.replace(os.sep, "/")).decode("utf-8", "backslashreplace")


def _all_files(inputs: Inputs, out: set[str]) -> Iterator[str]:
    for each in inputs.named:
        yield from _files(each, inputs.patterns, out)
    for each in inputs.listed:
        yield from _walk(each, inputs.patterns, out) if os.path.isdir(each) else [each]


def _files(each: str, patterns: Sequence[str], out: set[str]) -> Iterable[str]:
    if os.path.isdir(each):
        return _walk(each, patterns, out)
    if os.path.lexists(each):
        return [each]
    if glob.has_magic(each):
        matches = sorted(glob.glob(each, recursive=True))
        if not matches:
            raise InputError(f"no file matches {each}")
        return (file for match in matches for file in _files(match, patterns, out))
    raise InputError(f"{shown(each)}: no such file or folder")


def _walk(folder: str, patterns: Sequence[str], out: set[str]) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if _is_document(name) and not _is_in(place, name, out)]
        for name in names:
            within = os.path.relpath(os.path.join(place, name), folder)
            if _is_document(name) and not _is_in(place, name, out) and _matches(name, within, patterns):
                yield os.path.join(place, name)


def _is_document(name: str) -> bool:
    return not name.startswith(_SCRATCH_STARTS) and name not in _NOT_DOCUMENTS


def _is_in(place: str, name: str, out: set[str]) -> bool:
    return bool(out) and os.path.abspath(os.path.join(place, name)) in out


def _matches(name: str, within: str, patterns: Sequence[str]) -> bool:
    return not patterns or any(fnmatchcase(name, each) or fnmatchcase(within, each) for each in patterns)
