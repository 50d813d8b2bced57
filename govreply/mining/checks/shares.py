"""Shares and rates of a whole that the sentence states, and a rate for each times their number.

65家会员单位中企业52家，占80%; 计划100公里，完成85公里，完成率85%; 每村20万元，共5个村，100万元.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import regex

from govreply.lexicon import Lexicon
from govreply.mining.checks.figures import Figure
from govreply.mining.checks.findings import Finding, compared, over
from govreply.mining.checks.intervals import Quantity, at_most, constant
from govreply.mining.checks.passages import D, P, Passage, Q
from govreply.mining.checks.words import of_role, says
from govreply.patterns import alternation, compiled

_PHRASE = f"[^{Q}{P}，。；：！？、]"
_NOT_END = f"[^{Q}{P}。！？]"


def shares(passage: Passage, lexicon: Lexicon) -> Iterator[Finding]:
    """Shares behind 占 and rates (办结率), each against its part and its whole; lists of shares against 100%."""
    for match in _share(alternation(of_role(lexicon, "whole"))).finditer(passage.words):
        part = _figure_before(passage, match.start(), None)
        whole = part and (_whole_of(passage, *part) or _named(passage, match["whole"], part))
        if part and whole:
            yield _ratio(passage, part[1], whole, passage.figure(match, "share"))
    for match in _rate(alternation(of_role(lexicon, "done"))).finditer(passage.words):
        yield from _rate_of(passage, match, lexicon)
    for match in _list_of_shares().finditer(passage.words):
        yield from _together(passage, match)


@cache
def _share(wholes: str) -> regex.Pattern[str]:
    return compiled(f"占(?:(?P<whole>{wholes})[^{Q}{P}，。；、由从]{{0,3}}?)?(?:的|为|达|到|约){{0,2}}(?P<share>{P})")


def _figure_before(passage: Passage, end: int, like: Figure | None) -> tuple[int, Figure] | None:
    """The last quantity before ``end`` in its clause or the one before, of the dimension of ``like`` if given."""
    for at in sorted((at for at in passage.figures if at < end), reverse=True):
        figure = passage.figures[at]
        if any(mark in passage.words[at:end] for mark in "。；！？"):
            return None
        if figure.table == "percentages" and like is None:
            return None
        if like is None or figure.dimension == like.dimension:
            return at, figure
    return None


def _whole_of(passage: Passage, at: int, part: Figure) -> Figure | None:
    """The quantity before a part that 中 or 其中 makes its whole: 65家会员单位中, 65家，其中."""
    words = passage.words[:at]
    for place in sorted((each for each in passage.figures if each < at), reverse=True):
        figure = passage.figures[place]
        between = _brackets().sub("", words[place + 1 : at])
        if "。" in between:
            return None
        if figure.dimension == part.dimension and figure.table != "percentages":
            clause = compiled(f"^{_PHRASE}{{0,16}}?(?:[，、；]?其中|中[，、]?)").match(between)
            if clause and (figure.quantity.near.high is None or figure.quantity.near.high > 0):
                return figure
    return None


@cache
def _brackets() -> regex.Pattern[str]:
    return compiled(r"（[^（）]{0,40}）")


def _named(passage: Passage, name: str | None, part: tuple[int, Figure]) -> Figure | None:
    """The quantity that the words of the whole name: 总投资3.6亿元 of 占总投资的80.6%."""
    if not name or not name.startswith("总"):
        return None
    for at, figure in passage.figures.items():
        named = passage.words[:at].rstrip("为达到约共").endswith(name)
        if at < part[0] and named and figure.dimension == part[1].dimension:
            return figure
    return None


def _ratio(passage: Passage, part: Figure, whole: Figure, stated: Figure) -> Finding:
    computed = part.quantity.over(whole.quantity).shifted(0, 100)
    return compared("share", passage, [whole, part], stated, computed, f"{part.text} ÷ {whole.text}")


@cache
def _rate(done: str) -> regex.Pattern[str]:
    return compiled(f"(?P<stem>{done})率(?:分别)?(?:为|达到|达|到|约){{0,2}}(?P<rate>{P})")


def _rate_of(passage: Passage, match: regex.Match[str], lexicon: Lexicon) -> Iterator[Finding]:
    """A rate whose numerator has its word (办结115件，办结率) and whose denominator stands before that."""
    numerator = _figure_before(passage, match.start(), None)
    if numerator is None or numerator[1].table == "percentages":
        return
    at, part = numerator
    clause = max(passage.words.rfind(mark, 0, at) for mark in f"，；、{Q}{P}") + 1
    denominator = _figure_before(passage, clause, part)
    around = passage.words[clause:at] + passage.words[at + 1 : match.start()]
    if denominator is None or not compiled(f"(?<![不未没难无]){match['stem']}").search(around):
        return
    opening = max(passage.words.rfind(mark, 0, denominator[0]) for mark in f"，；、{Q}{P}") + 1
    if says(lexicon, "plan", passage.words[opening : denominator[0]]) and not part.is_vague:
        yield _ratio(passage, part, denominator[1], passage.figure(match, "rate"))


@cache
def _list_of_shares() -> regex.Pattern[str]:
    return compiled(
        f"(?:分别占|占比分别[为是达]|比重分别[为是达])[^{Q}{P}，。；、]{{0,8}}(?P<shares>{P}(?:[、和及]{P}){{1,9}})"
    )


def _together(passage: Passage, match: regex.Match[str]) -> Iterator[Finding]:
    """Shares of one whole in one list are at most all of it."""
    found = [passage.figures[at] for at in range(*match.span("shares")) if at in passage.figures]
    computed = found[0].quantity
    for figure in found[1:]:
        computed = computed.plus(figure.quantity)
    whole = constant(Fraction(100))
    if at_most(computed, whole) == "inconsistent":
        formula = " + ".join(figure.text for figure in found)
        yield Finding(
            "share",
            "inconsistent",
            tuple(figure.text for figure in found),
            f"{formula} > 100%",
            over(found, passage.sentence),
            whole.near,
            computed.near,
        )


@cache
def _per_unit() -> regex.Pattern[str]:
    """每村20万元的标准，为5个村发放100万元: rate, number and total are the only quantities of the run."""
    return compiled(
        f"每[个家户所名位]?(?P<each>[^{Q}{P}{D}，。；、每年月天日次]{{1,8}}?)"
        f"(?:补助|补贴|奖补|奖励|安排|给予|发放|投入|支持|资助|资金|财政){{0,4}}(?P<rate>{Q})"
        f"(?P<between>[^{Q}{P}。；]{{0,24}}?)(?P<number>{Q})(?P<noun>[^{Q}{P}。；]{{0,24}}?)(?P<total>{Q})"
    )


def products(passage: Passage, lexicon: Lexicon) -> Iterator[Finding]:
    """A rate for each times their number, against the total that the sentence states."""
    for match in _per_unit().finditer(passage.words):
        rate, number, total = (passage.figure(match, name) for name in ("rate", "number", "total"))
        same = rate.table == total.table and rate.dimension == total.dimension and rate.table != number.table
        counted = _is_counted(number, match["each"])
        if not same or not counted or says(lexicon, "per_time", passage.sentence):
            continue
        shared = any(mark in match["between"] for mark in ("各", "每", "分别"))
        if shared or not _is_total(match["noun"]) or rate.is_vague:
            continue
        computed = Quantity.times(rate.exactly, number.quantity)
        yield compared("product", passage, [rate, number], total, computed, f"{rate.text} × {number.text}")


def _is_counted(number: Figure, each: str) -> bool:
    """Whether a number counts what 每 names: 8个示范村 of 每个示范村, 46户 of 每户."""
    return number.unit == each or (
        bool(number.object) and (number.object.endswith(each) or each.endswith(number.object))
    )


def _is_total(words: str) -> bool:
    """Whether the words before a sum make it that of all: 共, 合计, 发放 …."""
    return bool(
        compiled(r"(?:共|合计|总计|发放|拨付|兑现|落实|安排|补助|补贴|资金|奖补|奖励|计)[^，、]{0,6}$").search(words)
    )
