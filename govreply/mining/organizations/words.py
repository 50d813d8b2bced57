"""What the dictionaries know of the names of organisations, laid out for look-up at a place in a text."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from govreply.lexicon import Lexicon
from govreply.parser.organs import organs
from govreply.parser.places import LEVEL_WORDS, gazetteer
from govreply.patterns import compiled
from govreply.wordtable import WordTable

KINDS = (
    *("party", "congress", "government", "court", "village", "enterprise", "finance"),
    *("school", "hospital", "institute", "association", "park", "institution"),
)
"""The kinds of organisations: organs of a party; 人大 and 政协; government; courts and procuratorates; committees of
villages and residents; enterprises; banks, insurers and exchanges; schools; hospitals; research institutes;
associations and people's organisations; parks and zones; other public institutions."""


_INSIDE = r"[\p{Han}A-Za-z0-9·-]"
_LEVEL_CHARACTERS = frozenset(word[0] for word in LEVEL_WORDS)
_NUMERALS = "0123456789一二两三四五六七八九十百千几数"


_ORGAN_KINDS = (
    ("school", ("党校", "行政学院")),
    ("institute", ("科学院", "工程院", "科学研究院")),
    ("finance", ("银行股份", "开发银行", "发展银行", "进出口银行")),
    (
        "association",
        ("共青团", "共产主义青年团", "总工会", "联合会", "协会", "红十字", "法学会", "慈善", "促进委员会", "联谊会"),
    ),
    ("congress", ("人民代表大会", "人大常委会", "政治协商会议", "政协")),
    ("court", ("法院", "检察院")),
    ("enterprise", ("有限公司",)),
    ("party", ("中共", "中国共产党", "中央纪律")),
)


class Name(NamedTuple):
    """A name found in ``text[start:end]``: its kind and full form."""

    start: int
    end: int
    kind: str
    full_name: str


class Use:
    """What a character may be in a text, as bits: the first of a word of some table, a mark, or a numeral."""

    KNOWN, PLACE, STATE, ENDING, BOUND, NUMBER, MARK = (1 << bit for bit in range(7))


class Ending(NamedTuple):
    """The last word of a name: the kind of what it names, and what must stand before it."""

    kind: str
    needs: str


class Known(NamedTuple):
    """A well-known name with its full form and kind."""

    name: str
    kind: str


class Words(NamedTuple):
    """The dictionaries as tables: of words that make names, and of words that bound them."""

    local: WordTable[bool]
    national: WordTable[str]
    places: WordTable[bool]
    known: WordTable[Known]
    starts: WordTable[bool]
    endings: WordTable[Ending]
    bounds: WordTable[str]
    leads: WordTable[bool]
    generic: WordTable[bool]
    groups: WordTable[str]
    traps: WordTable[bool]


@cache
def words(lexicon: Lexicon) -> Words:
    """The tables of ``lexicon``, made once."""
    named, use = lexicon.rows("organization_names"), "use"
    known = {row["word"]: Known(row["name"], row["kind"]) for row in named if row[use] == "whole"}
    endings = {row["word"]: Ending(row["kind"], row["needs"]) for row in lexicon.rows("organization_endings")}
    uses: dict[str, dict[str, str]] = {}
    for row in lexicon.rows("organization_words"):
        uses.setdefault(row[use], {})[row["word"]] = row[use]
    places = gazetteer(lexicon)
    return Words(
        local=_set(organs(lexicon).local),
        national=WordTable(organs(lexicon).national),
        places=_set([*places.named, *places.regions]),
        known=WordTable(known),
        starts=_set(row["word"] for row in named if row[use] == "start"),
        endings=WordTable(endings),
        bounds=WordTable({**uses["opening"], **uses["group"], **uses["break"]}),
        leads=_set(uses["lead"]),
        generic=_set([*uses["generic"], *uses["group"], *uses["opening"]]),
        groups=WordTable({row["word"]: row["name"] for row in lexicon.rows("party_groups")}),
        traps=_set(uses["trap"]),
    )


class _Uses(dict[str, int]):
    """The uses of characters; of one that begins no word, whether it is a mark."""

    def __missing__(self, character: str) -> int:
        self[character] = 0 if compiled(_INSIDE).match(character) else Use.MARK
        return self[character]


@cache
def uses(lexicon: Lexicon) -> dict[str, int]:
    """What each character may begin, so that most places of a text are passed by without a look-up."""
    known, found = words(lexicon), _Uses()
    for use, entries in (
        (Use.KNOWN, known.known.entries),
        (Use.PLACE, known.places.entries),
        (Use.STATE, [*known.national.entries, *known.starts.entries]),
        (Use.ENDING, known.endings.entries),
        (Use.BOUND, known.bounds.entries),
        (Use.NUMBER, _NUMERALS),
    ):
        for word in entries:
            found[word[0]] |= use
    return found


def _set(words: object) -> WordTable[bool]:
    return WordTable(dict.fromkeys(words, True))  # type: ignore[call-overload]


def is_generic(text: str, known: Words) -> bool:
    """Whether a text is made of words for kinds of organisations alone (国有投资), and so names none."""
    at = 0
    while at < len(text):
        word = known.generic.at(text, at)
        if word is None:
            return False
        at += len(word)
    return True


def is_trap(text: str, start: int, end: int, known: Words) -> bool:
    """Whether a longer word begins in ``text[start:end]`` and goes on beyond it: 教育局长, 教育部门, 大学生.

    A place behind the name (人民银行长春中心支行) is no such word.
    """
    if known.places.at(text, end):
        return False
    for at in range(max(start, end - 5), end):
        word = known.traps.at(text, at)
        if word and at + len(word) > end:
            return True
    return False


def kind_of_organ(name: str) -> str:
    """The kind of an organ of the dictionaries ``organs`` and ``national_organs``, by its full name."""
    if name.endswith("中心"):
        return "institution"
    for kind, marks in _ORGAN_KINDS:
        if any(mark in name for mark in marks):
            return kind
    return "government"


def level_at(text: str, at: int) -> str:
    """省, 市, 自治区 … at a place of the text, by which one of them alone may stand for a place's name; else empty."""
    if text[at : at + 1] not in _LEVEL_CHARACTERS:
        return ""
    return next((word for word in LEVEL_WORDS if text.startswith(word, at)), "")
