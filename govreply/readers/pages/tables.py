"""Ruled tables: where rules cross, there are cells, and ``readers.table_rows`` makes lines of their rows.

A cell that spans rows or columns is found by the rule that is missing; its text stands in the first of its rows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from statistics import median_low
from typing import NamedTuple

from govreply.readers.pages.layout import LaidPage, flow
from govreply.readers.pages.lines import Fragment, Line, clipped, is_cjk, lines_in_order, text_of_cell
from govreply.readers.pages.notes import mark_notes
from govreply.readers.table_rows import Cell, table_lines

Rectangle = tuple[float, float, float, float]

MOST_RULES = 3_000
MOST_CELLS = 20_000
MOST_TABLES = 100
_MOST_HEADS = 3  # rows
_NEAR = 3.0
_THIN = 3.0
_SHORTEST = 6.0
_LONG_CELL = 150
_ABOVE_BASELINE = 0.35  # of the size: where the middle of a character is

_Place = tuple[int, int]  # row and column


class Rule(NamedTuple):
    """A rule of a table from ``start`` to ``end``, at ``at``: its height if it is level, else its place across; in
    points from the top left corner."""

    level: bool
    at: float
    start: float
    end: float


class Table(NamedTuple):
    """A table on a page: its upper edge, the places of its columns and the size of its type in points, and its rows."""

    top: float
    xs: list[float]
    size: float
    rows: list[list[Cell]]

    def goes_on(self, other: Table) -> bool:
        """Whether ``other`` has the same columns at the same places, as the rest of a table has on the next page."""
        return len(self.xs) == len(other.xs) and all(
            abs(a - b) <= _NEAR for a, b in zip(self.xs, other.xs, strict=True)
        )


class _Grid(NamedTuple):
    """The places of the columns and the rows of a table, and its rules at each of them."""

    xs: list[float]
    ys: list[float]
    upright: list[list[Rule]]
    level: list[list[Rule]]


def rules_of(rectangle: Rectangle) -> list[Rule]:
    """The rules that a drawn ``rectangle`` (left, top, right, bottom) stands for: one if it is thin, else its sides."""
    left, top, right, bottom = rectangle
    width, height = right - left, bottom - top
    if max(width, height) < _SHORTEST:
        return []
    if height <= _THIN:
        return [Rule(True, (top + bottom) / 2, left, right)]
    if width <= _THIN:
        return [Rule(False, (left + right) / 2, top, bottom)]
    level = [Rule(True, at, left, right) for at in (top, bottom)]
    return [*level, *(Rule(False, at, top, bottom) for at in (left, right))]


class PageLines:
    """Makes the lines of one page after another; what a table goes on with has the units of its head."""

    def __init__(self) -> None:
        self._begun: Table | None = None
        self._above = ""

    def of(self, fragments: Sequence[Fragment], rules: Sequence[Rule]) -> list[Line]:
        """The lines of the next page in reading order, the rows of its ruled tables where these stand."""
        rest, tables = tables_of(fragments, rules)
        rest.sort(key=lambda fragment: fragment.y)
        lines: list[Line] = []
        done = 0
        for table in sorted(tables, key=lambda table: table.top):
            end = bisect_right(rest, table.top, lo=done, key=lambda fragment: fragment.y)
            lines += lines_in_order(rest[done:end])
            lines += self._rows(table, lines)
            done = end
        lines += lines_in_order(rest[done:])
        mark_notes(lines, [(rule.at, rule.start, rule.end) for rule in rules if rule.level])
        return lines

    def _rows(self, table: Table, above: Sequence[Line]) -> list[Line]:
        """The lines of ``table``; the last of those ``above`` it may state the unit of its figures."""
        heads: list[list[Cell]] = []
        if self._begun and not any(line.row for line in above) and self._begun.goes_on(table):
            heads = self._begun.rows[:_MOST_HEADS]
        else:
            self._begun, self._above = table, above[-1].text if above else ""
        texts = table_lines([*heads, *table.rows], self._above)[len(table_lines(heads, self._above)) :]
        return [Line(text, table.xs[0], table.xs[-1], table.top, table.size, row=True) for text in texts]


def tables_of(fragments: Sequence[Fragment], rules: Sequence[Rule]) -> tuple[list[Fragment], list[Table]]:
    """The fragments of a page that stand in no ruled table, and its tables.

    A table has three upright rules at least; more than ``MOST_RULES`` rules, or ``MOST_TABLES`` tables, are a drawing.
    """
    grids = _grids(rules) if len(rules) <= MOST_RULES else []
    rest, found = list(fragments), []
    for grid in grids if len(grids) <= MOST_TABLES else ():
        inside = [_is_inside(fragment, grid) for fragment in rest]
        if any(inside):
            rows = [fragment for fragment, within in zip(rest, inside, strict=True) if within]
            rest = [fragment for fragment, within in zip(rest, inside, strict=True) if not within]
            size = median_low(fragment.size for fragment in rows)
            found.append(Table(grid.ys[0], grid.xs, size, _rows(rows, grid)))
    return rest, found


def _grids(rules: Sequence[Rule]) -> list[_Grid]:
    return [grid for group in _crossing(rules) if (grid := _grid(group))]


def _crossing(rules: Sequence[Rule]) -> list[list[Rule]]:
    """``rules`` in groups of those that touch one another."""
    upright = sorted((rule for rule in rules if not rule.level), key=lambda rule: rule.at)
    places = [rule.at for rule in upright]
    group_of = list(range(len(upright)))
    groups = [[rule] for rule in upright]
    for rule in rules:
        if not rule.level:
            continue
        near = range(bisect_left(places, rule.start - _NEAR), bisect_right(places, rule.end + _NEAR))
        met = {group_of[i] for i in near if upright[i].start - _NEAR <= rule.at <= upright[i].end + _NEAR}
        if met:
            first, *others = sorted(met, key=lambda group: -len(groups[group]))
            groups[first].append(rule)
            for other in others:
                groups[first] += groups[other]
                groups[other] = []
            group_of = [first if group in met else group for group in group_of] if others else group_of
    return [group for group in groups if len(group) > 1]


def _grid(group: list[Rule]) -> _Grid | None:
    upright = [rule for rule in group if not rule.level]
    level = [rule for rule in group if rule.level]
    xs, ys = _places(rule.at for rule in upright), _places(rule.at for rule in level)
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > MOST_CELLS:
        return None
    return _Grid(xs, ys, _by_place(upright, xs), _by_place(level, ys))


def _places(at: Iterable[float]) -> list[float]:
    places: list[float] = []
    for place in sorted(at):
        if not places or place - places[-1] > _NEAR:
            places.append(place)
    return places


def _by_place(rules: list[Rule], places: list[float]) -> list[list[Rule]]:
    groups: list[list[Rule]] = [[] for _ in places]
    for rule in rules:
        groups[bisect_right(places, rule.at) - 1].append(rule)
    return groups


def _middle(fragment: Fragment) -> float:
    return fragment.y - _ABOVE_BASELINE * fragment.size


def _is_inside(fragment: Fragment, grid: _Grid) -> bool:
    return grid.ys[0] < _middle(fragment) < grid.ys[-1] and grid.xs[0] - _NEAR < fragment.x0 < grid.xs[-1]


def _rows(fragments: list[Fragment], grid: _Grid) -> list[list[Cell]]:
    """The cells of each row of ``grid``, empty ones included."""
    roots = _roots(grid)
    content: dict[_Place, list[Fragment]] = {}
    for fragment in fragments:
        row = bisect_right(grid.ys, _middle(fragment)) - 1
        for piece, column in _by_column(fragment, row, roots, grid.xs):
            content.setdefault(roots[row, column], []).append(piece)
    columns = _columns(grid.xs, {column for _, column in content}, min(fragment.size for fragment in fragments))
    return [_row(row, columns, roots, content, grid.xs) for row in range(len(grid.ys) - 1)]


def _columns(xs: list[float], written: set[int], size: float) -> list[int]:
    """The columns that have text in them or room for it: not what lies between the two rules of a double one."""
    return [at for at, (left, right) in enumerate(pairwise(xs)) if at in written or right - left > size]


def _row(
    row: int, columns: list[int], roots: dict[_Place, _Place], content: dict[_Place, list[Fragment]], xs: list[float]
) -> list[Cell]:
    cells: list[Cell] = []
    for root, covered in groupby(enumerate(columns), key=lambda each: roots[row, each[1]]):
        at, *more = (number for number, _ in covered)
        begins = root[0] == row and root in content
        lines = _cell_lines(content[root], xs[root[1] + 1] - xs[root[1]]) if begins else ()
        cells.append(Cell(tuple(lines), at, 1 + len(more)))
    return cells


def _by_column(
    fragment: Fragment, row: int, roots: dict[_Place, _Place], xs: list[float]
) -> list[tuple[Fragment, int]]:
    """``fragment`` cut where it runs over the border of cells, each part with its column."""
    last = len(xs) - 2
    begin = min(max(bisect_right(xs, fragment.x0 + _NEAR) - 1, 0), last)
    end = min(max(bisect_right(xs, fragment.edges[-2] + _NEAR) - 1, begin), last)
    if roots[row, begin] == roots[row, end]:
        return [(fragment, begin)]
    parts = []
    for column in range(begin, end + 1):
        left = float("-inf") if column == begin else xs[column] - _NEAR
        right = float("inf") if column == end else xs[column + 1] - _NEAR
        if part := clipped(fragment, left, right):
            parts.append((part, column))
    return parts


def _roots(grid: _Grid) -> dict[_Place, _Place]:
    """The first row and column of the cell that each place of ``grid`` belongs to."""
    roots: dict[_Place, _Place] = {}
    for row, (top, bottom) in enumerate(pairwise(grid.ys)):
        for column, (left, right) in enumerate(pairwise(grid.xs)):
            if column and not _is_ruled(grid.upright[column], (top + bottom) / 2):
                roots[row, column] = roots[row, column - 1]
            elif row and not _is_ruled(grid.level[row], (left + right) / 2):
                roots[row, column] = roots[row - 1, column]
            else:
                roots[row, column] = (row, column)
    return roots


def _is_ruled(rules: list[Rule], at: float) -> bool:
    return any(rule.start - _NEAR <= at <= rule.end + _NEAR for rule in rules)


def _cell_lines(fragments: list[Fragment], width: float) -> list[str]:
    """The text of a cell on one line, or on a line a paragraph where it is long."""
    lines = text_of_cell(fragments)
    if sum(len(line.text) for line in lines) > _LONG_CELL:
        return flow([LaidPage(lines, width, 0.0)])[0].split("\n")
    text = ""
    for before, line in pairwise([None, *lines]):
        assert line is not None
        if before:
            full = before.x1 - before.x0 > 0.8 * width
            figures = text[-1].isdecimal() and line.text[0].isdecimal()
            text += "" if is_cjk(text[-1]) or is_cjk(line.text[0]) or (figures and full) else " "
        text += line.text
    return [text]
