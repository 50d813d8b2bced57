"""Collocations: the words that stand near a term more often than chance would have them.

Surface co-occurrence after Evert (2008), "Corpora and collocations", section 4.1. The part are the words within
``window`` words left or right of the term, in its sentence, each word once however many of the term are near; the rest
are all other words. The term's own occurrences belong to neither. Words are those of ``govreply.mining.words``: stop
words and numbers count for distance and size, and are not listed; marks count for nothing, and those that end a
sentence end the window.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from govreply.mining.corpus import Corpus
from govreply.mining.keyness import Contingency, log_dice, log_likelihood, mutual_information, rounded, t_score
from govreply.mining.passages import TermError, passages
from govreply.mining.results import Row, Table, integer, number, text
from govreply.mining.words import Token, Words
from govreply.parser.forms import canonical

Association = Literal["g2", "mi", "t_score", "log_dice"]

COLLOCATIONS = Table(
    "collocations",
    "搭配",
    "one word near the term",
    (
        text("collocate", "搭配词", "the word, in simplified characters"),
        integer("together", "共现次数", "how often it stands near the term"),
        integer("left", "左侧", "of these, how often left of the nearest term"),
        integer("right", "右侧", "of these, how often right of the nearest term"),
        integer("count", "总次数", "how often it stands anywhere in the texts"),
        number("expected", "期望", "how often it would stand near the term by chance"),
        number("g2", "G²", "log-likelihood of all four cells (Dunning 1993)"),
        number("mi", "互信息", "MI: log2(together / expected) (Church & Hanks 1990)"),
        number("t_score", "T值", "(together − expected) / √together (Church et al. 1991)"),
        number("log_dice", "logDice", "14 + log2(2 together / (term + count)) (Rychlý 2008)"),
    ),
)

_SENTENCE_ENDS = frozenset("。！？；\n")


class Near(NamedTuple):
    """What stands near a term: each word's ``left`` and ``right`` occurrences, the number ``positions`` of words of any
    kind in the windows; and of all texts each word's ``counts``, the ``size`` in words and the ``nodes`` among them."""

    left: Counter[str]
    right: Counter[str]
    positions: int
    counts: Counter[str]
    size: int
    nodes: int

    def contingency(self, word: str) -> Contingency:
        """The 2×2 table of ``word``: the windows against all other words that are not the term."""
        together = self.left[word] + self.right[word]
        rest = self.size - self.nodes - self.positions
        return Contingency(together, self.positions, self.counts[word] - together, rest)


def collocations(
    corpus: Corpus,
    term: str,
    window: int = 5,
    min_count: int = 2,
    sort: Association = "g2",
    top: int = 50,
) -> list[Row]:
    """The words near ``term``, rows of ``COLLOCATIONS``, the strongest by ``sort`` first, ``top`` at most.

    ``window`` is in words to each side, ``min_count`` how often both must stand together. Words that stand near the
    term less often than by chance are left out. Traditional and simplified characters are alike. No rows where the term
    does not occur. Raises TermError for an empty term, DictionaryError.
    """
    node = canonical(term.strip())
    if not node:
        raise TermError("the term is empty")
    words = Words(corpus.lexicon, own=(node,))
    near = near_term((list(words.tokens(passage.text)) for passage in passages(corpus)), node, window, words.is_term)
    rows = []
    for word in sorted(set(near.left) | set(near.right)):
        table = near.contingency(word)
        if table.times >= min_count and table.times > table.expected:
            rows.append(_row(word, near, table))
    return sorted(rows, key=lambda row: -Decimal(str(row[sort])))[:top]


def near_term(texts: Iterable[Sequence[Token]], term: str, window: int, listed: Callable[[Token], bool]) -> Near:
    """Count what stands within ``window`` words of ``term`` in its sentence; ``listed`` says which words are listed."""
    near = Near(Counter(), Counter(), 0, Counter(), 0, 0)
    for tokens in texts:
        for sentence in _sentences(tokens):
            nodes = [place for place, token in enumerate(sentence) if token.text == term]
            sides = _sides(len(sentence), nodes, window)
            for place, token in enumerate(sentence):
                if place in sides and listed(token):
                    (near.left if sides[place] < 0 else near.right)[token.text] += 1
            near.counts.update(token.text for token in sentence)
            near = near._replace(
                positions=near.positions + len(sides), size=near.size + len(sentence), nodes=near.nodes + len(nodes)
            )
    return near


def _sides(length: int, nodes: Sequence[int], window: int) -> Mapping[int, int]:
    """The places within ``window`` of a node, with their signed distance to the nearest, the left one of two."""
    sides: dict[int, int] = {}
    for node in nodes:
        for place in range(max(0, node - window), min(length, node + window + 1)):
            if place not in sides or abs(place - node) < abs(sides[place]):
                sides[place] = place - node
    return {place: distance for place, distance in sides.items() if distance}


def _sentences(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """The words of each sentence, without marks."""
    sentence: list[Token] = []
    for token in tokens:
        if token.kind != "mark":
            sentence.append(token)
        elif token.text in _SENTENCE_ENDS:
            yield sentence
            sentence = []
    yield sentence


def _row(word: str, near: Near, table: Contingency) -> Row:
    return {
        "collocate": word,
        "together": table.times,
        "left": near.left[word],
        "right": near.right[word],
        "count": near.counts[word],
        "expected": rounded(table.expected),
        "g2": rounded(log_likelihood(table)),
        "mi": rounded(mutual_information(table)),
        "t_score": rounded(t_score(table)),
        "log_dice": rounded(log_dice(table.times, near.nodes, near.counts[word])),
    }
