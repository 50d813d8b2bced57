"""The proposal or suggestion that a reply answers: its session, number, kind and title."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.models import Span
from govreply.notation.dates import small_number
from govreply.patterns import compiled

_NUMERAL = r"[〇零一二三四五六七八九十\d]{1,4}"
_LEVEL = r"自治区|自治州|自治县|自治旗|全国|省|市|州|盟|县|区|旗|镇|乡"


class Session(NamedTuple):
    """A session as written (``span`` in the text that was searched); body ``CPPCC``, ``NPC`` or empty."""

    span: Span
    body: str
    level: str
    term: int
    meeting: int


@cache
def _session() -> regex.Pattern[str]:
    organ = r"(?:中国人民政治协商会议|人民政治协商会议|政治协商会议|人民政协|政协|人民代表大会|人大常委会|人大)"
    return compiled(
        rf"(?P<before>(?:\p{{Han}}{{0,14}}?{organ}|\p{{Han}}{{1,12}})?)第?(?<![〇零一二三四五六七八九十\d])(?P<term>{_NUMERAL})届"
        rf"(?P<after>(?:\p{{Han}}{{0,14}}?(?:{organ}|委员会))?)第?(?P<meeting>{_NUMERAL})次(?:全体)?(?:会议|全会|大会)"
    )


@cache
def _lead() -> regex.Pattern[str]:
    """Prose before a session's own words: 您在, 关于对, 答复."""
    return compiled(r".*(?:关于|答复|回复|办理|提交|复函|[在对就向致您你的是])")


def find_session(text: str, lexicon: Lexicon) -> Session | None:
    """The first session of a 政协 or 人大 in plain ``text``, without the 在 before and the 上 after it.

    Whole as in 省政协十三届三次会议, 十四届全国人大二次会议, 政协第十四届江州市委员会第三次会议, or without its organ.
    """
    for match in _session().finditer(text):
        lead = _lead().match(match["before"])
        start = match.start() + (lead.end() if lead else 0)
        written = text[start : match.end()]
        if compiled(r"党代|党的|中央|理事|董事|职工|纪委|全会$").search(written) and not compiled(
            "政协|人大|政治协商"
        ).search(written):
            continue
        if start == match.start("term") and text[max(0, start - 1)] == "第":
            start -= 1
        term, meeting = _small(match["term"]), _small(match["meeting"])
        if term and meeting:
            return Session(Span(start, match.end()), body_of(written), level_of(written, lexicon), term, meeting)
    return None


def _small(numeral: str) -> int:
    try:
        return small_number(numeral)
    except ValueError:
        return 0


def body_of(text: str) -> str:
    """``CPPCC`` or ``NPC``, whichever ``text`` speaks of first; empty for neither."""
    match = compiled(r"(政协|政治协商)|人大|人民代表大会").search(text)
    return "" if match is None else "CPPCC" if match[1] else "NPC"


def level_of(session: str, lexicon: Lexicon) -> str:
    """The level of the body that holds ``session``: 全国, 省, 自治区, 市, 州, 县, 区, 旗 …; empty if untold."""
    text = compiled(
        rf"(?:人民)?(?:政协|政治协商会议)|人大|人民代表大会|常委会|委员会.*|第?{_NUMERAL}[届次]|会议|全体"
    ).sub("", session)
    if "全国" in text or "中国人民" in session or text == "中国":
        return "全国"
    levels = compiled(_LEVEL).findall(text)
    if not levels:
        full = _short_places(lexicon).get(text, "")
        levels = compiled(_LEVEL).findall(full)[-1:]
    return _shortened(levels[-1]) if levels else ""


def level_of_place(place: str) -> str:
    """The level of a place's own congress: 区 of 甲市乙区; empty for the whole state."""
    levels = compiled(_LEVEL).findall(place)
    return _shortened(levels[-1]) if levels else ""


def _shortened(level: str) -> str:
    return {"自治州": "州", "自治县": "县", "自治旗": "旗"}.get(level, level)


@cache
def _short_places(lexicon: Lexicon) -> dict[str, str]:
    return {short: row["name"] for row in lexicon.rows("places") for short in row["short"].split("|") if short}


@cache
def _number() -> regex.Pattern[str]:
    plain_number = r"[A-Za-z]{0,5}-?\d{1,14}(?:-\d{1,6})?"
    written = rf"(?:{plain_number}|\p{{Han}}\d{{1,6}}|[一二三四五六七八九十百千〇零]{{1,7}})"
    return compiled(
        rf"(?<![〕）\]]|[〕）\]]\s)(?:(?<=会议)(?!第)|第|(?<=会议第))\s?(?P<no>{written}(?:\s?号?[、，和及]\s?第?{written}){{0,4}})\s?号"
        rf"|(?<![〕）\]第\dA-Za-z])(?P<bare>{plain_number}(?:、{plain_number}){{0,4}})\s?号"
        r"(?=(?:[（(][^（）\n]{0,20}[）)])?[^，。；：\n第号]{0,10}(?:提案|建议|议案|意见))"
        rf"|(?:提案|建议|议案)(?:编号|号)?[（(：:]?(?:NO\.?|No\.?)?\s?(?P<after>{plain_number})(?=号|[）)])"
    )


def find_number(text: str) -> str:
    """The number of the proposal in plain ``text`` (W163, 0487, 温36), as written without 第 and 号; empty if none.

    Of 第4946号（医疗体育类690号） the first; several in one list stay a list. Serials of a 发文字号 do not count.
    """
    match = _number().search(text)
    number = next((found for found in match.groups() if found), "") if match else ""
    return str(compiled(r"\s|第|号").sub("", number))


@cache
def _kinds(lexicon: Lexicon) -> dict[str, str]:
    return {row["word"]: row["value"] for row in lexicon.rows("proposal_kinds")}


def find_kind(text: str, lexicon: Lexicon) -> str:
    """The kind of proposal that plain ``text`` names outside 《》 and “” (委员提案 …); empty if it names none."""
    bare = compiled(r"《[^》]*》|“[^”]*”|[（(][^（）()]{0,20}[）)]").sub("", text)
    kinds = _kinds(lexicon)
    for end in (match.end() for match in compiled(r"提案|建议|议案|意见|信息").finditer(bare)):
        for length in range(8, 1, -1):
            if end - length >= 0 and (kind := kinds.get(bare[end - length : end])):
                return kind
    return ""


def find_title(text: str) -> Span | None:
    """Where plain ``text`` names the proposal: the first 《…》, else the “…” or the bare 关于…的建议 put forward."""
    for match in _titles().finditer(text):
        name = next(group for group in ("marked", "quoted", "opened", "said", "bare") if match[group])
        return Span(*match.span(name))
    return None


@cache
def _titles() -> regex.Pattern[str]:
    kind = "(?:提案|建议|议案|意见)"
    return compiled(
        r"《(?P<marked>(?:[^《》\n]|《[^《》\n]*》){2,160})》|“(?P<quoted>关于(?:[^“”\n]|“[^“”\n]*”){2,150})”"
        rf"|(?:提出|提交|反映)的?(?:[“《](?P<opened>关于[^。；：“”《》\n]{{2,100}}?的{kind})(?=[，。；：”》）（]|收悉|已|我|现)"
        rf"|“(?P<said>[^“”\n]{{6,150}})”(?=的?(?:{kind}|问题|事项))"
        rf"|(?P<bare>关于(?!《)[^。；：\n]{{2,100}}?的{kind})(?=[，。；：）（]|收悉|已|我|现))"
    )
