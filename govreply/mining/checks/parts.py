"""Parts against the total that the sentence states: 两批104户：第一批60户、第二批44户.

Whether parts must add up to the total is a matter of grammar:

- behind a colon, in brackets or behind 分别为, a list of like items names all parts: their sum is the total;
- 合计, 共计 or 共 behind a list sums it up: the same;
- behind 其中 a list need not be complete: its sum is at most the total, and only where the parts exclude each other
  (words of one series such as 省级、市级, classes such as 软件类、设备类, or sums of money in one list); else each part
  alone is at most the total, and only a list that comes to the very total is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache, reduce
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.mining.checks.figures import Figure
from govreply.mining.checks.findings import Finding, compared, over, shown
from govreply.mining.checks.intervals import Quantity, at_most
from govreply.mining.checks.passages import D, P, Passage, Q
from govreply.mining.checks.words import says, series
from govreply.patterns import compiled

_LONGEST_LABEL = 16
_MONEY = "amounts"
_BEINGS = ("人", "名", "位", "户", "家")
_RATES = ("每", "均", "标准", "最高")
"""Words of a sum for each, of which no total is made."""


class _Part(NamedTuple):
    """One item of a list: its figure, the words around it, and the mark that parts it from the item before."""

    figure: Figure
    label: str
    mark: str


def parts(passage: Passage, lexicon: Lexicon) -> Iterator[Finding]:
    """The lists of a sentence against the totals before and behind them."""
    for match in _total_first().finditer(passage.words, overlapped=True):
        yield from _against_total_before(passage, match, lexicon)
    for match in _total_last().finditer(passage.words):
        yield from _against_total_behind(passage, match, lexicon)


@cache
def _total_first() -> regex.Pattern[str]:
    return compiled(
        f"(?P<total>{Q})[^{P}，。；：！？（）、]{{0,20}}(?:[，、（](?:同比|比|较|年均|平均|增长|占|约占)[^，。；：！？（）]{{0,24}}）?){{0,2}}"
        "(?P<opener>：(?:其中)?[，：]?|（其中[，：]?|（|[，；、]?其中[，：]?|[，：]?分别(?:是|为|达))"
    )


@cache
def _total_last() -> regex.Pattern[str]:
    return compiled(
        f"[，、；]?(?:[一两二三四五六七八九十\\d]{{1,3}}[项者类批][共总]?)?{D}?"
        f"(?P<cue>合计|共计|总计|总共|共|累计)[^{Q}{P}，。；：、全]{{0,6}}(?P<total>{Q})"
    )


def _against_total_before(passage: Passage, match: regex.Match[str], lexicon: Lexicon) -> Iterator[Finding]:
    total, opener = passage.figure(match, "total"), match["opener"]
    if total.table == "percentages" or not _is_whole(passage, match.start("total")):
        return
    found = list(_list(passage, match.end(), total, closed="（" in opener))
    subset = "其中" in opener or says(lexicon, "partial", _between(passage, match, found))
    if len(found) > 1 and not subset and _is_one_list(found, lexicon):
        yield _sum(passage, found, total)
    elif found and subset:
        yield from _subset(passage, found, total, lexicon)


def _is_whole(passage: Passage, at: int) -> bool:
    """Whether the number at ``at`` is one of which parts can be meant: no rate, no increase, none of several."""
    before = passage.words[_clause_start(passage.words, at) : at]
    rises = bool(_than().search(before))
    rate = any(mark in before for mark in _RATES)
    return not rises and not rate and not _is_one_of_several(passage, at, passage.figures[at])


@cache
def _than() -> regex.Pattern[str]:
    return compiled("较|(?<!占)比")


def _is_one_of_several(passage: Passage, at: int, total: Figure) -> bool:
    """Whether a like number stands before the total: of 12个街道、86个社区，其中 neither is sure to be meant."""
    clause = _clause_start(passage.words, at)
    return any(clause <= place < at and each.dimension == total.dimension for place, each in passage.figures.items())


def _clause_start(words: str, at: int) -> int:
    return max(words.rfind(mark, 0, at) for mark in "，。；：（") + 1


def _between(passage: Passage, match: regex.Match[str], found: Sequence[_Part]) -> str:
    """The words of a list, with the mark behind it: where 等 or 包括 stands if it is not complete."""
    if not found:
        return ""
    places = {id(figure.row): at for at, figure in passage.figures.items()}
    return passage.words[match.end() : places[id(found[-1].figure.row)] + 6].split("，")[0]


def _list(passage: Passage, start: int, like: Figure, closed: bool) -> Iterator[_Part]:
    """The items from ``start`` that have one figure of the dimension of ``like`` each, up to the first that has not.

    ``closed``: the list stands in brackets and ends with them.
    """
    end = _end_of_list(passage.words, start, closed)
    at, mark = start, ""
    for item in _items().finditer(passage.words, start, end):
        figures = [(place, each) for place, each in passage.figures.items() if item.start() <= place < item.end()]
        alike = [(place, each) for place, each in figures if each.dimension == like.dimension]
        if len(alike) != 1:
            return
        place, figure = alike[0]
        label = passage.words[at:place] + passage.words[place + 1 : item.end("item")]
        yield _Part(figure, label, mark)
        at, mark = item.end(), _mark(item)


@cache
def _items() -> regex.Pattern[str]:
    return compiled(f"(?P<item>(?:(?!(?<={Q})[和及与])[^、，；。]){{1,60}})(?P<mark>[、，；]|(?<={Q})[和及与]|$)?")


def _mark(item: regex.Match[str]) -> str:
    """The mark behind an item; 和 between two numbers parts them as 、 does."""
    mark = item["mark"] or ""
    return "、" if mark in "和及与" and mark else mark


def _end_of_list(words: str, start: int, closed: bool) -> int:
    ends = [words.find(mark, start) for mark in ("）" if closed else "。", "！", "？")]
    return min((end for end in ends if end >= 0), default=len(words))


def _is_one_list(found: Sequence[_Part], lexicon: Lexicon) -> bool:
    """Whether the items are parts of one thing: words of one series, or a plain enumeration with 、 or ；."""
    if _exclude_each_other(found, lexicon):
        return True
    marks = {part.mark for part in found[1:]}
    plain = all(len(part.label) <= _LONGEST_LABEL and not says(lexicon, "event", part.label) for part in found)
    return plain and marks in ({"、"}, {"；"})


def _exclude_each_other(found: Sequence[_Part], lexicon: Lexicon) -> bool:
    known = [series(lexicon, part.label) or _year(part, number) for number, part in enumerate(found)]
    return len({each[0] for each in known if each}) == 1 and None not in known and len(set(known)) == len(known)


def _year(part: _Part, number: int) -> tuple[str, str] | None:
    return ("date", str(number)) if part.label.startswith(D) and D not in part.label[1:] else None


def _total_of(found: Sequence[_Part], total: Figure) -> Quantity:
    """The sum of parts; digits are kept alike by all of one unit: 2亿元 beside 1.6亿元 is 2.0."""
    return reduce(Quantity.plus, (part.figure.rounded_to(_finest(found, total, part.figure)) for part in found))


def _finest(found: Sequence[_Part], total: Figure, like: Figure) -> Fraction:
    figures = (total, *(part.figure for part in found))
    return min(each.quantum for each in figures if each.unit == like.unit and each.scale == like.scale)


def _formula(found: Sequence[_Part]) -> str:
    return " + ".join(part.figure.text for part in found)


def _sum(passage: Passage, found: Sequence[_Part], total: Figure) -> Finding:
    return compared("parts", passage, [part.figure for part in found], total, _total_of(found, total), _formula(found))


def _subset(passage: Passage, found: Sequence[_Part], total: Figure, lexicon: Lexicon) -> Iterator[Finding]:
    """Parts that need not be all: where they exclude each other all, else the first alone, at most the total."""
    listed = list(_while_listed(found, lexicon))
    together = listed if _are_disjoint(listed, total, lexicon) or _come_to(listed, total) else listed[:1]
    if len(together) == 1 and not _same_things(together[0].figure, total):
        return
    figures = [part.figure for part in together]
    computed = _total_of(together, total)
    verdict = at_most(computed, total.quantity)
    if verdict == "inconsistent" and _has_larger_whole(passage, total, computed):
        return
    sign = ">" if verdict == "inconsistent" else "≤"
    if len(together) == 1 and verdict != "inconsistent":
        return
    left = _formula(together) + (f" = {shown(computed, '', total)}" if len(together) > 1 else "")
    yield Finding(
        "parts",
        verdict,
        tuple(figure.text for figure in (total, *figures)),
        f"{left} {sign} {total.text}",
        over([total, *figures], passage.sentence),
        total.quantity.near,
        computed.near,
    )


def _are_disjoint(listed: Sequence[_Part], total: Figure, lexicon: Lexicon) -> bool:
    """Whether nothing can be counted in two of the parts: sums of one list, words of one series, classes."""
    money = total.table == _MONEY and {part.mark for part in listed[1:]} <= {"、"}
    return money or _exclude_each_other(listed, lexicon) or _allotted(listed) or _are_classes(listed)


def _are_classes(listed: Sequence[_Part]) -> bool:
    """Whether each item is a class of its own: 软件类188个、设备类124个. A person or a firm may be of several."""
    classes = [_class().match(part.label) for part in listed]
    things = not any(part.figure.unit in _BEINGS for part in listed)
    return things and all(classes) and len({match["name"] for match in classes if match}) == len(listed)


@cache
def _class() -> regex.Pattern[str]:
    return compiled(r"^[：，]?(?P<name>(?:(?!重点|重大|示范|特色|涉|第)[^类]){2,12})类")


def _come_to(listed: Sequence[_Part], total: Figure) -> bool:
    """Whether counts of the total's own things add up to it exactly, which parts that overlap do not."""
    counted = [part.figure for part in listed if part.figure.table == "counts" and not part.figure.is_vague]
    if len(counted) < max(2, len(listed)) or total.is_vague or not all(_same_things(each, total) for each in counted):
        return False
    return _total_of(listed, total).point == total.quantity.point


def _has_larger_whole(passage: Passage, total: Figure, parts: Quantity) -> bool:
    """Whether an earlier number of the sentence, or those before and the total together, could be what 其中 means."""
    figures = list(passage.figures.values())
    earlier = [each for each in figures[: figures.index(total)] if each.dimension == total.dimension]
    alike = [each.quantity for each in (*earlier, total) if total.table == "counts" and _same_things(each, total)]
    wholes = [each.quantity for each in earlier]
    wholes += [reduce(Quantity.plus, alike)] if len(alike) > 1 else []
    return any(at_most(parts, whole) != "inconsistent" for whole in wholes)


def _allotted(listed: Sequence[_Part]) -> bool:
    """Whether each item says for what a sum is: 600万元用于道路改造，400万元用于绿化."""
    return all(part.figure.table == _MONEY and "用于" in part.label for part in listed)


def _same_things(part: Figure, total: Figure) -> bool:
    """Whether two figures may count the same things: 新能源公交车 are 公交车, 服务点 are no 社区."""
    return not part.object or not total.object or bool(set(part.object) & set(total.object))


def _while_listed(found: Sequence[_Part], lexicon: Lexicon) -> Iterator[_Part]:
    """The items of a list up to where the sentence goes on to something else."""
    for part in found:
        if part.mark not in ("", "、") and (found[1].mark == "、" or says(lexicon, "event", part.label)):
            return
        yield part


def _against_total_behind(passage: Passage, match: regex.Match[str], lexicon: Lexicon) -> Iterator[Finding]:
    """A 、 list directly before 共 sums up to the total. A list with ， may begin anywhere: only what fits is told."""
    total = passage.figure(match, "total")
    found = list(_list_before(passage, match.start(), total))
    if any(mark in part.label for part in found for mark in _RATES):
        return
    if not found:
        return
    if match["cue"] == "累计" and not _adds_up(found, lexicon):
        return
    apart = max((n for n, part in enumerate(found) if part.mark != "、"), default=0)
    listed = found[apart:]
    if len(listed) > 1:
        yield _sum(passage, listed, total)
        return
    for length in range(2, len(found) + 1):
        finding = _sum(passage, found[-length:], total)
        if finding.verdict == "consistent" or (length == len(found) and _exclude_each_other(found, lexicon)):
            yield finding
            return


def _adds_up(found: Sequence[_Part], lexicon: Lexicon) -> bool:
    """Whether 累计 sums up the list before it: the parts of a series, or sums of money that 分别 shares out. What was
    counted in several years may be the same things."""
    shared_out = found[0].figure.table != "counts" and "分别" in found[0].label
    return shared_out or (_exclude_each_other(found, lexicon) and D not in found[0].label)


def _list_before(passage: Passage, end: int, like: Figure) -> list[_Part]:
    """The items that end at ``end`` and have one figure like ``like`` each, without what stands in brackets."""
    start = max(passage.words.rfind(mark, 0, end) for mark in "。：！？") + 1
    depth = _depths(passage.words)
    found: list[_Part] = []
    for item in reversed(list(_items().finditer(passage.words, start, end))):
        inside = range(item.start(), item.end())
        alike = [
            (place, each)
            for place, each in passage.figures.items()
            if place in inside and each.dimension == like.dimension and not depth[place]
        ]
        if len(alike) != 1 or "其中" in item["item"]:
            break
        found.append(_Part(alike[0][1], item["item"], _mark(item)))
    found.reverse()
    marks = ["", *(part.mark for part in found)]
    return [part._replace(mark=mark) for part, mark in zip(found, marks, strict=False)]


def _depths(words: str) -> list[int]:
    """How many brackets are open at each character."""
    depth, depths = 0, []
    for character in words:
        depth = max(0, depth + (character == "（") - (character == "）"))
        depths.append(depth)
    return depths
