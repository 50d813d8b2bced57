"""How document numbers are written: 发文字号 (吉政办发〔2023〕10号) and the numbers of standards (GB/T 44436-2024).

A 发文字号 is, after GB/T 9704-2012, the issuer's code, the year in 〔〕 and a serial ending in 号. In the wild the
brackets come in every shape, mismatched or half missing, and prose runs into the code; the year in its brackets is
what is looked for, and the code is told from the prose before it by the words of the dictionary
``document_number_words``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.models import Span
from govreply.patterns import compiled

_LONGEST_RUN = 30
_ORDINAL = r"第\s?(?:\d{1,5}|[〇零一二三四五六七八九十百]{1,7})\s?号"
_LONGEST_CODE = 10
_ROUND = "（）()"
_OPENING = "〔﹝【[［（(〈<"
_HOUSES = frozenset("楼室院门线路桥机井地")
_YEAR_DIGITS = {**dict(zip("〇一二三四五六七八九", "0123456789", strict=True)), "○": "0", "零": "0", "O": "0", "o": "0"}


class WrittenNumber(NamedTuple):
    """A document number as found: where (plain offsets), its normal form, and its parts."""

    span: Span
    text: str
    kind: Literal["official", "standard"]
    issuer_code: str
    year: int | None
    number: str


def find(text: str, lexicon: Lexicon, quoted: str = "") -> list[WrittenNumber]:
    """All document numbers in plain ``text``, in its order and disjoint; in the script of ``quoted``, of equal length.

    The normal form has 〔〕 around a year in digits, no spaces, and ``-`` before a standard's year (``:`` in ISO's).
    Orders and announcements (国务院令第682号) are not among them: see ``blocked``.
    """
    found = [*_official(text, quoted or text, lexicon), *_standards(text, lexicon)]
    return sorted(found, key=lambda number: number.span)


def blocked(text: str) -> list[Span]:
    """Spans of other papers' numbers, never quantities: orders, announcements (2020年第5号公告), court cases."""
    found = [Span(*match.span()) for match in _court_case().finditer(text)]
    for match in _announced().finditer(text):
        before = _ordinal_before().search(text, max(0, match.start() - 16), match.start())
        if before or match["after"]:
            found.append(Span(before.start() if before else match.start(), match.end()))
    return sorted(found)


def normal_form(text: str, lexicon: Lexicon) -> str:
    """The normal form of the first document number in ``text``; empty if there is none."""
    return next((number.text for number in find(text, lexicon)), "")


@cache
def _year_and_serial() -> regex.Pattern[str]:
    return compiled(
        r"(?P<year>(?:19|20)\d\d|[一二][〇○零Oo0九][〇○零Oo0一二三四五六七八九\d]{2})\s?年?"
        r"(?P<close>[〕﹞】\]］）)〉>])\s?(?P<serial>(?P<ordinal>第)?\s?"
        r"(?P<number>[A-Za-z]{0,2}\d{1,6}(?:\s?[-—–～至]\s?\d{1,6})?|[〇一二三四五六七八九十百]{1,5})?)\s?(?P<mark>号)?"
    )


@cache
def _announced() -> regex.Pattern[str]:
    year = r"(?:[（〔\[]?\s?(?:19|20)\d\d\s?年?\s?[）〕\]]?)?"
    return compiled(rf"(?:令|公告|通告|公报)(?P<after>\s?{year}\s?[（(]?{_ORDINAL}[）)]?)?")


@cache
def _ordinal_before() -> regex.Pattern[str]:
    return compiled(rf"(?:(?:19|20)\d\d年)?{_ORDINAL}$")


@cache
def _court_case() -> regex.Pattern[str]:
    return compiled(r"[（(〔](?:19|20)\d\d[）)〕]\p{Han}{1,6}\d{0,4}\p{Han}{1,3}\d{1,5}号")


def _official(text: str, quoted: str, lexicon: Lexicon) -> Iterator[WrittenNumber]:
    end = 0
    for match in _year_and_serial().finditer(text):
        if not (match["mark"] or match["number"]) or match["serial"] == "第":
            continue
        bracket = match.start() - (text[match.start() - 1 : match.start()] == " ")
        opening = text[bracket - 1] if bracket and text[bracket - 1] in _OPENING else ""
        code = _issuer_code(text, bracket - len(opening), end, lexicon)
        if not _plausible(opening, match, code):
            continue
        end = match.end() if match["mark"] else match.end("number")
        year = "".join(_YEAR_DIGITS.get(c, c) for c in match["year"])
        serial = "".join((match["serial"] or "").split())
        start = bracket - len(opening) - len(code)
        code = quoted[start : start + len(code)]
        yield WrittenNumber(
            Span(start, end),
            f"{code}〔{year}〕{serial}{quoted[end - 1] if match['mark'] else ''}",
            "official",
            code,
            int(year),
            serial.removeprefix("第"),
        )


def _plausible(opening: str, match: regex.Match[str], code: str) -> bool:
    """Square and tortoise brackets hold a year only here; round ones, or half a pair, need a code and 号 as well."""
    if opening and opening not in _ROUND and match["close"] not in _ROUND:
        return bool(code) or bool(match["number"] and match["mark"])
    if not opening and match["close"] in _ROUND:
        return False
    following = match.string[match.end() : match.end() + 1]
    return bool(code) and bool(match["mark"]) and following not in _HOUSES


def _issuer_code(text: str, bracket: int, floor: int, lexicon: Lexicon) -> str:
    """The 机关代字 that ends at ``bracket``: the run of letters before it, without the prose that precedes the code."""
    start = max(floor, bracket - _LONGEST_RUN)
    window = text[start:bracket]
    run = _code_run().search(window)
    if run is None:
        return ""
    before = text[start + run.start() - 1] if start + run.start() else ""
    code = _after_function_words(run[0], before, lexicon)
    code = _after_organ(code, lexicon)
    return code if len(code) <= _LONGEST_CODE else _from_last_place(code, lexicon)


@cache
def _code_run() -> regex.Pattern[str]:
    return compiled(r"[\p{Han}A-Za-z\d×＊*]{1,30}$")


@cache
def _words(lexicon: Lexicon, role: str) -> frozenset[str]:
    return frozenset(lexicon.words("document_number_words", role=role))


def _after_function_words(run: str, before: str, lexicon: Lexicon) -> str:
    digits = [m.end() for m in compiled(r"(?<![A-Za-z\d])\d+[年月日号条项批件个届次期]?").finditer(run)]
    cut = max(digits, default=0)
    functions, conjunctions = _words(lexicon, "function"), _words(lexicon, "conjunction")
    for start in range(cut, len(run) - 1):
        if length := next((n for n in (3, 2) if run[start : start + n] in functions), 0):
            cut = start + length
        elif run[start] in functions or (run[start] in conjunctions and (start > cut or before in tuple("》）”〕号"))):
            cut = max(cut, start + 1)
    return run[cut:]


def _after_organ(run: str, lexicon: Lexicon) -> str:
    """``run`` without an organ's name before the code: 省政府办公厅吉政办发 → 吉政办发; 国卫办医函 stays."""
    organs = _words(lexicon, "organ")
    for cut in range(len(run) - 2, 1, -1):
        if run[cut - 1] in organs and _opens_code(run[:cut], run[cut:], lexicon):
            return run[cut:]
    return run


def _opens_code(organ: str, rest: str, lexicon: Lexicon) -> bool:
    """Whether ``rest`` is a code of its own: it opens with a place, or with a character of the organ's full name."""
    endings = _words(lexicon, "ending")
    if organ in _words(lexicon, "organ_code") or (rest[0] in endings and not rest.startswith("发改")):
        return False
    if rest[0] in _words(lexicon, "place"):
        return len(rest) > 2 or rest[-1] in endings
    if len(organ) < 3 or (len(organ) == 3 and organ[-1] in "办会室行"):
        return False
    return rest[0] in organ or organ.endswith("政府") or (len(organ) > 3 and organ[0] in "省市县区州旗我本")


def _from_last_place(run: str, lexicon: Lexicon) -> str:
    places = _words(lexicon, "place")
    return next((run[i:] for i in range(len(run) - 3, len(run) - 9, -1) if run[i] in places), run[-4:])


@cache
def _standard_start() -> regex.Pattern[str]:
    """Where a standard's number may begin: a plain pattern that skips text fast, the full one then looks closer."""
    return compiled(r"[A-Z]{1,5}(?:/|\s?-?\s?[A-Z]?\d)")


@cache
def _standard() -> regex.Pattern[str]:
    return compiled(
        r"(?<![A-Za-z\d/.\-])(?P<code>(?:DBJ?\d{2,4}(?:/T|/J)?|T/[A-Z]{2,10}|Q/[A-Z]{2,8}|[A-Z]{2,5}(?:/[A-Z]{1,3})?))"
        r"\s?-?\s?(?P<number>[A-Z]?\d{1,6}(?:\.\d{1,4}){0,3}(?:-\d{1,2}(?=[:：]))?)"
        r"(?:\s?(?P<dash>[-—–－―～:：])\s?(?P<year>(?:19|20)\d\d|[5-9]\d)(?![\d.]))?(?![A-Za-z\d])"
    )


def _standards(text: str, lexicon: Lexicon) -> Iterator[WrittenNumber]:
    codes = _standard_codes(lexicon)
    for start in _standard_start().finditer(text):
        match = _standard().match(text, start.start())
        if match is None or not _is_standard(match, codes):
            continue
        code, number, year = match["code"], match["number"], match["year"]
        mark = "" if not year else ":" if match["dash"] in ":：" else "-"
        yield WrittenNumber(
            Span(*match.span()),
            f"{code}{number}{mark}{year or ''}",
            "standard",
            code,
            None if not year else int(year) if len(year) == 4 else 1900 + int(year),
            number,
        )


def _is_standard(match: regex.Match[str], codes: dict[str, str]) -> bool:
    code = match["code"]
    if code[:2] in ("DB", "T/", "Q/") and code not in codes:
        return bool(match["year"])
    return code in codes and (bool(match["year"]) or (codes[code] == "optional" and len(match["number"]) > 1))


@cache
def _standard_codes(lexicon: Lexicon) -> dict[str, str]:
    return {row["code"]: row["year"] for row in lexicon.rows("standard_codes")}
