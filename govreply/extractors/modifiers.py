"""Words of vagueness around a number, and the interval that they leave open (TimeML's mod, see docs/tables.md)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import prod
from typing import Any, cast

from govreply.extractors.clauses import clause_before
from govreply.extractors.numbers import MULTIPLIERS, RANGE_MARKS, Candidate, tidy
from govreply.lexicon import Lexicon
from govreply.models import Modifier, Number
from govreply.notation import numerals
from govreply.patterns import alternation, compiled
from govreply.wordtable import WordTable

LIST_MARKS = frozenset(("、", "和", "及", "与", "或", "以及", "，和", "及以"))
_INNER: dict[str, Modifier] = {"余": "more_than", "多": "more_than", "来": "approx", "几": "more_than"}
_NOT_ABOUT = {"近": "附邻靠最临亲贴就远", "约": "节合预签制公契特违条邀", "超": "赶反高", "过": "通经不超越突路度渡跨"}
# Adverbs that govern a number from a distance within its clause: 至少引育链主企业2户, 最高给予30万元.
_REACHING: dict[str, Modifier] = {
    "至少": "equal_or_more", "最少": "equal_or_more", "最低": "equal_or_more", "不少于": "equal_or_more",
    "不低于": "equal_or_more", "至多": "equal_or_less", "最多": "equal_or_less", "最高": "equal_or_less",
    "不超过": "equal_or_less", "不高于": "equal_or_less", "大约": "approx", "约": "approx", "低于": "less_than",
    "少于": "less_than", "超过": "more_than", "高于": "more_than",
}  # fmt: skip
_REACHING_FIRST = frozenset(word[0] for word in _REACHING)
_NEAR_ONLY = frozenset(("约", "大约"))
_NEEDS_OF = frozenset(("不少于", "不低于", "不超过", "不高于", "低于", "少于", "超过", "高于"))
_REACH = 16
_LARGE = frozenset("万亿")
_CLAUSE_ENDS = frozenset("，。；：\n")
_SUPERLATIVES = frozenset(("最高", "最低", "最多", "最少"))
_GRANTS = ("可", "给予", "补助", "奖励", "支持", "不", "按", "补贴", "奖补", "资助", "获", "处")
_LIGHT = frozenset("有需为占投资入用计增给予补助一次性可达安排花费在下降长幅提高")


@cache
def before_words(lexicon: Lexicon) -> WordTable[Modifier]:
    """Words directly before a number → modifier."""
    return _words(lexicon, "before")


@cache
def after_words(lexicon: Lexicon) -> WordTable[Modifier]:
    """Words directly after the unit → modifier."""
    return _words(lexicon, "after")


def _words(lexicon: Lexicon, position: str) -> WordTable[Modifier]:
    rows = (row for row in lexicon.rows("modifiers") if row["position"] == position)
    return WordTable({row["word"]: cast(Modifier, row["modifier"]) for row in rows})


@cache
def _reaching() -> Any:
    return compiled(alternation(_REACHING))


def modify(plain: str, found: list[Candidate], lexicon: Lexicon) -> None:
    """Set ``modifier``, ``low`` and ``high`` of the candidates (in text order) from the words around and in them."""
    before, after = before_words(lexicon), after_words(lexicon)
    afters: list[Modifier | None] = []
    floor = 0
    for index, candidate in enumerate(found):
        own = _adjacent(plain, candidate.start, floor, before)
        candidate.reached = own is not None and "最" in plain[max(floor, candidate.start - 6) : candidate.start]
        if own is None:
            own, candidate.reached = _from_afar(plain, candidate.start, floor)
        if own is None and index and _reaches_on(plain, found[index - 1], candidate):
            own, candidate.reached = found[index - 1].modifier, True
        candidate.modifier, candidate.own_modifier = own or "exact", own is not None
        afters.append(_behind(plain, candidate, after))
        floor = candidate.end
    for group in _lists(plain, found):
        _share(found, afters, group)
    for candidate, word_after in zip(found, afters, strict=True):
        if candidate.modifier == "exact" and word_after:
            candidate.modifier = word_after
        _bound(candidate)


def _adjacent(plain: str, start: int, floor: int, table: WordTable[Modifier]) -> Modifier | None:
    """The modifier of the words that end where the number begins; exact words (共, 达到) are looked through."""
    position = start - (plain[start - 1 : start] == "了")
    while (word := table.before(plain, position)) is not None and position - len(word) >= floor:
        position -= len(word)
        if position and plain[position - 1] in _NOT_ABOUT.get(word, ""):
            return None
        if word == "过" and plain[start] not in "百千万亿":
            return None
        if table[word] != "exact":
            return table[word]
    return None


def _from_afar(plain: str, start: int, floor: int) -> tuple[Modifier | None, bool]:
    """The modifier of an adverb earlier in the clause, and whether it reaches on to the next coordinate (最高)."""
    window = clause_before(plain, max(floor, start - _REACH), start, "，。；：、（\n")
    if _REACHING_FIRST.isdisjoint(window):
        return None, False
    hits = list(_reaching().finditer(window))
    if not hits:
        return None, False
    hit = hits[-1]
    adverb, gap = hit.group(), window[hit.end() :]
    if adverb in _NEAR_ONLY and (
        len(gap) > 4 or window[: hit.start()][-1:] in _NOT_ABOUT["约"] or not set(gap) <= _LIGHT
    ):
        return None, False
    if adverb in _SUPERLATIVES and not (set(gap) <= _LIGHT or gap.startswith(_GRANTS)):
        return None, False
    if adverb in _NEEDS_OF and not gap.endswith("的"):
        return None, False
    return _REACHING[adverb], adverb in _SUPERLATIVES


def _reaches_on(plain: str, one: Candidate, other: Candidate) -> bool:
    """最高补助大型坝180万元、中型坝80万元: 最高 holds for the next coordinate with the same unit."""
    between = plain[one.end + one.after : other.start]
    same_unit = one.unit is not None and other.unit is not None and one.unit.word == other.unit.word
    return (
        one.reached and same_unit and 1 < len(between) <= 8 and between[0] == "、" and _CLAUSE_ENDS.isdisjoint(between)
    )


def _behind(plain: str, candidate: Candidate, table: WordTable[Modifier]) -> Modifier | None:
    """The modifier after the unit, also behind （含）; ``candidate.after`` becomes the length of its word."""
    word = table.at(plain, candidate.end)
    if word is None and plain.startswith(("（含", "（不含"), candidate.end):
        close = plain.find("）", candidate.end, candidate.end + 6)
        word = table.at(plain, close + 1) if close > 0 else None
    if word is None or table[word] == "exact":
        return None
    candidate.after = len(word)
    return table[word]


def _lists(plain: str, found: Sequence[Candidate]) -> list[range]:
    """Index ranges of like numbers joined by 、 or 和: 1亿元、5亿元、10亿元以上."""
    groups, first = [], 0
    for index in range(1, len(found) + 1):
        if index < len(found) and _alike(plain, found[index - 1], found[index]):
            continue
        if index - first > 1:
            groups.append(range(first, index))
        first = index
    return groups


def _alike(plain: str, one: Candidate, other: Candidate) -> bool:
    between = other.start - one.end - one.after
    if not 0 < between <= 2 or one.unit is None or other.unit is None:
        return False
    joined = plain[one.end + one.after : other.start] in LIST_MARKS
    return joined and one.unit.kind == other.unit.kind and one.unit.word == other.unit.word


def _share(found: Sequence[Candidate], afters: list[Modifier | None], group: range) -> None:
    """The modifier before the first member of a list holds for each; else the one after the last does."""
    leading = found[group[0]].modifier
    trailing = afters[group[-1]] if not any(afters[i] for i in group[:-1]) else None
    for index in group:
        if leading != "exact" and not found[index].own_modifier:
            found[index].modifier = leading
        elif found[index].modifier == "exact" and trailing:
            afters[index] = trailing


def _bound(candidate: Candidate) -> None:
    """Inner words and the interval; ranges and indefinite numbers keep the bounds that they came with."""
    if candidate.value is None:
        candidate.modifier = "approx" if candidate.head else "range"
        return
    if candidate.head == "上":
        candidate.modifier = "equal_or_more"
    elif candidate.inner and candidate.modifier in ("exact", "approx"):
        candidate.modifier = _INNER[candidate.inner]
    candidate.low, candidate.high = interval(candidate.modifier, candidate.value)


def interval(modifier: Modifier, value: Number) -> tuple[Number | None, Number | None]:
    """The interval that a modifier allows around ``value``; None is an open end (docs/tables.md, Numbers)."""
    if modifier == "exact":
        return value, value
    if modifier in ("more_than", "equal_or_more"):
        return value, None
    if modifier in ("less_than", "equal_or_less"):
        return None, value
    return None, None


def merge_ranges(plain: str, found: list[Candidate]) -> list[Candidate]:
    """Join ``a—b unit`` to one candidate whose ``low`` and ``high`` are the ends; what is no range stays as it is."""
    merged: list[Candidate] = []
    for candidate in found:
        if merged and (whole := _range(plain, merged[-1], candidate)) is not None:
            merged[-1] = whole
        else:
            merged.append(candidate)
    return merged


def _range(plain: str, a: Candidate, b: Candidate) -> Candidate | None:
    if b.unit is None or not 0 < b.start - a.end <= 5 or not _is_range_mark(plain[a.end : b.start]):
        return None
    if a.value is None or b.value is None or a.inner or b.inner or a.head or a.base is None:
        return None
    if a.unit is not None and a.unit.kind != b.unit.kind:
        return None
    if plain[a.end] in "至到" and plain[a.start - 1 : a.start] in ("由", "从", "自"):
        return None
    low: Number = tidy(a.value * _shared_scale(plain, a, b)) if a.unit is None else a.value
    high: Number = b.value
    if low < 0 < high and plain.startswith(("零下", "负"), a.start):
        low, high = -high, low
    if low >= high:
        return None
    return Candidate(
        a.start, b.number_end, b.end, None, low, high, None, b.scale, b.unit, b.unit_text, chinese=a.chinese
    )


def _is_range_mark(between: str) -> bool:
    """—, ——, 至 and the like, also behind （含）."""
    mark = between.removeprefix("（含）").removeprefix("（不含）")
    return len(mark) in (1, 2) and mark[0] in RANGE_MARKS and mark == mark[0] * len(mark)


def _shared_scale(plain: str, a: Candidate, b: Candidate) -> int:
    """The multiplier that the upper end leaves the lower one: 5-10万, 七千到九千亿 (千亿 no, 亿 yes), 两到三千."""
    low, high = plain[a.start : a.number_end], plain[b.start : b.number_end]
    large = high[len(high.rstrip("万亿")) :]
    if large:
        if not _LARGE.isdisjoint(low):
            return 1
        base = numerals.parse(high[: -len(large)])
        below = base is None or (a.value is not None and a.value < base)
    else:
        large = high[-1] if len(high) == 2 and high[-1] in "百千佰仟" and len(low) == 1 else ""
        below = True
    return prod(MULTIPLIERS[mark] for mark in large) if below else 1
