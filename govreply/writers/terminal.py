"""One reply on a terminal: its header as a panel and each table drawn with rich, long ones cut.

Only the columns that a human wants are shown, values in a readable form; the files have them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple, TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from govreply.tables.schema import TABLES, Cell, Row, Tables
from govreply.writers import Style

MOST_ROWS = 20
"""Rows of a table that are drawn: about a screen."""

CONTEXT = (6, 60)
"""Characters of the sentence that are shown before the mention, and after it where the terminal is wide."""

NARROW = 100
"""Columns of a terminal under which the place of a mention is cut short."""

LEAST_CONTEXT = 16
"""Columns that the sentence around a mention must get to be drawn at all."""

_WIDEST_CELL = 28
_SHORT_PLACE = 12
_GAP = 3  # columns between two cells

LONGEST_CELL = 500
"""Characters of a cell that are drawn: more than fits, less than the whole text of an answer."""

_SIGNS = {
    "approx": "≈ ",
    "more_than": "> ",
    "equal_or_more": "≥ ",
    "less_than": "< ",
    "equal_or_less": "≤ ",
}
_MULTIPLIERS = {"百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_UNBROKEN = ("where", "value", "stage", "direction", "kind", "role")
_PERCENT_POINTS = {"‰": Decimal("0.1"), "成": Decimal(10), "倍": Decimal(100)}
_UNPRINTABLE = dict.fromkeys((*range(32), *range(127, 160)))


class _Shown(NamedTuple):
    """A drawn column: the schema's column that names it (or ``where``), and what its cells say.

    The last may fill what the others leave of the terminal's width; ``context`` is left out where that is little.
    """

    column: str
    cell: Callable[[Row], Text]
    fills: bool = False
    context: bool = False

    def most(self, width: int) -> int:
        """Columns of a terminal of ``width`` that it gets at most."""
        return _SHORT_PLACE if self.column == "where" and width < NARROW else _WIDEST_CELL


class _Speakers(NamedTuple):
    """Who speaks in a reply: the issuing unit, and the units of its answers by number, as the paper writes them."""

    issuer: Cell
    units: Mapping[Cell, Cell]


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to ``writers.output`` what a reader that stops reading means."""
        raise BrokenPipeError


def console(stream: TextIO, width: int | None = None) -> Console:
    """A rich console on ``stream``; it respects NO_COLOR, and draws without colour where there is no terminal.

    ``width`` in columns, of the terminal if None.
    """
    return _Console(file=stream, highlight=False, emoji=False, markup=False, width=width)


def write_terminal(
    stream: TextIO,
    tables: Tables,
    style: Style,
    chosen: Sequence[str] = tuple(TABLES),
    warnings: Sequence[str] = (),
    heading: str = "",
) -> None:
    """Draw the ``chosen`` tables of one reply, whose ``tables`` are all there; says so where nothing was found.

    ``heading`` tells the reply from others that are drawn before and after it.
    """
    out = console(stream)
    if heading:
        out.rule(printable(heading, "bold"), align="left", style="cyan")
    if "replies" in chosen:
        out.print(header_panel(tables["replies"][0], style, warnings))
    units = {row["answer_no"]: row["department_text"] for row in tables["answers"]}
    speakers = _Speakers(tables["replies"][0]["issuer"], units)
    wanted = [name for name in chosen if name != "replies"]
    for name in wanted:
        if tables[name]:
            out.print(_drawn(name, tables[name], speakers, style, out.width))
    if wanted and not any(tables[name] for name in wanted):
        out.print(Text("nothing found: no " + ", ".join(wanted), style="yellow"))


def header_panel(reply: Row, style: Style, warnings: Sequence[str] = ()) -> Panel:
    """What the head and tail of the paper say, a line a field; fields that it does not state are left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for column in style.columns("replies"):
        if column.name not in ("reply_id", "source", "title") and reply.get(column.name) is not None:
            grid.add_row(column.header(style.headers), printable(reply[column.name]))
    notes = [Text(f"! {warning}", style="yellow") for warning in warnings]
    title = printable(reply.get("title") or reply.get("source"))
    return Panel(Group(grid, *notes), title=title, title_align="left", border_style="cyan", padding=(0, 1))


def printable(cell: Cell, style: str = "") -> Text:
    """A cell as text without control characters, which a document could otherwise send to the terminal; cut."""
    return Text("" if cell is None else str(cell)[:LONGEST_CELL].translate(_UNPRINTABLE), style=style)


def readable(row: Row) -> str:
    """The value of a row for human eyes: ``> 2,800,000``, ``5 – 10``; empty where the words give no number."""
    value, low, high = row.get("value"), row.get("low"), row.get("high")
    sign = _SIGNS.get(str(row.get("modifier")), "")
    if value is not None:
        return sign + _digits(value)
    if low is not None and high is not None:
        return f"{_digits(low)} – {_digits(high)}"
    end = high if low is None else low
    return "" if end is None else sign + _digits(end)


def _digits(cell: Cell) -> str:
    return f"{cell:,f}" if isinstance(cell, Decimal) else f"{cell:,}" if isinstance(cell, int) else str(cell)


def in_its_unit(row: Row) -> Row:
    """The row with its value counted in the unit as written: 3000000 万元 becomes 300 万元, 20 成 becomes 2 成.

    百 and 千 also begin units (千瓦, 百分点), so they multiply only before 元 or another multiplier. A 番 is a
    doubling: 100 percent points are one, 300 two.
    """
    value, unit = row.get("value"), str(row.get("unit") or "")
    if not isinstance(value, int | Decimal):
        return row
    if unit == "番":
        times = Decimal(value) / 100 + 1
        doublings = int(times).bit_length() - 1
        return {**row, "value": doublings} if times == 2**doublings else {**row, "unit": "%"}
    return {**row, "value": Decimal(value) / _worth(unit)}


def _worth(unit: str) -> Decimal:
    worth = _PERCENT_POINTS.get(unit, Decimal(1))
    for index, character in enumerate(unit):
        of_money = unit[index + 1 : index + 2] in ("元", *_MULTIPLIERS)
        if character not in _MULTIPLIERS or (character in "百千" and not of_money):
            break
        worth *= _MULTIPLIERS[character]
    return worth


def _drawn(name: str, rows: Sequence[Row], speakers: _Speakers, style: Style, width: int) -> Table:
    table = TABLES[name]
    titles = {column.name: column.header(style.headers) for column in table.columns}
    titles["where"] = "位置" if style.headers == "zh" else "where"
    located = [{**row, "where": _where(row, speakers)} for row in rows[:MOST_ROWS]]
    columns = {shown: [shown.cell(row) for row in located] for shown in _VIEWS[name]}
    columns = {shown: texts for shown, texts in columns.items() if shown.column != "where" or any(texts)}
    left = width - sum(
        _GAP + min(shown.most(width), max(map(cell_len, (titles[shown.column], *(text.plain for text in texts)))))
        for shown, texts in columns.items()
        if not shown.fills
    )
    drawn = Table(
        title=Text(f"{table.label if style.headers == 'zh' else name} ({len(rows)})", style="bold"),
        title_justify="left",
        caption=_more(name, len(rows)),
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        expand=any(shown.fills for shown in columns),
    )
    for shown in columns:
        if not shown.context or left >= LEAST_CONTEXT:
            _add_column(drawn, titles[shown.column], shown, width)
    for texts in zip(*columns.values(), strict=True):
        drawn.add_row(*texts[: len(drawn.columns)])
    return drawn


def _add_column(drawn: Table, title: str, shown: _Shown, width: int) -> None:
    if shown.fills:
        drawn.add_column(title, no_wrap=True, overflow="ellipsis", ratio=1, min_width=LEAST_CONTEXT)
    elif shown.column in _UNBROKEN:
        drawn.add_column(title, no_wrap=True, overflow="ellipsis", max_width=shown.most(width))
    else:
        drawn.add_column(title, overflow="fold", max_width=shown.most(width))


def _where(row: Row, speakers: _Speakers) -> str:
    """``§2 市教育局``: the section, and who speaks or leads there where that is not the unit that issued the paper."""
    section, unit = row.get("section_no"), speakers.units.get(row.get("answer_no")) or row.get("department")
    parts = ("" if section is None else f"§{section}", "" if unit is None or unit == speakers.issuer else str(unit))
    return " ".join(filter(None, parts))


def _more(name: str, total: int) -> Text | None:
    if total <= MOST_ROWS:
        return None
    return Text(f"… {total - MOST_ROWS} more; see all with --table {name} --format csv, or -o {name}.csv")


def _value(row: Row, unit: str) -> Text:
    number = readable(row)
    return printable(f"{number} {row.get(unit) or ''}".rstrip() if number else "")


def _promised(row: Row) -> Text:
    return _value(in_its_unit(row), "unit")


def _percent(row: Row) -> Text:
    number = readable(row)
    return Text(f"{number} %" if number else "")


def _in_sentence(row: Row) -> Text:
    """The mention in bold with the words around it."""
    sentence, mention = str(row["sentence"]), str(row["text"])
    at = sentence.find(mention)
    if at < 0:
        return printable(sentence)
    start = max(0, at - CONTEXT[0])
    end = at + len(mention)
    before = ("…" if start else "") + sentence[start:at]
    after = sentence[end : end + CONTEXT[1]] + ("…" if end + CONTEXT[1] < len(sentence) else "")
    return printable(before) + printable(mention, "bold") + printable(after)


def _plain(column: str) -> _Shown:
    return _Shown(column, lambda row: printable(row.get(column)))


def _filling(column: str, context: bool = False) -> _Shown:
    return _Shown(column, lambda row: printable(row.get(column)), fills=True, context=context)


def _mention_view(*columns: _Shown) -> tuple[_Shown, ...]:
    return (*columns, _plain("where"), _plain("stage"), _SENTENCE)


_SENTENCE = _Shown("sentence", _in_sentence, fills=True, context=True)

_VIEWS: dict[str, tuple[_Shown, ...]] = {
    "sections": (_plain("section_no"), _plain("ordinal"), _filling("heading")),
    "answers": (_plain("answer_no"), _plain("section_no"), _plain("department"), _filling("text")),
    "measures": (
        _plain("measure_no"),
        _plain("where"),
        _plain("label"),
        _plain("stage"),
        _filling("headline"),
    ),
    "responsibilities": (_plain("measure_no"), _plain("position"), _plain("department")),
    "amounts": _mention_view(_plain("text"), _Shown("value", partial(_value, unit="currency"))),
    "counts": _mention_view(_plain("text"), _Shown("value", partial(_value, unit="unit")), _plain("object")),
    "measurements": _mention_view(_plain("text"), _Shown("value", partial(_value, unit="unit"))),
    "percentages": _mention_view(_plain("text"), _Shown("value", _percent), _plain("direction")),
    "document_numbers": (_plain("text"), _plain("role"), _plain("where"), _filling("title")),
    "titles": (_plain("kind"), _plain("where"), _plain("doc_number"), _filling("text")),
    "dates": _mention_view(_plain("text"), _plain("value")),
    "targets": (
        _plain("deadline"),
        _plain("metric"),
        _Shown("value", _promised),
        _plain("where"),
        _filling("text", context=True),
    ),
}
