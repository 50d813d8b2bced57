"""Dates where they stand in their sentences: those that tell a deadline, those that a figure is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from govreply.mining.promises.periods import Period, period
from govreply.parser.forms import canonical
from govreply.patterns import compiled
from govreply.tables.schema import Cell, Row

_OPENING, _CLOSING = "《“", "》”"


class PlacedDate(NamedTuple):
    """A row of ``dates`` with the words of its sentence before and after it."""

    row: Row
    before: str
    after: str

    @property
    def is_compared_with(self) -> bool:
        """Whether it is but what a figure is compared with (较上年增长3.97%, 在2023年基础上), and says no time."""
        if compiled(r"(?:(?<![占对百相])比|较|较之|相比于?)$").search(self.before[-3:]):
            return True
        return compiled(r"^(?:同期)?(?:相比|的?基础上)").match(self.after) is not None

    def is_ahead_of(self, made: Period) -> bool:
        """Whether it is a time to come in a document of date ``made``: no start (2026年起), not in a name (《…》)."""
        limit, value = period(str(self.row["value"] or "")), str(self.row["value"])
        if self.row["type"] != "DATE" or limit is None or "/" in value or limit.last <= made.last:
            return False
        is_start = self.before.endswith(("自", "从")) or self.after.startswith(("起", "以来", "以后", "开始"))
        return not (is_start or self._in_a_name or self.is_compared_with)

    @property
    def _in_a_name(self) -> bool:
        return any(
            self.before.rfind(opening) > self.before.rfind(closing)
            for opening, closing in zip(_OPENING, _CLOSING, strict=True)
        )


def placed(rows: Iterable[Row]) -> Iterator[PlacedDate]:
    """The rows of ``dates``, in the order of the text, each with what stands around it; without those that do not stand
    in their sentence."""
    reached: dict[tuple[Cell, Cell], int] = {}
    for row in rows:
        sentence, text = canonical(str(row["sentence"] or "")), canonical(str(row["text"]))
        key = row["reply_id"], row["sentence"]
        at = sentence.find(text, reached.get(key, 0))
        if at < 0:  # the same sentence printed again
            at = sentence.find(text)
        if at >= 0:
            reached[key] = at + len(text)
            yield PlacedDate(row, sentence[:at], sentence[at + len(text) :])
