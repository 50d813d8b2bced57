"""DOC: text in the order of its pieces, with automatic numbers, without what a reader of the print does not see."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import olefile
import pytest

from govreply.readers import ReadError, doc, office, read_bytes
from govreply.readers.doc.lines import Beside, lines, with_asides
from govreply.readers.doc.numbering import Labels
from govreply.readers.document import Text
from tests.readers.doc_maker import CHINESE, ENGLISH, Level, Part, early_word_file, in_list, word_file

CASES = Path(__file__).parent.parent / "cases" / "doc"
PAPER = (CASES / "paper.doc").read_bytes()
DELETED, HIDDEN, RAISED = b"\x00\x08\x01", b"\x3c\x08\x01", b"\x48\x2a\x01"
STRUCK, TWICE_STRUCK = b"\x37\x08\x01", b"\x53\x2a\x01"
SHORT_DELETED = 0x41


@pytest.fixture(autouse=True)
def _without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)


def test_a_paper_with_numbers_notes_a_table_a_text_box_and_tracked_changes() -> None:
    source = read_bytes(PAPER, "paper.doc")
    assert source.text == (CASES / "paper.txt").read_text(encoding="utf-8")
    assert (source.format, source.warnings) == ("doc", ())


@pytest.mark.parametrize(
    ("parts", "text", "why"),
    [
        ([Part("第一段\r第二段\r")], "第一段\n第二段\n", "a paragraph a line"),
        ([Part("上\x0b下\r")], "上\n下\n", "a line break within a paragraph"),
        ([Part("甲\r\x0c乙\r")], "甲\n\n乙\n", "a page break ends a paragraph"),
        ([Part("Annex "), Part("A\x1e1\r", is_narrow=True)], "Annex A-1\n", "pieces of two widths, a hard hyphen"),
        ([Part("“a”\r", is_narrow=True)], "“a”\n", "bytes are Windows-1252"),
        ([Part("\x01图\x08示\x02注\x05\r")], "图示注\n", "pictures, notes and comments leave no sign"),
        ([Part("约"), Part("9000万元", DELETED), Part("300万元\r")], "约300万元\n", "deleted text is not there"),
        ([Part("公开"), Part("（内部）", HIDDEN), Part("。\r")], "公开。\n", "nor is hidden text"),
        (
            [Part("约"), Part("9000", STRUCK), Part("800", TWICE_STRUCK), Part("300万元\r")],
            "约300万元\n",
            "nor is struck",
        ),
        ([Part("甲\r"), Part("旧\r", STRUCK), Part("新\r")], "甲\n\n新\n", "the end of a struck paragraph stays"),
        ([Part("10"), Part("-4", RAISED), Part("\r")], "10⁻⁴\n", "a negative power"),
        ([Part("\x13 EQ \\o\\ac(○,1)\x15项\r")], "①项\n", "a circled number, a field without result"),
        ([Part("\x13 EQ \\o\\ac(○,12)\x14x\x15项\r")], "⑫项\n", "and one with a result"),
        ([Part("两段", b""), Part("\r", DELETED), Part("成一段\r")], "两段成一段\n", "a deleted paragraph end"),
        ([Part("5km"), Part("2", RAISED), Part("\r")], "5km²\n", "superscripts keep their sense"),
        ([Part("𠮷林\r")], "𠮷林\n", "a character of two code units"),
        ([Part('见\x13 HYPERLINK "a" \x14网页\x15。\r')], "见网页。\n", "a field is its result"),
        ([Part("第\x13 PAGE \x147\x15页\r")], "第页\n", "page numbers belong to the print"),
        ([Part("\x13 IF \x13 X \x141\x15=1 \x14是\x15\r")], "是\n", "a field in the instruction of a field"),
        ([Part("甲\x13乙\r")], "甲乙\n", "a field without an end is none"),
        ([Part("项目\x07投资\x07\x07道路\x07860万元\x07\x07\r")], "项目\t投资\n道路\t860万元\n", "rows, cells by tabs"),
    ],
)
def test_characters_and_fields(parts: list[Part], text: str, why: str) -> None:
    assert doc.text_of(word_file(*parts)).text == text, why


def test_fast_saved_text_is_put_in_order() -> None:
    word = word_file(Part("一是"), Part("加大投入，"), Part("完善机制。\r"), stored_backwards=True)
    assert doc.text_of(word).text == "一是加大投入，完善机制。\n"


@pytest.mark.parametrize(
    ("language", "text"),
    [(CHINESE, "答复：投入300万元\n"), (ENGLISH, "´ð¸´£ºÍ¶Èë300ÍòÔª\n")],
)
def test_bytes_are_chinese_where_the_document_is(language: int, text: str) -> None:
    word = word_file(Part("答复：投入300万元\r", is_narrow=True, encoding="gb18030"), language=language)
    assert doc.text_of(word).text == text


@pytest.mark.parametrize(
    ("written", "encoding", "text"),
    [
        ("1····5", "cp1252", "1····5"),
        ("±°", "cp1252", "±°"),
        ("café", "cp1252", "café"),
        ("张某某", "gb18030", "张某某"),
        ("，", "gb18030", "，"),
        ("1.", "cp1252", "1."),
    ],
)
def test_signs_of_a_western_piece_stay_in_a_chinese_document(written: str, encoding: str, text: str) -> None:
    word = word_file(Part("总则"), Part(written, is_narrow=True, encoding=encoding), Part("页\r"), language=CHINESE)
    assert doc.text_of(word).text == f"总则{text}页\n"


@pytest.mark.parametrize(
    ("format_", "start", "labels"),
    [
        (0, 1, ["1", "2"]),
        (1, 4, ["IV", "V"]),
        (4, 1, ["a", "b"]),
        (11, 9, ["九", "十"]),
        (18, 1, ["①", "②"]),
        (22, 9, ["09", "10"]),
        (30, 1, ["甲", "乙"]),
        (37, 10, ["十", "十一"]),
        (38, 1, ["壹", "贰"]),
        (39, 19, ["十九", "二十"]),
        (200, 3, ["3", "4"]),
    ],
)
def test_number_formats(format_: int, start: int, labels: list[str]) -> None:
    word = word_file(Part("某项\r某项\r", in_list(0)), levels=[Level(format_, "\0、", start)])
    assert doc.text_of(word).text == "".join(f"{label}、某项\n" for label in labels)


def test_lower_levels_start_anew_under_each_higher_one() -> None:
    levels = [Level(39, "\0、"), Level(39, "（\1）"), Level(0, "\2."), Level(0, "\2.\3")]
    order = [0, 1, 2, 2, 3, 1, 2, 0, 1]
    word = word_file(*(Part("5个\r", in_list(level)) for level in order), levels=levels)
    labels = ["一、", "（一）", "1. ", "2. ", "2.1 ", "（二）", "1. ", "二、", "（一）"]
    assert doc.text_of(word).text == "".join(f"{label}5个\n" for label in labels)


def test_a_symbol_stands_for_itself_unless_only_its_font_knows_it() -> None:
    triangle, private = b"\x09\x6a\x01\x00\xb3\x25", b"\x09\x6a\x01\x00\xb7\xf0"
    word = word_file(Part("(", triangle), Part("(", private), Part("某项(一)\r"))
    assert doc.text_of(word).text == "△某项(一)\n"


def test_bullets_are_no_text() -> None:
    word = word_file(Part("某项\r", in_list(0)), levels=[Level(23, "\uf0b7")])
    assert doc.text_of(word).text == "某项\n"


def test_what_is_anchored_in_a_table_stands_after_it() -> None:
    text = "题\r甲\x07500\x07\x07乙\x07700\x07\x07完\r"
    placed = lines(text, (0, len(text)), lambda position: None, Labels(word_file(Part(text))))
    shown = with_asides(placed, Beside({}), Beside({5: ["不含专项债券。"]}))
    assert shown == ["题", "甲\t500", "乙\t700", "不含专项债券。", "完"]


def test_heads_and_comments_are_no_part_of_the_text_and_notes_without_an_anchor_come_last() -> None:
    word = word_file(Part("正文\r"), Part("脚注\r"), Part("页眉\r"), Part("批注\r"), lengths=[3, 3, 3, 0, 3])
    assert doc.text_of(word).text == "正文\n脚注\n"


def test_a_document_that_ends_early_says_so() -> None:
    word = word_file(Part("正文\r"), lengths=[10])
    assert doc.text_of(word) == Text("正文\n", warnings=("the document ends early: 7 characters are missing",))


def test_word_6_in_chinese() -> None:
    text, _, _, warnings = doc.text_of(early_word_file("关于提案的答复\r镕基\x07300万元\x07\x07"))
    assert text == "关于提案的答复\n镕基\t300万元\n"
    assert warnings == (doc.EARLY,)


@pytest.mark.parametrize("picture", ["\x01", "\x08"])
def test_a_document_of_pictures_says_so(picture: str) -> None:
    with pytest.raises(ReadError, match="holds only images, no text"):
        doc.text_of(word_file(Part(picture + "\r\r")))


@pytest.mark.parametrize("offset", [0x1A2, 0x1A6])
def test_without_its_table_a_text_is_damaged(offset: int) -> None:
    word = word_file(Part("正文\r"))
    document = bytearray(word.document)
    struct.pack_into("<I", document, offset, 0)
    with pytest.raises(ReadError, match="is damaged: the table of its text is missing"):
        doc.text_of(word._replace(document=bytes(document)))


@pytest.mark.parametrize(
    ("stream", "message"),
    [
        ("Workbook", "is a spreadsheet (XLS), not a document"),
        ("Book", "is a spreadsheet (XLS), not a document"),
        ("PowerPoint Document", "is a presentation (PPT), not a document"),
        ("__properties_version1.0", "is an e-mail message (MSG), not a document"),
        ("BodyText", "is a Hangul document (HWP); save it as DOCX"),
        ("EncryptedPackage", "is an encrypted DOCX; save it without a password"),
        ("CONTENTS", "is a document of Microsoft Works; save it as DOCX"),
        ("Other", "holds no Word document; a WPS file from before WPS Office 2003 must be saved as DOC or DOCX"),
    ],
)
def test_what_else_the_container_may_hold(stream: str, message: str) -> None:
    with pytest.raises(ReadError) as raised:
        read_bytes(_with_stream_renamed(PAPER, stream), "a.doc")
    assert str(raised.value) == f"a.doc {message}"


def test_an_encrypted_document_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    shutil.copy(CASES / "paper.doc", path)
    with olefile.OleFileIO(str(path), write_mode=True) as container:
        document = bytearray(container.openstream("WordDocument").read())
        document[0x0B] |= 0x01
        container.write_stream("WordDocument", bytes(document))
    with pytest.raises(ReadError, match=r"a.doc is an encrypted DOC; save it without a password"):
        read_bytes(path.read_bytes(), "a.doc")


@pytest.mark.parametrize("at", [40, 44, 64, 72])
def test_false_counts_of_sectors_are_refused_at_once(at: int) -> None:
    data = bytearray(PAPER)
    struct.pack_into("<I", data, at, 0x7FFFFFFF)
    with pytest.raises(ReadError, match="is a damaged DOC: its container cannot be read"):
        doc.read(bytes(data))


def _with_stream_renamed(data: bytes, name: str) -> bytes:
    """``data`` with another name for its stream WordDocument in the container's directory ([MS-CFB] 2.6.1)."""
    at = data.index("WordDocument".encode("utf-16-le"))
    written = name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2)
    return data[:at] + written + data[at + len(written) :]
