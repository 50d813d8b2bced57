"""Growth and decline from a base that the sentence states: 1.15亿元，较上年度（9090万元）增长26.9%."""

from __future__ import annotations

from collections.abc import Iterator, Set
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.mining.checks.figures import Figure
from govreply.mining.checks.findings import Finding, compared, over
from govreply.mining.checks.intervals import Quantity, judge
from govreply.mining.checks.passages import D, P, Passage, Q
from govreply.mining.checks.words import change, falls, says
from govreply.patterns import compiled
from govreply.tables.schema import Cell

_WORDS = f"[^{Q}{P}。；！？]"
_PHRASE = f"[^{Q}{P}，。；：！？]"
_NUMBER = f"[{Q}{P}]"
_BEFORE_CHANGE = "(?:同比|环比|净|共|累计|总体|大幅|实际|合计|直接|又|共计|占比|比例|规模|幅度|总量|数量|面积){0,2}"
_AFTER_CHANGE = "(?:了|达到|达|为|近|约|幅度|比例|率|将近|接近|超过|超|产|收|支|员|：){0,2}"
_OBJECT = f"{_PHRASE}{{0,8}}?"
_THAN = "(?:较|同比|(?<![占同环对配类性可相])比|与)"


class _Pair(NamedTuple):
    """A number before and after, and the interval of ``Passage.words`` in which both stand."""

    base: Figure
    new: Figure
    start: int
    end: int


class _Said(NamedTuple):
    """A number that says how far another moved, and the words that lead to it."""

    words: str
    figure: Figure
    end: int


def growth(passage: Passage, lexicon: Lexicon) -> Iterator[Finding]:
    """What a sentence says of how a number changed, against the number itself before and after.

    Growth at constant prices (GDP, 增加值), like-for-like growth and yearly means are no quotient of the two numbers
    and are not checked; neither is anything between numbers of different units.
    """
    read_to = 0
    judged: set[Cell] = set()
    for pair in sorted(_pairs(passage, lexicon), key=lambda each: (each.start, -each.end)):
        if pair.start < read_to or pair.base.dimension != pair.new.dimension:
            continue
        said = list(_said(passage, pair.start, pair.end, lexicon))
        end = said[-1].end if said else pair.end
        if says(lexicon, "real", passage.words[passage.words.rfind("；", 0, pair.start) + 1 : end]):
            continue
        found = [each for number in said if (each := _checked(passage, pair, number, lexicon))]
        judged.update(number.figure.row["start"] for number in said)
        found = found or list(_direction(passage, pair, lexicon))
        read_to = end if found else read_to
        yield from found
    yield from _by_difference(passage, lexicon, judged)
    yield from _multiples(passage)


@cache
def _from_to() -> regex.Pattern[str]:
    """由80万元增至100万元."""
    return compiled(
        f"(?:由|从){_PHRASE}{{0,24}}?(?P<base>{_NUMBER}){_WORDS}{{0,16}}?(?:到|至|为|成){_PHRASE}{{0,10}}?(?P<new>{_NUMBER})"
    )


@cache
def _compared_with(changes: str) -> regex.Pattern[str]:
    """100万元，较上年（80万元）增长: the words of change that follow are read later."""
    return compiled(
        f"(?P<new>{_NUMBER})[）)]?{_PHRASE}{{0,16}}?[，、（]?{_BEFORE_CHANGE}{_THAN}{_PHRASE}{{0,16}}?(?P<base>{_NUMBER})"
        f"(?=[）)]?{_OBJECT}(?:相比)?[，]?{_BEFORE_CHANGE}(?:{changes}))"
    )


@cache
def _year_after_year(changes: str) -> regex.Pattern[str]:
    """2023年投入80万元，2024年投入100万元，同比增长: both numbers of the same words."""
    return compiled(
        f"(?<!{Q}[，、])(?P<earlier>{D})，?(?P<metric>{_PHRASE}{{0,16}}?)(?P<base>{Q})[，、](?:到|至)?(?P<later>{D})，?(?P<again>{_PHRASE}{{0,16}}?)(?P<new>{Q})"
        f"(?=[，（]{_BEFORE_CHANGE}(?:{changes}){_AFTER_CHANGE}{P})"
    )


def _pairs(passage: Passage, lexicon: Lexicon) -> Iterator[_Pair]:
    changes = change(lexicon)
    for shape in (_from_to(), _compared_with(changes), _year_after_year(changes)):
        for match in shape.finditer(passage.words, overlapped=True):
            named = match.groupdict()
            before = passage.words[match.start() : match.start("base")]
            if "again" in named and not (
                _same_metric(named["metric"], named["again"]) and _one_year_apart(passage, match)
            ):
                continue
            if "again" not in named and match.start("new") < match.start("base") and falls(lexicon, before) is not None:
                continue  # 比上年增加20万元: the second number is the difference
            yield _Pair(passage.figure(match, "base"), passage.figure(match, "new"), match.start(), match.end())


def _same_metric(first: str, second: str) -> bool:
    first, second = (words.strip("，的为达是约已共") for words in (first, second))
    return first.startswith(second)


def _one_year_apart(passage: Passage, match: regex.Match[str]) -> bool:
    """Whether the years of two numbers follow one another: 同比 compares with the year before."""
    earlier, later = (str(passage.dates[match.start(name)]["value"] or "") for name in ("earlier", "later"))
    return earlier[:4].isdigit() and later[:4].isdigit() and int(later[:4]) - int(earlier[:4]) == 1


@cache
def _next_change(changes: str) -> regex.Pattern[str]:
    return compiled(
        f"(?P<words>[）)]?(?:{_OBJECT}(?:相比[，]?|[，、（]))?{_BEFORE_CHANGE}(?:{changes}|到|至){_AFTER_CHANGE})(?P<number>{_NUMBER})"
    )


def _said(passage: Passage, opened: int, start: int, lexicon: Lexicon) -> Iterator[_Said]:
    """The numbers that say of the change from ``opened`` to ``start`` how large it is: 增加20万元，增长25%."""
    while match := _next_change(change(lexicon)).match(passage.words, start):
        if _is_yearly(match["words"]) and not passage.words.startswith(D, opened):
            return  # 由2020年的80亿元增至96亿元，同比增长5%: of the year before, not of 2020
        yield _Said(match["words"], passage.figure(match, "number"), match.end())
        start = match.end()


def _is_yearly(words: str) -> bool:
    """Whether a rate is of the same time a year before, or of the month before, whatever base was named."""
    return "同比" in words or "环比" in words


def _checked(passage: Passage, pair: _Pair, said: _Said, lexicon: Lexicon) -> Finding | None:
    base, new, stated = pair.base, pair.new, said.figure
    falling = bool(falls(lexicon, said.words))
    more, less = (base, new) if falling else (new, base)
    difference = more.quantity.minus(less.quantity)
    points = stated.unit.endswith("点")
    if stated.table != "percentages" or points:
        comparable = base.table == "percentages" if points else stated.dimension == base.dimension
    else:  # of shares, 提高13% may mean points
        comparable = base.table == "percentages" and judge(stated.quantity, difference) != "inconsistent"
        if not comparable and base.quantity.near.low > 0:
            return _rate(passage, pair, said, falling)
    if not comparable:
        return None
    return compared("growth", passage, [base, new], stated, difference, f"{more.text} − {less.text}")


def _rate(passage: Passage, pair: _Pair, said: _Said, falling: bool) -> Finding:
    base, new, stated = pair.base, pair.new, said.figure
    ratio = _percent(new.quantity.over(base.quantity))
    quotient = f"{new.text} ÷ {base.text}"
    if stated.unit == "倍" and any(mark in said.words[-3:] for mark in "到至为是"):
        return compared("growth", passage, [base, new], stated, ratio, quotient)
    if falling:
        return compared("growth", passage, [base, new], stated, ratio.shifted(100, -1), f"1 − {quotient}")
    return compared("growth", passage, [base, new], stated, ratio.shifted(-100), f"{quotient} − 1")


def _percent(ratio: Quantity) -> Quantity:
    return ratio.shifted(0, 100)


def _direction(passage: Passage, pair: _Pair, lexicon: Lexicon) -> Iterator[Finding]:
    """由50家增至30家: the words say that it rose, and the number fell."""
    if not passage.words.startswith(("由", "从"), pair.start):
        return
    falling = falls(lexicon, passage.words[pair.start : pair.end])
    low, high = (pair.new, pair.base) if falling else (pair.base, pair.new)
    if falling is None or low.quantity.near.meets(high.quantity.wide):
        return
    before, after = pair.base.quantity.near, pair.new.quantity.near
    if (before.low > after.low) != falling:
        computation = f"{pair.base.text} → {pair.new.text}, stated as a {'fall' if falling else 'rise'}"
        place = over([pair.base, pair.new], passage.sentence)
        yield Finding("growth", "inconsistent", (pair.base.text, pair.new.text), computation, place)


@cache
def _difference_and_rate(changes: str) -> regex.Pattern[str]:
    """100万元，比上年增加20万元，增长25%."""
    return compiled(
        f"(?P<new>{Q}){_OBJECT}(?:[，、（]?{_BEFORE_CHANGE}{_THAN}{_PHRASE}{{1,12}}?|，{_BEFORE_CHANGE})(?P<way>(?:{changes}){_AFTER_CHANGE})(?P<difference>{Q})"
        f"{_OBJECT}[，、（]?(?P<said>{_BEFORE_CHANGE}(?:{changes}){_AFTER_CHANGE})(?P<rate>{P})"
    )


def _by_difference(passage: Passage, lexicon: Lexicon, judged: Set[Cell]) -> Iterator[Finding]:
    for match in _difference_and_rate(change(lexicon)).finditer(passage.words):
        new, difference, stated = (passage.figure(match, name) for name in ("new", "difference", "rate"))
        falling = bool(falls(lexicon, match["way"]))
        comparable = new.dimension == difference.dimension and not stated.unit.endswith("点")
        other = (
            stated.row["start"] in judged or _is_yearly(match["said"]) or falling != bool(falls(lexicon, match["said"]))
        )
        if not comparable or other or says(lexicon, "real", match.group()):
            continue
        base = new.quantity.plus(difference.quantity) if falling else new.quantity.minus(difference.quantity)
        if base.near.low > 0:
            formula = f"{difference.text} ÷ ({new.text} {'+' if falling else '−'} {difference.text})"
            computed = _percent(difference.quantity.over(base))
            yield compared("growth", passage, [new, difference], stated, computed, formula)


@cache
def _multiple() -> regex.Pattern[str]:
    """100万元，为上年（80万元）的125%."""
    return compiled(
        f"(?P<new>{Q}){_PHRASE}{{0,8}}?[，（]?(?P<way>为|是|相当于|达到|达|完成|占){_PHRASE}{{1,12}}?[（]?(?P<base>{Q})[）]?的(?P<rate>{P})"
    )


def _multiples(passage: Passage) -> Iterator[Finding]:
    for match in _multiple().finditer(passage.words):
        new, base, stated = (passage.figure(match, name) for name in ("new", "base", "rate"))
        if new.dimension == base.dimension and base.quantity.near.low > Fraction(0):
            computed = _percent(new.quantity.over(base.quantity))
            kind = "share" if match["way"] in ("完成", "占") else "growth"
            yield compared(kind, passage, [new, base], stated, computed, f"{new.text} ÷ {base.text}")
