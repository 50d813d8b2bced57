"""The type and the rules that a page of an OFD draws (GB/T 33190-2016, 8 to 13), each where it stands on the page.

Lengths in the file are millimetres from the top left corner; an object has a boundary box, within it perhaps a matrix
of its own, and a text code places its first character and gives the steps to the next ones (``g 3 5.2``: 5.2 thrice).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from govreply.patterns import compiled
from govreply.readers.document import ReadError
from govreply.readers.packages import Element, local_name
from govreply.readers.pages.lines import (
    CELL_GAP,
    FIGURE_GAP,
    MOST_CHARACTERS_ON_A_PAGE,
    WIDE_SPACE,
    Fragment,
    is_cjk,
)
from govreply.readers.pages.tables import MOST_RULES, Rule, rules_of

POINTS = 72 / 25.4
"""Points in a millimetre."""

_SLANT = 0.05
_DRIFT = 0.1
_OVERLAP = 0.6
_BLANKS = 0.6  # the width of more than one blank, which is half an em at most
_WIDE = "“”‘’…—"  # as wide as a Chinese character in Chinese type
_FARTHEST = 1e6
_MOST_STEPS = 100_000
_MOST_NESTED = 8
MOST_OBJECTS = 200_000
"""Objects on a page; each ``_PATH`` characters of a path count as one."""

_PATH = 20
_LONGEST_PATH = 2000  # characters: longer ones are drawings


class Matrix(NamedTuple):
    """(a, b, c, d, e, f): the point (x, y) goes to (a x + c y + e, b x + d y + f)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def of(self, x: float, y: float) -> tuple[float, float]:
        """Where the point (x, y) goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Matrix) -> Matrix:
        """The matrix that does what ``inner`` does and then what this one does."""
        e, f = self.of(inner.e, inner.f)
        a, b = self.a * inner.a + self.c * inner.b, self.b * inner.a + self.d * inner.b
        return Matrix(a, b, self.a * inner.c + self.c * inner.d, self.b * inner.c + self.d * inner.d, e, f)


class _Character(NamedTuple):
    """A character, its left and right edge, its baseline and its size in points; ``spaced``: a blank before it."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    spaced: bool


class Canvas:
    """What a page draws: its ``fragments`` of type and ``rules`` in points, how many ``images``, and how many
    ``objects`` that took.

    ``composites`` are the drawings that objects of a page refer to by id.
    """

    def __init__(self, composites: Mapping[str, Element]) -> None:
        self.fragments: list[Fragment] = []
        self.rules: list[Rule] = []
        self.images = self.objects = 0
        self._composites = composites
        self._room = MOST_CHARACTERS_ON_A_PAGE

    def draw(self, content: Element) -> None:
        """Draw the objects in ``content``, a page or a template.

        Left out are invisible objects and type that does not run upright from left to right. Raises ReadError for more
        than ``MOST_OBJECTS`` objects or ``MOST_CHARACTERS_ON_A_PAGE`` characters, those of drawings within drawings
        included.
        """
        self._draw(content, Matrix(a=POINTS, d=POINTS), _MOST_NESTED)

    def _draw(self, content: Element, place: Matrix, nested: int) -> None:
        for each in content.iter("{*}TextObject", "{*}PathObject", "{*}CompositeObject", "{*}ImageObject"):
            self._count(1)
            if each.get("Visible") not in ("false", "0") and each.get("Alpha") != "0":
                self._draw_object(each, place.after(_own_matrix(each)), nested)

    def _draw_object(self, element: Element, place: Matrix, nested: int) -> None:
        kind = local_name(element)
        if kind == "TextObject":
            self._write(element, place)
        elif kind == "PathObject":
            if len(self.rules) <= MOST_RULES:
                self._rule(element, place)
        elif kind == "ImageObject":
            self.images += 1
        elif nested and (inner := self._composites.get(element.get("ResourceID", ""))) is not None:
            self._draw(inner, place, nested - 1)

    def _write(self, element: Element, place: Matrix) -> None:
        self._room -= sum(len(code.text or "") for code in element.iterchildren("{*}TextCode"))
        if self._room < 0:
            raise ReadError(f"is an OFD with a page of more than {MOST_CHARACTERS_ON_A_PAGE:,} characters")
        self.fragments.extend(_fragments(element, place))

    def _rule(self, element: Element, place: Matrix) -> None:
        path = next((each.text or "" for each in element.iterchildren("{*}AbbreviatedData")), "")
        if len(path) <= _LONGEST_PATH:
            self._count(len(path) // _PATH)
            self.rules.extend(_rules(path, place, filled=element.get("Fill") in ("true", "1")))

    def _count(self, objects: int) -> None:
        self.objects += objects
        if self.objects > MOST_OBJECTS:
            raise ReadError(f"is an OFD with a page of more than {MOST_OBJECTS:,} objects")


def numbers(text: str | None) -> list[float]:
    """The numbers in an attribute, as far as it is well-formed and they are of any possible length."""
    found = []
    for word in (text or "").split()[:_MOST_STEPS]:
        try:
            value = float(word)
        except ValueError:
            break
        if not math.isfinite(value) or abs(value) > _FARTHEST:
            break
        found.append(value)
    return found


def _own_matrix(element: Element) -> Matrix:
    """The place of an object within what holds it: its matrix, then the corner of its boundary."""
    boundary, own = numbers(element.get("Boundary")), numbers(element.get("CTM"))
    corner = Matrix(e=boundary[0], f=boundary[1]) if len(boundary) == 4 else Matrix()
    return corner.after(Matrix(*own)) if len(own) == 6 else corner


def _fragments(element: Element, place: Matrix) -> Iterator[Fragment]:
    if place.a <= 0 or place.d <= 0 or abs(place.b) > _SLANT * place.a or abs(place.c) > place.d:
        return
    size = (numbers(element.get("Size")) or [0.0])[0]
    stretch = (numbers(element.get("HScale")) or [1.0])[0]
    x = y = 0.0
    for code in element.iterchildren("{*}TextCode"):
        x, y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
        characters = list(_characters(code, (x, y), (size, size * stretch), place)) if size > 0 else []
        yield from _joined(characters)


def _characters(
    code: Element, start: tuple[float, float], em: tuple[float, float], place: Matrix
) -> Iterator[_Character]:
    """The characters of a text code but its blanks; ``em`` is the height and the width of a Chinese character."""
    text = code.text or ""
    across, down = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
    x, y = start
    size = em[0] * place.d
    spaced = False
    for index, character in enumerate(text):
        width = em[1] * (1.0 if is_cjk(character) or character in _WIDE else 0.5)
        if character.isspace():
            spaced = True
        else:
            left, baseline = place.of(x, y)
            yield _Character(character, left, left + width * place.a, baseline, size, spaced)
            spaced = False
        x += across[index] if index < len(across) else (0.0 if down else width)
        y += down[index] if index < len(down) else 0.0


def _steps(text: str | None, most: int) -> list[float]:
    """The steps from character to character: ``5 g 2 4.5 5`` is 5, 4.5, 4.5, 5."""
    steps: list[float] = []
    words = iter((text or "").split()[: 3 * most])
    for word in words:
        repeated = word == "g"
        count, step = (next(words, ""), next(words, "")) if repeated else ("1", word)
        value = numbers(step)
        if not value or not count.isdecimal() or len(steps) >= most:
            break
        steps += value * min(int(count[:6]), most - len(steps))
    return steps


def _joined(characters: list[_Character]) -> Iterator[Fragment]:
    """Fragments of characters that stand close to one another on one baseline."""
    begin = 0
    for index in range(1, len(characters) + 1):
        if index == len(characters) or not _goes_on(characters[index - 1], characters[index]):
            yield _fragment(characters[begin:index])
            begin = index


def _goes_on(a: _Character, b: _Character) -> bool:
    widest = FIGURE_GAP if a.text.isdecimal() and b.text.isdecimal() else CELL_GAP
    return abs(b.y - a.y) <= _DRIFT * a.size and -_OVERLAP * a.size < b.x0 - a.x1 < widest * a.size


def _fragment(characters: list[_Character]) -> Fragment:
    text, end = "", 0.0
    edges: list[float] = []
    for character in characters:
        if text and character.spaced and (space := _space(text[-1], character, character.x0 - end)):
            text += space
            edges.append(end)
        text += character.text
        edges.append(character.x0)
        end = character.x1
    last = characters[-1]
    return Fragment(text, (*edges, max(last.x1, edges[-1])), last.y, last.size)


def _space(last: str, character: _Character, gap: float) -> str:
    """What stands for the blanks before ``character``: beside Chinese characters, one is none."""
    if is_cjk(last) or is_cjk(character.text):
        return WIDE_SPACE if gap >= _BLANKS * character.size else ""
    return " "


def _rules(path: str, place: Matrix, *, filled: bool) -> Iterator[Rule]:
    """The rules that a path stands for: each straight side of a line, a ``filled`` bar as a whole."""
    lines = list(_lines(path, place))
    if not lines:
        return
    if filled:
        xs, ys = ([point[axis] for line in lines for point in line] for axis in (0, 1))
        yield from rules_of((min(xs), min(ys), max(xs), max(ys)))
        return
    for (x0, y0), (x1, y1) in lines:
        if abs(x1 - x0) < 1 or abs(y1 - y0) < 1:
            yield from rules_of((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _lines(path: str, place: Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight lines of a path, ends on the page; none where it has curves."""
    if compiled("[QBA]").search(path):
        return
    begin = last = place.of(0, 0)
    for mark, text in compiled(r"([SMLC])([^SMLC]{0,80})").findall(path):
        point = numbers(text)
        if mark == "C":
            yield last, begin
            last = begin
        elif len(point) == 2:
            at = place.of(point[0], point[1])
            if mark == "L":
                yield last, at
            else:
                begin = at
            last = at
