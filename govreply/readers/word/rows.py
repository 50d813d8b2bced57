"""Table rows whose cells are known by where their edges are on the page, as in DOC and RTF → lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from govreply.readers.table_rows import Cell, table_lines

MOST_CELLS = 1_000
"""Cells of a table row; Word itself writes 63 at most."""


class Row(NamedTuple):
    """A table row: the paragraphs of its cells, and the positions of the cells' edges on the page where known."""

    cells: list[list[str]]
    edges: tuple[int, ...]


def row_lines(rows: Sequence[Row], before: str) -> list[str]:
    """The lines of a table, a cell's column being where its left edge is among the edges of all rows."""
    if not rows:
        return []
    grid = sorted({edge for row in rows for edge in row.edges})
    cells = [[_cell(row, index, grid) for index in range(len(row.cells))] for row in rows]
    return table_lines(cells, before)


def _cell(row: Row, index: int, grid: list[int]) -> Cell:
    paragraphs = tuple(row.cells[index])
    if len(row.edges) <= len(row.cells):
        return Cell(paragraphs, index)
    first, after = (bisect_left(grid, edge) for edge in row.edges[index : index + 2])
    return Cell(paragraphs, first, after - first)
