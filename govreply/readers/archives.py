"""ZIP archives of documents, such as the attachments of a reply: their members listed and read, nothing written.

A member has a path within its archive, ``附件/答复.docx``; one of an archive within it ``附件.zip/答复.docx``.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO

from govreply.readers.document import ReadError
from govreply.readers.formats import format_of
from govreply.readers.limits import MOST_BYTES, MOST_MEMBERS, MOST_NESTED, Allowance
from govreply.readers.packages import is_unsafe, open_zip, unpack

_KIND = "ZIP archive"
_UTF8_NAMES = 0x800  # flag bit 11: the member's name is UTF-8
_ENCODINGS = ("utf-8", "gb18030")
_LEFT_BEHIND = (".ds_store", "thumbs.db", "desktop.ini")


def members(data: bytes) -> list[str]:
    """The paths of the documents in the archive whose bytes are ``data``, sorted, those in archives within it too.

    Folders and what operating systems leave behind (``__MACOSX``) are no documents. Only archives within the archive
    are unpacked for this, in memory and up to ``MOST_NESTED`` deep. Raises ReadError, whose message says why and leaves
    the archive's name to the caller, where it is damaged or lists more than ``MOST_MEMBERS`` members.
    """
    found = _Archive(BytesIO(data)).documents(MOST_NESTED, Allowance(MOST_BYTES))
    names = sorted(set(islice(found, MOST_MEMBERS + 1)))
    if len(names) > MOST_MEMBERS:
        raise ReadError(f"is a {_KIND} with more than {MOST_MEMBERS} files")
    return names


def read_member(path: Path | str, name: str) -> bytes:
    """The bytes of the document ``name``, as ``members`` names it, in the archive at ``path``.

    Raises ReadError where it is not there or cannot be taken out: encrypted, damaged, beyond the limits, its path leads
    out of the archive, or there are several of that name.
    """
    try:
        status = os.stat(path)
        archive = _opened(str(path), status.st_mtime_ns, status.st_size, os.getpid())
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror}") from error
    return archive.read(name)


@lru_cache(maxsize=2)
def _opened(path: str, _changed: int, _size: int, _process: int) -> _Archive:
    """The archive at ``path``, kept open, since its list of members is long to read; never shared by processes."""
    return _Archive(open(path, "rb"))


class _Archive:
    """An archive of which only the list of members has been read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = open_zip(file, _KIND)
        self._members: dict[str, list[zipfile.ZipInfo]] = {}
        for member in self._zip.infolist():
            if not member.is_dir():
                self._members.setdefault(_name(member), []).append(member)

    def documents(self, nested: int, allowance: Allowance) -> Iterator[str]:
        """The paths of the documents, in no order; an archive that cannot be opened counts as one.

        The archives within it, and within those, are unpacked as far as the ``allowance`` of bytes reaches.
        """
        for name in self._members:
            if _is_left_behind(name):
                continue
            inner = self._inner(name, allowance) if _is_archive(name) and nested else None
            if inner is None:
                yield name
            else:
                yield from (f"{name}/{each}" for each in inner.documents(nested - 1, allowance))

    def read(self, name: str, nested: int = MOST_NESTED) -> bytes:
        if name in self._members:
            return self._unpacked(name)
        for outer in self._members:
            if _is_archive(outer) and name.startswith(outer + "/"):
                if not nested:
                    raise ReadError(f"is in an archive within archives, more than {MOST_NESTED} deep")
                return _Archive(BytesIO(self._unpacked(outer))).read(name[len(outer) + 1 :], nested - 1)
        raise ReadError("is not in the archive")

    def _unpacked(self, name: str) -> bytes:
        member, *others = self._members[name]
        if others:
            raise ReadError(f"is in the archive {len(others) + 1} times under one name")
        if is_unsafe(name):
            raise ReadError("has a path that leads out of its archive")
        if member.flag_bits & 1:
            raise ReadError("is encrypted; unpack the archive with its password first")
        return unpack(self._zip, member, _KIND)

    def _inner(self, name: str, allowance: Allowance) -> _Archive | None:
        """The archive within the archive; None where it is none that can be read, an office document, or too big."""
        size = self._members[name][0].file_size  # zipfile unpacks no more than it says
        if size > allowance.left:
            return None
        allowance.take(size)
        try:
            data = self._unpacked(name)
            return _Archive(BytesIO(data)) if format_of(data) == "zip" else None
        except ReadError:
            return None


def _name(member: zipfile.ZipInfo) -> str:
    """The path of a member; old Chinese programs write it in GBK, which zipfile reads as cp437."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAMES:
        for encoding in _ENCODINGS:
            try:
                name = member.filename.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    return name if "/" in name else name.replace("\\", "/")


def _is_archive(name: str) -> bool:
    return name.lower().endswith(".zip")


def _is_left_behind(name: str) -> bool:
    """Whether a file belongs to an operating system or an office program and not to the documents."""
    folders, _, last = name.rpartition("/")
    return "__MACOSX" in folders.split("/") or last.lower() in _LEFT_BEHIND or last.startswith(("._", "~$"))
