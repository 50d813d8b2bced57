"""Tables without rules, or with level rules only: rows of pieces of type that stand in columns below one another.

The rows that have all their cells say where the columns are; in other rows a piece belongs to the column, or to the
columns, that it stands in, so an empty cell keeps its place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from govreply.readers.table_rows import Cell

if TYPE_CHECKING:
    from govreply.readers.pages.lines import Fragment

_FARTHEST = 4.0  # of the size: from one row's baseline to the next
_WIDEST = 12.0  # of the size: what may stand in a row alone and be the rest of a cell
_FEWEST_COLUMNS = 3  # where a cell may stand in a row alone
_FEWEST_ROWS = 2
_MOST_COLUMNS = 60

_Row = Sequence["Fragment"]


def aligned_runs(rows: Sequence[_Row]) -> Iterator[tuple[Sequence[_Row], list[list[Cell]]]]:
    """``rows`` of pieces (each from left to right) in runs, and the cells of each run that is a table."""
    begin = 0
    while begin < len(rows):
        end = _end_of_run(rows, begin)
        run = rows[begin:end]
        yield run, _cells(run)
        begin = end


def _end_of_run(rows: Sequence[_Row], begin: int) -> int:
    """Where the rows end that may be a table with the row at ``begin``."""
    end = begin + 1
    if len(rows[begin]) < 2:
        return end
    for at in range(begin + 1, len(rows)):
        above, row = rows[at - 1][0], rows[at]
        if row[0].y - above.y > _FARTHEST * max(above.size, row[0].size):
            break
        if len(row) > 1:
            end = at + 1
        elif row[0].x1 - row[0].x0 > _WIDEST * row[0].size:
            break
    return end


def _cells(run: Sequence[_Row]) -> list[list[Cell]]:
    """The cells of the rows of ``run``; none where these do not share their columns."""
    most = max(len(row) for row in run)
    if len(run) < _FEWEST_ROWS or most > _MOST_COLUMNS:
        return []
    if most < _FEWEST_COLUMNS and any(len(row) < 2 for row in run):
        return []
    full = [row for row in run if len(row) == most]
    left = [min(row[at].x0 for row in full) for at in range(most)]
    right = [max(row[at].x1 for row in full) for at in range(most)]
    if any(begin < end for end, begin in zip(right, left[1:], strict=False)):
        return []
    cells = [[_cell(piece, left, right) for piece in row] for row in run]
    apart = all(a.column + a.columns <= b.column for row in cells for a, b in pairwise(row))
    alone = [row[0] for row in cells if len(row) == 1]
    return [_with_empty(row) for row in cells] if apart and all(cell.columns == 1 for cell in alone) else []


def _with_empty(row: Sequence[Cell]) -> list[Cell]:
    """``row`` with the empty cells before and between its cells."""
    filled: list[Cell] = []
    at = 0
    for cell in row:
        filled += [Cell((), column) for column in range(at, cell.column)]
        filled.append(cell)
        at = cell.column + cell.columns
    return filled


def _cell(piece: Fragment, left: Sequence[float], right: Sequence[float]) -> Cell:
    """``piece`` as a cell of the columns between ``left`` and ``right``: of those it stands in, else of the nearest."""
    begin, end = bisect_right(right, piece.x0), bisect_left(left, piece.x1)
    if begin < end:
        return Cell((piece.text,), begin, end - begin)
    before = begin > 0 and (begin == len(left) or piece.x0 - right[begin - 1] < left[begin] - piece.x1)
    return Cell((piece.text,), begin - 1 if before else begin)
