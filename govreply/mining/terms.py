"""What texts speak of: frequent terms, terms by tf·idf, and keyness of one part of a corpus against the rest.

Terms are the words that ``words.Words.is_term`` lets through; the size of a text is the number of its words of any
kind, numbers and titles included, marks excluded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from math import log10
from typing import Literal, NamedTuple, get_args

from govreply.mining.corpus import Corpus
from govreply.mining.keyness import Contingency, bayes_factor, log_likelihood, log_ratio, p_value, rounded
from govreply.mining.passages import Passage, passages
from govreply.mining.results import Row, Table, integer, number, text
from govreply.mining.words import Words

Measure = Literal["frequency", "tfidf", "keyness"]
By = Literal["department", "year", "document"]

BY: tuple[By, ...] = get_args(By)
WHOLE = ""
"""The name of the one group where texts are not grouped."""

_GROUP = text("group", "组别", "the department, year or file whose terms these are; empty for all texts")
_TERM = text("term", "词语", "the term, in simplified characters")
_COUNT = integer("count", "次数", "how often it stands in the group")
_DOCUMENTS = integer("documents", "文档数", "in how many documents of the group it stands")
_PER_MILLION = number("per_million", "每百万词", "how often it stands in a million words of the group")

FREQUENCIES = Table(
    "terms", "词语", "one term of one group, by frequency", (_GROUP, _TERM, _COUNT, _DOCUMENTS, _PER_MILLION)
)
TFIDF = Table(
    "terms",
    "词语",
    "one term of one group, by tf·idf",
    (
        _GROUP,
        _TERM,
        _COUNT,
        _DOCUMENTS,
        _PER_MILLION,
        integer("groups", "组数", "in how many groups it stands"),
        number("tfidf", "TF-IDF", "count · log10(number of groups / groups with the term)"),
    ),
)
KEYNESS = Table(
    "terms",
    "词语",
    "one term that a group uses more, or less, than the rest",
    (
        _GROUP,
        _TERM,
        _COUNT,
        _DOCUMENTS,
        _PER_MILLION,
        integer("rest_count", "对照次数", "how often it stands in the texts compared with"),
        number("rest_per_million", "对照每百万词", "how often it stands in a million words of them"),
        number(
            "log_ratio", "对数比", "effect size: log2 of the ratio of the relative frequencies; 1 is twice as often"
        ),
        number("g2", "G²", "log-likelihood of all four cells (Dunning 1993)"),
        number("p_value", "P值", "probability of such a G² by chance, not corrected for the number of terms"),
        number(
            "bayes_factor", "贝叶斯因子", "G² − ln(words), BIC; above 2 positive, 6 strong, 10 very strong evidence"
        ),
    ),
)

TABLES_BY_MEASURE: Mapping[Measure, Table] = {"frequency": FREQUENCIES, "tfidf": TFIDF, "keyness": KEYNESS}


class Group(NamedTuple):
    """The terms of some texts: how often each stands there, in how many documents, and the texts' size in words."""

    counts: Counter[str]
    documents: Counter[str]
    size: int


class Choice(NamedTuple):
    """Which terms to list: at most ``top`` a group, each ``min_count`` times or more in it; only group ``only``."""

    top: int = 50
    min_count: int = 1
    only: str = ""


ALL = Choice()


class NothingToCompareError(ValueError):
    """A comparison without a second side; the message says what to give."""


def group_terms(corpus: Corpus, by: By | None = None, words: Words | None = None) -> dict[str, Group]:
    """The terms of ``corpus`` by department, year or document (its file name); a single group ``WHOLE`` without ``by``.

    Texts of which nobody knows the department or year belong to no group. Raises DictionaryError.
    """
    words = words or Words(corpus.lexicon)
    groups: dict[str, Group] = {}
    seen: set[tuple[str, str, str]] = set()
    for passage in passages(corpus):
        name = _name(passage, by)
        if name is None:
            continue
        group = groups.setdefault(name, Group(Counter(), Counter(), 0))
        tokens = [token for token in words.tokens(passage.text) if token.kind != "mark"]
        found = Counter(token.text for token in tokens if words.is_term(token))
        group.counts.update(found)
        new = [term for term in found if (name, passage.reply_id, term) not in seen]
        seen.update((name, passage.reply_id, term) for term in new)
        group.documents.update(new)
        groups[name] = group._replace(size=group.size + len(tokens))
    return groups


def frequent_terms(corpus: Corpus, by: By | None = None, choice: Choice = ALL) -> list[Row]:
    """The most frequent terms of each group, rows of ``FREQUENCIES``; of equally frequent ones the first in code point
    order. Raises DictionaryError."""
    rows: list[Row] = []
    for name, group in _chosen(group_terms(corpus, by), choice):
        rows += [_row(name, term, group) for term in _best(group, lambda term: group.counts[term], choice)]  # noqa: B023
    return rows


def tfidf_terms(corpus: Corpus, by: By = "document", choice: Choice = ALL) -> list[Row]:
    """The terms that set each group apart, rows of ``TFIDF``; a term that all groups use has 0 and is left out.

    tf · log10(N/df): tf the count in the group, N the number of groups, df the groups with the term (Manning, Raghavan
    & Schütze 2008, "Introduction to Information Retrieval", eq. 6.8). Raises NothingToCompareError for a single
    group, DictionaryError.
    """
    groups = group_terms(corpus, by)
    if len(groups) < 2:
        raise NothingToCompareError(f"tf·idf compares groups, and by {by} there is only one; choose another --by")
    spread = Counter(term for group in groups.values() for term in group.counts)
    rows: list[Row] = []
    for name, group in _chosen(groups, choice):
        weights = {term: count * log10(len(groups) / spread[term]) for term, count in group.counts.items()}
        for term in _best(group, weights.__getitem__, choice):
            if weights[term] > 0:
                rows.append({**_row(name, term, group), "groups": spread[term], "tfidf": rounded(weights[term])})
    return rows


def key_terms(corpus: Corpus, by: By | None = None, choice: Choice = ALL, rest: Corpus | None = None) -> list[Row]:
    """The terms that each group uses more than the rest, rows of ``KEYNESS``, the largest G² first.

    The rest are all other groups or, where given, the corpus ``rest``. Formulas: ``govreply.mining.keyness``. Raises
    NothingToCompareError where there is no rest, DictionaryError.
    """
    groups = group_terms(corpus, by)
    whole = _united(group_terms(rest).values()) if rest else _united(groups.values())
    rows: list[Row] = []
    for name, group in _chosen(groups, choice):
        others = whole if rest else _without(whole, group)
        if not others.size:
            raise NothingToCompareError("keyness needs texts to compare with: give --by or --against")
        tables = {
            term: Contingency(count, group.size, others.counts[term], others.size)
            for term, count in group.counts.items()
        }
        g2 = {term: log_likelihood(table) for term, table in tables.items() if log_ratio(table) > 0}
        for term in _best(group, lambda term: g2.get(term, 0.0), choice):  # noqa: B023
            if term in g2:
                rows.append({**_row(name, term, group), **_keyness(tables[term], g2[term])})
    return rows


def _name(passage: Passage, by: By | None) -> str | None:
    if by is None:
        return WHOLE
    return {"department": passage.department, "year": passage.year, "document": passage.source}[by] or None


def _chosen(groups: Mapping[str, Group], choice: Choice) -> Sequence[tuple[str, Group]]:
    """The groups asked for, in the order of their names. Raises NothingToCompareError for one that there is not."""
    if choice.only and choice.only not in groups:
        raise NothingToCompareError(f"no group {choice.only!r}; there are {', '.join(sorted(groups)) or 'none'}")
    return sorted((name, group) for name, group in groups.items() if not choice.only or name == choice.only)


def _best(group: Group, weight: Callable[[str], float], choice: Choice) -> list[str]:
    frequent = (term for term, count in group.counts.items() if count >= choice.min_count)
    return sorted(frequent, key=lambda term: (-weight(term), term))[: choice.top]


def _united(groups: Iterable[Group]) -> Group:
    united = Group(Counter(), Counter(), 0)
    for group in groups:
        united.counts.update(group.counts)
        united = united._replace(size=united.size + group.size)
    return united


def _without(whole: Group, part: Group) -> Group:
    return Group(whole.counts - part.counts, Counter(), whole.size - part.size)


def _row(name: str, term: str, group: Group) -> Row:
    count = group.counts[term]
    return {
        "group": name or None,
        "term": term,
        "count": count,
        "documents": group.documents[term],
        "per_million": _per_million(count, group.size),
    }


def _keyness(table: Contingency, g2: float) -> Row:
    return {
        "rest_count": table.rest_times,
        "rest_per_million": _per_million(table.rest_times, table.rest_size),
        "log_ratio": rounded(log_ratio(table)),
        "g2": rounded(g2),
        "p_value": rounded(p_value(g2), 6),
        "bayes_factor": rounded(bayes_factor(g2, table.total)),
    }


def _per_million(count: int, size: int) -> Decimal:
    return rounded(count * 1_000_000 / size, 1)
