"""Running text: each part of a document once, whatever tables hold it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from govreply import extract, extract_file
from govreply.mining.corpus import corpus_of
from govreply.mining.passages import passages
from tests.mining.documents import three_offices

SAMPLES = Path(__file__).parents[2] / "samples"


def test_a_reply_is_its_answers() -> None:
    found = passages(three_offices())
    assert [(each.source, each.department, each.year) for each in found] == [
        ("12.txt", "临溪县水利局", "2024"),
        ("13.txt", "临溪县教育局", "2024"),
        ("14.txt", "临溪县交通运输局", "2023"),
    ]
    assert found[0].text.startswith("我局新建水厂12座")
    assert found[0].text.count("水厂水质达标") == 1


def test_a_policy_is_its_articles_and_the_goals_before_them() -> None:
    found = passages(corpus_of(extract_file(SAMPLES / "07-policy-opinion.txt")))
    assert [each.measure_no for each in found if each.measure_no] == [1, 2, 3, 4, 5, 6]
    assert found[0].text.startswith("到2025年，全省建成充电桩12万个以上")
    assert found[0].start is None
    assert {each.department for each in found if each.measure_no == 2} == {"海岭省交通运输厅"}


def test_a_text_that_is_no_reply_is_its_sentences_with_mentions() -> None:
    found = passages(corpus_of(extract("2024年，投入资金5亿元。工作取得实效。支持企业65家。")))
    assert [each.text for each in found] == ["2024年，投入资金5亿元。", "支持企业65家。"]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_no_text_is_there_twice(path: Path) -> None:
    found = passages(corpus_of(extract_file(path)))
    spans = sorted((each.start, each.end) for each in found if each.start is not None and each.end is not None)
    assert found
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    sentences = [each.text for each in found if each.start is None]
    assert len(set(sentences)) == len(sentences)


def test_offsets_of_an_unbroken_passage_are_those_of_the_source() -> None:
    extraction = extract_file(SAMPLES / "01-labelled-web.txt")
    unbroken = [each for each in passages(corpus_of(extraction)) if each.unbroken]
    assert unbroken
    assert all(extraction.source.text[each.start : each.end] == each.text for each in unbroken)
