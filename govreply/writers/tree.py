"""The structure of one reply as a tree: sections, answers and measures, with counts of what was found in each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

from rich.text import Text
from rich.tree import Tree

from govreply.tables.schema import MENTION_TABLES, TABLES, Headers, Row, Tables
from govreply.writers import Style
from govreply.writers.terminal import console, printable

_KINDS = {"sections": "section_no", "answers": "answer_no", "measures": "measure_no"}
_UNWRAPPED = 1000
"""Columns where there is no terminal: a line an element, for grep and the like."""
_Tally = Counter[str]
_FAR = 2**63
"""Beyond the end of any text: the root of the tree never closes."""


class _Element(NamedTuple):
    """A section, answer or measure: where it lies in the source, what it is called, what was found in it."""

    start: int
    end: int
    rank: int
    label: Text
    tally: _Tally


def write_tree(stream: TextIO, tables: Tables, style: Style, warnings: Sequence[str] = ()) -> None:
    """Draw the reply's header line and under it its sections, answers and measures as they contain one another."""
    found = Counter({name: len(tables[name]) for name in MENTION_TABLES})
    root = Tree(_header(tables["replies"][0]) + _tally_text(found, style.headers), guide_style="dim")
    for warning in warnings:
        root.add(Text(f"! {warning}", style="yellow"))
    open_nodes = [(_FAR, root)]
    elements = sorted(_elements(tables), key=lambda element: (element.start, -element.end, element.rank))
    for element in elements:
        while open_nodes[-1][0] <= element.start:
            open_nodes.pop()
        node = open_nodes[-1][1].add(element.label + _tally_text(element.tally, style.headers))
        open_nodes.append((element.end, node))
    if not elements:
        root.add(Text("no sections, answers or measures", style="yellow"))
    console(stream, None if stream.isatty() else _UNWRAPPED).print(root)


def _header(reply: Row) -> Text:
    parts = [reply.get(column) for column in ("title", "doc_number", "issuer", "issued_on")]
    line = " · ".join(str(part) for part in parts if part is not None)
    return printable(line or reply.get("source") or reply["reply_id"], "bold")


def _elements(tables: Tables) -> Iterator[_Element]:
    for rank, (name, number) in enumerate(_KINDS.items()):
        tallies: defaultdict[object, _Tally] = defaultdict(Counter)
        for mentions in MENTION_TABLES:
            for row in tables[mentions]:
                tallies[row[number]][mentions] += 1
        for row in tables[name]:
            start, end = row["start"], row["end"]
            assert isinstance(start, int)
            assert isinstance(end, int)
            yield _Element(start, end, rank, _label(name, row), tallies[row[number]])


def _label(name: str, row: Row) -> Text:
    if name == "sections":
        return printable(f"{row['ordinal'] or row['section_no']}、{row['heading'] or ''}", "cyan")
    if name == "answers":
        return printable(row["department_text"] or row["department"] or "—", "green")
    line = f"{row['label'] or ''} {row['headline'] or ''}".strip()
    return printable(line, "dim" if row["stage"] == "planned" else "")


def _tally_text(tally: _Tally, headers: Headers) -> Text:
    """``  金额 3 · 数量 5``, in the order of the tables."""
    found = [
        f"{TABLES[name].label if headers == 'zh' else name} {tally[name]}" for name in MENTION_TABLES if tally[name]
    ]
    return Text("  " + " · ".join(found) if found else "", style="magenta")
