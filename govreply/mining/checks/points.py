"""Points that are announced or numbered: 从三个方面推进：一是…二是… (and no 三是), 一是…二是…四是….

Sections are points too: 现从以下三个方面答复如下：一、…二、….
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import regex

from govreply.mining.checks.findings import Finding
from govreply.mining.checks.intervals import constant
from govreply.mining.corpus import Corpus
from govreply.notation.numerals import parse, write
from govreply.parser.forms import canonical
from govreply.patterns import compiled
from govreply.tables.schema import Cell, Row


class _Point(NamedTuple):
    """The label of a point in an answer's text: its number, the kind of label, and where it stands."""

    number: int
    kind: str
    label: str
    start: int
    end: int


def points(corpus: Corpus) -> Iterator[Finding]:
    """In each answer: announced numbers of points against the points that follow, and numbers that are left out.

    In each reply: an announced number of sections against the sections that follow directly.
    """
    places = _Places(corpus)
    yield from _sections(corpus)
    for answer in corpus.rows("answers"):
        text = canonical(str(answer["text"] or ""))
        labels = [_point(match) for match in _label().finditer(text)]
        for run in _runs(labels):
            yield from _gap(run, answer, places)
            yield from _announced(text, run, answer, places)


@cache
def _label() -> regex.Pattern[str]:
    """A numeral with 是, 要 or 则 behind a mark, or in brackets at the start of a line."""
    return compiled(
        r"(?:(?<=^|[。；：，！\n”）])(?P<spoken>[一二三四五六七八九十]{1,2})(?P<kind>是|要|则)|(?<=^|\n)（(?P<bracketed>[一二三四五六七八九十]{1,2})）)"
    )


def _point(match: regex.Match[str]) -> _Point:
    numeral = match["spoken"] or match["bracketed"]
    kind = "spoken" if match["spoken"] else "bracketed"
    return _Point(int(parse(numeral) or 0), kind, match.group(), match.start(), match.end())


def _runs(labels: Sequence[_Point]) -> Iterator[list[_Point]]:
    """The lists that the labels form: one begins with 一 and goes on as long as the numbers of its kind rise."""
    current: dict[str, list[_Point]] = {}
    for label in labels:
        run = current.get(label.kind)
        if label.number == 1:
            if run:
                yield run
            current[label.kind] = [label]
        elif run and label.number > run[-1].number:
            run.append(label)
        elif run:
            yield run
            del current[label.kind]
    yield from current.values()


def _gap(run: Sequence[_Point], answer: Row, places: _Places) -> Iterator[Finding]:
    numbers = {point.number for point in run}
    missing = [number for number in range(1, run[-1].number) if number not in numbers]
    if missing and len(run) > 2:
        left_out = "、".join(write(number) for number in missing)
        after = next(point for point in run if point.number > missing[0])
        labels = tuple(point.label for point in run)
        why = f"{'、'.join(labels)}: {left_out} is missing"
        yield Finding("points", "inconsistent", labels, why, places.of_label(answer, after.label))


@cache
def _announcement() -> regex.Pattern[str]:
    """从三个方面开展工作： at the end of what stands before the first point."""
    return compiled(
        r"(?:从|以下|如下|下列|做好|抓好|开展|围绕|采取|实施|分|有|是|为|落实|在)[^，。；：！\d一二三四五六七八九十\n]{0,8}"
        r"(?P<number>[一二两三四五六七八九十]{1,2}|\d{1,2})(?:个|项|条|点|大){0,2}(?:方面|措施|工作|举措|任务|意见|做法|内容|环节|原因|因素|重点|点|条)"
        r"(?:[^，。；：！\n]{0,20}[。：，]?|[^。；：！\n]{0,40}：)\s*$"
    )


_LAST_POINT = ("最后", "此外", "另外", "其三", "第三", "再次")
_LONGEST_ANNOUNCEMENT = 80


def _announced(text: str, run: Sequence[_Point], answer: Row, places: _Places) -> Iterator[Finding]:
    start = run[0].start
    before = text[max(0, start - _LONGEST_ANNOUNCEMENT) : start]
    match = _announcement().search(before)
    if not match or (answer_ends := text.find("下一步", run[-1].end)) == start:
        return
    stated = int(parse(match["number"]) or 0)
    listed = text[start : answer_ends if answer_ends > 0 else len(text)]
    if stated < 2 or (stated > len(run) and any(word in listed for word in _LAST_POINT)):
        return
    said, computed = constant(Fraction(stated)).near, constant(Fraction(len(run))).near
    labels = "、".join(point.label for point in run)
    yield Finding(
        "points",
        "consistent" if stated == len(run) else "inconsistent",
        (match["number"], *(point.label for point in run)),
        f"{labels}: {len(run)}, stated {match['number']}",
        places.of_words(answer, match.group().strip(), match["number"]),
        said,
        computed,
    )


_LARGEST_GAP = 8
"""Characters (line breaks, spaces) between an announcement and the first section."""


def _sections(corpus: Corpus) -> Iterator[Finding]:
    """Sections 一、二、 against their number in the sentence before the first.

    More sections than announced are no contradiction: 三、下一步工作 need not be one of the two.
    """
    sections: dict[Cell, list[Row]] = defaultdict(list)
    texts: dict[Cell, str] = defaultdict(str)
    for row in corpus.rows("sections"):
        sections[row["reply_id"]].append(row)
    for row in corpus.rows("answers"):
        texts[row["reply_id"]] += f"\n{row['text']}"
    for row in corpus.rows("counts"):
        found = sections[row["reply_id"]]
        stated = row["value"]
        if found and isinstance(stated, int) and stated >= max(2, len(found)) and _announces(row, found[0]):
            yield from _counted(row, stated, found, texts[row["reply_id"]])


def _announces(count: Row, section: Row) -> bool:
    """Whether the sentence of a count ends where the section begins and leads to it."""
    sentence, text, end, start = str(count["sentence"]), str(count["text"]), count["end"], section["start"]
    if not isinstance(end, int) or not isinstance(start, int) or not 0 < start - end < _LONGEST_ANNOUNCEMENT:
        return False
    behind = len(sentence) - sentence.rfind(text) - len(text)
    leads = any(word in sentence for word in ("以下", "如下", "下列", "从", "下面"))
    return leads and 0 <= start - end - behind <= _LARGEST_GAP and bool(_announcement().search(canonical(sentence)))


def _counted(count: Row, stated: int, found: Sequence[Row], text: str) -> Iterator[Finding]:
    ordinals = [str(row["ordinal"] or "") for row in found]
    next_one = f"{write(len(found) + 1)}、"
    if ordinals != [write(number) for number in range(1, len(found) + 1)] or next_one in text:
        return
    if stated > len(found) and any(word in text for word in _LAST_POINT):
        return
    yield Finding(
        "points",
        "consistent" if stated == len(found) else "inconsistent",
        (str(count["text"]), *(f"{ordinal}、" for ordinal in ordinals)),
        f"{''.join(f'{ordinal}、' for ordinal in ordinals)}: {len(found)}, stated {count['text']}",
        count,
        constant(Fraction(stated)).near,
        constant(Fraction(len(found))).near,
    )


class _Places:
    """Where in the source points and announcements stand: those of the measures and counts of the same answer."""

    def __init__(self, corpus: Corpus) -> None:
        self._measures: dict[tuple[Cell, Cell], list[Row]] = defaultdict(list)
        self._counts: dict[tuple[Cell, Cell], list[Row]] = defaultdict(list)
        for row in corpus.rows("measures"):
            self._measures[row["reply_id"], row["answer_no"]].append(row)
        for row in corpus.rows("counts"):
            self._counts[row["reply_id"], row["answer_no"]].append(row)

    def of_label(self, answer: Row, label: str) -> Row:
        """The measure with that label, quoted by its headline, else the answer."""
        for row in self._measures[answer["reply_id"], answer["answer_no"]]:
            if row["label"] == label:
                return {**answer, **row, "sentence": row["headline"]}
        return {**answer, "sentence": None}

    def of_words(self, answer: Row, words: str, number: str) -> Row:
        """The count in whose sentence the words stand, quoted by them, else the answer."""
        for row in self._counts[answer["reply_id"], answer["answer_no"]]:
            if number in str(row["text"]) and words.rstrip("：，。") in canonical(str(row["sentence"])):
                return {**row, "sentence": words}
        return {**answer, "sentence": words}
