"""Rows of a table → lines of text, cells set apart by tabs; a unit stated once stands in every cell that it is for.

A cell of figures alone says nothing to a reader of single lines. So a unit in the head of its column or of its row
(投资（万元）, 里程/公里), or one for the whole table (单位：万元), is written after the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import regex

from govreply.lexicon import default_lexicon
from govreply.patterns import compiled

_LONG = 60  # characters; a cell with more in several paragraphs is text, not data
_LONGEST_HEAD = 40
_YEARS = range(1949, 2100)
_UNITS = ("currencies", "units", "classifiers", "proportions", "time_units")


class Cell(NamedTuple):
    """A cell: its paragraphs, the grid column in which it begins, and how many columns it covers.

    The continuation of a cell that reaches over several rows is a cell without paragraphs.
    """

    paragraphs: tuple[str, ...]
    column: int
    columns: int = 1


def table_lines(rows: Iterable[Sequence[Cell]], before: str = "") -> list[str]:
    """The lines of a table: one a row, its cells set apart by tabs, but each paragraph of long text a line of its own.

    ``before`` is the line above the table, which may state its unit.
    """
    units = _Units(before)
    lines: list[str] = []
    for row in rows:
        lines += _lines([_paragraphs(cell) for cell in units.stated(row)])
    return lines


class _Units:
    """The units in force, as rows are read from the top: by column, and that of the table."""

    def __init__(self, before: str) -> None:
        self._of_table = _unit_for_all(before)
        self._of_column: dict[int, str] = {}
        self._bare: set[int] = set()

    def stated(self, row: Sequence[Cell]) -> list[Cell]:
        """``row`` with the units in force after its figures."""
        heads = not any(_is_figure(_joined(cell)) for cell in row if not _is_year(_joined(cell)))
        if heads:
            self._read_heads(row)
            return list(row)
        written, of_row = [], ""
        for cell in row:
            text = _joined(cell)
            unit = of_row or self._of_column.get(cell.column) or self._default(cell.column)
            if unit and _is_figure(text):
                cell = cell._replace(paragraphs=(text + unit,))
            elif text:
                of_row = _unit_in(text)
            written.append(cell)
        return written

    def _read_heads(self, row: Sequence[Cell]) -> None:
        for cell in row:
            text = _joined(cell)
            self._of_table = _unit_for_all(text) or self._of_table
            unit = _unit_in(text)
            for column in range(cell.column, cell.column + min(cell.columns, 100)):
                if unit:
                    self._of_column[column] = unit
                elif _counts_something_else().search(text):
                    self._bare.add(column)

    def _default(self, column: int) -> str:
        return "" if column in self._bare else self._of_table


def _lines(cells: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a row: one, unless a cell holds paragraphs of text."""
    lines: list[str] = []
    row: list[str] = []
    for paragraphs in cells:
        if _is_text(paragraphs):
            lines += ["\t".join([*row, paragraphs[0]]), *paragraphs[1:]]
            row = []
        else:
            row.append(_glued(paragraphs))
    rest = "\t".join(row).rstrip("\t")
    return [*lines, rest] if rest.strip() else lines


def _paragraphs(cell: Cell) -> list[str]:
    lines = [line.strip() for paragraph in cell.paragraphs for line in paragraph.split("\n")]
    return [line for line in lines if line]


def _is_text(paragraphs: Sequence[str]) -> bool:
    return len(paragraphs) > 1 and (sum(map(len, paragraphs)) > _LONG or any("\t" in each for each in paragraphs))


def _joined(cell: Cell) -> str:
    return _glued(_paragraphs(cell)) if sum(map(len, cell.paragraphs)) <= 2 * _LONG else ""


def _glued(paragraphs: Sequence[str]) -> str:
    """The lines of a short cell as one: 投资⏎（万元） is 投资（万元）, 石湾路⏎柳树路 has a blank between."""
    glued = paragraphs[0] if paragraphs else ""
    for following in paragraphs[1:]:
        glued += following if following[0] in "（(/" else " " + following
    return glued


def _is_figure(text: str) -> bool:
    return len(text) <= _LONGEST_HEAD and _figure().fullmatch(text) is not None


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdecimal() and int(text) in _YEARS


def _unit_in(head: str) -> str:
    """The unit that a head ends in: 投资（万元）, 里程/公里, 总投资(单位:万元); empty where it ends in none."""
    found = _stated().search(head) if len(head) <= _LONGEST_HEAD else None
    return found["unit"] if found and _is_unit(found["unit"]) else ""


def _unit_for_all(line: str) -> str:
    """The one unit of a table, from a line above it or in its first row: 单位：万元."""
    found = _stated_for_all().search(line[-_LONGEST_HEAD:])
    return found["unit"] if found and _is_unit(found["unit"]) else ""


def _is_unit(text: str) -> bool:
    whole, _, each = text.partition("/")
    words = _unit_words()
    return text in words or (whole.lstrip("十百千万亿") in words and (not each or each in words))


@cache
def _unit_words() -> frozenset[str]:
    """Words of measure, and 万 and 亿, which may stand for 万元."""
    lexicon = default_lexicon()
    return frozenset(["%", "％", "‰", *(word for name in _UNITS for word in lexicon.words(name))])


@cache
def _figure() -> regex.Pattern[str]:
    number = r"\d{1,3}(?:[,，]\d{3}){1,4}(?:\.\d{1,8})?|\d{1,14}(?:\.\d{1,8})?"
    return compiled(rf"[约近超]?(?:{number})(?:\s?[-—–~～至]\s?(?:{number}))?[余多]?")


@cache
def _stated() -> regex.Pattern[str]:
    return compiled(r"(?:[（(](?:单位[：:]\s?)?|(?<=[一-龥])[/／])(?P<unit>[^（）()\s：:]{1,10})[）)]?$")


@cache
def _stated_for_all() -> regex.Pattern[str]:
    return compiled(r"(?:^|[\s（(])(?:金额|计量)?单位[：:]\s?(?:人民币)?(?P<unit>[^（）()\s：:、，,]{1,10})[）)]?$")


@cache
def _counts_something_else() -> regex.Pattern[str]:
    """Heads of columns whose figures are in no unit of money, whatever the unit of the table is."""
    return compiled(r"号|年份|年度$|时间|日期|数量$|[人户个件]数|率|比|占|里程|面积|长度|电话|代码")
