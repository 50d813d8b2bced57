"""Names of places: read at the head of an organ's name, and found from a paper's own place for 省, 市, 县 alone.

The dictionary ``places`` knows provinces and prefectures. Counties, districts and towns it does not know are recognised
by how such a name is built: a few characters and a word for the kind of division (行政区域通名).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.patterns import compiled

DIVISION_WORDS = "省市州盟县区旗师"
LEVEL_WORDS = (
    *("自治区", "自治州", "自治县", "自治旗", "生产建设兵团", "兵团", "地区", "新区", "师市"),
    *DIVISION_WORDS,
    *("镇", "乡"),
)
_LEVELS = {"省": "province", "自治区": "province", "兵团": "province", "县": "county", "区": "county", "旗": "county"}

# “江州” + “市水务局”: the word for the division belongs to the name, unless it opens a word of its own (市场, 市政务).
_ABSORBED = r"(?:[市县区旗](?!场|政(?![务府协法数])|容|直|级|域|块|际|内|外))?+"
_NAME = r"(?:(?!人民|政府|关于)[\p{Han}--[局厅委办部的]])"
_COMPONENT = (
    rf"(?:{_NAME}{{2,12}}?族自治[州县旗]|{_NAME}{{1,7}}?(?:地区|新区|林区|特区|[省市州县区盟旗])"
    rf"{_ABSORBED}(?![场域块际容]))"
)
_ZONE = (
    rf"{_NAME}{{1,16}}?(?:开发区|试验区|实验区|示范区|高新区|经开区|新区|合作区|度假区|旅游区|管理区|园区|保税区|景区|山|港|湖|岛)"
    r"(?=管委会|管理委员会|党工委)"
)
# Function words that open a clause, not a name: 对县十八届人大…; 和政县, 将乐县, 经开区, 从化区 are names all the same.
_CLAUSE = (
    r"关于|会同(?!县)|[对致在的为与及由据请商报按并该]|和(?![政平静龙硕布林顺田县])|将(?!乐)|经(?!开)|向(?!阳)|"
    r"从(?!化|江)|第[^一二三四五六七八九十]"
)


class Place(NamedTuple):
    """A row of the dictionary ``places``: full name, level (province … county) and the full name of the place above."""

    name: str
    level: str
    parent: str


class Gazetteer(NamedTuple):
    """The dictionary's places: by any name that says its kind (黔东南州) and by bare region (吉林).

    ``region_names`` leads from the full name back to the region. No name opens with one of ``openings`` (支持市…) or
    ends in one of ``common_words`` (社区, 城市).
    """

    named: dict[str, Place]
    regions: dict[str, Place]
    region_names: dict[str, str]
    openings: tuple[str, ...]
    common_words: tuple[str, ...]


class Leading(NamedTuple):
    """The places that open a name, outermost first, and how many characters of it they take.

    ``region`` says that the place stands as a bare region (吉林 in 吉林证监局), which names branches of central organs.
    """

    chain: tuple[str, ...]
    length: int
    region: bool = False


@cache
def gazetteer(lexicon: Lexicon) -> Gazetteer:
    """The places of the lexicon, the first row of several that share a name winning."""
    named: dict[str, Place] = {}
    regions: dict[str, Place] = {}
    region_names: dict[str, str] = {}
    for row in lexicon.rows("places"):
        place = Place(row["name"], row["level"], row["parent"])
        named.setdefault(place.name, place)
        for short in filter(None, row["short"].split("|")):
            says_its_kind = short + "市" != place.name and short[-1] in f"{DIVISION_WORDS}团"
            (named if says_its_kind else regions).setdefault(short, place)
            if not says_its_kind:
                region_names.setdefault(place.name, short)
    openings = lexicon.words("not_places", position="start")
    return Gazetteer(named, regions, region_names, openings, lexicon.words("not_places", position="end"))


@cache
def _component_pattern() -> regex.Pattern[str]:
    return compiled(rf"(?V1)(?!{_CLAUSE})(?:(?P<zone>{_ZONE})|{_COMPONENT})")


def _longest(text: str, start: int, names: dict[str, Place]) -> str:
    for length in range(min(12, len(text) - start), 1, -1):
        if (word := text[start : start + length]) in names:
            return word
    return ""


def _component(text: str, start: int, known: Gazetteer) -> str:
    found = _component_pattern().match(text, start)
    if not found or text.startswith(known.openings, start):
        return ""
    return "" if not found["zone"] and found[0].endswith(known.common_words) else str(found[0])


def leading_places(text: str, lexicon: Lexicon) -> Leading:
    """The chain of places at the head of ``text``, known ones under their full name: 上海市 > 浦东新区.

    At most three, from the outermost in; an empty chain where the text opens with none. 黔东南州 becomes
    黔东南苗族侗族自治州. Rule: 行政区域通名, the generic words that end every division's name.
    """
    known = gazetteer(lexicon)
    chain: list[str] = []
    at = 0
    while len(chain) < 3:
        if word := _longest(text, at, known.named):
            name = known.named[word].name
        elif word := _component(text, at, known):
            name = word
        else:
            break
        chain.append(name)
        at += len(word)
        if word[-1] in "县旗" or (word[-1] == "区" and not word.endswith(("地区", "自治区"))):
            break
    if not chain and (word := _longest(text, 0, known.regions)):
        return Leading((known.regions[word].name,), len(word), region=True)
    return Leading(tuple(chain), at)


def joined(chain: tuple[str, ...], lexicon: Lexicon) -> str:
    """The name of the innermost place of a chain, with the city before a district: 上海市浦东新区, but 宝鸡市, 岐山县.

    Source of the rule: districts are named after their city (上海市浦东新区人民政府), cities and counties stand alone.
    """
    if not chain:
        return ""
    is_district = chain[-1].endswith("区") and chain[-1] not in gazetteer(lexicon).named
    return "".join(chain[-2:]) if is_district and len(chain) > 1 and chain[-2].endswith("市") else chain[-1]


@lru_cache(maxsize=1024)
def _line(place: str, lexicon: Lexicon) -> tuple[str, ...]:
    """``place`` and all that is known to lie above it, outermost first: (陕西省, 宝鸡市) for 宝鸡市."""
    known = gazetteer(lexicon)
    if place in known.regions:
        chain: tuple[str, ...] = (known.regions[place].name,)
    else:
        chain = leading_places(place, lexicon).chain or ((place,) if place else ())
    parent = known.named[chain[0]].parent if chain and chain[0] in known.named else ""
    return (parent, *chain) if parent else chain


def formal_place(place: str, lexicon: Lexicon) -> str:
    """The full name of a place as written: 吉林 → 吉林省, 延边州 → 延边朝鲜族自治州, 陕西省宝鸡市 → 宝鸡市."""
    return joined(_line(place, lexicon), lexicon)


def resolve(level_word: str, place: str, lexicon: Lexicon) -> str:
    """The place that 省, 市, 县, 自治区 … alone stands for in a paper of ``place``; empty where that is unknown."""
    line = _line(place, lexicon)
    if level_word in ("师", "师市"):
        ours = [n for n, name in enumerate(line) if compiled(r"第\p{Han}{1,2}师").match(name)]
    else:
        other = "地区" if level_word == "区" else "\0"
        ours = [n for n, name in enumerate(line) if name.endswith(level_word) and not name.endswith(other)]
    return joined(line[: ours[-1] + 1], lexicon) if ours else ""


def level_of(place: str, lexicon: Lexicon) -> str:
    """``province``, ``prefecture`` or ``county``, from the dictionary or else from the word that ends the name."""
    if known := gazetteer(lexicon).named.get(place):
        return {"municipality": "province", "subprovincial": "prefecture"}.get(known.level, known.level)
    return next((level for word, level in _LEVELS.items() if place.endswith(word)), "prefecture")


def is_municipality(place: str, lexicon: Lexicon) -> bool:
    """Whether ``place`` is a city of a province's rank (直辖市)."""
    known = gazetteer(lexicon).named.get(place)
    return known is not None and known.level == "municipality"


def is_within(place: str, outer: str, lexicon: Lexicon) -> bool:
    """Whether ``place`` is ``outer`` or known to lie in it (长春市 within 吉林省)."""
    return outer in _line(place, lexicon)


def region_of(place: str, lexicon: Lexicon) -> str:
    """The place's name without the word for its kind (吉林, 宝鸡, 延边), as branches of central organs are named."""
    return gazetteer(lexicon).region_names.get(place) or compiled(r"(?<=\p{Han}{2})[省市县区州]$").sub("", place)
