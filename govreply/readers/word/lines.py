"""The lines of a document as its paragraphs and tables come, and what stands beside them: text boxes and notes."""

from __future__ import annotations

from collections.abc import Iterable

_NEAR = 3  # lines above a table among which the one that may state its unit stands


class Lines:
    """The lines of one container of a document: its body, a cell, a text box, a note."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._begun = False

    @property
    def last(self) -> str:
        """The line above, if it is near: what may state the unit of a table."""
        return next((line for line in reversed(self.lines[-_NEAR:]) if line.strip()), "")

    def add(self, line: str, boxes: Iterable[str] = (), notes: Iterable[str] = ()) -> None:
        """Add a paragraph, then its text boxes and notes; boxes of the first line stand before it: a letterhead."""
        self.lines += [line, *boxes] if self._begun else [*boxes, line]
        self.lines += notes
        self._begun = self._begun or bool(line.strip())

    def add_table(self, rows: Iterable[str], beside: Iterable[str] = ()) -> None:
        """Add the lines of a table, then those of the text boxes and notes that its cells refer to."""
        self.lines += [*rows, *beside]
        self._begun = True


def joined(lines: Iterable[str]) -> str:
    """The text of a document: without blank lines at either end, with a line feed at its own."""
    text = "\n".join(lines).strip("\n")
    return text + "\n" if text else ""


def filled(lines: Iterable[str]) -> list[str]:
    """The lines that are not blank, without the blanks around them."""
    return [line.strip() for line in lines if line.strip()]
