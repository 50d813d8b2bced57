"""``govreply collocations``: the words that stand near a term."""

from __future__ import annotations

from typing import NamedTuple

from govreply.commands.mining import Request, mine
from govreply.mining.collocations import COLLOCATIONS, Association, collocations
from govreply.mining.corpus import Corpus
from govreply.mining.results import Result


class Question(NamedTuple):
    """What is looked for; ``window`` in words to each side."""

    term: str
    window: int = 5
    min_count: int = 2
    sort: Association = "g2"
    top: int = 50


def run(request: Request, question: Question) -> int:
    """List collocations; the exit status. Raises TermError, typer.BadParameter, DictionaryError, OSError."""

    def find(corpus: Corpus) -> list[Result]:
        rows = collocations(corpus, *question)
        return [Result(COLLOCATIONS, rows, nothing=f"no collocations of {question.term}")]

    return mine(request, find)
