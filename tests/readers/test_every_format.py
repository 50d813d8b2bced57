"""The samples made into every format by the programs that offices use: what is extracted is what the text gives."""

from __future__ import annotations

import pytest

from benchmarks import documents, formats

SAMPLES = formats.ROOT / "samples"
SCANNED = ("03-unsectioned-county", "05-ministry-summary", "06-database-record")
"""A page takes seconds to recognise."""

FULL = {"scan": 0.97}
ROWS = {"OFD": 0.995, "PDF LibreOffice": 0.99, "scan": 0.8}
"""What is reached, where it is less than of the text: shares of annotated rows, and of all rows that are the same."""


@pytest.mark.slow
@pytest.mark.parametrize("name", documents.makers())
def test_the_rows_are_those_of_the_text(name: str) -> None:
    maker = documents.makers()[name]
    if missing := maker.needs():
        pytest.skip(missing)
    papers = formats.annotated(SAMPLES, SAMPLES / "gold")
    result = formats.measured(maker, [each for each in papers if name != "scan" or each[0].name in SCANNED])
    least = FULL.get(name, 0.998)
    assert least >= formats.bar_of(name)
    assert result.full >= least, result.score.disagreements
    assert result.rows >= ROWS.get(name, 1.0), "\n".join(result.differences)


@pytest.mark.slow
def test_programs_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    needs = {name: maker.needs() for name, maker in documents.makers().items()}
    assert needs["HTML utf-8"] == needs["OFD"] == ""
    assert needs["DOCX"] == "soffice is not installed"
    assert needs["PDF Chromium"] == "chromium is not installed"
