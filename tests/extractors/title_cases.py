"""Reads the case tables of titles and document numbers."""

from __future__ import annotations

import csv
from pathlib import Path

from govreply.models import Layout, Span

CASES = Path(__file__).parent.parent / "cases"


def cases(table: str) -> list[tuple[str, str, str]]:
    """Text, expected and why of each row of ``tests/cases/<table>.tsv``; ⏎ stands for a line end."""
    with (CASES / f"{table}.tsv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(
            (line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
        )
        return [(row["text"].replace("⏎", "\n"), row["expected"], row["why"]) for row in rows]


def plain_layout(text: str) -> Layout:
    """A layout of one paragraph that is canonical already."""
    return Layout(text, text, text, (Span(0, len(text)),), (0,), (0,))
