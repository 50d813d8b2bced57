"""``links``: which document cites which, titles and numbers resolved to one another and to the documents at hand.

    names     the normal form of a title; whose paper may be meant
    mentions  the papers that one document names, by title, number or alias
    papers    which paper of the corpus a mention means
    graph     the links as GraphML and DOT

Everything works on rows, so that it is the same on documents and on datasets. Two papers are taken for one only where
nothing tells them apart: a title that bears several numbers, without one of them, stays a paper of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from govreply.extraction import Extraction
from govreply.mining.corpus import Corpus, corpus_of
from govreply.mining.links.mentions import ALIAS, NUMBER, TITLE, Mention, mentions
from govreply.mining.links.papers import Papers
from govreply.mining.results import PLACE, integer, text
from govreply.tables.schema import Cell, Row, Table, Tables

__all__ = ["LINKS", "NODES", "Links", "links"]

LINKS = Table(
    "links",
    "引用",
    "one document citing one paper",
    (
        text("reply_id", "文档编号", "stable id of the citing document"),
        text("source", "来源", "file name of the citing document"),
        text("citing_id", "引用方", "node of the citing document"),
        text("cited_id", "被引方", "node of the cited paper"),
        text("cited_title", "被引文件标题", "title of the cited paper, as it stands on it or as mostly written"),
        text("cited_number", "被引文号", "number of the cited paper or standard, where known"),
        text("cited_reply_id", "被引文档编号", "stable id of the cited paper where it is at hand"),
        text("cited_source", "被引来源", "file name of the cited paper where it is at hand"),
        text("how", "引用方式", "how it is named: title, number, alias, joined by +"),
        integer("mentions", "次数", "how often it is named"),
        text("stage", "阶段", "done or planned, of the first mention"),
        *PLACE,
    ),
)
"""The edges. ``sentence``, ``start`` and ``end`` are those of the first mention."""

NODES = Table(
    "nodes",
    "文件",
    "one document at hand, or one paper that is cited",
    (
        text("node_id", "编号", "its number, else its title in normal form, else its reply_id"),
        text("title", "标题", "its title, of one at hand as it gives it, else as mostly written"),
        text("number", "文号", "its number, where known"),
        text("kind", "类型", "of a document at hand as in replies; cited, or standard, of any other"),
        text("reply_id", "文档编号", "stable id where it is at hand"),
        text("source", "来源", "file name where it is at hand"),
        text("issuer", "发文机关", "issuing unit where it is at hand"),
        text("issued_on", "成文日期", "date of signing where it is at hand, ISO 8601"),
        integer("cites", "引用数", "papers that it cites"),
        integer("cited_by", "被引数", "documents at hand that cite it"),
    ),
)
"""The nodes: the documents at hand in their order, then the cited papers by their ids."""


class Links(NamedTuple):
    """Rows of ``LINKS`` and of ``NODES``. An edge's ``citing_id`` and ``cited_id`` are ``node_id`` of nodes."""

    edges: list[Row]
    nodes: list[Row]


def links(contents: Corpus | Extraction | Tables) -> Links:
    """The citations of a corpus, an extraction or its tables: an edge for each paper that a document cites.

    Edges come in the order of the documents and of the text. What a paper says of itself is no edge, nor are the
    answered proposal and research titles.
    """
    corpus = corpus_of(contents)
    cited = _mentions_by_document(corpus)
    documents = corpus.documents()
    papers = Papers(documents, cited, corpus.lexicon)
    at_hand: dict[str, Row] = {}
    for reply_id, row in documents.items():
        at_hand.setdefault(papers.ids[reply_id], row)
    book = _Book(corpus, papers, at_hand)
    edges = [edge for reply_id, found in cited.items() for edge in book.edges(reply_id, found)]
    return Links(edges, book.nodes(edges))


def _mentions_by_document(corpus: Corpus) -> dict[str, list[Mention]]:
    titles, numbers = _by_document(corpus, "titles"), _by_document(corpus, "document_numbers")
    return {
        reply_id: mentions(
            titles.get(reply_id, []),
            numbers.get(reply_id, []),
            "" if str(row["kind"]).endswith("_reply") else str(row["title"] or ""),
            corpus.lexicon,
        )
        for reply_id, row in corpus.documents().items()
    }


def _by_document(corpus: Corpus, name: str) -> dict[Cell, list[Row]]:
    found: dict[Cell, list[Row]] = {}
    for row in corpus.rows(name):
        found.setdefault(row["reply_id"], []).append(row)
    return found


class _Book:
    """Rows of edges and nodes, with what the documents at hand say of themselves."""

    def __init__(self, corpus: Corpus, papers: Papers, at_hand: dict[str, Row]) -> None:
        self._sources = corpus.sources()
        self._papers = papers
        self._at_hand = at_hand

    def edges(self, reply_id: str, found: list[Mention]) -> Iterator[Row]:
        """The edges of one document, in the order of the first mentions."""
        by_node: dict[str, list[Mention]] = {}
        for mention in found:
            by_node.setdefault(self._papers.node_of(reply_id, mention), []).append(mention)
        citing = self._papers.ids[reply_id]
        for node_id, named in by_node.items():
            if node_id != citing:
                yield self._edge(reply_id, citing, node_id, named)

    def _edge(self, reply_id: str, citing: str, node_id: str, named: list[Mention]) -> Row:
        paper, first = self._at_hand.get(node_id), named[0].row
        ways = {way for mention in named for way in mention.ways}
        return {
            "reply_id": reply_id,
            "source": self._sources[reply_id],
            "citing_id": citing,
            "cited_id": node_id,
            "cited_title": self._title(node_id),
            "cited_number": self._number(node_id),
            "cited_reply_id": paper["reply_id"] if paper else None,
            "cited_source": self._sources[str(paper["reply_id"])] if paper else None,
            "how": "+".join(way for way in (TITLE, NUMBER, ALIAS) if way in ways),
            "mentions": len(named),
            "stage": first["stage"],
            "sentence": first["sentence"],
            "start": first["start"],
            "end": first["end"],
        }

    def nodes(self, edges: list[Row]) -> list[Row]:
        """The documents at hand, then the papers that are only cited."""
        cites: dict[str, set[Cell]] = {}
        cited_by: dict[str, set[Cell]] = {}
        for edge in edges:
            cites.setdefault(str(edge["citing_id"]), set()).add(edge["cited_id"])
            cited_by.setdefault(str(edge["cited_id"]), set()).add(edge["citing_id"])
        ids = [*self._at_hand, *sorted(set(cited_by) - set(self._at_hand))]
        return [self._node(node_id, len(cites.get(node_id, ())), len(cited_by.get(node_id, ()))) for node_id in ids]

    def _node(self, node_id: str, cites: int, cited_by: int) -> Row:
        paper = self._at_hand.get(node_id)
        number = self._number(node_id)
        return {
            "node_id": node_id,
            "title": self._title(node_id),
            "number": number,
            "kind": paper["kind"] if paper else "standard" if number and "〔" not in number else "cited",
            "reply_id": paper["reply_id"] if paper else None,
            "source": self._sources[str(paper["reply_id"])] if paper else None,
            "issuer": paper["issuer"] if paper else None,
            "issued_on": paper["issued_on"] if paper else None,
            "cites": cites,
            "cited_by": cited_by,
        }

    def _title(self, node_id: str) -> str | None:
        paper = self._at_hand.get(node_id)
        return str(paper["title"] if paper and paper["title"] else self._papers.title(node_id)) or None

    def _number(self, node_id: str) -> str | None:
        return node_id if self._papers.is_number(node_id) else None
