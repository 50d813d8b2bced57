"""What of a DOCX is text, and in which order."""

from __future__ import annotations

import re
from pathlib import Path
from time import perf_counter

import pytest

from govreply import extract_file
from govreply.lexicon import content_lines
from govreply.models import Source
from govreply.parser.layout import lay_out
from govreply.readers import ReadError, limits, read_bytes, read_file
from govreply.readers import docx as reader
from tests.readers.docx_maker import (
    docx,
    item,
    level,
    numbered,
    numbering,
    paragraph,
    run,
    table,
    unzipped,
    zipped,
)

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.txt"))
CASES = Path(__file__).parents[1] / "cases" / "docx_inline.tsv"
BOX = "<w:txbxContent>{}</w:txbxContent>"


def text(body: str, **parts: str) -> str:
    return reader.read(docx(body, parts)).text.rstrip("\n")


def test_paragraphs_are_lines() -> None:
    assert text(paragraph("张某某委员：") + paragraph() + paragraph("现答复如下。")) == "张某某委员：\n\n现答复如下。"


def written(content: str) -> str:
    """The XML of a case: ``{增}`` is a run, ``{2|<w:vanish/>}`` one with properties, ``<field REF>…</field>`` one."""
    content = re.sub(r"<field ([^>]*)>", field_of, content).replace("</field>", mark("end"))
    return re.sub(r"\{([^|}]*)\|?([^}]*)\}", lambda found: run(found[1], found[2]), content)


def field_of(found: re.Match[str]) -> str:
    return f"{mark('begin')}<w:r><w:instrText>{found[1]}</w:instrText></w:r>{mark('separate')}"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


@pytest.mark.parametrize(("content", "expected", "why"), [line.split("\t") for _, line in content_lines(CASES)][1:])
def test_within_a_paragraph(content: str, expected: str, why: str) -> None:
    body = paragraph("", "", run("甲") + written(content) + run("乙"))
    assert text(body) == expected.replace("\\t", "\t").replace("\\n", "\n"), why


def test_an_unclosed_field_does_not_swallow_what_follows() -> None:
    assert text(paragraph("", "", written("<field TOC>")) + paragraph("现答复如下。")).strip() == "现答复如下。"


def test_a_table_of_contents_is_left_out() -> None:
    contents = paragraph("", "", written("<field TOC>{一、总体要求 1}")) + paragraph("二、重点任务 3")
    contents += paragraph("", "", mark("end"))
    assert text(contents + paragraph("一、总体要求")).split() == ["一、总体要求"]
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    control = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{paragraph('一、总体要求 1')}</w:sdtContent></w:sdt>"
    assert text(control + paragraph("一、总体要求")) == "一、总体要求"


def test_blocks_in_content_controls_and_insertions() -> None:
    control = f"<w:sdt><w:sdtContent>{paragraph('甲')}</w:sdtContent></w:sdt>"
    assert text(f"{control}<w:customXml><w:ins>{paragraph('乙')}</w:ins></w:customXml>") == "甲\n乙"


def test_a_paragraph_whose_end_is_deleted_goes_on_with_the_next() -> None:
    assert (
        text(paragraph("安排35", "<w:rPr><w:del/></w:rPr>") + paragraph("00万元。") + paragraph("完。"))
        == "安排3500万元。\n完。"
    )
    assert text(paragraph("最后一段。", "<w:rPr><w:del/></w:rPr>")) == "最后一段。"
    listed = paragraph("关于", "<w:rPr><w:del/></w:rPr>") + item("资金。")
    assert text(listed, numbering=numbering(level(0, "chineseCounting", "%1、"))) == "一、关于资金。"


def test_a_text_box_stands_once_after_its_paragraph_and_first_at_the_top() -> None:
    box = BOX.format(paragraph("临溪县财政局文件"))
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text(paragraph("答复", "", both)) == "临溪县财政局文件\n答复"
    assert text(paragraph("题目") + paragraph("答复", "", both)) == "题目\n答复\n临溪县财政局文件"
    old = f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>"
    assert text(paragraph("答复", "", old)) == "临溪县财政局文件\n答复"


def test_notes_follow_the_paragraph_that_refers_to_them() -> None:
    note = '<w:footnote w:id="{}" {}>{}</w:footnote>'
    notes = note.format(0, 'w:type="separator"', paragraph("线")) + note.format(2, "", paragraph("不含专项债券。"))
    body = paragraph("投入3500", "", '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("万元。")) + paragraph("完。")
    assert text(body, footnotes=notes) == "投入3500万元。\n不含专项债券。\n完。"


def test_notes_of_a_table_follow_it() -> None:
    note = f'<w:footnote w:id="2">{paragraph("不含专项债券。")}</w:footnote>'
    cell = paragraph("500", "", '<w:r><w:footnoteReference w:id="2"/></w:r>')
    rows = [["项目", "投资（万元）"], ["甲路", cell], ["乙路", "700"]]
    expected = "项目\t投资（万元）\n甲路\t500万元\n乙路\t700万元\n不含专项债券。"
    assert text(table(rows), footnotes=note) == expected
    assert text(table([[table(rows)]]), footnotes=note) == expected


def test_a_note_follows_a_paragraph_that_goes_on_with_the_next() -> None:
    note = f'<w:footnote w:id="2">{paragraph("不含专项债券。")}</w:footnote>'
    first = paragraph("安排35", "<w:rPr><w:del/></w:rPr>", '<w:r><w:footnoteReference w:id="2"/></w:r>')
    assert text(first + paragraph("00万元。"), footnotes=note) == "安排3500万元。\n不含专项债券。"


def test_what_a_character_style_raises_or_strikes() -> None:
    style = '<w:style w:type="character" w:styleId="{}"><w:basedOn w:val="{}"/><w:rPr>{}</w:rPr></w:style>'
    styles = (
        style.format("Up", "", '<w:vertAlign w:val="superscript"/>')
        + style.format("Own", "Up", "<w:b/>")
        + style.format("Gone", "Gone", "<w:strike/>")
    )
    of_style = '<w:rStyle w:val="{}"/>'
    runs = run("3×10") + run("8", of_style.format("Own")) + run("立方米") + run("（旧）", of_style.format("Gone"))
    runs += run("2", of_style.format("Up") + '<w:vertAlign w:val="baseline"/>')
    assert text(paragraph("", "", runs), styles=styles) == "3×10⁸立方米2"


@pytest.mark.parametrize("end", ["", "<w:rPr><w:del/></w:rPr>"])
def test_the_time_for_many_paragraphs_grows_as_their_number(end: str) -> None:
    def seconds(count: int) -> float:
        data = docx((f"<w:p><w:pPr>{end}</w:pPr>{run('万') if end else ''}</w:p>") * count + paragraph("完。"))
        begun = perf_counter()
        reader.read(data)
        return perf_counter() - begun

    seconds(1000)
    assert min(seconds(20_000) for _ in range(3)) < 3.2 * min(seconds(10_000) for _ in range(3))


def test_labels_are_short_and_what_they_add_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = {"numbering": numbering(level(0, "decimal", "长" * 100_000))}
    assert len(reader.read(docx(item("甲") * 10, parts)).text) < 3000
    monkeypatch.setattr(limits, "MOST_CHARACTERS", 2000)
    with pytest.raises(ReadError, match="holds more than"):
        reader.read(docx(item("甲") * 10, parts))


def test_a_running_head_is_left_out_and_a_letterhead_is_not() -> None:
    body = paragraph("张某某委员：")
    assert text(body, header=paragraph("临溪县财政局")) == "张某某委员："
    letterhead = paragraph("临溪县财政局文件") + paragraph("临财函〔2023〕27号")
    assert text(body, header=letterhead) == "临溪县财政局文件\n临财函〔2023〕27号\n张某某委员："
    assert text(paragraph("临财函〔2023〕27号") + body, header=letterhead) == "临财函〔2023〕27号\n张某某委员："


def test_a_table_is_a_row_a_line_and_its_units_stand_in_the_cells() -> None:
    rows = [["项目", "投资（万元）"], ["石湾路", "1200"], ["柳树路", "1,350"]]
    assert text(table(rows)) == "项目\t投资（万元）\n石湾路\t1200万元\n柳树路\t1,350万元"


def test_merged_cells_are_written_once() -> None:
    merge = "<w:tcPr><w:vMerge{}/></w:tcPr>"
    tall = [merge.format(' w:val="restart"') + paragraph("交通"), merge.format("") + paragraph()]
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("投资（万元）")
    rows = [
        ["类别", "项目", wide],
        ["类别", "项目", "上年", "今年"],
        [tall[0], "石湾路", "12", "30"],
        [tall[1], "柳树路", "15", "60"],
    ]
    assert text(table(rows)).splitlines()[2:] == ["交通\t石湾路\t12万元\t30万元", "\t柳树路\t15万元\t60万元"]


def test_deleted_rows_and_cells_are_gone() -> None:
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    body = row.format("<w:trPr><w:del/></w:trPr>", paragraph("旧"), paragraph("1"))
    body += row.format("", paragraph("新"), "<w:tcPr><w:cellDel/></w:tcPr>" + paragraph("2"))
    assert text(f"<w:tbl>{body}</w:tbl>") == "新"


def test_a_table_of_one_cell_is_text() -> None:
    cell = paragraph("张某某委员：") + paragraph("现答复如下。") + table([["甲", "乙"]])
    assert text(table([[cell]])) == "张某某委员：\n现答复如下。\n甲\t乙"


def test_a_reply_in_a_cell_of_a_form_keeps_its_paragraphs() -> None:
    answer = paragraph("张某某委员：") + paragraph("您提出的提案收悉，现答复如下：" + "我局高度重视。" * 8)
    lines = text(table([["提案编号", "46"], ["答复内容", answer], ["办理单位", "交通局"]])).splitlines()
    assert [line[:12] for line in lines] == [
        "提案编号\t46",
        "答复内容\t张某某委员：",
        "您提出的提案收悉，现答复",
        "办理单位\t交通局",
    ]


def with_chunk(name: str, data: bytes) -> bytes:
    """A DOCX in which a document is embedded whole between 前 and 后."""
    files = unzipped(docx(paragraph("前") + '<w:altChunk r:id="rId9"/>' + paragraph("后")))
    relations = files["word/_rels/document.xml.rels"]
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    chunk = b'<Relationship Id="rId9" Type="%s" Target="%s"/></Relationships>' % (kind, name.encode())
    files["word/_rels/document.xml.rels"] = relations.replace(b"</Relationships>", chunk)
    return zipped(files | {f"word/{name}": data})


def test_an_embedded_document_is_read_in_its_place() -> None:
    assert reader.read(with_chunk("chunk.docx", docx(paragraph("中")))).text == "前\n中\n后\n"
    assert reader.read(with_chunk("chunk.txt", "中".encode())).text == "前\n中\n后\n"


def test_what_is_embedded_and_cannot_be_read_is_told_of() -> None:
    unreadable = reader.read(with_chunk("chunk.pdf", b"%PDF-1.7"))
    assert unreadable == ("前\n后\n", "", (), ("an embedded document could not be read",))
    damaged = reader.read(with_chunk("chunk.docx", docx(paragraph("中"))[:-40]))
    assert damaged.warnings == ("an embedded document is a damaged DOCX: its end is missing",)
    deep = docx(paragraph("底"))
    for _ in range(4):
        deep = with_chunk("chunk.docx", deep)
    assert "底" not in reader.read(deep).text
    assert reader.read(deep).warnings == ("an embedded document could not be read",)


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("xl/workbook.xml", "is a spreadsheet (XLSX), not a document"),
        ("ppt/presentation.xml", "is a presentation (PPTX), not a document"),
    ],
)
def test_other_office_files_are_called_what_they_are(folder: str, words: str) -> None:
    with pytest.raises(ReadError) as failure:
        read_bytes(zipped({"[Content_Types].xml": "<x/>", folder: "<x/>"}), "表.docx")
    assert str(failure.value) == f"表.docx {words}"


def test_a_document_whose_main_part_has_another_name() -> None:
    assert reader.read(docx(paragraph("答复"), main="word/document2.xml")).text == "答复\n"


def test_a_document_without_relationships_is_read() -> None:
    files = unzipped(docx(paragraph("答复")))
    assert (
        reader.read(zipped({name: data for name, data in files.items() if not name.endswith(".rels")})).text == "答复\n"
    )


@pytest.mark.parametrize("body", ["", paragraph(), table([[""]])])
def test_a_document_without_text_is_empty(body: str) -> None:
    with pytest.raises(ReadError, match="答复 is empty"):
        read_bytes(docx(body), "答复")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_rows_of_a_sample_are_those_of_its_text(sample: Path, tmp_path: Path) -> None:
    source: Source = read_file(sample)
    path = tmp_path / "reply.docx"
    path.write_bytes(numbered(source.text))
    assert lay_out(read_file(path).text).quoted == lay_out(source.text).quoted
    assert findings(path) == findings(sample)


def findings(path: Path) -> dict[str, list[dict[str, object]]]:
    """All rows of a file, but for what depends on its bytes."""
    dropped = {"reply_id", "source", "start", "end"}
    return {
        name: [{column: cell for column, cell in row.items() if column not in dropped} for row in rows]
        for name, rows in extract_file(path).tables.items()
    }


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_rows_of_a_sample_that_libreoffice_wrote_are_those_of_its_text(sample: Path, tmp_path: Path) -> None:
    from govreply.readers import office

    if not office.is_there():
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / "reply.docx"
    path.write_bytes(office.convert(numbered(read_file(sample).text), "docx", "docx"))
    assert findings(path) == findings(sample)
