"""Rows as pandas frames: the only import of pandas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from govreply.tables.schema import Cell, Column, Row

if TYPE_CHECKING:
    import pandas as pd

_INT64 = range(-(2**63), 2**63)


def frame(columns: Sequence[Column], rows: Sequence[Row]) -> pd.DataFrame:
    """A frame with the given columns in their order, one line a row, also where there are no rows.

    Text is pandas' ``string``, integers are nullable ``Int64``. A number column is ``Int64`` where all its numbers are
    integral, else ``object`` with exact int and Decimal values: nothing is ever rounded to a float; where floats will
    do, say ``frame["value"].astype(float)``. ISO 8601 dates stay text, as they may be of a month or a year.
    """
    import pandas as pd

    series = {}
    for column in columns:
        cells = [row.get(column.name) for row in rows]
        series[column.name] = pd.Series(cells, dtype=_dtype(column, cells))
    return pd.DataFrame(series, columns=[column.name for column in columns])


def _dtype(column: Column, cells: Sequence[Cell]) -> str:
    if column.type == "text":
        return "string"
    integral = all(cell is None or (isinstance(cell, int) and cell in _INT64) for cell in cells)
    return "Int64" if integral else "object"
