"""The terminal: what is shown, what is cut, and that nothing of a document reaches the terminal as a command."""

import io
from decimal import Decimal

import pytest
from rich.cells import cell_len

from govreply.tables.schema import TABLES, Row, Tables
from govreply.writers import Style
from govreply.writers.terminal import MOST_ROWS, in_its_unit, readable, write_terminal
from govreply.writers.tree import write_tree


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "dumb")


def row(name: str, **cells: object) -> Row:
    filled: Row = {column.name: None for column in TABLES[name].visible()}
    return {**filled, "reply_id": "abc", **cells}  # type: ignore[dict-item]


def amount(text: str, **cells: object) -> Row:
    where = {"section_no": 1, "answer_no": 1, "measure_no": 1, "department": "临溪县水利局", "stage": "done"}
    number = {"value": 15000000, "modifier": "more_than", "unit": "万元", "currency": "CNY"}
    return row("amounts", **{**where, **number, "text": text, "sentence": f"全县投入{text}。", **cells})


def paper(**tables: list[Row]) -> Tables:
    reply = row("replies", source="reply.txt", title="关于治理河道的答复", issuer="临溪县水利局")
    answer = row("answers", answer_no=1, section_no=1, department_text="县水利局", department="临溪县水利局")
    section = row("sections", section_no=1, ordinal="一", heading="关于治理河道", start=0, end=90)
    measure = row("measures", measure_no=1, label="一是", headline="加大投入", stage="done", start=20, end=60)
    return {
        **{name: [] for name in TABLES},
        "replies": [reply],
        "sections": [section],
        "answers": [{**answer, "start": 10, "end": 80}],
        "measures": [measure],
        **tables,
    }


def drawn(tables: Tables, *chosen: str, style: Style | None = None, warnings: tuple[str, ...] = ()) -> str:
    stream = io.StringIO()
    write_terminal(stream, tables, style or Style(), chosen or tuple(TABLES), warnings)
    return stream.getvalue()


def test_panel_and_tables() -> None:
    text = drawn(paper(amounts=[amount("1500余万元")]), warnings=("the reply is printed twice",))
    assert "关于治理河道的答复" in text
    assert "the reply is printed twice" in text
    assert "amounts (1)" in text
    assert "> 15,000,000 CNY" in text
    assert "§1 县水利局" in text
    assert "counts" not in text


def test_columns_line_up_whatever_the_width_of_their_characters() -> None:
    text = drawn(paper(amounts=[amount("1500余万元"), amount("3元")]), "replies")
    assert {cell_len(line) for line in text.splitlines()} == {100}


def test_only_the_chosen_tables() -> None:
    text = drawn(paper(amounts=[amount("1500余万元")]), "amounts", style=Style("zh"))
    assert "金额 (1)" in text
    assert "限定" not in text
    assert "关于治理河道的答复" not in text


def test_long_tables_are_cut_and_say_so() -> None:
    text = drawn(paper(amounts=[amount(f"{n}万元") for n in range(MOST_ROWS + 15)]), "amounts")
    assert "… 15 more; see all with --table amounts --format csv" in " ".join(text.split())
    assert f"{MOST_ROWS}万元" not in text


def test_nothing_found() -> None:
    assert "nothing found: no amounts, dates" in drawn(paper(), "amounts", "dates")


def test_control_characters_stay_out_of_the_terminal() -> None:
    text = drawn(paper(amounts=[amount("5\x1b]0;x\x07万元"), amount("[red]6万元")]), "amounts")
    assert "\x1b" not in text
    assert "[red]6万元" in text


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"value": 12, "modifier": "exact"}, "12"),
        ({"value": Decimal("1234.50"), "modifier": "approx"}, "≈ 1,234.50"),
        ({"value": Decimal("1E+7"), "modifier": "equal_or_more"}, "≥ 10,000,000"),
        ({"value": None, "low": 5, "high": 10, "modifier": "range"}, "5 – 10"),
        ({"value": None, "low": 20, "high": 99, "modifier": "approx"}, "20 – 99"),
        ({"value": None, "low": 100, "high": None, "modifier": "more_than"}, "> 100"),
        ({"value": None, "low": 10000, "high": None, "modifier": "equal_or_more"}, "≥ 10,000"),
        ({"value": None, "low": None, "high": 100, "modifier": "less_than"}, "< 100"),
        ({"value": None, "low": None, "high": None, "modifier": "approx"}, ""),
    ],
)
def test_readable(cells: Row, expected: str) -> None:
    assert readable(cells) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (3000000, "万元", "300"),
        (1500000, "萬元", "150"),
        (500000000, "亿元", "5"),
        (1200000000000, "万亿元", "1.2"),
        (3000000, "百万美元", "3"),
        (2000, "千元", "2"),
        (350000, "万", "35"),
        (Decimal("35600.5"), "万元", "3.56005"),
        (Decimal("0.6"), "‰", "6"),
        (20, "成", "2"),
        (130, "倍", "1.3"),
        (100, "番", "1"),
        (300, "番", "2"),
        (5, "百分点", "5"),
        (2000000, "千瓦", "2,000,000"),
        (30, "千米", "30"),
        (30000, "人", "30,000"),
        (15, "", "15"),
        (12, "百", "12"),
    ],
)
def test_value_and_unit_of_a_target_agree(value: Decimal | int, unit: str, expected: str) -> None:
    assert readable(in_its_unit({"value": value, "unit": unit, "modifier": "exact"})) == expected


def target(value: Decimal | int | None, unit: str | None) -> Row:
    promise = {"deadline": "2025", "metric": "安排资金", "value": value, "unit": unit, "modifier": "exact"}
    return row("targets", section_no=1, text="安排资金300万元", stage="planned", **promise)


def test_targets() -> None:
    text = drawn(paper(targets=[target(3000000, "万元"), target(200, "番"), target(None, None)]), "targets")
    assert "300 万元" in text
    assert "3,000,000" not in text
    assert "200 %" in text


@pytest.mark.parametrize("width", [60, 64, 72, 80])
def test_narrow_terminals_have_no_slivers_of_sentences(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    text = drawn(paper(amounts=[amount("1500余万元")], targets=[target(3000000, "万元")]), "amounts", "targets")
    headers = [line for line in text.splitlines() if "value" in line]
    assert all("sentence" not in line or width - line.index("sentence") >= 16 for line in headers)
    assert {cell_len(line) <= width for line in text.splitlines()} == {True}
    assert ("sentence" in text) == (width >= 72)
    assert "> 15,000,000 CNY" in text


def test_narrow_terminals_cut_the_place_not_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    unit = "临溪县住房和城乡建设局"
    text = drawn(paper(amounts=[amount("1500余万元", answer_no=None, department=unit)]), "amounts")
    assert "§1 临溪县住" in text
    assert unit not in text
    assert "planned" not in text


def test_the_issuing_unit_is_not_repeated() -> None:
    assert "水利局" not in drawn(paper(amounts=[amount("5万元", answer_no=None)]), "amounts")
    assert "where" not in drawn(paper(amounts=[amount("5万元", answer_no=None, section_no=None)]), "amounts")


def test_heading_tells_replies_apart() -> None:
    stream = io.StringIO()
    write_terminal(stream, paper(amounts=[amount("5万元")]), Style(), ["amounts"], (), "replies/a\x1b.txt")
    assert stream.getvalue().startswith("replies/a.txt ─")


def test_tree() -> None:
    stream = io.StringIO()
    tables = paper(amounts=[amount("5万元"), amount("6万元", measure_no=None), amount("7万元", section_no=None)])
    write_tree(stream, tables, Style("zh"), ("the reply is printed twice",))
    lines = [line.strip() for line in stream.getvalue().splitlines()]
    assert lines == [
        "关于治理河道的答复 · 临溪县水利局  金额 3",
        "├── ! the reply is printed twice",
        "└── 一、关于治理河道  金额 2",
        "└── 县水利局  金额 3",
        "└── 一是 加大投入  金额 2",
    ]


def test_tree_of_nothing() -> None:
    stream = io.StringIO()
    write_tree(stream, {**{name: [] for name in TABLES}, "replies": [row("replies", source="x.txt")]}, Style())
    assert "no sections, answers or measures" in stream.getvalue()
