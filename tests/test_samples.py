"""The samples: expected tables as files, exact places, and the same rows however the text is wrapped."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govreply
from govreply.readers import read_file
from govreply.tables.schema import MENTION_TABLES, TABLES, Tables
from govreply.writers import Style
from govreply.writers.csv_files import write_csv

FOLDER = Path(__file__).parent.parent / "samples"
SAMPLES = sorted(FOLDER.glob("*.txt"))
EXPECTED = FOLDER / "expected"
PAGE = re.compile(r"-\d+-")
WEB = read_file(FOLDER / "01-labelled-web.txt").text


def as_csv(name: str, tables: Tables) -> str:
    stream = io.StringIO(newline="")
    write_csv(stream, name, tables[name], Style())
    return stream.getvalue()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_expected_tables(path: Path) -> None:
    """``GOVREPLY_UPDATE=1 pytest tests/test_samples.py`` rewrites the files; read the difference before you commit."""
    tables = govreply.extract_file(path).tables
    for name in TABLES:
        file = EXPECTED / path.stem / f"{name}.csv"
        if os.environ.get("GOVREPLY_UPDATE"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(as_csv(name, tables).encode())
        assert file.read_bytes().decode() == as_csv(name, tables), f"{path.stem}: {name}"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_source_slice_is_the_mention(path: Path) -> None:
    extraction = govreply.extract_file(path)
    text = extraction.source.text
    seen = 0
    for name in MENTION_TABLES:
        if name in ("document_numbers", "targets"):
            continue
        for row in extraction.tables[name]:
            slice_, mention = squeezed(text[int(str(row["start"])) : int(str(row["end"]))]), squeezed(str(row["text"]))
            assert slice_ == mention or (PAGE.search(slice_) and PAGE.sub("", slice_) == mention)
            seen += 1
    assert seen > 20


def squeezed(text: str) -> str:
    return "".join(character for character in text if not character.isspace() and character not in "“”\f")


def rewrapped(text: str, width: int, seed: int) -> str:
    """``text`` (one paragraph a line) hard-wrapped as PDF text is, with an indent, blank lines and page numbers."""
    chance = random.Random(seed)
    gap = chance.choice(["\n", "\n\n", "\r\n", " \n"])
    pages = chance.choice([0, 12, 25])
    lines: list[str] = []
    for paragraph in text.split("\n"):
        paragraph = paragraph.strip()
        if not paragraph:
            continue
        if "\t" in paragraph:
            lines.append(paragraph)
            continue
        body = "　　" + paragraph
        lines += [body[at : at + width] for at in range(0, len(body), width)]
    out = []
    for number, line in enumerate(lines, 1):
        out.append(line)
        if pages and number % pages == 0 and number + 1 < len(lines):
            out.append(f"- {number // pages} -\f" if chance.random() < 0.5 else f"— {number // pages} —")
    return gap.join(out)


def values(tables: Tables) -> dict[str, list[str]]:
    columns = ("text", "value", "modifier", "unit", "object", "direction", "type", "kind", "section_no", "answer_no")
    return {
        name: [json.dumps([row.get(column) for column in columns], default=str, ensure_ascii=False) for row in rows]
        for name, rows in tables.items()
        if name in MENTION_TABLES
    }


@settings(max_examples=30, deadline=None)
@given(width=st.integers(20, 60), seed=st.integers(0, 10**6))
def test_any_wrapping_gives_the_same_rows(width: int, seed: int) -> None:
    assert values(govreply.extract(rewrapped(WEB, width, seed)).tables) == values(govreply.extract(WEB).tables)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_extraction_is_deterministic(path: Path) -> None:
    assert govreply.extract_file(path).tables == govreply.extract_file(path).tables


def test_csv_cells_come_back(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv("amounts", govreply.extract(WEB).tables).lstrip("﻿"))))
    assert [int(row["value"]) for row in rows if row["value"]]
