"""Which figures state again what another one states: parts of a whole, and the same figure said twice.

``parts`` and ``repeats`` give the places, in a list of figures, of those that must not be added to the others.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.mining.sums.figures import Figure, words_with_role
from govreply.models import Number
from govreply.patterns import compiled

_SPECIFIC = 3  # significant digits from which the same figure twice is hardly a coincidence
_ALIKE, _ALIKE_SPECIFIC = 0.6, 0.3  # Dice coefficient of the pairs of characters around two figures
_LONG = 15  # characters of a sentence that two documents do not share by chance
_MOST_COMPARED = 50  # figures of one value in one document; those beyond are compared with these only

_OF_A_WHOLE = "[共总合全两]"

Kinds = Sequence[Hashable]


def parts(figures: Sequence[Figure], kinds: Kinds, lexicon: Lexicon) -> set[int]:
    """The places of figures that are parts of a whole stated beside them.

    ``kinds`` says of each figure what it measures; only figures of one kind are parts of one another. Three signs tell:
    a word between whole and part (其中) or brackets behind the whole, and all members of that list are parts; a word of
    summing before the whole (合计); neighbours that add up to the whole exactly.
    """
    opening = compiled(rf"(?:{words_with_role(lexicon, 'part')})|（[^）]*$")
    apart = compiled(words_with_role(lexicon, "apart"))
    summing = compiled(rf"(?:{words_with_role(lexicon, 'total')})[^，。；]{{0,8}}$")
    found: set[int] = set()
    for run in _runs(figures, kinds):
        near = [figures[place] for place in run]
        after = _after_the_whole(near, opening, apart)
        found.update(run[index] for index in after | _before_the_total(near, summing, after) | _adding_up(near))
    return found


def _runs(figures: Sequence[Figure], kinds: Kinds) -> Iterator[list[int]]:
    """The places of figures of one kind in one sentence, or in two where the second opens with 其中."""
    runs: dict[Hashable, list[int]] = {}
    for place, figure in enumerate(figures):
        row = figure.row
        within = (row["reply_id"], row["answer_no"], kinds[place])
        run = runs.get(within)
        if run and not _goes_on(figures[run[-1]], figure):
            yield run
            run = None
        if run is None:
            runs[within] = run = []
        run.append(place)
    yield from runs.values()


def _goes_on(earlier: Figure, later: Figure) -> bool:
    same = earlier.sentence == later.sentence and earlier.instance == later.instance
    next_to_it = earlier.row["measure_no"] == later.row["measure_no"] and earlier.sentence != later.sentence
    return same or (next_to_it and later.sentence.startswith("其中"))


class _List(NamedTuple):
    """A list of parts: the words that opened it, the whole before them, and what of that is left."""

    opening: str
    whole: Number
    left: Number

    def ends(self, between: str) -> bool:
        """Whether it does in ``between``, the words before the next figure."""
        listed = "：" in self.opening  # 其中：甲县2亿元；乙县3亿元
        stops = compiled("。" if listed else "[。；]").search(between) is not None
        return stops or ("（" in self.opening and "）" in between)

    def has(self, figure: Figure, between: str, apart: regex.Pattern[str]) -> bool:
        """Whether a figure is a member: behind a 、 always; behind a comma or ； one that exceeds what is left may
        by its verb or size be a statement of its own."""
        own_clause = max(between.rfind(mark) for mark in "，；")
        if self.left >= _least(figure) or own_clause < 0:
            return True
        verb = apart.search(between, own_clause)
        return _least(figure) <= self.whole and (verb is None or verb[0] in self.opening)


def _after_the_whole(near: Sequence[Figure], opening: regex.Pattern[str], apart: regex.Pattern[str]) -> set[int]:
    """其中: the figures from there to the end of the list. One that exceeds the figure before 其中 is no part of it."""
    found: set[int] = set()
    parts_: _List | None = None
    for index, (earlier, later) in enumerate(pairwise(near), 1):
        between = _between(earlier, later)
        if opening.search(between):
            if parts_ is None or index - 1 not in found:
                fits = _least(later) <= _most(earlier)
                parts_ = _List(between, _most(earlier), _most(earlier)) if fits else None
        elif parts_ and (parts_.ends(between) or not parts_.has(later, between, apart)):
            parts_ = None
        if parts_:
            parts_ = parts_._replace(left=parts_.left - _least(later))
            found.add(index)
    return found


def _before_the_total(near: Sequence[Figure], summing: regex.Pattern[str], parts_already: set[int]) -> set[int]:
    """合计: the figures before it in the sentence, if they do not exceed it."""
    found: set[int] = set()
    for index, figure in enumerate(near):
        if summing.search(figure.clause):
            earlier = [
                each for each in range(index) if each not in parts_already and near[each].segment in figure.segment
            ]
            if sum(_least(near[each]) for each in earlier) <= _most(figure):
                found.update(earlier)
    return found


def _adding_up(near: Sequence[Figure]) -> set[int]:
    """Two or more neighbours directly behind or before a figure, up to a semicolon, that add up to it.

    A round figure may be a sum by chance; it is a whole only where its clause speaks of one (共, 全县).
    """
    found: set[int] = set()
    for first, last in _clauses_together(near):
        values = [_stated(figure) for figure in near[first:last]]
        for index, whole in enumerate(values):
            figure = near[first + index]
            odd = _significant_digits(whole) >= _SPECIFIC
            if whole and (odd or compiled(_OF_A_WHOLE).search(figure.clause)):
                summands = _summands(values, range(index + 1, len(values)), whole)
                summands += _summands(values, range(index - 1, -1, -1), whole)
                found.update(first + each for each in summands)
    return found | _listed(near)


def _listed(near: Sequence[Figure]) -> set[int]:
    """The figures of a list behind a colon (安排2000万元：一是…；二是…) that add up to the figure before it."""
    values = [_stated(figure) for figure in near]
    found: set[int] = set()
    for index, (whole, later) in enumerate(pairwise(near), 1):
        if whole.sentence == later.sentence and "：" in _between(whole, later):
            found.update(_summands(values, range(index, len(values)), values[index - 1] or 0))
    return found


def _clauses_together(near: Sequence[Figure]) -> Iterator[tuple[int, int]]:
    """First and last place (exclusive) of the figures that no semicolon and no sentence's end parts."""
    first = 0
    for index, (earlier, later) in enumerate(pairwise(near), 1):
        if earlier.sentence != later.sentence or compiled("[。；]").search(_between(earlier, later)):
            yield first, index
            first = index
    yield first, len(near)


def _summands(values: Sequence[Number | None], places: range, whole: Number) -> list[int]:
    total: Number = 0
    for count, place in enumerate(places, 1):
        value = values[place]
        if value is None:
            return []
        total += value
        if total >= whole:
            return list(places[:count]) if total == whole and count > 1 else []
    return []


def repeats(figures: Sequence[Figure], kinds: Kinds) -> set[int]:
    """The places of figures that an earlier place has stated: the same number of the same kind in like words.

    In one document, in another sentence and of no other year: the words of the clause (of the sentence, for a round
    number) must be alike. In another document only where the same department speaks the same sentence about the same
    year.
    """
    found: set[int] = set()
    said: dict[Hashable, list[Figure]] = {}
    sentences: set[Hashable] = set()
    for place, figure in enumerate(figures):
        row = figure.row
        number = (kinds[place], row["value"], row["low"], row["high"], row["modifier"], row["stage"])
        sentence = (row["department"], figure.sentence, figure.at, figure.year, number)
        earlier = said.setdefault((row["reply_id"], number), [])
        if any(_says_the_same(one, figure) for one in earlier) or (
            len(figure.sentence) >= _LONG and row["department"] and sentence in sentences
        ):
            found.add(place)
        elif len(earlier) < _MOST_COMPARED:
            earlier.append(figure)
        sentences.add(sentence)
    return found


def _says_the_same(one: Figure, other: Figure) -> bool:
    if one.sentence == other.sentence:
        return one.instance != other.instance and one.at == other.at
    if one.year and other.year and one.year != other.year:
        return False
    if one.nature != other.nature:
        return False
    specific = _significant_digits(one.row["value"]) >= _SPECIFIC
    if specific and alikeness(around(one), around(other)) >= _ALIKE_SPECIFIC:
        return True
    return alikeness(one.sentence, other.sentence) >= _ALIKE


def around(figure: Figure) -> str:
    """The words of a figure's clause, before and behind it."""
    after = compiled(r"[^，。；：！？（）\n]*").match(figure.tail)
    return figure.clause + (after[0] if after else "")


def alikeness(one: str, other: str) -> float:
    """The Dice coefficient of the two texts' pairs of neighbouring characters, digits and marks left out."""
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(compiled(r"[^\p{L}]").sub("", text)))


def _significant_digits(value: object) -> int:
    return len("".join(filter(str.isdigit, f"{value:f}" if value is not None else "")).strip("0"))


def _between(earlier: Figure, later: Figure) -> str:
    """The words between two figures; of two sentences those before the second."""
    same = earlier.sentence == later.sentence
    return later.sentence[earlier.end : later.at] if same else later.sentence[: later.at]


def _stated(figure: Figure) -> Number | None:
    return _number(figure.row, "value")


def _most(figure: Figure) -> Number:
    """What a figure is at most; without an upper end the stated value and a half: 5亿多元 may be more."""
    high = _number(figure.row, "high")
    stated = _stated(figure) or _number(figure.row, "low") or 0
    return high if high is not None else stated + stated // 2


def _least(figure: Figure) -> Number:
    return _number(figure.row, "low") or _stated(figure) or 0


def _number(row: Mapping[str, object], column: str) -> Number | None:
    value = row[column]
    return None if value is None else value  # type: ignore[return-value]
