"""What an RTF file writes, one piece after the other → lines: paragraphs, table rows, what is anchored beside them."""

from __future__ import annotations

from govreply.readers.number_formats import labelled, raised
from govreply.readers.word.lines import Lines, filled
from govreply.readers.word.rows import MOST_CELLS, Row, row_lines


class Flow:
    """The lines of the body, of a text box or of a note, as they come."""

    def __init__(self, *, is_note: bool = False) -> None:
        self.is_note = is_note
        self._story = Lines()
        self._label: list[str] = []
        self._parts: list[str] = []
        self._boxes: list[str] = []
        self._notes: list[str] = []
        self._beside_table: list[str] = []
        self._rows: list[Row] = []
        self._cells: list[list[str]] = []
        self._cell: list[str] = []
        self._edges: list[int] = []

    def write(self, text: str, *, is_label: bool = False, is_raised: bool = False) -> None:
        """Add text to the paragraph, or to the number before it."""
        if is_label:
            self._label.append(text)
        else:
            self._parts.append(raised(text) if is_raised else text)

    def add_beside(self, aside: Flow) -> None:
        """Add the lines of a text box or note that is anchored in the paragraph."""
        (self._notes if aside.is_note else self._boxes).extend(filled(aside.finished()))

    def end_paragraph(self, *, in_table: bool) -> None:
        line = self._paragraph()
        if in_table:
            self._cell.append(line)
        else:
            self._end_table()
            self._add(line)

    def end_cell(self) -> None:
        line = self._paragraph()
        if len(self._cells) < MOST_CELLS:
            self._cells.append([*self._cell, line])
        self._cell = []

    def begin_row(self) -> None:
        self._edges = [0]

    def add_edge(self, edge: int) -> None:
        """Add where a cell ends on the page, in twips."""
        if len(self._edges) <= MOST_CELLS:
            self._edges.append(edge)

    def end_row(self) -> None:
        if self._cell:
            self.end_cell()
        if self._cells:
            self._rows.append(Row(self._cells, tuple(self._edges)))
            self._beside_table += [*self._boxes, *self._notes]
            self._boxes, self._notes = [], []
        self._cells = []

    def finished(self) -> list[str]:
        """All lines; nothing may be added after."""
        line = self._paragraph()
        self._end_table()
        if line or self._boxes or self._notes:
            self._add(line)
        return self._story.lines

    def _paragraph(self) -> str:
        text = "".join(self._parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        label = "".join(self._label).strip()
        self._parts, self._label = [], []
        return labelled(text, label if any(map(str.isalnum, label)) else "")

    def _end_table(self) -> None:
        self.end_row()
        if self._rows:
            self._story.add_table(row_lines(self._rows, self._story.last), self._beside_table)
            self._rows, self._beside_table = [], []

    def _add(self, line: str) -> None:
        self._story.add(line, self._boxes, self._notes)
        self._boxes, self._notes = [], []
