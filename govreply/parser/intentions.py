"""Single clauses of intention: governed by 将 (auxiliary), 拟, 力争, 预计, 计划 (verb) or 争取 (before a goal).

The look-alikes (将=把, 拟上市, 行动计划, 争取上级资金) are told by what stands beside the word; the words are in
``intention_words.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, TypeAlias

import regex

from govreply.lexicon import Lexicon
from govreply.models import Span
from govreply.patterns import alternation, compiled

Pattern: TypeAlias = "regex.Pattern[str]"
_CLAUSE = frozenset("，；：。！？\n")
# characters: the longest clause before a governing word, the longest sentence around it that is read
_BACK, _AHEAD = 80, 400
_COMPARED = ("比", "超", "超过", "较", "高于", "低于", "按照", "达到")


class _Grammar(NamedTuple):
    """What stands beside the governing words, whatever the dictionaries say."""

    governor: Pattern
    sentence_end: Pattern
    list_end: Pattern
    definite: Pattern  # after 将: a noun phrase, so 将=把
    compound: Pattern  # after 将: a verb that is the first half of a noun
    term: Pattern  # after 争取: a time to be met
    noun_behind: Pattern  # after 计划 and 拟: what follows nouns
    time_before: Pattern  # before 计划: a time
    finished: Pattern
    asking: Pattern


@cache
def _grammar() -> _Grammar:
    return _Grammar(
        governor=compiled("将|拟|力争|预计|计划|争取"),
        sentence_end=compiled(r"[。！？\n]"),
        list_end=compiled(r"[。！？；\n]"),
        definite=compiled(
            r"[该此其这原各某每“《0-9]|上述|相关|有关|所有|全部|上级|全[省市县区国镇]|我[省市县区局厅]|会议|对口|在[建校册]"
            r"|以工代赈"
        ),
        compound=compiled(
            r"(?:建设|投资|改造|投入|新建|扩建|研究|编制|安排|落实|推进|开展|支持)"
            r"(?:项目|用地|任务|情况|成果|标准|计划|指标|内容)"
        ),
        term=compiled(r"到?[0-9]{2,4}年|到[“今明]|第?[一二三四]季度|[0-9]{1,2}月|[两三五]年"),
        noun_behind=compiled(r"[，。；：、！）”》的和及与中内外书表数指已\n]|\Z|要求|安排[，。]|任务|项目"),
        time_before=compiled(r"(?:[0-9]{4}年|期间)$"),
        finished=compiled(r"(?<![为除])了(?![解结然])"),
        asking=compiled(r"建议(?![已很非采提])|恳请|请求|希望|呼吁"),
    )


class _Words(NamedTuple):
    followers: Pattern
    complements: Pattern
    blocked: frozenset[str]
    goals: Pattern
    subjects: tuple[str, ...]
    manners: tuple[str, ...]
    done: Pattern
    request: Pattern


@cache
def _words(lexicon: Lexicon) -> _Words:
    def any_of(role: str) -> Pattern:
        return compiled(alternation(lexicon.words("intention_words", role=role)))

    return _Words(
        any_of("follower"),
        any_of("complement"),
        frozenset(lexicon.words("intention_words", role="blocked")),
        any_of("goal"),
        lexicon.words("intention_words", role="subject"),
        lexicon.words("intention_words", role="manner"),
        any_of("done"),
        any_of("request"),
    )


def intention_clauses(text: str, span: tuple[int, int], lexicon: Lexicon) -> Iterator[Span]:
    """The clauses of plain ``text`` within ``span`` that an intention governs, in order and disjoint.

    A clause runs from behind the ，。；： before the governing word to the end of the sentence, or to a clause that
    says what is done (已…, 目前…). What the paper reports of others' requests (您建议将…) and what stands in “” or 《》
    is left out.
    """
    words = _words(lexicon)
    reached = span[0]
    for match in _grammar().governor.finditer(text, *span):
        if match.start() < reached:
            continue
        start = _clause_start(text, match.start(), max(span[0], reached))
        if not _governs(text, match, start, words) or _is_reported(text, start, match.start(), span[0], words):
            continue
        end = _clause_end(text, match.end(), span[1], words)
        yield Span(start, end)
        reached = end


def _clause_start(text: str, offset: int, low: int) -> int:
    floor = max(low, offset - _BACK)
    while offset > floor and text[offset - 1] not in _CLAUSE:
        offset -= 1
    return offset


def _governs(text: str, match: regex.Match[str], start: int, words: _Words) -> bool:
    """Whether the word governs the clause that begins at ``start``."""
    word, (low, high) = match[0], match.span()
    if any(text[low - k : low - k + n] in words.blocked for n in (2, 3, 4) for k in (0, 1)):
        return False
    before = text[start:low]
    if word == "将" and before.endswith(words.manners):
        return False
    if before.endswith("已") or before.count("“") > before.count("”") or before.count("《") > before.count("》"):
        return False
    if word == "将":
        return _is_auxiliary(text, high, words)
    if word == "争取":
        return bool(words.goals.match(text, high) or _grammar().term.match(text, high)) and not _finished(text, high)
    if word == "计划":
        return _is_verb(text, before, high, words)
    if word == "预计":
        return not before.endswith(_COMPARED) and not text.startswith("的", high)
    return word == "力争" or not _grammar().noun_behind.match(text, high)


def _is_auxiliary(text: str, high: int, words: _Words) -> bool:
    """Whether the 将 that ends at ``high`` is the adverb of the future, not the preposition (将=把)."""
    end = _find(_grammar().list_end, text, high)
    comma = text.find("，", high, end)
    clause_end = end if comma < 0 else comma
    disposes = words.complements.search(text, high, clause_end) is not None
    if _grammar().definite.match(text, high) is not None:
        return False
    if words.followers.match(text, high) is not None:
        return not (disposes and _grammar().compound.match(text, high))
    return not disposes and not _finished(text, high)


def _is_verb(text: str, before: str, high: int, words: _Words) -> bool:
    """Whether 计划 is a verb: a subject, a time or nothing before it, or a time behind it, and no noun's end there."""
    if _grammar().noun_behind.match(text, high) is not None:
        return False
    if _grammar().term.match(text, high) is not None:
        return True
    return not before or before.endswith(words.subjects) or _grammar().time_before.search(before) is not None


def _finished(text: str, start: int) -> bool:
    """Whether 了 closes a verb of the clause."""
    end = _find(_grammar().list_end, text, start)
    comma = text.find("，", start, end)
    return _grammar().finished.search(text, start, end if comma < 0 else comma) is not None


def _find(pattern: Pattern, text: str, start: int) -> int:
    limit = min(len(text), start + _AHEAD)
    match = pattern.search(text, start, limit)
    return match.start() if match else limit


def _is_reported(text: str, start: int, offset: int, low: int, words: _Words) -> bool:
    """Whether the clause is part of what others asked for (您建议将…, 恳请…)."""
    floor = max(low, start - 2 * _BACK)
    sentence = max(floor, *(text.rfind(mark, floor, start) + 1 for mark in "。\n"))
    asking = any(_grammar().asking.match(text, place, offset) for place in (start, sentence))
    if asking and "我" not in text[sentence:offset]:
        return True
    requests = list(words.request.finditer(text, sentence, offset))
    if not requests:
        return False
    request = requests[-1]
    if text[request.end() : request.end() + 2].lstrip("出").startswith("的"):
        return False
    return "我" not in text[request.end() : offset]


def _clause_end(text: str, high: int, limit: int, words: _Words) -> int:
    end = min(limit, _find(_grammar().list_end, text, high))
    if end < limit and text[end] == "；" and "：" in text[high:end]:
        end = min(limit, _find(_grammar().sentence_end, text, high))
    comma = text.find("，", high, end)
    while comma >= 0:
        following = text.find("，", comma + 1, end)
        clause_end = end if following < 0 else following
        if words.done.match(text, comma + 1) or _grammar().finished.search(text, comma + 1, clause_end):
            return comma
        comma = following
    return end
