"""What a figure is a figure of, where its words allow of only one: a metric and its period.

Two kinds of words do:

- a *level*, of which a place has one value a year: the words end in 率, 总额, 余额 … and name the place (全县, 我市);
  a rate may leave the place out where the paper answers for the whole place and names no other;
- a *total*, of which a unit has one sum or count a year: the words name the whole (全省, 共) and a thing
  (全省安排数字化转型专项资金), and nothing behind the number shares it out (用于, 支持 …).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.mining.checks.figures import Figure
from govreply.mining.checks.passages import D, P, Passage, Q
from govreply.mining.checks.words import of_role
from govreply.patterns import alternation, compiled

_REACHES = "为达到至是约已了的共"
_SHORTEST_THING = 4
_SHORTEST_RATE = 6
_CHANGES = ("increase", "decrease")


class Metric(NamedTuple):
    """The words of a metric as written, the same words for comparison, its period, whether it is a total."""

    words: str
    name: str
    period: str
    is_total: bool


class Named(NamedTuple):
    """A figure of a passage, its place in ``Passage.words``, and the metric that it is of."""

    figure: Figure
    at: int
    metric: Metric


def named_figures(passage: Passage, level: str, lexicon: Lexicon) -> Iterator[Named]:
    """The figures of a sentence of which the metric and the period are sure.

    ``level`` is that of the unit that answers (省, 市, 县), empty where it is unknown. With each figure comes the one
    of the year before where the sentence gives it: 1.42亿元，较上年（1.15亿元）.
    """
    for at, figure in passage.figures.items():
        period = _period(passage, at)
        metric = _metric(passage, at, level, period, lexicon) if period else None
        if period is None or metric is None or not _is_stated(figure):
            continue
        yield Named(figure, at, metric)
        base = _base().match(passage.words, at)
        if base and base.start("year") in passage.dates:
            earlier = str(passage.dates[base.start("year")]["value"] or "")
            before = passage.figure(base, "base")
            if _is_year(earlier) and earlier < period and before.dimension == figure.dimension and _is_stated(before):
                yield Named(before, base.start("base"), metric._replace(period=earlier))


def _is_stated(figure: Figure) -> bool:
    """Whether a figure is one that was reached, itself and exactly: no plan, no change, not about."""
    return figure.row.get("direction") not in _CHANGES and figure.row["stage"] == "done" and not figure.is_vague


def _is_year(period: str) -> bool:
    return len(period) == 4 and period.isdigit()


def _period(passage: Passage, at: int) -> str | None:
    """The period that opens the sentence, where no other stands between it and the figure."""
    before = [place for place in passage.dates if place < at]
    if len(before) != 1 or not _opens().search(passage.words[: before[0]]):
        return None
    row = passage.dates[before[0]]
    later = [place for place in passage.dates if place > at]
    if row["type"] != "DATE" or not row["value"] or not all(_than(passage.words, place) for place in later):
        return None
    return str(row["value"])


@cache
def _opens() -> regex.Pattern[str]:
    return compiled(r"(?:^|[，；：。])(?:其中[，：]?|截至到?|截止到?|至|到|在)?$")


def _than(words: str, at: int) -> bool:
    return bool(compiled("(?:较|比|与|和|同)$").search(words[:at]))


def _metric(passage: Passage, at: int, level: str, period: str, lexicon: Lexicon) -> Metric | None:
    """The words between the last mark or date and the figure, where they name one figure of a place or a unit."""
    opened = max(passage.words.rfind(mark, 0, at) for mark in f"，。；：、（{D}{Q}{P}") + 1
    words = passage.words[opened:at].rstrip(_REACHES)
    if "其中" in passage.words[:at].rsplit("，", 1)[-1] or "其中" in words:
        return None
    place = _place().match(words)
    if words.endswith(of_role(lexicon, "stock")):
        thing = words[place.end() :] if place else words
        where = place["level"] if place else _place_left_out(passage, at, thing, level)
        return Metric(words, f"全{where}{thing}", period, False) if where else None
    if passage.figures[at].table in ("amounts", "counts") and _is_total(passage.words, words, at, lexicon):
        return Metric(words, words.removeprefix("我"), period, True)
    return None


@cache
def _place() -> regex.Pattern[str]:
    return compiled("(?:全|我)(?P<level>[国省市县区州盟旗镇乡])")


def _place_left_out(passage: Passage, at: int, thing: str, level: str) -> str:
    """The level of the unit that answers, where a rate is sure to be that of its whole place; else empty."""
    sure = thing.endswith("率") and len(thing) >= _SHORTEST_RATE and passage.figures[at].table == "percentages"
    return level if sure and not _other_place().search(passage.words[:at]) else ""


@cache
def _other_place() -> regex.Pattern[str]:
    """临溪县, 示范区, 在某大学, 试点: words of a part of the place; 农村, 城乡 and 市县 are none."""
    return compiled(
        f"[^，。；：、全我各（）{Q}{P}{D}]{{2}}(?:[省市州县区旗镇乡]|村(?!镇|居民))|试点|部分|其他|全国"
        "|大学|学院|[本我]校|公司|集团|医院|街道|[在某该]|其(?!中)"
    )


def _is_total(sentence: str, words: str, at: int, lexicon: Lexicon) -> bool:
    whole = _place().match(words) or words.startswith("共")
    again = _in_instalments().search(words)
    thing = compiled(alternation(of_role(lexicon, "general"))).sub("", words.lstrip("全我共国省市县区州盟旗镇乡"))
    if not whole or again or len(thing) < _SHORTEST_THING:
        return False
    return not _shared_out().match(sentence, at + 1)


@cache
def _in_instalments() -> regex.Pattern[str]:
    """Words of a sum or count that is one of several (再安排, 第二批), or that is paid out again and again (下达)."""
    return compiled("累计|第.批|首批|再|又|另|还|其他|部分|等$|每|均|单|(?<!共)(?:下达|拨付|拨|兑现|发放|争取)")


@cache
def _shared_out() -> regex.Pattern[str]:
    """用于培训, （中央资金）, ，支持甲项目: a sum for one end; ，支持项目312个 says how many all of it reached."""
    return compiled(
        f"[，（]?(?:专项|主要|重点|全部)?(?:用于|用以|用来)|(?:支持|补助|奖励|给|为|向|对|的)"
        f"|（(?!同比|较|比|其中|增长|下降)|[，（](?:重点|主要)?(?:支持|补助|奖励|给|为|向|对)[^，。；{Q}]{{0,20}}(?:[，。；]|$)"
    )


@cache
def _base() -> regex.Pattern[str]:
    """1.42亿元，较上年（1.15亿元）, 比2023年的1.15亿元."""
    return compiled(f"[{Q}{P}][，（]?(?:较|比|与)(?P<year>{D})(?:的|同期的|（)(?P<base>[{Q}{P}])")
