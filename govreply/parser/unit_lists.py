"""Lists of units taken apart: 责任单位：市发展改革委，市财政局；各县（市、区）人民政府."""

from __future__ import annotations

from collections.abc import Iterator

from govreply.lexicon import Lexicon
from govreply.parser.departments import LONGEST_UNIT, is_collective, is_department
from govreply.patterns import compiled

_SEPARATORS = frozenset("、，,；;。/\n\t|")
_OPENING, _CLOSING = "（(〔[【", "）)〕]】"
_LONGEST_ENDING = 24
_BEFORE = compiled(
    r"[ \u3000]+|(?:责任|牵头|配合|主办|会办|协办|承办|参与|参加|协助|主要)?(?:责任)?(?:单位|部门)[：:]|"
    r"(?:由|并由|会同|以及|及|和|与)(?=[省市州县区各自有相]|国家|中央)"
)
_AFTER = compiled(
    r"(?:[ \u3000]{1,24}|等(?:\d{0,3}个?(?:有关|相关)?(?:部门和单位|部门|单位))?|"
    r"(?:按照?|根据)?(?:各自)?职责(?:分工|任务)?(?:分别)?(?:负责|落实|配合|抓好落实)?|"
    r"(?:分别|共同|具体|分工)?(?:牵头负责|负责|牵头|配合|参与|落实|承办|协办|主办|会办|协助)(?:单位|落实)?|"
    r"[（(][^（）()]{0,6}(?:牵头|配合|主办|会办|协办|承办|负责|参与)[^（）()]{0,6}[）)])$"
)
# what the two patterns begin and end with: most pieces are settled by their first and last character
_BEGINNINGS = frozenset(" \u3000责牵配主会协承参单部由并以及和与")
_ENDINGS = frozenset(" \u3000\n等位门责工务别实合头与办助）)")
# “各市、县级政府” is one group: a piece that holds nothing but words for levels goes on in the next.
_LEVELS_ALONE = compiled(
    r"(?:.{2,30}(?:以及|及|和|与)(?=各))?(?:各|有关|相关)?(?:[省市州盟县区旗乡镇]|街道)+(?:[（〔(].{1,12}[）〕)])?"
)
_GOES_ON = compiled(r"(?:[省市州盟县区旗乡镇]|街道)*(?:[（〔(]|级|直|[两三]级|人民政府|政府|党委|有关|相关|$)")
_CONJUNCTION = compiled(r"以及|和|及|与|会同")

Piece = tuple[str, int, int]


def split_units(text: str, lexicon: Lexicon | None = None) -> list[Piece]:
    """The units of a list, each with its start and end in ``text``, in order.

    Separators inside brackets do not split (各县（市、区）人民政府); 和, 及, 以及, 与 split only between two units
    (省财政厅和各市政府, not 文化和旅游局). 责任单位：, 由 … 牵头, a closing 等 and 按职责分工负责 are left out.
    ``lexicon`` defaults to the shipped one.
    """
    lexicon = lexicon or Lexicon()
    units: list[Piece] = []
    for start, end in _joined_levels(text, _pieces(text)):
        for part in _coordinated(text, *_trimmed(text, start, end), lexicon):
            start, end = _trimmed(text, *part)
            if start < end:
                units.append((text[start:end], start, end))
    return units


def _pieces(text: str) -> list[tuple[int, int]]:
    """Where the separators outside brackets cut the text; brackets around the whole are no brackets."""
    start, stop = 0, len(text)
    if text[:1] in tuple(_OPENING) and _closing(text, 0) == stop - 1:
        start, stop = 1, stop - 1
    pieces = []
    depth = 0
    at = start
    for position in range(start, stop):
        character = text[position]
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and character in _SEPARATORS:
            pieces.append((at, position))
            at = position + 1
    pieces.append((at, stop))
    return [(a, b) for a, b in pieces if a < b]


def _closing(text: str, opening: int) -> int:
    depth = 0
    for position in range(opening, len(text)):
        if text[position] in _OPENING:
            depth += 1
        elif text[position] in _CLOSING:
            depth -= 1
            if depth == 0:
                return position
    return -1


def _joined_levels(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    last = ""
    for start, end in pieces:
        goes_on = (
            joined and text[start - 1] == "、" and _LEVELS_ALONE.fullmatch(last) and _GOES_ON.match(text, start, end)
        )
        if goes_on:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        last = text[start:end]
    return joined


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The piece without spaces, what stands before a unit (由, 牵头单位：) and what stands after (等, 按职责分工)."""
    while start < end:
        if text[start] in _BEGINNINGS and (before := _BEFORE.match(text, start, end)) and before.end() < end:
            start = before.end()
        elif text[end - 1] in _ENDINGS and (after := _AFTER.search(text, max(start, end - _LONGEST_ENDING), end)):
            end = after.start()
        else:
            break
    return start, end


def _is_unit(text: str, lexicon: Lexicon) -> bool:
    return len(text) <= LONGEST_UNIT and (is_department(text, lexicon) or is_collective(text, lexicon))


def _coordinated(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The piece cut at each 和, 及 … that stands between two units."""
    words = list(_CONJUNCTION.finditer(text, start, end))
    for number, word in enumerate(words):
        ends = [following.start() for following in words[number + 1 : number + 4]]
        if _is_unit(text[start : word.start()], lexicon) and any(
            _is_unit(text[word.end() : stop], lexicon) for stop in [*ends, end]
        ):
            yield start, word.start()
            start = word.end()
    yield start, end
