"""How much of a document a reader takes; a hostile file meets a clear message instead of a full disk or memory."""

MOST_BYTES = 200_000_000
"""Bytes of a document, and of all that a compressed one unpacks to."""

MOST_PAGES = 5_000
"""Pages of a paged document."""

MOST_CHARACTERS = 50_000_000
"""Characters of a document's text."""

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
