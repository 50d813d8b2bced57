"""What a number measures, in a form that can be compared: 全县新建标准化公厕 is 标准化公厕, newly built.

The words of ``dictionaries/promise_words.tsv`` are taken off both ends of the noun phrase; what they say is kept as
``acts``. Two metrics are the same where what is left is the same, or one has only words more that stand in the sentence
of the other, and where the acts agree.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from govreply.lexicon import Lexicon
from govreply.parser.forms import canonical
from govreply.patterns import compiled
from govreply.wordtable import WordTable

_CHANGES = frozenset(("rise", "fall"))
_BRINGING_ABOUT = frozenset(("build", "grow", "attract"))
_SAYING_NOTHING = ("neutral", "size", "level")
_MOST_WORDS = 12
_LEAST = 2
_TIME = (
    r"(?:(?:[到至在于自从比较]|截至|截止|截止到)?\d{4}年(?:度|全年|上半年|下半年|初)?(?:\d{1,2}月份?)?(?:\d{1,2}日)?(?:年)?"
    r"[底末]?(?:以来|[之以]?前|止|期间|时)?|“?十[一二三四五六]五”?(?:以来|期间|[末时]期?)?|[今去明本]年|全年|年内|近\p{Han}年来?|近年来|[两二三四五六七八九十]年多?来)"
)
_PLACE = (
    r"(?:[全我本][国省市县区州旗镇乡]|各地|各[省市县区州](?:（州）)?)(?:范围)?内?"
    r"|(?:[我本]|[省市县区州旗](?![级域内外直城乡])\p{Han}{1,8}?)[厅局委办](?![员托理])"
)
_FILLING = r"[，、：—的和及与并且了共在“”]"


class Metric(NamedTuple):
    """A noun phrase without what is done to it; ``acts`` are roles of the dictionary, ``level`` says that a word of
    level (达到, 共有, 累计) stood there."""

    core: str
    acts: frozenset[str] = frozenset()
    level: bool = False

    def does_as(self, promised: Metric) -> bool:
        """Whether a report speaks of what was promised to be done: of the same deed, or of what there is through it."""
        if self.acts & _CHANGES != promised.acts & _CHANGES:
            return False
        if self.acts == promised.acts:
            return True
        done, wanted = self.acts - {"new"}, promised.acts - {"new"}
        if done and wanted:
            return bool(done & wanted) or ("begin" in wanted and "build" in done)
        if wanted:
            return "new" not in promised.acts and wanted <= _BRINGING_ABOUT | _CHANGES
        return "new" not in self.acts and done <= _BRINGING_ABOUT | _CHANGES


def metric(phrase: str, lexicon: Lexicon) -> Metric:
    """What a phrase before a number, or a noun phrase, measures. The core is empty where it holds but a verb that
    governs the number; a deed that is measured itself (清淤) stays."""
    words = _words(lexicon)
    text = compiled(r"\s+").sub("", canonical(phrase))
    acts: set[str] = set()
    level = False
    deed = ""
    for _ in range(_MOST_WORDS):
        text = compiled(rf"^(?:{_FILLING}|{_TIME}|{_PLACE})+|(?:{_FILLING}|[比较]?{_TIME})+$").sub("", text)
        word = words.at(text, 0)
        role = words[word] if word else ""
        if word and role != "size":
            text = text[len(word) :]
        elif (word := words.before(text, len(text))) and len(text) > len(word):
            text, role = text[: -len(word)], words[word]
        else:
            break
        level = level or role == "level"
        if role not in _SAYING_NOTHING:
            acts |= {"new", "build"} if word == "新建" else {role}
            deed = deed or word
    core = text.replace("的", "")
    if len(core) < _LEAST:
        core = deed if acts & {"treat"} else ""
    return Metric(core, frozenset(acts), level)


@cache
def _words(lexicon: Lexicon) -> WordTable[str]:
    return WordTable({row["word"]: row["role"] for row in lexicon.rows("promise_words")})


def same_thing(first: str, second: str, first_sentence: str, second_sentence: str) -> bool:
    """Whether two cores name one thing: they are equal, or the longer ends in the shorter and its other words stand in
    the sentence of the shorter (水厂 in a sentence on 农村供水 and 农村水厂 are one, 省级水厂 and 水厂 are not)."""
    if first == second:
        return True
    (short, sentence), (long, _) = sorted(((first, first_sentence), (second, second_sentence)), key=_length)
    return len(short) >= _LEAST and long.endswith(short) and long[: -len(short)] in sentence


def _length(core_and_sentence: tuple[str, str]) -> int:
    return len(core_and_sentence[0])
