"""ODT (OpenDocument text, ISO/IEC 26300, also what WPS and LibreOffice save as such) → Text.

As with DOCX: tracked deletions, comments and tables of contents are left out, automatic numbering is written out, notes
and text boxes follow the paragraph that they are anchored to.
"""

from __future__ import annotations

from collections.abc import Iterator

from govreply.patterns import compiled
from govreply.readers.document import ReadError, Text
from govreply.readers.limits import MOST_CHARACTERS
from govreply.readers.number_formats import labelled
from govreply.readers.odt.numbering import TEXT, Lists, ListState
from govreply.readers.packages import Element, Package, local_name
from govreply.readers.table_rows import Cell, table_lines

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_SKIPPED = frozenset(
    (
        "tracked-changes", "annotation", "annotation-end", "note-citation", "ruby-text", "page-number", "page-count",
        "table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index", "user-index",
        "bibliography", "hidden-text", "hidden-paragraph", "sequence-decls", "forms", "title", "desc", "placeholder",
        "index-title", "variable-decls", "user-field-decls",
    )
)  # fmt: skip
_BREAKS = {"tab": "\t", "line-break": "\n"}
_MOST_BLANKS = 1000


def read(data: bytes) -> Text:
    """The text of the ODT whose bytes are ``data``, a paragraph or a row of a table a line.

    Raises ReadError for a damaged or encrypted file, for one beyond the limits, and for a spreadsheet or presentation.
    """
    package = Package(data, "ODT")
    if "meta-inf/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise ReadError("is an encrypted ODT; save it without a password")
    content = package.xml("content.xml")
    body = next(content.iterfind("{*}body/{*}text"), None)
    if body is None:
        raise ReadError("is an OpenDocument file, but not a text document")
    styles = [package.xml("styles.xml")] if "styles.xml" in package else []
    text = "\n".join(_Story(Lists(content, *styles)).lines(body)).strip("\n")
    if len(text) > MOST_CHARACTERS:
        raise ReadError(f"is an ODT of more than {MOST_CHARACTERS} characters")
    return Text(text + "\n" if text else "")


class _Story:
    """Turns elements into lines, in the order of the document."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    def lines(self, container: Element, state: ListState | None = None, level: int = 0) -> list[str]:
        """The lines of the blocks in ``container``, an item at ``level`` of a list if ``state`` is given."""
        lines: list[str] = []
        for each in container.iterchildren("*"):
            name = local_name(each)
            if name in ("p", "h"):
                lines += self._paragraph(each, state.take_label() if state else "")
            elif name == "list":
                lines += self._list(each, state or self._lists.begin(each), level + 1)
            elif name == "table":
                before = next((line for line in reversed(lines[-3:]) if line.strip()), "")
                lines += table_lines(self._rows(each), before)
            elif name not in _SKIPPED:
                lines += self.lines(each, state, level)
        return lines

    def _list(self, element: Element, state: ListState, level: int) -> list[str]:
        lines: list[str] = []
        for item in element.iterchildren(TEXT + "list-item", TEXT + "list-header"):
            if local_name(item) == "list-item":
                state.begin_item(item, level)
            lines += self.lines(item, state, level)
        return lines

    def _paragraph(self, element: Element, label: str) -> list[str]:
        parts: list[str] = []
        beside: list[Element] = []
        _write(element, parts, beside)
        text = labelled("".join(parts), label)
        return [text, *(line for each in beside for line in self.lines(each) if line.strip())]

    def _rows(self, table: Element) -> Iterator[list[Cell]]:
        for row in table.iterchildren("*"):
            name = local_name(row)
            if name in ("table-header-rows", "table-rows", "table-row-group"):
                yield from self._rows(row)
            elif name == "table-row":
                yield list(self._cells(row))

    def _cells(self, row: Element) -> Iterator[Cell]:
        for column, cell in enumerate(row.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell")):
            covered = local_name(cell) == "covered-table-cell"
            paragraphs = () if covered else tuple(line for line in self.lines(cell) if line.strip())
            span = cell.get(_TABLE + "number-columns-spanned", "1")
            yield Cell(paragraphs, column, int(span) if span.isdecimal() and len(span) < 5 else 1)


def _write(element: Element, parts: list[str], beside: list[Element]) -> None:
    """Append the text within a paragraph to ``parts``, and what is anchored to it to ``beside``."""
    parts.append(_squeezed(element.text))
    for each in element.iterchildren("*"):
        name = local_name(each)
        if name == "s":
            count = each.get(TEXT + "c", "1")
            parts.append(" " * (min(int(count), _MOST_BLANKS) if count.isdecimal() and len(count) < 6 else 1))
        elif name in _BREAKS:
            parts.append(_BREAKS[name])
        elif name in ("note-body", "text-box"):
            beside.append(each)
        elif name not in _SKIPPED:
            _write(each, parts, beside)
        parts.append(_squeezed(each.tail))


def _squeezed(text: str | None) -> str:
    """``text`` with each run of white space as one blank, as ODF reads it (part 3, 6.1.2)."""
    return compiled(r"[ \t\r\n]++").sub(" ", text) if text else ""
