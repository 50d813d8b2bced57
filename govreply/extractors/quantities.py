"""All numbers of a paper: amounts, counts, measurements and percentages, from one scan of its candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

from govreply.extractors import amounts, counts, measurements, percentages
from govreply.extractors.compounds import join, share_units
from govreply.extractors.modifiers import merge_ranges, modify
from govreply.extractors.names import in_idiom, slogans
from govreply.extractors.numbers import Candidate, candidates
from govreply.lexicon import Lexicon
from govreply.models import Amount, Count, Measurement, Percentage, Quantity, Span
from govreply.patterns import compiled
from govreply.spans import covers


@dataclass(slots=True)
class Quantities:
    """The four tables of numbers, each in text order."""

    amounts: list[Amount] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)
    percentages: list[Percentage] = field(default_factory=list)

    def merged(self) -> list[Quantity]:
        """All of them, sorted by place."""
        return sorted((*self.amounts, *self.counts, *self.measurements, *self.percentages), key=lambda q: q.span)


def find_quantities(plain: str, blocked: Sequence[Span], lexicon: Lexicon) -> Quantities:
    """The numbers of ``plain`` outside the sorted, disjoint ``blocked`` spans (titles, document numbers, dates …)."""
    slogan = slogans(plain)
    parts = [c for c in candidates(plain, blocked, lexicon) if _may_count(plain, c, lexicon)]
    parts = [c for c in parts if not covers(slogan, c.start) or _is_sum(plain, c)]
    found = share_units(plain, merge_ranges(plain, join(plain, parts, lexicon)))
    found = [c for c in found if c.unit is not None or _has_scale(plain, c)]
    modify(plain, found, lexicon)
    result = Quantities()
    counted: list[counts.Counted] = []
    floor = 0
    for candidate, following in pairwise([*found, None]):
        assert candidate is not None
        if candidate.unit is None:
            _unitless(plain, candidate, floor, lexicon, result)
        elif candidate.unit.kind == "count":
            if counts.is_count(plain, candidate):
                ceiling = len(plain) if following is None else following.start
                counted.append(counts.Counted(candidate, floor, ceiling))
        else:
            _measured(plain, candidate, lexicon, result)
        floor = candidate.end + candidate.after
    things = counts.objects(plain, counted, lexicon)
    result.counts.extend(counts.read(one.found, thing) for one, thing in zip(counted, things, strict=True))
    result.counts.sort(key=lambda count: count.span)
    _wholes(plain, (blocked, slogan), result)
    return result


def _is_sum(plain: str, found: Candidate) -> bool:
    """A sum of money in digits is one also in quotation marks: “拨付5万元”."""
    return found.unit is not None and found.unit.kind == "money" and plain[found.start].isdigit()


def _may_count(plain: str, found: Candidate, lexicon: Lexicon) -> bool:
    return not in_idiom(plain, found.start, found.number_end, found.end, lexicon)


def _has_scale(plain: str, found: Candidate) -> bool:
    if found.value is None or found.bare:
        return False
    return found.scale >= 10_000 or plain[found.number_end - 1] in "万亿"


def _measured(plain: str, found: Candidate, lexicon: Lexicon, result: Quantities) -> None:
    assert found.unit is not None
    if found.unit.kind == "money":
        if (amount := amounts.read(plain, found)) is not None:
            result.amounts.append(amount)
    elif found.unit.kind == "measure":
        if (measurement := measurements.read(plain, found)) is not None:
            result.measurements.append(measurement)
    elif (percentage := percentages.read(plain, found, lexicon)) is not None:
        result.percentages.append(percentage)


def _unitless(plain: str, found: Candidate, floor: int, lexicon: Lexicon, result: Quantities) -> None:
    following = plain[found.end + found.after : found.end + found.after + 1]
    if "一" <= following <= "龥" and following != "的" and not found.after:
        return
    if (count := counts.without_unit(plain, found, floor, lexicon)) is not None:
        result.counts.append(count)
    elif (amount := amounts.without_unit(plain, found, floor, lexicon)) is not None:
        result.amounts.append(amount)


_WHOLE_WORDS = ("番", "一半", "半数", "过半")


@cache
def _whole_words() -> Any:
    return compiled(r"(?:(?<=翻)(?:了)?(?P<turns>[一两二三四1-4])番|(?P<half>(?<!另)一半|半数|过半))(?P<after>以上)?")


def _wholes(plain: str, taken: Sequence[Sequence[Span]], result: Quantities) -> None:
    """一半 and 翻一番, proportions that are written without a unit, outside all the spans of ``taken``."""
    if not any(word in plain for word in _WHOLE_WORDS):
        return
    for match in _whole_words().finditer(plain):
        if any(covers(spans, match.start()) for spans in taken):
            continue
        if match["turns"]:
            value = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}.get(match["turns"]) or int(match["turns"])
            start = match.start("turns")
            result.percentages.append(percentages.turns(start, start + 2, value))
        elif match["half"]:
            result.percentages.append(
                percentages.half(plain, match.start("half"), match.end("half"), bool(match["after"]))
            )
    result.percentages.sort(key=lambda percentage: percentage.span)
