"""ODT (OpenDocument text, ISO/IEC 26300, also what WPS and LibreOffice save as such) → Text.

As with DOCX: tracked deletions, comments and tables of contents are left out, automatic numbering is written out, notes
and text boxes follow the paragraph that they are anchored to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from govreply.readers.document import ReadError, Text
from govreply.readers.limits import characters
from govreply.readers.number_formats import labelled
from govreply.readers.odt.inline import SKIPPED, Writer
from govreply.readers.odt.numbering import TEXT, Lists, ListState, whole
from govreply.readers.odt.text_styles import TextStyles
from govreply.readers.packages import Element, Package, local_name
from govreply.readers.table_rows import Cell, table_lines
from govreply.readers.word.lines import Lines, filled, joined
from govreply.readers.word.rows import MOST_CELLS

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_PARAGRAPHS = (TEXT + "p", TEXT + "h")


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
    roots = [content, package.xml("styles.xml")] if "styles.xml" in package else [content]
    return Text(joined(_Story(Lists(*roots), TextStyles(*roots)).lines(body)))


class _Place(NamedTuple):
    """Where a block stands: in an item at ``level`` of a list; in a cell, whose table the ``notes`` are put after."""

    state: ListState | None = None
    level: int = 0
    notes: list[str] | None = None


class _Story:
    """Turns elements into lines, in the order of the document."""

    def __init__(self, lists: Lists, styles: TextStyles) -> None:
        self._lists = lists
        self._writer = Writer(styles, characters())

    def lines(self, container: Element, place: _Place = _Place()) -> list[str]:  # noqa: B008 -- a constant
        """The lines of the blocks in ``container``, which stands at ``place``."""
        story = Lines()
        self._add_blocks(container, place, story)
        return story.lines

    def _add_blocks(self, container: Element, place: _Place, story: Lines) -> None:
        for each in container.iterchildren("*"):
            name = local_name(each)
            if name in ("p", "h"):
                self._add_paragraph(each, self._label(each, place), place, story)
            elif name == "list":
                state = place.state or self._lists.begin(each)
                self._add_list(each, place._replace(state=state, level=place.level + 1), story)
            elif name == "numbered-paragraph":
                state, level = self._lists.of_paragraph(each), whole(each, TEXT + "level")
                state.begin_item(each, level)
                self._add_blocks(each, place._replace(state=state, level=level), story)
            elif name == "table":
                notes: list[str] = [] if place.notes is None else place.notes
                rows = table_lines(self._rows(each, notes), story.last)
                story.add_table(rows, notes if place.notes is None else ())
            elif name not in SKIPPED:
                self._add_blocks(each, place, story)

    def _add_list(self, element: Element, place: _Place, story: Lines) -> None:
        for item in element.iterchildren(TEXT + "list-item", TEXT + "list-header"):
            # an item that only holds a list deeper in has no number of its own
            if (
                local_name(item) == "list-item"
                and place.state
                and next(item.iterchildren(*_PARAGRAPHS), None) is not None
            ):
                place.state.begin_item(item, place.level)
            self._add_blocks(item, place, story)

    def _label(self, paragraph: Element, place: _Place) -> str:
        """The number of a paragraph: that of its list's item, else of a heading in the outline."""
        if place.state:
            return place.state.take_label()
        if local_name(paragraph) != "h" or paragraph.get(TEXT + "is-list-header") == "true":
            return ""
        outline = self._lists.outline
        outline.begin_item(paragraph, whole(paragraph, TEXT + "outline-level"))
        return outline.take_label()

    def _add_paragraph(self, paragraph: Element, label: str, place: _Place, story: Lines) -> None:
        text, boxes, notes = self._writer.read(paragraph)
        beside = [filled(line for each in some for line in self.lines(each)) for some in (boxes, notes)]
        if place.notes is not None:
            place.notes.extend(beside.pop())
        story.add(labelled(text, label), *beside)

    def _rows(self, table: Element, notes: list[str]) -> Iterator[list[Cell]]:
        for row in table.iterchildren("*"):
            name = local_name(row)
            if name in ("table-header-rows", "table-rows", "table-row-group"):
                yield from self._rows(row, notes)
            elif name == "table-row":
                yield list(self._cells(row, notes))

    def _cells(self, row: Element, notes: list[str]) -> Iterator[Cell]:
        column = 0
        for cell in row.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            covered = local_name(cell) == "covered-table-cell"
            lines = [] if covered else self.lines(cell, _Place(notes=notes))
            paragraphs = tuple(line for line in lines if line.strip())
            for _ in range(min(whole(cell, _TABLE + "number-columns-repeated"), MOST_CELLS)):
                self._writer.allowance.take(1 + sum(map(len, paragraphs)))
                yield Cell(paragraphs, column, whole(cell, _TABLE + "number-columns-spanned"))
                column += 1
