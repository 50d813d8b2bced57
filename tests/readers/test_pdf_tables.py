"""Tables of PDF pages, with rules and without: a row a line, each cell in its column, its unit after its figure."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from govreply.readers import pdf

pytest.importorskip("reportlab", reason="the development dependency reportlab makes the PDF files")
from tests.readers.pdf_pages import HEIGHT, LEFT, Pages

LONG = "我市高度重视农村供水保障工作把农村饮水安全纳入民生实事统筹推进老旧管网改造和水质检测能力建设"
OTHER = "下一步我市将继续加大投入力度完善管护机制提高信息化水平并会同有关部门做好水源地保护等各项工作"
XS, YS = [LEFT, LEFT + 128, LEFT + 248, LEFT + 368], [200, 230, 260, 290]


def lines_of(pages: Pages) -> list[str]:
    return pdf.read(pages.data()).text.split("\n")


def table(rows: Sequence[Sequence[str]], ruled: str, before: str = "") -> list[str]:
    """The lines of a page with a table whose rules are "all", "level" or "none", a line ``before`` above it."""
    pages = Pages()
    pages.put(LEFT, 180, before)
    if ruled == "all":
        pages.rules(XS, YS)
    for y in YS if ruled == "level" else ():
        pages.canvas.line(XS[0], HEIGHT - y, XS[-1], HEIGHT - y)
    for y, row in zip(YS, rows, strict=False):
        for x, cell in zip(XS, row, strict=False):
            pages.put(x + 4, y + 22, cell)
    return lines_of(pages)


@pytest.mark.parametrize("ruled", ["all", "level", "none"])
@pytest.mark.parametrize(
    ("before", "rows", "lines", "why"),
    [
        ("", ("项目|上年|本年", "供水||1234", "道路|55|66"), ("项目\t上年\t本年", "供水\t\t1234", "道路\t55\t66"),
         "an empty cell"),
        ("", ("项目|上年|本年", "供水|12|34", "|55|66"), ("项目\t上年\t本年", "供水\t12\t34", "\t55\t66"),
         "the first is empty"),
        ("", ("项目|上年|本年", "供水|12|", "道路|55|66"), ("项目\t上年\t本年", "供水\t12", "道路\t55\t66"),
         "the last is empty"),
        ("", ("项目|里程（公里）|投资（万元）", "石湾路||500"),
         ("项目\t里程（公里）\t投资（万元）", "石湾路\t\t500万元"),
         "a unit in the head"),
        ("单位：万元", ("项目|投资|数量", "供水|1234|5"), ("单位：万元", "项目\t投资\t数量", "供水\t1234万元\t5"),
         "a unit above the table"),
    ],
)  # fmt: skip
def test_a_cell_keeps_its_column_and_its_unit(
    before: str, rows: Sequence[str], lines: Sequence[str], why: str, ruled: str
) -> None:
    assert table([row.split("|") for row in rows], ruled, before) == list(lines), why


def test_the_rest_of_a_cell_without_rules_stands_in_its_column() -> None:
    rows = [("项目", "投资（万元）", "备注"), ("供水", "1234", "全部完工"), ("", "", "并验收"), ("道路", "55", "在建")]
    assert table(rows, "none") == [
        "项目\t投资（万元）\t备注",
        "供水\t1234万元\t全部完工",
        "\t\t并验收",
        "道路\t55万元\t在建",
    ]


def test_rows_of_two_tables_are_not_one() -> None:
    pages = Pages()
    for y, row in ((100, "甲乙丙"), (128, "丁戊己"), (240, "子丑"), (268, "寅卯")):
        for x, cell in zip((72, 200, 330) if len(row) > 2 else (140, 260), row, strict=False):
            pages.put(x, y, cell)
    assert lines_of(pages) == ["甲\t乙\t丙", "丁\t戊\t己", "子\t丑", "寅\t卯"]


def test_the_space_between_double_rules_is_no_column() -> None:
    pages = Pages()
    pages.rules([LEFT, LEFT + 5, LEFT + 120, LEFT + 125, LEFT + 240, LEFT + 245], [100, 130, 160])
    for y, row in ((122, ("项目", "金额")), (152, ("供水", "12万元"))):
        for x, cell in zip((LEFT + 10, LEFT + 130), row, strict=True):
            pages.put(x, y, cell)
    assert lines_of(pages) == ["项目\t金额", "供水\t12万元"]


def test_the_rows_of_a_ruled_table_are_lines_of_cells() -> None:
    pages = Pages()
    pages.paragraph(LONG + "。")
    xs, ys = [LEFT, LEFT + 120, LEFT + 240, LEFT + 360], [200, 230, 260, 310]
    pages.rules(xs, ys)
    rows = (("项目", "投资（万元）", "数量"), ("供水", "1234", "5678"))
    for y, row in zip((222, 252), rows, strict=True):
        for x, cell in zip(xs, row, strict=False):
            pages.put(x + 4, y, cell)
    pages.put(xs[0] + 4, 280, "管网")
    pages.put(xs[0] + 4, 300, "改造")
    pages.put(xs[1] + 4, 290, "99")
    pages.y = 350
    pages.paragraph(OTHER + "。")
    assert lines_of(pages) == [
        LONG + "。",
        "项目\t投资（万元）\t数量",
        "供水\t1234万元\t5678",
        "管网改造\t99万元",
        OTHER + "。",
    ]


def test_figures_of_narrow_cells_are_not_glued() -> None:
    pages = Pages()
    xs = [LEFT, LEFT + 40, LEFT + 80, LEFT + 120]
    pages.rules(xs, [100, 130, 160])
    for y in (122, 152):
        for x in xs[:-1]:
            pages.put(x + 2, y, "1234", 18)
    assert lines_of(pages) == ["1234\t1234\t1234"] * 2


def test_a_cell_over_two_rows_stands_in_the_first() -> None:
    pages = Pages()
    line = pages.canvas.line
    for x in (LEFT, LEFT + 100, LEFT + 300):
        line(x, HEIGHT - 100, x, HEIGHT - 180)
    for y, begin in ((100, LEFT), (140, LEFT + 100), (180, LEFT)):
        line(begin, HEIGHT - y, LEFT + 300, HEIGHT - y)
    pages.put(LEFT + 4, 145, "供水工程")
    pages.put(LEFT + 104, 125, "投资500万元")
    pages.put(LEFT + 104, 165, "受益3000人")
    assert lines_of(pages) == ["供水工程\t投资500万元", "\t受益3000人"]


def test_cells_without_rules_are_set_apart() -> None:
    pages = Pages()
    for y, row in ((100, ("索引号：", "LD-0001", "分类：", "农业")), (130, ("文号：", "某政函1号", "日期：", "今日"))):
        for x, cell in zip((72, 172, 300, 400), row, strict=True):
            pages.put(x, y, cell)
    assert lines_of(pages) == ["索引号：\tLD-0001\t分类：\t农业", "文号：\t某政函1号\t日期：\t今日"]


@pytest.mark.parametrize(("shift", "unit"), [(0, "万元"), (40, "")])
def test_a_table_that_goes_on_over_the_page_keeps_the_units_of_its_head(shift: float, unit: str) -> None:
    """What has other columns is another table."""
    pages = Pages()
    for begin, rows in (
        (0, (("项目", "投资（万元）", "备注"), ("供水", "1234", ""))),
        (shift, (("道路", "", "在建"), ("桥梁", "56", "完工"))),
    ):
        pages.rules([x + begin for x in XS], YS[:3])
        for y, row in zip(YS, rows, strict=False):
            for x, cell in zip(XS, row, strict=False):
                pages.put(x + begin + 4, y + 22, cell)
        pages.put(280, HEIGHT - 40, f"— {1 + (begin > 0)} —", 12)
        pages.page()
    assert lines_of(pages) == ["项目\t投资（万元）\t备注", "供水\t1234万元", "道路\t\t在建", f"桥梁\t56{unit}\t完工"]
