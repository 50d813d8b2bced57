"""What a mining command finds: a table of its own, with rows, ready to be drawn or written.

    TERMS = Table("terms", "词语", "one term", (text("term", "词语", "the term"), integer("count", "次数", "…")))
    Result(TERMS, rows, drawn=("term", "count"), filling=("sentence",))

``commands.mining.run`` writes results: a drawn table on a terminal; CSV, JSON, JSON Lines as ``govreply extract`` does.
Columns are made with ``text``, ``integer``, ``number`` (exact: int or Decimal; statistics may give a rounded Decimal).
The columns that many results share, those of the place of a finding, are ``PLACE``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from govreply.tables.schema import Column, Row, Table

__all__ = ["PLACE", "Column", "Result", "Row", "Table", "integer", "number", "tables_of", "text"]


class Result(NamedTuple):
    """A table found by a mining command, and how it is drawn.

    ``rows`` map the table's column names to cells. ``drawn`` are the columns that a terminal shows, all if empty;
    ``filling`` those of them that share what the others leave of its width, ``colours`` the rich style of a cell by
    column and value, such as ``{"verdict": {"inconsistent": "red"}}``. ``nothing`` is said where there are no rows.
    """

    table: Table
    rows: Sequence[Row]
    drawn: tuple[str, ...] = ()
    filling: tuple[str, ...] = ()
    colours: Mapping[str, Mapping[str, str]] = {}
    nothing: str = ""


def text(name: str, label: str, description: str) -> Column:
    """A column of texts. ``label`` is its Chinese header."""
    return Column(name, "text", label, description)


def integer(name: str, label: str, description: str, unit: str = "") -> Column:
    """A column of whole numbers."""
    return Column(name, "integer", label, description, unit)


def number(name: str, label: str, description: str, unit: str = "") -> Column:
    """A column of exact numbers, int or Decimal."""
    return Column(name, "number", label, description, unit)


PLACE: tuple[Column, ...] = (
    text("sentence", "所在句", "the sentence in which it stands, layout removed"),
    integer("start", "起始", "where it starts in the source text", "code points"),
    integer("end", "结束", "where it ends in the source text, exclusive", "code points"),
)


def tables_of(results: Sequence[Result]) -> dict[str, Table]:
    """The tables of results by name, as ``writers.Style.tables`` wants them."""
    return {each.table.name: each.table for each in results}
