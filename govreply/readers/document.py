"""What a reader makes of the bytes of one document, and how it says that it cannot."""

from __future__ import annotations

from typing import NamedTuple

from govreply.models import Page


class ReadError(ValueError):
    """A document that cannot be read; the message says which and why, for the user's eyes.

    The reader of a format says only why (``is encrypted``); ``govreply.readers`` puts the document's name before it.
    """


class Text(NamedTuple):
    """The text of a document, a paragraph a line, into which all offsets point.

    ``encoding`` is empty where the format settles it. ``pages`` as in ``models.Source``; ``warnings`` say what of the
    document is not in the text (``2 pages hold only images``).
    """

    text: str
    encoding: str = ""
    pages: tuple[Page, ...] = ()
    warnings: tuple[str, ...] = ()
