"""Documents for the tests of datasets: those of the samples, and made ones with a row or two."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import get_args

import govreply
from govreply.dataset import DatasetFormat, dataset_writer
from govreply.dataset.reading import open_dataset
from govreply.tables.schema import DATASET_TABLES, FILES, Cell, Row, Tables
from govreply.writers import Style

CHECKOUT = Path(__file__).parents[2]
FORMATS: tuple[DatasetFormat, ...] = get_args(DatasetFormat)
SUFFIXES = {"xlsx": ".xlsx", "sqlite": ".sqlite"}
PAGED = Style(pages=True)


@cache
def samples() -> tuple[Tables, ...]:
    """The tables of all samples, each with its line in files."""
    return tuple(_sample(path) for path in sorted((CHECKOUT / "samples").glob("*.txt")))


def _sample(path: Path) -> Tables:
    extraction = govreply.extract_file(path)
    data = path.read_bytes()
    line = file_row(f"samples/{path.name}", sha256(data).hexdigest())
    line.update(bytes=len(data), encoding=extraction.source.encoding)
    return {**extraction.tables, FILES.name: [line]}


def document(path: str, content: str, text: str = "投入5万元", **cells: Cell) -> Tables:
    """A document of one amount, told from others by its content."""
    digest = sha256(content.encode()).hexdigest()
    amount: Row = {"reply_id": digest[:16], "value": 50000, "text": text, "sentence": f"{text}。", "start": 0, "end": 5}
    return {
        "replies": [{"reply_id": digest[:16], "source": Path(path).name, "kind": "other"}],
        "amounts": [amount | cells],
        FILES.name: [file_row(path, digest)],
    }


def file_row(path: str, digest: str | None, status: str = "done", **cells: Cell) -> Row:
    """A line of files; ``digest`` is hexadecimal."""
    reply_id = digest and digest[:16]
    return {"path": path, "reply_id": reply_id, "sha256": digest, "status": status, "seconds": 0, **cells}


def place(folder: Path, format_: DatasetFormat, name: str = "out") -> Path:
    """Where in ``folder`` a dataset of the format is."""
    return folder / f"{name}{SUFFIXES.get(format_, '')}"


def write(path: Path, format_: DatasetFormat, documents: Iterable[Tables], style: Style = PAGED) -> list[str]:
    """Write a dataset; the warnings."""
    with dataset_writer(path, format_, style) as writer:
        for tables in documents:
            for name, rows in tables.items():
                writer.write(name, rows)
    return writer.warnings


def expected(documents: Iterable[Tables], style: Style = PAGED) -> Tables:
    """The rows of documents with a cell for every column of the style."""
    found: Tables = {name: [] for name in DATASET_TABLES}
    for tables in documents:
        for name, rows in tables.items():
            found[name] += [{column.name: row.get(column.name) for column in style.columns(name)} for row in rows]
    return found


def read(path: Path) -> Tables:
    """All rows of a dataset."""
    dataset = open_dataset(path)
    return {name: list(dataset.rows(name)) for name in dataset.names}


def typed(tables: Tables) -> dict[str, list[dict[str, tuple[type, Cell]]]]:
    """The rows with the type of each cell, since 1 equals Decimal(1)."""
    return {
        name: [{key: (type(cell), cell) for key, cell in row.items()} for row in rows] for name, rows in tables.items()
    }


def contents(path: Path) -> dict[str, bytes]:
    """The bytes of all files of a dataset by their names in it."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {str(file.relative_to(path)): file.read_bytes() for file in files}
