"""Notes at the foot of a page: smaller type below a short rule, which the text of the page runs past."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govreply.readers.pages.layout import body_size, page_number
from govreply.readers.pages.lines import Line

_SMALL = 0.9  # of the size of the body
_SHORTEST = 20.0  # points
_LONGEST = 0.5  # of the width of the text


def mark_notes(lines: Sequence[Line], rules: Iterable[tuple[float, float, float]]) -> None:
    """Mark those of ``lines`` of one page that are notes at its foot.

    ``rules`` are its level rules: how far each is from the top, its left and its right end, in points.
    """
    texts = [line for line in lines if not (line.row or line.text.isdecimal() or page_number().fullmatch(line.text))]
    small = _SMALL * body_size(texts)
    body = [line for line in texts if line.size > small]
    if not body:
        return
    last = max(line.y for line in body)
    longest = _LONGEST * (max(line.x1 for line in body) - min(line.x0 for line in body))
    below = [at for at, start, end in rules if at > last and _SHORTEST <= end - start <= longest]
    if below:
        for line in texts:
            line.note = line.y > min(below)
