"""Papers made into files of every format by the programs that offices use.

A paper is set as GB/T 9704-2012 has it: A4, 16 point type, 28 points a line, two characters of indent, the page number
between dashes at the foot. A program is started once for all papers where it takes many files.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import cycle, groupby
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from govreply.parser.layout import lay_out  # noqa: E402
from govreply.readers import ocr, read_file  # noqa: E402
from tests.readers import ofd_maker, pages  # noqa: E402
from tests.readers.docx_maker import zipped  # noqa: E402

SECONDS = 300
DOTS_AN_INCH = 200
FONT = "Noto Serif CJK SC"
UNDATED = re.compile(r"20\d\d([-/年])\d\d?[-/月]\d\d?日?")
"""Dates in the templates of pages: left out, since a paper has dates of its own."""

_NAMESPACES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"))
) + "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}-compatible:1.0"'
    for prefix, name in (("fo", "xsl-fo"), ("svg", "svg"))
)
_ODT_STYLES = {
    "body": 'fo:text-align="justify" fo:text-indent="32pt"',
    "flush": 'fo:text-align="justify"',
    "title": 'fo:text-align="center"',
    "signature": 'fo:text-align="end" fo:margin-right="32pt"',
    "foot": 'fo:text-align="center"',
}
_CELL = (
    '<style:style style:name="cell" style:family="table-cell">'
    '<style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="1mm"/></style:style>'
)
_CSS_STYLES = (
    "@page { size: A4; margin: 37mm 26mm 35mm 28mm } body { margin: 0; font: 16pt/28pt 'Noto Serif CJK SC', serif }"
    " p { margin: 0; text-align: justify } .body { text-indent: 2em } .title { text-align: center; font-size: 22pt }"
    " .signature { text-align: right; margin-right: 2em } td { border: 1px solid; padding: 0 4pt }"
    " table { border-collapse: collapse; width: 100%; font-size: 12pt }"
)


class Paper(NamedTuple):
    """A document: its name, the text as read, and its paragraphs without layout, cells divided by tabs."""

    name: str
    text: str
    paragraphs: tuple[str, ...]


class Maker(NamedTuple):
    """How files of a format are made: ``make`` writes one or more files a paper, named ``<paper>.…``, into a folder
    that it may fill with other things in folders of their own; ``needs`` says what is missing, nothing where all is
    there."""

    make: Callable[[Sequence[Paper], Path], None]
    needs: Callable[[], str]


def paper_of(path: Path) -> Paper:
    """The paper in the text file at ``path``."""
    text = read_file(path).text
    return Paper(path.stem, text, tuple(lay_out(text).quoted.split("\n")))


def makers() -> dict[str, Maker]:
    """The maker of each format that is made, by its name in the table of results."""
    word = {"DOCX": "docx:MS Word 2007 XML", "DOC": "doc:MS Word 97", "RTF": "rtf", "ODT": "odt"}
    return {
        **{f"HTML {encoding}": Maker(_pages_in(encoding), _nothing) for encoding in ("utf-8", "gb18030")},
        **{name: Maker(_set_as(kind), _needs("soffice")) for name, kind in word.items()},
        **{f"{name} of lines": Maker(_typed_as(kind), _needs("soffice")) for name, kind in word.items()},
        "PDF LibreOffice": Maker(_set_as("pdf:writer_pdf_Export"), _needs("soffice")),
        "PDF Chromium": Maker(print_pages, _needs("chromium")),
        "OFD": Maker(_make_ofds, _nothing),
        "scan": Maker(scan, _needs("soffice", "pdftoppm", of_ocr=True)),
    }


def flat_odt(paragraphs: Sequence[str]) -> str:
    """The flat ODT (.fodt) of a paper, with styles and tables; no mark hangs in the margin, since LibreOffice leaves
    such marks out of a PDF."""
    styles = "".join(_odt_style(name, properties) for name, properties in _ODT_STYLES.items())
    page = (
        '<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm"'
        ' fo:margin-top="37mm" fo:margin-bottom="20mm" fo:margin-left="28mm" fo:margin-right="26mm"/>'
        '<style:footer-style><style:header-footer-properties fo:min-height="15mm"/></style:footer-style>'
        "</style:page-layout>"
    )
    foot = (
        '<text:p text:style-name="foot">— <text:page-number text:select-page="current">1</text:page-number> —</text:p>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document{_NAMESPACES} office:version="1.3"'
        ' office:mimetype="application/vnd.oasis.opendocument.text"><office:font-face-decls>'
        f'<style:font-face style:name="F" svg:font-family="&apos;{FONT}&apos;"/></office:font-face-decls>'
        f"<office:styles>{styles}</office:styles><office:automatic-styles>{_CELL}{page}</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P">'
        f"<style:footer>{foot}</style:footer></style:master-page></office:master-styles><office:body><office:text>"
        f"{''.join(_odt_blocks(paragraphs))}</office:text></office:body></office:document>"
    )


def web_page(paragraphs: Sequence[str]) -> str:
    """A page with nothing but the paper, set for print."""
    blocks = []
    for style, texts in _blocks(paragraphs):
        if style == "table":
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in text.split("\t")) for text in texts)
            blocks.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            blocks += [f'<p class="{style}">{escape(text)}</p>' for text in texts]
    return (
        f'<!DOCTYPE html><html lang="zh"><meta charset="utf-8"><title>答复</title><style>{_CSS_STYLES}</style>'
        + "\n".join(blocks)
    )


def convert(files: Sequence[Path], kind: str, folder: Path, *options: str) -> None:
    """Let LibreOffice write ``files`` as ``kind`` (as its ``--convert-to`` takes it) into ``folder``."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command: list[str | Path] = [
        "soffice",
        profile,
        "--headless",
        *options,
        "--convert-to",
        kind,
        "--outdir",
        folder,
        *files,
    ]
    _run(command)
    shutil.rmtree(folder / "profile", ignore_errors=True)


def print_pages(papers: Sequence[Paper], folder: Path) -> None:
    """PDF files as Chromium prints a page, with the head and foot that it adds."""
    (folder / "web").mkdir()
    for paper in papers:
        page = folder / "web" / f"{paper.name}.html"
        page.write_text(web_page(paper.paragraphs), "utf-8")
        made = folder / f"{paper.name}.pdf"
        _run(
            [
                _chromium(),
                "--headless",
                "--no-sandbox",
                f"--user-data-dir={folder / 'web'}",
                f"--print-to-pdf={made}",
                page,
            ]
        )
    shutil.rmtree(folder / "web", ignore_errors=True)


def scan(papers: Sequence[Paper], folder: Path) -> None:
    """PDF files that hold only an image of each page of what LibreOffice sets."""
    from PIL import Image

    (folder / "set").mkdir()
    _set_as("pdf:writer_pdf_Export")(papers, folder / "set")
    for paper in papers:
        source = folder / "set" / f"{paper.name}.pdf"
        _run(["pdftoppm", "-r", str(DOTS_AN_INCH), "-gray", "-png", source, source.with_suffix("")])
        sheets = [Image.open(path) for path in sorted((folder / "set").glob(f"{paper.name}-*.png"))]
        sheets[0].save(folder / source.name, save_all=True, append_images=sheets[1:], resolution=DOTS_AN_INCH)
    shutil.rmtree(folder / "set")


def _set_as(kind: str) -> Callable[[Sequence[Paper], Path], None]:
    def make(papers: Sequence[Paper], folder: Path) -> None:
        sources = _written(folder, {f"{paper.name}.fodt": flat_odt(paper.paragraphs) for paper in papers})
        convert(sources, kind, folder)

    return make


def _typed_as(kind: str) -> Callable[[Sequence[Paper], Path], None]:
    def make(papers: Sequence[Paper], folder: Path) -> None:
        sources = _written(folder, {f"{paper.name}.txt": paper.text for paper in papers})
        convert(sources, kind, folder, "--infilter=Text (encoded):UTF8")

    return make


def _pages_in(encoding: str) -> Callable[[Sequence[Paper], Path], None]:
    def make(papers: Sequence[Paper], folder: Path) -> None:
        styles = cycle(pages.STYLES)
        for paper in papers:
            lines = [text.replace("\t", "　　　") for text in paper.paragraphs]
            for template in pages.NAMES:
                page = pages.page(template, lines, next(styles))
                for date in UNDATED.finditer((pages.TEMPLATES / f"{template}.html").read_text("utf-8")):
                    page = page.replace(date[0], "", 1)
                (folder / f"{paper.name}.{template}.html").write_bytes(page.encode(encoding))

    return make


def _make_ofds(papers: Sequence[Paper], folder: Path) -> None:
    for paper in papers:
        (folder / f"{paper.name}.ofd").write_bytes(zipped(ofd_maker.paper(paper.paragraphs)))


def _odt_style(name: str, properties: str) -> str:
    size = {"title": 22, "foot": 14}.get(name, 16)
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {properties}'
        ' fo:line-height="28pt" style:punctuation-wrap="simple"/><style:text-properties style:font-name="F"'
        f' style:font-name-asian="F" fo:font-size="{size}pt" style:font-size-asian="{size}pt"/></style:style>'
    )


def _odt_blocks(paragraphs: Sequence[str]) -> Iterator[str]:
    for style, texts in _blocks(paragraphs):
        if style != "table":
            yield from (f'<text:p text:style-name="{style}">{escape(text)}</text:p>' for text in texts)
            continue
        rows = [text.split("\t") for text in texts]
        width = max(map(len, rows))
        yield f'<table:table><table:table-column table:number-columns-repeated="{width}"/>'
        for row in rows:
            cells = (
                f'<text:p text:style-name="flush">{escape(cell)}</text:p>'
                for cell in [*row, *[""] * (width - len(row))]
            )
            yield "<table:table-row>" + "".join(
                f'<table:table-cell table:style-name="cell">{cell}</table:table-cell>' for cell in cells
            )
            yield "</table:table-row>"
        yield "</table:table>"


def _blocks(paragraphs: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Paragraphs that follow one another in one style, ``table`` for rows."""
    styled = zip(_styles(paragraphs), paragraphs, strict=True)
    for style, group in groupby(styled, key=lambda pair: pair[0]):
        yield style, [text for _, text in group]


def _styles(paragraphs: Sequence[str]) -> Iterator[str]:
    addressee = next((n for n, text in enumerate(paragraphs[:12]) if text.endswith(("：", ":"))), -1)
    for index, text in enumerate(paragraphs):
        if "\t" in text:
            yield "table"
        elif index < addressee:
            yield "flush" if re.search("[：:〔]|^（?[A-D]类", text) else "title"
        elif index == addressee:
            yield "flush"
        elif index >= len(paragraphs) - 4 and not re.search("[。；：！？]", text):
            yield "signature"
        else:
            yield "body"


def _written(folder: Path, files: dict[str, str]) -> list[Path]:
    """``files`` as text files in a folder of their own."""
    (folder / "sources").mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / "sources" / name).write_text(content, "utf-8")
    return [folder / "sources" / name for name in files]


def _run(command: Sequence[str | Path]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)


def _chromium() -> str:
    return shutil.which("chromium") or shutil.which("google-chrome") or ""


def _nothing() -> str:
    return ""


def _needs(*programs: str, of_ocr: bool = False) -> Callable[[], str]:
    def missing() -> str:
        for program in programs:
            if not (_chromium() if program == "chromium" else shutil.which(program)):
                return f"{program} is not installed"
        return "the extra govreply[ocr] is not installed" if of_ocr and ocr.recogniser() is None else ""

    return missing
