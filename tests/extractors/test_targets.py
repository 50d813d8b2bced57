"""Targets: the case table, what they are called, and what holds of any text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from govreply.extractors.dates import find_dates
from govreply.extractors.quantities import find_quantities
from govreply.extractors.targets import find_targets
from govreply.lexicon import Row, default_lexicon, read_table
from govreply.models import Header, Layout, Reply, Span, Target
from govreply.parser.intentions import intention_clauses

CASES = list(read_table(Path(__file__).parents[1] / "cases" / "targets.tsv"))
REFERENCE = "2024-06-20"
PIECES = (
    "到",
    "2025年",
    "底前",
    "，",
    "；",
    "。",
    "建成",
    "公厕",
    "12座",
    "达到",
    "40%",
    "计划",
    "三年内",
    "\n",
    "：",
    "5亿元",
    "的",
)


def targets(text: str, reference: str = REFERENCE) -> Sequence[Target]:
    lexicon = default_lexicon()
    whole = Span(0, len(text))
    planned = [whole] if text.startswith("下一步") else list(intention_clauses(text, whole, lexicon))
    layout = Layout(text, text, text, (whole,), (0,), (0,))
    reply = Reply(layout, Header(issued_on=reference), whole, planned=tuple(planned))
    titles = [Span(*match.span(1)) for match in regex.finditer("《([^》]+)》", text)]
    dates = find_dates(text, titles, reference, lexicon)
    taken = sorted([*titles, *(date.span for date in dates)])
    return find_targets(reply, dates, find_quantities(text, taken, lexicon).merged(), lexicon)


def compact(target: Target) -> str:
    value = "" if target.value is None else f"{target.value} {target.unit}"
    return f"{target.deadline}={value}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_case(case: Row) -> None:
    found = " ; ".join(compact(target) for target in targets(case["text"].replace("\\n", "\n")))
    assert found == case["expected"].removeprefix("-"), case["why"]


@pytest.mark.parametrize(
    ("text", "deadline_text", "metric"),
    [
        ("力争到2025年底，绿化率达到40%。", "到2025年底", "绿化率"),
        ("2025年9月底前完成清淤2.4公里。", "2025年9月底前", "清淤"),
        ("力争“十四五”期间改造公路60公里。", "“十四五”期间", "改造公路"),
        ("力争用三年时间，新建学校6所。", "用三年时间", "新建学校"),
        ("二期预计2024年9月交付使用。", "2024年9月", "二期交付使用"),
        ("概算3亿元的5所学校计划2024年10月底前开工。", "2024年10月底前", "学校开工"),
        ("到2025年，年收入10万元以上的村达到120个。", "到2025年", "年收入10万元以上的村"),
    ],
)
def test_deadline_text_and_metric(text: str, deadline_text: str, metric: str) -> None:
    target = targets(text)[0]
    assert (target.deadline_text, target.metric) == (deadline_text, metric)


def test_the_growth_of_a_metric_is_named_with_it() -> None:
    assert [t.metric for t in targets("到2025年，产值突破9亿元，年均增长15%。")] == ["产值", "产值年均增长"]


def test_rows_of_one_clause_share_its_text() -> None:
    text = "到2026年新建水库8座、堤防40公里以上，"
    assert {text[slice(*target.span)] for target in targets(text)} == {"到2026年新建水库8座、堤防40公里以上"}


def test_without_a_date_of_the_paper_a_bare_date_needs_an_intention() -> None:
    assert [compact(t) for t in targets("到2025年绿化率达到40%。", "")] == ["2025=40 %"]
    assert [compact(t) for t in targets("2025年计划新建公厕12座。", "")] == ["2025=12 座"]
    assert targets("2025年新建公厕12座。", "") == []


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.sampled_from((REFERENCE, "")))
def test_any_text_gives_clauses_within_it(text: str, reference: str) -> None:
    for target in targets(text, reference):
        assert 0 <= target.span.start < target.span.end <= len(text)
        assert "。" not in text[slice(*target.span)]
        assert target.deadline
