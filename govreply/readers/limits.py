"""How much of a document a reader takes; a hostile file meets a clear message instead of a full disk or memory."""

from __future__ import annotations

from govreply.readers.document import ReadError

MOST_BYTES = 200_000_000
"""Bytes of a document, of all parts of a package that are unpacked, and of all archives in an archive."""

TOO_LARGE = f"is larger than {MOST_BYTES // 1_000_000} MB"
"""What is said of a document with more."""

MOST_PAGES = 5_000
"""Pages of a paged document."""

MOST_CHARACTERS = 50_000_000
"""Characters of a document's text."""

TOO_LONG = f"holds more than {MOST_CHARACTERS // 1_000_000} million characters"
"""What is said of a document with more."""

MOST_DEPTH = 200
"""Elements within elements of HTML and XML."""

MOST_MEMBERS = 10_000
"""Files in a ZIP archive."""

MOST_DIRECTORY_BYTES = 20_000_000
"""Bytes of the list of files of a ZIP archive."""

MOST_RATIO = 200
"""Bytes that a byte of a ZIP archive's big member may unpack to; text packs to a tenth, DEFLATE reaches 1032."""

MOST_XML_BYTES = 32_000_000
"""Bytes of one XML part of a package; its tree takes ten to twenty times as much memory."""

MOST_ELEMENTS = 2_000_000
"""Elements of one XML part."""

MOST_NESTED = 2
"""Archives within an archive, documents within a document."""


class Allowance:
    """What is left of a limit on all of a document, for what its parts take of it."""

    def __init__(self, most: int) -> None:
        self.left = most

    def take(self, count: int) -> None:
        """Take ``count`` of it, bytes or characters. Raises ReadError where so many are not left."""
        self.left -= count
        if self.left < 0:
            raise ReadError(TOO_LONG)


def characters() -> Allowance:
    """What a document may hold of text, for readers in which a few bytes can stand for many characters."""
    return Allowance(MOST_CHARACTERS)
