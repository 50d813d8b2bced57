"""PDFs made by the programs that offices use say what the text that they were made of says."""

from __future__ import annotations

import html
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from govreply import Extraction, extract, extract_file
from govreply.parser.layout import lay_out
from govreply.readers import read_file

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.txt"))
MENTIONS = ("amounts", "counts", "measurements", "percentages", "document_numbers", "titles", "dates")
LEAST = 0.98

STYLE = "p { text-indent: 2em; font-size: 16px; line-height: 1.8; margin: 0 }"


def _paragraphs(sample: Path) -> list[str]:
    return lay_out(read_file(sample).text).quoted.split("\n")


def _web_page(sample: Path, folder: Path) -> Path:
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in _paragraphs(sample))
    page = folder / "reply.html"
    page.write_text(f"<html><meta charset=utf-8><title>答复</title><style>{STYLE}</style>{body}</html>", "utf-8")
    return page


def _by_chromium(sample: Path, folder: Path) -> Path:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("neither chromium nor google-chrome is installed")
    made = folder / "reply.pdf"
    page = _web_page(sample, folder)
    _run(program, "--headless", "--no-sandbox", f"--user-data-dir={folder}", f"--print-to-pdf={made}", str(page))
    return made


def _by_libreoffice(sample: Path, folder: Path) -> Path:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("soffice is not installed")
    page = _web_page(sample, folder)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    _run(
        program, profile, "--headless", "--convert-to", "pdf:writer_web_pdf_Export", "--outdir", str(folder), str(page)
    )
    return folder / "reply.pdf"


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def _found(extraction: Extraction) -> Counter[tuple[str, ...]]:
    return Counter(
        (table, *("".join(str(row.get(column)).split()) for column in ("text", "value", "modifier")))
        for table in MENTIONS
        for row in extraction.tables[table]
    )


@pytest.mark.slow
@pytest.mark.parametrize("make", [_by_chromium, _by_libreoffice])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_printed_sample_says_the_same(sample: Path, make: Callable[[Path, Path], Path], tmp_path: Path) -> None:
    expected = _found(extract("\n".join(_paragraphs(sample))))
    found = _found(extract_file(make(sample, tmp_path)))
    shared = (expected & found).total()
    score = 2 * shared / (expected.total() + found.total())
    assert score >= LEAST, f"lost {expected - found}, new {found - expected}"
