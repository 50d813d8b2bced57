"""Keyness and association: equal to NLTK's measures, to the tables of χ², and to figures worked out by hand."""

from __future__ import annotations

from math import inf, isclose, log, log2

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nltk.metrics.association import BigramAssocMeasures

from govreply.mining.keyness import (
    Contingency,
    bayes_factor,
    log_dice,
    log_likelihood,
    log_ratio,
    mutual_information,
    p_value,
    t_score,
)

TABLES = [
    Contingency(8, 30, 12, 970),
    Contingency(1, 10, 0, 90),
    Contingency(120, 5000, 80, 40000),
    Contingency(3, 3, 5, 500),
    Contingency(2, 200, 900, 1800),
]


def reference(table: Contingency) -> tuple[int, tuple[int, int], int]:
    """The same table as NLTK wants it: n_ii, (n_ix, n_xi), n_xx."""
    return table.times, (table.size, table.times + table.rest_times), table.total


@pytest.mark.parametrize("table", TABLES)
def test_equal_to_the_reference_implementation(table: Contingency) -> None:
    marginals = reference(table)
    assert log_likelihood(table) == pytest.approx(BigramAssocMeasures.likelihood_ratio(*marginals), rel=1e-9)
    assert mutual_information(table) == pytest.approx(BigramAssocMeasures.pmi(*marginals), rel=1e-9)
    assert t_score(table) == pytest.approx(BigramAssocMeasures.student_t(*marginals), rel=1e-9)


@pytest.mark.parametrize(("together", "node", "collocate"), [(8, 20, 30), (1, 1, 1), (3, 500, 4)])
def test_log_dice_is_of_the_reference_dice(together: int, node: int, collocate: int) -> None:
    dice = BigramAssocMeasures.dice(together, (node, collocate), 10_000)
    assert log_dice(together, node, collocate) == pytest.approx(14 + log2(dice), rel=1e-12)


@pytest.mark.parametrize(("g2", "p"), [(3.841459, 0.05), (6.634897, 0.01), (10.827566, 0.001), (0.0, 1.0)])
def test_p_values_are_those_of_the_table_of_chi_square(g2: float, p: float) -> None:
    assert p_value(g2) == pytest.approx(p, rel=1e-5)


def test_figures_worked_out_by_hand() -> None:
    assert log_ratio(Contingency(40, 1000, 10, 1000)) == 2
    assert log_ratio(Contingency(10, 1000, 40, 1000)) == -2
    assert log_ratio(Contingency(4, 1000, 0, 1000)) == 3
    assert log_ratio(Contingency(4, 1000, 0, 0)) == inf
    assert bayes_factor(12.0, 1000) == 12.0 - log(1000)
    assert log_dice(5, 5, 5) == 14
    assert log_dice(0, 5, 5) == -inf
    assert Contingency(1, 10, 1, 30).expected == 0.5


def test_what_does_not_differ_is_nothing() -> None:
    assert isclose(log_likelihood(Contingency(5, 100, 50, 1000)), 0, abs_tol=1e-9)
    assert log_ratio(Contingency(5, 100, 50, 1000)) == 0
    assert mutual_information(Contingency(0, 10, 5, 90)) == -inf
    assert t_score(Contingency(0, 10, 5, 90)) == 0


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_sides_can_be_exchanged(times: int, others: int, rest_times: int, rest_others: int) -> None:
    table = Contingency(times, times + others, rest_times, rest_times + rest_others)
    other = Contingency(rest_times, rest_times + rest_others, times, times + others)
    assume(table.size and table.rest_size)
    assert log_likelihood(table) >= 0
    assert isclose(log_likelihood(table), log_likelihood(other), abs_tol=1e-7)
    assert isclose(log_ratio(table), -log_ratio(other), abs_tol=1e-9)
