"""How the tables of a dataset refer to one another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

PRIMARY_KEYS: dict[str, tuple[str, ...]] = {
    "replies": ("reply_id",),
    "sections": ("reply_id", "section_no"),
    "answers": ("reply_id", "answer_no"),
    "measures": ("reply_id", "measure_no"),
    "files": ("path", "sha256"),
}
"""The columns that tell a table's rows apart. A path alone does not: merged datasets may have two files of one path."""

ALWAYS_THERE = frozenset({("responsibilities", "measure_no")})
"""Columns with a number of a part that is never empty."""


class Reference(NamedTuple):
    """Columns that name a row of another table by its columns ``to``; ``always`` if no row leaves one of them empty."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]
    always: bool = True


def references(name: str, tables: Mapping[str, Collection[str]]) -> Iterator[Reference]:
    """The references of table ``name``; ``tables`` are the names of the columns of every table of the dataset."""
    columns = tables[name]
    if name == "files":
        yield Reference(("duplicate_of", "sha256"), "files", ("path", "sha256"), always=False)
        return
    for other, key in PRIMARY_KEYS.items():
        if other not in (name, "files") and other in tables and all(each in columns for each in key):
            yield Reference(key, other, key, len(key) == 1 or (name, key[-1]) in ALWAYS_THERE)
