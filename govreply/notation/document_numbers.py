"""How document numbers are written: 发文字号 (吉政办发〔2023〕10号) and the numbers of standards (GB/T 44436-2024).

A 发文字号 is, after GB/T 9704-2012, the issuer's code, the year in 〔〕 and a serial ending in 号. In the wild the brackets
come in every shape, mismatched or half missing, and prose runs into the code; the year in its brackets is what is looked
for, and the code is told from the prose before it by the words of ``dictionaries/document_number_words.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

from govreply.lexicon import Lexicon
from govreply.models import Span

_LONGEST_RUN = 30
_LONGEST_CODE = 10
_ROUND = "（）()"
_YEAR_DIGITS = {**dict(zip("〇一二三四五六七八九", "0123456789", strict=True)), "○": "0", "零": "0", "O": "0", "o": "0"}


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A document number as found: where (plain offsets), its normal form, and its parts."""

    span: Span
    text: str
    kind: Literal["official", "standard"]
    issuer_code: str
    year: int | None
    number: str


def find(text: str, lexicon: Lexicon) -> list[WrittenNumber]:
    """All document numbers in plain ``text``, in its order and disjoint.

    The normal form has 〔〕 around a year in digits, no spaces, and ``-`` before a standard's year (``:`` in ISO's).
    Orders and announcements (国务院令第682号) are not among them: see ``blocked``.
    """
    found = [*_official(text, lexicon), *_standards(text, lexicon)]
    return sorted(found, key=lambda number: number.span)


def blocked(text: str) -> list[Span]:
    """Spans of other papers' numbers, which are never quantities: orders, announcements (公告2020年第5号), court cases."""
    return [Span(*match.span()) for match in _other_papers().finditer(text)]


def normal_form(text: str, lexicon: Lexicon) -> str:
    """The normal form of the first document number in ``text``; empty if there is none."""
    return next((number.text for number in find(text, lexicon)), "")


@cache
def _year_and_serial() -> regex.Pattern[str]:
    return regex.compile(
        r"(?P<open>[〔﹝【\[［（(〈<])?\s?(?P<year>(?:19|20)\d\d|[一二][〇○零Oo0九][〇○零Oo0一二三四五六七八九\d]{2})\s?年?"
        r"(?P<close>[〕﹞】\]］）)〉>])\s?(?P<serial>(?P<ordinal>第)?\s?"
        r"(?P<number>[A-Za-z]{0,2}\d{1,6}(?:\s?[-—–～至]\s?\d{1,6})?|[〇一二三四五六七八九十百]{1,5})?)\s?(?P<mark>号)?"
    )


@cache
def _other_papers() -> regex.Pattern[str]:
    ordinal = r"第?\s?(?:\d{1,5}|[〇零一二三四五六七八九十百]{1,7})\s?号"
    return regex.compile(
        rf"(?:令|公告|通告|公报)\s?(?:[（〔\[]?\s?(?:19|20)\d\d\s?年?\s?[）〕\]]?)?\s?[（(]?{ordinal}[）)]?"
        rf"|(?:19|20)\d\d年第\s?\d{{1,5}}\s?号(?=令|公告|通告|公报)|{ordinal}(?=令|公告|通告)"
        r"|[（(〔](?:19|20)\d\d[）)〕]\p{Han}{1,6}\d{0,4}\p{Han}{1,3}\d{1,5}号"
    )


def _official(text: str, lexicon: Lexicon) -> Iterator[WrittenNumber]:
    end = 0
    for match in _year_and_serial().finditer(text):
        if not (match["mark"] or match["number"]) or match["serial"] == "第":
            continue
        code = _issuer_code(text, match.start(), end, lexicon)
        if not _plausible(match, code, text[match.end() : match.end() + 1]):
            continue
        start = match.start() - len(code)
        end = match.end() if match["mark"] else match.end("number")
        year = "".join(_YEAR_DIGITS.get(c, c) for c in match["year"])
        serial = "".join((match["serial"] or "").split())
        yield WrittenNumber(
            Span(start, end),
            f"{code}〔{year}〕{serial}{match['mark'] or ''}",
            "official",
            code,
            int(year),
            serial.removeprefix("第"),
        )


def _plausible(match: regex.Match[str], code: str, following: str) -> bool:
    """Square and tortoise brackets hold a year only here; round ones, or half a pair, need a code and 号 as well."""
    if match["open"] and match["open"] not in _ROUND and match["close"] not in _ROUND:
        return bool(match["number"]) and bool(match["mark"] or code) or bool(code)
    if not match["open"] and match["close"] in _ROUND:
        return False
    return bool(code) and bool(match["mark"]) and following not in tuple("楼室院门线路桥机井地")


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
    return regex.compile(r"[\p{Han}A-Za-z\d×＊*]{1,30}$")


@cache
def _words(lexicon: Lexicon, role: str) -> frozenset[str]:
    return frozenset(lexicon.words("document_number_words", role=role))


def _after_function_words(run: str, before: str, lexicon: Lexicon) -> str:
    digits = [m.end() for m in regex.finditer(r"(?<![A-Za-z\d])\d+[年月日号条项批件个届次期]?", run)]
    cut = max(digits, default=0)
    functions, conjunctions = _words(lexicon, "function"), _words(lexicon, "conjunction")
    for start in range(cut, len(run) - 1):
        if run[start : start + 2] in functions:
            cut = start + 2
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
def _standard_pattern() -> regex.Pattern[str]:
    return regex.compile(
        r"(?<![A-Za-z\d/.\-])(?P<code>(?:DBJ?\d{2,4}(?:/T|/J)?|T/[A-Z]{2,10}|Q/[A-Z]{2,8}|[A-Z]{2,5}(?:/[A-Z]{1,3})?))"
        r"\s?-?\s?(?P<number>[A-Z]?\d{1,6}(?:\.\d{1,4}){0,3}(?:-\d{1,2}(?=[:：]))?)"
        r"(?:\s?(?P<dash>[-—–－―～:：])\s?(?P<year>(?:19|20)\d\d|[5-9]\d)(?![\d.]))?(?![A-Za-z\d])"
    )


def _standards(text: str, lexicon: Lexicon) -> Iterator[WrittenNumber]:
    codes = _standard_codes(lexicon)
    for match in _standard_pattern().finditer(text):
        code, number, year = match["code"], match["number"], match["year"]
        open_code = code[:2] in ("DB", "T/", "Q/") and code not in codes
        if not year and (open_code or codes.get(code) != "optional" or len(number) < 2):
            continue
        if not open_code and code not in codes:
            continue
        mark = "" if not year else ":" if match["dash"] in ":：" else "-"
        yield WrittenNumber(
            Span(*match.span()),
            f"{code}{number}{mark}{year or ''}",
            "standard",
            code,
            None if not year else int(year) if len(year) == 4 else 1900 + int(year),
            number,
        )


@cache
def _standard_codes(lexicon: Lexicon) -> dict[str, str]:
    return {row["code"]: row["year"] for row in lexicon.rows("standard_codes")}
