"""What a check finds, and the table of findings."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from govreply.mining.checks.figures import Figure
from govreply.mining.checks.intervals import Interval, Quantity, Verdict, decimal, judge
from govreply.mining.checks.passages import Passage
from govreply.mining.results import PLACE, Row, Table, integer, number, text

CHECKS = Table(
    "checks",
    "核对",
    "one number or date that the text itself allows to be checked",
    (
        text("reply_id", "文档编号", "stable id of the document, from its bytes alone"),
        text("source", "来源", "file name as given"),
        text("department", "部门", "full official name of the unit that answers or leads"),
        text(
            "kind",
            "类别",
            "growth (增减幅), parts (分项与合计), share (占比、完成率), product (单价乘数量), restated (前后不一),"
            " date (日期), points (要点个数)",
        ),
        text(
            "verdict",
            "结论",
            "consistent (相符), rounding (仅在取整和约数范围内相符), inconsistent (不符)",
        ),
        text("numbers", "数字", "the numbers as written, in the order of the text, joined by |"),
        text("computation", "算式", "the computation in words"),
        number("stated_low", "所述下限", "least number that is written as the stated one, in base units"),
        number("stated_high", "所述上限", "greatest number that is written as the stated one; empty if open"),
        number("computed_low", "算得下限", "least number that the others give, in base units"),
        number("computed_high", "算得上限", "greatest number that the others give; empty if open"),
        *PLACE,
        text("other_reply_id", "另一文档编号", "document of the second place, where there are two"),
        text("other_source", "另一来源", "its file name"),
        text("other_sentence", "另一句", "its sentence"),
        integer("other_start", "另一起始", "where it starts in the source text", "code points"),
        integer("other_end", "另一结束", "where it ends in the source text, exclusive", "code points"),
    ),
)
"""The table that ``check`` fills."""


class Finding(NamedTuple):
    """A statement that was checked. ``place`` and ``other`` are rows with reply_id, sentence, start and end."""

    kind: str
    verdict: Verdict
    numbers: tuple[str, ...]
    computation: str
    place: Row
    stated: Interval | None = None
    computed: Interval | None = None
    other: Row | None = None

    def row(self, sources: dict[str, str]) -> Row:
        """The finding as a row of ``CHECKS``; ``sources`` are the file names by reply_id."""
        reply_id = str(self.place["reply_id"])
        other = self.other or {}
        return {
            "reply_id": reply_id,
            "source": sources.get(reply_id),
            "department": self.place.get("department"),
            "kind": self.kind,
            "verdict": self.verdict,
            "numbers": " | ".join(self.numbers),
            "computation": self.computation,
            "stated_low": decimal(self.stated.low) if self.stated else None,
            "stated_high": decimal(self.stated.high) if self.stated else None,
            "computed_low": decimal(self.computed.low) if self.computed else None,
            "computed_high": decimal(self.computed.high) if self.computed else None,
            "sentence": self.place.get("sentence"),
            "start": self.place.get("start"),
            "end": self.place.get("end"),
            "other_reply_id": other.get("reply_id"),
            "other_source": sources.get(str(other.get("reply_id"))) if other else None,
            "other_sentence": other.get("sentence"),
            "other_start": other.get("start"),
            "other_end": other.get("end"),
        }


def over(figures: Sequence[Figure], sentence: str) -> Row:
    """The place of a finding: from the first of its figures to the last."""
    rows = [figure.row for figure in figures]
    starts = [start for row in rows if isinstance(start := row["start"], int)]
    ends = [end for row in rows if isinstance(end := row["end"], int)]
    return {**rows[0], "sentence": sentence, "start": min(starts), "end": max(ends)}


def compared(
    kind: str, passage: Passage, figures: Sequence[Figure], stated: Figure, computed: Quantity, formula: str
) -> Finding:
    """The finding that ``stated`` should equal ``computed``, which ``formula`` says in words.

    ``figures`` are those of the computation, ``stated`` not among them. The computation shows the point, or the ends
    where the words give no point: ``1.15亿元 ÷ 9090万元 − 1 = 26.5127%, stated 26.9%``.
    """
    verdict = judge(stated.quantity, computed)
    unit = "个百分点" if stated.unit.endswith("点") else "%" if stated.table == "percentages" else ""
    everything = sorted([*figures, stated], key=lambda figure: int(str(figure.row["start"])))
    return Finding(
        kind,
        verdict,
        tuple(figure.text for figure in everything),
        f"{formula} = {shown(computed, unit, stated)}, stated {stated.text}",
        over(everything, passage.sentence),
        stated.quantity.near,
        computed.near,
    )


def shown(computed: Quantity, unit: str, like: Figure | None = None) -> str:
    """A computed quantity for human eyes: its point, else its ends; with ``like`` in the unit of that figure."""
    scale, unit = (like.scale, like.unit) if like and like.table != "percentages" else (Fraction(1), unit)
    if computed.point is not None and computed.near.low == computed.near.high:
        return _digits(computed.point / scale) + unit
    low, high = computed.near
    ends = f"≥{_digits(low / scale)}" if high is None else f"{_digits(low / scale)}～{_digits(high / scale)}"
    if computed.point is None:
        return ends + unit
    return f"{_digits(computed.point / scale)}{unit} ({ends}{unit})"


def _digits(value: Fraction) -> str:
    cell = decimal(value, 2 if abs(value) >= 1 else 4)
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
