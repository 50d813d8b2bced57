"""A folder with a text file for each table, CSV or JSON Lines, and the ``datapackage.json`` that describes them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TextIO

from govreply.dataset.package import describe
from govreply.tables.schema import Row
from govreply.writers import Style
from govreply.writers.csv_files import write_csv_header, write_csv_rows
from govreply.writers.json_files import write_json_lines
from govreply.writers.output import PLAIN

BYTE_ORDER_MARK = "\ufeff"  # written here, since the encoding utf-8-sig takes a call of Python's for each line

RowsWriter = Callable[[list[Row]], None]


class _FolderSink(ABC):
    """All files open at once, each written as its rows come."""

    format: str

    def __init__(self, folder: Path, style: Style) -> None:
        self.warnings: list[str] = []
        self._folder = folder
        self._style = style
        self._files = ExitStack()
        self._writers = {name: self._started(self._open(name), name) for name in style.tables}

    def write(self, name: str, rows: list[Row]) -> None:
        """Add rows to the file of table ``name``."""
        self._writers[name](rows)

    def finish(self) -> list[str]:
        """Close all files and describe them; their names, the description last."""
        self._files.close()
        return describe(self._folder, self._style, self.format, list(self._writers))

    def discard(self) -> None:
        """Close all files."""
        self._files.close()

    def _open(self, name: str) -> TextIO:
        path = self._folder / f"{name}.{self.format}"
        return self._files.enter_context(path.open("w", encoding=PLAIN, newline=""))

    @abstractmethod
    def _started(self, stream: TextIO, name: str) -> RowsWriter:
        """Begin the file of table ``name``; what adds rows to it."""


class CsvSink(_FolderSink):
    """CSV as ``writers.csv_files`` writes it, with a byte order mark unless ``bom`` is false."""

    format = "csv"

    def __init__(self, folder: Path, style: Style, bom: bool = True) -> None:
        self._mark = BYTE_ORDER_MARK if bom else ""
        super().__init__(folder, style)

    def _started(self, stream: TextIO, name: str) -> RowsWriter:
        stream.write(self._mark)
        write_csv_header(stream, name, self._style)
        return partial(write_csv_rows, stream, self._style.columns(name))


class JsonLinesSink(_FolderSink):
    """JSON Lines as ``writers.json_files`` writes them: an object a row, exact numbers, null where empty."""

    format = "jsonl"

    def _started(self, stream: TextIO, name: str) -> RowsWriter:
        return lambda rows: write_json_lines(stream, {name: rows}, self._style)
