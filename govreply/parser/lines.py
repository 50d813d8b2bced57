"""The lines of a text and what each looks like: where it stands, how it ends, what it opens.

Page furniture is left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import regex

from govreply.lexicon import Lexicon
from govreply.patterns import alternation, compiled

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
BLANK = (
    " \t\n\r\v\f\x1c\x1d\x1e\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_STRIPPED = BLANK + INVISIBLE

TERMINAL = frozenset("。！？；：…!?;:｡")
_CLOSING = "）)”》’」』】]〕"
CLOSING = frozenset(_CLOSING)
PAUSE = frozenset("，、,（(“《‘〈—～~-－+＋/")
_NEVER_FIRST = frozenset("，。、；：！？）”》’」』】〕〉%％‰℃·,;!?)")
_FURNITURE = frozenset("-—–―─－_·•.第pP0123456789０１２３４５６７８９")  # what a page number may begin with
_NOT_IN_HEADS = frozenset("，。；、：（）《》“”")
_LONG = 120


@dataclass(slots=True)
class Line:
    """A line that holds text. ``indent`` and ``width`` in columns (a CJK character is two); ``blank``: a blank line
    stands before it; ``page``: a page begins between it and the line before; ``ended``: it ends as a sentence or a
    lead-in does, closing marks after the full stop not counted; ``opens``: what ``is_opener`` found."""

    start: int
    text: str
    indent: int
    width: int
    blank: bool
    page: bool
    ended: bool
    opens: bool | None = None

    @property
    def extent(self) -> int:
        """Columns from the margin, a paragraph's indent counting as the two characters that it stands for."""
        return self.width + (4 if self.indent else 0)


def read_lines(text: str, lexicon: Lexicon) -> list[Line]:
    """The lines of ``text`` that hold text, in order, without page numbers and repeated running heads.

    A long line whose paragraphs are only set off by spaces is given as several lines.
    """
    lines: list[Line] = []
    furniture: list[tuple[int, Line]] = []
    start, blank, page = 0, False, False
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip(_STRIPPED)
        if not stripped:
            blank = blank or start > 0
            page = page or "\f" in raw
        else:
            margin = raw.index(stripped[0])
            indent = _indent(raw[:margin]) if margin else 0
            line = Line(start + margin, stripped, indent, _columns(stripped), blank, page, _ended(stripped))
            if len(stripped) <= 20 and stripped[0] in _FURNITURE and _page_number().fullmatch(stripped):
                furniture.append((len(lines), line))
            lines.append(line)
            blank, page = False, raw[-1] == "\f"
        start += len(raw)
    lines = _without_furniture(lines, furniture)
    return [part for line in lines for part in (_unpacked(line, lexicon) if len(line.text) >= _LONG else (line,))]


def _columns(text: str) -> int:
    size = len(text)
    return size + (len(text.encode("utf-8", "surrogatepass")) - size) // 2 if size < _LONG else 2 * size


def _indent(space: str) -> int:
    return len(space) + space.count("\u3000") + 3 * space.count("\t")


def _ended(text: str) -> bool:
    last = text[-1]
    return last in TERMINAL or (last in CLOSING and text.rstrip(_CLOSING)[-1:] in TERMINAL)


@cache
def _page_number() -> regex.Pattern[str]:
    number = r"[0-9０-９]{1,4}"
    dash = r"[-—–―─－_·•.\s]"
    return compiled(
        rf"{dash}{{1,6}}{number}{dash}{{1,6}}|第\s*{number}\s*页(?:[\s/，,]*共\s*{number}\s*页)?|{number}\s*/\s*{number}"
        rf"|(?i:page|p\.)\s*{number}(?:\s*of\s*{number})?|(?P<bare>[0-9０-９]{{1,3}})"
    )


def _without_furniture(lines: list[Line], furniture: list[tuple[int, Line]]) -> list[Line]:
    """``lines`` without page numbers and without the running heads that stand beside them."""
    dropped = _page_numbers(lines, furniture)
    kept = [line for index, line in enumerate(lines) if index not in dropped]
    if not dropped:
        return _without_running_heads(kept) if any(line.page for line in kept) else kept
    page = blank = False
    kept = []
    for index, line in enumerate(lines):
        if index in dropped:
            page, blank = True, blank or line.blank
            continue
        line.page, line.blank = line.page or page, line.blank or blank
        page = blank = False
        kept.append(line)
    return _without_running_heads(kept)


def _page_numbers(lines: list[Line], furniture: list[tuple[int, Line]]) -> set[int]:
    """Indexes of the lines that are page numbers: dressed ones always, bare ones if they count the pages one by one."""
    bare = [(index, int(line.text)) for index, line in furniture if line.text.isdecimal()]
    dropped = {index for index, line in furniture if not line.text.isdecimal() and "/" not in line.text}
    dropped |= {index for index, line in furniture if "/" in line.text and (index + 1 == len(lines) or line.page)}
    counting = all(later[1] == earlier[1] + 1 for earlier, later in pairwise(bare))
    apart = all(later[0] - earlier[0] > 3 for earlier, later in pairwise(bare))
    if counting and apart:
        dropped.update(index for index, _ in bare if _between_text(lines, index))
    return dropped


def _between_text(lines: list[Line], index: int) -> bool:
    around = [lines[near] for near in (index - 1, index + 1) if 0 <= near < len(lines)]
    return max((line.width for line in around), default=0) >= 16


def _without_running_heads(lines: list[Line]) -> list[Line]:
    """``lines`` without the later prints of a running head: a line without a pause that stands first or last on three
    pages, or on two and at the top of the text."""
    edges = sorted({near for index, line in enumerate(lines) if line.page for near in (index - 1, index) if near >= 0})
    seen = Counter(lines[index].text for index in edges if _may_head(lines[index].text))
    top = {line.text for line in lines[:3]}
    heads = {text for text, times in seen.items() if times > 2 or (text in top and times > (lines[0].text != text))}
    if not heads:
        return lines
    dropped = [index for index in edges if lines[index].text in heads]
    first_prints = {text: next(line.start for line in lines if line.text == text) for text in heads}
    for index in dropped:
        if lines[index].page and index + 1 < len(lines):
            lines[index + 1].page = True
    gone = {lines[index].start for index in dropped} - set(first_prints.values())
    return [line for line in lines if line.start not in gone]


def _may_head(text: str) -> bool:
    return len(text) > 3 and _NOT_IN_HEADS.isdisjoint(text) and not point_label(text)


def _unpacked(line: Line, lexicon: Lexicon) -> list[Line]:
    """A long line cut where its paragraphs are set off by spaces alone, as in a table cell or a database field."""
    parts, begin, indent = [], 0, line.indent
    for gap in packed_gap(lexicon).finditer(line.text):
        parts.append(_part(line, begin, gap.start(), indent))
        begin, indent = gap.end(), 2
    if not begin:
        return [line]
    return [*parts, _part(line, begin, len(line.text), indent)]


def _part(line: Line, begin: int, end: int, indent: int) -> Line:
    text = line.text[begin:end]
    first = begin == 0
    return Line(
        line.start + begin, text, indent, _columns(text), line.blank and first, line.page and first, _ended(text)
    )


_ORDINAL = (
    r"(?:[一二三四五六七八九十]{1,3}(?:、(?![一二三四五六七八九十])|[.．](?!\d)|是(?!否)|要(?![求点件素么]))"
    r"|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|\d{1,2}(?:[.．](?!\d)|、(?!\d))|[①-⑳]|第[一二三四五六七八九十]{1,3}[，、：,:])"
)
# possessive repeats: what follows is none of their characters, so there is nothing to give back
_KEY = r"(?!如下|以下|其中|包括|主要)[一-龥][一-龥（）()、]{1,16}+[：:]"
_OPINION = r"[（(][一-龥]{2,16}(?:意见|答复|回复)[)）]"
_DAY = r"[\d一二三四五六七八九十]{1,3}"
_DATE = rf"(?:\d[\d\s]{{3,7}}|[〇○Ｏ零一二三四五六七八九]{{4}})\s*年\s*{_DAY}\s*月\s*{_DAY}\s*日$"
_YEAR = r"(?:[12]\d{3}|[〇○零一二三四五六七八九]{4})\s*年$"
_NUMBER = r"[一-龥]{2,12}+\s*+[〔﹝\[［【（(]\s*(?:19|20)\d\d\s*[〕﹞\]］】）)]\s*第?\s*\d{0,4}\s*号"


@cache
def ordinal() -> regex.Pattern[str]:
    """Matches at a line's start the label of a point: 一、 （一） 1. 一是 第一，."""
    return compiled(_ORDINAL)


_LABELS = frozenset("一二三四五六七八九十（(第①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


def point_label(text: str) -> regex.Match[str] | None:
    """The match of ``ordinal`` at the beginning of ``text``; most lines are settled by their first character."""
    return ordinal().match(text) if text[0] in _LABELS or text[0].isdecimal() else None


@cache
def opener(lexicon: Lexicon) -> regex.Pattern[str]:
    """Matches at a line's start what opens a paragraph: a label, ``键：``, （某局意见）, a document number, a date
    that fills the line, or a word of the dictionary line_openers."""
    tails = alternation(lexicon.words("line_openers", kind="tail"))
    steps = alternation(lexicon.words("line_openers", kind="step"))
    return compiled(
        rf"{_ORDINAL}|{_KEY}|{_DATE}|{_YEAR}|{_NUMBER}|{_OPINION}|{tails}|(?:{steps})[，,我省市区县将]|第[一二三四五六七八九十]{{1,3}}[章条]\s"
    )


@cache
def _opening(lexicon: Lexicon) -> frozenset[str]:
    """The characters, beside digits, that ``opener`` begins with, but for ``键：`` and a document number."""
    return _LABELS.union("〇○Ｏ零", (word[0] for word in lexicon.words("line_openers")))


@cache
def packed_gap(lexicon: Lexicon) -> regex.Pattern[str]:
    """The spaces that stand for a paragraph break inside one line: several after a sentence or a title, one if an
    opener follows, and an indent of ideographic spaces anywhere but inside a letter-spaced word."""
    blank = r"[ \xa0\u3000\t]"
    before = r"(?<=[。！？；：]|[）”》]|答复|复函|的函|建议|意见|问题|情况)"
    return compiled(
        rf"{before}(?:{blank}{{2,40}}|{blank}(?={opener(lexicon).pattern}))|(?<=[一-龥]{{2}})\u3000{{2,40}}"
    )


def is_opener(line: Line, lexicon: Lexicon) -> bool:
    """Whether ``line`` begins as a paragraph of its own does."""
    if line.opens is None:
        text = line.text
        # asked of every line, so what most lines lack is looked for first
        may = text[0] in _opening(lexicon) or text[0].isdecimal() or "：" in text or ":" in text or "号" in text
        line.opens = may and opener(lexicon).match(text) is not None
    return line.opens


@cache
def _field() -> regex.Pattern[str]:
    return compiled(_KEY)


def is_field(line: Line) -> bool:
    """Whether ``line`` begins with a ``键：``."""
    return _field().match(line.text) is not None


def never_first(line: Line) -> bool:
    """Whether ``line`` begins with a mark that no line of Chinese type begins with (GB/T 15834-2011, 5.1)."""
    return line.text[0] in _NEVER_FIRST


def unclosed(text: str) -> bool:
    """Whether a bracket, a quotation or a title is still open at the end of ``text``."""
    return (
        text.count("（") > text.count("）") + text.count(")")
        or text.count("《") > text.count("》")
        or text.count("“") > text.count("”")
        or text.count("〔") > text.count("〕")
    )
