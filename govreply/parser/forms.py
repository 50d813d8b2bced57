"""Characters in one canonical form, length kept: what makes ``Layout.plain`` out of ``Layout.quoted``.

Each function maps text to text of the same length, so an offset into one is an offset into the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import cycle, pairwise

import regex

from govreply.patterns import compiled

_TRADITIONAL = frozenset(
    "萬億處個們這為與會來對說時國學長東車門問間關開現見規視覺觀實際產業務員動經濟組織結構給統級約紀線練續維網綠總"
    "編緩縣導將專屬層戶無熱點營獲環電當發盡監盤礎禮種積稱穩競節範築簡糧紅納純紙細終絕繼罰義習聯職聽舉舊藝藥蘇虛號補"
    "裝複訂計討訓議記許論設證評識話該語請諸課調談諮謀講謝譜護譯讀變讓豐貝負財貢責貨質購費貿資賦賣賬贊趕躍軌軍軟轉輕"
    "較輔輛輪輸轄辦農運過達違遠適遲遷選遺邊還郵鄉醫釋鈣鋼錄錢鎮鐵鑒隊階陽隨險雙離難雲靈靜響頁項順須領頭題額類願顧"
    "顯風飛飯飲養館馬駐驗體鬥魚鮮麗麥黃黨齊齡縮張強彈彙從復徵應態慶憂懷戰據損換揮擇擔擴攝敗數斷協廣廠廳廢區參務勞勢"
    "勝劃則剛創劇啟單嚴圍園圓場塊壓壞壯夢奪奮婦孫寧審寫寬寶屆島崗幣師帶幫庫廟極樓標樣樹橋檢歐歲歷殘氣決況涼減溝滅"
    "滿漁漲潔潛澤濃災煙燈牆獎獨兩負幾幣華碼貳陸侖"
)
# Characters as written and, below each, its canonical form.
_WRITTEN = "﹐､﹑｡．﹒;﹔﹕︰?﹖!﹗(﹙)﹚~∼〜˜％﹪＋－／＝＂〝〞「」『』◯⺠⻅⻉⻋⻓⻔⻚⻛⻜⻝⻢⻥⻦⻩⻬⻰⻄⺟⻘"
_CANONICAL = '，、、。..；；：：？？！！（（））～～～～%%+-/="“”“”‘’○民见贝车长门页风飞食马鱼鸟黄齐龙西母青'
_SPECIAL = ',:."[［【﹝○'
_DIGITS = frozenset("0123456789")
_FULL_WIDTH_DIGITS = frozenset("０１２３４５６７８９")
_NUMERALS = "〇一二三四五六七八九0-9"


@cache
def character_map() -> dict[str, str]:
    """One character → its canonical character, for all whose form does not depend on their neighbours.

    Full-width digits and letters (Unicode block Halfwidth and Fullwidth Forms), the punctuation of the models.Layout
    docstring, and the look-alikes that PDF text layers hold in place of Han characters (Kangxi radicals, CJK
    compatibility ideographs).
    """
    table = dict(zip(_WRITTEN, _CANONICAL, strict=True))
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)):
        table[chr(code)] = chr(code - 0xFEE0)
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAD9)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1 and folded != chr(code):
            table[chr(code)] = folded
    return table


def canonical(text: str) -> str:
    """``text`` in the canonical characters of ``Layout.plain``, of the same length.

    ``,`` and ``:`` become full-width except inside a number (1,120 · 10:30), straight double quotes become “ and ”
    alternately within a paragraph, square brackets around a year become 〔〕 as in a 发文字号, and traditional
    characters become simplified ones.
    """
    present = set(_not_canonical().findall(text))
    if not present:
        return text
    if not _FULL_WIDTH_DIGITS.isdisjoint(present):
        text = _full_width_thousands().sub(",", text)
    table = character_map()
    for character in present.intersection(table):
        text = text.replace(character, table[character])
        present.add(table[character])
    if "," in present:
        text = _rejoined(text.split(","), ",", "，", _is_thousands)
    if ":" in present:
        text = _rejoined(text.split(":"), ":", "：", _is_clock)
    if "." in present:
        text = _with_full_stops(text)
    if '"' in present:
        text = _paired_quotes(text)
    if present & set("[［【﹝"):
        text = _year_brackets().sub(r"〔\1〕", text)
    if "○" in present:
        text = _circle_zero().sub("〇", text)
    return text if _TRADITIONAL.isdisjoint(present) else _simplified(text)


@cache
def _not_canonical() -> re.Pattern[str]:
    """Any character that ``canonical`` looks at; ``re`` finds one of a thousand much faster than ``regex`` or a set."""
    return re.compile("[" + re.escape("".join({*character_map(), *_TRADITIONAL, *_FULL_WIDTH_DIGITS, *_SPECIAL})) + "]")


def _is_thousands(before: str, after: str) -> bool:
    group = after[:4]
    return before[-1:] in _DIGITS and len(group) > 2 and _DIGITS.issuperset(group[:3]) and group[3:] not in _DIGITS


def _is_clock(before: str, after: str) -> bool:
    return before[-1:] in _DIGITS and after[:1] in _DIGITS


def _rejoined(parts: list[str], narrow: str, wide: str, is_narrow: Callable[[str, str], bool]) -> str:
    """``parts`` joined again, each time by ``narrow`` or ``wide``, which are one character each."""
    out = [parts[0]]
    for before, after in pairwise(parts):
        out += (narrow if is_narrow(before, after) else wide, after)
    return "".join(out)


def _with_full_stops(text: str) -> str:
    """A point typed for 。 as 。, in a text whose sentences mostly end so; one behind a numeral label stays."""
    stops = _point_as_stop()
    return stops.sub("。", text) if len(stops.findall(text)) > text.count("。") else text


@cache
def _point_as_stop() -> regex.Pattern[str]:
    return compiled(r"(?<=[一-龥”）》%](?<!(?:^|\n)[（第]?[一二三四五六七八九十]{1,3}))\.(?=[一-龥“《（\d\n]|$)")


@cache
def _full_width_thousands() -> regex.Pattern[str]:
    return compiled(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


def _paired_quotes(text: str) -> str:
    return "\n".join(_with_paired_quotes(paragraph) for paragraph in text.split("\n"))


def _with_paired_quotes(paragraph: str) -> str:
    first, *rest = paragraph.split('"')
    return first + "".join(mark + part for mark, part in zip(cycle("“”"), rest, strict=False))


@cache
def _year_brackets() -> regex.Pattern[str]:
    return compiled(r"[\[［【﹝]((?:19|20)\d{2})[\]］】﹞]")


@cache
def _circle_zero() -> regex.Pattern[str]:
    return compiled(rf"(?<=[{_NUMERALS}])○|○(?=[{_NUMERALS}])")


def _simplified(text: str) -> str:
    converter = _converter()
    try:
        converted = converter.convert(text)
        if len(converted) == len(text):
            return str(converted)
    except (UnicodeError, ValueError):
        pass
    table = {ord(c): _simplified_character(c) for c in set(text) if c > "\u2e7f" and not "\ud800" <= c <= "\udfff"}
    return text.translate(table)


@cache
def _simplified_character(character: str) -> str:
    converted = str(_converter().convert(character))
    return converted if len(converted) == 1 else character


@cache
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC  # loading takes milliseconds: only for traditional text

    return OpenCC("t2s")
