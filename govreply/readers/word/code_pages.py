"""Bytes of a word processor's file whose code page is not stated: Chinese or Western."""

from __future__ import annotations

import re

from govreply.readers.text import frequent_characters

_PAIRS = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xf7][\xa1-\xfe])*+")
"""Characters of GB 2312, and ASCII."""


def codec_of(raw: bytes) -> str:
    """``gb18030`` where ``raw`` is pairs of bytes that read better as Chinese, else ``cp1252``.

    Western letters beyond ASCII do not come in pairs; signs (±°, ····) do, so they are taken for Chinese only where
    that gives more frequent characters.
    """
    if raw.isascii() or not _PAIRS.fullmatch(raw):
        return "cp1252"
    western, chinese = raw.decode("cp1252", "replace"), raw.decode("gb18030", "replace")
    has_letters = any(not character.isascii() and character.isalpha() for character in western)
    reads_better = frequent_characters(chinese) > frequent_characters(western)
    return "gb18030" if has_letters or reads_better else "cp1252"
