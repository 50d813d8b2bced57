"""Scans as image files (PNG, JPEG, BMP, WebP, TIFF of one or more pages) → Text, by OCR."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from govreply.models import Page
from govreply.readers import limits
from govreply.readers.document import ReadError, Text
from govreply.readers.ocr import INSTALL, LONGEST_SIDE, Recogniser, recogniser
from govreply.readers.pages.furniture import without_furniture
from govreply.readers.pages.layout import LaidPage, flow
from govreply.readers.pages.lines import lines_in_order

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 150_000_000
"""Pixels of one page: A3 at 1200 dots an inch is 280 million, A4 at 600 is 35 million."""

_PAGE_WIDTH = 595.0  # points; what an image is taken to be as wide as, since its resolution is often wrong


def read(data: bytes) -> Text:
    """The text that OCR finds on the image or images in ``data``, a page each.

    Raises ReadError where the extra ``govreply[ocr]`` is not installed, and for an image that is damaged, too large, or
    without text.
    """
    ocr = recogniser()
    if ocr is None:
        raise ReadError(f"is an image; {INSTALL} reads scans")
    pages = _pages(data, ocr)
    text, starts = flow(without_furniture(pages))
    if not text.strip():
        raise ReadError("is an image on which OCR finds no text")
    return Text(text, pages=tuple(Page(start, ocr=True) for start in starts))


def _pages(data: bytes, ocr: Recogniser) -> list[LaidPage]:
    from PIL import Image, ImageOps, ImageSequence

    pages = []
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data)) as image:
            warnings.simplefilter("ignore")
            for number, frame in enumerate(ImageSequence.Iterator(image)):
                if number >= limits.MOST_PAGES:
                    raise ReadError(f"has more than {limits.MOST_PAGES:,} pages")
                if frame.width * frame.height > MOST_PIXELS:
                    raise ReadError(f"is an image of {frame.width:,} × {frame.height:,} pixels, too large to read")
                frame.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                pages.append(_page(ImageOps.exif_transpose(frame).convert("RGB"), ocr))
    except Image.DecompressionBombError as error:
        raise ReadError("is an image with too many pixels to read") from error
    except ReadError:
        raise
    except Exception as error:  # Pillow has no common error for a damaged file
        raise ReadError("is a damaged image") from error
    return pages


def _page(image: Image, ocr: Recogniser) -> LaidPage:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    points = _PAGE_WIDTH / image.width
    return LaidPage(lines_in_order(ocr.fragments(image, points)), _PAGE_WIDTH, image.height * points, ocr=True)
