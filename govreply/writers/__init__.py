"""Tables to files and terminal: one module a format, all with exact numbers and UTF-8."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from govreply.tables.schema import DATASET_TABLES, Column, Headers, Table

FileFormat = Literal["csv", "json", "jsonl"]


class Style(NamedTuple):
    """How tables are written: the language of the column headers, whether personal and paged columns are there.

    ``tables`` says which columns a table has: those of the documents and datasets, unless results have their own.
    """

    headers: Headers = "en"
    contacts: bool = False
    pages: bool = False
    tables: Mapping[str, Table] = DATASET_TABLES

    def columns(self, name: str) -> tuple[Column, ...]:
        """The columns of table ``name`` that are written."""
        return self.tables[name].visible(self.contacts, self.pages)
