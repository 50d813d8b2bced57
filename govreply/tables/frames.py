"""Rows as pandas frames: the only import of pandas."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from govreply.tables.schema import Cell, Column, Headers, Row

if TYPE_CHECKING:
    import pandas as pd

_DTYPES = {"text": "string", "integer": "Int64", "number": "Float64"}


def frame(columns: Sequence[Column], rows: Sequence[Row], exact: bool = False, headers: Headers = "en") -> pd.DataFrame:
    """A frame with the given columns in their order, one line a row, also where there are no rows.

    A column's type never depends on its data: text is pandas' ``string``, integers are ``Int64``, numbers ``Float64``
    (64 bits: 15 digits are certain), all of them nullable. With ``exact`` the number columns are ``object`` and hold
    int, Decimal and None as the rows do. ISO 8601 dates stay text, as they may be of a month or a year.
    ``headers="zh"`` calls the columns by their Chinese labels.
    """
    import pandas as pd

    series = {}
    for column in columns:
        cells: list[Any] = [row.get(column.name) for row in rows]
        dtype = "object" if exact and column.type == "number" else _DTYPES[column.type]
        if dtype == "Float64":
            cells = [_nearest(cell) for cell in cells]
        series[column.header(headers)] = pd.Series(cells, dtype=dtype)
    return pd.DataFrame(series)


def _nearest(cell: Cell) -> float | None:
    """The float next to a number; beyond the largest, infinity."""
    return None if cell is None else float(Decimal(cell))
