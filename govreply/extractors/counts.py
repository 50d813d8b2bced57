"""Counts: cardinal numbers with a classifier or a bare noun, and the things that they count."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from govreply.extractors.clauses import clause_before
from govreply.extractors.numbers import Candidate
from govreply.extractors.objects import (
    ObjectWords,
    after_classifier,
    before_number,
    is_kind,
    object_words,
    served,
    strip_lead,
    without_act,
)
from govreply.lexicon import Lexicon
from govreply.models import Count, Span
from govreply.patterns import compiled
from govreply.wordtable import WordTable

_RANK = ("前", "排名", "位居", "居", "位列", "名列", "列", "排")
_CONTESTS = frozenset("级国界度球届佳")
_PERSON_ENDS = frozenset("众民生工员者人师童")
_PHASE = frozenset("期道线路代度季届审孩胎号环产维岸")
_SAME_UNIT_REACH, _NEIGHBOUR_REACH = 80, 30
_CONCRETE = frozenset("座栋幢条口眼艘架株棵")
_OF_THINGS = _CONCRETE | frozenset("个所处家户")
_GENERAL = frozenset("个家项户件")  # classifiers of so many things that one may stand for another
_DEMONSTRATIVE = ("这", "那", "哪", "该", "此", "某", "每", "同", "以下", "如下", "上述")


@cache
def _implied(lexicon: Lexicon) -> WordTable[str]:
    return WordTable({row["word"]: row["unit"] for row in lexicon.rows("counted_nouns")})


def is_count(plain: str, found: Candidate) -> bool:
    """Whether a number with a classifier counts: ranks, phases, names such as 四个一 and 党的二十大 do not."""
    assert found.unit is not None
    word, kind = found.unit.word, found.unit.row["kind"]
    before, following = plain[max(0, found.start - 2) : found.start], plain[found.end : found.end + 1]
    ranks = before.endswith(_RANK) or _last_ranks(before, following)
    if ranks and kind in ("person", "count") and word in ("位", "名"):
        return False
    if found.bare and found.modifier == "exact" and not found.inner:
        return False
    if found.chinese and word in _PHASE and found.modifier == "exact" and not found.inner:
        return False
    if (word == "个" and following == "一") or (word == "点" and following and following in "半钟整多"):
        return False
    if found.chinese and (found.value == 0 or (word == "所" and following in "，。、；等（")):
        return False
    if word == "次" and (before[-1:] == "届" or before.endswith(("人大", "政协", "全会"))):
        return False
    if word == "次" and found.chinese and before == "员会" and following == "会":
        return False
    if word == "份" and (before == "共印" or _is_copied(plain, found.start)):
        return False
    if word == "大" and not (found.chinese and (found.value or 99) <= 15 and "一" <= following <= "龥"):
        return False
    if word == "大" and found.value == 10 and before[-1:] in _CONTESTS:
        return False
    if found.head == "几" and found.low == 2 and before.endswith(_DEMONSTRATIVE):
        return False
    return kind != "noun" or _noun_counts(plain, found)


def _is_copied(plain: str, start: int) -> bool:
    """抄送：某市政协（2份）: copies of the paper itself."""
    line = plain[max(0, start - 80) : start].rpartition("\n")[2]
    return line.startswith(("抄送", "抄报"))


def _last_ranks(before: str, following: str) -> bool:
    """退出全国后20位: the last ranks; 之后20位专家 counts."""
    return before[-1:] == "后" and before != "之后" and following in "，。；、）\n"


def _noun_counts(plain: str, found: Candidate) -> bool:
    """山区26县 and 4市 behind a noun are names; 7部门 behind a verb, a mark or another number counts."""
    if found.unit is None or found.unit.word not in ("县", "市", "区", "省", "村", "镇", "乡", "州", "国"):
        return not (found.chinese and found.value is not None and found.value < 3)
    before = plain[found.start - 1 : found.start]
    return found.modifier != "exact" or before in "，。；：、（\n及和的在共等盖及等涉" or before.isdigit()


def read(found: Candidate, thing: str) -> Count:
    """The count of a candidate and the thing counted."""
    return Count(
        Span(found.start, found.end), found.value, found.low, found.high, found.modifier,
        found.unit_text, thing,
    )  # fmt: skip


def without_unit(plain: str, found: Candidate, floor: int, lexicon: Lexicon) -> Count | None:
    """参赛人次超过20万: a number in 万 or 亿 after a noun that implies its unit."""
    table = _implied(lexicon)
    window = clause_before(plain, max(floor, found.start - 12), found.start)
    noun = next((word for word in table.entries if word in window), None)
    if noun is None:
        return None
    phrase = strip_lead(window[: window.rfind(noun) + len(noun)], object_words(lexicon))
    return Count(
        Span(found.start, found.end), found.value, found.low, found.high, found.modifier,
        table[noun], phrase,
    )  # fmt: skip


class Counted(NamedTuple):
    """A count's candidate between the end of the number before it and the start of the one behind it."""

    found: Candidate
    floor: int
    ceiling: int


def objects(plain: str, counted: Sequence[Counted], lexicon: Lexicon) -> list[str]:
    """The thing counted by each of ``counted`` (in text order)."""
    words = object_words(lexicon)
    things: list[str] = []
    taken = 0
    for one, other in zip(counted, [*counted[1:], None], strict=False):
        things.append(_thing(plain, one._replace(floor=max(one.floor, taken)), other, words))
        behind = one.found.end + one.found.after
        owns = things[-1] and things[-1][-1] not in _PERSON_ENDS and plain.startswith(things[-1], behind)
        taken = behind + len(things[-1]) if owns else 0
    for index in range(len(counted) - 2, -1, -1):
        found, following = counted[index].found, counted[index + 1].found
        if not things[index] and found.end + found.after == following.start and _kind(found) != "noun":
            things[index] = things[index + 1]
    for index in range(1, len(counted)):
        if not things[index]:
            things[index] = _elided(plain, counted, things, index)
        elif is_kind(things[index]):
            things[index] = _without_grade(things[index], _elided(plain, counted, things, index))
    return things


def _without_grade(kind: str, thing: str) -> str:
    """市级园区12个、省级5个: what 省级 stands before is 园区."""
    if not kind.endswith("级"):
        return thing
    return str(compiled(r"^(?:[国家省市州县区镇乡村]{1,2}级(?:以上)?、?){1,3}(?=.)").sub("", thing))


def _elided(plain: str, counted: Sequence[Counted], things: Sequence[str], index: int) -> str:
    """The thing that an earlier count names: one of the paragraph with the same unit, else the sentence's neighbour."""
    found, neighbour = counted[index].found, counted[index - 1].found
    if _kind(found) in ("noun", "event"):
        return things[index]
    for other in range(index - 1, max(-1, index - 5), -1):
        earlier = counted[other].found
        if found.start - earlier.end > _SAME_UNIT_REACH or "\n" in plain[earlier.end : found.start]:
            break
        if things[other] and earlier.unit_text == found.unit_text:
            return things[other]
    if _sentence_ends(plain, neighbour, found) or found.start - neighbour.end > _NEIGHBOUR_REACH:
        return things[index]
    if _kind(found) == "person" and _kind(neighbour) == "event":
        return _persons(plain, neighbour, found, things[index - 1])
    if found.unit_text == "户" and _kind(neighbour) != "batch":
        return things[index]
    glued = found.start - neighbour.end <= (2 if _kind(neighbour) == "batch" else 1)
    persons = _kind(found) == "person", _kind(neighbour) == "person"
    general = all(persons) or (not any(persons) and {found.unit_text, neighbour.unit_text} <= _GENERAL)
    return (things[index - 1] or things[index]) if glued or general else things[index]


def _belongs_to_next(plain: str, end: int, other: Counted | None, words: ObjectWords) -> bool:
    """幼儿园1所学位数270个: the noun that runs on to the next number is that one's, if it has none behind it."""
    if other is None or end != other.found.start or _kind(other.found) == "person" or other.found.unit_text == "户":
        return False
    return not after_classifier(plain, other.found.end + other.found.after, other.ceiling, words)


def _thing(plain: str, one: Counted, other: Counted | None, words: ObjectWords) -> str:
    found, floor = one.found, one.floor
    assert found.unit is not None
    kind = found.unit.row["kind"]
    if kind == "noun":
        return ""
    start = found.end + found.after
    if plain[found.start - 1 : found.start] == "（" and plain[start : start + 1] == "）":
        start += 1
    following = after_classifier(plain, start, one.ceiling, words)
    may_precede = found.unit.word.endswith("人次") or _belongs_to_next(plain, start + len(following), other, words)
    if following and not may_precede:
        return without_act(following, words) if found.unit.word in _CONCRETE else following
    phrase = before_number(plain, floor, found.start, words)
    if found.unit.word.endswith("人次") and phrase:
        return served(phrase, words)
    if following and not phrase:
        return following
    if kind == "event" and not phrase and plain[found.start - 2 : found.start] in words.noun_verbs:
        return plain[found.start - 2 : found.start]
    if kind == "event" and not _is_counted_event(plain, found, floor, phrase):
        return ""
    if compiled(r"[\d~～—-]+(?:周岁|岁)(?:以上|以下|及以上)?").fullmatch(phrase.strip()):
        return ""
    if found.unit.word in _OF_THINGS:
        phrase = without_act(phrase, words)
    return served(phrase, words) if kind == "person" or found.unit.word == "户" else phrase.strip()


def _persons(plain: str, event: Candidate, found: Candidate, thing: str) -> str:
    """从业人员培训12次、培训350人: the persons are what the event's name holds besides the act."""
    act = plain[event.end + event.after : found.start].strip("、，和")
    return thing.removesuffix(act) if act and thing.endswith(act) else ""


def _kind(found: Candidate) -> str:
    return found.unit.row["kind"] if found.unit else ""


def _is_counted_event(plain: str, found: Candidate, floor: int, phrase: str) -> bool:
    """培训12次 counts trainings, 分管领导先后3次 no leaders: the phrase must follow a verb or open the clause."""
    if not phrase:
        return False
    clause = clause_before(plain, max(floor, found.start - 30), found.start)
    return clause.endswith(phrase) or (phrase in clause and not clause.endswith(("先后", "多", "已", "均")))


def _sentence_ends(plain: str, one: Candidate, other: Candidate) -> bool:
    return any(mark in plain[one.end : other.start] for mark in "。！？\n")
