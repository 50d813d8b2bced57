"""Concordances: what is found, its context and place, and how it is drawn."""

from __future__ import annotations

import io

import pytest

from govreply import extract
from govreply.commands.kwic import write_aligned
from govreply.mining.corpus import corpus_of
from govreply.mining.kwic import KWIC, kwic
from govreply.mining.passages import TermError
from govreply.mining.results import Result
from govreply.tables.schema import Cell
from tests.mining.documents import PAPER, three_offices

OFFICES = three_offices()


def reply(text: str) -> str:
    return PAPER.format(number=12, text=text, issuer="临溪县水利局", date="2024年6月20日")


def piece(text: str, start: Cell, end: Cell) -> str:
    return text[int(str(start)) : int(str(end))]


def test_every_occurrence_with_its_context_and_source() -> None:
    rows = kwic(OFFICES, "专项资金", window=6)
    assert [(row["source"], row["left"], row["right"]) for row in rows] == [
        ("12.txt", "高。安排水利", "5亿元，支持"),
        ("12.txt", "程进展顺利，", "全部到位。水"),
        ("13.txt", "所。安排教育", "3亿元，支持"),
        ("14.txt", "里。安排公路", "2亿元，支持"),
    ]
    assert {row["department"] for row in rows} == {"临溪县水利局", "临溪县教育局", "临溪县交通运输局"}


@pytest.mark.parametrize(
    ("term", "pattern", "hits"),
    [
        ("水厂", False, ["水厂"] * 4),
        ("水廠", False, ["水厂"] * 4),
        ("5G", False, []),
        (r"新建[^，。]{2}\d+[座所]", True, ["新建水厂12座", "新建学校8所"]),
        (r"\d+公里", True, ["45公里", "12公里"]),
        ("水.", False, []),
    ],
)
def test_what_is_found(term: str, pattern: bool, hits: list[str]) -> None:
    assert [row["hit"] for row in kwic(OFFICES, term, pattern)] == hits


def test_traditional_text_is_found_by_simplified_words_and_quoted_as_written() -> None:
    corpus = corpus_of(extract(reply("安排專項資金５億元。")))
    (row,) = kwic(corpus, "专项资金5亿元")
    assert (row["left"], row["hit"], row["right"]) == ("安排", "專項資金５億元", "。")


def test_offsets_in_the_source_where_it_is_unbroken() -> None:
    extraction = extract(reply("安排专项资金5亿元，支持水库建设。"))
    (row,) = kwic(corpus_of(extraction), "水库")
    assert piece(extraction.source.text, row["start"], row["end"]) == "水库"


def test_offsets_in_the_passage_where_layout_stands_inside() -> None:
    extraction = extract(reply("安排专项资金5亿元，\n\n\n支持水库建设。\n\n改造水厂3座。"))
    (row,) = kwic(corpus_of(extraction), "水厂")
    assert (row["start"], row["end"]) == (None, None)
    assert piece(extraction.source.text, row["passage_start"], row["passage_end"]).endswith("改造水厂3座。")
    text = str(extraction.answers[0]["text"])
    assert text[int(str(row["offset"])) :].startswith("水厂")


def test_contexts_end_at_the_paragraph() -> None:
    (row,) = kwic(corpus_of(extract(reply("改造水厂3座。\n\n建设水库12座。\n\n新建公路45公里。"))), "水库", window=50)
    assert (row["left"], row["right"]) == ("建设", "12座。")


def test_sorting_by_what_stands_to_one_side() -> None:
    corpus = corpus_of(extract(reply("新建水厂，改造水厂；安排水厂。")))
    assert [row["left"] for row in kwic(corpus, "水厂", window=2, sort="left")] == ["新建", "安排", "改造"]
    assert [row["right"] for row in kwic(corpus, "水厂", window=1, sort="right")] == ["。", "，", "；"]


@pytest.mark.parametrize(
    ("term", "pattern", "message"),
    [
        ("", False, "empty"),
        ("(", True, r"no regular expression: missing \) at position 1"),
        ("水*", True, "matches the empty text"),
    ],
)
def test_what_cannot_be_looked_for_is_told(term: str, pattern: bool, message: str) -> None:
    with pytest.raises(TermError, match=message):
        kwic(OFFICES, term, pattern)


def test_drawn_with_the_terms_below_one_another() -> None:
    from rich.cells import cell_len

    stream = io.StringIO()
    write_aligned(stream, [Result(KWIC, kwic(OFFICES, "专项资金"))], width=60)
    lines = stream.getvalue().splitlines()
    places = {cell_len(line[: line.index("专项资金")]) for line in lines[:-1]}
    assert len(lines) == 5
    assert len(places) == 1
    assert all(cell_len(line) <= 60 for line in lines)
    assert lines[-1] == "4 in 3 documents"


def test_nothing_found_is_said() -> None:
    stream = io.StringIO()
    write_aligned(stream, [Result(KWIC, [], nothing="航天 does not occur")], width=60)
    assert stream.getvalue() == "航天 does not occur\n"


def test_rows_have_the_columns_of_the_table() -> None:
    assert list(kwic(OFFICES, "水厂")[0]) == [column.name for column in KWIC.columns]
