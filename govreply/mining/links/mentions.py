"""The papers that one document names: by title, by number, or by the alias that it gave them.

An alias is declared (以下简称《意见》, 简称“三年方案”) or is the mere kind of paper in 《》, which then stands for the
last title before it that ends so. 本《意见》 is the paper itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.mining.links.names import TitleName, is_generic, is_whole, title_name
from govreply.parser.forms import canonical
from govreply.patterns import compiled
from govreply.tables.schema import Row

TITLE, NUMBER, ALIAS = "title", "number", "alias"
"""The ways in which a paper is named, in the order in which they are told."""


class Mention(NamedTuple):
    """A paper as named once: ``ways`` of ``TITLE``, ``NUMBER``, ``ALIAS``; an alias has title and number of the full
    mention before it. ``own`` says that it is the document itself."""

    row: Row
    ways: tuple[str, ...]
    title: str = ""
    number: str = ""
    own: bool = False

    def name(self, lexicon: Lexicon) -> TitleName:
        """The normal form of its title; an empty key without one."""
        return title_name(self.title, lexicon) if self.title else TitleName("")


def mentions(titles: Sequence[Row], numbers: Iterable[Row], own_title: str, lexicon: Lexicon) -> list[Mention]:
    """The papers named in one document, in the order of the text.

    ``titles`` and ``numbers`` are its rows of ``titles`` and ``document_numbers``, ``own_title`` is its title if it may
    speak of itself as 《意见》. Proposals and research titles are no papers.
    """
    papers = [row for row in titles if row["kind"] == "document"]
    reader = _Reader(own_title, lexicon)
    rows: list[tuple[Row, bool]] = [(row, True) for row in papers]
    rows += [(row, False) for row in _numbers_apart(papers, numbers)]
    rows.sort(key=lambda each: _start(each[0]))
    read = (reader.titled(row) if titled else _numbered(row) for row, titled in rows)
    return [mention for mention in read if mention is not None]


def _numbers_apart(titles: Iterable[Row], numbers: Iterable[Row]) -> Iterator[Row]:
    """The cited numbers that are not told with a title already."""
    told: dict[tuple[str, str], int] = {}
    for row in titles:
        if row["doc_number"]:
            key = (canonical(str(row["text"])), str(row["doc_number"]))
            told[key] = told.get(key, 0) + 1
    for row in numbers:
        key = (canonical(str(row["title"] or "")), str(row["text"]))
        if told.get(key, 0):
            told[key] -= 1
        elif row["role"] == "cited" and is_whole(str(row["text"])):
            yield row


def _numbered(row: Row) -> Mention:
    title = str(row["title"] or "")
    return Mention(row, (TITLE, NUMBER) if title else (NUMBER,), title, str(row["text"]))


def _start(row: Row) -> int:
    return row["start"] if isinstance(row["start"], int) else 0


class _Reader:
    """One document read from its start: the full titles so far and the aliases declared."""

    def __init__(self, own_title: str, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._full: list[Mention] = [Mention({}, (TITLE,), own_title, own=True)] if own_title else []
        self._declared: dict[str, Mention | None] = {}
        self._naming: set[str] = set()

    def titled(self, row: Row) -> Mention | None:
        """The paper that a 《》 names; None of one that only declares an alias, or that nothing before explains."""
        title, sentence = str(row["text"]), canonical(str(row["sentence"] or ""))
        alias = canonical(title)
        number = str(row["doc_number"] or "")
        number = number if is_whole(number) else ""
        if not number and self._is_declaration(alias, sentence):
            return None
        if f"本《{alias}》" in sentence and is_generic(alias, self._lexicon):
            return Mention(row, (ALIAS,), own=True)
        if not number and (alias in self._declared or is_generic(alias, self._lexicon)):
            meant = self._declared[alias] if alias in self._declared else self._last_ending_in(alias)
            return meant._replace(row=row, ways=(ALIAS,)) if meant else None
        if number and is_generic(alias, self._lexicon):
            return Mention(row, (NUMBER,), "", number)
        mention = Mention(row, (TITLE, NUMBER) if number else (TITLE,), title, number)
        self._full.append(mention)
        if declared := _alias_of(alias, sentence):
            self._declared[declared] = mention
            self._naming.add(declared)
        return mention

    def _is_declaration(self, alias: str, sentence: str) -> bool:
        """Whether this 《》 stands in （以下简称《意见》）; it is met once, behind the title that it shortens."""
        if not compiled(rf"{_CALLED}《{regex.escape(alias)}》").search(sentence):
            return False
        if alias in self._naming:
            self._naming.discard(alias)
            return True
        if alias not in self._declared:  # what it shortens stands in no 《》
            self._declared[alias] = None
            return True
        return False

    def _last_ending_in(self, alias: str) -> Mention | None:
        ending = title_name(alias, self._lexicon).key
        return next((each for each in reversed(self._full) if self._ends_in(each, alias, ending)), None)

    def _ends_in(self, mention: Mention, alias: str, ending: str) -> bool:
        key = mention.name(self._lexicon).key
        return key.endswith(ending) or _bare(key).endswith(ending) or canonical(mention.title).endswith(alias)


_CALLED = r"(?:简称|下称)[为：:]?[“「‘]?"


def _bare(title: str) -> str:
    """A title without a （试行） at its end."""
    return str(compiled(r"（[^（）]{1,20}）$").sub("", title))


def _alias_of(title: str, sentence: str) -> str:
    """The alias that follows a title: 《…》（…〔2024〕1号，以下简称《办法》）; empty if none does."""
    at = sentence.find(f"《{title}》")
    declared = _declared().match(sentence, at + len(title) + 2) if at >= 0 else None
    return str(declared["alias"]) if declared else ""


@cache
def _declared() -> regex.Pattern[str]:
    return compiled(rf"[^《》。]{{0,40}}?{_CALLED}《?(?P<alias>[^《》“”「」‘’，。（）]{{2,20}})[》”」’）]")
