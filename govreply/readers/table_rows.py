"""Rows of a table → lines of text, cells set apart by tabs; a unit stated once stands in every cell that it is for.

A cell of figures alone says nothing to a reader of single lines. So a unit in the head of its column or of its row
(投资（万元）, 里程/公里), or one for the whole table (单位：万元), is written after the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import regex

from govreply.lexicon import default_lexicon
from govreply.patterns import compiled

_LONG = 60  # characters; a cell with more in several paragraphs is text, not data
_LONGEST_HEAD = 40
_LONGEST_WORD = 6  # of the dictionary table_heads
_MULTIPLIERS = "十百千万亿"
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
        self._heads: dict[int, str] = {}
        self._of_column: dict[int, str] = {}
        self._own: set[int] = set()
        self._has_data = False

    def stated(self, row: Sequence[Cell]) -> list[Cell]:
        """``row`` with the units in force after its figures."""
        if not any(self._is_data(cell) for cell in row):
            self._read_heads(row)
            return list(row)
        self._own.update(self._of_column)
        self._has_data = True
        written, of_row, label = [], "", ""
        for cell in row:
            text = _joined(cell)
            if _is_figure(text):
                unit = of_row or self._of_column.get(cell.column) or self._default(cell.column, text, label)
                cell = cell._replace(paragraphs=(text + unit,))
            elif text:
                of_row, label = _unit_in(text), label or text
            written.append(cell)
        return written

    def _is_data(self, cell: Cell) -> bool:
        """Whether a cell holds a figure; a year is one only under a head of one column that states its unit."""
        text = _joined(cell)
        return _is_figure(text) and (not _is_year(text) or cell.column in self._own)

    def _read_heads(self, row: Sequence[Cell]) -> None:
        texts = [(cell, text) for cell in row if (text := _joined(cell))]
        if len(texts) == 1 and texts[0][0].columns > 1:  # what stands across is about the table
            self._of_table = _unit_for_all(texts[0][1]) or _unit_in(texts[0][1]) or self._of_table
            return
        for cell, text in texts:
            unit, of_table = _unit_in(text), _unit_for_all(text)
            if of_table and not unit:
                self._of_table = of_table
                continue
            for column in range(cell.column, cell.column + min(cell.columns, 100)):
                if not self._has_data:  # below, a row of words is one of the data
                    self._heads[column] = f"{self._heads.get(column, '')} {text}"[-2 * _LONGEST_HEAD :]
                if unit:
                    self._of_column[column] = unit
            if unit and cell.columns == 1:
                self._own.add(cell.column)

    def _default(self, column: int, figure: str, label: str) -> str:
        """The unit of the table, where the head of the column measures in it, or else the row's label does not speak
        against it; never after a year."""
        if not self._of_table or _is_year(figure):
            return ""
        kind = _measured(self._heads.get(column, ""), self._of_table)
        if kind is None:
            kind = _measured(label, self._of_table) is not False and _is_whole(self._heads.get(column, ""))
        return self._of_table if kind else ""


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
    return text in words or (whole.lstrip(_MULTIPLIERS) in words and (not each or each in words))


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


def _measured(head: str, unit: str) -> bool | None:
    """Whether the figures under ``head`` are in ``unit``, as the last word of the dictionary table_heads in it says.

    None where it says nothing of it: the head is unknown, a year, or the whole of something. A head that names the unit
    itself (户数, 人口 in 人) is in it.
    """
    measures = next((found for found in _measures_in(head) if found != "whole"), "")
    if not measures:
        return None
    return measures in _measures_of(unit) and (measures != "count" or _counts(head, unit.lstrip(_MULTIPLIERS)))


def _counts(head: str, unit: str) -> bool:
    """Whether a count is one of ``unit``: 户数 of 户, 人口 of 人, 项目数 of 个, a bare 数量 of whatever there is."""
    return unit in head or "数量" in head or (unit == "个" and not any(other in head for other in "人户家"))


def _measures_in(head: str) -> Iterator[str]:
    """What the words of the dictionary table_heads measure that stand in ``head``, the last one first."""
    words = _head_words()
    text = compiled(r"[（(][^（）()]{0,20}[）)]").sub("", head)
    end = len(text)
    while end:
        begin = next((at for at in range(max(0, end - _LONGEST_WORD), end) if text[at:end] in words), end)
        if begin < end:
            yield words[text[begin:end]]
        end = begin if begin < end else end - 1


def _is_whole(head: str) -> bool:
    return "whole" in _measures_in(head) or compiled(r"(?:19|20)\d\d").search(head) is not None


def _measures_of(unit: str) -> frozenset[str]:
    """The quantities that ``unit`` measures; 万 and 亿 alone are money or a count."""
    whole, quantities = unit.partition("/")[0], _quantities()
    if not whole.strip(_MULTIPLIERS):
        return frozenset(["money", "count"])
    return quantities.get(whole) or quantities.get(whole.lstrip(_MULTIPLIERS), frozenset())


@cache
def _head_words() -> dict[str, str]:
    return {row["word"]: row["measures"] for row in default_lexicon().rows("table_heads")}


@cache
def _quantities() -> dict[str, frozenset[str]]:
    lexicon = default_lexicon()
    found: dict[str, set[str]] = {}
    for row in lexicon.rows("units"):
        found.setdefault(row["word"], set()).add(row["quantity"])
    for name, quantity in (("currencies", "money"), ("classifiers", "count"), ("proportions", "proportion")):
        for word in lexicon.words(name):
            found.setdefault(word, set()).add(quantity)
    for sign in "%％‰":
        found.setdefault(sign, set()).add("proportion")
    return {word: frozenset(quantities) for word, quantities in found.items()}
