"""Memory does not grow with the documents."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from govreply.dataset import DatasetFormat
from tests.dataset.documents import CHECKOUT, FORMATS, place

pytestmark = pytest.mark.slow

MOST_GROWTH = 80_000
"""Kilobytes: SQLite's page cache (64 MB), or what openpyxl keeps of every row that it has read (90 bytes)."""

FEW, MANY = 800, 8_000
"""Documents of 22 rows; what the rows of the many take in memory is above 200 MB."""

WRITE = """
import resource, sys
from pathlib import Path
from govreply.dataset import dataset_writer
from tests.dataset.documents import PAGED, document
text = "全市投入资金，新建学校，" * 8
path, format_, documents = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with dataset_writer(path, format_, PAGED) as writer:
    for number in range(documents):
        for name, rows in document(f"{number:09}.txt", str(number), text).items():
            writer.write(name, rows * (20 if name == "amounts" else 1))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
MERGE = """
import resource, sys
from pathlib import Path
from govreply.dataset.merging import merge
merge([Path(sys.argv[1])], Path(sys.argv[2]), "csv")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(code: str, *arguments: object) -> int:
    """The peak memory of a process that runs ``code``."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    run = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stderr
    return int(run.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="no resource module")
@pytest.mark.parametrize("format_", FORMATS)
def test_memory_of_writing_and_merging(tmp_path: Path, format_: DatasetFormat) -> None:
    few, many = place(tmp_path, format_, "few"), place(tmp_path, format_, "many")
    assert peak(WRITE, many, format_, MANY) < peak(WRITE, few, format_, FEW) + MOST_GROWTH
    merged = tmp_path / "merged"
    assert peak(MERGE, many, merged) < peak(MERGE, few, merged) + MOST_GROWTH
