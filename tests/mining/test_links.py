"""``links``: the case table of mentions, a policy cited by title, number and alias, the graph formats, the command."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import time
from pathlib import Path

import networkx
import pytest

from govreply import extract
from govreply.commands.links import run
from govreply.commands.mining import Request
from govreply.lexicon import default_lexicon, read_table
from govreply.mining.corpus import Corpus, corpus_of, open_corpus
from govreply.mining.links import LINKS, NODES, Links, links
from govreply.mining.links.graph import write_dot, write_graphml
from govreply.mining.links.names import issuers_agree, title_name

CHECKOUT = Path(__file__).parents[2]
FOLDER = CHECKOUT / "tests/cases/links"
POLICY, BY_NUMBER, BY_ALIAS = "2023-policy.txt", "2024-by-title-and-number.txt", "2025-by-alias.txt"
REPLY = """关于对省政协十二届三次会议第{number}号提案的答复

{own}

周某某委员：

您提出的《关于加快发展储能产业的提案》收悉，现答复如下。

{text}

{issuer}

2025年6月3日
"""
CASES = [
    pytest.param(row["text"], row["expected"], id=f"{row['text']} ({row['why']})")
    for row in read_table(CHECKOUT / "tests/cases/links.tsv")
]


def reply(text: str, issuer: str = "海岭省能源局", number: int = 7, own: str = "海能议字〔2025〕7号") -> str:
    return REPLY.format(text=text, issuer=issuer, number=number, own=own)


def corpus(*replies: str) -> Corpus:
    policy = extract((FOLDER / POLICY).read_text("utf-8"), name=POLICY)
    return corpus_of(policy, *(extract(text, name=f"{number}.txt") for number, text in enumerate(replies, 1)))


def cited(found: Links, source: str = "1.txt") -> str:
    edges = [row for row in found.edges if row["source"] == source]
    return " ; ".join(f"{row['cited_id']} {row['how']} {row['mentions']}" for row in edges) or "-"


@pytest.fixture(scope="module")
def folder() -> Links:
    return links(open_corpus([str(FOLDER)]))


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_papers_that_a_reply_cites(text: str, expected: str) -> None:
    assert cited(links(corpus(reply(text)))) == expected


def test_case_table_has_many_cases_of_both_kinds() -> None:
    apart = ("another", "no ", "nothing", "answered", "research", "periodical", "own", "trial", "two papers", "not")
    refused = sum(any(word in str(case.id) for word in apart) for case in CASES)
    assert len(CASES) >= 25
    assert refused >= len(CASES) / 3


def test_replies_are_joined_to_the_policy_that_they_cite_by_title_number_and_alias(folder: Links) -> None:
    joined = [row for row in folder.edges if row["cited_source"] == POLICY]
    assert [(row["source"], row["how"], row["mentions"]) for row in joined] == [
        (BY_NUMBER, "title+number", 2),
        (BY_ALIAS, "title+alias", 3),
    ]
    assert {row["cited_id"] for row in joined} == {row["cited_number"] for row in joined} == {"海政办发〔2023〕10号"}
    assert {row["cited_title"] for row in joined} == {"海岭省人民政府办公厅关于支持储能产业发展的意见"}


def test_an_edge_quotes_its_first_mention(folder: Links) -> None:
    edge = next(row for row in folder.edges if row["source"] == BY_NUMBER and row["cited_source"] == POLICY)
    text = (FOLDER / BY_NUMBER).read_text("utf-8")
    assert text[int(str(edge["start"])) : int(str(edge["end"]))] == "关于支持储能产业发展的意见"
    assert str(edge["sentence"]).startswith("省政府办公厅印发了《关于支持储能产业发展的意见》（海政办发〔2023〕10号）")
    assert edge["stage"] == "done"


def test_a_policy_does_not_cite_itself(folder: Links) -> None:
    assert [row["cited_id"] for row in folder.edges if row["source"] == POLICY] == [
        "节约能源法",
        "国办发〔2022〕88号",
        "GB/T99001-2022",
    ]


def test_nodes_are_documents_at_hand_and_cited_papers(folder: Links) -> None:
    nodes = {row["node_id"]: row for row in folder.nodes}
    assert len(nodes) == len(folder.nodes)
    assert {row[end] for row in folder.edges for end in ("citing_id", "cited_id")} <= set(nodes)
    policy, standard = nodes["海政办发〔2023〕10号"], nodes["GB/T99001-2022"]
    assert (policy["source"], policy["kind"], policy["cites"], policy["cited_by"]) == (POLICY, "policy", 3, 2)
    assert (standard["reply_id"], standard["kind"], standard["cited_by"]) == (None, "standard", 1)
    assert nodes["储能专项资金管理办法"]["kind"] == "cited"


def test_a_title_is_known_by_the_number_that_another_document_gives_it() -> None:
    numbered = reply("落实《储能补贴办法》（海能规〔2021〕3号）。", number=8, own="海能议字〔2025〕8号")
    assert cited(links(corpus(reply("落实《储能补贴办法》。"), numbered))) == "海能规〔2021〕3号 title 1"


def test_a_paper_at_hand_without_its_number_has_the_one_under_which_it_is_cited() -> None:
    unnumbered = (FOLDER / POLICY).read_text("utf-8").replace("海政办发〔2023〕10号\n", "")
    citing = reply("落实《关于支持储能产业发展的意见》（海政办发〔2023〕10号）。")
    found = links(corpus_of(extract(citing, name="1.txt"), extract(unnumbered, name=POLICY)))
    assert [(row["cited_id"], row["cited_source"]) for row in found.edges if row["source"] == "1.txt"] == [
        ("海政办发〔2023〕10号", POLICY)
    ]


def test_a_title_with_two_numbers_elsewhere_is_neither() -> None:
    others = [
        reply(f"落实《储能补贴办法》（海能规〔{year}〕3号）。", number=8, own=f"海能议字〔{year}〕8号")
        for year in (2021, 2024)
    ]
    assert cited(links(corpus(reply("落实《储能补贴办法》。"), *others))) == "储能补贴办法 title 1"


def test_a_reply_of_another_province_does_not_mean_this_paper() -> None:
    found = links(
        corpus(reply("落实《关于支持储能产业发展的意见》。", issuer="北川省能源局", own="北能议字〔2025〕7号"))
    )
    assert cited(found) == "支持储能产业发展意见 title 1"


def test_papers_of_two_issuers_without_numbers_are_two() -> None:
    text = "落实《国务院关于发展储能的意见》和《北川省人民政府关于发展储能的意见》。"
    assert cited(links(corpus(reply(text)))) == "发展储能意见 title 1 ; 北川省人民政府发展储能意见 title 1"


def test_replies_of_the_same_title_without_number_are_two_nodes() -> None:
    texts = [f"关于提案的答复\n\n张某某委员：\n\n{text}。\n\n临溪县水利局\n\n2024年6月3日\n" for text in ("甲", "乙")]
    found = links(corpus_of(*(extract(text) for text in texts)))
    assert len({row["node_id"] for row in found.nodes}) == 2


@pytest.mark.parametrize(
    ("first", "second", "agree"),
    [
        ("省政府办公厅", "海岭省人民政府办公厅", True),
        ("", "国务院", True),
        ("国务院", "国务院办公厅", False),
        ("临溪县", "临溪县人民政府", True),
        ("省财政厅", "省农业农村厅", False),
    ],
)
def test_issuers(first: str, second: str, agree: bool) -> None:
    assert issuers_agree(first, second) is agree
    assert issuers_agree(second, first) is agree


def test_normal_form_of_a_title_is_stable() -> None:
    name = title_name("《海岭省人民政府办公厅关于转发省能源局关于推进储能的意见的通知》", default_lexicon())
    assert (name.key, name.issuer) == ("推进储能意见", "省能源局")
    assert title_name(name.key, default_lexicon()).key == name.key


def graphml(found: Links) -> str:
    stream = io.StringIO()
    write_graphml(stream, found)
    return stream.getvalue()


def dot(found: Links) -> str:
    stream = io.StringIO()
    write_dot(stream, found)
    return stream.getvalue()


def test_graphml_is_read_by_networkx(folder: Links) -> None:
    graph = networkx.read_graphml(io.BytesIO(graphml(folder).encode()))
    assert graph.is_directed()
    assert set(graph.nodes) == {row["node_id"] for row in folder.nodes}
    assert set(graph.edges) == {(row["citing_id"], row["cited_id"]) for row in folder.edges}
    assert graph.nodes["海政办发〔2023〕10号"]["cited_by"] == 2
    assert graph.edges["海能议字〔2024〕31号", "海政办发〔2023〕10号"]["how"] == "title+number"


def test_graphs_are_the_same_every_time(folder: Links) -> None:
    again = links(open_corpus([str(FOLDER)]))
    assert (graphml(again), dot(again)) == (graphml(folder), dot(folder))


def test_graphs_hold_any_title() -> None:
    row = dict.fromkeys(column.name for column in NODES.columns)
    odd = 'a"b\\c\x01<&>\n'
    nodes = [{**row, "node_id": odd, "title": odd, "cites": 0, "cited_by": 0}]
    assert networkx.read_graphml(io.BytesIO(graphml(Links([], nodes)).encode())).number_of_nodes() == 1
    assert '"a\\"b\\\\c<&>"' in dot(Links([], nodes))


def test_dot_has_a_line_a_node_and_a_line_an_edge(folder: Links) -> None:
    lines = dot(folder).splitlines()
    assert (lines[0], lines[-1]) == ("digraph links {", "}")
    assert sum(" -> " in line for line in lines) == len(folder.edges)
    assert sum("label=" in line and " -> " not in line for line in lines) == len(folder.nodes)
    assert all(line.count('"') % 2 == 0 and line.endswith(("{", ";", "}")) for line in lines)


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_dot_is_drawn_by_graphviz(folder: Links) -> None:
    drawn = subprocess.run(["dot", "-Tsvg"], input=dot(folder), capture_output=True, encoding="utf-8", timeout=60)
    assert (drawn.returncode, drawn.stderr) == (0, "")


def test_command_writes_tables_and_graphs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("links.csv", "links.json", "links.graphml", "links.dot"):
        assert run(Request([str(FOLDER)], str(tmp_path / name), quiet=True)) == 0
    assert run(Request([str(FOLDER)], f"{tmp_path}/tables/", quiet=True)) == 0
    rows = list(csv.DictReader((tmp_path / "links.csv").open(encoding="utf-8-sig")))
    assert list(rows[0]) == [column.name for column in LINKS.columns]
    tables = json.loads((tmp_path / "links.json").read_text("utf-8"))
    assert (len(tables["links"]), set(tables)) == (len(rows), {"links", "nodes"})
    assert networkx.read_graphml(tmp_path / "links.graphml").number_of_edges() == len(rows)
    assert (tmp_path / "links.dot").read_text("utf-8").startswith("digraph")
    assert {path.name for path in (tmp_path / "tables").iterdir()} == {"links.csv", "nodes.csv"}
    assert capsys.readouterr().out == ""


def test_command_draws_a_table_of_a_hundred_columns(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", "100")
    assert run(Request([str(FOLDER)], format="table")) == 0
    drawn = capfd.readouterr().out
    assert max(map(cell_len, drawn.splitlines())) <= 100
    for whole in ("links (7)", "title+number", "mentions", "cited_source"):
        assert whole in drawn


def test_a_thousand_documents_take_seconds() -> None:
    rows = corpus(
        reply("落实《关于支持储能产业发展的意见》（以下简称《意见》），按照《意见》要求和《储能管理办法》推进。")
    )
    tables = {name: list(rows.rows(name)) for name in ("replies", "titles", "document_numbers")}
    many = {
        name: [
            {
                **row,
                "reply_id": f"{row['reply_id']}{copy}",
                **({"doc_number": f"海能〔2024〕{copy}号"} if name == "replies" else {}),
            }
            for copy in range(500)
            for row in table
        ]
        for name, table in tables.items()
    }
    started = time.perf_counter()
    assert len(links(corpus_of(many)).edges) >= 1000
    assert time.perf_counter() - started < 5
