"""The labels that number a paper: 一、 （一） 1. 第三条 一是 首先, and the 下一步 that opens its intentions.

The order of levels is that of 党政机关公文格式 (GB/T 9704-2012, 7.3.3: 一、 （一） 1. （1）); 一是 and its like stand
below them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import cache, lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple, TypeAlias

import regex

from govreply.lexicon import Lexicon
from govreply.models import Layout, Span
from govreply.patterns import alternation, compiled

Pattern: TypeAlias = "regex.Pattern[str]"


class Level(IntEnum):
    """The levels of numbering, outermost first."""

    CHAPTER = 0  # 第一章
    HAN = 1  # 一、
    NTH = 2  # 第一，
    HAN_BRACKET = 3  # （一）
    ARTICLE = 4  # 第一条
    DIGIT = 5  # 1.
    DIGIT_BRACKET = 6  # （1）
    CIRCLED = 7  # ①
    POINT = 8  # 一是 一要
    ORDER = 9  # 首先
    INTENTION = 10  # 下一步


_LEVELS = dict(Level.__members__)  # read faster than the Enum itself


class Label(NamedTuple):
    """A label at plain ``start``; the text that it opens begins at ``end``, ``written_end`` leaves out its comma.

    ``before`` is the punctuation that it stands behind: a line feed where it opens a paragraph, empty where it follows
    another label at once (``三、今后``).
    """

    level: Level
    number: int
    start: int
    end: int
    written_end: int
    before: str

    @property
    def opens_paragraph(self) -> bool:
        """Whether the label is the first thing of its paragraph."""
        return self.before == "\n"


_HAN = "一二三四五六七八九十"
# 一、二级 三、四线城市 一、二、三产业: a list of numerals, not a label
_LISTED = rf"[{_HAN}]{{1,2}}[、级批期线类产次号档等层届季者]"
_YEAR = r"(?:19|20)[0-9]{2}[年～至—–-]"
_NUMBERED = rf"""
    （(?P<HAN_BRACKET>[{_HAN}]{{1,3}})）
  | (?P<HAN_BRACKET>[㈠-㈩])
  | （(?P<DIGIT_BRACKET>[1-9][0-9]?)）
  | (?P<DIGIT_BRACKET>[1-9][0-9]?)）
  | (?P<DIGIT_BRACKET>[⑴-⒇])
  | (?P<DIGIT>[⒈-⒛])
  | (?P<DIGIT>[1-9][0-9]?)(?:[.．、](?![0-9])|[.．、](?={_YEAR}))
  | (?P<CIRCLED>[①-⑳])
  | (?P<POINT>[{_HAN}]{{1,3}})(?:是|要(?![求素件点领义闻塞害]))
  | 其(?P<POINT>[{_HAN}])(?=[，：、是])
  | 第(?P<NTH>[{_HAN}]{{1,2}})(?:[，：]|、(?!{_LISTED})|是)
  | 第(?P<ARTICLE>[{_HAN}百零〇0-9]{{1,6}})条(?!例|款|件|线|路|道)
  | 第(?P<CHAPTER>[{_HAN}]{{1,3}})章
  | (?P<HAN>[{_HAN}]{{1,3}})(?:[、.．](?!{_LISTED})|[，：]?(?=关于)|，(?=对))
"""
# what a label may begin with, words of the dictionaries apart: anywhere, and at the head of a clause
_FIRSTS = "（其123456789" + _HAN + "".join(map(chr, range(ord("①"), ord("⒛") + 1)))
_FIRSTS_OF_CLAUSES = _FIRSTS + "第㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩对为因同另此针结围我在"
_SENTENCE = frozenset("\n。！？")
_CLAUSE = _SENTENCE | frozenset("；：")
# by name of the level
_BEFORE: dict[str, frozenset[str]] = {
    "CHAPTER": frozenset("\n"),
    "ARTICLE": frozenset("\n"),
    "DIGIT_BRACKET": _CLAUSE | {"，"},
    "CIRCLED": _CLAUSE | {"，"},
    "POINT": _CLAUSE | {"，"},
    "ORDER": _SENTENCE | {"；"},
    "INTENTION": _SENTENCE,
}


@cache
def _behind(lexicon: Lexicon) -> re.Pattern[str]:
    """The punctuation before what may be a label, told by its first character.

    Every mark of a paper is looked at, which ``re`` does several times as fast as ``regex``; behind a comma stands no
    label but those that ``_BEFORE`` lets.
    """
    firsts = re.escape("".join(sorted(_first_characters(lexicon))))
    return re.compile(rf"[\n。；：！？][”）]?(?=[{firsts}])|，[”）]?(?=[{_FIRSTS}])")


@cache
def _first_characters(lexicon: Lexicon) -> frozenset[str]:
    words = (*lexicon.words("point_labels"), *lexicon.words("planned_openers", place="sentence"))
    return frozenset(_FIRSTS_OF_CLAUSES).union(word[0] for word in words)


@cache
def _label(lexicon: Lexicon) -> Pattern:
    orders, openers = lexicon.words("point_labels"), lexicon.words("planned_openers", place="sentence")
    order, opener = alternation(orders), alternation(openers)
    return compiled(
        rf"""
        {_NUMBERED}
      | (?P<ORDER>{order})(?=[，、：]|要|是)
      | (?:(?<![^\n。：])(?:对此|为此|因此|同时|另外|此外|(?:针对|结合|围绕)[^，。；\n]{{1,20}})，)?
        (?:我[局厅委办部院省市县区们]|在)?(?P<INTENTION>{opener})(?!骤)
        (?:的?(?:工作|过程|实践)?中|的?(?:工作)?(?:打算|计划|安排|思路|举措|措施|重点|目标)?(?:主要)?[是为]?(?=[，：。；\n]|\Z))?
        """,
        regex.VERBOSE,
    )


_NUMERAL = {character: value for value, character in enumerate(_HAN, 1)}


@lru_cache(maxsize=1024)
def _numeral(text: str) -> int:
    """The value of the numeral of a label (三, 十二, 二十, 12, ③); 0 for none."""
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and text not in _NUMERAL:
        return int(unicodedata.numeric(text, 0))
    tens, ten, units = text.rpartition("十")
    if not ten:
        return _NUMERAL.get(units, 0)
    return 10 * _NUMERAL.get(tens, 1) + _NUMERAL.get(units, 0)


@cache
def _orders(lexicon: Lexicon) -> dict[str, int]:
    return {row["word"]: int(row["number"]) for row in lexicon.rows("point_labels")}


_COMMAS = frozenset("，：、. ")


def _chain(text: str, start: int, limit: int, before: str, lexicon: Lexicon) -> Iterator[Label]:
    """The label at ``start`` and those that follow it without a break (``三、今后``, ``（一）一是``)."""
    here, firsts = _label(lexicon), _first_characters(lexicon)
    while start < limit and text[start] in firsts and (match := here.match(text, start, limit)):
        name = match.lastgroup or ""
        level = _LEVELS[name]
        if before and before not in _BEFORE.get(name, _CLAUSE):
            return
        word = match[name]
        number = _orders(lexicon).get(word, 0) if level >= Level.ORDER else _numeral(word)
        end = match.end()
        while end < limit and (text[end] in _COMMAS or (level is Level.INTENTION and text[end] == "。")):
            end += 1
        yield Label(level, number, start, end, match.end(), before)
        start, before = end, ""


class Outline(NamedTuple):
    """The body of a paper as rules see it: its plain text, its paragraphs and its labels, all in order."""

    plain: str
    quoted: str
    span: Span
    paragraphs: tuple[Span, ...]
    labels: tuple[Label, ...]
    paragraph_starts: tuple[int, ...]
    label_starts: tuple[int, ...]

    def paragraph(self, offset: int) -> int:
        """The index of the paragraph that holds the plain ``offset``."""
        return max(0, bisect_right(self.paragraph_starts, offset) - 1)

    def paragraph_end(self, offset: int) -> int:
        """The plain offset at which the paragraph that holds ``offset`` ends."""
        return self.paragraphs[self.paragraph(offset)].end

    def within(self, start: int, end: int) -> tuple[Label, ...]:
        """The labels that start in the interval."""
        low = bisect_left(self.label_starts, start)
        return self.labels[low : bisect_left(self.label_starts, end, lo=low)]


_start = attrgetter("start")


def outline(layout: Layout, body: Span, lexicon: Lexicon) -> Outline:
    """The outline of the part ``body`` of a paper; its first character counts as opening a paragraph."""
    text = layout.plain
    start, end = trimmed(text, body)
    low = max(0, bisect_right(layout.paragraphs, start, key=_start) - 1)
    high = bisect_left(layout.paragraphs, end, key=_start)
    clipped = (Span(max(p.start, start), min(p.end, end)) for p in layout.paragraphs[low:high])
    paragraphs = tuple(p for p in clipped if p.start < p.end) or (Span(start, end),)
    found = list(_chain(text, start, end, "\n", lexicon))
    for match in _behind(lexicon).finditer(text, start, end):
        if not found or match.end() > found[-1].start:
            found.extend(_chain(text, match.end(), end, match[0][0], lexicon))
    return Outline(
        text,
        layout.quoted,
        Span(start, end),
        paragraphs,
        tuple(found),
        tuple(paragraph.start for paragraph in paragraphs),
        tuple(label.start for label in found),
    )


def trimmed(text: str, span: tuple[int, int]) -> Span:
    """The span without line feeds and spaces at its ends; an empty span where nothing else is left."""
    start, end = span
    while start < end and text[start] in "\n ":
        start += 1
    while start < end and text[end - 1] in "\n ":
        end -= 1
    return Span(start, end)


def run_of(labels: Sequence[Label], level: Level) -> list[Label]:
    """The labels of a level that count in a scope: those that open paragraphs, and those packed behind one in order.

    Where none opens a paragraph (a whole reply on one line) the packed ones count if they run from the first.
    """
    own = [label for label in labels if label.level is level]
    if not any(label.opens_paragraph for label in own):
        packed = [own[0]] if own and own[0].number == 1 else []
        packed += [b for a, b in pairwise(own) if packed and b.number == a.number + 1]
        return packed if len(packed) > 1 else []
    run: list[Label] = []
    for label in own:
        if label.opens_paragraph or (run and label.number == run[-1].number + 1):
            run.append(label)
    return run
