"""Small replies, written for these tests, and a corpus of them."""

from __future__ import annotations

from govreply import extract
from govreply.mining.corpus import Corpus, corpus_of

PAPER = """关于对县政协十届三次会议第{number}号提案的答复

张某某委员：

您提出的《关于加强水利建设的提案》收悉，现答复如下。

{text}

{issuer}

{date}
"""

WATER = (
    "我局新建水厂12座，改造水厂3座，水厂供水能力提高。安排水利专项资金5亿元，支持水库建设。\n\n"
    "水库除险加固工程进展顺利，专项资金全部到位。水厂水质达标。"
)
SCHOOLS = (
    "我局新建学校8所，改造学校12所。安排教育专项资金3亿元，支持学校建设。\n\n"
    "教师培训工作进展顺利，学校食堂全部达标。教师队伍建设得到加强。"
)
ROADS = "我局改造公路45公里，新建公路12公里。安排公路专项资金2亿元，支持农村公路建设。公路养护经费全部到位。"


def corpus(*papers: tuple[str, str, str]) -> Corpus:
    """A corpus of replies, each given by its text, issuer and date."""
    numbered = enumerate(papers, 12)
    return corpus_of(
        *(
            extract(PAPER.format(number=number, text=text, issuer=issuer, date=date), name=f"{number}.txt")
            for number, (text, issuer, date) in numbered
        )
    )


def three_offices() -> Corpus:
    """A water bureau's, an education bureau's and a transport bureau's reply, the last of another year."""
    return corpus(
        (WATER, "临溪县水利局", "2024年6月20日"),
        (SCHOOLS, "临溪县教育局", "2024年6月21日"),
        (ROADS, "临溪县交通运输局", "2023年6月20日"),
    )
