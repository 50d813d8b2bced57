"""Which line breaks are the printer's and which end a paragraph."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.parser.broken import date_begun, date_rest, is_cut_in_two
from govreply.parser.lines import CLOSING, PAUSE, Line, is_field, is_opener, never_first, point_label, unclosed
from govreply.patterns import alternation, compiled

SHORTEST_MEASURE = 28
TOLERANCE = 6
HEADING_TOLERANCE = 4
SAMPLE = 300
LONG_LINE = 80
TITLE_LINES = 4
HEAD_LINES = 40
DEEP = 10
_GOES_ON = frozenset("的和与及由在对为向将把是有给让于至约")  # words that neither a heading nor a sentence ends with
# the end of a heading that names a request: …的建议, …”的问题
HEADING_ENDS = tuple(mark + word for mark in "的”" for word in ("建议", "问题", "提案", "意见", "情况"))


class Setting(NamedTuple):
    """How a text is set: the measure it is wrapped to in columns (0: not wrapped), the indent of its continuation
    lines, whether paragraphs open with an indent, or with one that was lost so that first lines are two characters
    short, and whether blank lines only stand between paragraphs."""

    measure: int = 0
    margin: int = 0
    indented: bool = False
    dropped: bool = False
    spaced: bool = False


def setting_of(lines: list[Line], lexicon: Lexicon) -> Setting:
    """The setting that the line ends and line beginnings of ``lines`` show."""
    breaks = [
        (a, b)
        for a, b in pairwise(lines)
        if a.width >= SHORTEST_MEASURE and not a.ended and a.text[-1] not in CLOSING and "\t" not in a.text
    ]
    breaks = breaks[:: len(breaks) // SAMPLE + 1]
    runs_on = [(a, b) for a, b in breaks if never_runs(a, b) or not is_opener(b, lexicon)]
    measure = _measure([a.width for a, _ in runs_on], lines)
    if not measure:
        return Setting()
    wrapped = [(a, b) for a, b in runs_on if a.width >= measure - TOLERANCE]
    margin = Counter(b.indent for _, b in wrapped if b.indent < 2).most_common(1)
    margin_columns = min(b.indent for _, b in wrapped) if not margin else margin[0][0]
    openers = [
        b
        for a, b in pairwise(lines)
        if (a.ended or a.text[-1] in CLOSING) and (a.extent < measure - TOLERANCE or is_opener(b, lexicon))
    ]
    deep = sum(b.indent >= margin_columns + 2 for b in openers)
    gaps = sum(b.blank for _, b in wrapped)
    firsts = [a.width for a, _ in wrapped if not a.indent and point_label(a.text)]
    short = sum(width <= measure - 3 for width in firsts)
    return Setting(
        measure,
        margin_columns,
        indented=2 * deep > len(openers),
        dropped=2 * short > len(firsts),
        spaced=4 * gaps < len(wrapped),
    )


def never_runs(a: Line, b: Line) -> bool:
    return a.text[-1] in PAUSE or never_first(b)


def _measure(widths: list[int], lines: list[Line]) -> int:
    """The measure in columns at which sentences break off, 0 where they do not break off at one measure."""
    if len(widths) < 2:
        return 0
    counts = Counter(widths)
    have = counts.get  # a Counter itself is slow about what it has not counted
    best = max(counts, key=lambda w: (sum(have(w + d, 0) for d in range(-TOLERANCE, 1)), counts[w]))
    near = sum(have(best + d, 0) for d in range(-TOLERANCE, TOLERANCE + 1))
    wider = sum(line.width > best + 2 * TOLERANCE for line in lines)
    return best if near >= 2 and 5 * near >= 3 * len(widths) and near > wider else 0


class Joiner:
    """Decides for neighbouring lines of one text whether they belong to one paragraph."""

    def __init__(self, lines: list[Line], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.setting = setting_of(lines, lexicon)
        self.titles = title_breaks(lines, lexicon)
        signed = [pair for pair in pairwise(lines) if pair[1].text[-1] in "年月日" and signs(*pair)]
        self.signatures = {line.start for pair in signed for line in pair}

    def joins(self, first: Line, a: Line, b: Line) -> bool:
        """Whether ``b`` goes on with the paragraph that ``first`` opened and whose last line so far is ``a``."""
        if "\t" in b.text or b.start in self.signatures:
            return False
        if is_cut_in_two(a, b, self.lexicon):
            return True
        if "\t" in a.text:
            return False
        if never_first(b) and not a.ended:
            return True
        return self._joins_wrapped(first, a, b) if self.setting.measure else self._joins_unwrapped(a, b)

    def _joins_unwrapped(self, a: Line, b: Line) -> bool:
        if a.ended or is_opener(b, self.lexicon):
            return False
        last = a.text[-1]
        if last in PAUSE or unclosed(a.text):
            return a.width >= 16
        if last in _GOES_ON:
            return a.width >= SHORTEST_MEASURE
        return a.width >= LONG_LINE and last not in CLOSING and not heading_like(a) and not b.indent

    def _joins_wrapped(self, first: Line, a: Line, b: Line) -> bool:
        if self.setting.indented and b.indent >= self.setting.margin + 2:
            return not a.ended and unclosed(a.text)
        if self._full(first, a, b):
            return self._joins_full(first, a, b)
        if a.ended:
            return False
        if a.text[-1] in PAUSE or unclosed(a.text):
            return point_label(b.text) is None
        if is_opener(b, self.lexicon) or heading_like(first):
            return False
        return a is not first and a.text[-1] not in CLOSING

    def _joins_full(self, first: Line, a: Line, b: Line) -> bool:
        indented = self.setting.indented
        if a.ended:
            apart = self.setting.spaced and b.blank and not b.page
            if apart or b.indent >= DEEP or a.width > self.setting.measure + 2 * TOLERANCE:
                return False
            return indented or not (_leads_in(first, a) or is_opener(b, self.lexicon))
        last = a.text[-1]
        if indented or last in PAUSE:
            return True
        if a.text.endswith(HEADING_ENDS) and heading_like(first):
            return b.text[0] == "的"
        if a is first and _answers_heading(a, b, self.lexicon):
            return False
        if point_label(b.text) or (is_opener(b, self.lexicon) and self._may_end(a)):
            return unclosed(a.text)
        return True

    def _may_end(self, a: Line) -> bool:
        """Whether a paragraph may end with ``a``, though no stop says so: a field, a title, a closing bracket."""
        return a.text[-1] in CLOSING or is_field(a) or paper_kind_end(self.lexicon).search(a.text) is not None

    def _full(self, first: Line, a: Line, b: Line) -> bool:
        room = self.setting.measure - a.extent
        if a is first and self.setting.dropped and not a.indent:
            room -= 4
        heading = a is first and not self.setting.indented and heading_like(a) and "。" not in a.text
        if room <= (HEADING_TOLERANCE if heading else TOLERANCE):
            return True
        token = unbreakable().match(b.text) if room < 40 else None
        return token is not None and room <= TOLERANCE + len(token.group())


def _leads_in(first: Line, a: Line) -> bool:
    """Whether ``a`` ends a lead-in or an addressee, by its colon."""
    return a.text[-1] in "：:" and (a is first or (_leads().search(a.text) is not None and not unclosed(a.text)))


@cache
def _leads() -> regex.Pattern[str]:
    """The end of a lead-in or of an addressee (主送机关) of several lines."""
    return compiled(r"(?:如下|(?<!责任|牵头|配合)单位|机构|部门|政府|委会|委员|代表|公司|企业|院校|街道)[：:]$")


def _answers_heading(a: Line, b: Line, lexicon: Lexicon) -> bool:
    """Whether ``a`` is a heading that fills its line, as ``b`` opens the answer to it: 近年来, 我局."""
    return (
        compiled(r"(?:[一二三四五六七八九十（）]{1,5}、?|\d{1,2}[.、])?关于").match(a.text) is not None
        and "。" not in a.text
        and a.text[-1] not in _GOES_ON
        and not unclosed(a.text)
        and b.text.startswith(lexicon.words("heading_words", role="starter"))
    )


@cache
def unbreakable() -> regex.Pattern[str]:
    """The beginning of a line that could not have stood on the line before in part: a number or a Latin word."""
    return compiled(r"[A-Za-z0-9.,%/\-]{2,40}")


def signs(a: Line, b: Line) -> bool:
    """Whether ``a`` and ``b`` are a signature: the name of an organ, and under it the date or its beginning."""
    return a.width <= 60 and _organ().search(a.text) is not None and _date().fullmatch(b.text) is not None


@cache
def _date() -> regex.Pattern[str]:
    return compiled(rf"(?:{date_begun().pattern})\s*(?:{date_rest().pattern})?")


def heading_like(line: Line) -> bool:
    """Whether ``line`` begins as a heading does: a numeral label or 关于."""
    label = point_label(line.text)
    return line.text.startswith("关于") or (label is not None and label.group()[-1] not in "是要")


def title_breaks(lines: list[Line], lexicon: Lexicon) -> set[int]:
    """Indexes of the lines in the head that a title runs on from: 关于…⏎…的答复, …办公室⏎关于…的通知."""
    found: set[int] = set()
    for index, line in enumerate(lines[:HEAD_LINES]):
        if index in found or line.width > LONG_LINE + 20 or not _begins_title(lines, index):
            continue
        end = _title_end(lines, index, lexicon)
        found.update(range(index, end))
    return found


def _begins_title(lines: list[Line], index: int) -> bool:
    text = lines[index].text
    if point_label(text):
        return False
    if text.startswith(("关于", "对")) or "关于" in text[:30]:
        return True
    return (
        index + 1 < len(lines)
        and lines[index + 1].text.startswith(("关于", "对"))
        and _organ().search(text) is not None
    )


def _title_end(lines: list[Line], index: int, lexicon: Lexicon) -> int:
    """The index of the line that ends the title begun at ``index``; ``index`` itself where no title is broken there."""
    for end in range(index, min(index + TITLE_LINES, len(lines))):
        line = lines[end]
        if line.ended or "\t" in line.text or line.width > LONG_LINE + 20 or (end > index and is_opener(line, lexicon)):
            return index
        following = lines[end + 1].text if end + 1 < len(lines) else ""
        if paper_kind_end(lexicon).search(line.text) and not following.startswith("的"):
            return end
    return index


@cache
def _organ() -> regex.Pattern[str]:
    return compiled(r"^[一-龥（）]{2,28}(?:政府|厅|局|委|委员会|办公室|办公厅|部|院|署|会|中心|公司)$")


@cache
def paper_kind_end(lexicon: Lexicon) -> regex.Pattern[str]:
    """The end of a complete title: a word of the dictionary paper_kinds, perhaps with a class or a status after it."""
    kinds = alternation(lexicon.words("paper_kinds"))
    return compiled(rf"(?:{kinds})(?:[（(〔\[【].{{1,12}}[）)〕\]】]|[ABCＡＢＣ]类?)?$")
