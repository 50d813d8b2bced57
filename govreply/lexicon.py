"""The dictionaries: found, read, checked and kept.

A dictionary is a UTF-8 TSV file; ``dictionaries/README.md`` documents its syntax. The shipped ones lie in the
checkout's ``dictionaries/`` folder or, installed, inside the package; a user's folder adds rows to dictionaries of the
same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import NamedTuple

Row = dict[str, str]


class DictionaryError(ValueError):
    """A dictionary that cannot be used; the message names the file, the line and what is wrong."""


@cache
def shipped_folder() -> Path:
    """The folder of the shipped dictionaries: the checkout's, else the installed package's."""
    package = Path(__file__).resolve().parent
    checkout = package.parent / "dictionaries"
    return checkout if (package.parent / "pyproject.toml").is_file() and checkout.is_dir() else package / "dictionaries"


class _Folders(NamedTuple):
    folders: tuple[Path, ...] = ()


class Lexicon(_Folders):
    """The dictionaries in force: the shipped ones and, after them, those of the user's folders.

    ``Lexicon("own")`` adds the rows of the TSV files in folder ``own``, ``Lexicon(["own", "more"])`` those of several;
    a folder is a str or a Path. They are checked at once: DictionaryError for a folder that is missing or holds no
    dictionary, and for the first row that cannot be used. A process reads a file once; edit it, and start anew.

    Hashable, so that what is compiled from it can be cached per lexicon (``functools.cache``).
    """

    __slots__ = ()

    def __new__(cls, folders: str | PathLike[str] | Iterable[str | PathLike[str]] = ()) -> Lexicon:
        several = (folders,) if isinstance(folders, str | PathLike) else folders
        return super().__new__(cls, tuple(_usable(Path(folder)) for folder in several))

    def files(self, name: str) -> list[Path]:
        """The TSV files that make up dictionary ``name``, the shipped one first."""
        places = (shipped_folder(), *self.folders)
        return [path for folder in places if (path := folder / f"{name}.tsv").is_file()]

    def names(self) -> list[str]:
        """Names of all dictionaries in force, sorted."""
        places = (shipped_folder(), *self.folders)
        return sorted({path.stem for folder in places if folder.is_dir() for path in folder.glob("*.tsv")})

    def rows(self, name: str) -> tuple[Row, ...]:
        """All rows of dictionary ``name``, one dict of column name to text a row, user rows last.

        Raises DictionaryError for a missing dictionary or a malformed file.
        """
        return _rows(self, name)

    def words(self, name: str, **conditions: str) -> tuple[str, ...]:
        """The first column of dictionary ``name``, of the rows whose columns equal ``conditions``.

        Raises DictionaryError for a missing dictionary and, with conditions, for a malformed file.
        """
        if not conditions:
            return _first_cells(self, name)
        rows = self.rows(name)
        for column, value in conditions.items():
            rows = tuple(row for row in rows if row[column] == value)
        return tuple(next(iter(row.values())) for row in rows)


def _existing(lexicon: Lexicon, name: str) -> list[Path]:
    """The files of a dictionary. Raises DictionaryError where there are none."""
    files = lexicon.files(name)
    if not files:
        raise DictionaryError(f"dictionary {name!r} not found in {shipped_folder()}")
    return files


@cache
def _first_cells(lexicon: Lexicon, name: str) -> tuple[str, ...]:
    """The first cell of every row; a list of words need not be read as a table, which takes five times as long."""
    rows = (line for path in _existing(lexicon, name) for _, line in islice(content_lines(path), 1, None))
    return tuple(line.partition("\t")[0].strip() for line in rows)


@cache
def _rows(lexicon: Lexicon, name: str) -> tuple[Row, ...]:
    files = _existing(lexicon, name)
    rows = list(read_table(files[0]))
    for path in files[1:]:
        left_out = dict.fromkeys(rows[0], "")
        rows += ({**left_out, **row} for row in read_table(path))
    return tuple(rows)


def _usable(folder: Path) -> Path:
    """The absolute path of a folder of the user's. Raises DictionaryError where its dictionaries cannot be used."""
    from govreply.dictionary_check import folder_problems

    if not folder.is_dir():
        raise DictionaryError(f"{folder}: {'is no folder' if folder.exists() else 'no such folder'}")
    for problem in folder_problems(folder):
        raise DictionaryError(problem)
    return folder.resolve()


def content_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Number and text of the lines that are neither blank nor comments: the header first, then the rows.

    Raises DictionaryError for a file that cannot be read or is not UTF-8.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise DictionaryError(f"{path}: not UTF-8 text (byte {error.start})") from error
    except OSError as error:
        raise DictionaryError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    for number, line in enumerate(lines, 1):
        if line and not line.startswith("#") and not line.isspace():
            yield number, line


def read_table(path: Path) -> Iterator[Row]:
    """The rows of one TSV file: ``#`` lines and blank lines are comments, the first other line names the columns.

    Trailing empty columns may be left out. Raises DictionaryError with file and line for text that is not UTF-8, a row
    with too many columns or an empty first column.
    """
    columns: list[str] = []
    for number, line in content_lines(path):
        cells = line.split("\t")
        if " " in line and (" \t" in line or "\t " in line or line[-1] == " "):
            cells = list(map(str.strip, cells))
        if not columns:
            columns = cells
            continue
        if len(cells) > len(columns):
            raise DictionaryError(f"{path}:{number}: {len(cells)} columns, the header has {len(columns)}")
        if not cells[0]:
            raise DictionaryError(f"{path}:{number}: the first column is empty")
        if len(cells) < len(columns):
            cells += [""] * (len(columns) - len(cells))
        yield dict(zip(columns, cells))  # noqa: B905 -- of one length by now, and thousands of rows at start-up


def default_lexicon() -> Lexicon:
    """The shipped dictionaries alone."""
    return Lexicon()
