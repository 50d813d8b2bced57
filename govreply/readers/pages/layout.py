"""Lines with their places → paragraphs, over columns and pages.

A line goes on with the paragraph of the line before if that one is full, that is runs to the right margin but for what
could not be broken, and if neither an indent, a gap, nor another size of type says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise
from statistics import median_low
from typing import NamedTuple

import regex

from govreply.patterns import compiled
from govreply.readers.pages.lines import Line, is_cjk

# Of the size of type, where a length is meant.
_SIZE_CHANGE = 0.08
_FULL = 1.2
_FULL_MID_SENTENCE = 2.2
_RAGGED = 0.2  # of the measure
_INDENT = 0.9
_DEEPEST_INDENT = 4.5
_SAME_MARGIN = 0.5
_GAP = 0.6
_FEW = 0.04  # of the lines
_LONGEST_NUMBER = 20  # characters
_NARROWEST = 12  # characters: shorter lines are a list, not a text
_ENOUGH_PAGES = 2
_MIRRORED = 8.0  # points
_ENDS = frozenset("。！？；：…!?;:｡")
_CLOSING = "）)”》’」』】]〕"
_HEADING = r"[一二三四五六七八九十]{1,3}、[^、，。；]{2,40}$"
_LABEL = (
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．](?!\d)|[一二三四五六七八九十]{1,3}[是要]"
    r"|第[一二三四五六七八九十]{1,3}[章条，、]"
)

_Key = tuple[int, int]  # the width of the page, the column


class LaidPage(NamedTuple):
    """A page: its lines in reading order, its width and height in points, and whether OCR has read it."""

    lines: list[Line]
    width: float
    height: float
    ocr: bool = False


class Setting(NamedTuple):
    """How the lines of a column are set: its left and right margin, whether paragraphs begin with an indent, and the
    distance of the baselines; in points."""

    left: float
    right: float
    indented: bool
    leading: float


class _Placed(NamedTuple):
    """A line, the number of its page, and the setting of its column."""

    line: Line
    page: int
    setting: Setting


def flow(pages: Sequence[LaidPage]) -> tuple[str, list[int]]:
    """The text of ``pages``, a paragraph a line, and the offset at which each page starts.

    Of a paragraph that runs over the end of a page, the page after starts at its own first character. A page without
    lines starts where the next one does.
    """
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for paragraph in _paragraphs(_placed(pages)):
        before = ""
        for line, page, _ in paragraph:
            if before:
                cut, between = _joint(before, line.text, pages[page].ocr)
                parts[-1] = parts[-1][: len(parts[-1]) - cut]
                length -= cut
            else:
                between = "\n" if parts else ""
            length += len(between)
            starts.extend([length] * (page + 1 - len(starts)))
            parts += (between, line.text)
            length += len(line.text)
            before = line.text
    starts.extend([length] * (len(pages) - len(starts)))
    return "".join(parts), [0, *starts[1:]] if starts else []


def _placed(pages: Sequence[LaidPage]) -> list[_Placed]:
    """The lines of all pages; a column's setting is common to the pages of one width, left and right pages apart if
    their margins differ."""
    groups: dict[_Key, tuple[list[list[Line]], list[list[Line]]]] = {}
    columns = [
        (number, (round(page.width), column), list(lines))
        for number, page in enumerate(pages)
        for column, lines in groupby(page.lines, key=lambda line: line.column)
    ]
    for number, key, lines in columns:
        groups.setdefault(key, ([], []))[number % 2].append(lines)
    settings = {key: _settings(left, right) for key, (left, right) in groups.items()}
    return [_Placed(line, number, settings[key][number % 2]) for number, key, lines in columns for line in lines]


def _settings(left_pages: list[list[Line]], right_pages: list[list[Line]]) -> tuple[Setting, Setting]:
    """The settings of left and of right pages; one for both unless each kind is bound on its own side."""
    if len(left_pages) >= _ENOUGH_PAGES and len(right_pages) >= _ENOUGH_PAGES:
        left, right = _setting(left_pages), _setting(right_pages)
        if abs(left.left - right.left) > _MIRRORED:
            return left, right
    both = _setting(left_pages + right_pages)
    return both, both


def _setting(columns: list[list[Line]]) -> Setting:
    lines = [line for column in columns for line in column if not line.row]
    if not lines:
        return Setting(0.0, 0.0, False, 0.0)
    body = body_size(lines)
    common = [line for line in lines if _same_size(line.size, body)]
    left = -_margin([-line.x0 for line in common], 0.25 * body)
    edges = [line.x1 for line in common if line.text[-1].isalnum()] or [line.x1 for line in common]
    right = max(_margin(edges, body), left + _NARROWEST * body)
    pairs = [(a, b) for column in columns for a, b in pairwise(column) if a.size == b.size and not (a.row or b.row)]
    steps = [b.y - a.y for a, b in pairs if right - a.x1 < _FULL_MID_SENTENCE * body and 0 < b.y - a.y < 4 * body]
    short = max(3 * body, _RAGGED * (right - left))
    begun = [b for a, b in pairs if right - a.x1 > short and _same_size(b.size, body)]
    deep = sum(_INDENT * body < b.x0 - left < _DEEPEST_INDENT * body for b in begun)
    return Setting(left, right, 2 * deep > len(begun), median_low(steps) if steps else 2 * body)


def body_size(lines: list[Line]) -> float:
    """The size of most type in ``lines``, in points; 0 where there are none."""
    sizes = sorted((line.size, len(line.text)) for line in lines)
    half = sum(length for _, length in sizes) / 2
    for size, length in sizes:
        half -= length
        if half <= 0:
            return size
    return 0.0


def _margin(edges: list[float], tolerance: float) -> float:
    """The farthest of ``edges`` that is no exception: some others, if there are many, come near to it."""
    edges = sorted(edges, reverse=True)
    enough = max(1, int(_FEW * len(edges)))
    for index, edge in enumerate(edges[: len(edges) - enough + 1]):
        if edge - edges[index + enough - 1] <= tolerance:
            return edge
    return edges[0]


def _paragraphs(lines: list[_Placed]) -> Iterator[list[_Placed]]:
    """The paragraphs that ``lines`` make; notes at the foot of a page come after the one that they stand in."""
    paragraph: list[_Placed] = []
    notes: list[_Placed] = []
    for placed in lines:
        if placed.line.note:
            notes.append(placed)
            continue
        if paragraph and not _goes_on(paragraph, placed):
            yield paragraph
            yield from _notes(notes)
            paragraph, notes = [], []
        paragraph.append(placed)
    if paragraph:
        yield paragraph
    yield from _notes(notes)


def _notes(lines: list[_Placed]) -> Iterator[list[_Placed]]:
    note: list[_Placed] = []
    for placed in lines:
        if note and (_is_note_mark(placed.line.text) or not _goes_on(note, placed)):
            yield note
            note = []
        note.append(placed)
    if note:
        yield note


def _goes_on(paragraph: list[_Placed], b: _Placed) -> bool:
    """Whether ``b`` belongs to ``paragraph``."""
    a = paragraph[-1]
    if a.line.row or b.line.row or "\t" in b.line.text or not _same_size(a.line.size, b.line.size):
        return False
    if not _is_full(a, b.line) or _is_apart(a, b):
        return False
    if any(len(line.text) < _LONGEST_NUMBER and page_number().fullmatch(line.text) for line in (a.line, b.line)):
        return False
    if a.line.x0 - a.setting.left > _DEEPEST_INDENT * a.line.size:
        return False
    if b.line.x0 - b.setting.left > _INDENT * b.line.size:
        return _hangs(paragraph, b)
    if b.setting.indented:
        return not (_may_end(a.line.text) and compiled(_HEADING).match(b.line.text))
    return not (_may_end(a.line.text) and (_is_labelled(b.line.text) or _is_field(b.line.text)))


def _is_full(a: _Placed, following: Line) -> bool:
    """Whether there was no room left on the line ``a`` for what ``following`` begins with; in ragged type, where
    paragraphs are indented and the sentence is not at its end, whether there was little."""
    room = a.setting.right - a.line.x1
    if _may_end(a.line.text):
        return room <= max(_FULL * a.line.size, following.token + 0.3 * a.line.size)
    ragged = 0.0
    if a.setting.indented and not _is_field(following.text):
        ragged = _RAGGED * (a.setting.right - a.setting.left)
    return room <= max(_FULL_MID_SENTENCE * a.line.size, following.token + 1.3 * a.line.size, ragged)


def _is_apart(a: _Placed, b: _Placed) -> bool:
    """Whether more than the usual distance lies between two lines of one column."""
    same = a.page == b.page and a.line.column == b.line.column
    return same and b.line.y - a.line.y > b.setting.leading + _GAP * b.line.size


def _hangs(paragraph: list[_Placed], b: _Placed) -> bool:
    """Whether the indented line ``b`` goes on with a paragraph that is set in from the margin as a whole."""
    a = paragraph[-1]
    if _ended(a.line.text) and len(paragraph) == 1:
        return False
    if _is_labelled(b.line.text):
        return False
    left = b.setting.left - a.setting.left
    step = b.line.x0 - a.line.x0 - left
    if abs(step) <= _SAME_MARGIN * b.line.size:
        return len(paragraph) > 1 or not b.setting.indented
    return len(paragraph) == 1 and (step < 0 or _is_labelled(a.line.text)) and not _ended(a.line.text)


@cache
def page_number() -> regex.Pattern[str]:
    """Matches a page number in its dress: — 3 —, 第 3 页 共 9 页, 3/9, Page 3 of 9."""
    number, dash = r"[0-9０-９]{1,4}", r"[-—–―─－_·•.\s一]"
    return compiled(
        rf"{dash}{{1,6}}{number}{dash}{{1,6}}|第\s?{number}\s?页[\s/，,、]{{0,3}}(?:[（(]?共\s?{number}\s?页[)）]?)?"
        rf"|{number}\s?/\s?{number}|(?i:page|p\.)\s?{number}(?:\s?of\s?{number})?"
    )


def _same_size(a: float, b: float) -> bool:
    return abs(a - b) <= _SIZE_CHANGE * max(a, b)


def _may_end(text: str) -> bool:
    return text[-1] in _CLOSING or text[-1] in _ENDS


def _ended(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in _ENDS


def _is_labelled(text: str) -> bool:
    return compiled(_LABEL).match(text) is not None


def _is_note_mark(text: str) -> bool:
    return compiled(r"[①-⑳⁰¹²³⁴-⁹*＊※]|[\[［〔]\d{1,3}[\]］〕]").match(text) is not None


def _is_field(text: str) -> bool:
    return compiled(r"[一-龥]{2,8}[：:]").match(text) is not None


def _joint(a: str, b: str, ocr: bool) -> tuple[int, str]:
    """How many characters at the end of ``a`` were only put in to break the line, and what stands between the lines.

    Nothing between Chinese characters and inside a number, a space between Latin words; the hyphen of a broken word
    goes, that of 2023-⏎2030 stays. OCR may have lost the dash between two long figures, so it does not make them one.
    """
    last, first = a[-1], b[0]
    if is_cjk(last) or is_cjk(first):
        return 0, ""
    if last == "-" and a[-2:-1].islower() and first.islower():
        return 1, ""
    if ocr and compiled(r"\d{3}$").search(a) and compiled(r"\d{3}").match(b):
        return 0, " "
    if not first.isalnum() or not last.isalnum():
        return 0, " " if last in ",;.:!?)%" and first.isalpha() else ""
    return 0, " " if last.isalpha() and first.isalpha() and (last.islower() or first.islower()) else ""
