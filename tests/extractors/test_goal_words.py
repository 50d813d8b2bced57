"""The words of ``goal_words.tsv`` and ``reached_words.tsv`` stand where their rows say."""

from __future__ import annotations

import pytest

from govreply.extractors.deadlines import table, words
from govreply.lexicon import Row, default_lexicon

LEXICON = default_lexicon()


@pytest.mark.parametrize("row", LEXICON.rows("goal_words"), ids=lambda row: f"{row['word']} {row['role']}")
def test_goal_words(row: Row) -> None:
    assert row["word"] in row["example"]
    assert words(row["role"], LEXICON).search(row["example"])
    assert row["word"] in table(row["role"], LEXICON).entries


@pytest.mark.parametrize("row", LEXICON.rows("reached_words"), ids=lambda row: row["word"])
def test_reached_words(row: Row) -> None:
    assert words("reached" if row["position"] == "before" else "from", LEXICON).search(row["example"])
