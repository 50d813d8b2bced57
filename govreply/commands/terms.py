"""``govreply terms``: frequent terms, tf·idf and keyness."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from govreply.commands.mining import Request, mine
from govreply.lexicon import Lexicon
from govreply.mining.corpus import Corpus, open_corpus
from govreply.mining.results import Result
from govreply.mining.terms import TABLES_BY_MEASURE, By, Choice, Measure, frequent_terms, key_terms, tfidf_terms

REST = "rest"
"""The --against that is all other groups."""

_DRAWN: dict[Measure, tuple[str, ...]] = {
    "frequency": ("term", "count", "documents", "per_million"),
    "tfidf": ("term", "count", "documents", "groups", "tfidf"),
    "keyness": ("term", "count", "documents", "rest_count", "log_ratio", "g2", "bayes_factor"),
}


class Question(NamedTuple):
    """What is asked; ``measure`` None is keyness where there is something to compare with, else frequency."""

    measure: Measure | None = None
    by: By | None = None
    against: Sequence[str] = ()
    choice: Choice = Choice()


def run(request: Request, question: Question) -> int:
    """List terms; the exit status. Raises typer.BadParameter, NothingToCompareError, DictionaryError, OSError."""
    measure: Measure = question.measure or ("keyness" if question.against else "frequency")
    inputs = [each for each in question.against if each != REST]
    rest = open_corpus(inputs, Lexicon(request.dictionaries)) if inputs else None

    def find(corpus: Corpus) -> list[Result]:
        if measure == "keyness":
            rows = key_terms(corpus, question.by, question.choice, rest)
        elif measure == "tfidf":
            rows = tfidf_terms(corpus, question.by or "document", question.choice)
        else:
            rows = frequent_terms(corpus, question.by, question.choice)
        grouped = ("group",) if any(row["group"] for row in rows) else ()
        nothing = "no terms"
        return [Result(TABLES_BY_MEASURE[measure], rows, drawn=(*grouped, *_DRAWN[measure]), nothing=nothing)]

    status = mine(request, find)
    return 1 if rest and rest.failures else status
