"""Rows from models made by hand: every table, every column, empty values, exact numbers."""

from decimal import Decimal

import pytest

from govreply.models import (
    Amount,
    Answer,
    Count,
    Date,
    DocumentNumber,
    Header,
    Layout,
    Measure,
    Measurement,
    Mentions,
    Percentage,
    Reply,
    Section,
    Source,
    Span,
    Target,
    Title,
)
from govreply.tables.rows import exact, rows
from govreply.tables.schema import TABLES, Tables

TEXT = (
    "一、关于修路的建议\n"
    "县交通局答复：一是加大投入。安排资金1.59万元，修路12条、长3.5公里，完成率50%。"
    "依据《公路办法》（临交发〔2023〕7号），到2025年，力争达到20条。"
)


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words))


PAPER = Reply(
    Layout(TEXT, TEXT, TEXT, (Span(0, 9), Span(10, len(TEXT))), (0,), (0,)),
    Header(kind="suggestion_reply", title="关于修路的答复", term=18, contact="张某某", phone="13800000000"),
    Span(0, len(TEXT)),
    sections=(Section(1, "一", "关于修路的建议", "修路的建议", Span(0, len(TEXT))),),
    answers=(Answer(1, 1, "县交通局", "临溪县交通运输局", "label", Span(TEXT.index("一是"), len(TEXT))),),
    measures=(Measure(1, 1, 1, "一是", "加大投入", "done", Span(TEXT.index("一是"), len(TEXT))),),
    planned=(Span(TEXT.index("力争"), len(TEXT)),),
)
MENTIONS = Mentions(
    amounts=(Amount(span("1.59万元"), Decimal("15900.00"), Decimal("1.59E+4"), None, "more_than", "万元"),),
    counts=(Count(span("12条"), 12, 12, 12, "exact", "条", "路"), Count(span("20条"), 20, 20, 20, "exact", "条")),
    measurements=(
        Measurement(span("3.5公里"), Decimal("3.5"), Decimal("3.5"), Decimal("3.5"), "exact", "公里", "km", 3500),
    ),
    percentages=(Percentage(span("50%"), 50, 50, 50, "exact", "%", "share"),),
    document_numbers=(
        DocumentNumber(
            span("临交发〔2023〕7号"), "临交发〔2023〕7号", "official", "临交发", 2023, "7", "公路办法", "cited"
        ),
    ),
    titles=(Title(span("公路办法"), "document", "临交发〔2023〕7号"),),
    dates=(Date(span("2025年"), "DATE", "2025"),),
    targets=(
        Target(span("到2025年，力争达到20条"), "到2025年", "2025", "", 20, "条", "exact"),
        Target(span("到2025年，力争达到20条"), "到2025年", "2025", "修路", None, "", ""),
    ),
)
SOURCE = Source(TEXT, "abc", "reply.txt")


@pytest.fixture
def tables() -> Tables:
    return rows(SOURCE, PAPER, MENTIONS)


def test_tables_and_columns_are_those_of_the_schema(tables: Tables) -> None:
    assert list(tables) == list(TABLES)
    for name, table in tables.items():
        for row in table:
            assert list(row) == [column.name for column in TABLES[name].visible()]


def test_cell_types_are_those_of_the_schema(tables: Tables) -> None:
    allowed = {"text": (str,), "integer": (int,), "number": (int, Decimal)}
    for name, table in tables.items():
        for column in TABLES[name].visible():
            for row in table:
                cell = row[column.name]
                assert cell is None or type(cell) in allowed[column.type], (name, column.name, cell)
                assert cell != "", (name, column.name)


def test_source_is_the_mention(tables: Tables) -> None:
    for name in ("amounts", "counts", "measurements", "percentages", "titles", "dates", "targets"):
        for row in tables[name]:
            assert TEXT[row["start"] : row["end"]] == row["text"]  # type: ignore[index]


def test_a_mention_row_in_full(tables: Tables) -> None:
    assert tables["amounts"] == [
        {
            "reply_id": "abc",
            "section_no": 1,
            "answer_no": 1,
            "measure_no": 1,
            "department": "临溪县交通运输局",
            "stage": "done",
            "value": 15900,
            "low": 15900,
            "high": None,
            "modifier": "more_than",
            "unit": "万元",
            "currency": "CNY",
            "text": "1.59万元",
            "sentence": "安排资金1.59万元，修路12条、长3.5公里，完成率50%。",
            "start": TEXT.index("1.59"),
            "end": TEXT.index("1.59") + 6,
        }
    ]


def test_stage_follows_the_planned_spans(tables: Tables) -> None:
    assert [row["stage"] for row in tables["counts"]] == ["done", "planned"]
    assert [row["stage"] for row in tables["dates"]] == ["done"]
    assert [row["stage"] for row in tables["targets"]] == ["planned", "planned"]


def test_header_and_structure(tables: Tables) -> None:
    (reply,) = tables["replies"]
    assert (reply["source"], reply["term"], reply["meeting"], reply["doc_number"]) == ("reply.txt", 18, None, None)
    assert tables["sections"][0]["heading"] == "关于修路的建议"
    assert str(tables["answers"][0]["text"]).startswith("一是加大投入。")
    assert tables["measures"][0]["label"] == "一是"


def test_contacts_only_on_request(tables: Tables) -> None:
    assert "contact" not in tables["replies"][0]
    (reply,) = rows(SOURCE, PAPER, MENTIONS, contacts=True)["replies"]
    assert (reply["contact"], reply["phone"]) == ("张某某", "13800000000")


def test_document_number_text_is_its_normal_form() -> None:
    number = DocumentNumber(span("临交发〔2023〕7号"), "X〔2023〕7号", "official", "X", 2023, "7", "", "cited")
    (row,) = rows(SOURCE, PAPER, Mentions(document_numbers=(number,)))["document_numbers"]
    assert (row["text"], row["title"]) == ("X〔2023〕7号", None)


def test_nothing_at_all() -> None:
    empty = Reply(Layout("", "", "", (), (0,), (0,)), Header(), Span(0, 0))
    tables = rows(Source("", "abc"), empty, Mentions())
    assert len(tables["replies"]) == 1
    assert tables["replies"][0]["source"] is None
    assert not any(table for name, table in tables.items() if name != "replies")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (None, "None"),
        (3, "3"),
        (Decimal("1E+7"), "10000000"),
        (Decimal("2.50"), "2.50"),
        (Decimal("114999999.99"), "114999999.99"),
        (Decimal("100.0"), "100"),
    ],
)
def test_exact(number: Decimal | int | None, expected: str) -> None:
    assert str(exact(number)) == expected
