"""Percentages: %, ‰, 百分点, 成, 倍, 番 and fractions, in percent points, and which way they go."""

from __future__ import annotations

from functools import cache

from govreply.extractors.clauses import clause_before
from govreply.extractors.numbers import Candidate, tidy
from govreply.lexicon import Lexicon
from govreply.models import Modifier, Number, Percentage, Span
from govreply.wordtable import WordTable

_REACH = 24
_LEVEL = ("到", "至", "为到")
_COMPARISONS = frozenset(("高", "低", "高于", "低于"))
_CHANGE_OR_STATE = "占率"
# What may stand between a one-character word of change and its number; else it is part of a noun (增量, 降水).
_BETWEEN = "了约近超过达逾幅为番0123456789.%、和"


@cache
def _changes(lexicon: Lexicon) -> WordTable[str]:
    return WordTable({row["word"]: row["direction"] for row in lexicon.rows("change_words")})


def read(plain: str, found: Candidate, lexicon: Lexicon) -> Percentage | None:
    """The percentage of a candidate whose unit is a proportion; None where 成 is no tenth."""
    assert found.unit is not None
    factor = tidy_factor(found.unit.row["factor"])
    scaled = [None if number is None else tidy(number * factor) for number in (found.value, found.low, found.high)]
    unit = found.unit.row["unit"]
    way = direction(plain, found.start, unit == "百分点", lexicon)
    if unit == "成" and found.value is not None and not 0 < found.value <= 10:
        return None
    if not way and unit not in ("倍", "百分点"):
        way = "share"
    if way == "share" and unit in ("倍", "百分点"):
        way = ""
    return Percentage(
        Span(found.start, found.end),
        scaled[0],
        scaled[1],
        scaled[2],
        found.modifier,
        unit,
        way,
    )


def tidy_factor(text: str) -> Number:
    """A factor of ``proportions.tsv`` as an exact number."""
    from decimal import Decimal

    return tidy(Decimal(text))


def direction(plain: str, start: int, points: bool, lexicon: Lexicon) -> str:
    """increase, decrease, share or empty, by the last word of change before the number in its clause.

    Words of comparison (高, 低于) tell a change only of percentage ``points``.

    A word of change followed by 到 or 至 names the level reached, which is a share: 覆盖率提高到92%.
    """
    window = clause_before(plain, start - _REACH, start, "，。；：\n")
    table = _changes(lexicon)
    position = len(window)
    while position > 0:
        word = table.before(window, position)
        if word is None:
            position -= 1
            continue
        rest = window[position:]
        if not points and word in _COMPARISONS:
            position -= 1
            continue
        if len(word) == 1 and word not in _CHANGE_OR_STATE and rest.strip(_BETWEEN):
            position -= 1
            continue
        if rest.startswith(("的贡献", "贡献")):
            return "share"
        if table[word] != "share" and rest.startswith(_LEVEL):
            return "share"
        if table[word] == "share" and word == "率" and window[:position].endswith(("增长率", "效率")):
            position -= 1
            continue
        return table[word]
    return ""


def turns(start: int, end: int, value: Number) -> Percentage:
    """翻一番: the number of doublings as growth in percent (一番 100, 两番 300)."""
    growth = (2 ** int(value) - 1) * 100
    return Percentage(Span(start, end), growth, growth, growth, "exact", "番", "increase")


def half(plain: str, start: int, end: int, or_more: bool) -> Percentage:
    """一半, 半数 and 过半 as 50 percent of the whole that is spoken of."""
    word = plain[start:end]
    if word == "过半" or (start and plain[start - 1] in "过超"):
        return Percentage(Span(start, end), 50, 50, None, "more_than", "%", "share")
    if or_more:
        return Percentage(Span(start, end), 50, 50, None, "equal_or_more", "%", "share")
    modifier: Modifier = "approx" if plain[start - 1 : start] in ("近", "约") else "exact"
    bounds = (50, 50) if modifier == "exact" else (None, None)
    return Percentage(Span(start, end), 50, bounds[0], bounds[1], modifier, "%", "share")
