"""What of an OFD is text, and how its type becomes lines, paragraphs and pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govreply import extract_file
from govreply.parser.layout import lay_out
from govreply.readers import ReadError, ofd, read_bytes, read_file
from govreply.readers.ofd import objects as ofd_objects
from govreply.readers.packages import parse_xml
from govreply.readers.pages.lines import Fragment
from govreply.tables.schema import MENTION_TABLES
from tests.readers.docx_maker import zipped
from tests.readers.ofd_maker import EM, LEADING, Line, package, page, paper, text_object

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.txt"))
REPLY = [
    "关于加强农村公路养护的提案的答复",
    "张某某委员：",
    "您提出的《关于加强农村公路养护的提案》收悉，现答复如下：",
    "2024年，我县安排养护资金1500余万元，改造危桥9座，新建安防工程45公里，惠及群众3.6万余人，占年度计划的102.5%，群众出行更加方便。",
    "下一步，我局将继续加大投入，确保2025年底前全部完工。",
    "临溪县交通运输局",
    "2024年9月12日",
]


def text(*objects: str, template: str = "") -> str:
    """The text of a page of objects."""
    return ofd.read(zipped(package([page("".join(objects), template)]))).text


def line(content: str, x: float = 30, y: float = 40, more: str = "") -> str:
    return text_object(Line(content, x, y), more)


def code(content: str, attributes: str, more: str = 'Boundary="30 30 100 10"') -> str:
    """A text object with the attributes of its text code as given."""
    placed = f'<ofd:TextCode X="0" Y="5" {attributes}>{content}</ofd:TextCode>'
    return f'<ofd:TextObject {more} Size="{EM}">{placed}</ofd:TextObject>'


def test_paragraphs_are_rebuilt_from_lines() -> None:
    assert ofd.read(zipped(paper(REPLY))).text.splitlines() == REPLY


def test_pages_start_where_their_first_line_stands() -> None:
    long = [
        f"第{number}项，安排资金{number}00万元，用于农村公路养护工作，确保群众出行安全便捷。" for number in range(1, 41)
    ]
    read = ofd.read(zipped(paper(["张某某委员：", *long])))
    assert read.text.splitlines() == ["张某某委员：", *long]
    assert len(read.pages) == 4
    assert read.pages[0].start == 0
    assert [start for start, _ in read.pages] == sorted(start for start, _ in read.pages)
    assert not any(ocr for _, ocr in read.pages)


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        (f'DeltaX="{EM} {EM} {EM}"', "a step a character"),
        (f'DeltaX="g 3 {EM}"', "one step repeated"),
        (f'DeltaX="{EM} g 2 {EM}"', "both"),
        (f'DeltaX="g 99999999 {EM}"', "more repeats than characters"),
        ("", "no steps: the width of the type"),
        ('DeltaX="x y z"', "no numbers"),
        ('DeltaX="g"', "a repeat of nothing"),
        ('DeltaX="nan inf 1e300"', "no finite numbers"),
        (f'DeltaX="{EM}"', "too few steps"),
    ],
)
def test_steps(steps: str, why: str) -> None:
    assert text(code("张某某：", steps)) == "张某某：", why


def test_a_wide_step_divides_cells() -> None:
    assert text(code("建议编号", f'DeltaX="{EM} {4 * EM} {EM}"')) == "建议\t编号"


def test_blanks_between_latin_words_only() -> None:
    assert text(line("拨 付 GB/T 1234 号")) == "拨付GB/T 1234号"


def test_what_stands_on_one_line_is_one_line() -> None:
    assert (
        text(line("资金", 30 + 5 * EM), line("安排专项", 30 + EM), line("2024年9月", 30, 40 + LEADING))
        == "安排专项资金\n2024年9月"
    )


def test_type_drawn_twice_to_look_bold_is_read_once() -> None:
    assert text(line("关于资金"), line("关于资金", 30.1)) == "关于资金"


def test_the_matrix_of_an_object_scales_and_moves_its_type() -> None:
    scaled = code("张某某：", f'DeltaX="g 3 {EM}"', 'Boundary="30 30 100 10" CTM="0.5 0 0 0.5 10 0"')
    (fragment,) = fragments(scaled)
    assert fragment.size == pytest.approx(8)
    assert fragment.x0 == pytest.approx(40 * ofd_objects.POINTS)
    assert fragment.y == pytest.approx(32.5 * ofd_objects.POINTS)


def fragments(*objects: str) -> list[Fragment]:
    canvas = ofd_objects.Canvas({})
    canvas.draw(parse_xml(page("".join(objects)).encode(), "OFD", "page"))
    return canvas.fragments


@pytest.mark.parametrize(
    "more", ['CTM="0.7 0.7 -0.7 0.7 0 0"', 'CTM="0 1 -1 0 0 0"', 'Visible="false"', 'Alpha="0"'], ids=str
)
def test_slanting_and_invisible_type_is_left_out(more: str) -> None:
    assert text(line("正文"), line("样稿", 60, 90, more)) == "正文"


def test_a_template_belongs_to_the_page() -> None:
    template = page(line("临溪县财政局文件", 30, 30))
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    used = page(line("张某某委员：", 30, 60), '<ofd:Template TemplateID="7" ZOrder="Background"/>')
    data = zipped(package([used], common, {"Doc_0/Tpls/Tpl_0/Content.xml": template}))
    assert ofd.read(data).text == "临溪县财政局文件\n张某某委员："


def test_drawings_used_by_id_and_one_that_uses_itself() -> None:
    unit = '<ofd:CompositeGraphicUnit ID="{}"><ofd:Content>{}</ofd:Content></ofd:CompositeGraphicUnit>'
    use = '<ofd:CompositeObject Boundary="0 0 210 297" ResourceID="{}"/>'
    units = unit.format(5, line("正文")) + unit.format(6, use.format(6) * 2)
    resources = f'<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016">{units}</ofd:Res>'
    files = package(
        [page(use.format(5) + use.format(6))],
        "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        {"Doc_0/DocumentRes.xml": resources},
    )
    assert ofd.read(zipped(files)).text == "正文"


def test_a_page_of_too_many_objects_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd_objects, "MOST_OBJECTS", 10)
    with pytest.raises(ReadError, match="a page of more than 10 objects"):
        text(line("正文") * 11)


def test_long_paths_count_as_many_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd_objects, "MOST_OBJECTS", 10)
    with pytest.raises(ReadError, match="a page of more than 10 objects"):
        text(f"<ofd:PathObject><ofd:AbbreviatedData>{'M 0 0 L 9 9 ' * 30}</ofd:AbbreviatedData></ofd:PathObject>")


def used_often(times: int, unit: str, pages: int = 1) -> bytes:
    """An OFD of one page, listed ``pages`` times, that uses the drawing ``unit`` so many ``times``."""
    resources = f'<ofd:CompositeGraphicUnit ID="5"><ofd:Content>{unit}</ofd:Content></ofd:CompositeGraphicUnit>'
    use = '<ofd:CompositeObject Boundary="0 0 210 297" ResourceID="5"/>'
    files = package(
        [page(use * times)],
        "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        {"Doc_0/DocumentRes.xml": f'<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016">{resources}</ofd:Res>'},
    )
    listed = '<ofd:Page ID="9" BaseLoc="Pages/Page_0/Content.xml"/>'
    files["Doc_0/Document.xml"] = files["Doc_0/Document.xml"].replace(listed, listed * pages)
    return zipped(files)


@pytest.mark.parametrize("times", [500, 1000])
def test_the_characters_of_a_page_are_counted_as_they_are_drawn(times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a drawing is used, no more than the limit is made of it."""
    drawn: list[str] = []
    fragments = ofd_objects._fragments

    def counted(element: Any, place: ofd_objects.Matrix) -> Iterator[Fragment]:
        drawn.append(element)
        return fragments(element, place)

    monkeypatch.setattr(ofd_objects, "_fragments", counted)
    monkeypatch.setattr(ofd_objects, "MOST_CHARACTERS_ON_A_PAGE", 1000)
    with pytest.raises(ReadError, match="a page of more than 1,000 characters"):
        ofd.read(used_often(times, line("供水保障" * 5)))
    assert len(drawn) == 50


def test_a_page_shown_again_and_again_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd, "MOST_OBJECTS_IN_ALL", 100)
    assert ofd.read(used_often(5, line("正文"), pages=10)).text
    with pytest.raises(ReadError, match="is an OFD that draws more than 100 objects"):
        ofd.read(used_often(5, line("正文"), pages=11))


def test_drawing_grows_with_the_page() -> None:
    canvases = [ofd_objects.Canvas({}) for _ in range(2)]
    for canvas, count in zip(canvases, (50, 100), strict=True):
        canvas.draw(parse_xml(page(line("正文") * count).encode(), "OFD", "page"))
    assert [canvas.objects for canvas in canvases] == [50, 100]
    assert [len(canvas.fragments) for canvas in canvases] == [50, 100]


@pytest.mark.parametrize("size", ["1e-30", "1e-300", "0", "-1", "1e6", "nan"])
def test_type_of_any_size_is_read_or_left_out(size: str) -> None:
    specks = [code("甲", "", f'Boundary="30 {30 + 10 * row} 100 10"') for row in range(10)]
    read = text(line("正文", 30, 150), *(each.replace(f'Size="{EM}"', f'Size="{size}"') for each in specks))
    assert "正文" in read


def test_fields_that_blanks_set_apart_stay_apart() -> None:
    for blanks in ("    ", "　", "   "):
        read = text(line(f"索引号：LD-01{blanks}分类：农业"))
        assert lay_out(read).quoted == "索引号：LD-01\t分类：农业"


def test_a_raised_figure_is_told_from_the_others() -> None:
    area, power = Line("2", 30 + 4 * EM, 38, EM / 2), Line("8", 30 + 5 * EM, 58, EM / 2)
    objects = line("面积500m", 30), text_object(area), line("总库容3×10", 30, 60), text_object(power)
    assert text(*objects) == "面积500m²\n总库容3×10⁸"


@pytest.mark.parametrize(
    ("head", "row", "lines", "why"),
    [
        ("项目 金额 里程", "石湾路 1200万元 12.5公里", "项目\t金额\t里程\n石湾路\t1200万元\t12.5公里", "a row a line"),
        (
            "项目 里程 投资（万元）",
            "石湾路 - 500",
            "项目\t里程\t投资（万元）\n石湾路\t\t500万元",
            "an empty cell; a unit",
        ),
    ],
)
def test_a_ruled_table_is_a_row_a_line(head: str, row: str, lines: str, why: str) -> None:
    path = "<ofd:AbbreviatedData>M 0 0 L {} {}</ofd:AbbreviatedData>"
    rule = f'<ofd:PathObject Boundary="{{}} {{}} {{}} {{}}">{path}</ofd:PathObject>'
    level = [rule.format(30, y, 120, 1, 120, 0) for y in (30, 42, 54)]
    upright = [rule.format(x, 30, 1, 24, 0, 24) for x in (30, 70, 110, 150)]
    cells = [
        line(text, x, y)
        for y, cells in ((38, head), (50, row))
        for x, text in zip((32, 72, 112), cells.split(), strict=True)
        if text != "-"
    ]
    assert text(*level, *upright, *cells) == lines, why


def test_the_documents_of_a_file_follow_one_another() -> None:
    files = package([page(line("第一件"))])
    files |= {
        path.replace("Doc_0", "Doc_1"): content.replace("第一件", "第二件")
        for path, content in files.items()
        if path != "OFD.xml"
    }
    roots = "".join(f"<ofd:DocBody><ofd:DocRoot>/Doc_{n}/Document.xml</ofd:DocRoot></ofd:DocBody>" for n in (0, 1))
    files["OFD.xml"] = f'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016">{roots}</ofd:OFD>'
    read = ofd.read(zipped(files))
    assert read.text == "第一件\n第二件"
    assert len(read.pages) == 2


def test_images_are_told_of() -> None:
    image = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="3"/>'
    with pytest.raises(ReadError, match="holds only images"):
        text(image)
    read = ofd.read(zipped(package([page(line("正文")), page(image)])))
    assert read.warnings == ("1 page holds only images",)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"OFD.xml": "<x/>"}, "is an OFD without text"),
        ({"OFD.xml": "<x>"}, "is a damaged OFD: OFD.xml is not well-formed XML"),
        (package([]) | {"Doc_0/Document.xml": "<x/>"}, "is an OFD without text"),
        (package([page("")]), "is an OFD without text"),
        ({"OFD.xml": package([])["OFD.xml"]}, "is a damaged OFD: Doc_0/Document.xml is missing"),
        (package([page("")]) | {"Encryptions.xml": "<x/>"}, "is an encrypted OFD; save it without encryption"),
    ],
)
def test_what_cannot_be_read(files: dict[str, str], words: str) -> None:
    with pytest.raises(ReadError) as failure:
        read_bytes(zipped(files), "答复.ofd")
    assert str(failure.value) == f"答复.ofd {words}"


def test_more_pages_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd, "MOST_PAGES", 2)
    with pytest.raises(ReadError, match="more than 2 pages"):
        ofd.read(zipped(package([page(line("正文"))] * 3)))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_mentions_of_a_sample_are_those_of_its_text(sample: Path, tmp_path: Path) -> None:
    layout = lay_out(read_file(sample).text)
    path = tmp_path / "reply.ofd"
    path.write_bytes(zipped(paper([layout.quoted[slice(*span)] for span in layout.paragraphs])))
    assert mentions(path) == mentions(sample)


def mentions(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Text, value, department and stage of every mention of a file."""
    columns = ("text", "value", "department", "stage", "section_no", "answer_no", "measure_no")
    tables = extract_file(path).tables
    return {name: [tuple(row.get(column) for column in columns) for row in tables[name]] for name in MENTION_TABLES}
