"""One dataset: all tables of ``schema.DATASET_TABLES``, in a folder of CSV, JSON Lines or Parquet, one XLSX or SQLite.

    with dataset_writer(Path("out"), "csv", Style()) as writer:
        writer.write("amounts", rows)       # document after document, every table at any time

``staging`` makes a dataset appear complete or not at all, ``keys`` knows how tables refer to one another, ``cells``
what a cell may be; ``folders`` (with ``package``), ``workbook``, ``database`` and ``parquet`` write one format each,
``reading`` reads them all, ``merging`` makes one dataset of several.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Literal, Protocol, get_args

from govreply.dataset.staging import MANIFEST, restore, staged
from govreply.tables.schema import Row
from govreply.writers import Style
from govreply.writers.output import failing_as

__all__ = [
    "DatasetError",
    "DatasetFormat",
    "DatasetWriter",
    "check_format",
    "dataset_writer",
    "fingerprint",
    "format_of",
]

DatasetFormat = Literal["csv", "xlsx", "sqlite", "parquet", "jsonl"]

FOLDERS: tuple[DatasetFormat, ...] = ("csv", "parquet", "jsonl")
"""Formats that are a folder with a file for each table; the others are one file."""

_SUFFIXES: dict[str, DatasetFormat] = {
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".parquet": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_SINKS = {
    "csv": "folders:CsvSink",
    "jsonl": "folders:JsonLinesSink",
    "parquet": "parquet:ParquetSink",
    "xlsx": "workbook:WorkbookSink",
    "sqlite": "database:DatabaseSink",
}


class DatasetError(ValueError):
    """What is no dataset, is damaged, or cannot be made; the message says which file and what."""


class Sink(Protocol):
    """What writes one format. All its files are in a folder of its own until ``finish`` has returned.

    ``warnings`` say, once it is finished, what of the rows the format could not hold.
    """

    warnings: list[str]

    def write(self, name: str, rows: list[Row]) -> None:
        """Add rows to table ``name``: a cell for every column of the style, clean as ``cells.clean`` makes them."""

    def finish(self) -> list[str]:
        """Complete and close all files; their names, the one that makes the dataset known as complete last."""

    def discard(self) -> None:
        """Close all files, complete or not."""


class DatasetWriter:
    """A dataset that is being written; memory does not grow with the rows.

    ``rows`` counts the rows of each table, ``warnings`` say at the end what the format could not hold, ``scratch`` is a
    folder for temporary files that goes when the writer ends.
    """

    def __init__(self, path: Path, sink: Sink, style: Style, scratch: Path) -> None:
        self.rows: Counter[str] = Counter()
        self.scratch = scratch
        self._path = path
        self._sink = sink
        self._names = {name: tuple(column.name for column in style.columns(name)) for name in style.tables}

    @property
    def warnings(self) -> list[str]:
        """What of the rows the format could not hold, a sentence each."""
        return self._sink.warnings

    def write(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows to a table: all of a document, then all of the next, in the order of the dataset.

        A row maps column names to str, int, Decimal or None; columns that the style leaves out are not written, missing
        ones are empty. An empty text is None, a lone surrogate is written as its escape (``\\udc80``). Raises KeyError
        for a table that the style has not, OSError with the path of the dataset.
        """
        from govreply.dataset.cells import clean_row

        names = self._names[table]
        self.rows[table] += len(rows)
        with failing_as(str(self._path)):
            self._sink.write(table, [clean_row(row, names) for row in rows])


def format_of(output: str, asked: DatasetFormat | None = None) -> DatasetFormat:
    """The format of the dataset ``output``: as ``asked``, else by its suffix; without one it is a folder of CSV.

    Raises DatasetError where the two disagree, where the suffix is none that a dataset has, and where a folder is in
    the place of a file or the reverse.
    """
    if asked is not None and asked not in get_args(DatasetFormat):
        raise DatasetError(f"no format {asked!r}; the formats are {', '.join(get_args(DatasetFormat))}")
    path = Path(output)
    is_folder = output.endswith(("/", "\\")) or path.is_dir()
    by_suffix = None if is_folder else _SUFFIXES.get(path.suffix.lower())
    if asked is None:
        format_ = _default_format(output, path, is_folder, by_suffix)
    elif by_suffix in (None, asked) or (by_suffix in FOLDERS and asked in FOLDERS):
        format_ = asked
    else:
        raise DatasetError(f"{output} ends in {path.suffix}, but the format asked for is {asked}")
    if is_folder and format_ not in FOLDERS:
        raise DatasetError(f"{output} is a folder, but a dataset in {format_} is one file")
    if path.is_file() and format_ in FOLDERS:
        raise DatasetError(f"{output} is a file, but a dataset in {format_} is a folder")
    return format_


def _default_format(output: str, path: Path, is_folder: bool, by_suffix: DatasetFormat | None) -> DatasetFormat:
    if by_suffix in FOLDERS:
        raise DatasetError(
            f"{output}: a dataset in {by_suffix} is a folder with a file for each table:"
            f" give {path.with_suffix('')}/ and --format {by_suffix}"
        )
    if by_suffix is None and path.suffix and not is_folder:
        known = ".xlsx, .sqlite, .db"
        raise DatasetError(
            f"cannot tell the format of {output}: end it in {known}, in / for a folder, or give --format"
        )
    return by_suffix or "csv"


def check_format(format: DatasetFormat) -> None:
    """Raise DatasetError where a library that writes the format is missing, before any work is done for it."""
    _sink(format)


def fingerprint(path: Path, format: DatasetFormat) -> str:
    """What tells the dataset at ``path`` from others: equal rows have equal ones, empty where there is no dataset.

    It is the SHA-256 of the one file, or of a folder's ``datapackage.json``, which has those of its files as they were
    written. Raises OSError.
    """
    from govreply.dataset.package import digest

    file = path
    if format in FOLDERS:
        restore(path)
        file = path / MANIFEST
    return digest(file) if file.is_file() else ""


def _sink(format: DatasetFormat) -> Callable[..., Sink]:
    module, name = _SINKS[format].split(":")
    kind: Callable[..., Sink] = getattr(import_module(f"govreply.dataset.{module}"), name)
    return kind


@contextmanager
def dataset_writer(path: Path, format: DatasetFormat, style: Style, *, bom: bool = True) -> Iterator[DatasetWriter]:
    """A writer of the dataset at ``path``, which is there, complete, once the block has ended well.

    Until then all files have temporary names in ``path/.partial`` (formats of a folder) or ``.NAME.partial`` beside
    ``path``; what a killed run left there, the next one clears. Where the block raises, or the files cannot be moved to
    their places, an earlier dataset stays as it was; where the process is killed while it moves them, the next writer
    or reader restores it. ``bom`` says whether CSV files start with a byte order mark. Equal rows give equal bytes.

    Raises OSError with ``path`` where it cannot be written or another process is writing it, DatasetError where a
    library is missing.
    """
    kind = _sink(format)
    if format == "csv":
        kind = partial(kind, bom=bom)
    with staged(path, folder=format in FOLDERS) as staging:
        with failing_as(str(path)):
            sink = kind(staging.folder, style)
        try:
            yield DatasetWriter(path, sink, style, staging.scratch)
            with failing_as(str(path)):
                staging.publish(sink.finish())
        finally:
            sink.discard()
