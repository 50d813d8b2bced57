"""Spans as sets of places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

from govreply.models import Span


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The places that ``spans`` cover, as sorted, disjoint, non-empty spans; those that touch are one."""
    united: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if united and span.start <= united[-1].end:
            united[-1] = Span(united[-1].start, max(united[-1].end, span.end))
        else:
            united.append(span)
    return tuple(united)


def covers(spans: Sequence[Span], offset: int) -> bool:
    """Whether one of the sorted, disjoint ``spans`` holds ``offset``."""
    at = bisect_right(spans, offset, key=itemgetter(0)) - 1
    return at >= 0 and offset < spans[at][1]
