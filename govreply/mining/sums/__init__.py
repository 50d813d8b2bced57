"""Grouped sums of amounts, counts and measurements that only add what can be added.

Never added: different units, objects or currencies; what is planned to what is done; a stock (a level, or a total over
years) to a flow, or to a stock of another date; and the figures of ``REASONS``. Exact, at-least, at-most and
approximate figures have a sum each; ``low`` and ``high`` bound what all of them can be together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Literal, NamedTuple

import regex

from govreply.mining.corpus import Corpus
from govreply.mining.passages import document_year
from govreply.mining.results import Column, Row, Table, integer, number, text
from govreply.mining.sums.figures import Figure, judged
from govreply.mining.sums.levels import outdated
from govreply.mining.sums.wholes import parts, repeats
from govreply.models import Number
from govreply.tables.schema import Cell
from govreply.tables.schema import table as schema_table

Summed = Literal["amounts", "counts", "measurements"]
SUMMED: tuple[Summed, ...] = ("amounts", "counts", "measurements")

REASONS: Mapping[str, str] = {
    "outside": "stands outside the reply's answers: in the proposal that is printed with it, or in the head",
    "each": "for one of many, or a year: 每, 单个, 平均, 一次性, a standard, 元/户",
    "ceiling": "the most that one may get: 最高50万元",
    "condition": "says which things are meant: 年收入超10亿元的企业",
    "difference": "compared with another time or place: 较上年增加5000万元",
    "base": "from where something rose or fell, or of what it is a share: 由1500元提高到2400元, 占5亿元的60%",
    "need": "asked for or reckoned, not given: 恳请安排500万元, 资金缺口2亿元",
    "part": "part of a figure beside it that is added: 其中省级2亿元",
    "repeat": "stated before: in the same words elsewhere in the document, or by the department in another one",
    "earlier": "a level of which a later one in that year is added: 目前46家, 截至2024年底63家",
}
"""Why a figure is not added, and what that means."""

KEYS: Mapping[Summed, tuple[str, ...]] = {
    "amounts": ("currency",),
    "counts": ("unit", "object"),
    "measurements": ("unit",),
}
"""What must be equal for figures to be added, besides stage, nature and, of stocks, the year."""

_NEITHER = ("each", "ceiling", "condition", "difference", "need")
"""Reasons of figures that are neither flow nor stock."""

_ALIKE = 0.5  # ratio from which a column may be meant: department by dept

_OF_SUMS: tuple[Column, ...] = (
    text("stage", "阶段", "planned (打算), done (没有标明为打算的)"),
    text("nature", "性质", "flow (of a period), stock (a level, or a total over years)"),
    text("as_of", "截至年份", "of stocks the year as of which they hold, else the document's; empty of flows"),
    integer("rows", "行数", "figures that were added"),
    text("sum", "合计", "all sums in words, in 万 and 亿: 57.5亿 + ≥1001.2亿 + ≈116亿"),
    text(
        "modifier", "限定", "what the sum is: exact, equal_or_more, equal_or_less, range or approx; empty of no figure"
    ),
    number("exact_sum", "确数合计", "sum of the exact figures"),
    number("at_least_sum", "超过类合计", "sum of the values stated as a minimum: 余, 超过, 以上"),
    number("at_most_sum", "不足类合计", "sum of the values stated as a maximum: 不到, 以内"),
    number("approx_sum", "约数合计", "sum of the values stated as approximate: 约, 近, 左右"),
    number("low", "下限", "what all together are at least; approximate figures count as nothing"),
    number("high", "上限", "what all together are at most; empty if any figure is open or approximate"),
    integer("excluded", "未计行数", "figures that were not added"),
    text("reasons", "未计原因", "why, with the number of figures: each 2, part 1"),
)
_OF_FIGURES: tuple[Column, ...] = (
    text("stage", "阶段", "planned (打算), done (没有标明为打算的)"),
    text("nature", "性质", f"flow or stock; empty of figures that are neither: {', '.join(_NEITHER)}"),
    text("as_of", "截至年份", "of stocks the year as of which they hold"),
    text("reason", "未计原因", "why it was not added, empty if it was: " + "; ".join(map(" ".join, REASONS.items()))),
    number("value", "数值", "the number as stated"),
    number("low", "下限", "lower end of the interval that the words allow"),
    number("high", "上限", "upper end of it"),
    text("modifier", "限定", "exact, approx, more_than, equal_or_more, less_than, equal_or_less, range"),
    text("text", "原文", "the mention"),
    text("sentence", "所在句", "the sentence around it"),
    text("source", "来源", "file name of the document"),
    text("reply_id", "文档编号", "stable id of the document"),
    integer("start", "起始", "where it starts in the source text", "code points"),
    integer("end", "结束", "where it ends in the source text, exclusive", "code points"),
)

_ADDED_BY: tuple[Column, ...] = (
    text("source", "来源", "file name of the document"),
    text("section", "建议", "heading of the section"),
    text("year", "年份", "year of which the sentence speaks; empty where it names none"),
    text("document_year", "文档年份", "year of the document"),
)


class QuestionError(ValueError):
    """A sum that cannot be asked for; the message says what can."""


class Sums(NamedTuple):
    """What ``sums`` found: a table of sums, a row a group in which anything can be added; and a table of all figures,
    with their group and reason."""

    table: Table
    rows: list[Row]
    figures_table: Table
    figures: list[Row]


class Condition(NamedTuple):
    """A condition on a column of the table summed: ``column``, one of ``= != ~ >= <=`` and what to compare with."""

    column: str
    sign: str
    value: str

    def holds(self, row: Mapping[str, Cell]) -> bool:
        """Whether a row meets it. Raises QuestionError where a number is compared with what is none."""
        cell = row[self.column]
        if self.sign in (">=", "<="):
            if cell is None or isinstance(cell, str):
                return cell is not None and (cell >= self.value if self.sign == ">=" else cell <= self.value)
            limit = _decimal(self.value)
            return cell >= limit if self.sign == ">=" else cell <= limit
        found = "" if cell is None else str(cell)
        if self.sign == "~":
            return self.value in found
        return (found == self.value) == (self.sign == "=")


def condition(written: str) -> Condition:
    """A condition from its text: ``department=某省财政厅``, ``object~企业``, ``value>=1000``. Raises QuestionError."""
    found = regex.fullmatch(r"\s*(\w{1,40})\s*(>=|<=|!=|=|~)\s*(.{0,200}?)\s*", written)
    if not found:
        raise QuestionError(
            f"{written!r} is no condition; write such as department=某省财政厅, object~企业, value>=1000"
        )
    return Condition(*found.groups())


def sums(
    corpus: Corpus,
    table: Summed = "amounts",
    by: Sequence[str] = (),
    stage: str = "",
    where: Sequence[Condition] = (),
) -> Sums:
    """Sums of ``table`` grouped ``by`` columns of it, or by source, section, year, document_year.

    ``stage`` (done or planned) and ``where`` restrict the figures. Values are in base units (yuan, things; of
    measurements the unit written, or its symbol) and exact. What measurements measure no table says: look at the
    figures before adding 亩 to 亩. Raises QuestionError for unknown columns, DictionaryError.
    """
    columns = _columns(table)
    for name in (*by, *(each.column for each in where)):
        if name not in columns:
            close = get_close_matches(name, columns, 1, _ALIKE)
            meant = f"did you mean {close[0]}? " if close else ""
            raise QuestionError(f"{meant}{table} cannot be grouped or restricted by {name!r}; by {', '.join(columns)}")
    chosen = [
        (figure, row)
        for figure, row in _described(corpus, table)
        if stage in ("", row["stage"]) and all(each.holds(row) for each in where)
    ]
    names = tuple(dict.fromkeys((*by, *KEYS[table])))
    grouped = [({name: row[name] for name in names}, figure, row) for figure, row in _each_once(chosen, table)]
    leading = tuple(columns[name] for name in names)
    return Sums(
        Table("sums", "合计", f"the sum of a group of {table}", _unlike(leading, _OF_SUMS)),
        _summed(grouped),
        Table("figures", "计入明细", f"one of the {table}, and whether it was added", _unlike(leading, _OF_FIGURES)),
        [_figure_row(*each) for each in grouped],
    )


_Described = tuple[Figure, Row]


def _described(corpus: Corpus, table: Summed) -> list[_Described]:
    """The figures of a table, judged alone and as parts, each with its row and labels."""
    labels = _labels(corpus)
    figures = [_by_symbol(figure) if table == "measurements" else figure for figure in judged(corpus, table)]
    rows = [{**figure.row, **labels(figure)} for figure in figures]
    natures = ("flow" if figure.reason in _NEITHER else figure.nature for figure in figures)
    kinds = [(*_kind(row, table), row["stage"], nature) for nature, row in zip(natures, rows, strict=True)]
    return list(zip(_with_reason(figures, parts(figures, kinds, corpus.lexicon), "part"), rows, strict=True))


def _each_once(described: Sequence[_Described], table: Summed) -> list[_Described]:
    """The figures with those marked that repeat an earlier one that is added, or are levels before a later one."""
    figures = [figure for figure, _ in described]
    kinds = [_kind(row, table) for _, row in described]
    again: Mapping[str, Callable[[Sequence[Figure], Sequence[Hashable]], set[int]]]
    again = {"repeat": repeats, "earlier": outdated}
    for reason, found in again.items():
        added = [place for place, figure in enumerate(figures) if not figure.reason]
        places = found([figures[place] for place in added], [kinds[place] for place in added])
        figures = _with_reason(figures, (added[place] for place in places), reason)
    return [(figure, row) for figure, (_, row) in zip(figures, described, strict=True)]


def _unlike(leading: Sequence[Column], following: Sequence[Column]) -> tuple[Column, ...]:
    """Both, a name once."""
    names = {column.name for column in leading}
    return (*leading, *(column for column in following if column.name not in names))


def _columns(table: Summed) -> dict[str, Column]:
    """The columns by which a table can be grouped or restricted."""
    own = {column.name: column for column in schema_table(table).visible()}
    return {**own, **{column.name: column for column in _ADDED_BY}}


def _labels(corpus: Corpus) -> Callable[[Figure], Row]:
    """A function that gives a figure's source, section, year and document_year."""
    sources = corpus.sources()
    years = {reply_id: document_year(row) for reply_id, row in corpus.documents().items()}
    headings = {
        (row["reply_id"], row["section_no"]): row["suggestion"] or row["heading"] for row in corpus.rows("sections")
    }

    def labels(figure: Figure) -> Row:
        row = figure.row
        reply_id = str(row["reply_id"])
        return {
            "source": sources[reply_id],
            "section": headings.get((reply_id, row["section_no"])),
            "year": figure.year or None,
            "document_year": years[reply_id] or None,
        }

    return labels


def _by_symbol(figure: Figure) -> Figure:
    """A measurement with the symbol of its unit in place of the unit, so that 公里 and 千米 are added."""
    return figure._replace(row={**figure.row, "unit": figure.row["symbol"] or figure.row["unit"]})


def _with_reason(figures: Sequence[Figure], places: Iterable[int], reason: str) -> list[Figure]:
    marked = list(figures)
    for place in places:
        marked[place] = marked[place]._replace(reason=marked[place].reason or reason)
    return marked


def _kind(row: Row, table: Summed) -> tuple[Cell, ...]:
    return tuple(row[key] for key in KEYS[table])


_Grouped = tuple[Row, Figure, Row]


def _summed(grouped: Sequence[_Grouped]) -> list[Row]:
    groups: dict[tuple[Hashable, ...], list[Figure]] = {}
    heads: dict[tuple[Hashable, ...], Row] = {}
    for head, figure, _ in grouped:
        full = {**head, **_state(figure)}
        key = tuple(full.values())
        groups.setdefault(key, []).append(figure)
        heads[key] = full
    added = (key for key in groups if any(not figure.reason for figure in groups[key]))
    return [{**heads[key], **_sum(groups[key])} for key in sorted(added, key=_in_order)]


def _in_order(key: tuple[Hashable, ...]) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell) for cell in key)


def _state(figure: Figure) -> Row:
    return {
        "stage": figure.row["stage"],
        "nature": figure.nature,
        "as_of": figure.year or None if figure.nature == "stock" else None,
    }


def _sum(figures: Sequence[Figure]) -> Row:
    added = [figure.row for figure in figures if not figure.reason]
    reasons = Counter(figure.reason for figure in figures if figure.reason)
    approx = [row for row in added if row["high"] is None and row["low"] is None]
    least = [row for row in added if row["modifier"] in ("more_than", "equal_or_more")]
    most = [row for row in added if row["modifier"] in ("less_than", "equal_or_less")]
    ranges = [row for row in added if row["value"] is None and row not in approx]
    is_open = any(row["high"] is None for row in added)
    sums_by_sign = {
        "": _total([row for row in added if row["modifier"] == "exact"], "value"),
        "≥": _total(least, "value"),
        "≤": _total(most, "value"),
        "≈": _total(approx, "value"),
    }
    return {
        "rows": len(added),
        "sum": _in_words(sums_by_sign, _total(ranges, "low"), _total(ranges, "high")),
        "modifier": _modifier(added, bool(approx), bool(least), bool(most)),
        "exact_sum": sums_by_sign[""],
        "at_least_sum": sums_by_sign["≥"],
        "at_most_sum": sums_by_sign["≤"],
        "approx_sum": sums_by_sign["≈"],
        "low": _total(added, "low"),
        "high": None if is_open else _total(added, "high"),
        "excluded": len(figures) - len(added),
        "reasons": ", ".join(f"{reason} {reasons[reason]}" for reason in REASONS if reason in reasons) or None,
    }


def _in_words(sums_by_sign: Mapping[str, Number | None], low: Number | None, high: Number | None) -> str | None:
    """``57.5亿 + ≥1001.2亿 + 3000万–4000万``; None of nothing."""
    said = [sign + _short(value) for sign, value in sums_by_sign.items() if value is not None]
    if low is not None and high is not None:
        said.append(f"{_short(low)}–{_short(high)}")
    return " + ".join(said) or None


def _short(value: Number) -> str:
    """A number in 亿, 万 or ones, to the last digit."""
    for multiple, sign in ((10**8, "亿"), (10**4, "万")):
        if value >= multiple:
            return _digits(Decimal(value) / multiple) + sign
    return _digits(Decimal(value))


def _digits(value: Decimal) -> str:
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _modifier(added: Sequence[Row], approx: bool, least: bool, most: bool) -> str | None:
    """What can be said of the sum of such figures."""
    if not added:
        return None
    if approx:
        return "approx"
    if all(row["modifier"] == "exact" for row in added):
        return "exact"
    if least and most:
        return "approx"
    if least:
        return "equal_or_more"
    return "range" if any(row["low"] is not None and row["low"] != row["high"] for row in added) else "equal_or_less"


def _total(rows: Sequence[Row], column: str) -> Number | None:
    """The exact sum of a column; None of no rows. Empty cells, an open lower end, count as nothing."""
    if not rows:
        return None
    numbers = [cell for row in rows if isinstance(cell := row[column], int | Decimal)]
    return sum(numbers, 0)


def _figure_row(head: Row, figure: Figure, described: Row) -> Row:
    own = {column.name: described.get(column.name) for column in _OF_FIGURES}
    state = _state(figure)
    if figure.reason in _NEITHER:
        state |= {"nature": None, "as_of": None}
    return {**head, **own, **state, "reason": figure.reason or None}


def _decimal(written: str) -> Decimal:
    try:
        return Decimal(written)
    except ArithmeticError as error:
        raise QuestionError(f"{written!r} is no number") from error
