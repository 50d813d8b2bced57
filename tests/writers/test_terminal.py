"""The terminal: what is shown, what is cut, and that nothing of a document reaches the terminal as a command."""

import io
from decimal import Decimal

import pytest
from rich.cells import cell_len

from govreply.tables.schema import TABLES, Row, Tables
from govreply.writers import Style
from govreply.writers.terminal import MOST_ROWS, readable, write_terminal
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
    assert "1 县水利局" in text
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
