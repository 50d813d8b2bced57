"""JSON and JSON Lines with exact numbers: a Decimal is written digit for digit, which the json module cannot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any, TextIO

from govreply.tables.schema import Row, Tables
from govreply.writers import Style

_ENCODERS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: str,
    Decimal: lambda number: format(number, "f"),
    type(None): lambda _: "null",
}


def write_json(stream: TextIO, tables: Tables, style: Style) -> None:
    """Write one object ``{table: [row, ...]}``, a row a line; null for None, Chinese unescaped, exact numbers."""
    stream.write("{")
    for index, (name, rows) in enumerate(tables.items()):
        stream.write(f'{"," if index else ""}\n"{name}": [')
        stream.write(",".join("\n" + line for line in _objects(name, rows, style)))
        stream.write("\n]" if rows else "]")
    stream.write("\n}\n")


def write_json_lines(stream: TextIO, tables: Tables, style: Style) -> None:
    """Write one row a line; of several tables, each row says in a first key ``table`` to which it belongs."""
    for name, rows in tables.items():
        first = f'"table": "{name}", ' if len(tables) > 1 else ""
        stream.writelines(f"{{{first}{line[1:]}\n" for line in _objects(name, rows, style))


def _objects(name: str, rows: Sequence[Row], style: Style) -> list[str]:
    keys = [(f'"{column.header(style.headers)}": ', column.name) for column in style.columns(name)]
    return ["{" + ", ".join([key + _encode(row.get(column)) for key, column in keys]) + "}" for row in rows]


def _encode(cell: object) -> str:
    return _ENCODERS[type(cell)](cell)
