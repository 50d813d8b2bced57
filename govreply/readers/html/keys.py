"""The keys of a page's metadata and of a record (索引号, 答复内容): what a text must be to be one."""

from __future__ import annotations

from functools import cache

from govreply.lexicon import default_lexicon

PASSAGES = ("request", "answer")
"""Fields whose values are passages of text, not words."""

_LONGEST = 40


@cache
def fields() -> dict[str, str]:
    """The keys of a page's metadata and of a record, each with its field (dictionary metadata_keys)."""
    return {row["key"]: row["field"] for row in default_lexicon().rows("metadata_keys")}


def key_of(text: str) -> str:
    """The key that ``text`` is, its blanks, brackets and colon left out (【索 引 号：】); empty if it is none."""
    key = squeezed(text).strip("：:【】[]·•*") if len(text) < _LONGEST else ""
    return key if key in fields() else ""


def squeezed(text: str) -> str:
    """``text`` without any white space."""
    return "".join(text.split())
