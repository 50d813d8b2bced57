"""PDF: bytes → Text, by PDFium; pages that hold only images go to ``readers.ocr`` where that extra is installed.

PDFium neither reaches the network nor runs the scripts and XFA forms of a document, as no form environment is set up.
It is not thread-safe: one document at a time is read in a process. Processes are independent.
"""

from __future__ import annotations

from contextlib import closing
from threading import Lock
from typing import TYPE_CHECKING, Literal, NamedTuple

from govreply.models import Page
from govreply.readers import limits
from govreply.readers.document import ReadError, Text
from govreply.readers.ocr import INSTALL, LONGEST_SIDE
from govreply.readers.pages.furniture import without_furniture
from govreply.readers.pages.layout import LaidPage, flow
from govreply.readers.pages.lines import MOST_CHARACTERS_ON_A_PAGE, lines_in_order
from govreply.readers.pages.tables import PageLines
from govreply.readers.pdf.streams import check_streams

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from govreply.readers.ocr import Recogniser

MOST_ANNOTATIONS = 10_000
_A_STAMP = 40  # characters: what a scanning app leaves on a page that is otherwise an image
_MOST_UNREADABLE = 0.3
_FEWEST_PIXELS = 0.6  # of those that recognition takes: a scan of fewer is enlarged
_PDFIUM = Lock()

_Flaw = Literal["", "image", "unreadable", "damaged"]


class _ReadPage(NamedTuple):
    """A page as read, and what is wrong with it."""

    laid: LaidPage
    flaw: _Flaw = ""


def read(data: bytes) -> Text:
    """The text of the PDF in ``data``, a paragraph a line, with the offset of each page.

    Left out are running heads, page numbers, watermarks and type across the direction of reading. A warning names the
    pages that hold only images, or type that cannot be read, unless OCR has read them. Raises ReadError for a PDF that
    is encrypted with a password, damaged, too large, or without text.
    """
    check_streams(data)
    with _PDFIUM, closing(_opened(data)) as document:
        count = len(document)
        if count > limits.MOST_PAGES:
            raise ReadError(f"has {count:,} pages; at most {limits.MOST_PAGES:,} are read")
        pages = _read_pages(document)
    laid = without_furniture([page.laid for page in pages])
    text, starts = flow(laid)
    if not text.strip():
        raise ReadError(_why_empty(pages))
    return Text(
        text,
        pages=tuple(Page(start, page.laid.ocr) for start, page in zip(starts, pages, strict=True)),
        warnings=_warnings(pages),
    )


def _opened(data: bytes) -> pdfium.PdfDocument:
    import pypdfium2 as pdfium
    import pypdfium2.raw as c

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY):
            raise ReadError("is an encrypted PDF; save it without its password first") from error
        raise ReadError("is a damaged PDF, or none at all") from error
    if len(document) == 0:
        document.close()
        raise ReadError("is a PDF without pages")
    return document


def _read_pages(document: pdfium.PdfDocument) -> list[_ReadPage]:
    from govreply.readers.ocr import recogniser

    pages: list[_ReadPage] = []
    ocr: Recogniser | None = None
    lines = PageLines()
    room = limits.MOST_CHARACTERS
    for number in range(len(document)):
        page = _read_page(document, number, lines)
        if page.flaw in ("image", "unreadable") and (ocr := ocr or recogniser()):
            page = _recognised(document, number, page, ocr)
        room -= sum(len(line.text) for line in page.laid.lines)
        if room < 0:
            raise ReadError(f"holds more than {limits.MOST_CHARACTERS:,} characters")
        pages.append(page)
    return pages


def _read_page(document: pdfium.PdfDocument, number: int, made: PageLines) -> _ReadPage:
    import pypdfium2 as pdfium

    from govreply.readers.pdf.characters import read_type
    from govreply.readers.pdf.drawing import is_image, rules_on

    try:
        page = _page_with_fields(document, number)
    except pdfium.PdfiumError:
        return _ReadPage(LaidPage([], 0.0, 0.0), "damaged")
    with closing(page):
        width, height = page.get_size()
        try:
            type_ = read_type(page, MOST_CHARACTERS_ON_A_PAGE)
        except pdfium.PdfiumError:
            return _ReadPage(LaidPage([], width, height), "damaged")
        if type_.characters < _A_STAMP and is_image(page):
            return _ReadPage(LaidPage([], width, height), "image")
        if type_.unreadable > _MOST_UNREADABLE * type_.characters:
            return _ReadPage(LaidPage([], width, height), "unreadable")
        lines = made.of(type_.fragments, rules_on(page, type_.turned))
        return _ReadPage(LaidPage(lines, type_.width, type_.height))


def _page_with_fields(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage:
    """Page ``number``; what stands in the fields of a form becomes part of it."""
    import pypdfium2.raw as c

    page = document[number]
    if not _has_fields(page):
        return page
    flattened = c.FPDFPage_Flatten(page.raw, c.FLAT_NORMALDISPLAY) == c.FLATTEN_SUCCESS
    if not flattened:
        return page
    page.close()
    return document[number]


def _has_fields(page: pdfium.PdfPage) -> bool:
    import pypdfium2.raw as c

    for index in range(min(c.FPDFPage_GetAnnotCount(page.raw), MOST_ANNOTATIONS)):
        annotation = c.FPDFPage_GetAnnot(page.raw, index)
        if annotation:
            kind = c.FPDFAnnot_GetSubtype(annotation)
            c.FPDFPage_CloseAnnot(annotation)
            if kind == c.FPDF_ANNOT_WIDGET:
                return True
    return False


def _recognised(document: pdfium.PdfDocument, number: int, page: _ReadPage, ocr: Recogniser) -> _ReadPage:
    """``page`` as OCR reads it."""
    from govreply.readers.pdf.drawing import scan_resolution

    with closing(document[number]) as shown:
        width, height = page.laid.width, page.laid.height
        scale = LONGEST_SIDE / max(width, height, 1.0)
        native = scan_resolution(shown) or scale
        scale = native if _FEWEST_PIXELS * scale <= native <= scale else scale
        bitmap = shown.render(scale=scale, grayscale=False)
        try:
            fragments = ocr.fragments(bitmap.to_pil(), 1 / scale)
        finally:
            bitmap.close()
    lines = lines_in_order(fragments)
    return _ReadPage(page.laid._replace(lines=lines, ocr=True))


def _why_empty(pages: list[_ReadPage]) -> str:
    count = "1 page" if len(pages) == 1 else f"{len(pages):,} pages"
    flaws = {page.flaw for page in pages}
    if any(page.laid.ocr for page in pages):
        return f"holds no text that OCR can read ({count})"
    if "unreadable" in flaws:
        return f"has type whose fonts do not say which characters they draw ({count}); {INSTALL} to read it"
    if "image" in flaws:
        return f"holds only images ({count}); {INSTALL} to read scans"
    return f"is a damaged PDF: none of its pages can be read ({count})" if "damaged" in flaws else "is empty"


def _warnings(pages: list[_ReadPage]) -> tuple[str, ...]:
    says: dict[_Flaw, tuple[str, str]] = {
        "image": ("holds only images", "hold only images"),
        "unreadable": ("has type without characters", "have type without characters"),
        "damaged": ("is damaged", "are damaged"),
    }
    warnings = []
    for flaw, (one, several) in says.items():
        numbers = [number for number, page in enumerate(pages, 1) if page.flaw == flaw]
        if numbers:
            warnings.append(f"page {numbers[0]} {one}" if len(numbers) == 1 else f"pages {listed(numbers)} {several}")
    return tuple(warnings)


def listed(numbers: list[int]) -> str:
    """Ascending ``numbers`` in short: 1-3, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
