"""Tables of data on a web page → cells in a grid; what only lays out a page, a record or a text is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from govreply.readers.html.keys import PASSAGES, fields, key_of
from govreply.readers.table_rows import Cell

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

Paragraphs = Callable[["LexborNode"], tuple[str, ...]]
"""Gives the paragraphs of a cell."""

_SENTENCE_CELL = 120
_MOST_COLUMNS = 60  # a table with more columns or cells is no table of data that anybody reads
_MOST_CELLS = 200_000
_CELLS = ("td", "th")


def data_rows(table: LexborNode, skipped: frozenset[int], paragraphs: Paragraphs) -> list[list[Cell]] | None:
    """The rows of a table of data, without the cells whose ``mem_id`` is in ``skipped``; None for any other table."""
    if len(table.css("table")) > 1:  # itself and others in it
        return None
    rows: list[list[Cell]] = []
    reaching: dict[int, int] = {}
    size = 0
    for row in table.css("tr"):
        nodes = [node for node in row.iter() if node.tag in _CELLS and node.mem_id not in skipped]
        cells = _cells(nodes, reaching, paragraphs)
        size += len(cells or ())
        if cells is None or size > _MOST_CELLS:
            return None
        rows.append(cells)
    widest = max((cell.column + cell.columns for row in rows for cell in row), default=0)
    return None if widest < 2 or _is_record(rows) else rows


def span(text: str | None, default: int) -> int:
    """The number that the attribute ``text`` is; ``default`` where it is none of at most four digits."""
    return int(text) if text and text.isdecimal() and len(text) < 5 else default


def _is_record(rows: Sequence[Sequence[Cell]]) -> bool:
    first = [row[0].paragraphs[0] for row in rows if row and row[0].paragraphs]
    keys = [key for text in first if (key := key_of(text))]
    return len(keys) > 1 or any(fields()[key] in PASSAGES for key in keys)


def _cells(nodes: Sequence[LexborNode], reaching: dict[int, int], paragraphs: Paragraphs) -> list[Cell] | None:
    """The cells of a row of data; None where it is none. ``reaching``: for how many more rows a column is taken."""
    cells = _reaching_down(reaching, 0)
    column = len(cells)
    for node in nodes:
        text = paragraphs(node)
        if column >= _MOST_COLUMNS or _is_prose(text):
            return None
        columns = min(max(span(node.attributes.get("colspan"), 1), 1), _MOST_COLUMNS - column)
        rows = span(node.attributes.get("rowspan"), 1)
        reaching.update(dict.fromkeys(range(column, column + columns), max(rows - 1, 0)))
        cells.append(Cell(text, column, columns))
        continued = _reaching_down(reaching, column + columns)
        cells += continued
        column += columns + len(continued)
    return cells


def _reaching_down(reaching: dict[int, int], column: int) -> list[Cell]:
    """The cells of the rows above that take the columns from ``column`` on."""
    cells: list[Cell] = []
    while reaching.get(column):
        reaching[column] -= 1
        cells.append(Cell((), column))
        column += 1
    return cells


def _is_prose(paragraphs: Sequence[str]) -> bool:
    return len(paragraphs) > 3 or any(len(text) > _SENTENCE_CELL for text in paragraphs)
