"""What stands on every page and belongs to none: running heads and feet, page numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

import regex

from govreply.patterns import compiled
from govreply.readers.pages.layout import LaidPage, body_size, page_number
from govreply.readers.pages.lines import Line

_EDGE_LINES = 3
_BAND = 8.0  # points
_TYPE_AREA = 0.14  # of the height of a page: what lies outside the type area of an official paper (GB/T 9704-2012)
_OUTER = 0.09
_SMALL = 0.88  # of the size of the body


def without_furniture(pages: Sequence[LaidPage]) -> list[LaidPage]:
    """``pages`` without page numbers and without what is printed at the same height on most of several pages.

    A page number has its dashes or its 第…页, or else counts the pages; a figure that stands alone in the body stays.
    """
    edges = [_edge_lines(page) for page in pages]
    zone = _TYPE_AREA if len(pages) > 2 else _OUTER
    seen = Counter(
        mark
        for page, lines in zip(pages, edges, strict=True)
        for mark in {mark for line in lines if _in_margin(line, page, zone) for mark in _marks(line)}
    )
    repeated = {mark for mark, times in seen.items() if len(pages) > 1 and 2 * times > len(pages)}
    counting = _counting(edges)
    body = body_size([line for page in pages for line in page.lines])
    kept = []
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        gone = {
            id(line)
            for line in edge
            if not repeated.isdisjoint(_marks(line))
            or _is_page_number(line, page)
            or (_is_bare(line) and int(line.text) - number in counting)
            or (len(pages) == 1 and _is_lone(line, page, body))
        }
        kept.append(page._replace(lines=[line for line in page.lines if id(line) not in gone]) if gone else page)
    return kept if any(page.lines for page in kept) else list(pages)


def _edge_lines(page: LaidPage) -> list[Line]:
    """The first and the last lines of a page by their height, those of ruled tables aside."""
    by_height = sorted((line for line in page.lines if not line.row), key=lambda line: line.y)
    if len(by_height) <= 2 * _EDGE_LINES:
        return by_height
    return by_height[:_EDGE_LINES] + by_height[-_EDGE_LINES:]


def _marks(line: Line) -> set[tuple[str, int]]:
    """What is the same of a running head on all its pages: its words, and one at least of two bands of height."""
    words = compiled(r"\d{1,5}").sub("#", line.text)
    band = line.y / _BAND
    return set() if words == "#" else {(words, 2 * int(band)), (words, 2 * int(band + 0.5) + 1)}


def _is_lone(line: Line, page: LaidPage, body: float) -> bool:
    """Whether ``line`` of the only page is its number, or small type in its outer margin."""
    if line.text == "1":
        return _in_margin(line, page, _TYPE_AREA)
    return line.size < _SMALL * body and _in_margin(line, page, _OUTER)


def _is_page_number(line: Line, page: LaidPage) -> bool:
    """Whether ``line`` is a dressed page number, perhaps beside the title or the address that a browser prints."""
    if any(page_number().fullmatch(part) for part in (line.text, line.text.split("\t")[-1])):
        return _in_margin(line, page, _TYPE_AREA) or line is page.lines[-1]
    return _in_margin(line, page, _OUTER) and _printed_on().match(line.text) is not None


@cache
def _printed_on() -> regex.Pattern[str]:
    """The head that a browser prints: the time of printing, then the title."""
    return compiled(
        r"\d{2,4}/\d{1,2}/\d{2,4},?\s?(?:[上下]午)?\s?\d{1,2}:\d\d(?:\s?[AP]M)?(?:\t|$)|(?:https?|file)://\S{1,300}$"
    )


def _in_margin(line: Line, page: LaidPage, share: float) -> bool:
    return not share * page.height < line.y < (1 - share) * page.height


def _is_bare(line: Line) -> bool:
    return line.text.isdecimal() and len(line.text) < 5


def _counting(edges: list[list[Line]]) -> set[int]:
    """By how much the bare figures at the edges of pages are ahead of the page's index, where that is the same on two
    pages and on a third of all."""
    bare = Counter(int(line.text) - number for number, lines in enumerate(edges) for line in lines if _is_bare(line))
    return {ahead for ahead, times in bare.items() if times > 1 and 3 * times >= len(edges)}
