"""Sums: the case table of what may be added, what the sums are, and what keeps documents and sentences apart."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreply import Lexicon, extract
from govreply.lexicon import Row, default_lexicon, read_table
from govreply.mining.corpus import Corpus, corpus_of
from govreply.mining.sums import REASONS, SUMMED, QuestionError, condition, sums
from govreply.mining.sums.figures import judged

CASES = list(read_table(Path(__file__).parents[1] / "cases" / "sums.tsv"))
PAPER = """关于对县政协十届三次会议第{number}号提案的答复

张某某委员：

您提出的《关于加强水利建设的提案》收悉，现答复如下。

{text}

临溪县水利局

{date}
"""


def replies(*texts: str, dates: tuple[str, ...] = ()) -> Corpus:
    """Replies with the given bodies, of 2024-06-20 unless dated otherwise."""
    dated = zip(texts, dates or ("2024年6月20日",) * len(texts), strict=True)
    papers = (PAPER.format(number=number, text=text, date=date) for number, (text, date) in enumerate(dated, 12))
    return corpus_of(*(extract(paper) for paper in papers))


def states(corpus: Corpus, table: str = "amounts") -> list[str]:
    """Of each figure the reason why it is not added, else its nature and year."""
    rows = sums(corpus, table).figures  # type: ignore[arg-type]
    years = [figure.year for figure in judged(corpus, table)]
    return [str(row["reason"] or f"{row['nature']} {year}".strip()) for row, year in zip(rows, years, strict=True)]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_cases(case: Row) -> None:
    corpus = replies(case["text"].replace("\\n", "\n\n"))
    assert " ; ".join(states(corpus, case["table"] or "amounts")) == case["expected"], case["why"]


def test_exact_at_least_at_most_and_approximate_figures_have_sums_of_their_own() -> None:
    text = "投入甲项目2亿元、乙项目3.5亿元、丙项目超过5亿元、丁项目不到6亿元、戊项目约7亿元、己项目80万至90万元。"
    (row,) = sums(replies(text)).rows
    assert row["rows"] == 6
    assert row["exact_sum"] == 550_000_000
    assert row["at_least_sum"] == 500_000_000
    assert row["at_most_sum"] == 600_000_000
    assert row["approx_sum"] == 700_000_000
    assert row["low"] == 550_000_000 + 500_000_000 + 800_000
    assert row["high"] is None
    assert row["modifier"] == "approx"
    assert row["sum"] == "5.5亿 + ≥5亿 + ≤6亿 + ≈7亿 + 80万–90万"


@pytest.mark.parametrize(
    ("text", "modifier", "low", "high"),
    [
        ("投入2亿元，带动投资3.3亿元。", "exact", 530_000_000, 530_000_000),
        ("投入2亿元，带动投资3.3亿余元。", "equal_or_more", 530_000_000, None),
        ("投入2亿元，带动投资不到3.3亿元。", "equal_or_less", 200_000_000, 530_000_000),
        ("投入2亿元，带动投资3至4亿元。", "range", 500_000_000, 600_000_000),
        ("投入2亿元，带动投资约3.3亿元。", "approx", 200_000_000, None),
        ("投入2亿余元，带动投资不到3.3亿元。", "approx", 200_000_000, None),
    ],
)
def test_what_a_sum_is(text: str, modifier: str, low: int, high: int | None) -> None:
    (row,) = sums(replies(text)).rows
    assert (row["modifier"], row["low"], row["high"]) == (modifier, low, high)


def test_fractions_of_a_yuan_are_exact() -> None:
    (row,) = sums(replies("水价补贴0.1元，用电补贴0.2元。")).rows
    assert row["exact_sum"] == Decimal("0.3")


def test_currencies_units_objects_stages_and_natures_are_never_added() -> None:
    text = "投入2亿元，创汇3000万美元。下一步，安排资金4亿元。累计投入5亿元。"
    found = [(row["currency"], row["stage"], row["nature"]) for row in sums(replies(text)).rows]
    assert len(set(found)) == len(found) == 4
    counts = sums(replies("培育企业65家，建设医院3家，新建水厂12座。"), "counts").rows
    assert [(row["unit"], row["object"], row["exact_sum"]) for row in counts] == [
        ("家", "企业", 65),
        ("家", "医院", 3),
        ("座", "水厂", 12),
    ]


def test_stocks_of_two_years_are_two_sums() -> None:
    rows = sums(replies("截至2022年底，贷款余额5亿元。截至2023年底，贷款余额7亿元。")).rows
    assert [(row["as_of"], row["exact_sum"]) for row in rows] == [("2022", 500_000_000), ("2023", 700_000_000)]


def test_a_sentence_printed_twice_is_added_once() -> None:
    text = "2023年，全县安排水利资金1.36亿元，新建水厂12座。"
    assert states(replies(f"{text}\n\n工作取得实效。\n\n{text}")) == ["flow 2023", "repeat"]


def test_a_department_that_says_the_same_to_two_people_is_added_once() -> None:
    text = "2023年，全县安排水利资金1.36亿元，新建水厂12座。"
    other = "2023年，全县安排公路资金1.36亿元，改造公路12条。"
    assert states(replies(text, text)) == ["flow 2023", "repeat"]
    assert states(replies(text, other)) == ["flow 2023", "flow 2023"]


def test_this_year_in_documents_of_two_years_is_not_the_same() -> None:
    text = "今年，全县安排水利资金1.36亿元，新建水厂12座。"
    corpus = replies(text, text, dates=("2023年6月20日", "2024年6月20日"))
    assert states(corpus) == ["flow 2023", "flow 2024"]


def test_what_a_record_prints_of_the_proposal_is_not_added() -> None:
    record = "编号：12\n标题：关于加装电梯的提案\n提案内容\n建议安排资金5000万元。\n\n答复内容\n"
    paper = PAPER.format(number=12, text="安排资金100万元。", date="2024年6月20日")
    reasons = [row["reason"] for row in sums(corpus_of(extract(record + paper))).figures]
    assert reasons[-1] is None
    assert set(reasons[:-1]) <= {"outside"}


def test_groups_by_department_year_and_source() -> None:
    corpus = replies("2022年，安排资金2亿元；2023年，安排资金3亿元。安排贷款4亿元。")
    assert [(row["year"], row["exact_sum"]) for row in sums(corpus, by=["year"]).rows] == [
        (None, 400_000_000),
        ("2022", 200_000_000),
        ("2023", 300_000_000),
    ]
    (row,) = sums(corpus, by=["department", "document_year"]).rows
    assert (row["department"], row["document_year"], row["rows"]) == ("临溪县水利局", "2024", 3)


def test_sections_are_named_by_their_suggestion() -> None:
    text = "一、关于水厂建设的建议\n\n安排资金2亿元。\n\n二、关于水库建设的建议\n\n安排资金3亿元。"
    rows = sums(replies(text), by=["section"]).rows
    assert [(row["section"], row["exact_sum"]) for row in rows] == [
        ("水厂建设的建议", 200_000_000),
        ("水库建设的建议", 300_000_000),
    ]


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("value>=300000000", [300_000_000, 500_000_000]),
        ("value<=200000000", [200_000_000]),
        ("sentence~水库", [500_000_000]),
        ("year=2023", [300_000_000]),
        ("year!=2023", [200_000_000, 500_000_000]),
    ],
)
def test_conditions(written: str, values: list[int]) -> None:
    corpus = replies("2022年，安排资金2亿元。2023年，安排资金3亿元。改造水库投入5亿元。")
    assert [row["value"] for row in sums(corpus, where=[condition(written)]).figures] == values


@pytest.mark.parametrize("written", ["", "value", "value>5", "=3"])
def test_what_is_no_condition(written: str) -> None:
    with pytest.raises(QuestionError, match="no condition"):
        condition(written)


def test_a_level_of_two_dates_is_that_of_the_later_reply() -> None:
    first, second = "目前，全县节水服务商达到46家。", "截至2024年底，全县登记的节水服务商达到63家。"
    for texts, dates in [
        ((first, second), ("2024年6月20日", "2025年3月1日")),
        ((second, first), ("2025年3月1日", "2024年6月20日")),
    ]:
        corpus = replies(*texts, dates=dates)
        (row,) = sums(corpus, "counts").rows
        assert (row["as_of"], row["exact_sum"], row["reasons"]) == ("2024", 63, "earlier 1")


def test_levels_of_two_departments_are_added() -> None:
    corpus = corpus_of(
        *(
            extract(
                PAPER.format(number=12, text=f"目前，节水服务商达到{count}家。", date=date).replace("水利局", office)
            )
            for count, office, date in [(46, "水利局", "2024年6月20日"), (63, "教育局", "2024年9月20日")]
        )
    )
    (row,) = sums(corpus, "counts").rows
    assert (row["rows"], row["exact_sum"]) == (2, 109)


def test_groups_of_which_nothing_is_added_are_no_rows_but_listed() -> None:
    found = sums(replies("每年需增加支出3.6亿元。"))
    assert found.rows == []
    assert [(row["nature"], row["as_of"], row["reason"]) for row in found.figures] == [(None, None, "each")]


def test_the_command_says_what_is_in_no_sum_and_explains_its_columns(tmp_path: Path) -> None:
    document = tmp_path / "reply.txt"
    document.write_text(PAPER.format(number=12, text="每年需增加支出3.6亿元。", date="2024年6月20日"), "utf-8")
    run = govreply(document, "-f", "table")
    assert (run.returncode, run.stdout.strip()) == (0, "no amounts that can be added")
    assert run.stderr == "govreply: 1 of the amounts stands in no sum; --show-excluded says why\n"
    shown = govreply("--help").stdout
    assert all(f"  {word} " in shown for word in (*REASONS, "stage", "nature", "as_of", "rows", "sum", "reasons"))


def govreply(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "govreply", "sum", *map(str, arguments)],
        capture_output=True,
        cwd=Path(__file__).parents[2],
        timeout=60,
        encoding="utf-8",
    )


def test_what_was_meant_is_asked_first() -> None:
    with pytest.raises(QuestionError, match=r"^did you mean department\? "):
        sums(replies("投入2亿元。"), by=["dept"])


def test_unknown_columns_are_told_with_those_that_there_are() -> None:
    with pytest.raises(QuestionError, match=r"amounts cannot be grouped or restricted by 'nonsense'; by .*department"):
        sums(replies("投入2亿元。"), by=["nonsense"])
    with pytest.raises(QuestionError, match="'many' is no number"):
        sums(replies("投入2亿元。"), where=[condition("value>=many")])


def test_a_stage_restricts_the_figures() -> None:
    corpus = replies("安排资金2亿元。下一步，安排资金3亿元。")
    assert [row["exact_sum"] for row in sums(corpus, stage="planned").rows] == [300_000_000]


def test_words_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "figure_words.tsv").write_text("word\trole\n新增\tstock\n每逢\tflow\n", "utf-8")
    extraction = extract("2023年，新增贷款5亿元。")
    assert states(corpus_of(extraction)) == ["flow 2023"]
    assert states(corpus_of(extraction, lexicon=Lexicon(tmp_path))) == ["stock 2023"]


def test_every_reason_is_explained_and_every_role_of_a_word_is_used() -> None:
    found = {state for case in CASES for state in case["expected"].split(" ; ")}
    assert set(REASONS) - {"outside"} <= found
    assert len({row["role"] for row in default_lexicon().rows("figure_words")}) == 15


@given(
    st.lists(
        st.sampled_from(
            ["投入", "5亿元", "2亿元", "其中", "每户", "，", "。", "合计", "（", "）", "2023年", "12座", "较上年", "、"]
        ),
        max_size=25,
    )
)
@settings(max_examples=60, deadline=None)
def test_every_figure_is_added_once_or_has_its_reason(pieces: list[str]) -> None:
    extraction = extract("".join(["本县", *pieces]))
    for table in SUMMED:
        found = sums(corpus_of(extraction), table)
        assert len(found.figures) == len(extraction.tables[table])
        assert sum(int(str(row["rows"])) for row in found.rows) == sum(not row["reason"] for row in found.figures)
        assert all(row["rows"] and row["sum"] for row in found.rows)
        assert all(row["reason"] in (None, *REASONS) for row in found.figures)
