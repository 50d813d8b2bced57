"""The links as a graph: GraphML (graphml.graphdrawing.org, read by Gephi, yEd, networkx) and DOT (Graphviz)."""

from __future__ import annotations

from typing import TextIO

from govreply.mining.links import LINKS, NODES, Links
from govreply.mining.results import Row
from govreply.patterns import compiled
from govreply.tables.schema import Column, Table

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_EDGE_COLUMNS = ("how", "mentions", "stage", "sentence", "source", "start", "end")
_TYPES = {"integer": "long", "number": "double", "text": "string"}
_LONGEST_LINE = 14


def write_graphml(stream: TextIO, found: Links) -> None:
    """Write a directed graph as GraphML: nodes with the columns of ``NODES``, edges with how, mentions, stage,
    sentence, source, start and end. The same links give the same bytes."""
    from xml.etree import ElementTree

    ElementTree.register_namespace("", _NAMESPACE)
    root = ElementTree.Element(f"{{{_NAMESPACE}}}graphml")
    node_columns, edge_columns = _columns(NODES, ()), _columns(LINKS, _EDGE_COLUMNS)
    for target, columns in (("node", node_columns), ("edge", edge_columns)):
        for column in columns:
            key = {"id": f"{target}_{column.name}", "for": target, "attr.name": column.name}
            ElementTree.SubElement(root, f"{{{_NAMESPACE}}}key", {**key, "attr.type": _TYPES[column.type]})
    graph = ElementTree.SubElement(root, f"{{{_NAMESPACE}}}graph", {"id": "links", "edgedefault": "directed"})

    def add(target: str, attributes: dict[str, str], row: Row, columns: list[Column]) -> None:
        element = ElementTree.SubElement(graph, f"{{{_NAMESPACE}}}{target}", attributes)
        for column in columns:
            if row[column.name] is not None:
                data = ElementTree.SubElement(element, f"{{{_NAMESPACE}}}data", {"key": f"{target}_{column.name}"})
                data.text = _printable(row[column.name])

    for row in found.nodes:
        add("node", {"id": _printable(row["node_id"])}, row, node_columns)
    for row in found.edges:
        ends = {"source": _printable(row["citing_id"]), "target": _printable(row["cited_id"])}
        add("edge", ends, row, edge_columns)
    ElementTree.indent(root)
    stream.write("<?xml version='1.0' encoding='UTF-8'?>\n")
    stream.write(ElementTree.tostring(root, "unicode"))
    stream.write("\n")


def write_dot(stream: TextIO, found: Links) -> None:
    """Write a directed graph in DOT: documents at hand are boxes, planned links dashed; an edge's weight says how
    often the paper is named. The same links give the same bytes."""
    stream.write("digraph links {\n  rankdir=LR;\n  node [shape=plaintext];\n")
    for row in found.nodes:
        title = _printable(row["title"] or row["source"] or row["node_id"])
        number = _printable(row["number"] or "")
        label = "\\n".join(_quoted(line) for line in [*_lines(title), *([number] if number else [])])
        shape = ", shape=box" if row["reply_id"] else ""
        stream.write(f'  "{_quoted(_printable(row["node_id"]))}" [label="{label}"{shape}];\n')
    for row in found.edges:
        ends = " -> ".join(f'"{_quoted(_printable(row[end]))}"' for end in ("citing_id", "cited_id"))
        style = ", style=dashed" if row["stage"] == "planned" else ""
        stream.write(f'  {ends} [label="{_quoted(str(row["how"]))}", weight={row["mentions"]}{style}];\n')
    stream.write("}\n")


def _columns(table: Table, names: tuple[str, ...]) -> list[Column]:
    return [column for column in table.columns if not names or column.name in names]


def _printable(cell: object) -> str:
    """A cell without the control characters that XML cannot hold."""
    return str(compiled(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]").sub("", str(cell)))


def _lines(title: str) -> list[str]:
    """A title in lines that a box can hold."""
    return [title[at : at + _LONGEST_LINE] for at in range(0, len(title), _LONGEST_LINE)]


def _quoted(text: str) -> str:
    """Text for between the double quotes of DOT."""
    return " ".join(text.replace("\\", "\\\\").replace('"', '\\"').split())
