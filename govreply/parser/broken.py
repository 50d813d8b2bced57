"""Dates and numbers that a line break has cut in two: 202⏎3年, 120⏎00余万元, 2.⏎5%, 兼任2⏎年.

Unlike a word, a number half of which is lost still reads as a number, so a cut one is mended even where nothing else
shows that the text is wrapped.
"""

from __future__ import annotations

from functools import cache

import regex

from govreply.lexicon import Lexicon
from govreply.parser.lines import Line, is_field, point_label, unclosed
from govreply.patterns import compiled

SHORTEST_BROKEN = 16
_WINDOW = 24
_LONGEST_UNIT = 6
_NUMERALS = "〇○零一二三四五六七八九十百千万亿两"
_LAST = frozenset(_NUMERALS + "余多年月.．,，-/")


def is_cut_in_two(a: Line, b: Line, lexicon: Lexicon) -> bool:
    """Whether a number or a calendar date begins at the end of ``a`` and goes on at the beginning of ``b``.

    Not where both are whole: a label, cells of a table, a phone number, a field of the page's metadata, another date.
    """
    last = a.text[-1]
    if not (last.isdecimal() or last in _LAST):  # this is asked of every line
        return False
    if _is_date(a, b):
        return True
    head, tail = a.text[-_WINDOW:], b.text[:_WINDOW]
    if point_label(tail) and not unclosed(a.text):
        return False
    if _spans_day(head, tail):
        return True
    cell = "\t" in a.text or a.text.isdecimal() or b.text.isdecimal()
    return not cell and _spans_number(a, head, tail, lexicon)


def _is_date(a: Line, b: Line) -> bool:
    """Whether the two lines are the date of a signature and nothing else."""
    return (
        b.text[-1] == "日" and date_begun().fullmatch(a.text) is not None and date_rest().fullmatch(b.text) is not None
    )


def _spans_day(head: str, tail: str) -> bool:
    both, cut = head + tail, len(head)
    return any(match.start() < cut < match.end() for match in _calendar().finditer(both))


def _spans_number(a: Line, head: str, tail: str, lexicon: Lexicon) -> bool:
    begun = _begun().search(head)
    return (
        begun is not None
        and a.width >= SHORTEST_BROKEN
        and _goes_on(begun[0], tail, lexicon)
        and not _is_whole(a, head, lexicon)
    )


@cache
def date_begun() -> regex.Pattern[str]:
    """The beginning of a signature's date: its year, perhaps a month."""
    return compiled(r"(?:[12]\d{3}|[〇○零一二三四五六七八九]{4})\s*年(?:\s*[\d一二十]{1,2}\s*月?)?")


@cache
def date_rest() -> regex.Pattern[str]:
    """What may be missing of a date behind ``date_begun``."""
    return compiled(r"(?:[\d一二十]{0,2}\s*月)?\s*[\d一二三四五六七八九十]{0,3}\s*日")


@cache
def _calendar() -> regex.Pattern[str]:
    """A year or a date; longest first, so that a whole one is not found in part."""
    return compiled(
        r"(?<!\d)(?:19|20)\d\d(?:\s?年(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?)?|([-./])\d{1,2}\1\d{1,2}(?!\d))"
        r"|(?<!\d)\d{1,2}月\d{1,2}日|[一二]\s?[〇○零一二三四五六七八九]{3}年"
    )


@cache
def _begun() -> regex.Pattern[str]:
    return compiled(
        rf"(?<![\d,.．])\d[\d,]{{0,12}}(?:[.．]\d{{0,6}}|(?<=\d)[，,])?\s?[百千万亿]{{0,2}}[余多]?$|[{_NUMERALS}]{{1,9}}[余多]?$"
    )


@cache
def _rest() -> regex.Pattern[str]:
    """The rest of a number up to its unit: further digits, a decimal part, multipliers."""
    return compiled(
        rf"(?P<digits>\d{{0,12}}(?:,\d{{3}})*(?:[.．]\d{{1,6}})?)\s?(?P<numerals>[{_NUMERALS}]{{0,9}}[余多几]?)"
    )


@cache
def _date_of_its_own() -> regex.Pattern[str]:
    return compiled(r"(?:19|20)\d\d\s?(?:年|[-./]\d{1,2}[-./])")


def _goes_on(begun: str, tail: str, lexicon: Lexicon) -> bool:
    """Whether ``tail`` goes on with the number that has ``begun``: in figures, or in words up to a unit."""
    if _date_of_its_own().match(tail):
        return False
    rest = _rest().match(tail)
    assert rest is not None
    figures = any(character.isdecimal() for character in begun)
    pointed = begun[-1] in ".．,，"
    if rest["digits"]:
        grouped = not pointed or begun[-1] in ".．" or len(rest["digits"]) == 3
        return figures and begun[-1] not in "余多" and grouped and _is_chinese(tail)
    if pointed:
        return False
    if rest["numerals"] and figures:
        return True
    return _unit_at(tail, rest.end(), lexicon) and (figures or len(begun) > 1 or bool(rest["numerals"]))


def _is_chinese(text: str) -> bool:
    return any(character > "\u2e7f" for character in text)


def _unit_at(text: str, at: int, lexicon: Lexicon) -> bool:
    units = _units(lexicon)
    return any(text[at : at + length] in units for length in range(1, _LONGEST_UNIT + 1))


@cache
def _units(lexicon: Lexicon) -> frozenset[str]:
    """Words that a cardinal number may stand before and that hardly open a line of their own."""
    counted = [row["word"] for row in lexicon.rows("classifiers") if row["kind"] != "noun"]
    measured = [*lexicon.words("units"), *lexicon.words("time_units")]
    return frozenset([*counted, *measured, "元", "美元", "港元", "欧元", "%", "％", "‰", "成", "倍", "号", "级"])


def _is_whole(a: Line, head: str, lexicon: Lexicon) -> bool:
    """Whether the number that ends ``a`` is complete by what it is: a phone number, a day, a time, a field, a cell."""
    if _complete().search(head) is not None:
        return True
    return is_field(a) and a.text.split("：")[0].split(":")[0].strip(" ·•") in _metadata_keys(lexicon)


@cache
def _complete() -> regex.Pattern[str]:
    return compiled(
        r"(?:\d{7,}|\d{3,4}[-—–]\d{3,8}|(?:19|20)\d\d([-./])\d{1,2}\1\d{1,2}|[:：]\d\d"
        r"|[\d%％][ \xa0\u3000]{1,8}[\d.]{1,12})$"
    )


@cache
def _metadata_keys(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.words("metadata_keys"))
