"""What later documents of the same unit say of what was promised.

A statement counts only where it is of a later date, by the same unit, done and not planned, in the same kind of unit,
of the same metric (``metrics``) and of a time that the promise can be about. It is not looked for in plans, shares of a
base, differences, thresholds or one of many. A statement of a single year never makes less of a promise for several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from heapq import merge
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.mining.checks.figures import FIGURES, Figure
from govreply.mining.corpus import Corpus, corpus_of
from govreply.mining.promises.dates import placed
from govreply.mining.promises.ledger import Promise, document_date, start
from govreply.mining.promises.metrics import Metric, metric, same_thing
from govreply.mining.promises.periods import Period, period
from govreply.mining.sums.figures import Figure as Judged
from govreply.mining.sums.figures import judged
from govreply.parser.forms import canonical
from govreply.patterns import compiled
from govreply.tables.schema import Cell, Row, Tables

REACHED, DIFFERENT, NONE = "reached", "stated differently", "no later word"
"""What may be said of a promise later."""

_LONGEST_SENTENCE = 600
_PERSONS = frozenset("人名位")
_THINGS = frozenset("个家户处座所间项件只")


class Statement(NamedTuple):
    """A number in a done passage, with the document's date and what it measures."""

    figure: Figure
    words: Judged
    made: Period
    metric: Metric


_Index = dict[tuple[str, str], list[Statement]]
"""Statements by unit and metric, in the order of their dates."""


class Goal(NamedTuple):
    """A promise of a number in a dated document: what a later statement may be compared with."""

    promise: Promise
    figure: Figure
    made: Period
    metric: Metric
    sentence: str

    @property
    def asked(self) -> tuple[object, ...]:
        """All that decides which statement answers it."""
        row, figure = self.promise.row, self.figure.row
        number = tuple(figure[name] for name in ("unit", "value", "low", "high", "modifier"))
        return self.promise.who, self.made, row["deadline"], row["deadline_text"], self.sentence, row["text"], number

    @property
    def within_a_year(self) -> bool:
        """Whether it is of what is done in the year of its deadline (2025年新建12座), not up to it (到2025年)."""
        limit, text = period(self.promise.deadline), str(self.promise.row["deadline_text"] or "")
        bare = compiled(r"\d{4}年(?:度|内|\d{1,2}月份?)?").fullmatch(text) is not None
        return limit is not None and (bare or limit.year == self.made.year)

    @property
    def is_by_its_end(self) -> bool:
        """Whether it is of what there is at a time (到2025年底), and be it in the year of the promise."""
        return str(self.promise.row["deadline_text"] or "").startswith(("到", "至"))

    @property
    def before(self) -> str:
        """The words of its clause before the number."""
        clause = canonical(str(self.promise.row["text"]))
        return clause[: max(0, clause.find(canonical(self.figure.text)))]

    @property
    def money_before(self) -> str:
        """The noun of money in the clauses before (将把补助资金纳入预算，2025年安排2亿元); empty of else than money."""
        if self.figure.table != "amounts":
            return ""
        clause = canonical(str(self.promise.row["text"]))
        nouns = _money().findall(self.sentence[: max(0, self.sentence.find(clause))])
        return str(nouns[-1]) if nouns else ""


@cache
def _money() -> regex.Pattern[str]:
    leading = "将|把|继续|进一步|加大|加强|增加|统筹|整合|设立|落实|用好|保障|确保|争取|安排"
    money = r"(?:资金|经费|补贴款?|基金|债券|贷款)(?!贴息|风险|\p{Han}{0,2}(?:资金|经费|基金))"
    return compiled(rf"(?:{leading}|(?<!\p{{Han}}))(?P<noun>(?:(?!{leading})\p{{Han}}){{0,14}}?{money})")


class Later:
    """The later statements on promises, found by ``of``."""

    def __init__(self, corpus: Corpus, promises: Iterable[Promise]) -> None:
        self._lexicon = corpus.lexicon
        goals = (self._goal(each) for each in promises)
        self._goals = {id(goal.promise.row): goal for goal in goals if goal is not None}
        self._told: dict[tuple[object, ...], tuple[str, Statement | None]] = {}
        self._exact: _Index = {}
        self._ending: _Index = {}
        for who, statement in sorted(self._statements(corpus), key=_by_date):
            core = statement.metric.core
            self._exact.setdefault((who, core), []).append(statement)
            for ending in _endings(core):
                self._ending.setdefault((who, ending), []).append(statement)

    def of(self, promise: Promise) -> tuple[str, Statement | None]:
        """What is said later, and where: the first statement that it is reached, else the last that says otherwise;
        empty for a promise without a number, of which nothing can be told."""
        goal = self._goals.get(id(promise.row))
        if goal is None:
            return "", None
        if goal.asked not in self._told:  # departments repeat their promises in many replies
            self._told[goal.asked] = self._search(goal)
        return self._told[goal.asked]

    def _search(self, goal: Goal) -> tuple[str, Statement | None]:
        differing: Statement | None = None
        for statement in self._on_the_same(goal):
            if _is_reached(goal, statement.figure):
                return REACHED, statement
            if not _of_a_single_year(goal, statement):
                differing = statement
        return (DIFFERENT, differing) if differing else (NONE, None)

    def what(self, promise: Promise) -> str:
        """What a target is of: its metric, or where that is a mere verb (打造形成) what is counted or, of money, the
        noun in a clause before."""
        goal, told = self._goals.get(id(promise.row)), str(promise.row["metric"] or "")
        if goal is None or metric(told, self._lexicon).core:
            return told
        return goal.figure.object or goal.money_before or told

    def _on_the_same(self, goal: Goal) -> Iterator[Statement]:
        """The statements on what was promised, in the order of their dates."""
        who, core = goal.promise.who, goal.metric.core
        near = [self._ending.get((who, core), [])]
        near += [self._exact.get((who, ending), []) for ending in _endings(core)[1:]]
        return (each for each in merge(*near, key=_date_and_place) if _speaks_of(each, goal))

    def _goal(self, promise: Promise) -> Goal | None:
        """A target with a number; the deed may stand in the clause only, and not in the metric."""
        if not promise.is_target or promise.figure is None or promise.made is None:
            return None
        told = metric(str(promise.row["metric"] or ""), self._lexicon)
        goal = Goal(promise, promise.figure, promise.made, told, canonical(str(promise.row["sentence"])))
        around = metric(goal.before, self._lexicon)
        core, acts = told.core or around.core or metric(promise.figure.object, self._lexicon).core, around.acts
        if not core and goal.money_before:
            money = metric(goal.money_before, self._lexicon)
            core, acts = money.core, acts | money.acts
        return goal._replace(metric=Metric(core, told.acts | acts, told.level or around.level))

    def _statements(self, corpus: Corpus) -> Iterator[tuple[str, Statement]]:
        """The statements that may speak of one of the goals, with who makes them."""
        cores: dict[str, set[str]] = {}
        for goal in self._goals.values():
            if goal.metric.core:
                cores.setdefault(goal.promise.who, set()).add(goal.metric.core[-2:])
        issuers = {reply_id: str(row["issuer"] or "") for reply_id, row in corpus.documents().items()}
        dates = {reply_id: document_date(row) for reply_id, row in corpus.documents().items()}
        chosen = _Chosen(corpus, issuers, cores)
        for name in FIGURES:
            previous: Statement | None = None
            for words in judged(chosen.corpus, name):
                row = words.row
                who, made = _who(row, issuers), dates[str(row["reply_id"])]
                if made is None:
                    continue
                statement = self._statement(Figure(name, row), words, made, previous)
                previous = statement
                if row["stage"] == "done" and not words.reason and statement.metric.core:
                    yield who, statement

    def _statement(self, figure: Figure, words: Judged, made: Period, previous: Statement | None) -> Statement:
        measured = _measured(figure, words, self._lexicon)
        if previous is not None and not measured.acts and _in_one_list(previous.words, words):
            measured = measured._replace(acts=previous.metric.acts, level=measured.level or previous.metric.level)
        return Statement(figure, words, made, measured)


def _by_date(said: tuple[str, Statement]) -> tuple[date, str, int]:
    return _date_and_place(said[1])


def _date_and_place(statement: Statement) -> tuple[date, str, int]:
    row = statement.figure.row
    return statement.made.first, str(row["reply_id"]), start(row)


def _who(row: Row, issuers: dict[str, str]) -> str:
    return str(row["department"] or issuers[str(row["reply_id"])])


class _Chosen:
    """The rows of the sentences in which the last two characters of some promised metric stand, by the same unit."""

    def __init__(self, corpus: Corpus, issuers: dict[str, str], cores: dict[str, set[str]]) -> None:
        self._issuers = issuers
        self._cores = cores
        self._verdicts: dict[tuple[Cell, Cell], bool] = {}
        tables: Tables = {name: [row for row in corpus.rows(name) if self._is_near(row)] for name in FIGURES}
        near = (row for row in corpus.rows("dates") if self._verdicts.get(_sentence(row)))
        tables["dates"] = [date.row for date in placed(near) if not date.is_compared_with]
        for name in ("replies", "answers"):
            tables[name] = list(corpus.rows(name))
        self.corpus = corpus_of(tables, lexicon=corpus.lexicon)

    def _is_near(self, row: Row) -> bool:
        cores = self._cores.get(_who(row, self._issuers))
        if cores is None:
            return False
        key = _sentence(row)
        verdict = self._verdicts.get(key)
        if verdict is None:
            text = canonical(str(row["sentence"] or "")).replace("的", "")
            short = len(text) <= _LONGEST_SENTENCE
            verdict = short and any(text[at : at + 2] in cores for at in range(len(text) - 1))
            self._verdicts[key] = verdict
        return verdict


def _sentence(row: Row) -> tuple[Cell, Cell]:
    return row["reply_id"], row["sentence"]


def _measured(figure: Figure, words: Judged, lexicon: Lexicon) -> Metric:
    """What a number measures: the words before it, behind the number before; else what is counted."""
    clause = _started_from().sub("", words.clause)
    behind = _last_number().search(clause)
    if behind and behind.end() == len(clause):  # 周转房1200套、5.4万平方米
        clause, behind = clause[: behind.start()], None
    told = metric(clause[behind.end() :] if behind else clause, lexicon)
    if told.core:
        return told
    following = compiled(r"\p{Han}{0,20}").match(words.tail)
    noun = figure.object or (str(following[0]) if following and figure.table == "measurements" else "")
    return told._replace(core=metric(noun, lexicon).core)


@cache
def _started_from() -> regex.Pattern[str]:
    """绿化率由38%提高到: the level that a change starts from."""
    return compiled(r"(?:由|从)[^，。；由从]{0,12}\d[^，。；]{0,8}(?:[到至为])$")


@cache
def _last_number() -> regex.Pattern[str]:
    return compiled(r"(?r)\d[\d.,]{0,15}(?!年|月|日)[万亿]?(?:余|多)?(?:平方|立方)?[\p{Han}%‰][、和及与（]|、")


def _in_one_list(first: Judged, second: Judged) -> bool:
    """Whether two numbers stand in one list, so that a verb before the first governs the second."""
    together = first.row["reply_id"] == second.row["reply_id"] and first.sentence == second.sentence
    return (
        together
        and 0 <= second.at - first.end < 20
        and not set("，。；：") & set(first.sentence[first.end : second.at])
    )


def _endings(core: str) -> list[str]:
    """The endings of a noun phrase by which it may be found, itself included."""
    return [core[at:] for at in range(len(core) - 1)]


def _speaks_of(statement: Statement, goal: Goal) -> bool:
    """Whether a statement is about what was promised."""
    if statement.made.first <= goal.made.last or not _one_unit(goal.figure, statement.figure):
        return False
    if not same_thing(goal.metric.core, statement.metric.core, goal.sentence, statement.words.sentence):
        return False
    return statement.metric.does_as(goal.metric) and _of_its_time(statement, goal)


def _one_unit(first: Figure, second: Figure) -> bool:
    """Whether two numbers are in one unit, 户 and 家 of enterprises taken as one."""
    if first.table != second.table:
        return False
    if first.table == "counts":
        units = {first.unit, second.unit}
        return len(units) == 1 or units <= _PERSONS or units <= _THINGS
    if first.table == "percentages":
        return ("百分点" in first.unit) == ("百分点" in second.unit)
    if first.table == "measurements" and not first.row["symbol"]:
        return first.unit.lstrip("万亿") == second.unit.lstrip("万亿")
    return first.dimension == second.dimension


def _of_its_time(statement: Statement, goal: Goal) -> bool:
    """Whether the year of which a statement speaks lies between promise and deadline; a level may come later, a total
    over years tells nothing of what is newly made."""
    limit = period(goal.promise.deadline)
    year = int(statement.words.year) if statement.words.year.isdigit() else None
    if year is not None and year < goal.made.year:
        return False
    if not goal.metric.acts or limit is None:
        return True
    newly = "new" in goal.metric.acts and "new" not in statement.metric.acts
    if statement.metric.level and (newly or (goal.within_a_year and not goal.is_by_its_end)):
        return False
    return year is None or statement.words.nature == "stock" or statement.metric.level or year <= limit.year


def _of_a_single_year(goal: Goal, statement: Statement) -> bool:
    """Whether a statement is of the yield of one year, and the promise of more than one."""
    if statement.figure.table == "percentages" or statement.metric.level or goal.within_a_year:
        return False
    acts, words = statement.metric.acts, statement.words
    newly = "new" in acts and "new" not in goal.metric.acts
    return words.nature == "flow" and (newly or (bool(acts) and bool(words.year)))


def _is_reached(goal: Goal, stated: Figure) -> bool:
    """Whether a stated number is what was promised, or better: at least as much, of a ceiling at most as much.

    An approximate promise is reached within one of its last significant digit.
    """
    row, wanted = goal.figure.row, _end(goal.figure.row, "low")
    if row["modifier"] in ("less_than", "equal_or_less") or _falls_to(goal):
        ceiling, high = _end(row, "high"), _end(stated.row, "high")
        return ceiling is not None and high is not None and high <= ceiling
    if row["modifier"] == "approx":
        wanted = goal.figure.quantity.near.low
    low = _end(stated.row, "low")
    if wanted is None or low is None:
        return False
    strict = row["modifier"] == "more_than" and stated.row["modifier"] != "more_than"
    return low > wanted if strict else low >= wanted


def _end(row: Row, name: str) -> Fraction | None:
    """An end of the interval of a number; of a number taken at its word (约1000) the number."""
    cell = row["value"] if row["modifier"] in ("exact", "approx") else row[name]
    return Fraction(cell) if isinstance(cell, int | Decimal) else None


def _falls_to(goal: Goal) -> bool:
    """Whether a promise is of a number to come down to: 降至5%, 控制在5%."""
    falling = r"(?:降低?|下降|减少?|压[缩减]|缩短|控制)[^，到至在为]{0,4}[到至在为]\p{Han}{0,3}$"
    return compiled(falling).search(goal.before) is not None
