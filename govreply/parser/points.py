"""Points in a row: 一是 … 二是 …, 首先 … 其次 …, 1. … 2. … packed into a paragraph, and the 下一步 among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govreply.models import Span, Stage
from govreply.parser.labels import Label, Level, Outline

# labels: how far ahead the second point of a list is looked for
_AHEAD = 40


@dataclass(slots=True)
class Row:
    """A point or a 下一步 from its label to plain ``end``. ``leads``: a 下一步 that only announces points."""

    label: Label
    end: int
    stage: Stage
    paragraph: int
    leads: bool = False


@dataclass(slots=True)
class _State:
    """Where the reading stands: the list that is open and the 下一步 that may govern the next one."""

    base: Stage
    start: int
    level: Level | None = None
    last: int = 0
    left_off: int = 0
    stage: Stage = "done"
    intention: Row | None = None
    nested_until: int = -1


def read_rows(outline: Outline, span: Span, stage: Stage) -> list[Row]:
    """The points and 下一步 passages of a stretch of plain text, in order and disjoint; ``stage`` is the stretch's.

    A point runs to the next one, to a 下一步, or to its paragraph's end. Points of another kind inside a point are its
    own. Points right behind a 下一步 are planned.
    """
    labels = outline.within(*span)
    rows: list[Row] = []
    state = _State(stage, span.start)
    for index, label in enumerate(labels):
        paragraph = outline.paragraph(label.start)
        end = min(outline.paragraphs[paragraph].end, span.end)
        open_row = rows[-1] if rows and rows[-1].end > label.start else None
        if label.level is Level.INTENTION:
            if label.before:
                _close(open_row, label)
                heading_line = label.end >= end
                row = Row(label, span.end if heading_line else end, "planned", paragraph)
                rows.append(row)
                left_off = state.last or state.left_off
                state = _State("planned" if heading_line else stage, span.start, left_off=left_off, intention=row)
        elif _counts(label, labels[index + 1 : index + 1 + _AHEAD], state, open_row):
            _close(open_row, label)
            if state.level is not label.level or label.number == 1:
                state.stage = _stage_of_list(label, state, paragraph)
            state.level, state.last = label.level, label.number
            rows.append(Row(label, end, state.stage, paragraph))
        elif open_row is not None and label.number == 1 and label.level is state.level:
            state.nested_until = end
    return rows


def _close(row: Row | None, label: Label) -> None:
    if row is not None:
        row.end = label.start


def _stage_of_list(label: Label, state: _State, paragraph: int) -> Stage:
    intention, state.intention = state.intention, None
    if intention is None or state.base == "planned":
        if intention is not None:
            intention.leads = True
        return state.base
    near = paragraph == intention.paragraph or (label.opens_paragraph and paragraph == intention.paragraph + 1)
    goes_on = label.opens_paragraph and label.number > 1 and label.number == state.left_off + 1
    intention.leads = near and not goes_on
    return "planned" if intention.leads else state.base


def _counts(label: Label, later: Sequence[Label], state: _State, open_row: Row | None) -> bool:
    """Whether a label opens a point of the list in hand or of a new one."""
    if label.start < state.nested_until:
        return False
    point = open_row if open_row is not None and open_row.label.level is not Level.INTENTION else None
    if label.level is not state.level and state.level is not None:
        inside = point is not None and not label.opens_paragraph
        goes_on = any(other.level is state.level and other.number == state.last + 1 for other in later)
        if inside or (goes_on and label.opens_paragraph):
            return False
        return _starts(label, later)
    if state.level is None:
        return _starts(label, later)
    if label.before == "，":
        return point is not None and label.number == state.last + 1
    if label.number == 1 and point is not None:
        return not (label.before == "：" and (point.label.opens_paragraph or point.label.start == state.start))
    return label.level in (Level.POINT, Level.ORDER) or label.opens_paragraph or label.number == state.last + 1


def _starts(label: Label, later: Sequence[Label]) -> bool:
    """Whether a label may be the first point of a list."""
    if label.level is Level.POINT and label.before != "，":
        return True
    if label.opens_paragraph and label.level is not Level.ORDER:
        return True
    followed = any(other.level is label.level and other.number == 2 for other in later)
    return label.number == 1 and followed
