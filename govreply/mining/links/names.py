"""The normal form of a paper's title, and whose papers may be meant by it.

《省政府办公厅关于印发〈全省…方案〉的通知》 and 《全省…方案》 name one paper, so do 《国务院办公厅关于…的意见》 and
《关于…的意见》. ``title_name`` takes the marks, the 印发…的通知 around a paper and the issuer before 关于 away.

Two provinces issue papers of the same title. So a name has a ``scope``: the province or municipality that issued the
paper, ``NATIONAL``, or empty where nothing tells.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.parser.forms import canonical
from govreply.patterns import alternation, compiled

NATIONAL = "全国"
"""The scope of the papers of the state and of the Party's centre."""

_MARKS = str.maketrans("", "", "《》〈〉<>“”‘’\"'「」『』的 \u3000\t\r\n")
_DASHES = dict.fromkeys(map(ord, "—–－―～~─"), "-")
_BRACKETS = str.maketrans("(〔[【)〕]】", "（（（（））））")
_ORGAN_ENDS = "厅局委院府部会办署社行司团组室"
_PLACE_ENDS = "省市县区州旗"
_PROVINCE_LEVELS = ("province", "municipality")
_LONGEST_PLACE = 12
_LAWS = {"宪法", "法典", "法"}  # 宪法, 预算法, 合同法 name one law
_QUALITIES = "若干|实施|工作|具体|有关|相关|暂行|试行|管理|指导|行动|总体|专项|支持|扶持|技术|配套"


class TitleName(NamedTuple):
    """A title in its normal form: ``key`` is the same for all ways of writing it, ``issuer`` the organ it names."""

    key: str
    issuer: str = ""


@cache
def title_name(title: str, lexicon: Lexicon) -> TitleName:
    """The normal form of a title as written, with or without its 《》: without marks and spaces, 的 and a leading 关于
    or 中华人民共和国, in simplified characters with one kind of dash and bracket. （试行） and years stay: they tell
    papers apart."""
    text = "".join(canonical(title).split())
    issuer = ""
    for _ in range(3):  # 转发 of a 印发 of a paper: no title wraps deeper
        inner = _wrapped().fullmatch(text)
        text = inner["inner"] if inner else text
        named = _issued().match(text) or inner
        issuer = (named["issuer"] if named else "") or issuer
        if not inner:
            break
    issued = _issued().match(text)
    core = text[issued.end() :] if issued else text
    core = core.translate(_MARKS).translate(_DASHES).translate(_BRACKETS)
    core = core.removeprefix("关于").removeprefix("中华人民共和国")
    return TitleName(core, issuer.translate(_MARKS))


@cache
def _issued() -> regex.Pattern[str]:
    return compiled(rf"[《〈<]?(?P<issuer>[^《〈<关]{{1,60}}[{_ORGAN_ENDS}{_PLACE_ENDS}])关于(?=.{{4}})")


@cache
def _wrapped() -> regex.Pattern[str]:
    """A notice by which a paper is issued, around one paper; of several papers it is their common wrapper."""
    issuer = rf"(?P<issuer>(?:[^《〈<关]{{0,60}}[{_ORGAN_ENDS}{_PLACE_ENDS}])?)"
    verb = r"(?:印发|转发|批转|发布|公布|颁布|颁发|下发)(?:实施|施行)?"
    inner = r"[《〈<]?(?P<inner>(?:(?!》、?《|〉、?〈).){4,150}?)[》〉>]?"
    notice = r"的?(?:通知|通告|公告|决定|命令|令|函)"
    quoted = r"(?:关于)?[《〈<](?P<inner>[^《》〈〉<>]{4,150})[》〉>]"
    return compiled(rf"[《〈<]?(?:{issuer}(?:关于)?{verb}{inner}|{quoted}){notice}[》〉>]?")


def issuers_agree(first: str, second: str) -> bool:
    """Whether two names may be of one organ: one is unknown, a short form (省政府办公厅) or the place of the other."""
    if not first or not second or first == second:
        return True
    short, long = sorted((first, second), key=len)
    if short[-1] in _PLACE_ENDS:
        return long.startswith(short)
    letters = iter(long)
    return short[-1] == long[-1] and all(letter in letters for letter in short)


def scope_of_issuer(issuer: str, lexicon: Lexicon) -> str:
    """The province or municipality in which an organ stands, ``NATIONAL``, or empty where its name does not tell."""
    if not issuer:
        return ""
    if issuer in _national(lexicon) or issuer.startswith(("国务院", "中共中央", "国家", "全国", "中华人民共和国")):
        return NATIONAL
    provinces = _provinces(lexicon)
    name = issuer.removeprefix("中共")
    for length in range(min(_LONGEST_PLACE, len(name)), 1, -1):
        if province := provinces.get(name[:length]):
            return province
    named = compiled(r"\p{Han}{2,3}省|\p{Han}{2,6}自治区").match(name)
    return str(named[0]) if named else ""


def scope_of_number(number: str, lexicon: Lexicon) -> str:
    """The same of a document number, by the first character of its code: 吉政办发 is 吉林省's, 国办发 the state's."""
    if number.startswith(("国", "中")):
        return NATIONAL
    return _abbreviations(lexicon).get(number[:1], "") if "〔" in number else ""


def is_whole(number: str) -> bool:
    """Whether a document number names a paper: one without its issuer's code (〔2024〕2号) may be anybody's."""
    return bool(number) and not number.startswith("〔")


@cache
def _national(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.words("national_organs"))


@cache
def _provinces(lexicon: Lexicon) -> dict[str, str]:
    """The province of each place of the dictionary, by its full and its short names."""
    rows = {row["name"]: row for row in lexicon.rows("places")}
    found: dict[str, str] = {}
    for name, row in rows.items():
        province = row
        while province["parent"] in rows and province["level"] not in _PROVINCE_LEVELS:
            province = rows[province["parent"]]
        for form in (name, *filter(None, row["short"].split("|"))):
            found.setdefault(form, province["name"])
    return found


@cache
def _abbreviations(lexicon: Lexicon) -> dict[str, str]:
    rows = lexicon.rows("places")
    provinces = (row for row in rows if row["level"] in _PROVINCE_LEVELS)
    return {row["abbreviation"]: row["name"] for row in provinces if row["abbreviation"]}


@cache
def is_generic(title: str, lexicon: Lexicon) -> bool:
    """Whether a title is but a kind of paper (意见, 管理办法, 若干措施) and so stands for a paper named before."""
    return _generic(lexicon).fullmatch(canonical(title)) is not None


@cache
def _generic(lexicon: Lexicon) -> regex.Pattern[str]:
    kinds = alternation(set(lexicon.words("document_types", kind="document")) - _LAWS)
    years, articles = r"[一二三四五六七八九十两\d]年", r"[一二三四五六七八九十\d]{1,3}条"
    several = rf"(?:{_QUALITIES}|{years}|{articles}|{kinds}){{0,3}}(?:{kinds}|{articles})"
    return compiled(rf"(?:{several}|法)(?:（[^（）]{{1,8}}）)?")
