"""``check``: the case table of statements, intervals, no false alarm on any composed document, the command."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from govreply import extract
from govreply.commands import check as command
from govreply.commands.mining import Request
from govreply.dataset import dataset_writer
from govreply.lexicon import read_table
from govreply.mining import check, corpus_of, open_corpus
from govreply.mining.checks.intervals import Interval, Quantity, decimal, judge
from govreply.tables.schema import TABLES, Row
from govreply.writers import Style

CHECKOUT = Path(__file__).parents[2]
DOCUMENTS = [*sorted((CHECKOUT / "samples").glob("*.txt")), *sorted((CHECKOUT / "tests/cases/layouts").glob("*.txt"))]
CASES = [
    pytest.param(row["text"].replace("\\n", "\n"), row["expected"], id=f"{row['text']} ({row['why']})")
    for row in read_table(CHECKOUT / "tests/cases/check.tsv")
]
FILES = ("a.txt", "b.txt", "c.txt")
REPLY = "张某某委员：\n您提出的关于农村供水的提案收悉，现答复如下：\n{}\n临溪县水利局\n2024年6月13日"
GROWTH = "2024年，争取资金1.35亿元，较上年度（1.07亿元）增长26.9%。"


def judged(rows: list[Row]) -> str:
    return " / ".join(f"{row['kind']} {row['verdict']}" for row in rows) or "-"


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_statements(text: str, expected: str) -> None:
    assert judged(check(extract(text))) == expected


def test_case_table_has_many_cases_of_both_kinds() -> None:
    expected = [str(case.values[1]) for case in CASES]
    assert len(expected) >= 60
    assert min(sum("inconsistent" in each for each in expected), expected.count("-")) >= 25


def test_a_finding_says_numbers_computation_intervals_and_place() -> None:
    (row,) = check(extract(GROWTH, name="reply.txt"))
    assert row["numbers"] == "1.35亿元 | 1.07亿元 | 26.9%"
    assert row["computation"] == "1.35亿元 ÷ 1.07亿元 − 1 = 26.17% (25.12～27.23%), stated 26.9%"
    assert (row["stated_low"], row["stated_high"]) == (Decimal("26.85"), Decimal("26.95"))
    assert (row["computed_low"], row["computed_high"]) == (Decimal("25.1163"), Decimal("27.23"))
    assert GROWTH[int(str(row["start"])) : int(str(row["end"]))] == "1.35亿元，较上年度（1.07亿元）增长26.9%"
    assert (row["source"], row["sentence"], row["other_sentence"]) == ("reply.txt", GROWTH, None)


def test_the_same_figure_in_two_documents_of_one_department() -> None:
    papers = [REPLY.format(f"2023年，全县自来水普及率达{share}。") for share in ("93.1%", "90.4%", "90.4%")]
    third = papers[2].replace("水利局", "住房和城乡建设局")
    (row,) = check(
        corpus_of(*(extract(text, name=name) for text, name in zip([*papers[:2], third], FILES, strict=True)))
    )
    assert (row["verdict"], row["source"], row["other_source"]) == ("inconsistent", "b.txt", "a.txt")
    assert (row["numbers"], row["computation"]) == ("93.1% | 90.4%", "全县自来水普及率 2023: 93.1%, elsewhere 90.4%")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_no_false_alarm(path: Path) -> None:
    assert [row["computation"] for row in check(open_corpus([str(path)])) if row["verdict"] == "inconsistent"] == []


def test_a_dataset_is_judged_as_its_documents_are(tmp_path: Path) -> None:
    documents = open_corpus([str(path) for path in DOCUMENTS[:8]])
    with dataset_writer(tmp_path / "data", "csv", Style()) as writer:
        for name in TABLES:
            writer.write(name, list(documents.rows(name)))
        writer.write("files", [])
    assert len(check(documents)) > 2
    assert check(open_corpus([str(tmp_path / "data")])) == check(documents)


halves = st.integers(0, 400).map(lambda number: Fraction(number, 2))
intervals = st.tuples(halves, halves).map(lambda ends: Interval(min(ends), max(ends)))


@given(intervals, intervals, st.data())
def test_intervals_hold_the_results_of_all_their_numbers(one: Interval, other: Interval, data: st.DataObject) -> None:
    a = data.draw(st.fractions(one.low, one.high))
    b = data.draw(st.fractions(other.low, other.high))
    assert a + b in one.plus(other)
    assert a - b in one.minus(other)
    assert a * b in one.times(other)
    assert not other.low or a / b in one.over(other)
    assert 100 - a in one.shifted(100, -1)
    assert one.meets(other) == other.meets(one)


@given(halves, halves)
def test_a_number_is_judged_by_its_rounding(stated: Fraction, computed: Fraction) -> None:
    half = Fraction(1, 2)
    exactly = Interval(computed, computed)
    near = Interval(stated - half, stated + half)
    verdict = judge(Quantity(stated, near, near), Quantity(computed, exactly, exactly))
    assert verdict == ("consistent" if abs(stated - computed) <= half else "inconsistent")


def test_numbers_of_a_finding_are_exact_and_short() -> None:
    assert [
        decimal(number) for number in (Fraction(3), Fraction(1, 3), Fraction(2, 7), Fraction(299999, 100000), None)
    ] == [
        3,
        Decimal("0.3333"),
        Decimal("0.2857"),
        3,
        None,
    ]


def run(*arguments: str | Path, stdin: str = "") -> tuple[int, str, str]:
    """The command as a process: exit status, standard output, standard error."""
    ended = subprocess.run(
        [sys.executable, "-m", "govreply", "check", *map(str, arguments)],
        input=stdin.encode(),
        capture_output=True,
        cwd=CHECKOUT,
        timeout=60,
    )
    return ended.returncode, ended.stdout.decode("utf-8-sig"), ended.stderr.decode()


@pytest.fixture
def reply(tmp_path: Path) -> Path:
    path = tmp_path / "reply.txt"
    path.write_text(f"{GROWTH}企业由50家增加到30家。", "utf-8")
    return path


def test_the_command_writes_csv_into_a_pipe() -> None:
    status, printed, told = run("-", "--headers", "zh", stdin=GROWTH)
    header, row = printed.splitlines()
    assert (status, told, header.split(",")[:5]) == (0, "", ["文档编号", "来源", "部门", "类别", "结论"])
    assert row.split(",")[1:5] == ["'-", "", "growth", "rounding"]


def test_findings_go_to_a_file_and_fail_a_pipeline_on_request(
    reply: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    request = Request([str(reply)], str(tmp_path / "found.json"))
    assert (command.run(request), command.run(request, fail=True)) == (0, command.FOUND)
    told = f"govreply: wrote 2 rows to {tmp_path / 'found.json'}\n"
    assert capfd.readouterr() == ("", told * 2)
    rows = json.loads((tmp_path / "found.json").read_text("utf-8"))["checks"]
    assert [(row["verdict"], row["source"]) for row in rows] == [
        ("rounding", "reply.txt"),
        ("inconsistent", "reply.txt"),
    ]


def test_a_folder_gets_a_file_called_after_the_table(reply: Path, tmp_path: Path) -> None:
    assert command.run(Request([str(reply)], f"{tmp_path}/out/", quiet=True), ["rounding"]) == 0
    written = (tmp_path / "out" / "checks.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbfreply_id,source,")
    assert written.count(b"\r\n") == 2


def test_the_terminal_shows_what_was_asked_for(reply: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert command.run(Request([str(reply)], format="table"), ["inconsistent"]) == 0
    printed = capfd.readouterr().out
    assert ("checks (1)" in printed, "inconsistent" in printed, "rounding" in printed) == (True, True, False)
    inputs = [str(reply), str(tmp_path / "missing.txt")]
    assert command.run(Request(inputs, format="table"), ["consistent"]) == 1
    printed, told = capfd.readouterr()
    assert printed.strip() == "nothing to report: 2 statements checked"
    assert told == f"govreply: {tmp_path / 'missing.txt'}: no such file\n"


@pytest.mark.parametrize(
    ("output", "form", "verdict", "words"),
    [
        ("", None, "wrong", "no verdict 'wrong'; they are inconsistent, rounding, consistent"),
        ("found.doc", None, "rounding", "cannot tell the format of found.doc"),
        ("none/found.csv", None, "rounding", "there is no folder none"),
        ("found.csv", "table", "rounding", "table is for the terminal"),
        ("samples/01-labelled-web.txt", "csv", "rounding", "is a document to be read"),
    ],
)
def test_what_cannot_be_asked_is_refused(output: str, form: str | None, verdict: str, words: str) -> None:
    inputs = [str(CHECKOUT / "samples" / "01-labelled-web.txt")]
    output = str(CHECKOUT / output) if output.startswith("samples") else output
    with pytest.raises(typer.BadParameter, match=words):
        command.run(Request(inputs, output, form), [verdict])
