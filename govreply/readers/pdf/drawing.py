"""What is drawn on a PDF page beside its type: the rules of tables, and whether the page is a picture of a page."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from govreply.readers.pages.tables import MOST_RULES, Rectangle, Rule, rules_of

if TYPE_CHECKING:
    import pypdfium2 as pdfium

MOST_OBJECTS = 50_000
_RECTANGLE = 5  # segments
_MOST_SEGMENTS = 2_000
_MOST_OF_THE_PAGE = 0.4
_FEWEST_STROKES = 50  # of type drawn as outlines
_STRAIGHT = 1.0


def rules_on(page: pdfium.PdfPage, turned: Callable[[float, float, float, float], Rectangle]) -> list[Rule]:
    """The straight rules drawn on ``page``, no more than a little over ``MOST_RULES``; ``turned`` maps upright
    rectangles of PDFium (left, bottom, right, top) to the page as it is read."""
    import pypdfium2.raw as c

    rules: list[Rule] = []
    bounds = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(bound) for bound in bounds]
    for index in range(min(c.FPDFPage_CountObjects(page.raw), MOST_OBJECTS)):
        drawn = c.FPDFPage_GetObject(page.raw, index)
        if c.FPDFPageObj_GetType(drawn) != c.FPDF_PAGEOBJ_PATH:
            continue
        segments = c.FPDFPath_CountSegments(drawn)
        if segments > _RECTANGLE:
            for rectangle in _straight_segments(drawn, min(segments, _MOST_SEGMENTS)):
                rules += rules_of(turned(*rectangle))
        elif c.FPDFPageObj_GetBounds(drawn, *pointers):
            rules += rules_of(turned(*(bound.value for bound in bounds)))
        if len(rules) > MOST_RULES:
            break
    return rules


def _straight_segments(path: ctypes.c_void_p, count: int) -> Iterator[Rectangle]:
    """The level and upright segments of ``path`` as thin rectangles."""
    import pypdfium2.raw as c

    matrix, x, y = c.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    c.FPDFPageObj_GetMatrix(path, matrix)
    start = before = (0.0, 0.0)
    for index in range(count):
        segment = c.FPDFPath_GetPathSegment(path, index)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        point = (matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == c.FPDF_SEGMENT_LINETO:
            yield from _straight(before, point)
        if c.FPDFPathSegment_GetClose(segment):
            yield from _straight(point, start)
        before = point


def _straight(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Rectangle]:
    if min(abs(a[0] - b[0]), abs(a[1] - b[1])) <= _STRAIGHT:
        yield min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def is_image(page: pdfium.PdfPage) -> bool:
    """Whether images take up much of ``page``, or type is drawn on it as outlines."""
    import pypdfium2.raw as c

    area = strokes = 0.0
    for drawn in page.get_objects(filter=(c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_PATH), max_depth=3):
        if drawn.type == c.FPDF_PAGEOBJ_PATH:
            strokes += 1
        else:
            left, bottom, right, top = drawn.get_bounds()
            area += (right - left) * (top - bottom)
        if strokes > MOST_OBJECTS:
            break
    width, height = page.get_size()
    return area >= _MOST_OF_THE_PAGE * width * height or strokes >= _FEWEST_STROKES


def scan_resolution(page: pdfium.PdfPage) -> float | None:
    """Pixels a point of the largest image on ``page``; None where there is none. Recognition is best on these pixels,
    as resampling blurs dashes and points."""
    import pypdfium2.raw as c

    found = [(image.get_px_size()[0], image.get_bounds()) for image in page.get_objects((c.FPDF_PAGEOBJ_IMAGE,), 3)]
    if not found:
        return None
    pixels, (left, _, right, _) = max(found)
    return float(pixels) / (right - left) if right > left else None
