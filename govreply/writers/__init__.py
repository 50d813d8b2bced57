"""Tables to files and terminal: one module a format, all with exact numbers and UTF-8."""

from __future__ import annotations

from typing import Literal, NamedTuple

from govreply.tables.schema import Column, Headers, table

FileFormat = Literal["csv", "json", "jsonl"]


class Style(NamedTuple):
    """How tables are written: the language of the column headers, and whether personal columns are among them."""

    headers: Headers = "en"
    contacts: bool = False

    def columns(self, name: str) -> tuple[Column, ...]:
        """The columns of table ``name`` that are written."""
        return table(name).visible(self.contacts)
