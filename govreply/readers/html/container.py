"""Where on a web page the paper stands: by the names that page builders give its element, else by its sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from govreply.lexicon import default_lexicon
from govreply.patterns import compiled
from govreply.readers.html.furniture import is_footer
from govreply.readers.html.keys import key_of, squeezed
from govreply.readers.html.labels import before, passage_key
from govreply.readers.html.lines import BLOCKS, SKIPPED, LineWriter

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_UNDISPLAYED = '[style*="display:none" i],[style*="display: none" i]'
_HIDDEN = (
    '[style*="visibility:hidden" i],[style*="mso-hide:all" i],[hidden],[aria-hidden="true"]'
    ',del,[style*="line-through" i]'
)
_TAB = r"(?:(?<![a-zA-Z])tab|(?<=[a-z])Tab|(?<![a-zA-Z])T(?:ab|AB))(?!le|LE)"  # not a table, not a database

_NAMED = "[class],[id],ucapcontent,ucaptitle,article,h1,h2"
_MARKS = "，。；"  # not ：, which fields have
_MOST = 0.8  # share of the best container's marks with which a smaller one is preferred
_ENOUGH = 0.34  # share of the marks of the densest element that a known container has at least
_GOES_DOWN = 0.6  # share of its marks with which a child is taken for its parent
_COPIED = (3, 50)  # marks and characters of a text that a page holds twice only in a copy for another screen
_LONGEST_PART = 20_000  # characters of an element that may be but a part of the paper
_LONGEST_ADDRESSEE = 60
_HEAD = 10  # lines among which a paper has its addressee, and as many for its date
_DATE = r"[\d〇○零一二三四五六七八九]{4}\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?日"

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


def hidden_elements(page: LexborHTMLParser) -> frozenset[int]:
    """The ``mem_id`` of each element that a browser does not show, or shows struck out; a tab (答复内容) is shown when
    it is chosen."""
    undisplayed = [node for node in page.css(_UNDISPLAYED) if not _is_tab(node)]
    return frozenset(node.mem_id for node in (*undisplayed, *page.css(_HIDDEN)))


def _is_tab(node: LexborNode) -> bool:
    return compiled(_TAB).search(node.attributes.get("class") or "") is not None


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


def containers_of(body: LexborNode, named: Named, hidden: frozenset[int]) -> tuple[list[LexborNode], frozenset[int]]:
    """The elements that hold the paper, in their order, ``body`` itself where no other does; and the ``mem_id`` of
    those that hold a copy of what stands before them (for telephones)."""
    skipped = hidden | named.furniture
    weights, copies = _weights(body, skipped)
    if copies:
        skipped |= copies
        weights, _ = _weights(body, skipped)
    groups = [group for nodes in named.containers.values() if (group := _outermost(nodes, weights))]
    heavy = [(_sum(group, weights), group) for group in groups]
    best = max((weight.marks for weight, _ in heavy), default=0)
    densest = _densest(body, weights, skipped)
    if best <= _ENOUGH * weights.get(densest.mem_id, Weight(0, 0)).marks or not best:
        return [densest], copies
    fitting = [pair for pair in heavy if pair[0].marks >= _MOST * best]
    return min(fitting, key=lambda pair: pair[0].characters)[1], copies


def following(node: LexborNode) -> list[LexborNode]:
    """The elements that come after ``node`` in the body of its page, the outermost of them."""
    found: list[LexborNode] = []
    current: LexborNode | None = node
    while current is not None and current.tag not in ("body", "html"):
        sibling = current.next
        while sibling is not None:
            found.append(sibling)
            sibling = sibling.next
        current = current.parent
    return found


@cache
def _kinds() -> dict[str, str]:
    return {row["name"].lower(): row["kind"] for row in default_lexicon().rows("page_containers")}


def _outermost(nodes: Sequence[LexborNode], weights: dict[int, Weight]) -> list[LexborNode]:
    """Those of ``nodes`` that hold sentences, or stand beside one of them, and not within another of them."""
    telling = [node for node in nodes if weights.get(node.mem_id, Weight(0, 0)).marks]
    places = set(map(_place, telling))
    kept = [node for node in nodes if node.mem_id in weights and _place(node) in places]
    ids = {node.mem_id for node in kept}
    return kept if len(kept) < 2 else [node for node in kept if not _has_ancestor(node, ids)]


def _place(node: LexborNode) -> tuple[int, str | None]:
    parent = node.parent
    return parent.mem_id if parent else 0, node.attributes.get("class")


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


def _weights(body: LexborNode, skipped: frozenset[int]) -> tuple[dict[int, Weight], frozenset[int]]:
    """The weight of each element within ``body`` by its ``mem_id``, in one walk; and the copies of others."""
    weights: dict[int, Weight] = {}
    innermost: dict[tuple[int, int], LexborNode] = {}  # by its marks and those before it
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
            earlier = stack.pop()
            weight = weights[node.mem_id] = Weight(marks - earlier[0], characters - earlier[1])
            if weight >= _COPIED and node.tag not in _PARTS:
                innermost.setdefault((weight.marks, earlier[0]), node)
        sibling = node.next
        if not stack or sibling is None:
            return weights, _copies(innermost)
        node = sibling


def _copies(innermost: dict[tuple[int, int], LexborNode]) -> frozenset[int]:
    """The elements whose sentences are those of one before, given elements none of which holds another."""
    several = Counter(marks for marks, _ in innermost)
    seen: set[str] = set()
    copies: set[int] = set()
    for (marks, _), node in innermost.items():
        if several[marks] > 1 and len(text := _between_marks(node)) >= _COPIED[1]:
            if text in seen:
                copies.add(node.mem_id)
            seen.add(text)
    return frozenset(copies)


def _between_marks(node: LexborNode) -> str:
    """The text of ``node`` from its first mark to its last, without the title that a copy may lack."""
    text = squeezed(node.text())
    return text[min(map(text.find, _present(text)), default=0) : max(map(text.rfind, _MARKS))]


def _present(text: str) -> list[str]:
    return [mark for mark in _MARKS if mark in text]


def _marks(text: str) -> int:
    return 0 if text.isascii() else sum(map(text.count, _MARKS))


def _is_link(node: LexborNode, tag: str) -> bool:
    return tag == "a" and "href" in node.attributes


def _densest(body: LexborNode, weights: dict[int, Weight], skipped: frozenset[int]) -> LexborNode:
    """The innermost element with most of the page's sentences that is more than a part of the paper."""
    current = found = body
    while True:
        children = [child for child in current.iter() if child.mem_id in weights]
        heaviest = max(children, key=lambda child: weights[child.mem_id].marks, default=None)
        if heaviest is None or not _holds_most(heaviest, current, weights, skipped):
            heaviest = _whole_among(children, weights, skipped)
        if heaviest is None or ((label := before(heaviest)) is not None and passage_key(label)):
            return found
        current = heaviest
        found = found if current.tag in _PARTS else current


def _holds_most(node: LexborNode, parent: LexborNode, weights: dict[int, Weight], skipped: frozenset[int]) -> bool:
    """Whether the paper is likely to be within ``node``, of the children of ``parent`` the one with most sentences."""
    if weights[node.mem_id].marks < max(1, _GOES_DOWN * weights[parent.mem_id].marks):
        return False
    holds_blocks = node.tag != "p" and any(child.tag in BLOCKS for child in node.iter())
    return holds_blocks and not _is_part(node, parent, weights, skipped)


def _whole_among(nodes: Iterable[LexborNode], weights: dict[int, Weight], skipped: frozenset[int]) -> LexborNode | None:
    """The one of ``nodes`` that begins with an addressee and ends with a date; None where none or several do."""
    telling = [node for node in nodes if weights[node.mem_id].marks and _may_be_part(node, weights)]
    whole = [node for node in telling if node.tag != "p" and _opens(texts := _texts(node, skipped)) and _ends(texts)]
    return whole[0] if len(whole) == 1 else None


def _texts(node: LexborNode, skipped: frozenset[int]) -> list[str]:
    writer = LineWriter(skipped)
    writer.write(node)
    return [line.text for line in writer.lines]


def _may_be_part(node: LexborNode, weights: dict[int, Weight]) -> bool:
    return weights[node.mem_id].characters <= _LONGEST_PART


def _is_part(node: LexborNode, parent: LexborNode, weights: dict[int, Weight], skipped: frozenset[int]) -> bool:
    """Whether the paper goes on beside ``node``: what stands there is text, and ``node`` is a paragraph or begins
    without an addressee."""
    siblings = [child for child in parent.iter() if child.mem_id in weights and child.mem_id != node.mem_id]
    others = [sibling for sibling in siblings if _is_text(sibling, weights)]
    within = sum(weights[child.mem_id].marks for child in (node, *siblings))
    stands_bare = weights[parent.mem_id].marks > within
    if not (others or stands_bare) or not _may_be_part(node, weights):
        return False
    texts = _texts(node, skipped)
    if len(texts) < 2:
        return True
    alike = stands_bare or any(_is_alike(other, node) for other in others)
    return alike and not _opens(texts)


def _is_text(node: LexborNode, weights: dict[int, Weight]) -> bool:
    """Whether an element may be a paragraph of the paper, or several: it holds a sentence or an addressee."""
    weight = weights[node.mem_id]
    if weight.marks:
        return not is_footer(node.text())
    return weight.characters < _LONGEST_ADDRESSEE and _is_addressee(node.text().strip())


def _is_addressee(text: str) -> bool:
    return text[-1:] in ("：", ":") and not _marks(text) and len(text) < _LONGEST_ADDRESSEE and not key_of(text)


def _opens(lines: Sequence[str]) -> bool:
    """Whether the ``lines`` begin as a paper does: there is an addressee before the first sentence."""
    return any(map(_is_addressee, takewhile(lambda line: not _marks(line), lines[:_HEAD])))


def _ends(lines: Sequence[str]) -> bool:
    """Whether the ``lines`` end as a paper does: a date stands among the last."""
    return any(compiled(_DATE).fullmatch(line) for line in lines[-_HEAD:])


def _is_alike(node: LexborNode, other: LexborNode) -> bool:
    """Whether one builder's hand made both elements: paragraphs, or elements of one class."""
    return node.tag == "p" or (node.tag, node.attributes.get("class")) == (other.tag, other.attributes.get("class"))
