"""Organisations: what is named, of what kind, in which role; where it stands; what the frame of a reply names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreply import extract
from govreply.lexicon import default_lexicon
from govreply.mining.corpus import corpus_of
from govreply.mining.organizations import ORGANIZATIONS, organizations
from govreply.mining.organizations.lists import listed_names
from govreply.mining.organizations.names import organization_names
from govreply.mining.organizations.roles import ROLES, roles
from govreply.mining.organizations.words import KINDS, words
from govreply.parser.forms import canonical
from govreply.tables.schema import Row
from govreply.wordtable import WordTable
from tests.mining.documents import PAPER

LEXICON = default_lexicon()
CHECKOUT = Path(__file__).parents[2]
CASES = [
    line.split("\t")
    for line in (CHECKOUT / "tests/cases/organizations.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
][1:]


def found(text: str, place: str) -> str:
    """What stands in a text, written as the case table writes it."""
    plain = canonical(text)
    names = organization_names(plain, place, LEXICON)
    if listed := listed_names(plain, names, words(LEXICON), {}):
        names = organization_names(plain, place, LEXICON, WordTable(listed))
    written = []
    for name, role in zip(names, roles(plain, names, LEXICON), strict=True):
        assert name.kind in KINDS
        assert role in ROLES
        as_written = text[name.start : name.end]
        full = f" = {name.full_name}" if name.full_name != as_written else ""
        written.append(f"{as_written} {name.kind} {role}{full}")
    return " ; ".join(written) or "-"


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[case[0][:24] for case in CASES])
def test_what_is_named(text: str, expected: str, why: str) -> None:
    words_, _, place = text.partition(" @ ")
    assert found(words_, place) == expected, why


def reply(text: str) -> str:
    return PAPER.format(number=12, text=text, issuer="临溪县水利局", date="2024年6月20日")


def named(text: str) -> list[Row]:
    """The rows of a reply's text, those of its frame left out."""
    return [row for row in organizations(corpus_of(extract(reply(text)))) if row["sentence"]]


def test_a_third_of_the_cases_names_nothing() -> None:
    nothing = [case for case in CASES if case[1] == "-"]
    assert len(CASES) >= 90
    assert 3 * len(nothing) >= len(CASES)


def test_where_it_stands() -> None:
    extraction = extract(reply("我局高度重视。会同县财政局安排资金5亿元，支持石滩镇政府建设水库。"))
    rows = [row for row in organizations(corpus_of(extraction)) if row["sentence"]]
    assert [(row["name"], row["full_name"], row["role"]) for row in rows] == [
        ("县财政局", "临溪县财政局", "acts"),
        ("石滩镇政府", "石滩镇政府", "receives"),
    ]
    for row in rows:
        assert extraction.source.text[int(str(row["start"])) : int(str(row["end"]))] == row["name"]
        assert row["sentence"] == "会同县财政局安排资金5亿元，支持石滩镇政府建设水库。"
        assert (row["answer_no"], row["department"]) == (1, "临溪县水利局")


def test_no_offsets_where_layout_stands_inside() -> None:
    extraction = extract(reply("安排资金5亿元。\n\n\n会同县财政局推进。"))
    (row,) = (row for row in organizations(corpus_of(extraction)) if row["sentence"])
    assert (row["start"], row["end"]) == (None, None)
    offset = int(str(row["offset"]))
    assert str(extraction.answers[0]["text"])[offset:].startswith("县财政局")
    assert extraction.source.text[int(str(row["passage_start"])) : int(str(row["passage_end"]))].endswith("推进。")


def test_the_frame_names_who_answers_and_who_is_addressed() -> None:
    text = (
        "关于省政协十三届三次会议第0012号提案的答复\n\n民建省委会：\n\n贵委提出的《关于支持稻米产业的提案》收悉，现答复如下。\n\n"
        "一、关于“加大支持”的建议\n\n省财政厅答复：安排资金3亿元。\n\n岭东省农业农村厅\n\n2024年6月20日\n"
    )
    rows = organizations(corpus_of(extract(text)))
    assert [(row["name"], row["full_name"], row["kind"], row["role"], row["sentence"]) for row in rows] == [
        ("岭东省农业农村厅", "岭东省农业农村厅", "government", "acts", None),
        ("民建省委会", "中国民主建国会岭东省委员会", "party", "receives", None),
        ("省财政厅", "岭东省财政厅", "government", "acts", None),
    ]


def test_the_city_is_that_whose_government_answers() -> None:
    text = (
        "关于省政协十三届三次会议第0012号提案的答复\n\n张某某委员：\n\n您提出的《关于支持光电产业的提案》收悉，现答复如下。\n\n"
        "一、关于“加大支持”的建议\n\n长春市政府答复：会同市教育局开展培训。\n\n吉林省工业和信息化厅\n\n2024年6月20日\n"
    )
    full_names = [row["full_name"] for row in organizations(corpus_of(extract(text))) if row["name"] == "市教育局"]
    assert full_names == ["长春市教育局"]


def test_what_a_list_names_is_known_in_the_whole_document() -> None:
    rows = named("推荐青禾微芯、蓝石光学等6户企业。\n\n青禾微芯新建产线1条。\n\n推动青禾微芯、明河电子等企业上市。")
    assert [row["name"] for row in rows] == ["青禾微芯", "蓝石光学", "青禾微芯", "青禾微芯", "明河电子"]


def test_rows_have_the_columns_of_the_table() -> None:
    assert list(named("会同县财政局推进。")[0]) == [column.name for column in ORGANIZATIONS.columns]


def test_no_documents_no_rows() -> None:
    assert organizations(corpus_of()) == []


@pytest.mark.parametrize("name", ["endings", "names", "words", "roles"])
def test_rows_of_the_dictionaries_stand_in_their_examples(name: str) -> None:
    for row in LEXICON.rows(f"organization_{name}"):
        assert row["word"] in row["example"]


def test_endings_name_the_known_kinds() -> None:
    assert {row["kind"] for row in LEXICON.rows("organization_endings")} <= set(KINDS)
    assert {row["kind"] for row in LEXICON.rows("organization_names")} - {""} <= set(KINDS)
    assert {row["role"] for row in LEXICON.rows("organization_roles")} == set(ROLES)


@pytest.mark.parametrize("text", ["省", "吉林", "（", "和", "《", "长春市政府市", "、吉林等企业", "会同", "十"])
def test_the_time_is_linear(text: str) -> None:
    def seconds(length: int) -> float:
        plain = text * (length // len(text))
        start = time.process_time()
        roles(plain, organization_names(plain, "吉林省", LEXICON), LEXICON)
        return time.process_time() - start

    seconds(1_000)
    assert seconds(40_000) < 30 * seconds(4_000) + 0.2


@given(
    st.text(alphabet="省市县区吉林江州财政局大学医院公司有限和与会同支持向（）“”《》，。、0一各等企业的", max_size=60)
)
def test_any_text_gives_disjoint_names_inside_it(text: str) -> None:
    names = organization_names(text, "江州市", LEXICON)
    assert len(roles(text, names, LEXICON)) == len(names)
    ends = [0, *(name.end for name in names)]
    for end, name in zip(ends, names, strict=False):
        assert end <= name.start < name.end <= len(text)


def govreply(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "govreply", "organizations", *map(str, arguments)],
        capture_output=True,
        cwd=CHECKOUT,
        env={**os.environ, "COLUMNS": "100"},
        timeout=60,
        encoding="utf-8",
    )


def test_the_command_writes_what_was_asked_for(tmp_path: Path) -> None:
    document, output = tmp_path / "reply.txt", tmp_path / "actors.json"
    document.write_text(reply("会同县财政局安排资金5亿元，支持青石食品有限公司。"), "utf-8")
    run = govreply(document, "--role", "receives", "--kind", "enterprise,school", "-o", output)
    assert (run.returncode, run.stderr) == (0, f"govreply: wrote 1 row to {output}\n")
    (row,) = json.loads(output.read_text("utf-8"))["organizations"]
    assert (row["name"], row["kind"], row["role"]) == ("青石食品有限公司", "enterprise", "receives")


@pytest.mark.parametrize(
    ("bodies", "columns"),
    [
        (["会同县财政局推进。"], ["name", "full_name", "kind", "role", "department"]),
        (["会同临溪县财政局推进。"], ["name", "kind", "role", "department"]),
        (["会同临溪县财政局推进。", "会同临溪县教育局推进。"], ["name", "kind", "role", "source"]),
    ],
)
def test_what_a_terminal_shows_is_a_line_a_row(tmp_path: Path, bodies: list[str], columns: list[str]) -> None:
    documents = [tmp_path / f"{number}.txt" for number in range(len(bodies))]
    for document, body in zip(documents, bodies, strict=True):
        document.write_text(reply(body), "utf-8")
    _, _, header, rule, *lines = govreply(*documents, "-f", "table").stdout.splitlines()
    assert header.split() == columns
    assert len([line for line in lines if line.strip()]) == 2 * len(bodies)
    assert len(rule) <= 100


def test_a_kind_that_is_none_is_told() -> None:
    run = govreply("samples/07-policy-opinion.txt", "--kind", "club")
    assert run.returncode == 2
    assert "club" in run.stderr
    assert "Traceback" not in run.stderr
