"""Units of government: their full official names, the places they govern, and whether a short text names one.

What a unit is called follows the plans of institutional reform (dictionary ``organs``); whose it is follows from the
place before it, or from the paper's own place where only 省, 市, 县 … stands there.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.parser.organs import named_after, organs, reading
from govreply.parser.places import (
    DIVISION_WORDS,
    LEVEL_WORDS,
    formal_place,
    gazetteer,
    is_municipality,
    leading_places,
    level_of,
    resolve,
)
from govreply.patterns import alternation, compiled

LONGEST_UNIT = 40
_XPCC = "新疆生产建设兵团"
_CLAUSE = compiled(r"[及各的了是为将把被让使从向以我你他您们这那其并且而或如若因则即年月日]")
_TOWN = compiled(r"\p{Han}{2,6}(?:街道(?:办|办事处)|[镇乡](?:人民)?政府)")
_PLAIN_NAME = compiled(r"[\p{Han}（）〔〕A-Za-z0-9·“”]{2,40}+")
# 省级, 市场, 县域 …: the character belongs to another word and stands for no place.
_OTHER_WORD = compiled(r"级|直|属|内|外|际|域|块|情|里|场(?!馆)|容|政(?!府|务|协|法|数|研)")
_ENDINGS = (("管委会", "管理委员会"), ("街道办", "街道办事处"), ("中支", "中心支行"))
_COMMITTEE = compiled(rf"(?:党)?委(?!员会|会|[{DIVISION_WORDS}])")
_JOINT = compiled(rf"\p{{Han}}{{0,12}}[{DIVISION_WORDS}]委[{DIVISION_WORDS}](?:人民)?政府")
_PUBLIC_MONEY = ("政府采购", "政府投资", "政府债务", "政府性", "政府网站")
_PREFIXES = ("中国共产党", "中共", "中国人民政治协商会议", "政协", "共青团")
_LEAGUE = compiled(r"(?:共青团|团)(\p{Han}{1,14}?)委(?:员会)?")
_ENTERPRISE = compiled(r"\p{Han}{4,30}(?<=大学|学院|公司|集团|银行|分行|支行)")
_SELF = compiled(
    r"[我本](?:[厅局委办署院部会社行队处馆所校府]|中心|公司|单位|办公室|委员会|管委会|街道|[总支大]队|分局)"
)
_NAMELESS_ZONE = compiled(r"(?:新|高新|经开|开发|园|示范|试验|实验|功能|度假|旅游|风景|景|保税|合作|管理)区$")


class Unit(NamedTuple):
    """A unit taken apart: ``owner``, the place as it goes into the name (省 where unknown), and ``organ`` as written.

    ``by_level``: the 省, 市, 县 … that stood for the place. ``by_region``: a bare region stood for it (吉林证监局).
    """

    owner: str
    organ: str
    by_level: str = ""
    by_region: bool = False


@cache
def _collective_words(lexicon: Lexicon) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (
        lexicon.words("collective_units", position="start"),
        lexicon.words("collective_units", position="end"),
    )


def is_collective(text: str, lexicon: Lexicon) -> bool:
    """Whether a text names a group of units (各市政府, 市级有关部门, 省委省政府), which keeps its wording."""
    first, last = _collective_words(lexicon)
    is_group = text.startswith(first) or text.endswith(last) or _JOINT.fullmatch(text) is not None
    return is_group and not {text, text[1:]} & organs(lexicon).local.keys()


@lru_cache(maxsize=8192)
def full_name(text: str, place: str, lexicon: Lexicon) -> str:
    """The full official name of a unit as written, in a paper whose issuer governs ``place`` (empty: state).

    省工信厅 in 吉林省 → 吉林省工业和信息化厅. An unknown 省, 市 or 县 stays: 省发改委 → 省发展和改革委员会.
    Groups of units stay as written; so do unknown organs, behind the name of their place.
    Source: dictionaries ``organs``, ``national_organs`` and ``places``.
    """
    text = text.strip()
    if len(text) < 2 or is_collective(text, lexicon):
        return text
    if found := _bare_name(text, place, lexicon) or _national_name(text, place, lexicon):
        return found
    if league := _league_name(text, place, lexicon):
        return league
    if unit := _take_apart(text.removeprefix("中国共产党").removeprefix("中共"), place, lexicon):
        return _expanded(unit, lexicon) or _as_written(unit, text)
    county = formal_place(place, lexicon)
    in_county = _TOWN.fullmatch(text) and level_of(county, lexicon) == "county"
    return (county if in_county else "") + _spelled_out(text)


def _bare_name(text: str, place: str, lexicon: Lexicon) -> str:
    """The name of an organ that stands without any place (教育局, 发改委): the paper's own; empty for an unknown one.

    A 厅 belongs to the province or autonomous region. In a paper of the state, 发改委 is the state's.
    """
    owner = formal_place(place, lexicon)
    if text.endswith("厅") and owner and level_of(owner, lexicon) != "province":
        owner = resolve("省", place, lexicon) or resolve("自治区", place, lexicon)
    organ = reading(text, owner, lexicon)
    if organ is None or (not owner and (text in organs(lexicon).national or not organ.template.startswith("{place}"))):
        return ""
    return named_after(organ, owner, lexicon)


def _national_name(text: str, place: str, lexicon: Lexicon) -> str:
    """The name of an organ of the state, or of its branch (人民银行长春中心支行); empty if ``text`` is neither."""
    known = organs(lexicon).national
    if text in known:
        return known[text]
    for length in range(min(len(text) - 1, 24), 1, -1):
        if (short := text[:length]) in known:
            return known[short] + _spelled_out(_branch(text[length:], place, lexicon))
    return ""


def _branch(rest: str, place: str, lexicon: Lexicon) -> str:
    for word in ("自治区", "省", "市", "县"):
        if rest.startswith(word) and (owner := resolve(word, place, lexicon)):
            return owner + rest[len(word) :]
    return rest


def _league_name(text: str, place: str, lexicon: Lexicon) -> str:
    """团市委 and 共青团江州市委 → 共青团江州市委; empty for anything else."""
    found = _LEAGUE.fullmatch(text)
    if not found:
        return ""
    owner = found[1]
    if owner in LEVEL_WORDS:
        return f"共青团{resolve(owner, place, lexicon) or owner}委"
    return f"共青团{owner}委" if leading_places(owner, lexicon).length == len(owner) else ""


def _take_apart(text: str, place: str, lexicon: Lexicon) -> Unit | None:
    """The unit's place and organ; None where the text opens with neither a place nor a word that stands for one.

    A word for a level counts at once before a known organ (区市场监管局), else only where no place's name begins
    (市中区教育局).
    """
    level_unit = _level_unit(text, place, lexicon)
    if level_unit and _is_known(level_unit.organ, lexicon):
        return level_unit
    lead = leading_places(text, lexicon)
    organ = text[lead.length :]
    if lead.region:
        known = reading(organ, lead.chain[0], lexicon, branch_first=True)
        is_meant = known and (known.is_branch or not organ.endswith("分局"))  # 朝阳公安分局 is a district's
        return Unit(lead.chain[0], organ, by_region=True) if is_meant else None
    is_name = len(lead.chain) > 1 or not level_unit or lead.length == 3  # 市高新区 is the city's, 市中区 a district
    if lead.chain and organ and is_name:
        return Unit(_with_city(lead.chain, place, lexicon), organ)
    return level_unit


def _level_unit(text: str, place: str, lexicon: Lexicon) -> Unit | None:
    if text.startswith("地委"):
        return Unit(resolve("地区", place, lexicon) or "地区", text[1:], by_level="地区")
    word = next((word for word in LEVEL_WORDS if text.startswith(word)), "")
    rest = text[len(word) :]
    if not word or not rest:
        return None
    owner = resolve(word, place, lexicon) or (_XPCC if word.endswith("兵团") else word)
    if rest[0] in "级直" and rest not in organs(lexicon).local:
        level = word + rest[0]
        named = Unit(level if owner == word else owner + level, rest[1:])
        return named._replace(by_level=level if owner == word else "") if rest[1:] in organs(lexicon).local else None
    if rest not in organs(lexicon).local and (_OTHER_WORD.match(rest) or (word in ("镇", "乡", "新区", "地区"))):
        return None
    return Unit(owner, rest, by_level=word)


def _with_city(chain: tuple[str, ...], place: str, lexicon: Lexicon) -> str:
    """The places as they stand, a lone district behind the paper's city: 浦东新区 in 上海市 → 上海市浦东新区."""
    name = "".join(chain)
    city = resolve("市", place, lexicon)
    if len(chain) > 1 or not city or not name.endswith("区") or name in gazetteer(lexicon).named:
        return name
    is_zone = _NAMELESS_ZONE.search(name) and not is_municipality(city, lexicon)
    return name if is_zone else city + name


def _is_known(organ: str, lexicon: Lexicon) -> bool:
    return bool(_known_part(organ, lexicon)) or bool(_COMMITTEE.match(organ))


def _normal(organ: str) -> str:
    """党委组织部 and 委员会组织部 → 委组织部: autonomous regions write so for what others call 省委."""
    if organ.startswith("委员会") and len(organ) > 3:
        return "委" + organ[3:]
    return organ[1:] if organ.startswith("党委") else organ


def _known_part(organ: str, lexicon: Lexicon) -> str:
    """The longest known organ that ``organ`` is or is a part of (教育局 in 教育局办公室); else empty."""
    table = organs(lexicon)
    organ = _normal(organ)
    if organ in table.local:
        return organ
    if organ.startswith(_PUBLIC_MONEY):
        return ""
    for length in range(min(len(organ) - 2, table.longest), 1, -1):
        if organ[:length] in table.local and _is_inner(organ[length:], lexicon):
            return organ[:length]
    return ""


def _is_inner(rest: str, lexicon: Lexicon) -> bool:
    """Whether what follows an organ's name can be a part of that organ: 办公室, but not 省政府 in 省委省政府."""
    return rest[0] not in DIVISION_WORDS and _has_head(rest, lexicon, minimum=0)


def _expanded(unit: Unit, lexicon: Lexicon) -> str:
    """The full name of a unit with a known organ; empty where the organ is unknown.

    Where 市 stands for an unknown city, no name is built around it: no 中共市委组织部, no 国家税务总局市税务局.
    """
    organ = _normal(unit.organ)
    part = _known_part(organ, lexicon) or ("委" if _COMMITTEE.match(organ) else "")
    known = reading(part, unit.owner, lexicon, unit.by_region) if part else None
    if known is None or (unit.owner == unit.by_level and not known.template.startswith("{place}")):
        return ""
    return named_after(known, unit.owner, lexicon) + organ[len(part) :]


def _as_written(unit: Unit, text: str) -> str:
    return _spelled_out(text if unit.owner == unit.by_level else unit.owner + unit.organ)


def _spelled_out(organ: str) -> str:
    if organ.endswith("政府") and not organ.endswith("人民政府"):
        return organ[:-2] + "人民政府"
    for short, formal in _ENDINGS:
        if organ.endswith(short):
            return organ[: -len(short)] + formal
    return organ


@lru_cache(maxsize=8192)
def place_of(name: str, lexicon: Lexicon) -> str:
    """The place that the organ at the head of ``name`` (its name, or a title opening with it) governs; empty for none.

    吉林省工业和信息化厅 → 吉林省, 中共江州市委办公室 → 江州市, 上海市浦东新区教育局 → 上海市浦东新区, 教育部 → "".
    What lies above an unknown county stays before it (江西省于都县), so that 省 can be told from it.
    """
    name = name.strip()[:LONGEST_UNIT]
    national = organs(lexicon).national
    state = next((name[:n] for n in range(min(len(name), 24), 1, -1) if name[:n] in national), "")
    party = next((word for word in _PREFIXES if name.startswith(word)), "")
    rest = name.removeprefix(state or party)
    lead = leading_places(rest, lexicon)
    if lead.region:
        organ = rest[lead.length :]
        return lead.chain[0] if state or _known_part(organ, lexicon) else ""
    inner = gazetteer(lexicon).named.get(lead.chain[1]) if len(lead.chain) > 1 else None
    return "".join(lead.chain[1:] if inner and inner.parent == lead.chain[0] else lead.chain)


@cache
def _heads(lexicon: Lexicon) -> tuple[tuple[str, ...], tuple[str, ...], regex.Pattern[str]]:
    words = lexicon.words("unit_heads", kind="inside")
    return (
        lexicon.words("unit_heads", kind="head"),
        lexicon.words("unit_heads", kind="other"),
        compiled(alternation(words)),
    )


def _has_head(organ: str, lexicon: Lexicon, minimum: int = 2) -> bool:
    """Whether a text ends like the name of a unit, with at least ``minimum`` characters before the head."""
    heads, others, inside = _heads(lexicon)
    if organ.endswith(others) or _CLAUSE.search(organ) or inside.search(organ):
        return False
    return any(organ.endswith(head) and len(organ) >= len(head) + minimum for head in heads)


@lru_cache(maxsize=8192)
def is_department(text: str, lexicon: Lexicon) -> bool:
    """Whether a short text (at most 40 characters) is the name of one unit of government, and nothing else.

    A known organ (市教育局, 工信部), or a name with a place or 省, 市, 县 before and a head such as 局, 委, 中心 after.
    Groups of units, 我局, and words that only end alike (工作部, 市域布局, 具体措施如下) are none.
    """
    text = text.strip()
    if not _PLAIN_NAME.fullmatch(text) or self_reference(text, text) or is_collective(text, lexicon):
        return False
    table = organs(lexicon)
    if text in table.national or _TOWN.fullmatch(text) or _league_name(text, "", lexicon):
        return True
    if text in table.local:
        return len(text) > 2 and _has_head(text, lexicon, minimum=1)
    if _national_name(text, "", lexicon):
        return _has_head(text, lexicon)
    unit = _take_apart(text.removeprefix("中国共产党").removeprefix("中共"), "", lexicon)
    if unit is None:
        return _ENTERPRISE.fullmatch(text) is not None and _opens_like_an_enterprise(text, lexicon)
    organ = _normal(unit.organ)
    inner = organ[1:] if _COMMITTEE.match(organ) else organ
    return organ in table.local or _has_head(inner, lexicon, minimum=2 if inner is organ else 0)


def _opens_like_an_enterprise(text: str, lexicon: Lexicon) -> bool:
    return text.startswith(("中国", "国网", "国家")) or leading_places(text, lexicon).region


def self_reference(text: str, issuer: str) -> str:
    """``issuer`` where the text is the issuer's word for itself (我厅, 我局, 本委, 我办); else empty."""
    return issuer if _SELF.fullmatch(text.strip()) else ""
