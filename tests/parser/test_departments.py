"""Units of government: names in full, places, lists; cases in tests/cases/departments.tsv and places.tsv."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreply.lexicon import Row, default_lexicon, read_table
from govreply.parser.departments import full_name, is_collective, is_department, place_of, self_reference
from govreply.parser.organs import WRITTEN_OUT, Organ, formal_template, named_after, organs
from govreply.parser.places import gazetteer, leading_places
from govreply.parser.unit_lists import split_units

CASES = Path(__file__).parents[1] / "cases"
LEXICON = default_lexicon()
DEPARTMENTS = list(read_table(CASES / "departments.tsv"))
PLACES = {row["name"]: row for row in LEXICON.rows("places")}


def _cases(*kinds: str) -> list[Row]:
    return [row for row in DEPARTMENTS if row["kind"] in kinds]


@pytest.mark.parametrize("row", _cases("name", "collective"), ids=lambda row: row["text"])
def test_full_name(row: Row) -> None:
    text, _, place = row["text"].partition(" @ ")
    assert full_name(text, place, LEXICON) == row["expected"], row["why"]
    assert full_name(row["expected"], place, LEXICON) == row["expected"], "a full name stays"


@pytest.mark.parametrize("row", _cases("name", "collective", "none"), ids=lambda row: row["text"])
def test_is_department(row: Row) -> None:
    text = row["text"].partition(" @ ")[0]
    assert is_department(text, LEXICON) == (row["kind"] == "name"), row["why"]
    if row["kind"] == "collective":
        assert is_collective(text, LEXICON)


@pytest.mark.parametrize("row", _cases("list"), ids=lambda row: row["text"])
def test_split_units(row: Row) -> None:
    expected = [] if row["expected"] == "-" else row["expected"].split(" | ")
    units = split_units(row["text"])
    assert [unit for unit, _, _ in units] == expected, row["why"]
    assert all(row["text"][start:end] == unit for unit, start, end in units)


@pytest.mark.parametrize("row", list(read_table(CASES / "places.tsv")), ids=lambda row: row["text"])
def test_place_of(row: Row) -> None:
    assert place_of(row["text"], LEXICON) == row["expected"].replace("-", ""), row["why"]


@pytest.mark.parametrize(
    ("text", "is_self"),
    [("我厅", True), ("我局", True), ("本委", True), ("我办", True), ("我市", False), ("我省", False), ("市局", False)],
)
def test_self_reference(text: str, is_self: bool) -> None:
    assert self_reference(text, "江州市教育局") == ("江州市教育局" if is_self else "")


@given(st.text(alphabet="省市县区州各和及、，；（）〔〕政府教育局委办等由牵头：职责", max_size=60))
def test_units_lie_in_the_text_in_order(text: str) -> None:
    units = split_units(text)
    assert all(text[start:end] == unit and unit for unit, start, end in units)
    assert all(before[2] <= after[1] for before, after in pairwise(units))


@given(st.text(alphabet="江州省市县区旗盟委政府人民教育财政局办公室新场", max_size=16))
def test_names_are_never_lost(text: str) -> None:
    assert bool(full_name(text, "江州市", LEXICON)) == bool(text)


def test_rows_of_places_match_their_examples() -> None:
    known = gazetteer(LEXICON)
    for row in LEXICON.rows("places"):
        assert place_of(row["example"], LEXICON) == row["name"]
        assert not row["parent"] or row["parent"] in PLACES
        for short in filter(None, row["short"].split("|")):
            assert (known.named.get(short) or known.regions[short]).name == row["name"], f"{short} is ambiguous"


def test_all_prefectures_are_there() -> None:
    """民政部, end of 2023: 293 prefecture-level cities, 7 地区, 30 自治州, 3 盟; 34 provinces; 15 副省级市."""
    of_xpcc = "新疆生产建设兵团"
    prefectures = [
        row["name"]
        for row in PLACES.values()
        if row["level"] in ("prefecture", "subprovincial") and row["parent"] != of_xpcc
    ]
    counts = {word: sum(name.endswith(word) for name in prefectures) for word in ("市", "地区", "自治州", "盟")}
    assert counts == {"市": 293, "地区": 7, "自治州": 30, "盟": 3}
    assert sum(row["level"] in ("province", "municipality") for row in PLACES.values()) == 34 + len([of_xpcc])
    assert sum(row["level"] == "subprovincial" for row in PLACES.values()) == 15


@pytest.mark.parametrize("row", LEXICON.rows("organs"), ids=lambda row: row["short"].split("|")[0])
def test_rows_of_organs_match_their_examples(row: Row) -> None:
    heads = [written for head in row["heads"].split("|") for written in (head, WRITTEN_OUT.get(head, head))]
    forms = [stem + head for stem in row["short"].split("|") for head in heads]
    assert row["example"].endswith(tuple(forms))
    assert is_department(row["example"], LEXICON)
    assert all(form in organs(LEXICON).local for form in forms)
    place = {"省": "吉林省", "县": "临溪县", "地": "阿里地区"}.get(row["example"][0], "江州市")
    assert full_name(row["example"], place, LEXICON) in _formal_names(row, place)


def _formal_names(row: Row, place: str) -> set[str]:
    """What a row can make of its example: with the example's own place or the paper's, and any head written out."""
    owners = {place, place_of(row["example"], LEXICON)} - {""}
    formal = formal_template(row["formal"], row["owner"])
    heads = [WRITTEN_OUT.get(head, head) for head in row["heads"].split("|")]
    return {named_after(Organ(formal + head, "", (), False), owner, LEXICON) for owner in owners for head in heads}


def test_rows_of_national_organs_match_their_examples() -> None:
    for row in LEXICON.rows("national_organs"):
        forms = [row["name"], *filter(None, row["short"].split("|"))]
        assert any(form in row["example"] for form in forms)
        assert full_name(row["name"], "", LEXICON) == row["name"]
        assert {full_name(form, "", LEXICON) for form in forms} == {row["name"]}


def test_rows_of_collective_units_match_their_examples() -> None:
    for row in LEXICON.rows("collective_units"):
        assert row["word"] in row["example"]
        assert is_collective(row["example"], LEXICON)


def test_rows_of_not_places_match_their_examples() -> None:
    for row in LEXICON.rows("not_places"):
        assert leading_places(row["example"], LEXICON).chain == (), row["word"]


def test_rows_of_unit_heads_match_their_examples() -> None:
    for row in LEXICON.rows("unit_heads"):
        assert row["word"] in row["example"]
        assert is_department(row["example"], LEXICON) == (row["kind"] == "head"), row["word"]
