"""``govreply links``: which document cites which, as tables or as a graph."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from govreply.commands.messages import STDIN
from govreply.commands.mining import Request, mine
from govreply.mining.corpus import Corpus
from govreply.mining.links import LINKS, NODES, Links, links
from govreply.mining.links.graph import write_dot, write_graphml
from govreply.mining.results import Result

_EDGE_COLUMNS = ("source", "cited_number", "cited_title", "cited_source", "how", "mentions")
_NODE_COLUMNS = ("title", "number", "kind", "source", "cites", "cited_by")
_FILLING = ("source", "cited_number", "cited_title", "cited_source")
_SINGLE = ("table", "csv")


def run(request: Request, nodes: bool = False) -> int:
    """Write who cites whom, with ``nodes`` the documents and papers instead; the exit status.

    JSON, JSON Lines, a folder and the graph formats hold both. Raises what ``commands.mining.mine`` raises.
    """
    found = Links([], [])

    def find(corpus: Corpus) -> list[Result]:
        nonlocal found
        found = links(corpus)
        edge_table = Result(LINKS, found.edges, _EDGE_COLUMNS, _FILLING, nothing="no paper is cited")
        node_table = Result(NODES, found.nodes, _NODE_COLUMNS, ("title", "source"))
        if nodes:
            return [node_table]
        return [edge_table] if _holds_one_table(request) else [edge_table, node_table]

    def graphml(stream: TextIO, _: Sequence[Result]) -> None:
        write_graphml(stream, found)

    def dot(stream: TextIO, _: Sequence[Result]) -> None:
        write_dot(stream, found)

    return mine(request, find, {"graphml": graphml, "dot": dot})


def _holds_one_table(request: Request) -> bool:
    """Whether what is to be written is a table on a terminal or a single CSV file."""
    if request.output in ("", STDIN):
        return request.format in (None, *_SINGLE)
    if request.output.endswith(("/", "\\")) or Path(request.output).is_dir():
        return False
    return (request.format or Path(request.output).suffix.lower().lstrip(".")) in _SINGLE
