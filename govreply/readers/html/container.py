"""Where on a web page the paper stands: by the names that page builders give its element, else by its sentences."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from govreply.lexicon import default_lexicon
from govreply.readers.html.labels import before, passage_key
from govreply.readers.html.lines import BLOCKS, SKIPPED

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

HIDDEN = (
    '[style*="display:none" i]:not([class*="tab" i]),[style*="display: none" i]:not([class*="tab" i])'
    ',[style*="visibility:hidden" i],[style*="mso-hide:all" i],[hidden],[aria-hidden="true"]'
)
"""Elements that a browser does not show; a tab (答复内容) is shown when it is chosen."""

_NAMED = "[class],[id],ucapcontent,ucaptitle,article,h1,h2"
_MARKS = "，。；"  # not ：, which fields have
_MOST = 0.8  # share of the best container's marks with which a smaller one is preferred
_ENOUGH = 0.34  # share of the marks of the densest element that a known container has at least
_GOES_DOWN = 0.6  # share of its marks with which a child is taken for its parent

_PARTS = frozenset(["dd", "dl", "li", "ol", "tbody", "tfoot", "thead", "tr", "ul"])


class Weight(NamedTuple):
    """Marks of Chinese sentences, and characters, of an element without its links."""

    marks: int
    characters: int


class Named(NamedTuple):
    """The elements of a page whose names are known: containers by name, titles, and the ``mem_id`` of furniture."""

    containers: dict[str, list[LexborNode]]
    titles: list[LexborNode]
    furniture: frozenset[int]


def named_elements(page: LexborHTMLParser) -> Named:
    """The elements of ``page`` that the dictionary page_containers names by id, class or tag."""
    kinds = _kinds()
    found = Named({}, [], frozenset())
    furniture: set[int] = set()
    nodes = {node.mem_id: node for node in page.css(_NAMED)}  # css gives a node once for each selector that it meets
    for node in nodes.values():
        attributes = node.attributes
        tag = node.tag or ""
        words = [tag, *(attributes.get("class") or "").lower().split(), (attributes.get("id") or "").lower()]
        told = {kinds[word]: word for word in words if word in kinds}
        if "container" in told:
            found.containers.setdefault(told["container"], []).append(node)
        elif "furniture" in told and tag not in ("body", "html"):
            furniture.add(node.mem_id)
        if "title" in told or tag in ("h1", "h2"):
            found.titles.append(node)
    return found._replace(furniture=frozenset(furniture))


def containers_of(body: LexborNode, named: Named, hidden: frozenset[int]) -> list[LexborNode]:
    """The elements that hold the paper, in their order; ``body`` itself where no other does."""
    weights = _weights(body, hidden | named.furniture)
    groups = [group for nodes in named.containers.values() if (group := _outermost(nodes, weights))]
    heavy = [(_sum(group, weights), group) for group in groups]
    best = max((weight.marks for weight, _ in heavy), default=0)
    densest = _densest(body, weights)
    if best <= _ENOUGH * weights.get(densest.mem_id, Weight(0, 0)).marks or not best:
        return [densest]
    return min((pair for pair in heavy if pair[0].marks >= _MOST * best), key=lambda pair: pair[0].characters)[1]


@cache
def _kinds() -> dict[str, str]:
    return {row["name"].lower(): row["kind"] for row in default_lexicon().rows("page_containers")}


def _outermost(nodes: Iterable[LexborNode], weights: dict[int, Weight]) -> list[LexborNode]:
    """Those of ``nodes`` that hold sentences and do not stand within another of them."""
    kept = [node for node in nodes if weights.get(node.mem_id, Weight(0, 0)).marks]
    ids = {node.mem_id for node in kept}
    return kept if len(kept) < 2 else [node for node in kept if not _has_ancestor(node, ids)]


def _has_ancestor(node: LexborNode, ids: set[int]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id in ids:
            return True
        parent = parent.parent
    return False


def _sum(nodes: Iterable[LexborNode], weights: dict[int, Weight]) -> Weight:
    several = [weights[node.mem_id] for node in nodes]
    return Weight(sum(each.marks for each in several), sum(each.characters for each in several))


def _weights(body: LexborNode, skipped: frozenset[int]) -> dict[int, Weight]:
    """The weight of each block and named element within ``body``, by its ``mem_id``, in one walk."""
    weights: dict[int, Weight] = {}
    marks = characters = 0
    stack: list[tuple[int, int]] = []
    node: LexborNode = body
    while True:
        tag = node.tag or ""
        child = None
        if tag == "-text":
            text = node.text_content or ""
            characters += len(text)
            marks += _marks(text)
        elif tag[:1] == "-" or tag in SKIPPED or node.mem_id in skipped or _is_link(node, tag):
            pass
        elif tag == "p" and node.css_first("a[href]") is None:
            text = node.text()
            weight = weights[node.mem_id] = Weight(_marks(text), len(text))
            marks, characters = marks + weight.marks, characters + weight.characters
        else:
            child = node.first_child
        if child is not None:
            stack.append((marks, characters))
            node = child
            continue
        while stack and node.next is None:
            parent = node.parent
            assert parent is not None
            node = parent
            before = stack.pop()
            weights[node.mem_id] = Weight(marks - before[0], characters - before[1])
        following = node.next
        if not stack or following is None:
            return weights
        node = following


def _marks(text: str) -> int:
    return 0 if text.isascii() else sum(map(text.count, _MARKS))


def _is_link(node: LexborNode, tag: str) -> bool:
    return tag == "a" and "href" in node.attributes


def _densest(body: LexborNode, weights: dict[int, Weight]) -> LexborNode:
    """The innermost element with most of the page's sentences that is more than a paragraph, a list or a row."""
    current = found = body
    while True:
        children = [child for child in current.iter() if child.mem_id in weights]
        heaviest = max(children, key=lambda child: weights[child.mem_id].marks, default=None)
        if heaviest is None or heaviest.tag == "p" or not any(child.tag in BLOCKS for child in heaviest.iter()):
            return found
        if (label := before(heaviest)) is not None and passage_key(label):
            return found
        if weights[heaviest.mem_id].marks < max(1, _GOES_DOWN * weights[current.mem_id].marks):
            return found
        current = heaviest
        found = found if current.tag in _PARTS else current
