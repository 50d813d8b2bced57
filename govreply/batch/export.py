"""From the journal to the dataset: the documents in the order of their paths, so that equal input gives equal bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from govreply.batch.journal import Document, Journal
from govreply.batch.treatment import unpack
from govreply.dataset import DatasetWriter
from govreply.tables.schema import FILES, Row


class Exported(NamedTuple):
    """What a dataset holds: rows by table, documents by status, failures by reason and the first path of each; how many
    documents have warnings, and what of the rows the format could not hold."""

    rows: Counter[str]
    statuses: Counter[str]
    failures: Counter[str]
    first_failed: dict[str, str]
    warned: int
    lost: tuple[str, ...] = ()


def export(journal: Journal, writer: DatasetWriter) -> Exported:
    """Write each document of this run: its rows, unless it failed or repeats another's bytes, and its line in files."""
    exported = Exported(Counter(), Counter(), Counter(), {}, 0)
    warned = 0
    for document in journal.documents():
        line = file_row(document)
        for name, rows in _tables(document, line):
            writer.write(name, rows)
            exported.rows[name] += len(rows)
        exported.statuses[str(line["status"])] += 1
        warned += bool(line["warnings"])
        if document.outcome.error:
            exported.failures[document.outcome.error] += 1
            exported.first_failed.setdefault(document.outcome.error, document.path)
    return exported._replace(warned=warned)


def _tables(document: Document, line: Row) -> Iterator[tuple[str, list[Row]]]:
    if line["status"] == "done":
        yield from unpack(document.outcome.rows).items()
    yield FILES.name, [line]


def file_row(document: Document) -> Row:
    """The row of table ``files`` for a document."""
    outcome = document.outcome
    return {
        "path": document.path,
        "reply_id": outcome.reply_id or None,
        "format": outcome.format or None,
        "bytes": outcome.size,
        "sha256": outcome.sha256 or None,
        "encoding": outcome.encoding or None,
        "status": "duplicate" if document.duplicate_of else outcome.status,
        "duplicate_of": document.duplicate_of or None,
        "error": outcome.error or None,
        "seconds": int(outcome.seconds),
        "warnings": "; ".join(outcome.warnings) or None,
    }
