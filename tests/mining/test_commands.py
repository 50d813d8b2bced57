"""The commands on words and figures as processes: what they print where, and their words when something is wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mining.documents import PAPER, ROADS, SCHOOLS, WATER

CHECKOUT = Path(__file__).parents[2]


def govreply(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    run = subprocess.run(
        [sys.executable, "-m", "govreply", *map(str, arguments)],
        capture_output=True,
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"},
        timeout=60,
        encoding="utf-8",
    )
    assert "Traceback" not in run.stderr
    return run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("replies")
    issuers = ("临溪县水利局", "临溪县教育局", "临溪县交通运输局")
    for number, (text, issuer) in enumerate(zip((WATER, SCHOOLS, ROADS), issuers, strict=True), 12):
        paper = PAPER.format(number=number, text=text, issuer=issuer, date="2024年6月20日")
        (path / f"{number}.txt").write_text(paper, "utf-8")
    return path


def table(run: subprocess.CompletedProcess[str]) -> list[dict[str, str]]:
    assert (run.returncode, run.stderr) == (0, "")
    return list(csv.DictReader(io.StringIO(run.stdout.removeprefix("\ufeff"))))


def test_terms_of_a_department_against_the_rest(folder: Path) -> None:
    rows = table(govreply("terms", folder, "--by", "department", "--against", "rest", "--top", "1"))
    assert [(row["group"], row["term"]) for row in rows] == [
        ("临溪县交通运输局", "公路"),
        ("临溪县教育局", "学校"),
        ("临溪县水利局", "水厂"),
    ]


def test_kwic_is_aligned_in_a_table_and_complete_in_a_file(folder: Path, tmp_path: Path) -> None:
    drawn = govreply("kwic", "专项资金", folder, "--format", "table").stdout
    assert drawn.count("专项资金") == 4
    assert drawn.splitlines()[-1] == "4 in 3 documents"
    run = govreply("kwic", "专项资金", folder, "-o", tmp_path / "lines.json")
    assert run.stderr == f"govreply: wrote 4 rows to {tmp_path / 'lines.json'}\n"
    rows = json.loads((tmp_path / "lines.json").read_text("utf-8"))["kwic"]
    assert {row["hit"] for row in rows} == {"专项资金"}


def test_collocations(folder: Path) -> None:
    rows = table(govreply("collocations", "专项资金", folder, "--window", "3"))
    assert rows[0]["collocate"] == "安排"
    assert rows[0]["together"] == "3"


def test_sql_of_a_folder(folder: Path) -> None:
    rows = table(govreply("sql", folder, "select sum(value) as total from amounts"))
    assert rows == [{"total": "1000000000"}]


def test_sums_and_the_figures_that_they_are_made_of(folder: Path) -> None:
    (row,) = table(govreply("sum", folder))
    assert (row["rows"], row["sum"], row["exact_sum"]) == ("3", "10亿", "1000000000")
    figures = table(govreply("sum", folder, "--by", "department,year", "--detail"))
    assert [row["text"] for row in figures] == ["5亿元", "3亿元", "2亿元"]
    assert table(govreply("sum", folder, "--show-excluded")) == []


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["sql", "FOLDER", "selec 1"], 1, 'near "selec": syntax error (line 1, column 1)'),
        (["sql", "FOLDER"], 2, "give a statement, or --tables"),
        (["kwic", "-e", "(", "FOLDER"], 1, "'(' is no regular expression: missing ) at position 1"),
        (["sum", "FOLDER", "--by", "nonsense"], 1, "amounts cannot be grouped or restricted by 'nonsense'"),
        (["sum", "FOLDER", "--detail", "--show-excluded"], 2, "choose one of them"),
    ],
)
def test_what_is_wrong_is_told(folder: Path, arguments: list[str], status: int, message: str) -> None:
    run = govreply(*(str(folder) if each == "FOLDER" else each for each in arguments))
    assert (run.returncode, run.stdout) == (status, "")
    assert message in run.stderr


@pytest.mark.parametrize("command", ["terms", "kwic", "collocations", "sql", "sum"])
def test_help_has_an_example_and_loads_nothing_heavy(command: str) -> None:
    code = (
        f"import sys; sys.argv = ['govreply', '{command}', '--help']\nfrom govreply.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print({'jieba', 'rich', 'pandas', 'regex', 'sqlite3'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=CHECKOUT, timeout=60, encoding="utf-8"
    )
    assert f"govreply {command} " in run.stdout.partition("Example")[2]
    assert run.stdout.endswith("set()\n")
