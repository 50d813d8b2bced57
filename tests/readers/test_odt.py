"""What of an OpenDocument text is text, and its lists written out."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreply.parser.layout import lay_out
from govreply.readers import ReadError, limits, odt, read_file
from govreply.readers.formats import format_of
from tests.readers.docx_maker import numbered, zipped

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.txt"))
_NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
    )
)
LEVEL = (
    '<text:list-level-style-number text:level="{}" style:num-format="{}" style:num-prefix="{}" style:num-suffix="{}"'
    " {}/>"
)
LISTS = (
    '<text:list-style style:name="L">'
    + LEVEL.format(1, "一, 二, 三, ...", "", "、", "")
    + LEVEL.format(2, "一, 二, 三, ...", "（", "）", "")
    + LEVEL.format(3, "1", "", ".", 'text:display-levels="2"')
    + "</text:list-style>"
)


def made(body: str, kind: str = "text", styles: str = LISTS) -> bytes:
    """An ODF file with ``body``."""
    styles = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content{_NAMES}>{styles}{content}</office:document-content>",
        }
    )


def text(body: str) -> str:
    return odt.read(made(body)).text.rstrip("\n")


def p(content: str) -> str:
    return f"<text:p>{content}</text:p>"


def items(*contents: str, more: str = "") -> str:
    listed = "".join(f"<text:list-item>{content}</text:list-item>" for content in contents)
    return f'<text:list text:style-name="L" {more}>{listed}</text:list>'


def test_it_is_told_by_its_content() -> None:
    assert format_of(made(p("答复"))) == "odt"


@pytest.mark.parametrize(
    ("content", "expected", "why"),
    [
        ("甲<text:span>乙</text:span>丙", "甲乙丙", "spans"),
        ("甲\n   乙", "甲 乙", "white space counts once"),
        ("　　甲", "　　甲", "an ideographic space does not"),
        ('甲<text:s text:c="3"/>乙', "甲   乙", "blanks written out"),
        ('甲<text:s text:c="99999999999"/>乙', "甲 乙", "no end of blanks"),
        ("甲<text:tab/>乙<text:line-break/>丙", "甲\t乙\n丙", "tabs and breaks"),
        ("甲<office:annotation><text:p>评</text:p></office:annotation>乙", "甲乙", "comments"),
        ("甲<text:page-number>3</text:page-number>乙", "甲乙", "page numbers"),
        ("甲<text:date>2024年</text:date>乙", "甲2024年乙", "other fields"),
        (
            "甲<text:ruby><text:ruby-base>拼</text:ruby-base><text:ruby-text>pin</text:ruby-text></text:ruby>",
            "甲拼",
            "ruby",
        ),
        (
            "甲<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body>"
            "</text:note>乙",
            "甲乙\n注",
            "notes after their paragraph",
        ),
        (
            "甲<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>乙",
            "框\n甲乙",
            "text boxes at the head are a letterhead",
        ),
    ],
)
def test_within_a_paragraph(content: str, expected: str, why: str) -> None:
    assert text(p(content)) == expected, why


def test_deleted_text_and_tables_of_contents_are_left_out() -> None:
    gone = f"<text:tracked-changes><text:deletion>{p('删')}</text:deletion></text:tracked-changes>"
    contents = f"<text:table-of-content><text:index-body>{p('一、 1')}</text:index-body></text:table-of-content>"
    assert text(gone + contents + f"<text:section>{p('答复')}</text:section>") == "答复"


def test_levels_below_begin_anew() -> None:
    inner = items(p("丙") + items(p("丁")))
    assert text(items(p("甲"), p("乙") + inner, p("戊") + inner)).splitlines() == [
        "一、甲", "二、乙", "（一）丙", "一.1.丁", "三、戊", "（一）丙", "一.1.丁"
    ]  # fmt: skip


def test_only_the_first_paragraph_of_an_item_is_labelled() -> None:
    assert text(items(p("甲") + p("续"), p("乙"))) == "一、甲\n续\n二、乙"


def test_lists_go_on_only_where_they_say_so() -> None:
    body = items(p("甲"), more='xml:id="a"') + p("文") + items(p("乙")) + items(p("丙"), more='text:continue-list="a"')
    assert text(body) == "一、甲\n文\n一、乙\n二、丙"
    assert (
        text(items(p("甲")) + p("文") + items(p("乙"), more='text:continue-numbering="true"')) == "一、甲\n文\n二、乙"
    )


def test_an_item_may_say_its_number() -> None:
    started = items(p("甲")).replace("<text:list-item>", '<text:list-item text:start-value="5">')
    assert text(started) == "五、甲"


def test_a_table_is_a_row_a_line() -> None:
    def row(*texts: str) -> str:
        cells = "".join(f"<table:table-cell>{p(text)}</table:table-cell>" for text in texts)
        return f"<table:table-row>{cells}</table:table-row>"

    head = f"<table:table-header-rows>{row('项目', '投资（万元）')}</table:table-header-rows>"
    assert text(f"<table:table>{head}{row('石湾路', '1200')}</table:table>") == "项目\t投资（万元）\n石湾路\t1200万元"


def test_cells_that_are_repeated_keep_their_columns() -> None:
    cell = "<table:table-cell{}>{}</table:table-cell>"
    row = f"<table:table-row>{cell.format('', p('甲'))}{{}}{cell.format('', p('丙'))}</table:table-row>"
    empty = row.format(cell.format(' table:number-columns-repeated="2"', ""))
    both = row.format(cell.format(' table:number-columns-repeated="2"', p("乙")))
    assert text(f"<table:table>{empty}{both}</table:table>") == "甲\t\t\t丙\n甲\t乙\t乙\t丙"


def test_notes_of_a_table_follow_it() -> None:
    note = "<text:note><text:note-body>" + p("不含专项债券。") + "</text:note-body></text:note>"
    cells = "".join(f"<table:table-cell>{p(each)}</table:table-cell>" for each in ("甲路", "500万元" + note))
    assert (
        text(f"<table:table><table:table-row>{cells}</table:table-row></table:table>")
        == "甲路\t500万元\n不含专项债券。"
    )


def test_an_item_that_only_holds_a_list_has_no_number() -> None:
    inner = "<text:list><text:list-item>" + p("乙") + "</text:list-item></text:list>"
    assert text(items(p("甲"), inner, p("丙"))) == "一、甲\n（一）乙\n二、丙"


def test_numbered_paragraphs() -> None:
    def numbered_paragraph(content: str, level: int) -> str:
        names = f'text:list-id="a" text:style-name="L" text:level="{level}"'
        return f"<text:numbered-paragraph {names}>{p(content)}</text:numbered-paragraph>"

    body = numbered_paragraph("甲", 1) + p("文") + numbered_paragraph("乙", 2) + numbered_paragraph("丙", 1)
    assert text(body) == "一、甲\n文\n（一）乙\n二、丙"


def test_headings_are_numbered_by_the_outline() -> None:
    level = LEVEL.replace("list-level-style-number", "outline-level-style")
    levels = level.format(1, "一, 二", "", "、", "") + level.format(2, "一, 二", "（", "）", "")
    outline = f"<text:outline-style>{levels}</text:outline-style>"
    headings = "".join(
        f'<text:h text:outline-level="{at}"{more}>{content}</text:h>'
        for at, content, more in (
            (1, "甲", ""),
            (2, "乙", ""),
            (1, "题目", ' text:is-list-header="true"'),
            (1, "丙", ""),
            (3, "丁", ""),
        )
    )
    data = made(headings, styles=outline)
    assert odt.read(data).text == "一、甲\n（一）乙\n题目\n二、丙\n丁\n"


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ('style:text-position="super 58%"', "10⁸立方米"),
        ('style:text-position="33% 58%"', "10⁸立方米"),
        ('style:text-position="sub 58%"', "108立方米"),
        ('style:text-position="-33% 58%"', "108立方米"),
        ('style:text-position="0% 100%"', "108立方米"),
        ('style:text-line-through-style="solid"', "10立方米"),
        ('style:text-line-through-type="double"', "10立方米"),
        ('style:text-line-through-style="none"', "108立方米"),
    ],
)
def test_what_a_style_raises_or_strikes(properties: str, expected: str) -> None:
    style = '<style:style style:name="{}" style:family="text" style:parent-style-name="{}">{}</style:style>'
    styles = style.format("P", "", f"<style:text-properties {properties}/>") + style.format("T", "P", "")
    assert (
        odt.read(made(p('10<text:span text:style-name="T">8</text:span>立方米'), styles=styles)).text == expected + "\n"
    )


def test_blanks_written_short_are_counted_as_they_are_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CHARACTERS", 5000)
    with pytest.raises(ReadError, match="holds more than"):
        text(p('<text:s text:c="1000"/>' * 10 + "甲"))
    repeated = '<table:table-cell table:number-columns-repeated="1000">' + p("甲" * 10) + "</table:table-cell>"
    with pytest.raises(ReadError, match="holds more than"):
        text(f"<table:table><table:table-row>{repeated}</table:table-row></table:table>")


def test_a_number_of_thousands_of_digits_is_none() -> None:
    levels = LISTS.replace('text:level="1"', f'text:level="001{"0" * 5000}"')
    assert levels != LISTS
    assert odt.read(made(items(p("甲")), styles=levels)).text == "甲\n"


def test_what_cannot_be_read() -> None:
    with pytest.raises(ReadError, match="is an OpenDocument file, but not a text document"):
        odt.read(made("", "spreadsheet"))
    manifest = {"META-INF/manifest.xml": "<manifest:encryption-data/>", "content.xml": "x", "mimetype": "x"}
    with pytest.raises(ReadError, match="is an encrypted ODT"):
        odt.read(zipped(manifest))


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_that_libreoffice_wrote_is_laid_out_as_its_text(sample: Path) -> None:
    from govreply.readers import office

    if not office.is_there():
        pytest.skip("LibreOffice is not installed")
    source = read_file(sample)
    written = office.convert(numbered(source.text), "docx", "odt")
    assert lay_out(odt.read(written).text).quoted == lay_out(source.text).quoted
