"""Lines → paragraphs: the text without its layout, and the way back to the source.

What a line break means is settled in ``wrapping``, what a page adds in ``lines``, the canonical characters in
``forms``.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

import regex

from govreply.lexicon import Lexicon, default_lexicon
from govreply.models import Layout, Span
from govreply.parser.forms import canonical
from govreply.parser.furniture import without_page
from govreply.parser.lines import BLANK, INVISIBLE, Line, read_lines
from govreply.parser.wrapping import Joiner
from govreply.patterns import compiled

SHORTEST_REPRINT = 200
ANCHOR = 60
_FIRST_CJK = "\u2000"

Paragraph = list[Line]


def lay_out(text: str, lexicon: Lexicon | None = None) -> Layout:
    """The paragraphs of ``text`` as one layout-free string.

    Line breaks inside a paragraph, page numbers, running heads, the web page's own lines, invisible characters and the
    spaces beside CJK characters are gone; a tab stays where cells or fields are set apart. A reply printed twice is
    laid out once. Time is linear in ``len(text)``.
    """
    lexicon = lexicon or default_lexicon()
    lines = without_page(read_lines(text, lexicon), lexicon)
    joiner = Joiner(lines, lexicon)
    paragraphs = list(_paragraphs(lines, joiner))
    writer = _Writer(joiner.setting.measure, paragraphs)
    reprint = _reprint(writer.quoted, writer.spans)
    if reprint:
        del paragraphs[reprint]
        writer = _Writer(joiner.setting.measure, paragraphs)
    return Layout(
        source=text,
        quoted=writer.quoted,
        plain=canonical(writer.quoted),
        paragraphs=tuple(writer.spans),
        run_starts=writer.run_starts,
        run_sources=writer.run_sources,
        repeated=reprint is not None,
    )


def _paragraphs(lines: list[Line], joiner: Joiner) -> Iterator[Paragraph]:
    paragraph: Paragraph = []
    for index, line in enumerate(lines):
        if paragraph and not (index - 1 in joiner.titles or joiner.joins(paragraph[0], paragraph[-1], line)):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


class _Writer:
    """Writes paragraphs one after another and keeps account of where each unbroken run lies in the source."""

    def __init__(self, measure: int, paragraphs: list[Paragraph]) -> None:
        self.measure = measure
        self.spans: list[Span] = []
        self.run_starts = array("Q")
        self.run_sources = array("Q")
        self._parts: list[str] = []
        self._length = 0
        self._shift = -1
        self._gaps = _gaps()
        self._has_gap = self._gaps.search
        for paragraph in paragraphs:
            self._add(paragraph)
        self.quoted = "".join(self._parts)

    def _add(self, paragraph: Paragraph) -> None:
        if self.spans:
            self._write("\n")
        begin = self._length
        for index, line in enumerate(paragraph):
            text = line.text
            if index and text[0] < _FIRST_CJK and (glue := self._line_glue(paragraph[index - 1], line)):
                self._write(glue)
            if self._has_gap(text) is None:
                self._copy(text, line.start)
            else:
                self._add_pieces(line)
        self.spans.append(Span(begin, self._length))

    def _add_pieces(self, line: Line) -> None:
        pieces = self._gaps.split(_closed_up(line.text))
        source, piece = line.start, pieces[0]
        self._copy(piece, source)
        for at in range(2, len(pieces), 2):
            gap = pieces[at - 1]
            source += len(piece) + len(gap)
            if glue := _glue(piece, gap, pieces[at]):
                self._write(glue)
            piece = pieces[at]
            self._copy(piece, source)

    def _copy(self, piece: str, source: int) -> None:
        length = self._length
        if source - length != self._shift:
            self._shift = source - length
            self.run_starts.append(length)
            self.run_sources.append(source)
        self._parts.append(piece)
        self._length = length + len(piece)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _line_glue(self, a: Line, b: Line) -> str:
        """What stands between two lines of one paragraph: a space between Latin words, else nothing."""
        last, first = a.text[-1], b.text[0]
        if last >= _FIRST_CJK or first >= _FIRST_CJK:
            return ""
        if not last.isalnum() or not first.isalnum():
            return " " if last in ",;.:!?)" and first.isalpha() else ""
        code = not (last.islower() or first.islower())
        cut = self.measure > 0 and a.extent >= self.measure - 1
        return "" if code or cut else " "


@cache
def _gaps() -> re.Pattern[str]:
    return re.compile(rf"([{BLANK}{INVISIBLE}]+)")


@cache
def _spaced_digits() -> regex.Pattern[str]:
    return compiled(r"(?<!\d)\d(?:[ \xa0]\d){1,20}+(?=[ \xa0]?[一-龥])")


def _closed_up(text: str) -> str:
    """``text`` with the spaces inside a letter-spaced number (2 0 2 4 年) made invisible, of the same length."""
    if " " not in text and "\xa0" not in text:
        return text
    return str(_spaced_digits().sub(_invisible_spaces, text))


def _invisible_spaces(number: regex.Match[str]) -> str:
    return str(number.group()).replace(" ", INVISIBLE[0]).replace("\xa0", INVISIBLE[0])


def _glue(before: str, gap: str, after: str) -> str:
    """What stands in ``quoted`` for the ``gap`` between two pieces of a line: a tab, a space or nothing."""
    if len(gap) == 1 and gap not in "\t\u3000":
        last, first = before[-1], after[0]
        if last >= _FIRST_CJK or first >= _FIRST_CJK or gap in INVISIBLE:
            return ""
        return _latin_glue(last, first)
    blank = gap.strip(INVISIBLE)
    if not blank:
        return ""
    if _sets_apart(before, blank, after):
        return "\t"
    last, first = before[-1], after[0]
    return "" if last >= _FIRST_CJK or first >= _FIRST_CJK else _latin_glue(last, first)


def _latin_glue(last: str, first: str) -> str:
    if first in "%)],.;:!?" or last in "([":
        return ""
    if (first in "/-~+" and last.isdigit()) or (last in "/-~+" and first.isdigit()):
        return ""
    return " "


def _sets_apart(before: str, blank: str, after: str) -> bool:
    """Whether a wide gap divides cells or fields; not one after a label (一、) or in a letter-spaced 附  件."""
    if len(before) == 1 or _label().fullmatch(before):
        return False
    if "\t" in blank:
        return True
    columns = len(blank) + blank.count("\u3000")
    beside_digit = before[-1].isdigit() or after[0].isdigit()
    return columns >= 3 + beside_digit or (columns == 2 and _field().match(after) is not None)


@cache
def _label() -> regex.Pattern[str]:
    return compiled(r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,3})[)）、.．]+")


@cache
def _field() -> regex.Pattern[str]:
    return compiled(r"[一-龥]{2,8}[：:]")


def _reprint(quoted: str, spans: list[Span]) -> slice | None:
    """The paragraphs that print the reply a second time: they equal what stands before them, spaces aside, and take up
    nearly all of the rest. None where there are none."""
    squeezed = "".join(quoted.split())
    long = [span for span in spans[:40] if span.end - span.start >= ANCHOR][:3]
    for span in long:
        anchor = "".join(quoted[span.start : span.start + ANCHOR].split())
        first = squeezed.find(anchor)
        second = squeezed.find(anchor, first + len(anchor))
        if second > 0 and (copy := _copy_around(squeezed, first, second)):
            ends = list(accumulate(len("".join(quoted[s.start : s.end].split())) for s in spans))
            inside = [i for i, end in enumerate(ends) if i and ends[i - 1] >= copy.start and end <= copy.end]
            return slice(inside[0], inside[-1] + 1) if inside else None
    return None


def _copy_around(text: str, first: int, second: int) -> Span | None:
    """The second of two equal passages around two equal places, if it ends the text and follows the first closely."""
    after = _common(text[first:second], text[second : 2 * second - first])
    before = _common(text[:first][::-1], text[second - first : second][::-1])
    begin, end, length = second - before, second + after, before + after
    follows = begin - (first + after) <= length // 5
    return (
        Span(begin, end) if length >= SHORTEST_REPRINT and follows and 10 * length >= 9 * (len(text) - begin) else None
    )


def _common(a: str, b: str) -> int:
    """The length of the longest common prefix of ``a`` and ``b``, by halving."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
