"""What an executor does with one partition of documents: record batches in, record batches of pieces out."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from govreply.batch.pool import Limits
from govreply.lexicon import Lexicon
from govreply.spark.child import Children, Document, Work
from govreply.spark.schema import ROWS_A_PIECE, pieces
from govreply.tables.schema import FILES, Row, Tables

BYTES_A_PIECE = 4_000_000
"""Bytes of documents after which a piece is complete, however few its rows: an answer is a row with all its text."""


class Settings(NamedTuple):
    """What travels to the executors: the user's dictionaries, a folder each, as file name and content; the limits."""

    dictionaries: tuple[tuple[tuple[str, bytes], ...], ...] = ()
    contacts: bool = False
    limits: Limits = Limits()


def settings_of(lexicon: Lexicon, contacts: bool, limits: Limits) -> Settings:
    """The settings for a lexicon of this machine's; its folders need not exist on the executors."""
    folders = (sorted(folder.glob("*.tsv")) for folder in lexicon.folders)
    return Settings(tuple(tuple((path.name, path.read_bytes()) for path in each) for each in folders), contacts, limits)


def extract_partition(batches: Iterator[pa.RecordBatch], settings: Settings) -> Iterator[pa.RecordBatch]:
    """The pieces of all documents of a partition.

    ``batches`` have path, content (binary) or text, and sha256, sorted by sha256 and path, and all documents with the
    same bytes are in one partition: so a copy directly follows its first, which alone is extracted.
    """
    with (
        _lexicon(settings.dictionaries) as lexicon,
        Children(Work(lexicon, settings.contacts, settings.limits)) as child,
    ):
        waiting: list[Tables] = []
        rows = size = 0
        for tables, read in _extracted(_documents(batches), child):
            waiting.append(tables)
            rows += sum(map(len, tables.values()))
            size += read
            if rows >= ROWS_A_PIECE or size >= BYTES_A_PIECE:
                yield from pieces(waiting, settings.contacts)
                waiting, rows, size = [], 0, 0
        yield from pieces(waiting, settings.contacts)


def _documents(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[Document, str]]:
    """The documents, each with the SHA-256 of its bytes."""
    for batch in batches:
        paths, bodies, digests = batch.columns
        for index in range(batch.num_rows):
            document = Document(paths[index].as_py() or "", bodies[index].as_py() or b"")
            yield document, digests[index].as_py() or ""


def _extracted(documents: Iterator[tuple[Document, str]], child: Children) -> Iterator[tuple[Tables, int]]:
    """The tables of each document, of a copy only ``files``, and how many characters or bytes it had."""
    first: Row = {}
    for document, sha256 in documents:
        if first and first["sha256"] == sha256:
            yield {FILES.name: [_copy(first, document.path)]}, 0
            continue
        tables = child.tables(document)
        first = tables[FILES.name][0]
        yield tables, len(document.body)


def _copy(first: Row, path: str) -> Row:
    """The row of a copy of ``first``. A copy of what failed has failed for the same reason."""
    if first["status"] == "failed":
        return {**first, "path": path, "seconds": 0}
    return {**first, "path": path, "seconds": 0, "status": "duplicate", "duplicate_of": first["path"]}


@contextmanager
def _lexicon(folders: tuple[tuple[tuple[str, bytes], ...], ...]) -> Iterator[Lexicon]:
    """The lexicon of the dictionaries, which lie in a folder of this process's for the time."""
    if not folders:
        yield Lexicon()
        return
    place = _place()
    place.mkdir(mode=0o700)
    try:
        for number, files in enumerate(folders):
            folder = place / str(number)
            folder.mkdir()
            for name, content in files:
                (folder / name).write_bytes(content)
        yield Lexicon([place / str(number) for number in range(len(folders))])
    finally:
        shutil.rmtree(place, ignore_errors=True)


@cache
def _place() -> Path:
    """The same folder name for every partition of this process, so that what is compiled for it is found again."""
    return Path(tempfile.gettempdir(), f"govreply-{os.getpid()}-{os.urandom(8).hex()}")
