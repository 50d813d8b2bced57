"""Rows of tables as lines, and which figures a unit is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreply import extract
from govreply.lexicon import content_lines, default_lexicon
from govreply.readers.table_rows import Cell, table_lines

CASES = Path(__file__).parents[1] / "cases" / "table_rows.tsv"


def cells(*texts: str) -> list[Cell]:
    return [Cell((text,) if text else (), column) for column, text in enumerate(texts)]


@pytest.mark.parametrize(("table", "expected", "why"), [line.split("\t") for _, line in content_lines(CASES)][1:])
def test_units(table: str, expected: str, why: str) -> None:
    before, _, rows = table.rpartition(" ‖ ")
    lines = table_lines([cells(*row.split("|")) for row in rows.split(" / ")], before)
    assert lines[-1] == expected.replace("|", "\t"), why


def test_a_head_over_several_columns_states_the_unit_of_each() -> None:
    head = [Cell(("项目",), 0), Cell(("投资（万元）",), 1, 2)]
    rows = [head, cells("", "2023年", "2024年"), cells("石湾路", "12", "30")]
    assert table_lines(rows)[-1] == "石湾路\t12万元\t30万元"


def unit_of(measures: str) -> str:
    return {"money": "万元", "length": "米", "area": "平方米", "volume": "立方米", "mass": "吨"}.get(measures, "")


@pytest.mark.parametrize("row", default_lexicon().rows("table_heads"), ids=lambda row: str(row["word"]))
def test_each_word_decides_the_head_that_is_its_example(row: dict[str, str]) -> None:
    unit = unit_of(row["measures"])
    (line,) = table_lines([cells("石湾路", row["example"]), cells("石湾路", "1200")], f"单位：{unit or '万元'}")[1:]
    has_unit = bool(unit) or row["measures"] == "whole"
    assert line == "石湾路\t1200" + (unit or "万元") * has_unit


def test_what_stands_across_the_table_is_the_head_of_no_column() -> None:
    caption = [Cell(("2023年投资情况表（万元）",), 0, 4)]
    rows = [caption, cells("项目", "床位", "金额", "2023年"), cells("石湾路", "30", "12", "15")]
    assert table_lines(rows)[1:] == ["项目\t床位\t金额\t2023年", "石湾路\t30\t12万元\t15万元"]


def test_years_below_a_head_over_several_columns_are_heads() -> None:
    rows = [
        [Cell(("项目",), 0), Cell(("投资（万元）",), 1, 2)],
        cells("", "2023", "2024"),
        cells("石湾路", "12", "2024"),
    ]
    assert table_lines(rows)[1:] == ["\t2023\t2024", "石湾路\t12万元\t2024万元"]


def test_lines_of_a_short_cell_are_one_line() -> None:
    rows = [[Cell(("投资", "（万元）"), 0), Cell(("石湾路", "柳树路"), 1)], cells("12", "30")]
    assert table_lines(rows) == ["投资（万元）\t石湾路 柳树路", "12万元\t30"]


def test_text_in_a_cell_keeps_its_paragraphs_and_what_stands_beside_it() -> None:
    answer = ("张某某委员：", "您提出的提案收悉，现答复如下：" + "我局高度重视。" * 8)
    rows = [[Cell(("答复内容",), 0), Cell(answer, 1), Cell(("2024年",), 2)]]
    assert table_lines(rows) == ["答复内容\t张某某委员：", answer[1], "2024年"]


def test_empty_rows_are_gone_and_empty_cells_stay() -> None:
    assert table_lines([cells("", ""), cells("甲", "", "丙", "")]) == ["甲\t\t丙"]


def test_what_is_written_is_what_the_extractors_read() -> None:
    rows = [cells("项目", "投资（万元）", "里程（公里）", "占比（%）"), cells("石湾路", "1,200", "12.5", "30")]
    extraction = extract("\n".join(["临溪县2024年安排如下。", *table_lines(rows)]))
    assert [row["value"] for row in extraction.amounts] == [12_000_000]
    assert [str(row["value"]) for row in extraction.measurements] == ["12.5"]
    assert [row["value"] for row in extraction.percentages] == [30]
