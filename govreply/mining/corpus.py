"""The documents that a mining command asks: files, folders and datasets, seen as one set of tables.

    corpus = open_corpus(["replies/", "more.docx", "dataset/"], lexicon)
    for row in corpus.rows("amounts"): ...        # rows of all documents, as govreply.tables.schema describes them
    corpus.failures                               # what could not be read, already told on standard error

Rows are all there is: no reply, no layout, no offsets into a text that a dataset does not hold. So an answer is the
same for a folder and for the dataset that ``govreply batch`` made of it. ``rows`` may be called as often as wanted and
always gives the same rows: documents in the order of the inputs (a folder's by path), each with its rows in the order
of the text. A document that occurs twice, by its bytes, is there once.

In Python, ``corpus_of(extraction, …)`` makes a corpus of what ``govreply.extract`` returned.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from govreply.batch.worklist import Inputs, find_items
from govreply.extraction import Extraction, extract_source
from govreply.lexicon import DictionaryError, Lexicon, default_lexicon
from govreply.readers import ReadError, read_bytes, read_file
from govreply.tables.schema import FILES, TABLES, Cell, Row, Tables, table

Failed = Callable[[Exception, str], None]

_STDIN = "-"


class _Part(Protocol):
    """Some of a corpus's documents."""

    def rows(self, name: str) -> Iterable[Row]:
        """The rows of table ``name``, document after document."""


class Corpus:
    """The tables of many documents. ``lexicon`` are the dictionaries in force.

    ``failures`` are the inputs that could not be read, with the reason; they are known once ``rows`` was called.
    """

    def __init__(self, parts: Sequence[_Part], lexicon: Lexicon, failures: list[tuple[str, Exception]]) -> None:
        self.lexicon = lexicon
        self.failures = failures
        self._parts = parts
        self._tables: Tables = {}
        self._holders: dict[Cell, int] | None = None

    def rows(self, name: str) -> Sequence[Row]:
        """The rows of table ``name`` (one of ``govreply.TABLES``) of all documents, in their order.

        A cell is str, int, Decimal or None. Read when first asked for, then kept. Raises UnknownTableError.
        """
        known = table(name).name
        if known not in self._tables:
            self._tables[known] = list(self._rows_of_each_document_once(known))
        return self._tables[known]

    def _rows_of_each_document_once(self, name: str) -> Iterator[Row]:
        """The rows of a table; a document that several parts hold counts to the first of them."""
        if len(self._parts) == 1:
            yield from self._parts[0].rows(name)
            return
        if self._holders is None:
            self._holders = {}
            for number, part in enumerate(self._parts):
                for row in part.rows("replies"):
                    self._holders.setdefault(row["reply_id"], number)
        for number, part in enumerate(self._parts):
            yield from (row for row in part.rows(name) if self._holders[row["reply_id"]] == number)

    def files(self) -> list[Row] | None:
        """The rows of table ``files`` of the datasets among the inputs, in their order; None if no input is one."""
        datasets = [part for part in self._parts if isinstance(part, _Dataset)]
        return [row for part in datasets for row in part.rows(FILES.name)] if datasets else None

    def documents(self) -> dict[str, Row]:
        """The row of ``replies`` of every document by its reply_id, in their order."""
        return {str(row["reply_id"]): row for row in self.rows("replies")}

    def sources(self) -> dict[str, str]:
        """The file name of every document by its reply_id; of a text without a name its reply_id."""
        return {reply_id: str(row["source"] or reply_id) for reply_id, row in self.documents().items()}


def open_corpus(inputs: Sequence[str], lexicon: Lexicon | None = None, failed: Failed | None = None) -> Corpus:
    """The documents of ``inputs``, each a file of any format, ``-`` (standard input), a folder (all files in it and
    below it, hidden ones excepted) or a dataset of ``govreply batch``.

    An input that cannot be read does not stop the others: it goes to ``Corpus.failures`` and to ``failed``, by default
    a line on standard error. Raises DictionaryError for dictionaries that cannot be used.
    """
    lexicon = lexicon or default_lexicon()
    failures: list[tuple[str, Exception]] = []

    def note(error: Exception, document: str) -> None:
        failures.append((document, error))
        (failed or _complain)(error, document)

    return Corpus([part for each in inputs for part in _parts(each, lexicon, note)], lexicon, failures)


def corpus_of(*contents: Corpus | Extraction | Tables, lexicon: Lexicon | None = None) -> Corpus:
    """A corpus of what is at hand: extractions and tables by name (as ``Extraction.tables``); a single Corpus is
    returned as it is."""
    if len(contents) == 1 and isinstance(contents[0], Corpus):
        return contents[0]
    parts: list[_Part] = [each if isinstance(each, Corpus) else _Extracted(each) for each in contents]
    return Corpus(parts, lexicon or default_lexicon(), [])


def _parts(given: str, lexicon: Lexicon, failed: Failed) -> Iterator[_Part]:
    path = Path(given)
    if given != _STDIN and _is_dataset(path):
        yield _Dataset(path, failed)
    elif given != _STDIN and path.is_dir():
        files = [item.file for item in find_items(Inputs([given]))]
        if not files:
            failed(ReadError(f"{given} holds no documents"), given)
        yield _Files(files, lexicon, failed)
    else:
        yield _Files([given], lexicon, failed)


class _Extracted:
    """One extraction, or tables at hand."""

    def __init__(self, contents: Extraction | Tables) -> None:
        self._tables = contents.tables if isinstance(contents, Extraction) else contents

    def rows(self, name: str) -> Iterable[Row]:
        return self._tables.get(name, ())


class _Files:
    """Documents in files; extracted once, when the first of their tables is asked for."""

    def __init__(self, files: Sequence[str], lexicon: Lexicon, failed: Failed) -> None:
        self._files = files
        self._lexicon = lexicon
        self._failed = failed
        self._tables: Tables | None = None

    def rows(self, name: str) -> Iterable[Row]:
        if self._tables is None:
            self._tables = self._extracted()
        return self._tables[name]

    def _extracted(self) -> Tables:
        collected: Tables = {name: [] for name in TABLES}
        seen: set[str] = set()
        for file in self._files:
            try:
                source = read_bytes(sys.stdin.buffer.read(), file) if file == _STDIN else read_file(Path(file))
                extraction = extract_source(source, lexicon=self._lexicon)
            except DictionaryError:
                raise
            except Exception as error:
                self._failed(error, file)
                continue
            if extraction.source.reply_id in seen:
                continue
            seen.add(extraction.source.reply_id)
            for name, rows in extraction.tables.items():
                collected[name].extend(rows)
        return collected


class _Dataset:
    """The documents of a dataset of ``govreply batch``, read table by table."""

    def __init__(self, path: Path, failed: Failed) -> None:
        self._path = path
        self._failed = failed
        self._broken = False

    def rows(self, name: str) -> Iterable[Row]:
        from govreply.dataset.reading import open_dataset

        if self._broken:
            return
        try:
            yield from open_dataset(self._path).rows(name)
        except (OSError, ValueError) as error:
            self._broken = True
            self._failed(error, str(self._path))


def _is_dataset(path: Path) -> bool:
    from govreply.dataset.reading import is_dataset

    return path.exists() and is_dataset(path)


def _complain(error: Exception, document: str) -> None:
    from govreply.commands.messages import complain

    complain(error, document)
