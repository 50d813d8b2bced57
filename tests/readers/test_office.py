"""LibreOffice as the reader of last resort: found, bounded in time, leaving nothing behind."""

from __future__ import annotations

import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path

import pytest

from govreply.readers import ReadError, doc, docx, office
from govreply.readers.document import Text
from tests.readers.doc_maker import Part, word_file

PAPER = Path(__file__).parent.parent / "cases" / "doc" / "paper.doc"
needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder in which temporary folders are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def _stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Let a shell script stand in for LibreOffice; its seventh and later arguments are those of --convert-to."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(office, "program", lambda: str(path))


def test_without_libreoffice_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    assert not office.is_there()
    with pytest.raises(ReadError, match="needs LibreOffice to be read, which is not installed"):
        office.convert(b"", "doc")


@needs_shell
def test_the_converted_bytes_come_back_and_no_file_stays(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, temporary: Path
) -> None:
    _stand_in(monkeypatch, tmp_path, 'mkdir out; { cat in.doc; echo "$@"; } > out/in.docx')
    made = office.convert(b"content ", "doc").decode()
    assert made.startswith("content -env:UserInstallation=file:")
    assert "--headless" in made
    assert list(temporary.iterdir()) == []


@needs_shell
def test_a_conversion_past_its_time_is_ended_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, temporary: Path
) -> None:
    alive = tmp_path / "alive"
    _stand_in(monkeypatch, tmp_path, f"(sleep 0.6; touch {alive}) & sleep 30")
    started = time.monotonic()
    with pytest.raises(ReadError, match=r"keeps LibreOffice busy for more than 0\.2 seconds"):
        office.convert(b"", "doc", seconds=0.2)
    assert time.monotonic() - started < 0.6
    time.sleep(max(0.0, started + 0.9 - time.monotonic()))
    assert not alive.exists()
    assert list(temporary.iterdir()) == []


@needs_shell
def test_a_conversion_without_a_result_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _stand_in(monkeypatch, tmp_path, "exit 0")
    with pytest.raises(ReadError, match="cannot be read by LibreOffice either"):
        office.convert(b"", "doc")


def test_what_the_own_reader_cannot_read_libreoffice_does(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = word_file(Part("正文\r"))._replace(tables=(b"", b""))
    converted = Text("另一程序所读\n")
    monkeypatch.setattr(doc, "_word_file", lambda data: empty)
    monkeypatch.setattr(office, "program", lambda: "soffice")
    monkeypatch.setattr(office, "convert", lambda data, suffix: b"")
    monkeypatch.setattr(docx, "read", lambda data: converted)
    text = doc.read(b"")
    assert text.text == converted.text
    assert text.warnings == ("read by LibreOffice, since the file is damaged: the table of its text is missing",)


def test_what_libreoffice_cannot_read_either_fails_with_the_first_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(data: bytes, suffix: str) -> bytes:
        raise ReadError("cannot be read by LibreOffice either")

    empty = word_file(Part("正文\r"))._replace(tables=(b"", b""))
    monkeypatch.setattr(doc, "_word_file", lambda data: empty)
    monkeypatch.setattr(office, "program", lambda: "soffice")
    monkeypatch.setattr(office, "convert", fails)
    with pytest.raises(ReadError, match="is damaged: the table of its text is missing"):
        doc.read(b"")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_itself(temporary: Path) -> None:
    made = office.convert(PAPER.read_bytes(), "doc")
    assert "对市政协第036号提案的答复" in docx.read(made).text
    assert list(temporary.iterdir()) == []
