"""What an organisation does in its clause: it acts, it receives, or it is only cited.

acts       it is the clause's subject (省财政厅安排…), its agent (由, 被) or does it together with it (会同, 与 …).
receives   the action is meant for it: after 对, 向, 为 and verbs of giving, asking, ordering and supporting, or as the
           subject of 获得, 收到.
cited      all else: a source (根据), a place (在, 落户), what is founded (成立), a part of another name.

The words are those of the dictionary ``organization_roles``. The members of a list share one role: that of the word
before its first and the word after its last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from govreply.lexicon import Lexicon
from govreply.mining.organizations.words import Name
from govreply.patterns import compiled
from govreply.wordtable import WordTable

ROLES = ("acts", "receives", "cited")

_JOINED = compiled(r"(?:（[^（）\n]{1,20}）)?(?:、|和|与|及|以及)")
_PASSED_OVER = compiled(
    r"(?:（[^（）\n]{1,20}）)?(?:等(?:[^，。；、：\n]{0,14}?(?:单位|部门|企业|公司|高校|银行|机构|院校|协会|商会))?)?(?:领导|有关负责人)?"
)
_MARKS = frozenset("，。；：、！？\n“”（）《》‘’,;: ")
_PREDICATE_WITHIN = 40
_PREPOSITIONS = "向将"


class _RoleWords(NamedTuple):
    before: WordTable[str]
    after: WordTable[str]
    openings: WordTable[str]


@cache
def _role_words(lexicon: Lexicon) -> _RoleWords:
    tables: dict[str, dict[str, str]] = {"before": {}, "after": {}, "opening": {}}
    for row in lexicon.rows("organization_roles"):
        tables[row["position"]][row["word"]] = row["role"]
    return _RoleWords(WordTable(tables["before"]), WordTable(tables["after"]), WordTable(tables["opening"]))


def roles(text: str, names: Sequence[Name], lexicon: Lexicon) -> list[str]:
    """The role of each of the ``names`` of ``text``, which is in canonical characters; one of ``ROLES``."""
    found: list[str] = []
    for first, last, count in _lists(text, names):
        role = _role(text, first.start, last.end, _role_words(lexicon))
        found += [role] * count
    return found


def _lists(text: str, names: Sequence[Name]) -> Iterator[tuple[Name, Name, int]]:
    """The names as lists: first and last member, and how many."""
    opened = 0
    for number, name in enumerate(names):
        following = names[number + 1] if number + 1 < len(names) else None
        if following is None or not _JOINED.fullmatch(text, name.end, following.start):
            yield names[opened], name, number + 1 - opened
            opened = number + 1


def _role(text: str, start: int, end: int, words: _RoleWords) -> str:
    opened = _clause_before(text, start, words)
    before = words.before.before(text, start)
    if before and words.before[before] != "acts":
        return words.before[before]
    passed = _PASSED_OVER.match(text, end)
    end = passed.end() if passed else end
    after = words.after.at(text, end)
    if before:
        return "receives" if after and words.after[after] == "receives" else "acts"
    if after and (opened or len(after) > 1):
        return words.after[after]
    return _predicate(text, end, words) if opened else "cited"


def _clause_before(text: str, start: int, words: _RoleWords) -> bool:
    """Whether nothing but a date or an adverb stands between ``start`` and the mark before it."""
    at = start
    while at > 0 and text[at - 1] not in _MARKS:
        word = words.openings.before(text, at)
        if word is None and not text[at - 1].isdigit():
            return False
        at -= len(word or "0")
    return True


def _predicate(text: str, end: int, words: _RoleWords) -> str:
    """The role that the first telling word of the rest of the clause gives: 吉林银行长春营业部设置专柜."""
    for at in range(end, min(len(text), end + _PREDICATE_WITHIN)):
        if text[at] in _MARKS and text[at] != "、":
            break
        word = words.after.at(text, at)
        if word and (len(word) > 1 or word in _PREPOSITIONS):
            return words.after[word]
    return "cited"
