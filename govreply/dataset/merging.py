"""Several datasets into one without doubles, as one batch over all their files would have made it.

- A document is what has one ``reply_id``. Where several datasets have it done, the rows of the file that comes first in
  the order of paths count, of one path those of the dataset named first; its other paths are duplicates of that file.
- A file that failed in one dataset is left out where another has done its path, and is a duplicate where another has
  done its bytes. What a dataset says of its own files stays as it is: merging one dataset is a conversion.
- Two files of one path and different bytes are two documents: both are kept, and stand one after the other.
- Documents are in the order of their paths (by code point), as ``govreply batch`` has them.

Everything passes through a SQLite file in the writer's scratch folder, so memory does not grow with the datasets.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from govreply.dataset import DatasetError, DatasetFormat, dataset_writer
from govreply.dataset.database import as_os_errors
from govreply.dataset.reader import Dataset
from govreply.dataset.reading import open_dataset
from govreply.tables.schema import FILES, TABLES, Cell, Headers, Row
from govreply.writers import Style

_FILE_COLUMNS = [column.name for column in FILES.columns]
_KEPT_LOOKUPS = 10_000
_BATCH = 1_000

_SPOOL = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -64000;
CREATE TABLE files (
  dataset INTEGER, path TEXT, reply_id TEXT, sha256 TEXT, status TEXT, cells TEXT, document INTEGER);
CREATE TABLE rows (document INTEGER, cells TEXT);
BEGIN;
"""
_CHOOSE = """
CREATE INDEX files_by_document ON files (reply_id, status);
CREATE INDEX files_by_path ON files (path, sha256);
CREATE TABLE chosen AS
  SELECT reply_id, path, dataset, file FROM (
    SELECT reply_id, path, dataset, rowid AS file,
           row_number() OVER (PARTITION BY reply_id ORDER BY path, dataset, rowid) AS place
    FROM files WHERE status = 'done')
  WHERE place = 1;
CREATE UNIQUE INDEX chosen_by_document ON chosen (reply_id);
UPDATE files SET document = (
  SELECT chosen.rowid FROM chosen WHERE chosen.reply_id = files.reply_id AND chosen.file = files.rowid);
"""
_FILES = """
SELECT files.cells, files.document, chosen.path
FROM files LEFT JOIN chosen ON chosen.reply_id = files.reply_id AND (files.status <> 'failed' OR EXISTS (
    SELECT 1 FROM files AS other
    WHERE other.reply_id = files.reply_id AND other.status = 'done' AND other.dataset <> files.dataset))
WHERE NOT (files.status = 'failed' AND EXISTS (
    SELECT 1 FROM files AS other
    WHERE other.path = files.path AND other.status <> 'failed' AND other.dataset <> files.dataset))
  AND files.rowid = (
    SELECT same.rowid FROM files AS same WHERE same.path = files.path AND same.sha256 IS files.sha256
    ORDER BY same.document IS NULL, same.status = 'failed', same.dataset, same.rowid LIMIT 1)
ORDER BY files.path, files.dataset, files.rowid
"""


class Merged(NamedTuple):
    """What a merged dataset holds: files by status, rows by table, and what its format could not hold."""

    statuses: Counter[str]
    rows: Counter[str]
    warnings: list[str]


def merge(
    paths: Sequence[Path], output: Path, format: DatasetFormat, headers: Headers = "en", *, bom: bool = True
) -> Merged:
    """Write the datasets at ``paths``, of any formats, as one dataset to ``output``, which may be one of them.

    It has personal and paged columns if one of them has. Raises DatasetError for what is none or damaged, OSError.
    """
    datasets = [open_dataset(path) for path in paths]
    columns = {column for each in datasets for name in each.names for column in each.columns(name)}
    style = Style(headers, any(each.personal for each in columns), any(each.paged for each in columns))
    statuses: Counter[str] = Counter()
    with (
        dataset_writer(output, format, style, bom=bom) as writer,
        as_os_errors(output),
        closing(sqlite3.connect(writer.scratch / "spool.sqlite", isolation_level=None)) as spool,
    ):
        _gather(spool, datasets)
        for document, file in _files(spool):
            if document is not None:
                for table, rows in _rows(spool, document):
                    writer.write(table, rows)
            writer.write(FILES.name, [file])
            statuses[str(file["status"])] += 1
    return Merged(statuses, writer.rows, writer.warnings)


def _gather(spool: sqlite3.Connection, datasets: Sequence[Dataset]) -> None:
    """All files into the spool, then the rows of those documents of each dataset that are chosen from it."""
    spool.executescript(_SPOOL)
    for number, dataset in enumerate(datasets):
        lines = ((number, row) for row in dataset.rows(FILES.name))
        spool.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, NULL)", map(_file_line, lines))
    spool.executescript(_CHOOSE)
    for number, dataset in enumerate(datasets):
        for table in TABLES:
            if table in dataset.names:
                spool.executemany("INSERT INTO rows VALUES (?, ?)", _chosen_rows(spool, number, dataset, table))
    spool.execute("CREATE INDEX rows_by_document ON rows (document)")


def _file_line(line: tuple[int, Row]) -> tuple[Cell, ...]:
    number, row = line
    cells = [row.get(column) for column in _FILE_COLUMNS]
    return (number, row["path"], row.get("reply_id"), row.get("sha256"), row.get("status"), _packed(cells))


def _chosen_rows(spool: sqlite3.Connection, number: int, dataset: Dataset, table: str) -> Iterator[tuple[int, str]]:
    """Rows of a table, with the number of the document that they belong to; none of documents not chosen from here."""

    @lru_cache(_KEPT_LOOKUPS)
    def chosen(reply_id: Cell) -> tuple[int, int]:
        found = spool.execute("SELECT rowid, dataset FROM chosen WHERE reply_id = ?", (reply_id,)).fetchone()
        if found is None:
            raise DatasetError(f"{dataset.path}: table {table} has rows of {reply_id}, which no file in table files is")
        document, holder = found
        return document, holder

    for row in dataset.rows(table):
        document, holder = chosen(row["reply_id"])
        if holder == number:
            yield document, _packed([table, row])


def _files(spool: sqlite3.Connection) -> Iterator[tuple[int | None, Row]]:
    """The rows of table files in their order, each with the number of the document if its rows belong there."""
    for cells, document, path_of_rows in spool.execute(_FILES):
        row: Row = dict(zip(_FILE_COLUMNS, _unpacked(cells), strict=True))
        if document is None and path_of_rows is not None:
            row.update(status="duplicate", duplicate_of=path_of_rows, error=None)
        yield document, row


def _rows(spool: sqlite3.Connection, document: int) -> Iterator[tuple[str, list[Row]]]:
    """The rows of a document, table by table."""
    lines = spool.execute("SELECT cells FROM rows WHERE document = ? ORDER BY rowid", (document,))
    for table, group in groupby((_unpacked(cells) for (cells,) in lines), key=lambda line: line[0]):
        yield table, [row for _, row in group]


class _Packer(json.JSONEncoder):
    def default(self, cell: object) -> object:
        """A Decimal as an object of its digits, which no cell is."""
        return {"": str(cell)}


_packer = _Packer(ensure_ascii=False, separators=(",", ":"))
_packed = _packer.encode


def _number(found: dict[str, Any]) -> Any:
    return Decimal(found[""]) if "" in found else found


_unpacked = json.JSONDecoder(object_hook=_number).decode
