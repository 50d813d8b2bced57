"""What a cell of a dataset may be, in the same way in all formats."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from govreply.tables.schema import Cell, Column, Row

DATE_COLUMNS = frozenset({"issued_on", "published_on", "deadline", "value"})
"""Text columns with ISO 8601 dates, ``value`` being that of table dates: in a spreadsheet, full dates are dates."""

FLOAT_DIGITS = 15
"""Significant decimal digits that a double-precision number holds whatever they are (IEEE 754: DBL_DIG)."""

_SMALLEST = -300
"""Power of ten above which double-precision numbers have all their digits (IEEE 754: DBL_MIN)."""

_MOST_DIGITS = 4000
"""Decimal digits of a number that Python turns into text and back without being told to (it stops at 4300)."""

_FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_FIRST_EXCEL_DATE = date(1900, 3, 1)
"""Before it spreadsheets disagree: Excel takes 1900 for a leap year."""


def clean_row(row: Row, names: tuple[str, ...]) -> Row:
    """The row with the columns ``names`` in their order and clean cells; the very row where that is what it is.

    Nearly all are, which is seen here three times as fast as each of their cells could be looked at.
    """
    if tuple(row) == names:
        texts = [cell for cell in row.values() if cell.__class__ is str]
        try:
            "".join(texts).encode()
        except UnicodeEncodeError:
            pass
        else:
            if "" not in texts:
                return row
    return {name: clean(row.get(name)) for name in names}


def clean(cell: Cell) -> Cell:
    """The cell with an empty text as None, and lone surrogates, which UTF-8 cannot hold, as their escapes."""
    if not isinstance(cell, str):
        return cell
    if cell.isascii():
        return cell or None
    try:
        cell.encode()
    except UnicodeEncodeError:
        return cell.encode(errors="backslashreplace").decode()
    return cell


def parsed(column: Column, text: str) -> Cell:
    """The cell of ``column`` that stands as ``text``; empty is None. Raises ValueError for what is no number."""
    if not text:
        return None
    if column.type == "text":
        return text
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{column.name} is no number: {text[:40]!r}")
    if "." not in text:
        return int(text)
    if column.type == "integer":
        raise ValueError(f"{column.name} is no integer: {text[:40]!r}")
    return exact(Decimal(text))


def exact(number: Decimal | float) -> int | Decimal:
    """A finite number as int where it is integral, else as Decimal without trailing zeros. Of a float its shortest
    decimal digits, which are those it was made from where these were no more than ``FLOAT_DIGITS``."""
    decimal = Decimal(repr(number)) if isinstance(number, float) else number
    if not decimal.is_finite() or abs(decimal.adjusted()) > _MOST_DIGITS:
        raise ValueError(f"no number of fewer than {_MOST_DIGITS} digits: {number}")
    whole = int(decimal)
    return Decimal(format(decimal, "f").rstrip("0")) if whole != decimal else whole


def digits(number: int | Decimal) -> str:
    """All its decimal digits, never in exponent notation."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def fits_a_float(number: int | Decimal) -> bool:
    """Whether a double-precision number holds all its digits."""
    if isinstance(number, Decimal) and number.adjusted() < _SMALLEST:
        return False
    return len(digits(number).lstrip("-0.").replace(".", "")) <= FLOAT_DIGITS


def full_date(text: str) -> date | None:
    """The day that an ISO 8601 text names in full, where it is one that every spreadsheet counts alike."""
    if not _FULL_DATE.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= _FIRST_EXCEL_DATE else None
