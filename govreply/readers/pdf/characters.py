"""The characters of a PDF page and where they stand, as PDFium knows them → fragments of type.

PDFium gives characters one by one, in the order in which they were drawn. A page has hundreds, so this loop asks its C
functions directly and looks at the style of the type only where it may change.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache
from statistics import median_low
from typing import TYPE_CHECKING, NamedTuple

from govreply.readers.document import ReadError
from govreply.readers.pages.lines import CELL_GAP, FIGURE_GAP, WIDE_GAP, WIDE_SPACE, Fragment, is_cjk

if TYPE_CHECKING:
    import pypdfium2 as pdfium

MOST_OBJECTS = 100_000
"""Objects drawn on a page."""

_SPACES = frozenset(
    [*range(2), *range(3, 33), 0x7F, 0x85, 0xA0, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x3000]
)
_INVISIBLE = frozenset([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF])
_LINE_END_HYPHEN = 2  # what PDFium gives for it
UNKNOWN = "\ufffd"
_PRIVATE = range(0xE000, 0xF900)
_SYMBOLS = range(0xF000, 0xF100)  # where symbol fonts keep their bullets and ticks
_SAMPLED = 16
_LARGE = 2.5
_PALE = 170
_DRIFT = 0.1
_OVERLAP = 0.6
_SEVERAL = 1.6  # blanks
_NARROW = 0.35  # of the size

# Forms of radicals that fonts share with the character itself, where Unicode's compatibility mapping has no answer or
# the traditional one (Unicode Character Database, EquivalentUnifiedIdeograph.txt).
_RADICALS = dict(
    zip("⺁⺄⺆⺈⺊⺌⺎⺏⺕⺗⺙⺜⺝⺟⺠⺡⺢⺣⺤⺥⺨⺩⺪⺫⺬⺭⺮⺯⺱⺳⺴⺶⺷⺸⺹⺺⺻⺼⺽⺾⻁⻄⻅⻆⻈⻉⻋⻌⻏⻐⻒⻓⻔⻖⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻰⻱⻳⼾",
        "厂乙冂刀卜小兀尣彐心攵日月母民氵氺灬爫爫犭王疋目示礻竹糹网罒罓羊羊羊耂肀聿月臼艹虎西见角讠贝车辶阝钅镸长门阝青韦页风飞食饣饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿龙亀龟户",
        strict=True)
)  # fmt: skip


class PageType(NamedTuple):
    """The type of one page: its fragments, how many characters it has and how many of them nobody can read, the width
    and height in points of the page as it is read, and ``turned``, which maps an upright rectangle of PDFium (left,
    bottom, right, top) to that page: left, top, right and bottom in points, downwards from the top."""

    fragments: list[Fragment]
    characters: int
    unreadable: int
    width: float
    height: float
    turned: Callable[[float, float, float, float], tuple[float, float, float, float]]


class _Style(NamedTuple):
    """The size in points, the direction in quarter turns (None: slanting) and the first character of a stretch."""

    size: float
    turn: int | None
    first: int


class _Character(NamedTuple):
    """A character, its box and its origin as PDFium has them; ``spaced``: PDFium puts a space before it; ``blank`` is
    the width of one that was drawn, 0 where none was."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float
    style: _Style
    spaced: bool
    blank: float


def read_type(page: pdfium.PdfPage, most: int) -> PageType:
    """The type of ``page``, read in the direction in which most of it runs.

    Slanting type and type across that direction (watermarks, binding notes) is left out, and large pale type too.
    Raises ReadError where the page holds more than ``most`` characters, or too many objects.
    """
    import pypdfium2.raw as c

    if c.FPDFPage_CountObjects(page.raw) > MOST_OBJECTS:
        raise ReadError(f"has more than {MOST_OBJECTS:,} objects on one page")
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > most:
            raise ReadError(f"holds more than {most:,} characters on one page")
        characters = _characters(textpage.raw, count)
        turns = Counter(c.style.turn for c in characters if c.style.turn is not None)
        turn = turns.most_common(1)[0][0] if turns else 0
        shown = _without_watermark(textpage.raw, [c for c in characters if c.style.turn == turn])
        left, bottom, right, top = page.get_cropbox()
        width, height = (right - left, top - bottom)[:: -1 if turn % 2 else 1]
        base = (top, -left, -bottom, right)[turn]
        fragments = _fragments([_upright(c, turn) for c in shown] if turn else shown, base)
        unreadable = sum(c.text == UNKNOWN for c in shown)
        return PageType(fragments, len(shown), unreadable, width, height, _turned(turn, base))
    finally:
        textpage.close()


def _characters(raw: ctypes.c_void_p, count: int) -> list[_Character]:
    import pypdfium2.raw as c

    code_at, box_at, origin_at, size_at = (
        c.FPDFText_GetUnicode, c.FPDFText_GetLooseCharBox, c.FPDFText_GetCharOrigin, c.FPDFText_GetFontSize
    )  # fmt: skip
    box, x, y = c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_to, x_to, y_to = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    unmapped = _unmapped(raw, count)
    forms = _forms()
    found: list[_Character] = []
    spaced, blank = False, 0.0
    baseline, type_size, style = math.inf, -1.0, _Style(0, None, 0)
    for index in range(count):
        code = code_at(raw, index)
        if code in _SPACES or code in _INVISIBLE:
            if code in _SPACES:
                spaced = True
                if not c.FPDFText_IsGenerated(raw, index) and box_at(raw, index, box_to):
                    blank = min(box.right - box.left, box.top - box.bottom)
            continue
        box_at(raw, index, box_to)
        origin_at(raw, index, x_to, y_to)
        size = size_at(raw, index)
        if y.value != baseline or size != type_size:
            baseline, type_size = y.value, size
            style = _style(raw, index, size, style)
        text = forms.get(code) or (UNKNOWN if index in unmapped else chr(code))
        found.append(_Character(text, box.left, box.bottom, box.right, box.top, x.value, y.value, style, spaced, blank))
        spaced, blank = False, 0.0
    return found


def _style(raw: ctypes.c_void_p, index: int, size: float, before: _Style) -> _Style:
    """The style of the character at ``index``; ``before`` itself where it is the same."""
    import pypdfium2.raw as c

    matrix = c.FS_MATRIX()
    if c.FPDFText_GetMatrix(raw, index, matrix):
        quarters = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
        turn = round(quarters) % 4 if abs(quarters - round(quarters)) < 0.05 else None
        size = round(size * math.hypot(matrix.c, matrix.d), 2)
    else:
        turn = 0
    return before if (size, turn) == before[:2] else _Style(size, turn, index)


def _unmapped(raw: ctypes.c_void_p, count: int) -> frozenset[int]:
    """Indexes of the characters whose font does not say which they are; looked for where a sample has one."""
    import pypdfium2.raw as c

    broken = c.FPDFText_HasUnicodeMapError
    if not any(broken(raw, index) > 0 for index in range(0, count, _SAMPLED)):
        return frozenset()
    return frozenset(index for index in range(count) if broken(raw, index) > 0)


@cache
def _forms() -> dict[int, str]:
    """What stands for code points that are another form of a character, private, or none."""
    compatible = [*range(0x2E80, 0x2FD6), *range(0xF900, 0xFB00), *range(0xFB00, 0xFB07)]
    forms = {code: unicodedata.normalize("NFKC", chr(code)) for code in compatible}
    forms.update((ord(radical), character) for radical, character in _RADICALS.items())
    forms.update(dict.fromkeys(_PRIVATE, UNKNOWN))
    forms.update(dict.fromkeys(_SYMBOLS, "•"))
    forms.update(dict.fromkeys(range(0xD800, 0xE000), UNKNOWN))
    return forms | {_LINE_END_HYPHEN: "-", 0xFFFE: "-"}


def _turned(turn: int, base: float) -> Callable[[float, float, float, float], tuple[float, float, float, float]]:
    """The map from PDFium's upright rectangles to a page whose type runs in direction ``turn``; ``base`` is where that
    page begins, against its direction of lines."""

    def rectangle(left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        if turn == 0:
            return left, base - top, right, base - bottom
        if turn == 1:
            return bottom, base + left, top, base + right
        if turn == 2:
            return -right, base + bottom, -left, base + top
        return -top, base - right, -bottom, base - left

    return rectangle


def _without_watermark(raw: ctypes.c_void_p, characters: list[_Character]) -> list[_Character]:
    """``characters`` without type that is both much larger than the rest and pale."""
    import pypdfium2.raw as c

    if not characters:
        return []
    body = median_low(character.style.size for character in characters)
    pale = set()
    channels = [ctypes.c_uint() for _ in range(4)]
    for style in {character.style for character in characters if character.style.size > _LARGE * body}:
        c.FPDFText_GetFillColor(raw, style.first, *channels)
        red, green, blue, opacity = (channel.value for channel in channels)
        if min(red, green, blue) > _PALE or opacity < 128:
            pale.add(style)
    return [character for character in characters if character.style not in pale] if pale else characters


def _upright(character: _Character, turn: int) -> _Character:
    """``character``, which runs in direction ``turn``, as on a page turned so that it runs from left to right."""
    _, left, bottom, right, top, x, y, *_ = character
    if turn == 1:
        return character._replace(right=top, x=bottom, y=-x)
    if turn == 2:
        return character._replace(right=-left, x=-right, y=-y)
    return character._replace(right=-bottom, x=-top, y=x)


def _fragments(characters: list[_Character], base: float) -> list[Fragment]:
    """Fragments of characters that were drawn one after another on one baseline; ``base`` as for ``_turned``."""
    fragments: list[Fragment] = []
    text: list[str] = []
    edges: list[float] = []
    end = baseline = size = 0.0
    for character in characters:
        x, y = character.x, character.y
        if (
            text
            and character.style.size == size
            and abs(y - baseline) <= _DRIFT * size
            and _goes_on(text[-1], character, x - end, size)
        ):
            if space := _space(text[-1], character, x - end, size):
                text.append(space)
                edges.append(end)
        else:
            if text:
                fragments.append(_fragment(text, edges, end, base - baseline, size))
            text, edges, baseline, size = [], [], y, character.style.size
        text.append(character.text)
        edges.append(x)
        if len(character.text) > 1:  # a ligature
            edges.extend([x] * (len(character.text) - 1))
        end = character.right
    if text:
        fragments.append(_fragment(text, edges, end, base - baseline, size))
    return fragments


def _space(last: str, character: _Character, gap: float, size: float) -> str:
    """What stands before ``character`` for the ``gap`` after the character ``last``: beside Chinese characters no more
    than a wide space, where it is wider than a single blank and than what sets lines to one width."""
    if is_cjk(last) or is_cjk(character.text):
        least = WIDE_GAP * size
        if character.blank:
            least = min(least, max(_SEVERAL * character.blank, _NARROW * size))
        return WIDE_SPACE if gap >= least else ""
    return " " if character.spaced else ""


def _goes_on(last: str, character: _Character, gap: float, size: float) -> bool:
    figures = last.isdecimal() and character.text.isdecimal()
    return -_OVERLAP * size < gap < (FIGURE_GAP if figures else CELL_GAP) * size


def _fragment(text: list[str], edges: list[float], end: float, y: float, size: float) -> Fragment:
    return Fragment("".join(text), (*edges, max(end, edges[-1])), y, size)
