"""The same figure stated twice: 2023年，全县森林覆盖率达62.1% here, 65.2% there.

Two numbers are taken for the same figure only where nothing tells them apart: the words of the metric are identical,
end in one of which a place has a single value a year (率, 总额, 余额 …) and name the place (全县, 我市); the sentence
names one period, and it is the same; the same unit speaks; neither is part of something (其中), a change, or a plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from govreply.lexicon import Lexicon
from govreply.mining.checks.figures import Figure
from govreply.mining.checks.findings import Finding
from govreply.mining.checks.passages import D, P, Passage, Q
from govreply.mining.checks.words import of_role
from govreply.mining.corpus import Corpus
from govreply.patterns import compiled

_Key = tuple[str, ...]
_REACHES = "为达到至是约已了的共"


class Restated:
    """The figures met so far, each with its first sentence."""

    def __init__(self, corpus: Corpus) -> None:
        self._lexicon = corpus.lexicon
        self._issuers = {reply_id: str(row["issuer"] or reply_id) for reply_id, row in corpus.documents().items()}
        self._first: dict[_Key, tuple[Figure, Passage]] = {}

    def compare(self, passage: Passage) -> Iterator[Finding]:
        """The figures of a sentence against the same figures in earlier sentences."""
        for at, figure in passage.figures.items():
            key = self._key(passage, at, figure)
            if key is None:
                continue
            first, before = self._first.setdefault(key, (figure, passage))
            if before.sentence != passage.sentence:
                yield _compared(first, before, figure, passage, key)

    def _key(self, passage: Passage, at: int, figure: Figure) -> _Key | None:
        metric = _metric(passage, at, self._lexicon)
        periods = {str(row["value"]) for row in passage.dates.values() if row["type"] == "DATE"}
        if metric is None or len(periods) != 1 or "None" in periods or len(passage.dates) != 1:
            return None
        changes = figure.row.get("direction") in ("increase", "decrease")
        if changes or figure.row["stage"] != "done" or figure.is_vague:
            return None
        speaker = str(figure.row["department"] or self._issuers.get(passage.reply_id))
        return speaker, *periods, metric, *figure.dimension


def _metric(passage: Passage, at: int, lexicon: Lexicon) -> str | None:
    """The words between the last mark or date and the figure, where they name one figure of a place."""
    opened = max(passage.words.rfind(mark, 0, at) for mark in f"，。；：、（{D}{Q}{P}") + 1
    words = passage.words[opened:at].rstrip(_REACHES)
    named = words.endswith(of_role(lexicon, "stock")) and _place().match(words)
    return words if named and "其中" not in words else None


@cache
def _place() -> regex.Pattern[str]:
    return compiled("(?:全|我)[国省市县区州盟旗镇乡]")


def _compared(first: Figure, before: Passage, second: Figure, after: Passage, key: _Key) -> Finding:
    same = first.quantity.wide.meets(second.quantity.wide)
    equal = first.row["value"] == second.row["value"]
    return Finding(
        "restated",
        "consistent" if equal else "rounding" if same else "inconsistent",
        (first.text, second.text),
        f"{key[2]} {key[1]}: {first.text}, elsewhere {second.text}",
        {**second.row, "sentence": after.sentence},
        second.quantity.near,
        first.quantity.near,
        {**first.row, "sentence": before.sentence},
    )
