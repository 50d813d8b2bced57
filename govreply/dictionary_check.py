"""What keeps a TSV file of the user's from being used, said line by line.

The shipped dictionary of the same name is the measure: a column that is never empty there must be filled, a column of
few keywords there holds one of them, a column of numbers a number. So a new dictionary needs no description of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from govreply.lexicon import DictionaryError, Row, content_lines, default_lexicon, shipped_folder
from govreply.patterns import compiled

NOTES = ("source", "example")
"""The last columns of a dictionary: they explain a row and change nothing that it does."""

MOST_KEYWORDS = 30
"""Distinct values of a column of keywords at most; the longest list shipped (fields of a reply) has 20."""

_USES_OF_A_WORD = 10  # rows a value, by which a column of Chinese keywords (政府, 党委, 垂直) is told from one of names
_MOST_CHINESE_KEYWORDS = 5
_NUMBERS = {
    "a whole number": r"-?[0-9]+",
    "a number": r"-?[0-9]+(?:\.[0-9]+)?",
    "a number or fraction": r"-?[0-9]+(?:\.[0-9]+)?(?:/[1-9][0-9]*)?",
}


class _Need(NamedTuple):
    """What a column's cells must be: filled or not, one of some keywords (none: anything), a number (a key above)."""

    filled: bool
    keywords: frozenset[str] = frozenset()
    number: str = ""


def folder_problems(folder: Path) -> Iterator[str]:
    """What is wrong in the TSV files of a folder, as ``FILE:LINE: what``; also that it holds none at all."""
    files = sorted(folder.glob("*.tsv"))
    if not files:
        yield (
            f"{folder}: no dictionaries here; a file has the name of a shipped one, such as classifiers.tsv"
            " (see `govreply dictionaries list`)"
        )
    for path in files:
        yield from file_problems(path)


def file_problems(path: Path) -> Iterator[str]:
    """What keeps the TSV file ``path`` from being used, as ``FILE:LINE: what``: its name, its header, each row."""
    try:
        lines = [(number, _cells(line)) for number, line in content_lines(path)]
    except DictionaryError as error:
        yield str(error)
        return
    wrong = list(_header_problems(path, lines))
    yield from wrong
    if wrong:
        return
    columns = lines[0][1]
    needs = {column: need for column, need in _needs(path.stem).items() if column in columns}
    for number, cells in lines[1:]:
        for problem in _row_problems(columns, cells, needs):
            yield f"{path}:{number}: {problem}"


def _cells(line: str) -> list[str]:
    """The cells of one line, without the spaces around them."""
    return [cell.strip() for cell in line.split("\t")]


def _header_problems(path: Path, lines: Sequence[tuple[int, list[str]]]) -> Iterator[str]:
    if not (shipped_folder() / path.name).is_file():
        yield f"{path}:1: no dictionary {path.stem!r} is shipped; see `govreply dictionaries list`"
        return
    if not lines:
        yield f"{path}:1: no header line"
        return
    number, columns = lines[0]
    needs = _needs(path.stem)
    known = [*needs]
    if columns[0] != known[0]:
        tabs = "; cells are separated by one tab, not by spaces" if len(columns) == 1 else ""
        yield f"{path}:{number}: the first column is {columns[0]!r}, it should be {known[0]!r}{tabs}"
        return
    for index, column in enumerate(columns):
        if column not in known:
            yield f"{path}:{number}: no column {column!r}; the columns are {', '.join(known)}"
        elif column in columns[:index]:
            yield f"{path}:{number}: column {column!r} stands there twice"
    for column, need in needs.items():
        if need.filled and column not in columns:
            yield f"{path}:{number}: column {column!r} is missing; the columns are {', '.join(known)}"


def _row_problems(columns: Sequence[str], cells: Sequence[str], needs: dict[str, _Need]) -> Iterator[str]:
    word = cells[0]
    if len(cells) > len(columns):
        yield f"{len(cells)} columns, the header has {len(columns)}"
    elif not word:
        yield "the first column is empty"
    elif len(cells) < len(columns) and compiled(r"\s\s|[^\x00-\x7f]\s|\s[^\x00-\x7f]").search(word):
        yield f"{word!r} holds a space where a column is missing; cells are separated by one tab, not by spaces"
    else:
        row = dict(zip(columns, [*cells, *[""] * (len(columns) - len(cells))], strict=True))
        for column, need in needs.items():
            if problem := _cell_problem(row[column], need):
                yield f"{word}: column {column!r} {problem}"


def _cell_problem(cell: str, need: _Need) -> str:
    """What is wrong with a cell, after the name of its column; empty where nothing is."""
    wanted = need.number or (f"one of {', '.join(sorted(need.keywords))}" if need.keywords else "")
    if not cell:
        return f"is empty{f', it must be {wanted}' if wanted else ''}" if need.filled else ""
    wrong_number = need.number and not compiled(_NUMBERS[need.number]).fullmatch(cell)
    wrong_keyword = need.keywords and cell not in need.keywords
    return f"is {cell!r}, it must be {wanted}" if wrong_number or wrong_keyword else ""


def _needs(name: str) -> dict[str, _Need]:
    """What the columns of a shipped dictionary need, in their order."""
    rows = default_lexicon().rows(name)
    return {column: _need(column, rows, first=index == 0) for index, column in enumerate(rows[0])}


def _need(column: str, rows: Sequence[Row], first: bool) -> _Need:
    if first or column in NOTES:
        return _Need(filled=first)
    cells = [cell for row in rows if (cell := row[column])]
    filled = len(cells) == len(rows)
    values = frozenset(cells)
    for number, expression in _NUMBERS.items():
        if values and all(map(compiled(expression).fullmatch, values)):
            return _Need(filled, number=number)
    return _Need(filled, values if _are_keywords(values, len(cells)) else frozenset())


def _are_keywords(values: frozenset[str], uses: int) -> bool:
    """Whether a column's values are a closed list: a few ASCII words, or very few words that stand in many rows."""
    if not values or not all(value.replace("_", "").isalpha() for value in values):
        return False
    if all(map(str.isascii, values)):
        return len(values) <= MOST_KEYWORDS
    return len(values) <= _MOST_CHINESE_KEYWORDS and uses >= _USES_OF_A_WORD * len(values)
