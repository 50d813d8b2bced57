"""``check`` across documents: one figure stated differently in two replies, growth whose base another reply states."""

from __future__ import annotations

import pytest

from govreply import extract
from govreply.mining import check, corpus_of

REPLY = """关于省政协十四届{session}次会议第{number}号提案的答复

张某某委员：

您提出的提案收悉，现答复如下。

{text}

{unit}

{year}年6月13日
"""
FUNDS = "2023年，全省安排数字化转型专项资金1.15亿元，支持项目312个。"
CASES = [
    (FUNDS, "2023年，全省安排数字化转型专项资金1.25亿元。", "restated inconsistent", "the same total"),
    (FUNDS, "2023年，全省安排数字化转型专项资金11500万元。", "restated consistent", "another unit"),
    (FUNDS, "2023年，全省安排数字化转型专项资金1.2亿元。", "restated rounding", "fewer digits"),
    (FUNDS, "2024年，全省安排数字化转型专项资金1.25亿元。", "-", "another year"),
    (FUNDS, "2023年，全省安排智能制造专项资金1.25亿元。", "-", "another thing"),
    (FUNDS, "2023年，安排数字化转型专项资金1.25亿元。", "-", "perhaps only a part"),
    (FUNDS, "2023年，全省安排数字化转型专项资金500万元用于培训。", "-", "a part, for an end"),
    (FUNDS, "2023年，全省安排数字化转型专项资金500万元，支持中试基地建设。", "-", "a part, for one project"),
    (FUNDS, "2023年，全省安排数字化转型专项资金0.3亿元（中央资金）。", "-", "a part, in brackets"),
    (FUNDS, "2023年，全省再安排数字化转型专项资金500万元。", "-", "a further sum"),
    (FUNDS, "力争2023年，全省安排数字化转型专项资金2亿元。", "-", "a goal"),
    (FUNDS, "2023年上半年，全省安排数字化转型专项资金0.6亿元。", "-", "half a year"),
    (FUNDS, "2023年，全省安排数字化转型专项资金约2亿元。", "-", "about"),
    (
        "2023年，全省安排专项资金1.15亿元，支持企业技改。",
        "2023年，全省安排专项资金2.5亿元，支持农村供水。",
        "-",
        "nothing says for what",
    ),
    (
        "2023年共投入农村供水资金12.6亿元。",
        "2023年共投入农村供水资金11.6亿元。",
        "restated inconsistent",
        "共: all of it",
    ),
    ("2023年，全省下达农村公路资金5亿元。", "2023年，全省下达农村公路资金2亿元。", "-", "paid out again and again"),
    ("2023年，在某大学，参训人员取证合格率98%。", "2023年，参训人员取证合格率92%。", "-", "one school"),
    ("2023年共投入农村供水资金12.6亿元。", "2023年累计投入农村供水资金11.6亿元。", "-", "累计 may be of years"),
    (
        "截至2023年底，全省数字化转型服务商达到46家。",
        "截至2023年底，全省数字化转型服务商达到52家。",
        "restated inconsistent",
        "a count at the same day",
    ),
    (
        "截至2023年6月底，全省数字化转型服务商达到46家。",
        "截至2023年底，全省数字化转型服务商达到52家。",
        "-",
        "another day",
    ),
    (
        FUNDS,
        "2024年，全省安排数字化转型专项资金1.42亿元，较上年（1.25亿元）增长13.6%。",
        "growth consistent / restated inconsistent",
        "上年 is the year of the earlier reply",
    ),
    (
        FUNDS,
        "2024年，全省安排数字化转型专项资金1.42亿元，比2023年的1.15亿元增长23.5%。",
        "growth consistent / restated consistent",
        "the base as the earlier reply has it",
    ),
    (
        "2023年，新建水厂38座，农村自来水普及率达到88.4%。",
        "2023年，全省农村自来水普及率为86.4%。",
        "restated inconsistent",
        "the paper answers for the province",
    ),
    (
        "2023年，临溪县农村自来水普及率达到98.4%。",
        "2023年，全省农村自来水普及率为86.4%。",
        "-",
        "a county of the province",
    ),
    (
        "临溪县积极推进试点，2023年，农村自来水普及率达到98.4%。",
        "2023年，全省农村自来水普及率为86.4%。",
        "-",
        "said of a county",
    ),
    (
        "2024年，全省安排数字化转型专项资金0.8亿元。",
        "2024年，全省安排数字化转型专项资金1.42亿元。",
        "-",
        "said in June 2024, of half the year",
    ),
    (
        FUNDS,
        "2024年，全省安排数字化转型专项资金1.42亿元，同比增长23.5%。",
        "growth consistent",
        "the base stands in the other reply",
    ),
    (
        FUNDS,
        "2024年，全省安排数字化转型专项资金1.42亿元，较上年增长33.5%。",
        "growth inconsistent",
        "23.5 %",
    ),
    (
        FUNDS,
        "2024年，全省安排数字化转型专项资金1.02亿元，同比下降11.3%。",
        "growth consistent",
        "a fall",
    ),
    (FUNDS, "2024年，全省安排数字化转型专项资金1.42亿元，较2022年增长33.5%。", "-", "of another year"),
    (FUNDS, "2024年，全省安排智能制造专项资金1.42亿元，同比增长33.5%。", "-", "another thing"),
    (FUNDS, "2025年，全省安排数字化转型专项资金1.42亿元，同比增长33.5%。", "-", "two years later"),
    (FUNDS, "2024年，全省安排数字化转型专项资金1.42亿元，同口径增长33.5%。", "-", "like for like"),
    (
        "2023年，全省进出口总额1150亿元。",
        "2024年，全省进出口总额1420亿元，同比增长33.5%。",
        "-",
        "the figure of the year before is revised every year",
    ),
]


def found(first: str, second: str, unit: str = "岭东省工业和信息化厅") -> str:
    """Kind and verdict of what is found in two replies, the second by ``unit``."""
    papers = [
        REPLY.format(session="二", number="0105", text=first, unit="岭东省工业和信息化厅", year=2024),
        REPLY.format(session="三", number="0122", text=second, unit=unit, year=2025),
    ]
    rows = check(corpus_of(*(extract(paper, name=f"{number}.txt") for number, paper in enumerate(papers))))
    assert all(row["other_source"] in (None, "0.txt") for row in rows)
    return " / ".join(f"{row['kind']} {row['verdict']}" for row in rows) or "-"


@pytest.mark.parametrize(("first", "second", "expected", "why"), CASES, ids=[case[3] for case in CASES])
def test_two_replies_of_one_department(first: str, second: str, expected: str, why: str) -> None:
    assert found(first, second) == expected, why


@pytest.mark.parametrize(("first", "second"), [case[:2] for case in CASES if case[2].startswith("restated")])
def test_two_departments_may_count_differently(first: str, second: str) -> None:
    assert found(first, second, unit="岭东省教育厅") == "-"


def test_growth_across_documents_names_both_sentences() -> None:
    later = "2024年，全省安排数字化转型专项资金1.42亿元，同比增长33.5%。"
    texts = [
        REPLY.format(session="二", number="0105", text=FUNDS, unit="岭东省工业和信息化厅", year=2024),
        REPLY.format(session="三", number="0122", text=later, unit="岭东省工业和信息化厅", year=2025),
    ]
    (row,) = check(corpus_of(*(extract(text, name=name) for text, name in zip(texts, ("a", "b"), strict=True))))
    assert (row["source"], row["sentence"], row["other_source"], row["other_sentence"]) == ("b", later, "a", FUNDS)
    assert row["numbers"] == "1.15亿元 | 1.42亿元 | 33.5%"
    assert row["computation"] == "1.42亿元 ÷ 1.15亿元 − 1 = 23.48% (22.51～24.45%), stated 33.5%"
