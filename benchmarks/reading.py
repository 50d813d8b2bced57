"""Reading speed as ratios within one run: ``python benchmarks/reading.py``.

Prints pages a second of PDF and of HTML, documents a second of DOCX and DOC, each beside the bare library over the same
bytes: pypdfium2's text of each page, selectolax's tree and text of a page, lxml's tree of the main part, olefile's
streams. The documents are the samples, set as official papers and in the templates of web pages; the rates are medians
of five runs. Exit status 1 when reading is slower than a bar: 3 x the bare library for PDF, 35 x for HTML (of
which selectolax reads tens of thousands of pages a second).
"""

from __future__ import annotations

import io
import statistics
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.documents import Paper, paper_of  # noqa: E402
from govreply.readers import read_bytes  # noqa: E402
from tests.readers import docx_maker, ofd_maker, pages  # noqa: E402
from tests.readers.pdf_pages import Pages  # noqa: E402

RUNS = 5
LINES_A_PAGE = 22
Read = Callable[[bytes], object]


class Case(NamedTuple):
    """Documents of one format, the bare library that reads them too, and how much slower reading may be."""

    name: str
    documents: Sequence[bytes]
    bare: Read
    unit: str
    units: int
    most: float = 0.0


def cases(papers: list[Paper]) -> list[Case]:
    """The formats with their documents."""
    styles = cycle(pages.STYLES)
    web = [
        pages.page(template, [text.replace("\t", "　") for text in paper.paragraphs], style).encode()
        for paper, style in zip(papers * len(pages.NAMES), styles, strict=False)
        for template in pages.NAMES
    ]
    portable = [_pdf(paper) for paper in papers]
    open_fixed = [docx_maker.zipped(ofd_maker.paper(paper.paragraphs)) for paper in papers]
    word = [docx_maker.numbered(paper.text) for paper in papers] * 3
    old_word = [(ROOT / "tests/cases/doc/paper.doc").read_bytes()] * 20
    return [
        Case("PDF", portable, _bare_pdf, "pages", _pages(portable), 3.0),
        Case("HTML", web, _bare_html, "pages", len(web), 35.0),
        Case("OFD", open_fixed, _bare_zip, "pages", _pages(open_fixed)),
        Case("DOCX", word, _bare_zip, "documents", len(word)),
        Case("DOC", old_word, _bare_doc, "documents", len(old_word)),
    ]


def seconds(read: Read, documents: Sequence[bytes]) -> float:
    """Seconds that ``read`` takes for all ``documents``, the median of the runs after a first one."""
    read(documents[0])
    runs = []
    for _ in range(RUNS):
        start = time.perf_counter()
        for data in documents:
            read(data)
        runs.append(time.perf_counter() - start)
    return statistics.median(runs)


def _pdf(paper: Paper) -> bytes:
    made = Pages()
    lines = 0
    for text in paper.paragraphs:
        if lines > LINES_A_PAGE:
            made.page()
            lines = 0
        made.paragraph(text.replace("\t", "　"))
        lines += len(text) // 28 + 1
    return made.data()


def _pages(documents: Sequence[bytes]) -> int:
    return sum(len(read_bytes(data).pages) for data in documents)


def _bare_pdf(data: bytes) -> object:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


def _bare_html(data: bytes) -> object:
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(data).body
    return root.text(separator="\n") if root is not None else ""


def _bare_zip(data: bytes) -> object:
    """The trees of all XML parts that hold text."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith(("word/document.xml", "Content.xml"))]
        return ["".join(etree.fromstring(archive.read(name)).itertext()) for name in names]


def _bare_doc(data: bytes) -> object:
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as file:
        return [file.openstream(name).read() for name in file.listdir(streams=True)]


def main() -> int:
    """Measure, print and judge."""
    papers = [paper_of(path) for path in sorted((ROOT / "samples").glob("*.txt"))]
    missed = []
    for case in cases(papers):
        ours, bare = seconds(read_bytes, case.documents), seconds(case.bare, case.documents)
        bar = f", bar {case.most:.0f}" if case.most else ""
        print(
            f"{case.name:5} {case.units / ours:7.0f} {case.unit}/s, bare library {case.units / bare:7.0f},"
            f" ratio 1/{ours / bare:.1f}{bar}"
        )
        if case.most and ours / bare > case.most:
            missed.append(case.name)
    if missed:
        print(f"slower than the bar: {', '.join(missed)}", file=sys.stderr)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
