"""Whether the streams of a PDF unpack to something out of all proportion: a zip bomb in the dress of a page."""

from __future__ import annotations

import re
import zlib

from govreply.readers import limits
from govreply.readers.document import ReadError

MOST_UNPACKED = 16_000_000
"""Bytes that a stream which is no image may unpack to ..."""

MOST_TIMES = 40
"""... unless it is at least one part in so many of that itself: drawings of maps are large, but do not shrink so.
All of them may unpack to ``limits.MOST_BYTES``, or to so many times the bytes of the file."""

_CHUNK = 1 << 13
_PIECE = 1 << 18
_DICTIONARY = 400  # bytes before a stream that say what it is
_NO_PAGE = re.compile(rb"/Image|/Length1|FontType0C|Type1C|/OpenType")  # an image or a font
_STREAM = re.compile(rb"stream\r?\n(?<!endstream\n)(?<!endstream\r\n)")


def check_streams(data: bytes) -> None:
    """Raises ReadError where a deflated stream of the PDF in ``data``, images and fonts aside, is a bomb, and where all
    of them together are one, as streams that share their bytes may be.

    Streams behind other filters, and forms that draw one another again and again, are not looked into.
    """
    most = max(limits.MOST_BYTES, MOST_TIMES * len(data))
    for match in _STREAM.finditer(data):
        described = data[max(0, match.start() - _DICTIONARY) : match.start()]
        described = described[described.rfind(b" obj") + 1 :]
        if b"/FlateDecode" in described and _NO_PAGE.search(described) is None:
            most -= _unpacked(data, match.end())
            if most < 0:
                raise ReadError(f"has streams that unpack to more than {limits.MOST_BYTES:,} bytes")


def _unpacked(data: bytes, begin: int) -> int:
    """How many bytes the stream at ``begin`` unpacks to, or what it takes to find that it is damaged."""
    unpacker = zlib.decompressobj()
    unpacked, at, waiting = 0, begin, b""
    try:
        while not unpacker.eof and (waiting or at < len(data)):
            if not waiting:
                waiting = data[at : at + _CHUNK]
                at += len(waiting)
            unpacked += len(unpacker.decompress(waiting, _PIECE))
            waiting = unpacker.unconsumed_tail
            if unpacked > MOST_UNPACKED and unpacked > MOST_TIMES * (at - begin):
                raise ReadError(f"has a page that unpacks to more than {MOST_UNPACKED:,} bytes")
    except zlib.error:
        return unpacked + len(waiting)
    return unpacked
