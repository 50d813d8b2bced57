"""The results of a mining command on a terminal, drawn with rich in the manner of ``govreply.writers.terminal``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, TextIO

from rich import box
from rich.table import Table
from rich.text import Text

from govreply.mining.results import Result
from govreply.tables.schema import Cell, Headers
from govreply.writers.terminal import LEAST_CONTEXT, console, printable

MOST_ROWS = 100
"""Rows of a result that are drawn: what a mining command finds is what was asked for."""

_WIDEST_CELL = 32


def write_results(stream: TextIO, results: Sequence[Result], headers: Headers = "en", width: int | None = None) -> None:
    """Draw each result with the columns that it wants shown; ``width`` in columns, of the terminal if None."""
    out = console(stream, width)
    for result in results:
        if result.rows:
            out.print(_drawn(result, headers))
        elif result.nothing:
            out.print(Text(result.nothing, style="yellow"))


def _drawn(result: Result, headers: Headers) -> Table:
    table, total = result.table, len(result.rows)
    names = result.drawn or tuple(column.name for column in table.visible())
    columns = [column for name in names for column in table.columns if column.name == name]
    drawn = Table(
        title=Text(f"{table.label if headers == 'zh' else table.name} ({total})", style="bold"),
        title_justify="left",
        caption=Text(f"… {total - MOST_ROWS} more; see all with -o {table.name}.csv") if total > MOST_ROWS else None,
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        expand=any(column.name in result.filling for column in columns),
    )
    for column in columns:
        justify: Literal["left", "right"] = "left" if column.type == "text" else "right"
        if column.name in result.filling:
            drawn.add_column(column.header(headers), overflow="fold", ratio=1, min_width=LEAST_CONTEXT)
        else:
            drawn.add_column(column.header(headers), overflow="fold", justify=justify, max_width=_WIDEST_CELL)
    for row in result.rows[:MOST_ROWS]:
        drawn.add_row(*(_cell(result, column.name, row.get(column.name)) for column in columns))
    return drawn


def _cell(result: Result, column: str, cell: Cell) -> Text:
    style = result.colours.get(column, {}).get(str(cell), "")
    if isinstance(cell, int | Decimal):
        return printable(f"{cell:,f}" if isinstance(cell, Decimal) else f"{cell:,}", style)
    return printable(cell, style)
