"""``promises``: the case table of later words, a series of three years, status, filters, the command."""

from __future__ import annotations

import csv
import json
import time
from datetime import date
from pathlib import Path

import pytest
import typer

from govreply.commands.mining import Request
from govreply.commands.promises import Question, run
from govreply.dataset import dataset_writer
from govreply.lexicon import default_lexicon, read_table
from govreply.mining.corpus import Corpus, corpus_of, open_corpus
from govreply.mining.promises import PROMISES, PeriodError, promises
from govreply.mining.promises.metrics import metric, same_thing
from govreply.mining.promises.periods import period, status_of
from govreply.tables.schema import TABLES, Row
from govreply.writers import Style
from tests.mining.documents import corpus

CHECKOUT = Path(__file__).parents[2]
SERIES = CHECKOUT / "tests/cases/promises"
OFFICE = "临溪县水利局"
LATEST = date(2026, 3, 11)
CASES = [
    pytest.param(row["promise"], row["later"], row["expected"], id=f"{row['promise']} {row['later']} ({row['why']})")
    for row in read_table(CHECKOUT / "tests/cases/promises.tsv")
]


def made_in_2023(promise: str, *later: tuple[str, str, str]) -> list[Row]:
    """The targets of a reply of 20 June 2023, with what later replies (text, issuer, date) say of them."""
    rows = promises(corpus((promise, OFFICE, "2023年6月20日"), *later), on=LATEST)
    return [row for row in rows if row["source"] == "12.txt" and row["kind"] == "target"]


@pytest.fixture(scope="module")
def series() -> Corpus:
    return open_corpus([str(SERIES)])


def told(row: Row) -> str:
    return "-" if row["later"] == "no later word" else f"{row['later']} {row['later_text']}"


@pytest.mark.parametrize(("promise", "later", "expected"), CASES)
def test_what_a_later_reply_says(promise: str, later: str, expected: str) -> None:
    rows = made_in_2023(promise, (later, OFFICE, "2026年3月10日"))
    assert " / ".join(map(told, rows)) == expected


def test_case_table_has_many_cases_of_both_kinds() -> None:
    assert len(CASES) >= 25
    assert sum(case.values[2] == "-" for case in CASES) >= len(CASES) / 3


def test_ledger_says_who_what_how_much_by_when(series: Corpus) -> None:
    rows = [row for row in promises(series, on=date(2023, 7, 1), every=True) if row["source"] == "2023.txt"]
    assert [(row["kind"], row["what"], row["goal"], row["modifier"], row["deadline"]) for row in rows] == [
        ("measure", "加快水厂建设", None, None, "2025"),
        ("target", "全县新建水厂", "12座", "equal_or_more", "2025"),
        ("target", "铺设管网", "1000公里", "equal_or_more", "2025"),
        ("measure", "提高供水质量", None, None, "2025-12"),
        ("target", "农村自来水普及率", "92%", "exact", "2025-12"),
        ("target", "水质合格率", "95%", "exact", "2025-12"),
        ("measure", "加强管护", None, None, None),
    ]
    assert {row["department"] for row in rows} == {OFFICE}
    assert {row["made_on"] for row in rows} == {"2023-06-12"}


def test_a_measure_whose_targets_are_listed_is_left_out(series: Corpus) -> None:
    listed, every = promises(series, on=LATEST), promises(series, on=LATEST, every=True)
    left_out = [row["what"] for row in every if row not in listed]
    assert [row for row in every if row in listed] == listed
    assert left_out[:2] == ["加快水厂建设", "提高供水质量"]
    assert "加强管护" in [row["what"] for row in listed]


@pytest.mark.parametrize(
    ("measure", "deadline"),
    [
        ("2024年拟安排贴息资金7500万元", "2024"),
        ("2023年拟安排贴息资金7500万元", "2023"),
        ("2022年起已安排贴息，2024年将安排贴息资金7500万元", "2024"),
        ("2024年9月将安排贴息资金7500万元", "2024-09"),
        ("将制定管护办法", None),
        ("2024年、2025年将安排贴息资金7500万元", None),
        ("将自2024年起安排贴息资金7500万元", None),
        ("将落实《水网建设规划（2023—2030年）》，2024年拟安排贴息资金7500万元", "2024"),
        ("将落实《水网建设2030年行动方案》", None),
        ("2022年已安排贴息，将继续安排", None),
    ],
)
def test_a_measure_without_targets_is_due_in_the_only_future_date_of_its_text(
    measure: str, deadline: str | None
) -> None:
    rows = promises(corpus((f"下一步，我局{measure}。", OFFICE, "2023年6月20日")), on=LATEST)
    assert [(row["kind"], row["deadline"]) for row in rows] == [("measure", deadline)]
    assert rows[0]["status"] == ("overdue" if deadline else "open")
    assert not deadline or str(rows[0]["deadline_text"]) in measure


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("将把维修养护补助资金纳入预算，2024年安排2亿元", "维修养护补助资金"),
        ("将继续加大专项资金投入，2024年安排2亿元", "专项资金"),
        ("将设立专项资金支持企业技术改造贷款，2024年安排2亿元", "专项资金"),
        ("将把对口帮扶贷款贴息资金列入预算，2024年安排2亿元", "对口帮扶贷款贴息资金"),
        ("将加大财政投入力度，2024年安排2亿元", "安排"),
        ("将落实管护经费，2024年安排补助资金2亿元", "安排补助资金"),
    ],
)
def test_money_is_called_by_the_noun_in_the_clause_before(text: str, what: str) -> None:
    (row,) = made_in_2023(f"下一步，我局{text}。")
    assert row["what"] == what


def test_series_of_years_with_both_sources_quoted(series: Corpus) -> None:
    rows = [row for row in promises(series, on=LATEST) if row["source"] == "2023.txt" and row["kind"] == "target"]
    assert [(row["what"], row["later"], row["later_text"], row["later_source"], row["status"]) for row in rows] == [
        ("全县新建水厂", "reached", "14座", "2026.txt", "reached"),
        ("铺设管网", "stated differently", "980公里", "2026.txt", "overdue"),
        ("农村自来水普及率", "reached", "93.1%", "2026.txt", "reached"),
        ("水质合格率", "no later word", None, None, "overdue"),
    ]
    first = rows[0]
    here, there = ((SERIES / name).read_text("utf-8") for name in ("2023.txt", "2026.txt"))
    assert "新建水厂12座以上" in here[int(str(first["start"])) : int(str(first["end"]))]
    assert there[int(str(first["later_start"])) : int(str(first["later_end"]))] == "14座"
    assert str(first["sentence"]) in here
    assert str(first["later_sentence"]) in there
    assert (first["later_on"], first["later_value"]) == ("2026-03-05", 14)


def test_targets_of_a_plan_for_years_and_a_date_without_a_number() -> None:
    text = (
        "我县制定了《临溪县培育产业集群方案（2023-2030年）》，力争利用七年时间，打造形成1个产值超百亿元的食品产业集群，"
        "2个产值超十亿元的木业产业集群。园区二期预计2024年9月交付使用。"
    )
    rows = made_in_2023(text)
    assert [(row["what"], row["value"], row["deadline"], row["deadline_text"]) for row in rows] == [
        ("食品产业集群", 1, "2030", "利用七年时间"),
        ("木业产业集群", 2, "2030", "利用七年时间"),
        ("园区二期交付使用", None, "2024-09", "2024年9月"),
    ]
    assert [row["later"] for row in rows] == ["no later word", "no later word", None]


@pytest.mark.parametrize(
    ("issuer", "day", "later"),
    [
        (OFFICE, "2026年3月10日", "reached"),
        ("临溪县教育局", "2026年3月10日", "no later word"),
        (OFFICE, "2022年3月10日", "no later word"),
        (OFFICE, "2023年6月20日", "no later word"),
    ],
    ids=["the same unit later", "another unit", "before the promise", "on the same day"],
)
def test_only_later_words_of_the_same_unit_count(issuer: str, day: str, later: str) -> None:
    (row,) = made_in_2023("到2025年，全县建成水厂12座。", ("全县建成水厂13座。", issuer, day))
    assert row["later"] == later


def test_the_first_document_that_states_it_reached_is_told_else_the_last_word() -> None:
    said = [("2024年5月6日", 10), ("2025年5月6日", 13), ("2026年5月6日", 15)]
    later = [(f"全县水厂达到{number}座。", OFFICE, day) for day, number in said]
    (row,) = made_in_2023("到2025年，全县水厂达到12座。", *later)
    assert (row["later"], row["later_text"]) == ("reached", "13座")
    (row,) = made_in_2023("到2025年，全县水厂达到20座。", *later)
    assert (row["later"], row["later_text"]) == ("stated differently", "15座")


@pytest.mark.parametrize(
    ("deadline", "day", "status"),
    [
        ("2025", "2024-12-31", "open"),
        ("2025", "2025-01-01", "due"),
        ("2025", "2025-12-31", "due"),
        ("2025", "2026-01-01", "overdue"),
        ("2024-02", "2024-02-29", "due"),
        ("2024-02", "2024-03-01", "overdue"),
        ("2025-06-30", "2025-06-29", "open"),
        ("2025-06-30", "2025-06-30", "due"),
        ("2021/2025", "2026-01-01", "overdue"),
        ("", "2026-01-01", "open"),
    ],
)
def test_status_on_a_day(deadline: str, day: str, status: str) -> None:
    assert status_of(deadline, False, date.fromisoformat(day)) == status
    assert status_of(deadline, True, date.fromisoformat(day)) == "reached"


@pytest.mark.parametrize("text", ["", "soon", "2025-13", "2025-02-30", "25"])
def test_no_date(text: str) -> None:
    assert period(text) is None
    with pytest.raises(PeriodError, match="is no date"):
        promises(corpus((".", OFFICE, "2023年6月20日")), due=text or "?")


def test_due_takes_what_ends_by_the_end_of_a_period(series: Corpus) -> None:
    rows = promises(series, on=LATEST, due="2024-09")
    assert [row["what"] for row in rows if row["kind"] == "target"] == ["清淤"]
    assert not promises(series, on=LATEST, due="2024-08")
    assert {row["deadline"] for row in promises(series, on=LATEST, due="2025")} == {"2024-09", "2025", "2025-12"}


def test_status_and_department_restrict(series: Corpus) -> None:
    rows = promises(series, on=date(2025, 6, 1), statuses=["overdue", "due"])
    assert {row["status"] for row in rows} == {"overdue", "due"}
    assert promises(series, on=LATEST, department="水利") == promises(series, on=LATEST)
    assert not promises(series, on=LATEST, department="教育局")
    with pytest.raises(ValueError, match="no status 'late'; they are overdue, due, open, reached"):
        promises(series, statuses=["late"])


def test_a_department_is_known_by_its_short_name_in_the_text() -> None:
    text = "\n\n".join(f"省{unit}答复：一是加大支持。\n\n下一步，将抓好服务。" for unit in ("工信厅", "财政厅"))
    found = promises(corpus((text, "海岭省工业和信息化厅", "2023年6月20日")), department="省工信厅")
    assert [row["department"] for row in found] == ["海岭省工业和信息化厅"]


def test_articles_of_a_policy_are_promises_of_the_unit_that_leads() -> None:
    (sample,) = (CHECKOUT / "samples").glob("07-*.txt")
    rows = promises(open_corpus([str(sample)]), on=date(2025, 6, 30), every=True)
    led = {(row["kind"], row["what"]): row["department"] for row in rows}
    assert led["measure", "完善城市充电网络"] == "海岭省住房和城乡建设厅"
    assert [row["status"] for row in rows if row["goal"] == "12万个"] == ["due"]


@pytest.mark.parametrize(
    ("phrase", "core", "acts"),
    [
        ("到2025年，全县新建标准化公厕", "标准化公厕", {"new", "build"}),
        ("“十四五”期间，我市累计改造老旧小区", "老旧小区", {"renovate"}),
        ("县水利局完成清淤", "清淤", {"treat"}),
        ("高标准农田面积达到", "高标准农田", set()),
        ("单位产值能耗下降", "单位产值能耗", {"fall"}),
        ("打造形成", "", {"build"}),
        ("新能源汽车", "新能源汽车", set()),
        ("县级医院床位", "县级医院床位", set()),
    ],
)
def test_metric_without_deed_place_and_time(phrase: str, core: str, acts: set[str]) -> None:
    found = metric(phrase, default_lexicon())
    assert (found.core, set(found.acts)) == (core, acts)


def test_a_longer_metric_is_the_same_only_where_its_words_stand_in_the_other_sentence() -> None:
    assert same_thing("农村水厂", "水厂", "到2025年新建农村水厂12座", "农村供水得到保障，建成水厂13座")
    assert not same_thing("农村水厂", "水厂", "到2025年新建农村水厂12座", "建成水厂13座")
    assert not same_thing("水厂", "水厂设备", "", "水厂设备")


def test_every_word_stands_in_its_example() -> None:
    rows = default_lexicon().rows("promise_words")
    assert [row["word"] for row in rows if row["word"] not in row["example"] or not row["source"]] == []


def test_a_dataset_answers_as_its_files_do(series: Corpus, tmp_path: Path) -> None:
    with dataset_writer(tmp_path / "data", "csv", Style()) as writer:
        for name in TABLES:
            writer.write(name, list(series.rows(name)))
        writer.write("files", [])
    assert promises(open_corpus([str(tmp_path / "data")]), on=LATEST) == promises(series, on=LATEST)


def test_a_measure_is_reached_where_all_its_targets_are() -> None:
    text = "下一步，我局将重点做好以下工作：一是加快建设。到2025年，全县水厂达到12座。二是加强管护。健全管护机制。"
    rows = promises(
        corpus((text, OFFICE, "2023年6月20日"), ("水厂达到13座。", OFFICE, "2026年3月10日")), on=LATEST, every=True
    )
    assert [(row["kind"], row["status"]) for row in rows] == [
        ("measure", "reached"),
        ("target", "reached"),
        ("measure", "open"),
    ]


def test_command_writes_the_ledger(tmp_path: Path) -> None:
    written = tmp_path / "promises.csv"
    question = Question(on="2026-03-11", due="2025", statuses=["overdue,due"])
    assert run(Request([str(SERIES)], str(written), quiet=True), question) == 0
    rows = list(csv.DictReader(written.open(encoding="utf-8-sig")))
    assert list(rows[0]) == [column.name for column in PROMISES.columns]
    assert {row["status"] for row in rows} == {"overdue"}
    assert run(Request([str(SERIES)], str(tmp_path / "all.json"), quiet=True), Question()) == 0
    assert len(json.loads((tmp_path / "all.json").read_text("utf-8"))["promises"]) == 6
    assert run(Request([str(SERIES)], str(tmp_path / "all.json"), quiet=True), Question(every=True)) == 0
    assert len(json.loads((tmp_path / "all.json").read_text("utf-8"))["promises"]) == 9


def test_command_draws_a_table_of_a_hundred_columns(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", "100")
    assert run(Request([str(SERIES)], format="table"), Question(on="2026-03-11")) == 0
    drawn = capfd.readouterr().out
    assert max(map(cell_len, drawn.splitlines())) <= 100
    for whole in (
        "2024.txt",
        "临溪县水利局",
        "全县新建水厂",
        "1000公里",
        "2025-12",
        "overdue",
        "differently:",
        "980公里",
        "2026.txt",
    ):
        assert whole in drawn


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (Question(department="环保"), "no promise of a department called 环保; there are 临溪县水利局"),
        (Question(department="水利", due="2020"), "no such promise"),
        (Question(due="2020"), "no such promise"),
    ],
)
def test_command_names_the_departments_where_none_is_called_so(
    question: Question, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(Request([str(SERIES)], format="table"), question) == 0
    assert capfd.readouterr().out.strip() == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (Question(on="2025-06"), "is no day"),
        (Question(on="tomorrow"), "is no date"),
        (Question(due="June"), "is no date"),
        (Question(statuses=["late"]), "no status 'late'"),
    ],
)
def test_command_says_what_is_wrong(question: Question, said: str) -> None:
    with pytest.raises(typer.BadParameter, match=said):
        run(Request([str(SERIES)], format="csv"), question)


def test_a_thousand_documents_of_one_unit_take_seconds(series: Corpus) -> None:
    names = ("replies", "answers", "measures", "targets", "amounts", "counts", "measurements", "percentages", "dates")
    many = {
        name: [{**row, "reply_id": f"{row['reply_id']}{copy}"} for copy in range(330) for row in series.rows(name)]
        for name in names
    }
    started = time.perf_counter()
    assert len(promises(corpus_of(many), on=LATEST)) >= 1900
    assert time.perf_counter() - started < 5
