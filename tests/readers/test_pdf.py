"""PDF pages read as paragraphs: what belongs together, what is left out, and where each page starts."""

from __future__ import annotations

import contextlib

import pytest

from govreply.parser.layout import lay_out
from govreply.readers import ReadError, limits, pdf, read_bytes
from govreply.readers.pdf.characters import PageType

pytest.importorskip("reportlab", reason="the development dependency reportlab makes the PDF files")
from tests.readers.pdf_pages import HEIGHT, LEADING, LEFT, MEASURE, SIZE, WIDTH, Pages

LONG = "我市高度重视农村供水保障工作把农村饮水安全纳入民生实事统筹推进老旧管网改造和水质检测能力建设"
OTHER = "下一步我市将继续加大投入力度完善管护机制提高信息化水平并会同有关部门做好水源地保护等各项工作"

FULL = (LONG + OTHER)[: 2 * MEASURE - 2]  # two full lines


def lines_of(pages: Pages) -> list[str]:
    return pdf.read(pages.data()).text.split("\n")


def test_a_paragraph_is_one_line() -> None:
    pages = Pages()
    pages.centred("某某市水利局关于市政协第23号提案的答复")
    pages.line("张某某委员：")
    pages.paragraph(LONG + "。")
    pages.paragraph(OTHER + "。")
    assert lines_of(pages) == ["某某市水利局关于市政协第23号提案的答复", "张某某委员：", LONG + "。", OTHER + "。"]


def test_the_parser_leaves_the_paragraphs_alone() -> None:
    pages = Pages()
    pages.line("张某某委员：")
    for text in (LONG + "，" + OTHER + "。", OTHER + "。", "一、关于加强供水保障的建议", LONG + "；", OTHER + "。"):
        pages.paragraph(text)
    text = pdf.read(pages.data()).text
    assert lay_out(text).quoted == text


def test_a_heading_that_is_no_full_line_stands_alone() -> None:
    pages = Pages()
    pages.paragraph("一、关于加强供水保障的建议")
    pages.paragraph(LONG + "。")
    assert lines_of(pages)[0] == "一、关于加强供水保障的建议"


def test_a_paragraph_of_larger_type_stands_alone() -> None:
    pages = Pages()
    pages.line(LONG[:MEASURE])
    pages.line("关于供水保障", size=20)
    assert lines_of(pages) == [LONG[:MEASURE], "关于供水保障"]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (("项目总投资1,2", "34.5万元"), "项目总投资1,234.5万元"),
        (("实施期为2023-", "2030年"), "实施期为2023-2030年"),
        (("服务企业10", "4户"), "服务企业104户"),
        (("the water", "supply"), "the water supply"),
        (("the irri-", "gation"), "the irrigation"),
        (("供水保障", "工程"), "供水保障工程"),
    ],
)
@pytest.mark.parametrize("over_the_page", [False, True])
def test_what_a_line_end_breaks_is_whole(broken: tuple[str, str], whole: str, over_the_page: bool) -> None:
    pages = Pages()
    before = _set_to_the_margin(pages, broken[0])
    if over_the_page:
        pages.page()
    pages.line(broken[1] + "。")
    pages.paragraph(OTHER + "。")
    assert lines_of(pages)[0] == before.removesuffix(broken[0]) + whole + "。"


def _set_to_the_margin(pages: Pages, end: str) -> str:
    """Two lines of which the second ends at the right margin with ``end``; returns their text."""
    pages.line(LONG[: MEASURE - 2], 2)
    right = LEFT + MEASURE * SIZE
    width = Pages().put(0, 0, end)
    characters = int((right - LEFT - width) / SIZE)
    pages.put(LEFT, pages.y, LONG[:characters])
    pages.put(right - width, pages.y, end)
    pages.y += LEADING
    return LONG[: MEASURE - 2] + LONG[:characters] + end


def test_a_page_starts_where_its_first_character_stands() -> None:
    pages = Pages()
    pages.paragraph(FULL)
    pages.page()
    pages.page()
    pages.line(OTHER[:10] + "。")
    pages.page()
    pages.paragraph(OTHER + "。")
    text = pdf.read(pages.data())
    first = FULL
    starts = [page.start for page in text.pages]
    assert text.text.startswith(first + OTHER[:10])
    assert starts == [0, len(first), len(first), len(first) + 12]
    assert not any(page.ocr for page in text.pages)


@pytest.mark.parametrize("number", ["- {} -", "— {} —", "第 {} 页 共 4 页", "{}/4", "{}"])
def test_page_numbers_and_running_heads_are_left_out(number: str) -> None:
    pages = Pages()
    texts = [LONG[begin:] + OTHER for begin in range(4)]
    for page, text in enumerate(texts, 1):
        pages.put(200, 40, "某某市人民政府公报", 10)
        pages.paragraph(text + "。")
        pages.put(280, HEIGHT - 40, number.format(page), 12)
        pages.page()
    assert lines_of(pages) == [text + "。" for text in texts]


def test_a_figure_that_stands_alone_in_the_body_stays() -> None:
    pages = Pages()
    for figure in ("项目数", "12", "覆盖乡镇", "35", "其他事项", "8"):
        pages.line(figure)
    pages.paragraph(LONG)
    assert lines_of(pages)[:6] == ["项目数", "12", "覆盖乡镇", "35", "其他事项", "8"]


def test_two_columns_are_read_one_after_the_other_below_their_title() -> None:
    pages = Pages()
    pages.centred("某某市农村供水工作情况通报")
    left, right = [LONG[i : i + 13] for i in range(0, 39, 13)] * 3, [OTHER[i : i + 13] for i in range(0, 39, 13)] * 3
    for index, (a, b) in enumerate(zip(left, right, strict=True)):
        pages.put(LEFT, pages.y + 24 * index, a)
        pages.put(LEFT + 15 * SIZE, pages.y + 24 * index + 5, b)
    assert lines_of(pages) == ["某某市农村供水工作情况通报", "".join(left) + "".join(right)]


@pytest.mark.parametrize(
    ("pieces", "line", "why"),
    [
        (("建筑面积500m", "^2", "，已经竣工"), "建筑面积500m²，已经竣工", "a square metre"),
        (("总库容3×10", "^8", "立方米"), "总库容3×10⁸立方米", "a power of ten"),
        (("浓度10", "^-4"), "浓度10⁻⁴", "a negative one"),
        (("共安排资金500", "^1", "万元"), "共安排资金500¹万元", "a note mark is no digit of the number"),
        (("^12", "2023年数据"), "¹²2023年数据", "nor is it before the text of the note"),
        (("减排CO", "_2", "500吨"), "减排CO2500吨", "a subscript stays a digit"),
        (("某某街^", "^路", "口"), "某某街^路口", "only figures change"),
    ],
)
@pytest.mark.parametrize("height", [4.0, 6.0, 9.0])
def test_raised_figures_are_told_from_the_others(pieces: tuple[str, ...], line: str, why: str, height: float) -> None:
    pages = Pages()
    x = LEFT
    for piece in pieces:
        size, up = (9, {"^": height, "_": -4.0}[piece[0]]) if piece[0] in "^_" else (SIZE, 0.0)
        x = pages.put(x, 100 - up, piece.lstrip("^_"), size)
    assert lines_of(pages) == [line], why


@pytest.mark.parametrize("blanks", ["    ", "　", "   "])
def test_fields_that_blanks_set_apart_stay_apart(blanks: str) -> None:
    pages = Pages()
    pages.line(f"索引号：LD-01{blanks}分类：农业")
    assert lay_out(pdf.read(pages.data()).text).quoted == "索引号：LD-01\t分类：农业"


@pytest.mark.parametrize("mark", ["①", "1", "[1]", "＊"])
def test_a_note_at_the_foot_of_a_page_does_not_divide_the_paragraph_that_runs_past_it(mark: str) -> None:
    pages = Pages()
    pages.line(LONG[: MEASURE - 2], 2)
    pages.line(LONG[:MEASURE])
    pages.canvas.line(LEFT, HEIGHT - 720, LEFT + 144, HEIGHT - 720)
    pages.put(pages.put(LEFT, 736, mark, 6), 740, "数据来源于统计年鉴。", 9)
    pages.put(280, HEIGHT - 40, "— 1 —", 12)
    pages.page()
    pages.line(OTHER[:10] + "。")
    pages.paragraph(OTHER + "。")
    pages.put(280, HEIGHT - 40, "— 2 —", 12)
    text, note, *rest = lines_of(pages)
    assert text == LONG[: MEASURE - 2] + LONG[:MEASURE] + OTHER[:10] + "。"
    assert note.endswith("数据来源于统计年鉴。")
    assert rest == [OTHER + "。"]


def test_small_type_below_a_long_rule_is_no_note() -> None:
    pages = Pages()
    pages.paragraph(LONG[: 2 * MEASURE - 2])
    pages.canvas.line(LEFT, HEIGHT - 720, LEFT + MEASURE * SIZE, HEIGHT - 720)
    pages.put(LEFT, 740, "某某市水利局办公室", 12)
    pages.page()
    pages.paragraph(OTHER + "。")
    assert lines_of(pages)[1] == "某某市水利局办公室"


@pytest.mark.parametrize("before", [b"\r\n", b"\xef\xbb\xbf", b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 1000 + b"\n"], ids=len)
def test_what_a_server_puts_before_a_pdf_does_not_matter(before: bytes) -> None:
    pages = Pages()
    pages.line("张某某委员：")
    assert pdf.read(before + pages.data()).text == "张某某委员："


def test_type_drawn_twice_is_read_once() -> None:
    pages = Pages()
    for shift in (0, 0.4, 0.8):
        pages.put(LEFT + shift, 100, "一、供水保障")
    for character, x in zip("委委员员", (72, 72.5, 88, 88.5), strict=True):
        pages.put(x, 130, character)
    assert lines_of(pages) == ["一、供水保障", "委员"]


def test_watermarks_and_sideways_type_are_left_out() -> None:
    pages = Pages()
    pages.paragraph(LONG + "。")
    canvas = pages.canvas
    for angle, size in ((45, 60), (90, 12)):
        canvas.saveState()
        canvas.translate(300, 400)
        canvas.rotate(angle)
        pages.put(0, HEIGHT, "内部资料", size)
        canvas.restoreState()
    canvas.setFillGray(0.85)
    pages.put(LEFT, 500, "公开水印", 70)
    assert lines_of(pages) == [LONG + "。"]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_turned_on_its_side_is_read_in_its_direction(angle: int) -> None:
    pages = Pages()
    canvas = pages.canvas
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(angle)
    canvas.translate(-HEIGHT / 2, -HEIGHT / 2)
    pages.paragraph(LONG + "。")
    pages.rules([LEFT, LEFT + 100, LEFT + 200], [200, 230, 260])
    for y in (222, 252):
        for x in (LEFT, LEFT + 100):
            pages.put(x + 4, y, "供水")
    assert lines_of(pages) == [LONG + "。", "供水\t供水", "供水\t供水"]


def test_lines_are_ordered_by_place_not_by_time_of_drawing() -> None:
    pages = Pages()
    for y in (184, 128, 156, 100):
        pages.put(LEFT, y, f"第{'一二三四'[int(y - 100) // 28]}条。")
    assert lines_of(pages) == ["第一条。", "第二条。", "第三条。", "第四条。"]


def test_spaces_between_chinese_characters_are_left_out() -> None:
    pages = Pages()
    pages.line("加 强 供 水 保 障 2024 年")
    assert lines_of(pages) == ["加强供水保障2024年"]


def test_radicals_and_ligatures_become_characters() -> None:
    from govreply.readers.pdf.characters import _forms

    forms = {chr(code): form for code, form in _forms().items()}
    assert [forms[c] for c in "⼯⽤⼾⻓⻋ﬁ"] == ["工", "用", "户", "长", "车", "fi"]
    assert forms["\ue123"] == "\ufffd"


def test_what_stands_in_the_fields_of_a_form_is_text() -> None:
    pages = Pages()
    pages.line("答复单位")
    pages.canvas.acroForm.textfield(value="Water Bureau", x=LEFT, y=600, width=200, height=24)
    assert lines_of(pages) == ["答复单位", "Water Bureau"]


def test_hidden_text_over_a_scan_is_text() -> None:
    pages = Pages()
    pages.canvas.drawImage(_grey_image(), 0, 0, WIDTH, HEIGHT)
    canvas = pages.canvas
    canvas._code.append("3 Tr")
    pages.paragraph(LONG + "。")
    assert lines_of(pages) == [LONG + "。"]


def test_pages_that_hold_only_images_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govreply.readers.ocr.recogniser", lambda: None)
    pages = Pages()
    pages.paragraph(LONG + "。")
    for stamp in ("", "由扫描软件创建"):
        pages.page()
        pages.canvas.drawImage(_grey_image(), 0, 0, WIDTH, HEIGHT)
        pages.put(400, HEIGHT - 20, stamp, 9)
    text = pdf.read(pages.data())
    assert text.text == LONG + "。"
    assert text.warnings == ("pages 2-3 hold only images",)
    assert len(text.pages) == 3


def test_a_pdf_of_nothing_but_images_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govreply.readers.ocr.recogniser", lambda: None)
    pages = Pages()
    for _ in range(2):
        pages.canvas.drawImage(_grey_image(), 0, 0, WIDTH, HEIGHT)
        pages.page()
    with pytest.raises(ReadError, match=r"^holds only images \(2 pages\); `pip install 'govreply\[ocr\]'`"):
        pdf.read(pages.data())


def test_type_that_nobody_can_copy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A font that is embedded without saying which characters its glyphs are."""
    monkeypatch.setattr("govreply.readers.ocr.recogniser", lambda: None)
    unmapped = PageType([], 100, 60, WIDTH, HEIGHT, lambda *rectangle: rectangle)
    monkeypatch.setattr("govreply.readers.pdf.characters.read_type", lambda page, most: unmapped)
    pages = Pages()
    pages.line(LONG[:10])
    with pytest.raises(ReadError, match=r"^has type whose fonts do not say which characters they draw \(1 page\)"):
        pdf.read(pages.data())


def _grey_image() -> object:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    return ImageReader(Image.new("L", (60, 80), 128))


def test_a_password_is_asked_for_not_guessed() -> None:
    pages = Pages(encrypt="secret")
    pages.line(LONG[:10])
    with pytest.raises(ReadError, match=r"^is an encrypted PDF"):
        pdf.read(pages.data())


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    pages = Pages(encrypt=StandardEncryption("", ownerPassword="owner"))
    pages.line(LONG[:10])
    assert lines_of(pages) == [LONG[:10]]


@pytest.mark.parametrize("data", [b"%PDF-", b"%PDF-1.7\n1 0 obj<<>>endobj", b"%PDF-1.4\n" + bytes(5000)])
def test_a_damaged_pdf_says_so(data: bytes) -> None:
    with pytest.raises(ReadError, match="is a damaged PDF"):
        pdf.read(data)


def test_a_pdf_cut_short_is_damaged_or_read_in_part() -> None:
    pages = Pages()
    pages.paragraph(LONG)
    data = pages.data()
    for end in range(0, len(data), 200):
        with contextlib.suppress(ReadError):
            assert pdf.read(data[:end]).text


def test_a_pdf_of_too_many_pages_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_PAGES", 3)
    pages = Pages()
    for _ in range(4):
        pages.line(LONG[:10])
        pages.page()
    with pytest.raises(ReadError, match="has 4 pages; at most 3 are read"):
        pdf.read(pages.data())


def test_a_page_of_too_many_characters_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govreply.readers.pdf.MOST_CHARACTERS_ON_A_PAGE", 20)
    pages = Pages()
    pages.paragraph(LONG)
    with pytest.raises(ReadError, match=r"^holds more than 20 characters on one page$"):
        pdf.read(pages.data())


def test_an_empty_page_is_empty() -> None:
    pages = Pages()
    pages.page()
    with pytest.raises(ReadError, match="is empty"):
        pdf.read(pages.data())


def test_the_dispatcher_knows_a_pdf_by_its_content() -> None:
    pages = Pages()
    pages.line("张某某委员：")
    source = read_bytes(pages.data(), "reply.doc")
    assert (source.format, source.text, source.pages[0].start) == ("pdf", "张某某委员：", 0)
