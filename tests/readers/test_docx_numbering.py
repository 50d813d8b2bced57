"""Automatic numbering written out: formats, levels, restarts, numbers that a style brings."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreply.lexicon import content_lines
from govreply.readers import docx as reader
from govreply.readers.number_formats import formatted
from tests.readers.docx_maker import STRICT, W, docx, item, level, numbering, paragraph, unzipped, zipped

CASES = Path(__file__).parents[1] / "cases" / "number_formats.tsv"
CHINESE = level(0, "chineseCountingThousand", "%1、")
RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'


def lines(body: str, **parts: str) -> list[str]:
    return reader.read(docx(body, parts)).text.splitlines()


@pytest.mark.parametrize(
    ("style", "number", "label", "why"), [line.split("\t") for _, line in content_lines(CASES)][1:]
)
def test_formats(style: str, number: str, label: str, why: str) -> None:
    assert formatted(int(number), style) == label, why


def test_a_list_counts_on_over_other_paragraphs() -> None:
    body = item("关于资金。") + paragraph("安排3500万元。") + item("关于项目。")
    assert lines(body, numbering=numbering(CHINESE)) == ["一、关于资金。", "安排3500万元。", "二、关于项目。"]


def test_levels_below_begin_anew_and_show_those_above() -> None:
    levels = (
        level(0, "chineseCounting", "第%1章")
        + level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + level(2, "lowerLetter", "（%3）")
    )
    body = "".join(item("甲", 1, at) for at in (0, 1, 2, 2, 1, 2, 0, 1, 2))
    labels = ["第一章 甲", "1.1 甲", "（a）甲", "（b）甲", "1.2 甲", "（a）甲", "第二章 甲", "2.1 甲", "（a）甲"]
    assert lines(body, numbering=numbering(levels)) == labels


def test_a_level_may_count_on_through_the_chapters() -> None:
    article = level(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>')
    body = "".join(item("甲", 1, at) for at in (0, 1, 1, 0, 1))
    levels = level(0, "chineseCountingThousand", "第%1章") + article
    assert lines(body, numbering=numbering(levels)) == ["第一章 甲", "第一条 甲", "第二条 甲", "第二章 甲", "第三条 甲"]


def test_a_level_never_shown_counts_as_its_first() -> None:
    levels = CHINESE + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert lines(item("甲", 1, 1), numbering=numbering(levels)) == ["1.1 甲"]


def test_lists_of_one_definition_count_on_unless_told_to_restart() -> None:
    numbers = {1: (0, ""), 2: (0, ""), 3: (0, RESTART.format(1)), 4: (0, RESTART.format(5))}
    body = "".join(item("甲", number) for number in (1, 1, 2, 3, 3, 4, 1))
    labels = [f"{label}、甲" for label in ("一", "二", "三", "一", "二", "五", "六")]
    assert lines(body, numbering=numbering(CHINESE, numbers=numbers)) == labels


def test_a_list_may_replace_a_level_of_its_definition() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "chineseCounting", "（%1）")}</w:lvlOverride>'
    body = item("甲", 1) + item("乙", 2)
    assert lines(body, numbering=numbering(CHINESE, numbers={1: (0, ""), 2: (0, own)})) == ["一、甲", "（二）乙"]


def test_bullets_are_no_labels_and_words_without_a_number_are() -> None:
    levels = level(0, "bullet", "\uf06c") + level(1, "none", "附件：")
    assert lines(item("甲") + item("清单", 1, 1), numbering=numbering(levels)) == ["甲", "附件：清单"]


def test_numbers_that_a_style_brings() -> None:
    style = '<w:style w:type="paragraph" w:styleId="{}">{}<w:pPr>{}</w:pPr></w:style>'
    styles = (
        style.format("One", "", '<w:numPr><w:numId w:val="1"/></w:numPr>')
        + style.format("Two", "", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')
        + style.format("Own", '<w:basedOn w:val="Two"/>', "")
    )
    levels = level(0, "chineseCounting", "%1、", '<w:pStyle w:val="One"/>') + level(1, "chineseCounting", "（%2）")
    body = "".join(paragraph("甲", f'<w:pStyle w:val="{name}"/>') for name in ("One", "Two", "Own", "One", "Two"))
    body += paragraph("乙", '<w:pStyle w:val="One"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    labelled = ["一、甲", "（一）甲", "（二）甲", "二、甲", "（一）甲", "乙"]
    assert lines(body, numbering=numbering(levels), styles=styles) == labelled


def test_styles_that_rest_on_each_other_in_a_circle() -> None:
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:basedOn w:val="{}"/></w:style>'
    styles = style.format("A", "B") + style.format("B", "A")
    assert lines(paragraph("甲", '<w:pStyle w:val="A"/>'), styles=styles) == ["甲"]


def test_a_label_keeps_its_distance_from_what_it_could_run_into() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2")
    body = item("2024年安排资金。") + item("甲", 1, 1) + item("  乙")
    assert lines(body, numbering=numbering(levels)) == ["1. 2024年安排资金。", "1.1 甲", "2.乙"]


def test_empty_and_deleted_items() -> None:
    deleted = paragraph(
        "",
        '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr>',
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>",
    )
    assert lines(item("甲") + deleted + item("乙"), numbering=numbering(CHINESE)) == ["一、甲", "二、乙"]


def test_the_strict_namespace_is_read_alike() -> None:
    files = unzipped(docx(item("甲"), {"numbering": numbering(CHINESE)}))
    strict = {name: data.replace(W.encode(), STRICT.encode()) for name, data in files.items()}
    assert reader.read(zipped(strict)).text == "一、甲\n"
