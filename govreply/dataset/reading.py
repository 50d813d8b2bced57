"""Datasets read back, row by row and exactly: the rows are those that were written, whatever the format and headers."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from zipfile import ZipFile

from govreply.dataset import FOLDERS, DatasetError
from govreply.dataset.database import APPLICATION_ID
from govreply.dataset.package import listed_files
from govreply.dataset.reader import Dataset, damage
from govreply.dataset.staging import MANIFEST, restore
from govreply.tables.schema import FILES

__all__ = ["Dataset", "DatasetError", "is_dataset", "open_dataset"]

_SQLITE = b"SQLite format 3\x00"
_SQLITE_ID = slice(68, 72)
"""Where a SQLite file has its application id (https://www.sqlite.org/fileformat.html)."""

_ZIP = b"PK\x03\x04"
_MOST_BYTES = 1_000_000
"""Bytes that the list of a workbook's sheets may have."""

_OPENERS = {
    "csv": "folder_readers:CsvFolder",
    "jsonl": "folder_readers:JsonLinesFolder",
    "parquet": "folder_readers:ParquetFolder",
    "xlsx": "file_readers:Workbook",
    "sqlite": "file_readers:Database",
}
Opener = Callable[[Path], Dataset]


def open_dataset(path: str | Path) -> Dataset:
    """The dataset at ``path``, a folder or a file; its format is told by content.

    Raises DatasetError for what is none, or one that is damaged or was never completed, OSError.
    """
    path = Path(path)
    opener = _opener(path)
    if opener is None:
        raise DatasetError(f"{path} is no dataset: {_missing(path)}")
    with damage(path):
        return opener(path)


def is_dataset(path: str | Path) -> bool:
    """Whether there is a dataset at ``path``, as far as description or first bytes tell; not if it is unreadable."""
    path = Path(path)
    try:
        return (_folder_format(path) if path.is_dir() else _file_format(path)) is not None
    except OSError:
        return False


def _opener(path: Path) -> Opener | None:
    """What opens ``path``, told by its description or its first bytes; None where it is no dataset."""
    name = _folder_format(path) if path.is_dir() else _file_format(path) if path.is_file() else None
    if name is None:
        return None
    module, kind = _OPENERS[name].split(":")
    opener: Opener = getattr(import_module(f"govreply.dataset.{module}"), kind)
    return opener


def _folder_format(path: Path) -> str | None:
    restore(path)
    suffixes = {Path(name).suffix.lstrip(".") for name in listed_files(path / MANIFEST)}
    return suffixes.pop() if len(suffixes) == 1 and suffixes <= set(FOLDERS) else None


def _file_format(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(_SQLITE_ID.stop)
    if head.startswith(_SQLITE):
        return "sqlite" if int.from_bytes(head[_SQLITE_ID], "big") == APPLICATION_ID else None
    return "xlsx" if head.startswith(_ZIP) and _has_sheets(path) else None


def _has_sheets(path: Path) -> bool:
    """Whether a ZIP archive is a workbook with a sheet of files, which every dataset has."""
    try:
        with ZipFile(path) as archive:
            info = archive.getinfo("xl/workbook.xml")
            text = archive.read(info).decode("utf-8", "replace") if info.file_size < _MOST_BYTES else ""
    except Exception:  # a ZIP archive that cannot be read is none of ours
        return False
    return any(f'name="{title}"' in text for title in (FILES.name, FILES.label))


def _missing(path: Path) -> str:
    if not path.exists():
        return "no such file or folder"
    if path.is_dir():
        return "the folder has no datapackage.json of govreply's, which comes last when a dataset is written"
    return "neither a workbook nor a SQLite file of govreply's"
