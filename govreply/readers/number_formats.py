"""Labels of lists and the numbers in them: the number formats of ISO/IEC 29500-1, 17.18.59 (ST_NumberFormat)."""

from __future__ import annotations

import re
from collections.abc import Callable

from govreply.notation import numerals

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_SIMPLIFIED_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_TRADITIONAL_LEGAL = str.maketrans("零一二三四五六七八九十百千万亿", "零壹貳參肆伍陸柒捌玖拾佰仟萬億")
_STOPS = ("、", "．", ".", "）", ")", "，", "：")
SUPERSCRIPT = str.maketrans("0123456789+-−－", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
"""What digits and signs become where they are raised: the 2 of m²."""

_RAISED = re.compile(r"[+\-−－]?[0-9]{1,3}")
_MOST = 10_000  # labels count no further


def formatted(number: int, style: str) -> str:
    """``number`` in the number format ``style``: 12 in ``chineseCounting`` 十二, in ``decimalEnclosedCircle`` ⑫.

    Empty in ``bullet``, ``none``; in Arabic digits where the format is unknown or has no such number (㊀ ends at 10).
    """
    if style in ("bullet", "none"):
        return ""
    write = _FORMATS.get(style)
    return (write(number) if write and 0 <= number < _MOST else "") or str(number)


def raised(text: str) -> str:
    """``text`` as it stands above the line: a number of three digits at most, with or without a sign, in superscript
    digits and without blanks around it (m², 10⁻⁴); any other text as it is."""
    number = text.strip()
    return number.translate(SUPERSCRIPT) if _RAISED.fullmatch(number) else text


def labelled(text: str, label: str) -> str:
    """A paragraph's ``text`` after its ``label``, a blank between where they would run into each other."""
    body = text.lstrip()
    if not label or not body:
        return text
    apart = not label.endswith(_STOPS) or (label.endswith(".") and body[0].isdecimal())
    return label + " " * apart + body


def _spelled(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _counted(number: int) -> str:
    """十, 十一, 九十九 and from 100 digit by digit, as chineseCounting does."""
    return numerals.write(number) if number < 100 else _spelled(number)


def _legal(forms: dict[int, int]) -> Callable[[int], str]:
    def write(number: int) -> str:
        numeral = numerals.write(number)
        return ("一" + numeral if numeral.startswith("十") else numeral).translate(forms)

    return write


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        many, number = divmod(number, value)
        written += many * letters
    return written


def _letter(number: int) -> str:
    """a … z, aa, bb, … (17.18.59, lowerLetter)."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""


def _one_of(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else ""


def _run_from(first: str, most: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= most else ""


def _circled(number: int) -> str:
    for low, first in ((36, "㊱"), (21, "㉑"), (1, "①")):
        if low <= number <= 50:
            return chr(ord(first) + number - low)
    return "⓪" if number == 0 else ""


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counted,
    "chineseCountingThousand": numerals.write,
    "chineseLegalSimplified": _legal(_SIMPLIFIED_LEGAL),
    "japaneseCounting": numerals.write,
    "japaneseDigitalTenThousand": _spelled,
    "japaneseLegal": _legal(_TRADITIONAL_LEGAL),
    "taiwaneseCounting": numerals.write,
    "taiwaneseCountingThousand": numerals.write,
    "taiwaneseDigital": _spelled,
    "koreanDigital2": _spelled,
    "ideographDigital": _spelled,
    "ideographLegalTraditional": _legal(_TRADITIONAL_LEGAL),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _run_from("㊀", 10),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _run_from("⒈", 20),
    "decimalEnclosedParen": _run_from("⑴", 20),
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
