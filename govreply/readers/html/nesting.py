"""Markup in which no element lies deeper than MOST_DEPTH, for a parser looks through all open elements at each tag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govreply.readers.html.lines import BLOCKS
from govreply.readers.limits import MOST_DEPTH

_LOOKED_BACK = 100  # open elements among which the one is looked for that a tag ends
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})[^<>]{0,4000}>")
_APART = re.compile(r"<!--|<(svg|math|script|style|textarea|title)(?=[\s/>])[^<>]{0,4000}>", re.I)
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.I) for name in ("script", "style", "textarea", "title")} | {
    name: re.compile(rf"</{name}\s{{0,99}}>|(?=<(?:div|h[1-6]|li|ol|p|span|table|ul|svg|math)[\s>])", re.I)
    for name in ("svg", "math")
}  # an HTML element ends a drawing
_EMPTY_TAGS = "area base br col embed hr img input link meta param source track wbr"
_CHILDLESS_TAGS = "body colgroup head html optgroup option rp rt tbody tfoot thead"  # or once on a page, or in a table

_NEVER_OPEN = frozenset([*_EMPTY_TAGS.split(), *_CHILDLESS_TAGS.split()])
_ENDED_BY_NEXT = {
    "li": BLOCKS - {"address", "div", "p", "li"},
    "dd": BLOCKS - {"address", "div", "p", "dd", "dt"},
    "dt": BLOCKS - {"address", "div", "p", "dd", "dt"},
    "td": frozenset({"table"}),
    "th": frozenset({"table"}),
    "tr": frozenset({"table"}),
}  # elements that the next of their kind ends, and those beyond which it does not
_KINDS = {"dd": ("dd", "dt"), "dt": ("dd", "dt"), "td": ("td", "th"), "th": ("td", "th"), "tr": ("td", "th", "tr")}
_SPECIAL = (BLOCKS | {"button", "footer", "nav", "object", "select"}) - {"legend", "ucapcontent", "ucaptitle"}
_TABLE = frozenset({"table"})


def flattened(markup: str) -> str:
    """``markup`` without comments, drawings and the tags of elements that lie deeper than MOST_DEPTH.

    Which elements are open is told as a parser does (HTML Standard, 13.2.6), but no more exactly than this needs. A
    line break stands for a tag that would have begun or ended a line. Time is linear in ``len(markup)``.
    """
    kept = _Shallow().kept
    return "".join(piece if is_apart else _TAG.sub(kept, piece) for is_apart, piece in _pieces(markup))


def _pieces(markup: str) -> Iterator[tuple[bool, str]]:
    """The pieces of ``markup``, and of each whether its tags are none (those of a script); some are left out."""
    at = 0
    while (found := _APART.search(markup, at)) is not None:
        yield False, markup[at : found.start()]
        name = (found[1] or "").lower()
        if not name:
            end = markup.find("-->", found.start() + 2)
            at = len(markup) if end < 0 else end + 3
            continue
        ended = None if name in ("svg", "math") and found[0].endswith("/>") else _ENDS[name].search(markup, found.end())
        if name in ("svg", "math"):
            at = ended.end() if ended else found.end()
            continue
        at = ended.start() if ended else len(markup)
        yield True, markup[found.start() : at]
    yield False, markup[at:]


class _Shallow:
    """Keeps the tags of shallow elements, as tags come one after another."""

    def __init__(self) -> None:
        self._opened: list[str] = []

    def kept(self, tag: re.Match[str]) -> str:
        """What stands for a tag."""
        name = tag[2].lower()
        if ":" in name:  # of Office; it may close none of them
            return ""
        if name in _NEVER_OPEN:
            return tag[0]
        depth = self._closed(name) if tag[1] else self._begun(name)
        if depth < MOST_DEPTH:
            return tag[0]
        return "<br>" if name in BLOCKS else ""

    def _begun(self, name: str) -> int:
        """The depth of an element that begins."""
        if name in BLOCKS:
            self._end(("p",), _SPECIAL - {"p"})
        if name in _ENDED_BY_NEXT:
            self._end(_KINDS.get(name, (name,)), _ENDED_BY_NEXT[name])
        self._opened.append(name)
        return len(self._opened) - 1

    def _closed(self, name: str) -> int:
        """The depth of the element that a tag closes; 0 where it closes none."""
        barrier = _TABLE - {name} if name in _SPECIAL else _SPECIAL
        return self._end((name,), barrier) if name in self._opened[-_LOOKED_BACK:] else 0

    def _end(self, names: tuple[str, ...], barrier: frozenset[str]) -> int:
        """End the innermost open element of ``names`` that no element of ``barrier`` stands in; its depth, else 0."""
        opened = self._opened
        for depth in range(len(opened) - 1, max(len(opened) - _LOOKED_BACK, 0) - 1, -1):
            if opened[depth] in names:
                del opened[depth:]
                return depth
            if opened[depth] in barrier:
                return 0
        return 0
