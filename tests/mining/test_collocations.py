"""Collocations: what counts as near, and the figures, with NLTK as reference."""

from __future__ import annotations

from math import log2

import pytest
from nltk.metrics.association import BigramAssocMeasures

from govreply.mining.collocations import COLLOCATIONS, collocations, near_term
from govreply.mining.passages import TermError
from govreply.mining.words import Token
from tests.mining.documents import three_offices

OFFICES = three_offices()


def tokens(text: str) -> list[Token]:
    """One token a word; 。 and ， are marks."""
    return [Token(word, 0, 0, "mark" if word in "。，" else "word") for word in text.split()]


@pytest.mark.parametrize(
    ("text", "window", "left", "right", "why"),
    [
        ("a b X c d", 1, {"b": 1}, {"c": 1}, "the neighbours"),
        ("a b X c d", 2, {"a": 1, "b": 1}, {"c": 1, "d": 1}, "two to each side"),
        ("a ， X ， c", 1, {"a": 1}, {"c": 1}, "a comma is no word"),
        ("a 。 X 。 c", 2, {}, {}, "a sentence ends the window"),
        ("X a X", 2, {}, {"a": 1}, "between two terms a word counts once"),
        ("a b X b", 2, {"a": 1, "b": 1}, {"b": 1}, "each occurrence of the word counts"),
        ("a X X b", 1, {"a": 1}, {"b": 1}, "the term is no collocate of its own"),
        ("a b c", 5, {}, {}, "without the term there is nothing"),
    ],
)
def test_near(text: str, window: int, left: dict[str, int], right: dict[str, int], why: str) -> None:
    near = near_term([tokens(text)], "X", window, lambda _: True)
    assert (dict(near.left), dict(near.right)) == (left, right), why
    assert near.positions == sum(left.values()) + sum(right.values())


def test_the_contingency_table_covers_every_word_but_the_term() -> None:
    near = near_term([tokens("a b X c 。 b b d X a")], "X", 1, lambda _: True)
    table = near.contingency("b")
    assert (table.times, table.size, table.rest_times, table.rest_size) == (1, 4, 2, 3)
    assert table.total == near.size - near.nodes


def test_figures_equal_the_reference() -> None:
    rows = collocations(OFFICES, "专项资金", min_count=1)
    assert {"安排", "教育"} <= {row["collocate"] for row in rows}
    from govreply.lexicon import default_lexicon
    from govreply.mining.passages import passages
    from govreply.mining.words import Words

    words = Words(default_lexicon())
    texts = [list(words.tokens(each.text)) for each in passages(OFFICES)]
    near = near_term(texts, "专项资金", 5, words.is_term)
    for row in rows:
        together, count = int(str(row["together"])), int(str(row["count"]))
        marginals = (together, (near.positions, count), near.size - near.nodes)
        assert float(str(row["g2"])) == pytest.approx(BigramAssocMeasures.likelihood_ratio(*marginals), abs=0.006)
        assert float(str(row["mi"])) == pytest.approx(BigramAssocMeasures.pmi(*marginals), abs=0.006)
        assert float(str(row["t_score"])) == pytest.approx(BigramAssocMeasures.student_t(*marginals), abs=0.006)
        dice = BigramAssocMeasures.dice(together, (near.nodes, count), near.size)
        assert float(str(row["log_dice"])) == pytest.approx(14 + log2(dice), abs=0.006)


def test_sorting_and_limits() -> None:
    rows = collocations(OFFICES, "学校", min_count=1, sort="log_dice", top=3)
    figures = [float(str(row["log_dice"])) for row in rows]
    assert len(rows) == 3
    assert figures == sorted(figures, reverse=True)
    assert all(int(str(row["together"])) >= 2 for row in collocations(OFFICES, "学校"))


def test_traditional_characters_and_terms_of_ones_own_are_found() -> None:
    assert collocations(OFFICES, "學校", min_count=1) == collocations(OFFICES, "学校", min_count=1)
    assert collocations(OFFICES, "除险加固工程", min_count=1)
    assert collocations(OFFICES, "航天", min_count=1) == []


def test_an_empty_term_is_told() -> None:
    with pytest.raises(TermError, match="empty"):
        collocations(OFFICES, " ")


def test_rows_have_the_columns_of_the_table() -> None:
    assert list(collocations(OFFICES, "学校", min_count=1)[0]) == [column.name for column in COLLOCATIONS.columns]
