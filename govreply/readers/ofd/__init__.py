"""OFD, the fixed-layout format of Chinese offices (GB/T 33190-2016) → Text.

Its pages place type as a PDF does, so lines and paragraphs are rebuilt as there. Seals and annotations are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from govreply.models import Page
from govreply.readers.document import ReadError, Text
from govreply.readers.limits import MOST_CHARACTERS, MOST_PAGES
from govreply.readers.ofd.objects import POINTS, Canvas, numbers
from govreply.readers.packages import Element, Package, beside
from govreply.readers.pages.furniture import without_furniture
from govreply.readers.pages.layout import LaidPage, flow
from govreply.readers.pages.tables import PageLines

MOST_OBJECTS_IN_ALL = 2_000_000
"""Objects on all pages, which may be one page shown again and again; drawing takes some seconds a million."""

_A4 = (210.0, 297.0)  # millimetres


def read(data: bytes) -> Text:
    """The text of the OFD whose bytes are ``data``, a paragraph a line, with the offset of each page.

    All documents in it are read in order; running heads and page numbers are left out. Raises ReadError for a file that
    is damaged, encrypted or beyond the limits, and for one whose pages hold only images.
    """
    package = Package(data, "OFD")
    if any(path.rpartition("/")[2].startswith("encrypt") for path in package.paths):
        raise ReadError("is an encrypted OFD; save it without encryption")
    pages: list[LaidPage] = []
    images = characters = objects = 0
    for document in _documents(package):
        lines = PageLines()
        for canvas, size in document.pages():
            pages.append(LaidPage(lines.of(canvas.fragments, canvas.rules), *size))
            images += canvas.images > 0 and not canvas.fragments
            characters += sum(len(fragment.text) for fragment in canvas.fragments)
            objects += canvas.objects
            if len(pages) > MOST_PAGES or characters > MOST_CHARACTERS:
                raise ReadError(f"is an OFD of more than {MOST_PAGES:,} pages or {MOST_CHARACTERS:,} characters")
            if objects > MOST_OBJECTS_IN_ALL:
                raise ReadError(f"is an OFD that draws more than {MOST_OBJECTS_IN_ALL:,} objects")
    return _text(pages, images)


def _text(pages: list[LaidPage], images: int) -> Text:
    text, starts = flow(without_furniture(pages))
    if not text.strip():
        if images:
            raise ReadError("is an OFD that holds only images; save its pages as PDF to have them recognised")
        raise ReadError("is an OFD without text")
    only = f"{images} {'page holds' if images == 1 else 'pages hold'} only images"
    return Text(text, pages=tuple(Page(start) for start in starts), warnings=(only,) if images else ())


def _documents(package: Package) -> Iterator[_Document]:
    root = package.xml("OFD.xml")
    for each in root.iter("{*}DocRoot"):
        yield _Document(package, beside("OFD.xml", (each.text or "").strip()))


class _Document:
    """One of the documents in an OFD, whose root part is at ``path``."""

    def __init__(self, package: Package, path: str) -> None:
        self._package = package
        self._path = path
        self._root = package.xml(path)
        self._size = _size(self._root, _A4)

    def pages(self) -> Iterator[tuple[Canvas, tuple[float, float]]]:
        """What each page draws, templates first, and its width and height in points."""
        for each in self._root.iterfind("{*}Pages/{*}Page"):
            page = self._package.xml(beside(self._path, each.get("BaseLoc", "")))
            canvas = Canvas(self._composites)
            for template in page.iterchildren("{*}Template"):
                content = self._templates.get(template.get("TemplateID", ""))
                if content is not None:
                    canvas.draw(content)
            canvas.draw(page)
            width, height = _size(page, self._size)
            yield canvas, (width * POINTS, height * POINTS)

    @cached_property
    def _templates(self) -> dict[str, Element]:
        return {
            each.get("ID", ""): self._package.xml(path)
            for each in self._root.iterfind("{*}CommonData/{*}TemplatePage")
            if (path := beside(self._path, each.get("BaseLoc", ""))) in self._package
        }

    @cached_property
    def _composites(self) -> dict[str, Element]:
        """Drawings that pages use by id, from the resources of the document."""
        found = {}
        for each in self._root.iterfind("{*}CommonData/*"):
            path = beside(self._path, (each.text or "").strip())
            if each.tag.endswith(("}PublicRes", "}DocumentRes")) and path in self._package:
                for unit in self._package.xml(path).iter("{*}CompositeGraphicUnit"):
                    found[unit.get("ID", "")] = unit
        return found


def _size(element: Element, usual: tuple[float, float]) -> tuple[float, float]:
    """The width and height of a page in millimetres, from the first box that states its physical size."""
    box = numbers(next((each.text for each in element.iter("{*}PhysicalBox")), ""))
    return (box[2], box[3]) if len(box) == 4 and min(box[2:]) > 0 else usual
