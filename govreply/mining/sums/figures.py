"""What a figure is in its sentence: of one period or a level, of one or of all, a difference, a request.

Only figures that state a plain quantity of the world may be added up. ``judged`` looks at the words around each
(``dictionaries/figure_words.tsv``) and at the dates before it, and says its ``nature`` and, where it must not be
added, the ``reason``. Whether it is a part or a repetition of another is ``govreply.mining.sums.wholes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal, NamedTuple

from govreply.lexicon import Lexicon
from govreply.mining.corpus import Corpus
from govreply.mining.passages import document_year
from govreply.parser.forms import canonical
from govreply.patterns import alternation, compiled
from govreply.tables.schema import Cell, Row

Nature = Literal["flow", "stock"]

_CLAUSE_ENDS = "，。；：！？（）\n"
_SEGMENT_ENDS = "。；！？\n"
_NUMBER_BEFORE = frozenset("0123456789.,")


class Figure(NamedTuple):
    """A mention of a quantity, where it stands in its sentence, and what it is.

    ``sentence`` is canonical, ``at`` and ``end`` are offsets in it, ``instance`` tells the same sentence printed again.
    ``year`` is that of which it speaks, four digits; of a stock, as of which it holds; empty where nothing says.
    ``day`` is the last day, YYYY-MM-DD, as of which a stock holds, if it is no plan not after the document's; empty if
    unknown.
    """

    row: Row
    sentence: str
    at: int
    end: int
    instance: int = 0
    nature: Nature = "flow"
    year: str = ""
    reason: str = ""
    day: str = ""

    @property
    def clause(self) -> str:
        """The words of its clause before it."""
        return self.sentence[_last(self.sentence, _CLAUSE_ENDS, self.at) : self.at]

    @property
    def segment(self) -> str:
        """The words of its sentence, or part up to a semicolon, before it."""
        return self.sentence[_last(self.sentence, _SEGMENT_ENDS, self.at) : self.at]

    @property
    def tail(self) -> str:
        """The words after it."""
        return self.sentence[self.end :]


class _Issue(NamedTuple):
    """When a document was issued, as far as known: year and day."""

    year: str
    day: str


class _Period(NamedTuple):
    """A time that governs what follows it in a sentence, from offset ``at`` on: its kind and, where known, the year and
    day of its end."""

    at: int
    kind: Literal["one", "several", "as_of"]
    year: str
    day: str


def judged(corpus: Corpus, name: str) -> list[Figure]:
    """The figures of table ``name`` (amounts, counts, measurements) of all documents, each with its nature and the
    reason, if any, why it must not be added, in the order of the text. Raises DictionaryError."""
    answered = {row["reply_id"] for row in corpus.rows("answers")}
    issues = {reply_id: _issue(row) for reply_id, row in corpus.documents().items()}
    dates = _by_sentence(_located(corpus.rows("dates")))
    judge = _Judge(corpus.lexicon)
    figures = []
    for figure in _located(corpus.rows(name)):
        row = figure.row
        near = dates.get((row["reply_id"], figure.sentence), ())
        figure = judge.with_nature(figure, near, issues[str(row["reply_id"])])
        outside = row["reply_id"] in answered and row["answer_no"] is None
        reason = "outside" if outside else judge.reason(figure)
        figures.append(figure._replace(reason=reason))
    return _shared_in_lists(figures)


def _issue(reply: Row) -> _Issue:
    return _Issue(document_year(reply), str(reply["issued_on"] or reply["published_on"] or ""))


def _located(rows: Iterable[Row]) -> list[Figure]:
    """The mentions with their places in their sentences; a mention that is not found there stands at its end."""
    found: list[Figure] = []
    reached: dict[tuple[Cell, str], tuple[int, int]] = {}
    for row in rows:
        sentence, text = canonical(str(row["sentence"] or row["text"])), canonical(str(row["text"]))
        key = (row["reply_id"], sentence)
        instance, cursor = reached.get(key, (0, 0))
        at = _place(sentence, text, cursor)
        if at < 0 and cursor:
            instance, at = instance + 1, _place(sentence, text, 0)
        at = at if at >= 0 else max(0, len(sentence) - len(text))
        end = min(len(sentence), at + len(text))
        reached[key] = (instance, end)
        found.append(Figure(row, sentence, at, end, instance))
    return found


def _place(sentence: str, text: str, start: int) -> int:
    """Where ``text`` stands from ``start`` on, as a number of its own and not as the end of a longer one."""
    at = sentence.find(text, start)
    while at > 0 and text[:1].isdigit() and sentence[at - 1] in _NUMBER_BEFORE:
        at = sentence.find(text, at + 1)
    return at


def _by_sentence(figures: Iterable[Figure]) -> dict[tuple[Cell, str], list[Figure]]:
    grouped: dict[tuple[Cell, str], list[Figure]] = {}
    for figure in figures:
        grouped.setdefault((figure.row["reply_id"], figure.sentence), []).append(figure)
    return grouped


def _shared_in_lists(figures: Sequence[Figure]) -> list[Figure]:
    """In a list of like figures (5万元、20万元一次性奖励) what the last one is, the others are too."""
    shared = list(figures)
    for place in range(len(shared) - 2, -1, -1):
        figure, following = shared[place], shared[place + 1]
        between = figure.sentence[figure.end : following.at]
        together = figure.sentence == following.sentence and figure.instance == following.instance
        if together and between in ("、", "和", "或", "及") and following.reason in ("each", "ceiling", "condition"):
            shared[place] = figure._replace(reason=figure.reason or following.reason)
    return shared


@cache
def words_with_role(lexicon: Lexicon, role: str) -> str:
    """An expression for the words of ``figure_words`` with a role; of a word with several rows the last counts."""
    roles = {row["word"]: row["role"] for row in lexicon.rows("figure_words")}
    return alternation(word for word, its_role in roles.items() if its_role == role)


class _Judge:
    """The rules, on the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = {role: words_with_role(lexicon, role) for role in _ROLES}
        compare = rf"(?<![占对百相])(?:{words['compare']})(?![例重如赛方价大好快高低])|相比|较(?=上|去|前)"
        self._stock = compiled(rf"(?:{words['stock']})[^的]{{0,40}}$")
        self._cumulative = compiled(words["cumulative"])
        self._flow = compiled(words["flow"])
        self._as_of = compiled(words["as_of"])
        self._several = compiled(words["several_years"])
        self._each = compiled(rf"{words['each']}|各(?:{_GIVEN})?(?=[约近超不]{{0,2}}$)")
        self._ceiling = compiled(rf"(?:{words['ceiling']})[^，。；]{{0,10}}$")
        self._need = compiled(rf"{words['request']}|(?:{words['need']})[^，。；\d]{{0,15}}$")
        self._difference = compiled(rf"(?:{compare})[^。；，]{{0,20}}，?(?:{words['change']})[^到至为，。；]{{0,3}}$")
        self._compared = compiled(rf"(?:{compare})[^。；，]{{0,15}}（[^）]{{0,3}}$")
        self._awarded = compiled(rf"^(?:元|元钱)?的?(?:一次性)?(?:{words['awarded']})(?!资金|经费|款|金额|标准为)")

    def reason(self, figure: Figure) -> str:
        """Why a figure must not be added, by its own words; empty if it may be."""
        clause, tail = figure.clause, figure.tail
        if tail.startswith("在内"):
            return "part"
        if self._compared.search(figure.segment) or compiled(_OF_WHICH).match(tail):
            return "base"
        if self._each.search(clause) or compiled(_PER).match(tail) or self._is_award(clause, tail):
            return "each"
        if self._ceiling.search(clause) or tail.startswith("封顶"):
            return "ceiling"
        if self._is_condition(figure):
            return "condition"
        if self._difference.search(figure.segment):
            return "difference"
        if compiled(_BASE_BEFORE).search(clause) and compiled(_BASE_AFTER).match(tail):
            return "base"
        if self._need.search(clause):
            return "need"
        return ""

    def _is_award(self, clause: str, tail: str) -> bool:
        """给予10万元奖励 is what one gets; 给予4家企业10万元奖励 is what all get."""
        given = compiled(r"(?:给予|予以|给)(?P<whom>[^，。；]{0,20})$").search(clause)
        return bool(given and self._awarded.match(tail) and not compiled(r"\d").search(given["whom"]))

    def _is_condition(self, figure: Figure) -> bool:
        """A threshold that tells which things are spoken of: 年收入超10亿元的企业, 亿元以上项目, 对投资超过1亿元，…"""
        if figure.row["modifier"] not in ("more_than", "equal_or_more", "less_than", "equal_or_less"):
            return False
        spoken_of = figure.clause.startswith("对") and not compiled(_GIVEN).search(figure.clause)
        return spoken_of or compiled(_CONDITION).match(figure.tail) is not None

    def with_nature(self, figure: Figure, dates: Sequence[Figure], issue: _Issue) -> Figure:
        """A figure as flow or stock of the time spoken of; ``dates`` are those of the sentence."""
        clause = figure.clause
        period = self._period(figure, dates, issue)
        year = period.year if period else ""
        if self._flow.search(clause):
            return figure._replace(nature="flow", year=year if period and period.kind != "several" else "")
        cumulative = (period is None or period.kind != "one") and self._cumulative.search(figure.segment)
        stock = self._stock.search(clause) or cumulative
        if stock or (period and period.kind != "one"):
            day = period.day if period else issue.day
            known = day if figure.row["stage"] == "planned" or not issue.day else min(day, issue.day)
            return figure._replace(nature="stock", year=year or issue.year, day=known)
        return figure._replace(nature="flow", year=year)

    def _period(self, figure: Figure, dates: Sequence[Figure], issue: _Issue) -> _Period | None:
        """The last time that is named before a figure in its sentence."""
        before = figure.sentence[: figure.at]
        periods = [_Period(found.start(), "as_of", *issue) for found in self._as_of.finditer(before)]
        periods += [_Period(found.start(), "several", *issue) for found in self._several.finditer(before)]
        for date in dates:
            if date.end <= figure.at and date.instance == figure.instance and (named := _named(date, issue)):
                periods.append(named)
        return max(periods, key=lambda period: period.at, default=None)


_ROLES = (
    "stock",
    "cumulative",
    "flow",
    "as_of",
    "several_years",
    "each",
    "ceiling",
    "compare",
    "change",
    "need",
    "request",
    "awarded",
)
_GIVEN = "安排|投入|奖励|补助|给予|建设|配备|支持|拨付|建成|新建|改造|不少于|不低于|达到"
_PER = r"^(?:元)?(?:[/／]|每(?!年|月|季))"
_THINGS = "企业|项目|单位|园区|大户|农户|县|村|学校|合同|工程|产业|集群|平台|产品"
_CONDITION = rf"^(?:及?以[上下内])?的|^及?以[上下][\p{{Han}}]{{0,6}}?(?:{_THINGS})"
_OF_WHICH = r"^的(?:\d{1,3}(?:\.\d{1,3})?[%‰]|百分之|[一二三四五六七八九]成)"
_BASE_BEFORE = r"(?:由|从)[^，。；]{0,12}$"
_BASE_AFTER = r"^[^，。；\d]{0,10}(?:到|至|为)"


def _named(date: Figure, issue: _Issue) -> _Period | None:
    """The period that a date opens; None of a duration (期限3年) or rhythm, which opens none."""
    kind, value = str(date.row["type"]), str(date.row["value"] or "")
    before, after = date.sentence[: date.at], date.tail
    if kind == "DURATION":
        long = compiled(r"P(\d+)Y").match(value)
        opens = str(date.row["text"]).startswith(("近", "过", "最", "连")) or after[:1] in ("来", "间")
        return _Period(date.at, "several" if long and int(long[1]) > 1 else "one", *issue) if opens else None
    if kind != "DATE" or not value[:4].isdigit():
        return None
    first, _, last = value.partition("/")
    year, day = (last or first)[:4], _last_day(last or first)
    since = after.startswith("以来") or (after[:1] == "起" and before[-1:] in ("自", "从"))
    if last[:4] not in ("", first[:4]) or (since and year != issue.year):
        return _Period(date.at, "several", *(issue if since else (year, day)))
    at_end = compiled(r"(?:底|末)$").search(str(date.row["text"])) or after[:1] in ("底", "末")
    until = before.endswith(("截至", "截止", "截止到", "到", "至", "截至到"))
    deadline = after.startswith(("前", "底前", "之前", "以前", "末前"))
    return _Period(date.at, "as_of" if (at_end or until) and not deadline else "one", year, day)


def _last_day(date: str) -> str:
    """The last day of a year, month or day in ISO 8601, for comparison: of every month the 31st; empty of others."""
    return date + "-12-31"[len(date) - 4 :] if compiled(r"\d{4}(?:-\d\d){0,2}").fullmatch(date) else ""


def _last(sentence: str, marks: str, end: int) -> int:
    """The offset behind the last of ``marks`` before ``end``."""
    return max(sentence.rfind(mark, 0, end) for mark in marks) + 1
