"""The samples as LibreOffice writes them in the formats of word processors: the rows are those of the text."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import govreply
from govreply.readers import read_file
from govreply.tables.schema import Row

SAMPLES = sorted((Path(__file__).parent.parent.parent / "samples").glob("*.txt"))
OF_THE_FILE = {"reply_id", "source", "start", "end", "format", "encoding"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"),
]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every sample in DOC and RTF."""
    folder = tmp_path_factory.mktemp("converted")
    for path in SAMPLES:
        (folder / path.name).write_text(read_file(path).text, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for format_ in ("doc:MS Word 97", "rtf"):
        command = ["soffice", profile, "--headless", "--infilter=Text (encoded):UTF8", "--convert-to", format_]
        texts = map(str, sorted(folder.glob("*.txt")))
        subprocess.run([*command, "--outdir", str(folder), *texts], check=True, capture_output=True, timeout=300)
    return folder


@pytest.mark.parametrize("suffix", ["doc", "rtf"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_rows_are_those_of_the_text(converted: Path, sample: Path, suffix: str) -> None:
    made = govreply.extract_file(converted / f"{sample.stem}.{suffix}")
    assert made.source.format == suffix
    expected = govreply.extract_file(sample).tables
    for table, rows in made.tables.items():
        assert [_content(row) for row in rows] == [_content(row) for row in expected[table]], table


def _content(row: Row) -> dict[str, object]:
    return {column: value for column, value in row.items() if column not in OF_THE_FILE}
