"""The same figure stated twice, and growth from a year that another sentence tells.

2023年，全县森林覆盖率达62.1% here, 65.2% there; 2024年，全省安排技改专项资金1.42亿元，同比增长23.5% here, 1.15亿元 for
2023 in the reply of the year before.

Two numbers are taken for the same figure only where nothing tells them apart: ``metrics`` is sure of the metric and the
period of each, both are the same, and the same unit speaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex

from govreply.mining.checks.figures import Figure
from govreply.mining.checks.findings import Finding, compared
from govreply.mining.checks.metrics import Named, named_figures
from govreply.mining.checks.passages import D, P, Passage, Q
from govreply.mining.checks.words import change, falls, says
from govreply.mining.corpus import Corpus
from govreply.patterns import compiled

_Key = tuple[str, ...]


class _Stated(NamedTuple):
    """A figure and the sentence that states it."""

    figure: Figure
    passage: Passage


class _Grown(NamedTuple):
    """A figure with the rate of its growth, and the key of the same figure a year before."""

    figure: Figure
    rate: Figure
    falling: bool
    passage: Passage
    base: _Key


class Restated:
    """The figures met so far, each with its first sentence, and the growth that has yet to find its base."""

    def __init__(self, corpus: Corpus) -> None:
        self._lexicon = corpus.lexicon
        documents = corpus.documents()
        self._issuers = {reply_id: str(row["issuer"] or reply_id) for reply_id, row in documents.items()}
        self._levels = {reply_id: str(row["level"] or "").removeprefix("全") for reply_id, row in documents.items()}
        self._issued = {reply_id: str(row["issued_on"] or "") for reply_id, row in documents.items()}
        self._first: dict[_Key, _Stated] = {}
        self._contested: set[_Key] = set()
        self._grown: list[_Grown] = []

    def compare(self, passage: Passage) -> Iterator[Finding]:
        """The figures of a sentence against the same figures in earlier sentences."""
        for named in named_figures(passage, self._levels.get(passage.reply_id, ""), self._lexicon):
            key = self._key(passage, named, named.metric.period)
            first, before = self._first.setdefault(key, _Stated(named.figure, passage))
            self._grown.extend(self._growth_of(passage, named))
            if before.sentence != passage.sentence:
                finding = _compared(first, before, named, passage)
                if finding.verdict == "inconsistent":
                    self._contested.add(key)
                yield finding

    def growth(self) -> Iterator[Finding]:
        """The growth of totals in all sentences so far whose base only another document of the same unit states."""
        for each in self._grown:
            base = self._first.get(each.base)
            if base and each.base not in self._contested and base.passage.reply_id != each.passage.reply_id:
                yield _grown_from(base, each)

    def _key(self, passage: Passage, named: Named, period: str) -> _Key:
        """What the same figure of the same unit has in common; what is said of a period before its end is said once."""
        issued = self._issued.get(passage.reply_id, "")
        speaker = str(named.figure.row["department"] or self._issuers.get(passage.reply_id))
        if issued and issued[: len(period)] <= period:
            speaker = passage.reply_id
        return speaker, period, named.metric.name, *named.figure.dimension

    def _growth_of(self, passage: Passage, named: Named) -> Iterator[_Grown]:
        """同比增长23.5% behind a total of a whole year. Levels are left out: their bases are revised every year."""
        match = _year_on_year(change(self._lexicon)).match(passage.words, named.at)
        period = named.metric.period
        if not match or not named.metric.is_total or not compiled(r"^\d{4}$").match(period):
            return
        rate, than = passage.figure(match, "rate"), passage.dates.get(match.start("than"))
        if than is not None and than["value"] != str(int(period) - 1):
            return
        if not rate.unit.endswith(("点", "番", "倍")) and not says(self._lexicon, "real", passage.words):
            base = self._key(passage, named, str(int(period) - 1))
            yield _Grown(named.figure, rate, bool(falls(self._lexicon, match["said"])), passage, base)


@cache
def _year_on_year(changes: str) -> regex.Pattern[str]:
    return compiled(f"{Q}[，（]?(?:同比|[比较](?P<than>{D}))(?P<said>(?:{changes})(?:了|约|达|近){{0,2}})(?P<rate>{P})")


def _compared(first: Figure, before: Passage, second: Named, after: Passage) -> Finding:
    figure, metric = second.figure, second.metric
    same = first.quantity.wide.meets(figure.quantity.wide)
    equal = first.row["value"] == figure.row["value"]
    return Finding(
        "restated",
        "consistent" if equal else "rounding" if same else "inconsistent",
        (first.text, figure.text),
        f"{metric.words} {metric.period}: {first.text}, elsewhere {figure.text}",
        {**figure.row, "sentence": after.sentence},
        figure.quantity.near,
        first.quantity.near,
        {**first.row, "sentence": before.sentence},
    )


def _grown_from(base: _Stated, grown: _Grown) -> Finding:
    ratio = grown.figure.quantity.over(base.figure.quantity).shifted(0, 100)
    quotient = f"{grown.figure.text} ÷ {base.figure.text}"
    computed, formula = (
        (ratio.shifted(100, -1), f"1 − {quotient}") if grown.falling else (ratio.shifted(-100), f"{quotient} − 1")
    )
    finding = compared("growth", grown.passage, [grown.figure], grown.rate, computed, formula)
    return finding._replace(
        numbers=(base.figure.text, *finding.numbers),
        other={**base.figure.row, "sentence": base.passage.sentence},
    )
