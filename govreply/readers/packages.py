"""ZIP packages of XML parts (DOCX, OFD, ODT), read in memory within limits: nothing in one is believed unseen.

Sizes in a ZIP's headers may lie, members may overlap (Fifield, *A better zip bomb*, WOOT 2019) and XML may define
entities that grow without end, so bytes are counted while they are inflated and document type declarations refused.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections import Counter
from functools import cache
from io import BytesIO
from typing import IO, Any

from govreply.readers.document import ReadError
from govreply.readers.limits import (
    MOST_BYTES,
    MOST_DEPTH,
    MOST_DIRECTORY_BYTES,
    MOST_ELEMENTS,
    MOST_MEMBERS,
    MOST_RATIO,
    MOST_XML_BYTES,
)

Element = Any
"""An element of lxml, which has no types."""

_CHUNK = 1 << 20
_SMALL = 10_000_000  # bytes that any file may unpack to, however well it is packed
_END = b"PK\5\6"
_END64 = b"PK\6\6"
_ENTRY = b"PK\1\2"
_END_BYTES = 22 + 65_535 + 20 + 56  # the end record, its comment, and the two of ZIP64 before it
_LOCAL_HEADER = 30
_MAIN_PARTS = ("[Content_Types].xml", "OFD.xml", "mimetype", "content.xml")
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, OverflowError,
)  # fmt: skip


class Package:
    """The parts of a ZIP package by their paths, unpacked when asked for; ``kind`` is its name in messages (DOCX).

    Paths are told apart as ISO/IEC 29500-2 does, without regard to case. Raises ReadError for bytes that are no ZIP, a
    damaged or encrypted one, paths that lead out of it, overlapping members, or more of them than ``MOST_MEMBERS``.
    """

    def __init__(self, data: bytes, kind: str) -> None:
        self.kind = kind
        self._zip = open_zip(BytesIO(data), kind)
        members = self._zip.infolist()
        for member in members:
            if is_unsafe(member.filename):
                raise ReadError(f"is a {kind} that names a file outside it: {member.filename[:80]!r}")
            if member.flag_bits & 1:
                raise ReadError(f"is an encrypted {kind}; save it without a password")
        self._members = {_key(member.filename): member for member in reversed(members)}
        self._times = Counter(_key(member.filename) for member in members)
        self._left = MOST_BYTES

    def __contains__(self, path: str) -> bool:
        return _key(path) in self._members

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all parts, in lower case, in no order that matters."""
        return tuple(self._members)

    def read(self, path: str) -> bytes:
        """The bytes of the part at ``path``. Raises ReadError where it is missing, twice there, damaged or too big."""
        key = _key(path)
        if key not in self._members:
            raise ReadError(f"is a damaged {self.kind}: {path} is missing")
        if self._times[key] > 1:
            raise ReadError(f"is a damaged {self.kind}: it holds {path} {self._times[key]} times")
        data = unpack(self._zip, self._members[key], self.kind, self._left)
        self._left -= len(data)
        return data

    def xml(self, path: str) -> Element:
        """The root element of the part at ``path``. Raises ReadError as ``read`` and ``parse_xml`` do."""
        return parse_xml(self.read(path), self.kind, path)


def part_paths(data: bytes) -> frozenset[str]:
    """The paths in a ZIP archive, in lower case; of a damaged one those of a document's main parts that it mentions."""
    try:
        return frozenset(_key(name) for name in open_zip(BytesIO(data), "ZIP archive").namelist())
    except ReadError:
        return frozenset(path.lower() for path in _MAIN_PARTS if path.encode() in data[:_CHUNK])


def open_zip(file: IO[bytes], kind: str) -> zipfile.ZipFile:
    """The ZIP archive in ``file``, of which only the list of members has been read.

    Raises ReadError for what is no whole ZIP archive, for more than ``MOST_MEMBERS`` members and for overlapping ones.
    """
    try:
        _refuse_long_lists(file, kind)
        archive = zipfile.ZipFile(file)
        _refuse_overlaps(archive, kind)
    except ReadError:
        raise
    except _DAMAGE as error:
        raise ReadError(f"is a damaged {kind}: its list of files cannot be read") from error
    return archive


def unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, kind: str, most: int = MOST_BYTES) -> bytes:
    """The bytes of a member, of which there may be ``most``, and ``MOST_RATIO`` for each packed one.

    Raises ReadError where there are more, where the member is damaged, and where it is not stored or deflated.
    """
    if member.compress_type not in _PACKED:
        raise ReadError(f"is a {kind} packed by method {member.compress_type}; only stored and deflated files are read")
    chunks, size = [], 0
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                chunks.append(chunk)
                size += len(chunk)
                _refuse_bombs(size, member.compress_size, kind, most)
    except ReadError:
        raise
    except _DAMAGE as error:
        raise ReadError(f"is a damaged {kind}: {member.filename[:80]} cannot be unpacked") from error
    except RuntimeError as error:  # zipfile's only word for a password
        raise ReadError(f"is an encrypted {kind}; save it without a password") from error
    return b"".join(chunks)


def is_unsafe(path: str) -> bool:
    """Whether a member's path would lead out of the folder that the archive is unpacked to."""
    path = path.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or path[1:2] == ":"


def parse_xml(data: bytes, kind: str, path: str) -> Element:
    """The root element of ``data``, read without comments, entities or the network.

    Raises ReadError for XML that is not well-formed, that declares a document type (and so could define entities), or
    that is beyond ``MOST_XML_BYTES``, ``MOST_ELEMENTS`` or ``MOST_DEPTH``; ``path`` says in messages which part it is.
    """
    from lxml import etree

    if len(data) > MOST_XML_BYTES:
        raise ReadError(f"is a {kind} too big to read: {path} has more than {MOST_XML_BYTES // 1_000_000} MB of XML")
    if data.count(b"<") > 2 * MOST_ELEMENTS:
        raise ReadError(f"is a {kind} too big to read: {path} has more than {MOST_ELEMENTS} elements")
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        if b"<!DOCTYPE" in data[:2000]:
            raise _declares_entities(kind, path) from error
        if "depth" in str(error):
            raise _too_deep(kind, path) from error
        raise ReadError(f"is a damaged {kind}: {path} is not well-formed XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _declares_entities(kind, path)
    if _deepest()(root):
        raise _too_deep(kind, path)
    return root


def beside(path: str, target: str) -> str:
    """The path to which ``target`` leads from the part at ``path``; absolute within the package where it starts so."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(path), target.replace("\\", "/"))).lstrip("/")


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def _key(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()


def _refuse_long_lists(file: IO[bytes], kind: str) -> None:
    """Raise ReadError where the central directory has too many entries; zipfile would hold them all in memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_BYTES))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0:
        raise ReadError(f"is a damaged {kind}: its end is missing")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    end64 = tail.rfind(_END64, 0, at)
    if length == 0xFFFFFFFF and end64 >= 0:
        length = int.from_bytes(tail[end64 + 40 : end64 + 48], "little")
    if length > MOST_DIRECTORY_BYTES:
        raise ReadError(f"is a {kind} with more than {MOST_MEMBERS} files")
    start = size - len(tail) + at - length
    file.seek(max(0, start - len(tail)))  # ZIP64 puts two records between the list and the end
    if file.read(length + len(tail)).count(_ENTRY) > MOST_MEMBERS:
        raise ReadError(f"is a {kind} with more than {MOST_MEMBERS} files")


def _refuse_overlaps(archive: zipfile.ZipFile, kind: str) -> None:
    members = sorted(archive.infolist(), key=lambda member: member.header_offset)
    starts = [member.header_offset for member in members[1:]] + [archive.start_dir]
    for member, following in zip(members, starts, strict=True):
        if member.header_offset < 0 or member.header_offset + _LOCAL_HEADER + member.compress_size > following:
            raise ReadError(f"is a damaged {kind}: its files overlap, as in a zip bomb")


def _refuse_bombs(size: int, packed: int, kind: str, most: int) -> None:
    if size > most:
        raise ReadError(f"is a {kind} that unpacks to more than {MOST_BYTES // 1_000_000} MB")
    if size > _SMALL and size > MOST_RATIO * packed:
        raise ReadError(f"is a {kind} that unpacks to more than {MOST_RATIO} times its size, as a zip bomb does")


def _declares_entities(kind: str, path: str) -> ReadError:
    return ReadError(f"is a {kind} whose {path} declares a document type (DTD), which could define entities")


def _too_deep(kind: str, path: str) -> ReadError:
    return ReadError(f"is a {kind} whose {path} nests elements more than {MOST_DEPTH} deep")


@cache
def _parser() -> Any:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


@cache
def _deepest() -> Any:
    """Whether there is an element below the deepest level allowed."""
    from lxml import etree

    return etree.XPath(f"boolean({'/*' * (MOST_DEPTH + 1)})")
