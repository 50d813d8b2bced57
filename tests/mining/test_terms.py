"""Terms: frequencies, tf·idf and keyness on a fixed corpus, with NLTK as reference."""

from __future__ import annotations

from decimal import Decimal
from math import log

import pytest
from nltk.metrics.association import BigramAssocMeasures
from nltk.probability import FreqDist
from nltk.text import TextCollection

from govreply.lexicon import default_lexicon
from govreply.mining.passages import passages
from govreply.mining.terms import (
    FREQUENCIES,
    KEYNESS,
    TFIDF,
    Choice,
    NothingToCompareError,
    frequent_terms,
    key_terms,
    tfidf_terms,
)
from govreply.mining.words import Words
from tests.mining.documents import SCHOOLS, WATER, corpus, three_offices

OFFICES = three_offices()
WATER_BUREAU = "临溪县水利局"


def words_of(department: str) -> list[str]:
    """All words of a department's text, marks left out."""
    words = Words(default_lexicon())
    texts = [each.text for each in passages(OFFICES) if each.department == department]
    return [token.text for text in texts for token in words.tokens(text) if token.kind != "mark"]


DEPARTMENTS = ("临溪县交通运输局", "临溪县教育局", WATER_BUREAU)
WORDS = {department: words_of(department) for department in DEPARTMENTS}


def test_frequencies_are_those_of_the_words() -> None:
    rows = frequent_terms(OFFICES, choice=Choice(top=1000))
    expected = FreqDist(word for words in WORDS.values() for word in words)
    assert all(row["count"] == expected[row["term"]] for row in rows)
    assert [row["term"] for row in rows[:3]] == ["专项资金", "公路", "建设"]
    assert rows[1]["per_million"] == Decimal(f"{expected['公路'] * 1_000_000 / expected.N():.1f}")
    (row,) = [row for row in rows if row["term"] == "专项资金"]
    assert (row["count"], row["documents"]) == (4, 3)


def test_stop_words_numbers_and_marks_are_no_terms() -> None:
    terms = {row["term"] for row in frequent_terms(OFFICES, choice=Choice(top=1000))}
    assert not terms & {"我局", "12", "座", "，", "全部", "支持"}


def test_tfidf_equals_the_reference() -> None:
    reference = TextCollection([WORDS[department] for department in DEPARTMENTS])
    rows = tfidf_terms(OFFICES, "department", Choice(top=1000))
    assert {row["group"] for row in rows} == set(DEPARTMENTS)
    for row in rows:
        words = WORDS[str(row["group"])]
        expected = reference.tf_idf(row["term"], words) * len(words) / log(10)
        assert float(str(row["tfidf"])) == pytest.approx(expected, abs=0.005)
    assert "专项资金" not in {row["term"] for row in rows}


def test_keyness_equals_the_reference() -> None:
    here = FreqDist(WORDS[WATER_BUREAU])
    there = FreqDist(word for department in DEPARTMENTS[:2] for word in WORDS[department])
    rows = key_terms(OFFICES, "department", Choice(top=1000, only=WATER_BUREAU))
    assert [row["term"] for row in rows[:2]] == ["水厂", "水库"]
    for row in rows:
        term = row["term"]
        marginals = (here[term], (here.N(), here[term] + there[term]), here.N() + there.N())
        assert float(str(row["g2"])) == pytest.approx(BigramAssocMeasures.likelihood_ratio(*marginals), abs=0.006)
        assert (row["count"], row["rest_count"]) == (here[term], there[term])
        assert Decimal(str(row["log_ratio"])) > 0


def test_one_set_of_documents_against_another() -> None:
    water = corpus((WATER, WATER_BUREAU, "2024年6月20日"))
    schools = corpus((SCHOOLS, "临溪县教育局", "2024年6月21日"))
    rows = key_terms(water, rest=schools, choice=Choice(top=2))
    assert [(row["group"], row["term"], row["rest_count"]) for row in rows] == [(None, "水厂", 0), (None, "水库", 0)]


def test_groups_by_year_and_document() -> None:
    years = {row["group"] for row in frequent_terms(OFFICES, "year", Choice(top=1))}
    assert years == {"2023", "2024"}
    assert {row["group"] for row in frequent_terms(OFFICES, "document")} == {"12.txt", "13.txt", "14.txt"}


def test_choices() -> None:
    assert len(frequent_terms(OFFICES, choice=Choice(top=2))) == 2
    assert all(int(str(row["count"])) >= 3 for row in frequent_terms(OFFICES, choice=Choice(min_count=3)))


def test_what_cannot_be_compared_is_told() -> None:
    single = corpus((WATER, WATER_BUREAU, "2024年6月20日"))
    with pytest.raises(NothingToCompareError, match="--by or --against"):
        key_terms(single)
    with pytest.raises(NothingToCompareError, match="only one"):
        tfidf_terms(single)
    with pytest.raises(NothingToCompareError, match=r"no group '某局'; there are 临溪县"):
        frequent_terms(OFFICES, "department", Choice(only="某局"))


def test_rows_have_the_columns_of_their_tables() -> None:
    for table, rows in (
        (FREQUENCIES, frequent_terms(OFFICES)),
        (TFIDF, tfidf_terms(OFFICES)),
        (KEYNESS, key_terms(OFFICES, "year")),
    ):
        assert list(rows[0]) == [column.name for column in table.columns]
