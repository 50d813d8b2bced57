"""Statistics of words: how much more often a word stands here than there, or beside another word than elsewhere.

Both questions are one 2×2 table. A word occurs ``times`` times among the ``size`` words of a part (a department's
text; the words around a node) and ``rest_times`` times among the ``rest_size`` words of the rest:

                 the word      other words            sum
    part         times         size − times           size
    rest         rest_times    rest_size − rest_times rest_size

The figures are floats: they are statistics. Tests compare them with ``nltk.metrics.association.BigramAssocMeasures``.
"""

from __future__ import annotations

from decimal import Decimal
from math import erfc, inf, log, log2, sqrt
from typing import NamedTuple


class Contingency(NamedTuple):
    """The 2×2 table of one word; all four are numbers of words, the first of each pair at most the second."""

    times: int
    size: int
    rest_times: int
    rest_size: int

    @property
    def total(self) -> int:
        """All words, of the part and the rest."""
        return self.size + self.rest_size

    @property
    def expected(self) -> float:
        """How often the word would stand in the part if part and rest did not differ; 0 for no words at all."""
        return self.size * (self.times + self.rest_times) / self.total if self.total else 0.0


def log_likelihood(table: Contingency) -> float:
    """G², the log-likelihood ratio of all four cells, 2 Σ O ln(O/E); never negative, 0 where nothing differs.

    Dunning (1993), "Accurate Methods for the Statistics of Surprise and Coincidence", Computational Linguistics 19(1).
    Rayson & Garside (2000) leave out the two cells of the other words; for rare words both are nearly equal.
    """
    words, total = table.times + table.rest_times, table.total
    observed_and_sums = (
        (table.times, table.size, words),
        (table.rest_times, table.rest_size, words),
        (table.size - table.times, table.size, total - words),
        (table.rest_size - table.rest_times, table.rest_size, total - words),
    )
    summed = sum(o * log(o * total / (row * column)) for o, row, column in observed_and_sums if o)
    return max(0.0, 2 * summed)


def log_ratio(table: Contingency) -> float:
    """The effect size: log2 of the ratio of the relative frequencies; 1 is twice as often, −1 half as often.

    Hardie (2014), "Log Ratio: an informal introduction". A frequency of 0 counts as 0.5. ±inf for an empty side.
    """
    if not table.size or not table.rest_size:
        return inf if table.size else -inf
    here = (table.times or 0.5) / table.size
    there = (table.rest_times or 0.5) / table.rest_size
    return log2(here / there)


def p_value(g2: float) -> float:
    """The probability of a G² at least as large by chance: χ² with one degree of freedom (3.84 is 0.05)."""
    return erfc(sqrt(g2 / 2))


def bayes_factor(g2: float, total: int) -> float:
    """G² − ln N, the BIC approximation: above 2 positive, 6 strong, 10 very strong evidence for a difference.

    Wilson (2013), "Embracing Bayes factors for key item analysis in corpus linguistics". ``total`` words, at least 1.
    """
    return g2 - log(total)


def mutual_information(table: Contingency) -> float:
    """MI, log2(O/E) of the first cell; −inf for a word that does not occur there.

    Church & Hanks (1990), "Word association norms"; Evert (2008), "Corpora and collocations".
    """
    return log2(table.times / table.expected) if table.times else -inf


def t_score(table: Contingency) -> float:
    """(O − E) / √O of the first cell; 0 for a word that does not occur there. Church et al. (1991); Evert (2008)."""
    return (table.times - table.expected) / sqrt(table.times) if table.times else 0.0


def log_dice(together: int, node: int, collocate: int) -> float:
    """14 + log2(2 f(x,y) / (f(x) + f(y))), from how often both occur together, and each alone; −inf for never.

    Rychlý (2008), "A lexicographer-friendly association score". 14 is the most where no node has the word twice beside
    it; one point less is half as often.
    """
    return 14 + log2(2 * together / (node + collocate)) if together else -inf


def rounded(statistic: float, places: int = 2) -> Decimal:
    """A finite statistic as a cell of a row, rounded half to even."""
    return Decimal(f"{statistic:.{places}f}")
