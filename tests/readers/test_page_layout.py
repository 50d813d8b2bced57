"""Lines with their places → paragraphs; fragments → lines; what belongs to every page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreply.readers.pages.furniture import without_furniture
from govreply.readers.pages.layout import LaidPage, flow
from govreply.readers.pages.lines import Fragment, Line, lines_in_order
from govreply.readers.pages.tables import rules_of, tables_of

SIZE, LEFT, WIDTH, HEIGHT = 16.0, 80.0, 595.0, 842.0
MEASURE = 28
LONG = "我市高度重视农村供水保障工作把农村饮水安全纳入民生实事统筹推进老旧管网改造和水质检测能力建设下一步继续"
A, B, C = LONG[:MEASURE], LONG[10 : 10 + MEASURE], LONG[20 : 20 + MEASURE]


def line(text: str, row: int, indent: float = 0, size: float = SIZE) -> Line:
    """A line of Chinese type in row ``row``, ``indent`` characters from the margin."""
    x0 = LEFT + indent * SIZE
    width = sum(size if character > "\u2e80" else size / 2 for character in text)
    return Line(text, x0, x0 + width, 120 + 28.0 * row, size, token=size)


def page(*lines: Line, ocr: bool = False) -> LaidPage:
    return LaidPage(list(lines), WIDTH, HEIGHT, ocr)


def fragment(text: str, x: float, y: float, size: float = SIZE) -> Fragment:
    return Fragment(text, tuple(x + size * i for i in range(len(text) + 1)), y, size)


@pytest.mark.parametrize(
    ("lines", "paragraphs", "why"),
    [
        ([line(A[2:], 0, 2), line(B, 1), line("完成。", 2)], [A[2:] + B + "完成。"], "full lines go on"),
        ([line(A[2:], 0, 2), line("完成。", 1), line(B[2:], 2, 2)], [A[2:] + "完成。", B[2:]], "a short line ends"),
        ([line("某委员：", 0), line(A[2:], 1, 2), line(B[2:], 2, 2)], ["某委员：", A[2:], B[2:]], "an indent begins"),
        ([line(A, 0), line(B, 1), line(C, 3)], [A + B, C], "a gap sets apart"),
        ([line(A, 0), line(B, 1, size=18)], [A, B], "so does another size of type"),
        ([line(A[:-1] + "。", 0), line("一、" + B[2:], 1)], [A[:-1] + "。", "一、" + B[2:]], "a label after a stop"),
        ([line("某某市水利局", 0, 22), line("2024年6月3日", 1, 21)], ["某某市水利局", "2024年6月3日"], "a signature"),
        (
            [line(A[2:], 0, 2), line(B[: MEASURE - 4], 1), line("完成。", 2), line(C[2:], 3, 2), line(A, 4)],
            [A[2:] + B[: MEASURE - 4] + "完成。", C[2:] + A],
            "ragged lines that end in the middle of a sentence",
        ),
        (
            [line(A[:24], 0, 4), line(B[:24], 1, 4), line(C[:9] + "。", 2, 4), line(A, 3), line(B, 4), line(C, 5)],
            [A[:24] + B[:24] + C[:9] + "。", A + B + C],
            "a passage set in from the margin as a whole",
        ),
        ([line("索引号\t12", 0), line("分类\t农业", 1)], ["索引号\t12", "分类\t农业"], "rows of cells stay rows"),
        ([line("项目", 0), line("12", 1), line("户数", 2)], ["项目", "12", "户数"], "a list is no text"),
    ],
)  # fmt: skip
def test_lines_make_paragraphs(lines: list[Line], paragraphs: list[str], why: str) -> None:
    assert flow([page(*lines)])[0].split("\n") == paragraphs, why


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("投资1,2", "34.5万元", "投资1,234.5万元"),
        ("服务10", "4户", "服务104户"),
        ("2023-", "2030年", "2023-2030年"),
        ("using OLED", "panels", "using OLED panels"),
        ("GB/T", "44436", "GB/T44436"),
        ("high-", "tech", "hightech"),
        ("供水", "保障", "供水保障"),
    ],
)
def test_what_stands_between_joined_lines(before: str, after: str, joined: str) -> None:
    first = line(A[2:], 0, 2)
    last = Line(before, LEFT, first.x1, 148, SIZE)
    assert flow([page(first, last, Line(after, LEFT, LEFT + 60, 176, SIZE))])[0] == A[2:] + joined


def test_ocr_makes_no_long_figure_of_two() -> None:
    lines = (line(A[2:], 0, 2), Line("投资3000", LEFT, LEFT + MEASURE * SIZE, 148, SIZE), line("4000万元。", 2))
    assert flow([page(*lines)])[0] == A[2:] + "投资30004000万元。"
    assert flow([page(*lines, ocr=True)])[0] == A[2:] + "投资3000 4000万元。"


@given(st.lists(st.lists(st.sampled_from([A, B, "完成。", "12", "一、目标", "表\t12"]), max_size=6), max_size=6))
def test_pages_start_in_order_and_no_text_is_lost(texts: list[list[str]]) -> None:
    pages = [page(*(line(text, row) for row, text in enumerate(lines))) for lines in texts]
    text, starts = flow(pages)
    assert len(starts) == len(pages)
    assert starts[:1] in ([], [0])
    assert all(a <= b for a, b in pairwise(starts))
    assert text.replace("\n", "") == "".join("".join(lines) for lines in texts)
    for start, lines in zip(starts, texts, strict=True):
        assert not lines or text.startswith(lines[0], start)


def test_left_and_right_pages_may_have_margins_of_their_own() -> None:
    pages = []
    for number in range(6):
        shift = 30.0 * (number % 2)
        lines = [line(A[2:], 0, 2), line(B, 1), line("完成。", 2), line(C[2:], 3, 2), line(A, 4)]
        for each in lines:
            each.x0 += shift
            each.x1 += shift
        pages.append(page(*lines))
    assert len(flow(pages)[0].split("\n")) == 2 * 6 - 5 + 5


def test_pieces_far_apart_are_cells_and_letter_spacing_is_none() -> None:
    cells = [fragment("索引号", 80, 100), fragment("12", 200, 100)]
    spaced = [fragment("附", 80, 130), fragment("件", 128, 130)]
    assert [each.text for each in lines_in_order([*cells, *spaced])] == ["索引号\t12", "附　件"]


@pytest.mark.parametrize("order", [1, -1])
def test_fragments_come_in_any_order(order: int) -> None:
    fragments = [fragment("一", 80, 100), fragment("二", 96, 100.5), fragment("三", 80, 128)]
    assert [each.text for each in lines_in_order(fragments[::order])] == ["一二", "三"]


def test_without_rules_there_is_no_table() -> None:
    fragments = [fragment("一", 80, 100)]
    assert tables_of(fragments, []) == (fragments, [])
    frame = rules_of((70.0, 50.0, 400.0, 700.0))
    assert tables_of(fragments, frame) == (fragments, []), "a frame around the page is no table"


def test_a_running_head_may_waver_in_height() -> None:
    pages = [page(Line("某某公报", 80, 140, 50 + number % 3, 10), line(A, 2)) for number in range(5)]
    assert all(len(kept.lines) == 1 for kept in without_furniture(pages))


def test_what_is_printed_on_every_page_in_the_body_stays() -> None:
    pages = [page(line(A, 5), line("合计", 6), line(B, 7)) for _ in range(5)]
    assert without_furniture(pages) == pages


def test_notes_stand_behind_the_paragraph_that_they_interrupt() -> None:
    note = Line("①数据来源", LEFT, LEFT + 60, 740, 9, note=True)
    other = Line("②另有说明", LEFT, LEFT + 60, 752, 9, note=True)
    text, starts = flow([page(line(A[2:], 0, 2), line(B, 1), note, other), page(line("完成。", 0), line(C[2:], 1, 2))])
    assert text.split("\n") == [A[2:] + B + "完成。", "①数据来源", "②另有说明", C[2:]]
    assert starts == [0, len(A[2:] + B)]


def test_type_without_width_is_no_column() -> None:
    specks = [Fragment("甲", (80.0, 80.0), 100.0 + 28 * row, 16) for row in range(10)]
    assert [each.text for each in lines_in_order(specks)] == ["甲"] * 10


@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True), min_size=1, max_size=6))
def test_cells_without_rules_stand_in_their_columns(rows: list[list[int]]) -> None:
    """A table whose first row is full: each cell of the others keeps its column, whichever are empty."""
    filled = [list(range(4)), *rows, list(range(4))]
    fragments = [
        fragment(f"第{at}格", 80 + 110 * at, 100 + 28 * row) for row, cells in enumerate(filled) for at in cells
    ]
    lines = ["\t".join(f"第{at}格" if at in cells else "" for at in range(4)).rstrip("\t") for cells in filled]
    assert [each.text for each in lines_in_order(fragments)] == lines


def test_superscripts_of_superscripts_and_odd_blanks_are_kept() -> None:
    raised = [fragment("2", 80, 90, 5), fragment("x", 72, 94, 8), fragment("面积", 40, 100)]
    assert [each.text for each in lines_in_order(raised)] == ["面积x²"]
    blanks = [fragment("\u1680", x, y) for y in (100, 128) for x in (80, 200, 320)]
    assert [each.text for each in lines_in_order(blanks)] == ["\u1680\t\u1680\t\u1680"] * 2
