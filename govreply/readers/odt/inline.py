"""The text within a paragraph of an OpenDocument text: spans, blanks, breaks, fields, what is anchored to it."""

from __future__ import annotations

from govreply.patterns import compiled
from govreply.readers.limits import Allowance
from govreply.readers.number_formats import raised
from govreply.readers.odt.numbering import TEXT, whole
from govreply.readers.odt.text_styles import TextStyles
from govreply.readers.packages import Element, local_name

SKIPPED = frozenset(
    (
        "tracked-changes", "annotation", "annotation-end", "note-citation", "ruby-text", "page-number", "page-count",
        "table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index", "user-index",
        "bibliography", "hidden-text", "hidden-paragraph", "sequence-decls", "forms", "title", "desc", "placeholder",
        "index-title", "variable-decls", "user-field-decls", "number",
    )
)  # fmt: skip
"""Elements whose text is no part of the paper, or is written out from elsewhere (``text:number``)."""

_BREAKS = {"tab": "\t", "line-break": "\n"}
_MOST_BLANKS = 1000


class Writer:
    """Writes out paragraphs as far as ``allowance`` reaches, which counts their characters."""

    def __init__(self, styles: TextStyles, allowance: Allowance) -> None:
        self.allowance = allowance
        self._styles = styles
        self._parts: list[str] = []
        self._boxes: list[Element] = []
        self._notes: list[Element] = []

    def read(self, paragraph: Element) -> tuple[str, list[Element], list[Element]]:
        """The text of a ``text:p`` or ``text:h``, and its text boxes and notes.

        Raises ReadError where the document holds more characters than allowed.
        """
        self._parts, self._boxes, self._notes = [], [], []
        self.allowance.take(len("\n"))
        self._walk(paragraph)
        return "".join(self._parts), self._boxes, self._notes

    def _walk(self, element: Element) -> None:
        self._write(_squeezed(element.text))
        for each in element.iterchildren("*"):
            name = local_name(each)
            if name == "s":
                self._write(" " * min(whole(each, TEXT + "c"), _MOST_BLANKS))
            elif name in _BREAKS:
                self._write(_BREAKS[name])
            elif name == "note-body":
                self._notes.append(each)
            elif name == "text-box":
                self._boxes.append(each)
            elif name == "span":
                self._span(each)
            elif name not in SKIPPED:
                self._walk(each)
            self._write(_squeezed(each.tail))

    def _span(self, span: Element) -> None:
        style = span.get(TEXT + "style-name", "")
        begin = len(self._parts)
        self._walk(span)
        if self._styles.is_struck(style):
            del self._parts[begin:]
        elif self._styles.is_raised(style):
            self._parts[begin:] = [raised("".join(self._parts[begin:]))]

    def _write(self, text: str) -> None:
        if text:
            self.allowance.take(len(text))
            self._parts.append(text)


def _squeezed(text: str | None) -> str:
    """``text`` with each run of white space as one blank, as ODF reads it (part 3, 6.1.2)."""
    return compiled(r"[ \t\r\n]++").sub(" ", text) if text else ""
