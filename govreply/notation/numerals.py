"""Numerals as Chinese official papers write them: Arabic, Chinese and mixed, read and written exactly.

Rules of form: GB/T 15835-2011 (numerals in publications) and 吕叔湘《现代汉语八百词》 (几, 数, 两 and adjacent digits).
Nothing here looks at units or at what stands around a numeral.
"""

from __future__ import annotations

from decimal import Context, Decimal, Inexact
from functools import lru_cache

Bounds = tuple[Decimal | None, Decimal | None]

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_POWERS = (("亿", 8), ("万", 4), ("千", 3), ("百", 2), ("十", 1))
_POWER = dict(_POWERS)
_LARGE = frozenset("万亿")
_FORMS = str.maketrans(
    "壹贰叁肆伍陆柒捌玖拾佰仟〇○貳參陸億萬０１２３４５６７８９．，",
    "一二三四五六七八九十百千零零二三六亿万0123456789.,",
)
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
_LIMIT = 10**16
_LONGEST = 100
_UNBOUNDED = 10**9
_EXACT = Context(prec=100_000, traps=[Inexact])


def parse(text: str) -> Decimal | None:
    """The number that a whole numeral states: ``1.59万`` 15900, ``两千三`` 2300, ``二〇二三`` 2023.

    Exact; Chinese and mixed numerals of up to 100 characters. A bare multiplier is once itself (``百万`` 1000000).
    None for what is no single well-formed numeral: signs, spaces, exponents, ``1,23``, ranges (``三五百``), 几, 余, 半.
    """
    if text.isascii():
        return _arabic(text)
    if len(text) == 1 and text in _DIGITS:
        return Decimal(_DIGITS[text])
    return _mixed_or_chinese(text)


def parse_range(text: str) -> tuple[Decimal, Decimal] | None:
    """Both ends of a range written by adjacent digits: ``三五百`` (300, 500), ``十七八`` (17, 18), ``两三`` (2, 3).

    The digits differ by one, or are 三五 or 三两; the earlier part and the units hold for both. None for all else.
    """
    text = text[: _LONGEST + 1].translate(_FORMS)
    places = [i for i in range(len(text) - 1) if text[i] in _DIGITS and text[i + 1] in _DIGITS]
    if len(places) != 1 or len(text) > _LONGEST:
        return None
    place = places[0]
    before, one, other, after = text[:place], text[place], text[place + 1], text[place + 2 :]
    if not _adjacent(one, other) or not set(before + after) <= _POWER.keys() | _DIGITS.keys():
        return None
    ends = [_chinese(before + digit + after) for digit in (one, other)]
    if ends[0] is None or ends[1] is None:
        return None
    low, high = sorted((ends[0], ends[1]))
    return Decimal(low), Decimal(high)


def parse_indefinite(text: str) -> Bounds | None:
    """The bounds of a numeral with 几 or 数, which stand for 2-9: ``数十`` (20, 99), ``十几`` (11, 19), ``几`` (2, 9).

    Whole numbers, both ends included, up to the one before the next place (``几十万`` 200000 to 999999). The number
    before may be Arabic (``20几``). None for all else, 上百 and 百余 included: those bound an exact number.
    """
    text = text.removeprefix("好").translate(_FORMS)
    place = max(text.find("几"), text.find("数"))
    if place < 0 or len(text) > _LONGEST:
        return None
    before, after = text[:place], text[place + 1 :]
    power = _bare_power(after)
    if power is None:
        return None
    if not before:
        return Decimal(2 * 10**power), Decimal(10 ** (power + 1) - 1)
    return _after_a_number(before, after, power)


def write(number: int) -> str:
    """The Chinese numeral of a whole number from 0 to 9,999万亿 (below 10**16): 10 ``十``, 10500 ``一万零五百``.

    Raises ValueError outside that interval.
    """
    if not 0 <= number < _LIMIT:
        raise ValueError(f"no Chinese numeral for {number}: only 0 to {_LIMIT - 1}")
    numeral = _written(number)
    return numeral[1:] if numeral.startswith("一十") else numeral


def _arabic(text: str) -> Decimal | None:
    """ASCII digits, at most one point between digits, commas only between groups of three."""
    if text.isdecimal():
        return Decimal(text)
    whole, point, fraction = text.partition(".")
    if point and not fraction.isdecimal():
        return None
    if "," in whole:
        first, *groups = whole.split(",")
        if not 1 <= len(first) <= 3 or first[0] == "0" or any(len(g) != 3 or not g.isdecimal() for g in groups):
            return None
        whole = first + "".join(groups)
    return Decimal(whole + point + fraction) if whole.isdecimal() else None


@lru_cache(maxsize=4096)
def _mixed_or_chinese(text: str) -> Decimal | None:
    text = text.translate(_FORMS)
    if text.isascii():
        return _arabic(text)
    if len(text) > _LONGEST:
        return None
    if any(character.isascii() for character in text):
        return _mixed(text)
    whole, point, fraction = text.partition("点")
    if point:
        return _spoken_decimal(whole, fraction)
    value = _chinese(text)
    return None if value is None else Decimal(value)


def _mixed(text: str) -> Decimal | None:
    """Arabic digits and multipliers: 1.59万, 3千万, 3亿5000万, 1万5千, 3千5百万, 3万4000, 1千零5, 100万三千."""
    for mark, power in _POWERS:
        head, found, tail = text.rpartition(mark)
        if not found:
            continue
        if mark in head or (power < 4 and not _POWER.keys().isdisjoint(head)):
            return None
        many, rest = _mixed(head), _mixed_remainder(tail, power)
        return None if many is None or rest is None else _EXACT.add(_scaled(many, power), rest)
    return _arabic(text) if text.isascii() else _positional_decimal(text, top=32)


def _mixed_remainder(tail: str, power: int) -> Decimal | None:
    """What stands after a multiplier; a single plain digit may belong to what follows (1万5G基站), 零5 does not."""
    if not tail:
        return Decimal(0)
    rest = tail.removeprefix("零")
    if not any(character.isascii() for character in rest):
        return _positional_decimal(rest, top=power)
    if rest.isascii() and (not rest.isdecimal() or len(tail) == 1):
        return None
    value = _mixed(rest)
    return value if value is not None and value < 10**power else None


def _positional_decimal(text: str, *, top: int) -> Decimal | None:
    value = _positional(text, top=top, bare=False, final=False)
    return None if value is None else Decimal(value)


def _spoken_decimal(whole: str, fraction: str) -> Decimal | None:
    """三点五, 十二点三六亿: digits one by one after 点, then perhaps multipliers."""
    count = next((i for i, character in enumerate(fraction) if character not in _DIGITS), len(fraction))
    digits, power, integer = fraction[:count], _bare_power(fraction[count:]), _chinese(whole)
    if not digits or "两" in digits or power is None or integer is None:
        return None
    return _scaled(Decimal(f"{integer}." + "".join(str(_DIGITS[d]) for d in digits)), power)


def _scaled(number: Decimal, power: int) -> Decimal:
    """``number`` times 10**power, exact and without trailing zeros after the point or an exponent."""
    whole, _, fraction = f"{number:f}".partition(".")
    fraction = fraction.ljust(power, "0")
    rest = fraction[power:].rstrip("0")
    return Decimal(whole + fraction[:power] + ("." + rest if rest else ""))


def _bare_power(text: str) -> int | None:
    """The power of ten of multipliers alone: "" 0, 千万 7, 百万亿 14; None for 万千 and other text."""
    if not text:
        return 0
    if any(character not in _POWER for character in text):
        return None
    value = _positional(text, top=32, bare=True, final=False)
    return None if value is None or set(str(value)[1:]) - {"0"} else len(str(value)) - 1


def _chinese(text: str) -> int | None:
    """A whole number in simplified everyday characters, positional or digit by digit."""
    for short, tens in _TENS.items():
        text = text.replace(short, tens)
    if len(text) > 1 and all(character in _DIGITS for character in text):
        spelled = "两" not in text and (len(text) > 2 or "零" in text)
        return int("".join(str(_DIGITS[digit]) for digit in text)) if spelled else None
    return _positional(text, top=32, bare=True, final=True)


def _positional(text: str, *, top: int, bare: bool, final: bool) -> int | None:
    """A number below 10**top. ``bare``: a multiplier may stand alone (百万); ``final``: 两千三 may leave out its 百."""
    for mark, power in _POWERS:
        head, found, tail = text.rpartition(mark)
        if not found:
            continue
        many = _multiplicand(head, power, bare=bare and not tail)
        rest = _remainder(tail, power, final=final)
        if power >= top or many is None or rest is None:
            return None
        value = many * 10**power + rest
        return value if value < 10**top else None
    return _DIGITS.get(text) if top > 0 else None


def _multiplicand(head: str, power: int, *, bare: bool) -> int | None:
    """What stands before a multiplier: a digit before 十, 百 and 千, a number below 万 or 亿 before those."""
    if not head:
        return 1 if bare or power == 1 else None
    if power < 4:
        return None if head == "两" and power == 1 else _DIGITS.get(head) or None
    top = 24 if head.endswith("亿") else power
    return _positional(head, top=top, bare=bare, final=False) or None


def _remainder(tail: str, power: int, *, final: bool) -> int | None:
    """What stands after a multiplier: nothing, or a smaller number, with 零 where it skips a place.

    Papers also write 零 where none is skipped (十万零三千), as 支付结算办法 allows after an empty place.
    """
    if not tail:
        return 0
    if tail[0] == "零":
        return _positional(tail[1:], top=power, bare=False, final=False) or None
    if len(tail) > 1 or tail not in _DIGITS:
        return _positional(tail, top=power, bare=False, final=final)
    if tail == "两" or (power > 1 and not final):
        return None
    return _DIGITS[tail] * int(10 ** (power - 1))


def _adjacent(one: str, other: str) -> bool:
    if (one, other) in (("三", "五"), ("三", "两")):
        return True
    return "零" not in (one, other) and _DIGITS[other] - _DIGITS[one] == 1


def _after_a_number(before: str, after: str, power: int) -> Bounds | None:
    """十几, 二十几万, 一百几十, 一亿几千万: the few in the place after a round number."""
    known = parse(before)
    if known is None or known <= 0:
        return None
    small = after.rstrip("万亿")
    large = _bare_power(after[len(small) :]) or 0
    if any(mark in before and _POWER[mark] >= large for mark in _LARGE):
        large = 0
    else:
        power -= large
    if known % 10 ** (power + 1):
        return None
    step, scale = 10**power, 10**large
    low = known + (1 if power == 0 else 2 * step)
    return low * scale, (known + 10 * step) * scale - 1


def _written(number: int) -> str:
    for mark, power in _POWERS:
        many, rest = divmod(number, 10**power)
        if many:
            gap = "零" if rest and rest < 10 ** (power - 1) else ""
            return _written(many) + mark + (gap + _written(rest) if rest else "")
    return "零一二三四五六七八九"[number]
