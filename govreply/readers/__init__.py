"""Bytes → Source: one module a format, chosen by content, not by file name."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from govreply.models import Source
from govreply.readers import limits
from govreply.readers.document import ReadError, Text
from govreply.readers.formats import FORMATS, Format, foreign_name, format_of

__all__ = ["FORMATS", "ReadError", "format_of", "read_bytes", "read_file", "read_text", "reply_id_of"]

_READERS: dict[Format, str] = {
    "text": "govreply.readers.text",
    "html": "govreply.readers.html",
    "pdf": "govreply.readers.pdf",
    "docx": "govreply.readers.docx",
    "odt": "govreply.readers.odt",
    "doc": "govreply.readers.doc",
    "rtf": "govreply.readers.rtf",
    "ofd": "govreply.readers.ofd",
    "image": "govreply.readers.image",
}


def read_file(path: Path | str) -> Source:
    """The text of the file at ``path``; its ``name`` is the file's name.

    Raises ReadError where there is no such file, where it is a folder or unreadable, and as ``read_bytes`` does.
    """
    path = Path(path)
    try:
        data = _bytes_of(path)
    except ReadError:
        raise
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise ReadError(f"{path} is a folder, not a file") from None
    except PermissionError:
        raise ReadError(f"{path} cannot be read: no permission") from None
    except (OSError, ValueError) as error:
        raise ReadError(f"{path} cannot be read: {error}") from error
    return read_bytes(data, path.name)


def read_text(text: str, name: str = "") -> Source:
    """``text`` as a document; its id is that of its UTF-8 bytes. Raises ReadError where it holds no text."""
    if not text.strip():
        raise ReadError(f"{_called(name)} is empty")
    return Source(text, reply_id_of(text.encode("utf-8", "surrogatepass")), name)


def read_bytes(data: bytes, name: str = "") -> Source:
    """The text of the document whose bytes are ``data``, in whatever format and encoding.

    Raises ReadError for an empty document, for a format that no reader knows, and for a file that its reader cannot
    read: damaged, encrypted, beyond the limits of ``readers.limits``, or without text.
    """
    try:
        if len(data) > limits.MOST_BYTES:
            raise ReadError(limits.TOO_LARGE)
        format_ = format_of(data)
        text = _reader(format_, data)(data)
        if not text.text.strip():
            raise ReadError("is empty")
        if len(text.text) > limits.MOST_CHARACTERS:
            raise ReadError(limits.TOO_LONG)
    except ReadError as error:
        raise ReadError(f"{_called(name)} {error}") from error.__cause__
    return Source(text.text, reply_id_of(data), name, text.encoding, format_, text.pages, text.warnings)


def _bytes_of(path: Path) -> bytes:
    """The bytes of a file, one more than allowed of a device without end. Raises ReadError where a file has more."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > limits.MOST_BYTES:
            raise ReadError(f"{path.name} {limits.TOO_LARGE}")
        return file.read(size or limits.MOST_BYTES + 1)


def reply_id_of(data: bytes) -> str:
    """The stable id of a document: the first 16 hexadecimal digits of the SHA-256 of its bytes."""
    return hashlib.sha256(data).hexdigest()[:16]


def _reader(format_: Format, data: bytes) -> Callable[[bytes], Text]:
    if format_ == "foreign":
        raise ReadError(f"is {foreign_name(data)}")
    if format_ == "zip":
        raise ReadError("is a ZIP archive; `govreply batch` reads the documents in it")
    reader: Callable[[bytes], Text] = import_module(_READERS[format_]).read
    return reader


def _called(name: str) -> str:
    return name or "the document"
