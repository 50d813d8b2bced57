"""Fragments of type, each where it stands on its page → lines in reading order.

A fragment is what a program drew or an OCR engine saw in one piece: often a line, often less. Fragments on one baseline
make a row; a row falls apart where a gap is too wide for a space between words. Where a gutter runs down a page, what
is left of it is read before what is right of it.

Positions are in points (1/72 inch) from the top left corner of the page, ``y`` that of the baseline; an em is the size
of the type, the width of a Chinese character.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from govreply.patterns import compiled
from govreply.readers.number_formats import raised
from govreply.readers.pages.columns import aligned_runs
from govreply.readers.table_rows import table_lines

MOST_CHARACTERS_ON_A_PAGE = 200_000

FIRST_CJK = "\u2e80"
_WORD_GAP = 0.2
CELL_GAP = 1.5
WIDE_GAP = 1.0
WIDE_SPACE = "\u3000"
FIGURE_GAP = 0.8
_SAME_BASELINE = 0.3
_SAME_PLACE = 0.25
_RAISED = 0.65
_LEAST_RAISED = 0.1
_SMALL = 0.85  # browsers set superscripts in type of five sixths
_FEWEST_COLUMN_LINES = 4
_SHORTEST_IN_COLUMN = 8  # characters


class Fragment(NamedTuple):
    """Type on one baseline: ``edges`` are the left edges of its characters and the right edge of the last."""

    text: str
    edges: tuple[float, ...]
    y: float
    size: float

    @property
    def x0(self) -> float:
        return self.edges[0]

    @property
    def x1(self) -> float:
        return self.edges[-1]


@dataclass(slots=True)
class Line:
    """A line of a page: its text, cells set apart by tabs, from ``x0`` to ``x1`` on the baseline ``y``.

    ``column`` tells the columns of a page apart (0: not in columns); ``token`` is the width of what at its beginning
    cannot be broken; ``row`` says that it is the row of a ruled table, ``note`` that it is a note at the page's foot.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    column: int = 0
    token: float = 0.0
    row: bool = False
    note: bool = False


def lines_in_order(fragments: Sequence[Fragment]) -> list[Line]:
    """The lines that ``fragments`` of one page make, in reading order."""
    rows = [_pieces(row) for row in _rows(fragments)]
    gutter = _gutter([piece for row in rows for piece in row])
    if gutter is None:
        return _lines(rows)
    return _in_columns(rows, gutter)


def text_of_cell(fragments: Sequence[Fragment]) -> list[Line]:
    """The lines of a cell, in which no gap divides cells."""
    return [_line([_merged(row)]) for row in _rows(fragments)]


def is_cjk(character: str) -> bool:
    """Whether ``character`` is set as wide as it is high and without spaces around it."""
    return character >= FIRST_CJK


def clipped(fragment: Fragment, left: float, right: float) -> Fragment | None:
    """The part of ``fragment`` whose characters begin from ``left`` up to ``right``; None where there is none."""
    begin = bisect_left(fragment.edges, left, hi=len(fragment.text))
    end = bisect_left(fragment.edges, right, hi=len(fragment.text))
    text = fragment.text[begin:end]
    if not text.strip():
        return None
    lead = len(text) - len(text.lstrip())
    return Fragment(text.strip(), fragment.edges[begin + lead : begin + len(text.rstrip()) + 1], *fragment[2:])


def _rows(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """``fragments`` by their baseline, from the top down."""
    rows: list[_Row] = []
    for fragment in sorted(fragments, key=lambda f: f.y):
        if rows and fragment.y - rows[-1].y <= _SAME_BASELINE * max(fragment.size, rows[-1].fragments[0].size):
            rows[-1].fragments.append(fragment)
        else:
            rows.append(_Row([fragment]))
    return [row.with_scripts() for row in _with_scripts(rows)]


class _Row:
    """Fragments on one baseline, and the superscripts and subscripts of it that stand on another."""

    def __init__(self, fragments: list[Fragment]) -> None:
        self.fragments = fragments
        self.scripts: list[Fragment] = []

    @property
    def y(self) -> float:
        return self.fragments[0].y

    @cached_property
    def size(self) -> float:
        return max(fragment.size for fragment in self.fragments)

    @cached_property
    def _large(self) -> list[Fragment]:
        return sorted((f for f in self.fragments if f.size > _SMALL * self.size), key=lambda f: f.x0)

    def host(self, script: Fragment) -> Fragment | None:
        """What ``script`` may be a superscript or subscript of: larger type right before it, else right after it."""
        after = bisect_right(self._large, script.x0, key=lambda f: f.x0)
        for host in self._large[max(after - 1, 0) : after + 1]:
            apart = max(script.x0 - host.x1, host.x0 - script.x1)
            if script.size <= _SMALL * host.size and apart <= 0.5 * host.size:
                return host
        return None

    def takes(self, row: _Row) -> bool:
        """Whether ``row`` holds nothing but superscripts or subscripts of this one."""
        near = row.size <= _SMALL * self.size and abs(row.y - self.y) <= _RAISED * self.size
        return near and all(self.host(script) for script in row.fragments)

    def with_scripts(self) -> list[Fragment]:
        """All fragments of the row; raised figures as what cannot be read as part of the number before: 10⁸, m²."""
        if len(self.fragments) + len(self.scripts) == 1:
            return self.fragments
        return [self._written(fragment) for fragment in (*self.fragments, *self.scripts)]

    def _written(self, fragment: Fragment) -> Fragment:
        host = self.host(fragment) if fragment.size <= _SMALL * self.size else None
        is_raised = host is not None and fragment.y < host.y - _LEAST_RAISED * host.size
        return fragment._replace(text=raised(fragment.text)) if is_raised else fragment


def _with_scripts(rows: list[_Row]) -> list[_Row]:
    """``rows``, superscripts and subscripts put into the row that they belong to."""
    kept: list[_Row] = []
    for row in rows:
        if kept and row.takes(kept[-1]):
            row.scripts += (*kept[-1].fragments, *kept[-1].scripts)
            kept[-1] = row
        elif kept and kept[-1].takes(row):
            kept[-1].scripts += row.fragments
        else:
            kept.append(row)
    return kept


def _pieces(row: list[Fragment]) -> list[Fragment]:
    """The parts of a row that wide gaps set apart, from left to right."""
    row = sorted(row, key=lambda f: f.x0)
    if _is_letter_spaced(row):
        return [_merged(row)]
    pieces = [[row[0]]]
    for fragment in row[1:]:
        before = pieces[-1][-1]
        if fragment.x0 - before.x1 >= _widest_gap(before, fragment):
            pieces.append([fragment])
        else:
            pieces[-1].append(fragment)
    return [_merged(piece) for piece in pieces]


def _widest_gap(a: Fragment, b: Fragment) -> float:
    figures = a.text[-1].isdecimal() and b.text[0].isdecimal()
    return (FIGURE_GAP if figures else CELL_GAP) * max(a.size, b.size)


def _is_letter_spaced(row: list[Fragment]) -> bool:
    """Whether the gaps of a row only spread out a word: 附　　件, or a title set to fill its line."""
    if len(row) < 2 or any(len(f.text) > 1 or not is_cjk(f.text) for f in row):
        return False
    gaps = [b.x0 - a.x1 for a, b in pairwise(row)]
    return max(gaps) <= 4 * row[0].size and max(gaps) - min(gaps) <= 0.3 * row[0].size


def _merged(row: Iterable[Fragment]) -> Fragment:
    """One fragment of those in ``row``, which stand beside one another or are drawn over one another."""
    row = sorted(row, key=lambda f: f.x0)
    if len(row) == 1:
        return row[0]
    if any(b.x0 < a.x1 - 0.6 * a.size for a, b in pairwise(row)):
        row = _untangled(row)
    texts: list[str] = []
    edges: list[float] = []
    for before, fragment in pairwise([None, *row]):
        assert fragment is not None
        if before and (space := _space_between(before, fragment)):
            texts.append(space)
            edges.append(before.x1)
        texts.append(fragment.text)
        edges.extend(fragment.edges[:-1])
    body = max(row, key=lambda f: len(f.text))
    return Fragment("".join(texts), (*edges, row[-1].x1), body.y, body.size)


def _space_between(a: Fragment, b: Fragment) -> str:
    gap, size = b.x0 - a.x1, max(a.size, b.size)
    if is_cjk(a.text[-1]) or is_cjk(b.text[0]):
        return WIDE_SPACE if gap >= WIDE_GAP * size else ""
    return " " if gap > _WORD_GAP * size else ""


def _untangled(row: list[Fragment]) -> list[Fragment]:
    """The characters of fragments that overlap, each once: bold type is faked by drawing a text twice."""
    single = sorted(
        (Fragment(text, f.edges[i : i + 2], f.y, f.size) for f in row for i, text in enumerate(f.text)),
        key=lambda f: f.x0,
    )
    kept: list[Fragment] = []
    for character in single:
        if any(character.text == k.text and character.x0 - k.x0 < _SAME_PLACE * k.size for k in kept[-3:]):
            continue
        kept.append(character)
    return kept


def _lines(rows: Sequence[list[Fragment]]) -> list[Line]:
    """The lines of ``rows``, those of tables without rules as rows of cells."""
    lines: list[Line] = []
    for run, cells in aligned_runs(rows):
        made = [_line(row) for row in run]
        texts = table_lines(cells, lines[-1].text if lines else "") if cells else []
        if len(texts) == len(made):  # not where a row holds nothing but odd blanks
            for line, text in zip(made, texts, strict=True):
                line.text = text
        lines += made
    return lines


def _line(pieces: Sequence[Fragment]) -> Line:
    first = pieces[0]
    body = max(pieces, key=lambda p: len(p.text))
    text = "\t".join(piece.text for piece in pieces)
    return Line(
        _without_stretched_blanks(text), first.x0, max(p.x1 for p in pieces), body.y, body.size, token=_token(first)
    )


def _token(first: Fragment) -> float:
    """The width of the word or number, and of the marks behind it, that ``first`` begins with."""
    end = 0
    while end < len(first.text) and not is_cjk(first.text[end]) and first.text[end] != " ":
        end += 1
    end = max(end, 1)
    while end < len(first.text) and first.text[end] in "，。、；：！？）”》’」』】〕％":
        end += 1
    return first.edges[end] - first.x0


def _gutter(pieces: list[Fragment]) -> float | None:
    """Where the lines of a right column would begin: the place in the middle of the page where most lines do; None
    where few do."""
    if len(pieces) < 2 * _FEWEST_COLUMN_LINES:
        return None
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    if right <= left:
        return None
    starts = sorted(p.x0 for p in pieces if 0.3 < (p.x0 - left) / (right - left) < 0.7)
    if len(starts) < _FEWEST_COLUMN_LINES - 1:
        return None
    most = max(bisect_right(starts, start + 1) - at for at, start in enumerate(starts))
    if most < _FEWEST_COLUMN_LINES - 1:
        return None
    return next(start for at, start in enumerate(starts) if bisect_right(starts, start + 1) - at == most) - 1


def _in_columns(rows: list[list[Fragment]], gutter: float) -> list[Line]:
    """The lines of a page that may be set in two columns beside ``gutter``; what crosses it ends the columns above."""
    lines: list[Line] = []
    band: list[list[Fragment]] = []
    for row in rows:
        if any(p.x0 < gutter < p.x1 for p in row):
            lines += [*_band(band, gutter), _line(row)]
            band = []
        else:
            band.append(row)
    return lines + _band(band, gutter)


def _band(rows: list[list[Fragment]], gutter: float) -> list[Line]:
    """The lines of rows that leave ``gutter`` free: of the left column, then of the right, if most of both nearly fill
    their column, which the cells of a table do not; else from the top down."""
    sides = [[p for p in row if p.x1 <= gutter] for row in rows], [[p for p in row if p.x0 >= gutter] for row in rows]
    if not all(_is_column([p for pieces in side for p in pieces]) for side in sides):
        return _lines(rows)
    columns = []
    for number, side in enumerate(sides, 1):
        for pieces in side:
            if pieces:
                columns.append(_line(pieces))
                columns[-1].column = number
    return columns


def _is_column(pieces: list[Fragment]) -> bool:
    if len(pieces) < _FEWEST_COLUMN_LINES:
        return False
    width = max(p.x1 for p in pieces) - min(p.x0 for p in pieces)
    wide = sum(p.x1 - p.x0 >= 0.8 * width and len(p.text) >= _SHORTEST_IN_COLUMN for p in pieces)
    return 2 * wide >= len(pieces)


def _without_stretched_blanks(text: str) -> str:
    """``text`` without wide spaces beside figures, which set a line to its width (10　个), unless a field follows them
    (2025-01353　分类：)."""
    if WIDE_SPACE not in text:
        return text
    stretched = compiled(r"(?<=[\dA-Za-z.%])\u3000(?=\p{Han})(?!\p{Han}{2,9}[：:])|(?<=[\p{Han}，、。；])\u3000(?=\d)")
    return str(stretched.sub("", text))
