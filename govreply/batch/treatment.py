"""What a worker does with one document: read it, extract it, pack its rows. Pure but for reading the file."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from time import process_time
from typing import Literal, NamedTuple

from govreply.batch.worklist import Item
from govreply.extraction import extract_source
from govreply.lexicon import Lexicon, shipped_folder
from govreply.readers import ReadError, format_of, read_bytes, read_text, reply_id_of
from govreply.readers.limits import MOST_BYTES
from govreply.tables.schema import TABLES, Cell, Row, Tables

_LONGEST_MEMBER = 4_000

Status = Literal["done", "failed", "archive"]


class Settings(NamedTuple):
    """What the rows of a document depend on, besides its bytes and the program."""

    dictionaries: tuple[Path, ...] = ()
    contacts: bool = False

    def fingerprint(self) -> str:
        """A digest of these settings, of the dictionaries' contents and of the program's version, hexadecimal."""
        from govreply import __version__

        digest = hashlib.sha256(f"{__version__} {self.contacts}".encode())
        for folder in (shipped_folder(), *self.dictionaries):
            for path in sorted(folder.glob("*.tsv")):
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()


class Outcome(NamedTuple):
    """What became of one document; ``rows`` are its tables, packed. An archive has ``members`` instead."""

    status: Status
    error: str = ""
    reply_id: str = ""
    sha256: str = ""
    size: int | None = None
    format: str = ""
    encoding: str = ""
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    paged: bool = False
    rows: bytes = b""
    members: tuple[str, ...] = ()


Treatment = Callable[[Item, Settings], Outcome]
"""What a pool's workers do with an item; it must be importable by name."""


def extract_item(item: Item, settings: Settings) -> Outcome:
    """Read and extract one document. Whatever goes wrong with it is the outcome ``failed``, with the reason.

    Only MemoryError and what is no Exception pass through: they are the worker's business, not the document's alone.
    """
    started = process_time()
    outcome = Outcome("failed")
    try:
        data = bytes_of(item)
        outcome = identified(data)
        if outcome.format == "zip":
            return outcome._replace(status="archive", members=_members(data))
        outcome = _extracted(data, item, outcome, settings)
    except MemoryError:
        raise
    except Exception as error:
        outcome = outcome._replace(status="failed", error=failure(error, item))
    return outcome._replace(seconds=process_time() - started)


def identified(data: bytes) -> Outcome:
    """A failed outcome that knows only which bytes it is about."""
    digest = hashlib.sha256(data).hexdigest()
    return Outcome("failed", "", reply_id_of(data), digest, len(data), format_of(data))


def failure(error: Exception, item: Item) -> str:
    """Why a document failed, without its name, so that equal reasons are equal words."""
    from govreply.commands.messages import reason

    message = reason(error)
    for name in (item.path, item.file, Path(item.member or item.file).name, Path(item.path).name):
        message = message.removeprefix(name)
    return message.removeprefix(":").strip()


def pack(tables: Tables) -> bytes:
    """Rows as compressed JSON: a list of cells a row, Decimal as a string. ``unpack`` is the way back."""
    lists = {name: [list(row.values()) for row in rows] for name, rows in tables.items() if rows}
    columns = {name: list(rows[0]) for name, rows in tables.items() if rows}
    return zlib.compress(
        json.dumps([columns, lists], ensure_ascii=False, default=str).encode("utf-8", "surrogatepass"), 1
    )


def unpack(packed: bytes) -> Tables:
    """The tables that ``pack`` packed, those without rows left out; numbers are int or Decimal again."""
    columns, lists = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    return {name: [_row(name, columns[name], cells) for cells in rows] for name, rows in lists.items()}


def _row(table: str, columns: list[str], cells: list[Cell]) -> Row:
    row = dict(zip(columns, cells, strict=True))
    for name in _number_columns(table):
        if isinstance(cell := row[name], str):
            row[name] = Decimal(cell)
    return row


@cache
def _number_columns(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in TABLES[table].columns if column.type == "number")


@cache
def _lexicon(folders: tuple[Path, ...]) -> Lexicon:
    return Lexicon(folders)


def warm_up(settings: Settings) -> None:
    """Load and compile what every document needs, so that the first one takes no longer than the others."""
    extract_source(read_text("2024年，投入资金3500万元。"), lexicon=_lexicon(settings.dictionaries))


def bytes_of(item: Item) -> bytes:
    """The bytes of a document. Raises ReadError, also for what is no file, such as a named pipe; OSError."""
    if item.member:
        from govreply.readers.archives import read_member

        return read_member(Path(item.file), item.member)
    if os.path.isdir(item.file):
        os.scandir(item.file).close()
        raise ReadError("is a folder")
    if os.path.exists(item.file) and not os.path.isfile(item.file):
        raise ReadError("is no regular file")
    with open(item.file, "rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ReadError(f"is larger than {MOST_BYTES // 1_000_000} MB")
    return data


def _members(data: bytes) -> tuple[str, ...]:
    from govreply.readers.archives import members

    found = members(data)
    if not found:
        raise ReadError("is a ZIP archive without documents")
    if any(len(name) > _LONGEST_MEMBER for name in found):
        raise ReadError(f"is a ZIP archive with paths of more than {_LONGEST_MEMBER} characters")
    return tuple(found)


def _extracted(data: bytes, item: Item, outcome: Outcome, settings: Settings) -> Outcome:
    source = read_bytes(data, Path(item.member or item.path).name)
    extraction = extract_source(source, lexicon=_lexicon(settings.dictionaries), contacts=settings.contacts)
    return outcome._replace(
        status="done",
        encoding=source.encoding,
        warnings=extraction.warnings,
        paged=bool(source.pages),
        rows=pack(extraction.tables),
    )
