"""The thing counted: the noun phrase after the classifier, else the one before the number, else the coordinate's.

Grammar of a count in this genre: number + classifier + noun phrase (65家会员单位), noun phrase + number + classifier
(会员单位65家), an elided phrase that repeats the one before (转让技术247项、成功对接29项), pairs that share one phrase
(两批104户初创企业), and a head after 的 or 等 (等 closes a list of examples, its noun follows: 光电、氢能等6个领域).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from govreply.extractors.clauses import clause_before
from govreply.lexicon import Lexicon
from govreply.patterns import compiled
from govreply.wordtable import WordTable

_REACH = 60
_LIST_REACH = 120
_LONGEST = 24
_BREAK_MARKS = "，。；：！？\n\t"
_BREAKS = frozenset(_BREAK_MARKS)
_ENDS = _BREAKS | frozenset("、）》《和及与或")
_OPEN, _CLOSE = "（“‘〔", "）”’〕"
_GRADES = frozenset("一二三四五特优中高初上下同平对")
_IN_PROGRESS = frozenset("建孵校编岗册营研售")
_PREDICATE_OPENERS = frozenset("为在被已均将由获给按至达占并从把到来赴因则也都共使让能是有可需拟应")
_SUMMING = frozenset(("共", "共计", "合计", "总计", "累计", "总共", "累计达", "共有", "总数达"))
_ATTRIBUTE_ENDS = ("元", "级", "型", "以上", "性")
_NUMBERS_OF = frozenset(("人数", "户数", "件数"))  # 在园人数 stays whole
_ADMINISTRATIVE = frozenset("县市区旗乡镇道州")  # 县（市）, 乡镇（街道）: the bracket closes the phrase
# 对人口, 设桥梁, 有学校: a preposition or verb of one character, unless the word goes on.
_OPENERS = frozenset("对设有")
_VILLAGES = ("建制村", "行政村", "自然村", "贫困村", "村民小组", "村庄", "村组", "乡镇", "建制镇", "社区", "村")
_LONGEST_WORD = 4  # of the role word, looked for around a verb
_YEAR_DIGITS = frozenset("0123456789一二三四五六七八九十两")
_BEFORE_ANOTHER = frozenset(("约", "近", "超", "共", "计", "逾", "达", "合计", "总计", "涉及", "惠及", "带动"))
_BEFORE_HAVING = frozenset("所国公私特专具享共占含原没只拥固独富稀现设建还另约近仅已均就兼持保未")
_NOUNS_AT_END = frozenset(("计划", "组织"))
_WORDS_WITH_AND = ("和美乡", "和美庭", "和美社", "和美家", "和美村", "和美宜", "和谐", "和睦")
# 补贴性培训, 服务型企业: what stands before is no verb.
_FORMS_ADJECTIVES = frozenset("性型类式")
# 用户数, 农户数: the 户 belongs to the noun.
_PERSONS_AND_HOUSES = frozenset("用住客农商租牧渔")
_NEVER_INSIDE = frozenset("共每被已均能可")
_KIND_SUFFIXES = ("型", "类", "级", "式", "性", "以上", "以下")


class ObjectWords(NamedTuple):
    """The word lists of ``object_words.tsv`` as tables."""

    verbs: WordTable[bool]
    noun_verbs: frozenset[str]
    stops: WordTable[bool]
    leads: WordTable[bool]
    tails: WordTable[bool]
    adjectives: tuple[str, ...]
    wholes: WordTable[bool]
    works: frozenset[str]
    work_heads: tuple[str, ...]


@cache
def object_words(lexicon: Lexicon) -> ObjectWords:
    """The bounding words in force."""

    def table(role: str) -> WordTable[bool]:
        return WordTable(dict.fromkeys(lexicon.words("object_words", role=role), True))

    return ObjectWords(
        table("verb"), frozenset(lexicon.words("object_words", role="noun_verb")), table("stop"), table("lead"),
        table("tail"), lexicon.words("object_words", role="adjective"), table("word"),
        frozenset(lexicon.words("object_words", role="work")), lexicon.words("object_words", role="work_head"),
    )  # fmt: skip


def _is_held(text: str, word: str, start: int, words: ObjectWords) -> bool:
    """Whether ``word`` at ``start`` is a piece of a longer one (能 in 智能) or of a compound (检测 in 检测机构)."""
    end = start + len(word)
    if word in words.works and text.startswith(words.work_heads, end):
        return True
    for begin in range(max(0, start - _LONGEST_WORD + 1), start + 1):
        whole = words.wholes.at(text, begin)
        if whole is not None and len(whole) > len(word) and begin + len(whole) >= end:
            return True
    return False


def after_classifier(plain: str, start: int, ceiling: int, words: ObjectWords) -> str:
    """The noun phrase that begins at ``start``, behind the classifier and its modifier; empty where none begins.

    It ends before ``ceiling``, where the next number begins.
    """
    phrase = _right(plain, start, words).removesuffix("第")
    if start + len(phrase) >= ceiling and ceiling < len(plain) and plain.startswith(phrase, start):
        phrase = _before_act(plain[start:ceiling], words)
    verb = words.verbs.before(phrase, len(phrase))
    return phrase[: -len(verb)] if verb and verb not in words.noun_verbs and len(phrase) - len(verb) >= 2 else phrase


def _before_act(phrase: str, words: ObjectWords) -> str:
    """高校开设专业点 → 高校: a phrase that runs on to the next number names its doer, an act and the next thing."""
    for position in range(1, len(phrase) - 2):
        verb = words.verbs.at(phrase, position)
        if verb is None or len(verb) < 2 or _is_held(phrase, verb, position, words):
            continue
        rest = phrase[position + len(verb) :]
        if len(rest) >= 2 and rest[0] not in _FORMS_ADJECTIVES:
            return phrase[:position]
    return phrase


def without_act(phrase: str, words: ObjectWords) -> str:
    """水库除险加固 → 水库: what a classifier of concrete things counts, without the work on it."""
    while len(phrase) >= 4 and phrase[-2:] in words.noun_verbs:
        phrase = phrase[:-2]
    return phrase


def _right(plain: str, start: int, words: ObjectWords) -> str:
    if _opens_with_act(plain, start, words):
        predicate = _forward(plain, start, words, through_acts=True)
        following = start + len(predicate)
        if plain[following : following + 1] == "的":
            return _phrase(plain, following + 1, words)
        head = _listed(plain, following, predicate, words) if plain[following : following + 1] == "、" else predicate
        return "" if head == predicate else head
    phrase = _forward(plain, start, words)
    following = start + len(phrase)
    if not phrase or phrase in words.noun_verbs or phrase in _BEFORE_ANOTHER:
        return ""
    if plain[following : following + 1] == "的" and _is_relative(phrase, words):
        return _phrase(plain, following + 1, words) or phrase
    return _phrase(plain, start, words)


def _phrase(plain: str, start: int, words: ObjectWords, nesting: int = 3) -> str:
    """The noun phrase at ``start`` with its coordinates, or the head of the list that it opens.

    ``nesting``: how many attributes in 的 may stand before the head.
    """
    phrase = _forward(plain, start, words)
    following = plain[start + len(phrase) : start + len(phrase) + 1]
    if not phrase or not following or following not in "、及和与":
        return phrase
    head = _listed(plain, start + len(phrase), phrase, words, nesting)
    return _joined(plain, start + len(phrase), phrase, words) if head == phrase and following in "和与" else head


def _joined(plain: str, following: int, phrase: str, words: ObjectWords) -> str:
    """光电材料与器件专项课题: a noun phrase goes on behind 和 or 与 unless a verb or a number follows."""
    if _opens_with_act(plain, following + 1, words):
        return phrase
    other = _forward(plain, following + 1, words)
    return phrase + plain[following] + other if other else phrase


def _opens_with_act(plain: str, start: int, words: ObjectWords) -> bool:
    """5家享受补贴, 3项已完成: what follows the classifier is a predicate, not a noun phrase."""
    stop = words.stops.at(plain, start) or words.verbs.at(plain, start)
    if stop is None or stop in words.noun_verbs or _is_held(plain, stop, start, words):
        return False
    if stop == "在" and plain[start + 1 : start + 2] in _IN_PROGRESS:
        return False
    if len(stop) > 1 and plain.startswith(("单位", "机构"), start + len(stop)):
        return False
    return len(stop) > 1 or stop in _PREDICATE_OPENERS


def _forward(plain: str, start: int, words: ObjectWords, through_acts: bool = False) -> str:
    limit = min(len(plain), start + _REACH)
    if start < limit and (plain[start] in "的（" or plain[start].isdigit()):
        return ""
    position, examples = start, ""
    while position < limit:
        character = plain[position]
        if character in _OPEN:
            opened = position
            close = plain.find(_CLOSE[_OPEN.index(character)], opened, opened + 14)
            if close < 0 or (character == "（" and close - position > 5):
                break
            position = close + 1
            if character == "（" and _ADMINISTRATIVE.issuperset((plain[opened - 1], plain[close - 1])):
                break
            continue
        if character == "和" and plain.startswith(_WORDS_WITH_AND, position):
            position += 2
            continue
        if character in _ENDS or character == "的" or character.isdigit():
            break
        if character in "前后" and plain[position + 1 : position + 2].isdigit():
            break
        if character == "等" and position > start and plain[position - 1] not in _GRADES:
            if plain[position + 1 : position + 2] in _ENDS or position + 1 >= limit:
                break
            examples = examples or plain[start:position]
            start = position = position + 1
            continue
        stop = words.stops.at(plain, position)
        if stop is not None and not through_acts and _stops_at(plain, position, position - start, stop, words):
            break
        position += 1
    return plain[start:position] or examples


def _stops_at(plain: str, position: int, length: int, stop: str, words: ObjectWords) -> bool:
    """Whether the ``stop`` at ``position`` ends the noun phrase of ``length`` before it; 行动计划 ends in a noun."""
    if stop in words.noun_verbs or length < (1 if stop in _NEVER_INSIDE else 3 - len(stop)):
        return False
    if stop in _NOUNS_AT_END and plain[position + 2 : position + 3] in _ENDS:
        return False
    return not _is_held(plain, stop, position, words)


def _is_relative(phrase: str, words: ObjectWords) -> bool:
    """Whether what stands before 的 is an adjective or a clause, so that the head follows it."""
    if phrase.startswith(words.adjectives) or len(phrase) == 1:
        return True
    return any(words.verbs.at(phrase, i) for i in range(len(phrase) - 1))


def _listed(plain: str, following: int, phrase: str, words: ObjectWords, nesting: int = 3) -> str:
    """The head of a list that ends in 等 + noun (光电、氢能等领域) or in 的 + noun, else the first member."""
    end = following
    limit = min(len(plain), following + _LIST_REACH)
    while end < limit and plain[end] not in _BREAKS and not plain[end].isdigit():
        stop = words.stops.at(plain, end)
        if stop is not None and stop not in words.noun_verbs and plain[end] not in "有于用来":
            break
        if plain[end] == "等":
            return _forward(plain, end + 1, words) or phrase
        if plain[end] == "的" and nesting and phrase.endswith(_ATTRIBUTE_ENDS):
            return _phrase(plain, end + 1, words, nesting - 1) or phrase
        end += 1
    return phrase


def _clause_before(plain: str, start: int, end: int) -> str:
    """The clause before ``end``, from ``start`` at most; where it says 共计 or the like alone, the one before it."""
    clause = clause_before(plain, start, end, _BREAK_MARKS)
    begin = end - len(clause)
    if begin > start and plain[begin - 1] == "，" and clause in _SUMMING:
        clause = clause_before(plain, start, begin - 1, _BREAK_MARKS)
        begin -= 1 + len(clause)
    return clause.lstrip("、和及与（）左右以上下内" if 0 < begin <= start else "、和及与（）—●◆")


def before_number(plain: str, floor: int, end: int, words: ObjectWords) -> str:
    """The noun phrase before ``end``, where a number (and its modifiers) begins; ``floor``: the last number's end."""
    clause = _clause_before(plain, max(floor, end - _REACH), end)
    opened = clause.rfind("（")
    if opened >= 0 and "）" not in clause[opened:]:
        clause = clause[opened + 1 :] or clause[:opened]
    if clause.endswith("类）"):
        clause = clause[: clause.rfind("（")] if "（" in clause else clause
    clause = _after_date(clause)
    if clause.endswith("的"):
        return ""
    clause = _strip_tail(clause, words)
    rate = clause.rfind("每", max(1, len(clause) - 5))
    if rate > 0:
        clause = _strip_tail(clause[:rate], words)
    for mark in ("等", "的"):
        rest, _, head = clause.rpartition(mark)
        if head and head != clause and not (mark == "等" and rest[-1:] in _GRADES):
            clause = head
    clause = _owned(strip_lead(_without_brackets_of_building(clause), words))
    clause = _reached(clause, words) or _object_of_verb(clause, words) or _named_before(plain, floor, end, words)
    clause = strip_lead(clause, words)
    if len(clause) > _LONGEST:
        clause = clause.rpartition("、")[2]
    return clause.strip("、“”‘’") if clause.count("“") != clause.count("”") else clause.strip("、")


def _without_brackets_of_building(clause: str) -> str:
    """新（改、扩）建公办园 → 新建公办园."""
    return str(compiled(r"(?<=[新改扩迁])(?:（[新改扩迁续建、]{1,8}）|[改扩、]{1,3})(?=建)").sub("", clause))


def _reached(clause: str, words: ObjectWords) -> str:
    """通双车道建制村 → 建制村: what a road, bus or pipe reaches, without the thing that reaches it; else empty."""
    if clause[:1] != "通" or _is_held(clause, "通", 0, words):
        return ""
    return next((village for village in _VILLAGES if clause.endswith(village) and len(clause) > len(village) + 1), "")


def _owned(clause: str) -> str:
    """全区有公办幼儿园 → 公办幼儿园; 国有企业 and 所有学校 stay whole."""
    verb = clause.rfind("有")
    return clause[verb + 1 :] if verb > 0 and clause[verb - 1] not in _BEFORE_HAVING else clause


def _after_date(clause: str) -> str:
    """到2026年全市治理中小河流 → 全市治理中小河流; 截至3月底已建成 → 已建成."""
    for index in range(len(clause) - 1, 0, -1):
        if clause[index] in "年月日" and clause[index - 1] in _YEAR_DIGITS:
            return clause[index + 1 :].lstrip("底前末初以来起度中")
    return clause


def _strip_tail(clause: str, words: ObjectWords) -> str:
    while clause and (word := words.tails.before(clause, len(clause))) is not None:
        if word == "户数" and clause[-3:-2] in _PERSONS_AND_HOUSES:
            word = "数"
        if word in _NUMBERS_OF and len(clause) - len(word) == 2:
            break
        if len(word) == 1 and _is_held(clause, word, len(clause) - 1, words):
            break
        if len(word) == 1 and (verb := words.verbs.before(clause, len(clause))) and len(verb) > 1:
            break
        clause = clause[: -len(word)]
    return clause


def strip_lead(clause: str, words: ObjectWords) -> str:
    """``clause`` without the adverbs and places that may open it (其中, 全市, 累计)."""
    while clause and (word := words.leads.at(clause, 0)) is not None:
        if len(word) == 1 and (clause[:2] in words.noun_verbs or _is_held(clause, word, 0, words)):
            break
        clause = clause[len(word) :]
    if clause[:1] in _OPENERS and clause[:2] not in words.noun_verbs and not _is_held(clause, clause[0], 0, words):
        clause = clause[1:] if len(clause) > 2 else clause
    return clause


def _named_before(plain: str, floor: int, end: int, words: ObjectWords) -> str:
    """建设养老设施，已建成320个 → 养老设施: the object of the clause before, where only verbs stand in this one."""
    begin = end - len(clause_before(plain, max(floor, end - _REACH), end, _BREAK_MARKS))
    ends_clause = compiled(r"[^，。；、：\s]{1,7}(?:[，。；、\s]|$)").match(plain, end)
    if begin <= floor or plain[begin - 1] != "，" or not ends_clause:
        return ""
    clause = clause_before(plain, max(floor, begin - 1 - _REACH), begin - 1, _BREAK_MARKS)
    if not clause or begin - 1 - len(clause) <= floor > 0 or compiled(r"[0-9的（）]").search(clause):
        return ""
    clause = strip_lead(clause, words)
    thing = _object_of_verb(clause, words)
    return thing if thing != clause and 2 <= len(thing) <= _LONGEST // 2 else ""


def _object_of_verb(clause: str, words: ObjectWords) -> str:
    """What follows the last governing verb, unless that is itself an act (技术合同认定登记: the whole is the object).

    Empty where the clause holds nothing but verbs: their object is elided.
    """
    end, only_verbs = len(clause), True
    quoted = 0
    while end > 0:
        quoted += (clause[end - 1] == "”") - (clause[end - 1] == "“")
        word = None if quoted > 0 else words.verbs.before(clause, end) or _act_before(clause, end, words)
        if clause[end : end + 1] in _FORMS_ADJECTIVES or (word and _is_held(clause, word, end - len(word), words)):
            word = None
        if word is None:
            only_verbs = only_verbs and clause[end - 1] in "和并了、已再又还均拟将正新可能须需应"
            end -= 1
            continue
        rest = clause[end:]
        governs = word in words.verbs.entries and (
            word not in words.noun_verbs or _is_governing(clause, end - len(word), words)
        )
        if len(rest) > 1 and governs and rest not in words.noun_verbs and not _is_act(rest, words):
            return rest
        end -= 1 if len(rest) == 1 else len(word)
    return "" if only_verbs else clause


def _act_before(clause: str, end: int, words: ObjectWords) -> str | None:
    return word if end > 1 and (word := clause[end - 2 : end]) in words.noun_verbs else None


def _is_governing(clause: str, start: int, words: ObjectWords) -> bool:
    """A word that may also modify a noun (培训, 建设) governs at the clause's start, behind 共 or beside a verb."""
    if start == 0 or clause[start - 1] in "和并及与、":
        return True
    together = clause[start - 1] == "共" and clause[start - 2 : start - 1] not in ("公", "中")
    return together or words.verbs.before(clause, start) is not None


def _is_act(rest: str, words: ObjectWords) -> bool:
    if rest in words.verbs.entries:  # 开展执法检查: one act by name
        return False
    return len(rest) <= 4 and rest[-2:] in words.noun_verbs and rest[:2] in words.noun_verbs


def served(phrase: str, words: ObjectWords) -> str:
    """服务群众 → 群众: the persons of an act that could also modify a noun."""
    acts = len(phrase) >= 4 and phrase[:2] in words.noun_verbs and phrase[2] not in _FORMS_ADJECTIVES
    return phrase[2:] if acts and not _is_held(phrase, phrase[:2], 0, words) else phrase


def is_kind(phrase: str) -> bool:
    """小（二）型, 国家级: a kind without its head."""
    return phrase.endswith(_KIND_SUFFIXES) and len(phrase) <= 6
