"""What is written beside or above an element that holds a request or a reply: 建议内容, 答复内容, be it on a tab."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from govreply.readers.html.keys import PASSAGES, fields, key_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_STEPS = 4  # elements around the container that may stand beside its label
_MOST_TABS = 8


def label_of(node: LexborNode) -> str:
    """The key of the passage that ``node`` holds, request or reply; empty where none is written before it."""
    for _ in range(_STEPS):
        parent = node.parent
        if parent is None or node.tag == "body":
            return ""
        siblings = list(parent.iter())
        at = next(index for index, sibling in enumerate(siblings) if sibling.mem_id == node.mem_id)
        if at and (key := passage_key(siblings[at - 1])):
            return key
        above = before(parent)
        for strip, panes, index in ((siblings[0], siblings[1:], at - 1), (above, siblings, at)):
            if index >= 0 and strip is not None and len(panes) > 1 and (tabs := _tabs(strip, len(panes))):
                return tabs[index]
        node = parent
    return ""


def passage_key(node: LexborNode) -> str:
    """The key, of a request or a reply, that is all the text of ``node``; else empty."""
    key = key_of(node.text())
    return key if key and fields()[key] in PASSAGES else ""


def before(node: LexborNode) -> LexborNode | None:
    """The element before ``node`` among its siblings, if there is one."""
    previous = node.prev
    while previous is not None and (previous.tag or "").startswith("-"):
        previous = previous.prev
    return previous


def _tabs(strip: LexborNode, panes: int) -> Sequence[str]:
    """The keys on a strip of as many tabs as there are ``panes``; empty if it is none."""
    tabs = list(strip.iter()) if panes <= _MOST_TABS else []
    if len(tabs) == 1:
        tabs = list(tabs[0].iter())
    keys = [passage_key(tab) for tab in tabs]
    return keys if len(keys) == panes and all(keys) else ()
