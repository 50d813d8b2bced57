"""Which documents the INPUTs of a batch name: folders (recursively), files, glob patterns, a list of paths."""

from __future__ import annotations

import codecs
import glob
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import BinaryIO, NamedTuple

STDIN = "-"
_NOT_DOCUMENTS = ("Thumbs.db", "desktop.ini", "__MACOSX")
_SCRATCH_STARTS = (".", "~$")
_TABLES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".sqlite", ".sqlite3", ".db", ".journal")
"""How the names of data end that lie among documents, such as earlier results; a pattern that matches takes them."""


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

    A folder stands for all files in it, at any depth and behind links. Left out are hidden files, lock files of word
    processors, the system's own, tables of data, what is no regular file, and the folders and files ``skipped``. A
    folder that cannot be looked into is an item itself, which fails. A file that is named in several ways counts once,
    by the first of its paths in order. Raises InputError for a named input that does not exist and a glob pattern
    without a match.
    """
    found: dict[str, Item] = {}
    search = _Search(inputs.patterns, frozenset(map(os.path.abspath, skipped)))
    for file in _all_files(inputs, search):
        item = Item(shown(file), file)
        known = found.setdefault(os.path.abspath(file), item)
        if item.path < known.path:
            found[os.path.abspath(file)] = item
    return sorted(_told_apart(found.values()))


def listed_inputs(stream: BinaryIO) -> list[str]:
    """The paths that a stream lists, one a line, or set apart by NUL as ``find -print0`` does; UTF-16 with its mark."""
    data = stream.read()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return [line for line in data.decode("utf-16", "replace").splitlines() if line.strip()]
    data = data.removeprefix(codecs.BOM_UTF8)
    lines = data.split(b"\0") if b"\0" in data else data.splitlines()
    return [os.fsdecode(line) for line in lines if line.strip()]


def shown(path: str) -> str:
    """A path as text that every format can hold: in its shortest form, with ``/`` between folders, undecodable bytes as
    ``\\xNN``."""
    return os.fsencode(os.path.normpath(path).replace(os.sep, "/")).decode("utf-8", "backslashreplace")


class _Search(NamedTuple):
    """How folders are searched: for which patterns, sparing what."""

    patterns: Sequence[str]
    skipped: frozenset[str]

    def files(self, folder: str) -> Iterator[str]:
        """The files in ``folder`` that are wanted, and the folders in it that cannot be looked into."""
        closed: list[str] = []
        seen: set[str] = set()
        for place, folders, names in os.walk(
            folder, onerror=lambda error: closed.append(str(error.filename)), followlinks=True
        ):
            folders[:] = sorted(name for name in folders if self._is_new(os.path.join(place, name), name, seen))
            for name in names:
                path = os.path.join(place, name)
                if self._is_document(path, name) and self._matches(name, path, folder) and os.path.isfile(path):
                    yield path
        yield from closed

    def spares(self, path: str) -> bool:
        """Whether ``path`` is to be left out."""
        return bool(self.skipped) and os.path.abspath(path) in self.skipped

    def _is_document(self, path: str, name: str) -> bool:
        is_table = not self.patterns and name.lower().endswith(_TABLES)
        spared = name.startswith(_SCRATCH_STARTS) or name in _NOT_DOCUMENTS or is_table
        return not spared and not self.spares(path)

    def _is_new(self, path: str, name: str, seen: set[str]) -> bool:
        """Whether a folder is to be searched; one to which links lead again is searched once."""
        real, place = os.path.realpath(path), os.path.realpath(os.path.dirname(path))
        if not self._is_document(path, name) or real in seen or f"{place}{os.sep}".startswith(real + os.sep):
            return False
        seen.add(real)
        return True

    def _matches(self, name: str, path: str, folder: str) -> bool:
        if not self.patterns:
            return True
        within = os.path.relpath(path, folder).replace(os.sep, "/")
        return any(fnmatchcase(name, each) or fnmatchcase(within, each) for each in self.patterns)


def _all_files(inputs: Inputs, search: _Search) -> Iterator[str]:
    for each in inputs.named:
        yield from _files(each, search)
    for each in inputs.listed:
        yield from search.files(each) if os.path.isdir(each) else [each]


def _files(each: str, search: _Search) -> Iterable[str]:
    if search.spares(each):
        return []
    if os.path.isdir(each):
        return search.files(each)
    if os.path.lexists(each):
        return [each]
    if glob.has_magic(each):
        matches = sorted(glob.glob(each, recursive=True))
        if not matches:
            raise InputError(f"no file matches {each}")
        return (file for match in matches for file in _files(match, search))
    raise InputError(f"{shown(each)}: no such file or folder")


def _told_apart(items: Iterable[Item]) -> Iterator[Item]:
    """The items, each with a path of its own: names that are no text may be shown alike."""
    taken: set[str] = set()
    for item in sorted(items, key=lambda each: (each.path, os.fsencode(each.file))):
        path = item.path
        while path in taken:
            path += "~"
        taken.add(path)
        yield item._replace(path=path)
