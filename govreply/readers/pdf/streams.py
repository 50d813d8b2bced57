"""Whether the streams of a PDF unpack to something out of all proportion: a zip bomb in the dress of a page."""

from __future__ import annotations

import re
import zlib

from govreply.readers.document import ReadError

MOST_UNPACKED = 16_000_000
"""Bytes that a stream which is no image may unpack to ..."""

MOST_TIMES = 40
"""... unless it is at least one part in so many of that itself: drawings of maps are large, but do not shrink so."""

_CHUNK = 1 << 16
_DICTIONARY = 400  # bytes before a stream that say what it is
_NO_PAGES = (b"/Image", b"/Length1", b"FontType0C", b"Type1C", b"/OpenType")  # images and fonts
_STREAM = re.compile(rb"(?<!end)stream\r?\n")


def check_streams(data: bytes) -> None:
    """Raises ReadError where a deflated stream of the PDF in ``data``, images and fonts aside, is a bomb.

    Streams behind other filters, and forms that draw one another again and again, are not looked into.
    """
    for match in _STREAM.finditer(data):
        described = data[max(0, match.start() - _DICTIONARY) : match.start()]
        described = described[described.rfind(b" obj") + 1 :]
        if b"/FlateDecode" in described and not any(mark in described for mark in _NO_PAGES):
            _check(data, match.end())


def _check(data: bytes, begin: int) -> None:
    unpacker = zlib.decompressobj()
    unpacked, at = 0, begin
    try:
        while not unpacker.eof and at < len(data):
            unpacked += len(unpacker.decompress(data[at : at + _CHUNK]))
            at += _CHUNK
            if unpacked > MOST_UNPACKED and unpacked > MOST_TIMES * (at - begin):
                raise ReadError(f"has a page that unpacks to more than {MOST_UNPACKED:,} bytes")
    except zlib.error:
        return
