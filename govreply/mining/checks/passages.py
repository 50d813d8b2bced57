"""A sentence with its numbers taken out: what the patterns of the checks read.

``words`` is the sentence in canonical characters in which every number is one character: ``Q`` an amount, count or
measurement, ``P`` a proportion, ``D`` a date, ``T`` a title with its 《》; all are private-use characters, so that
none can be taken for a letter. 资金1.15亿元，较上年度（9090万元）增长26.9% reads 资金Q，较D（Q）增长P. Words of
vagueness around a number (约, 以上) are left out: they are in the number's interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.mining.checks.figures import FIGURES, Figure
from govreply.mining.corpus import Corpus
from govreply.parser.forms import canonical
from govreply.patterns import compiled
from govreply.tables.schema import Row
from govreply.wordtable import WordTable

Q, P, D, T = "\ue000", "\ue001", "\ue002", "\ue003"
"""The characters that stand for a quantity, a proportion, a date, a title."""

LONGEST = 600
"""Characters of a sentence that is looked at; a longer one is a table or a text without full stops."""


class Passage(NamedTuple):
    """A sentence of a document. ``figures`` and ``dates`` are by their place in ``words``."""

    reply_id: str
    sentence: str
    words: str
    figures: dict[int, Figure]
    dates: dict[int, Row]

    def figure(self, match: regex.Match[str], group: str) -> Figure:
        """The figure that a group of a match, one character, stands for."""
        return self.figures[match.start(group)]


def passages(corpus: Corpus) -> Iterator[Passage]:
    """The sentences of a corpus in which some number or date stands, in the order of the text."""
    found: list[tuple[str, Row]] = []
    by_document: dict[object, list[tuple[str, Row]]] = {reply_id: [] for reply_id in corpus.documents()}
    for name in (*FIGURES, "dates"):
        for row in corpus.rows(name):
            by_document.setdefault(row["reply_id"], []).append((name, row))
    for found in by_document.values():
        found.sort(key=lambda each: _start(each[1]))
        for sentence in _sentences(found):
            yield _passage(sentence, corpus.lexicon)


def _start(row: Row) -> int:
    start = row["start"]
    return start if isinstance(start, int) else 0


class _Mention(NamedTuple):
    table: str
    row: Row
    at: int
    end: int


def _sentences(found: Iterable[tuple[str, Row]]) -> Iterator[list[_Mention]]:
    """The mentions of each sentence, each with its place there.

    A dataset does not say where a sentence starts, so mentions are looked up in their order; one that is not to be
    found behind the others begins the same sentence anew, where a document says it twice.
    """
    current: list[_Mention] = []
    for table, row in found:
        same = bool(current) and current[-1].row["sentence"] == row["sentence"]
        mention = _located(table, row, current[-1].end if same else 0)
        if mention is None or not same:
            if current:
                yield current
            current = []
            mention = _located(table, row, 0)
        if mention is not None:
            current.append(mention)
    if current:
        yield current


def _located(table: str, row: Row, after: int) -> _Mention | None:
    sentence, text = str(row["sentence"] or ""), str(row["text"] or "")
    at = sentence.find(text, after)
    while at > 0 and text[:1].isdigit() and (sentence[at - 1].isdigit() or sentence[at - 1] == "."):
        at = sentence.find(text, at + 1)
    return None if at < 0 or not text else _Mention(table, row, at, at + len(text))


def _passage(mentions: list[_Mention], lexicon: Lexicon) -> Passage:
    row = mentions[0].row
    sentence = str(row["sentence"])
    text = canonical(sentence)
    text = text if len(text) == len(sentence) else sentence
    words: list[str] = []
    figures: dict[int, Figure] = {}
    dates: dict[int, Row] = {}
    length = end = 0
    previous: _Mention | None = None
    for mention in mentions:
        between = _bare(text[end : mention.at], previous, mention, lexicon)
        length += len(between)
        if mention.table == "dates":
            dates[length], sign = mention.row, D
        else:
            figures[length] = Figure(mention.table, mention.row)
            sign = P if mention.table == "percentages" else Q
        words += (between, sign)
        length += 1
        end, previous = mention.end, mention
    words.append(_bare(text[end:], previous, None, lexicon))
    return Passage(str(row["reply_id"]), sentence, "".join(words), figures, dates)


@cache
def _title() -> regex.Pattern[str]:
    return compiled(r"《[^》]{1,120}》")


def _bare(between: str, before: _Mention | None, after: _Mention | None, lexicon: Lexicon) -> str:
    """The words between two mentions, without those that make either vague and without titles."""
    following, preceding = _vague_words(lexicon)
    if _is_vague(before) and (word := following.at(between, 0)):
        between = between[len(word) :]
    if _is_vague(after) and (word := preceding.before(between, len(between))):
        between = between[: -len(word)]
    return str(_title().sub(T, between))


def _is_vague(mention: _Mention | None) -> bool:
    return mention is not None and mention.row.get("modifier") != "exact"


@cache
def _vague_words(lexicon: Lexicon) -> tuple[WordTable[str], WordTable[str]]:
    """The words that make a number vague, those behind it and those before it."""
    rows = [row for row in lexicon.rows("modifiers") if row["modifier"] != "exact"]
    after, before = ({row["word"]: "" for row in rows if row["position"] == place} for place in ("after", "before"))
    return WordTable(after), WordTable(before)
