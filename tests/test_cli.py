"""Every command as a process: what it prints where, its exit status, and its words when something is wrong."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from govreply.tables.schema import TABLES

CHECKOUT = Path(__file__).resolve().parent.parent
REPLY = """关于对县十八届人大二次会议第113号建议的答复

张某某代表：

您提出的《关于加强河道治理的建议》收悉，现答复如下。

一、关于加强河道治理的建议

2023年，我县投入资金1500余万元，治理河道12条。依据《河道治理办法》，落实资金3.5万元。

二、关于新建水厂的建议

2024年，新建水厂3个。

临溪县水利局

2024年6月13日

（联系人：张某某，电话：13800000000）
"""


def govreply(
    *arguments: str | Path, stdin: bytes = b"", environment: Mapping[str, str] | None = None, cwd: Path = CHECKOUT
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "govreply", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), **(environment or {})},
        timeout=60,
    )


def said(run: subprocess.CompletedProcess[bytes]) -> str:
    """What a process said on standard error, which must never be a traceback."""
    text = run.stderr.decode()
    assert "Traceback" not in text
    return text


@pytest.fixture
def reply(tmp_path: Path) -> Path:
    path = tmp_path / "reply.txt"
    path.write_text(REPLY, "utf-8")
    return path


def texts(rows: list[dict[str, object]]) -> list[object]:
    return [row["text"] for row in rows]


def test_json_has_all_tables(reply: Path) -> None:
    run = govreply("extract", reply, "--format", "json")
    tables = json.loads(run.stdout)
    assert run.returncode == 0
    assert list(tables) == list(TABLES)
    assert texts(tables["amounts"]) == ["1500余万元", "3.5万元"]
    assert tables["replies"][0]["source"] == "reply.txt"
    assert b'"value": 35000,' in run.stdout
    assert "13800000000" not in json.dumps(tables["replies"], ensure_ascii=False)
    for row in tables["amounts"] + tables["counts"] + tables["titles"]:
        assert REPLY[row["start"] : row["end"]] == row["text"]


def test_contacts_on_request(reply: Path) -> None:
    run = govreply("extract", reply, "--format", "json", "--contacts", "--table", "replies")
    assert json.loads(run.stdout)["replies"][0]["phone"] == "13800000000"


def test_standard_input_and_several_files_are_one_object(reply: Path) -> None:
    run = govreply("extract", reply, "-", stdin=REPLY.replace("3.5", "4.5").encode("gb18030"))
    tables = json.loads(run.stdout)
    assert [row["source"] for row in tables["replies"]] == ["reply.txt", "-"]
    assert texts(tables["amounts"]) == ["1500余万元", "3.5万元", "1500余万元", "4.5万元"]


def test_one_table_in_a_pipe_is_csv_for_spreadsheets(reply: Path) -> None:
    run = govreply("extract", reply, "--table", "amounts", "--headers", "zh")
    assert run.stdout.startswith(b"\xef\xbb\xbf")
    lines = run.stdout.decode("utf-8-sig").split("\r\n")
    assert "数值,下限,上限,限定,单位,币种,原文" in lines[0]
    assert len(lines) == 4
    bare = govreply("extract", reply, "--table", "amounts", "--no-bom").stdout
    assert bare.startswith(b"reply_id,section_no,")


def test_json_lines(reply: Path) -> None:
    run = govreply("extract", reply, "--format", "jsonl", "--table", "amounts,titles")
    rows = [json.loads(line) for line in run.stdout.decode().splitlines()]
    assert [row["table"] for row in rows if row["text"] in ("3.5万元", "河道治理办法")] == ["amounts", "titles"]


@pytest.mark.parametrize("name", ["amounts.csv", "amounts.json", "amounts.jsonl"])
def test_suffix_of_the_output_decides(reply: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    run = govreply("extract", reply, "--table", "amounts", "-o", path)
    assert (run.returncode, run.stdout) == (0, b"")
    assert "wrote 2 rows to" in said(run)
    contents = path.read_bytes().decode("utf-8-sig")
    assert "1500余万元" in contents
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([name, "reply.txt"])


def test_folder_gets_a_csv_for_each_table(reply: Path, tmp_path: Path) -> None:
    run = govreply("extract", reply, "-o", f"{tmp_path}/out/", "--quiet")
    assert (run.returncode, said(run)) == (0, "")
    assert {file.name for file in (tmp_path / "out").iterdir()} == {f"{name}.csv" for name in TABLES}
    with (tmp_path / "out" / "amounts.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["value"] for row in rows][1] == "35000"


def test_drawn_tables(reply: Path) -> None:
    run = govreply("extract", reply, "--format", "table")
    text = run.stdout.decode()
    assert run.returncode == 0
    assert "amounts (2)" in text
    assert "1500余万元" in text
    assert "\x1b" not in text


def test_drawn_tables_of_several_files_say_of_which(reply: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text(REPLY.replace("3.5", "4.5"), "utf-8")
    run = govreply(
        "extract", reply, tmp_path / "other.txt", "-f", "table", "-t", "amounts", environment={"COLUMNS": "200"}
    )
    first, second = run.stdout.decode().split("other.txt ─")
    assert f"{reply} ─" in first
    assert "3.5万元" in first
    assert "4.5万元" in second
    assert " ─" not in govreply("extract", reply, "-f", "table", "-t", "amounts").stdout.decode().split("amounts")[0]


def test_no_color_on_a_terminal_that_could(reply: Path) -> None:
    colours = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    assert b"\x1b[3" in govreply("show", reply, environment=colours).stdout
    plain = govreply("show", reply, environment={**colours, "NO_COLOR": "1"}).stdout
    assert b"\x1b[3" not in plain


def test_show(reply: Path) -> None:
    run = govreply("show", reply)
    text = run.stdout.decode()
    assert run.returncode == 0
    assert "一、关于加强河道治理的建议" in text
    assert "amounts 2" in text
    assert "金额 2" in govreply("show", reply, "--headers", "zh").stdout.decode()


def test_output_is_utf8_whatever_the_locale(reply: Path) -> None:
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for arguments in (["extract", reply], ["extract", reply, "-f", "table"], ["show", reply], ["--help"]):
        run = govreply(*arguments, environment=environment)
        assert run.returncode == 0, said(run)
        assert "建议" in run.stdout.decode("utf-8")


def test_one_bad_file_among_good_ones(reply: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    run = govreply("extract", tmp_path / "empty.txt", reply, tmp_path / "none.txt", "--format", "json")
    assert run.returncode == 1
    assert len(json.loads(run.stdout)["replies"]) == 1
    complaints = said(run).splitlines()
    assert [line for line in complaints if "empty.txt" in line and line.startswith("govreply: ")]
    assert f"govreply: {tmp_path}/none.txt: no such file" in complaints


@pytest.mark.parametrize(
    "contents", [b"", b"\n \n", b"%PDF-1.7\n", bytes(range(256)) * 9, b"\xd0\xcf\x11\xe0" + b"\0" * 99]
)
def test_what_is_no_text_is_refused_in_one_line(tmp_path: Path, contents: bytes) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(contents)
    for command in ("extract", "show"):
        run = govreply(command, path)
        assert (run.returncode, run.stdout) == (1, b"")
        assert len(said(run).splitlines()) == 1
        assert said(run).startswith(f"govreply: {path}")


def test_a_text_that_is_no_reply(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("全县投入资金1500余万元。", "utf-8")
    tables = json.loads(govreply("extract", path, "--format", "json").stdout)
    assert tables["replies"][0]["kind"] == "other"
    assert texts(tables["amounts"]) == ["1500余万元"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["extract"], "FILE"),
        (["extract", "FOLDER"], "is a folder"),
        (["show", "FOLDER"], "is a folder"),
        (["extract", "REPLY", "--table", "money"], "the tables are replies, sections"),
        (["extract", "REPLY", "--format", "xml"], "xml"),
        (["extract", "REPLY", "--format", "csv"], "--table"),
        (["extract", "REPLY", "-o", "FOLDER/all.csv"], "--table"),
        (["extract", "REPLY", "-o", "FOLDER/out.txt"], "cannot tell the format"),
        (["extract", "REPLY", "-o", "FOLDER/no/such/x.json"], "there is no folder"),
        (["extract", "REPLY", "-o", "FOLDER/x.json", "-f", "table"], "terminal"),
        (["extract", "REPLY", "-f", "json", "-o", "REPLY"], "reply.txt is a reply to be read"),
        (["extract", "REPLY", "-f", "json", "-o", "FOLDER/../FOLDERNAME/reply.txt"], "is a reply to be read"),
        (["extract", "REPLY", "--quiet", "--verbose"], "--quiet"),
        (["extract", "REPLY", "--dictionaries", "FOLDER/none"], "none"),
        (["dictionaries", "check", "FOLDER/none"], "none"),
        (["nonsense"], "nonsense"),
        (["extract", "REPLY", "--nonsense"], "--nonsense"),
    ],
)
def test_usage_errors(reply: Path, arguments: list[str], words: str) -> None:
    places = {"FOLDERNAME": reply.parent.name, "FOLDER": str(reply.parent), "REPLY": str(reply)}
    for name, place in places.items():
        arguments = [argument.replace(name, place) for argument in arguments]
    run = govreply(*arguments)
    assert (run.returncode, run.stdout) == (2, b"")
    assert reply.read_text("utf-8") == REPLY
    assert words in " ".join(said(run).split())


def test_output_that_cannot_be_written(reply: Path) -> None:
    run = govreply("extract", reply, "--table", "amounts", "-f", "csv", "-o", f"{reply}/")
    assert run.returncode == 1
    assert said(run).startswith("govreply: ")


def test_a_table_in_a_folder_is_not_written_over_a_reply(tmp_path: Path) -> None:
    path = tmp_path / "amounts.csv"
    path.write_text(REPLY, "utf-8")
    run = govreply("extract", path, "-t", "amounts", "-o", f"{tmp_path}/")
    assert run.returncode == 2
    assert path.read_text("utf-8") == REPLY


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a Linux device")
def test_a_full_disk(reply: Path) -> None:
    run = govreply("extract", reply, "-f", "json", "-o", "/dev/full")
    assert (run.returncode, said(run)) == (1, "govreply: /dev/full: no space left on device\n")
    with Path("/dev/full").open("wb") as full:
        shown = subprocess.run([sys.executable, "-m", "govreply", "show", reply], stdout=full, stderr=-1, cwd=CHECKOUT)
    assert (shown.returncode, shown.stderr) == (1, b"govreply: standard output: no space left on device\n")


def test_what_was_written_where(reply: Path, tmp_path: Path) -> None:
    folder = tmp_path / "d.csv"
    folder.mkdir()
    one = govreply("extract", reply, "-t", "replies", "-o", folder)
    assert said(one).endswith(f"wrote 1 row to {folder / 'replies.csv'}\n")
    two = govreply("extract", reply, "-t", "replies,titles", "-o", folder)
    assert f"rows to 2 files in {folder} (replies.csv … titles.csv)" in said(two)


def test_damage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "damaged.txt"
    path.write_bytes(REPLY.encode() + b"\xff")
    run = govreply("extract", path, "-f", "json")
    assert run.returncode == 0
    assert said(run) == f"govreply: {path}: 1 character could not be read as utf-8 and became \ufffd\n"
    assert "1 character could not be read" in govreply("show", path).stdout.decode()
    assert said(govreply("extract", path, "-f", "json", "-q")) == ""


def test_verbose_and_quiet(reply: Path) -> None:
    assert "characters of utf-8" in said(govreply("extract", reply, "-f", "json", "--verbose"))
    assert said(govreply("extract", reply, "-f", "json", "--quiet")) == ""


def test_reader_that_stops_reading(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("投入资金1500余万元。\n" * 5000, "utf-8")
    for form in ("json", "jsonl", "table"):
        with subprocess.Popen(
            [sys.executable, "-m", "govreply", "extract", path, "--format", form],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=CHECKOUT,
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(10)
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(30) == 0


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
def test_interrupt() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "govreply", "extract", "-", "--verbose"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=CHECKOUT,
    ) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"")


@pytest.mark.parametrize("command", [[], ["extract"], ["show"], ["dictionaries"], ["dictionaries", "check"]])
def test_help_has_an_example(command: list[str]) -> None:
    run = govreply(*command, "--help")
    assert run.returncode == 0
    assert "  govreply " in run.stdout.decode().split("Example")[1]


def test_version() -> None:
    from govreply import __version__

    assert govreply("--version").stdout.decode().strip() == f"govreply {__version__}"


def test_version_is_that_of_the_package() -> None:
    import tomllib

    from govreply import __version__

    assert tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]["version"] == __version__


def test_completion() -> None:
    environment = {
        "_GOVREPLY_COMPLETE": "complete_bash",
        "COMP_WORDS": "govreply extract --table am",
        "COMP_CWORD": "3",
    }
    assert govreply(environment=environment).stdout.split() == [b"amounts"]


def test_from_a_checkout(reply: Path, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, CHECKOUT / "cli.py", "extract", reply], capture_output=True, cwd=tmp_path, timeout=60
    )
    assert run.returncode == 0
    assert json.loads(run.stdout)["amounts"]


def test_dictionaries_list_and_path() -> None:
    folder = govreply("dictionaries", "path").stdout.decode().strip()
    assert folder == str(CHECKOUT / "dictionaries")
    listed = govreply("dictionaries", "list").stdout.decode().splitlines()
    assert {line.split()[0] for line in listed[1:]} == {path.stem for path in Path(folder).glob("*.tsv")}


def test_shipped_dictionaries_are_sound() -> None:
    run = govreply("dictionaries", "check")
    assert run.returncode == 0, run.stdout.decode()


@pytest.fixture
def shipped() -> Path:
    """The first shipped dictionary whose rows have examples."""
    folder = CHECKOUT / "dictionaries"
    return next(path for path in sorted(folder.glob("*.tsv")) if _header(path)[-1] == "example")


def _header(path: Path) -> list[str]:
    return next(line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#"))


def test_problems_in_own_dictionaries_are_told_by_line(tmp_path: Path, shipped: Path) -> None:
    columns = _header(shipped)
    row = ["新词", *[""] * (len(columns) - 2), "有新词的例子"]
    wrong = [*row[:-1], "别的例子"]
    own = tmp_path / shipped.name
    own.write_text("\n".join(["# own", "\t".join(columns), "\t".join(row), "", "\t".join(wrong)]), "utf-8")
    (tmp_path / "unheard_of.tsv").write_text("word\tsource\n", "utf-8")
    run = govreply("dictionaries", "check", tmp_path)
    lines = run.stdout.decode().splitlines()
    assert run.returncode == 1
    assert f"{own}:5: 新词: the same as {own}:3" in lines
    assert f"{own}:5: 新词: not in its example '别的例子'" in lines
    assert [line for line in lines if line.startswith(f"{tmp_path / 'unheard_of.tsv'}:1: no dictionary")]
    assert lines[-1].endswith("problems")


@pytest.mark.parametrize("contents", [b"a\tb\nx\ty\tz\n", "词\n".encode("gb18030") * 2, b""])
def test_unreadable_dictionaries(tmp_path: Path, shipped: Path, contents: bytes) -> None:
    (tmp_path / shipped.name).write_bytes(contents)
    run = govreply("dictionaries", "check", tmp_path)
    assert run.returncode == 1
    assert shipped.name in run.stdout.decode()
    assert said(run) == ""


def test_broken_own_dictionary_stops_with_its_line(tmp_path: Path, reply: Path, shipped: Path) -> None:
    own = tmp_path / shipped.name
    own.write_text("a\tb\nx\ty\tz\n", "utf-8")
    for command in (["dictionaries", "list"], ["extract", reply], ["show", reply]):
        run = govreply(*command, "--dictionaries", tmp_path)
        assert (run.returncode, len(said(run).splitlines())) == (1, 1)
        assert said(run).startswith(f"govreply: {own}:1: the first column is 'a', it should be ")
    own.write_text("\t".join(_header(shipped)) + "\n" + "字\t" * 20, "utf-8")
    run = govreply("dictionaries", "list", "--dictionaries", tmp_path)
    assert said(run).startswith(f"govreply: {own}:2: 21 columns")


def test_own_rows_that_lack_something_are_told(tmp_path: Path, reply: Path) -> None:
    own = tmp_path / "classifiers.tsv"
    own.write_text("word\tkind\n眼井\n", "utf-8")
    for command in ("extract", "show"):
        run = govreply(command, reply, "--dictionaries", tmp_path)
        assert run.returncode == 1
        assert said(run).startswith(f"govreply: {own}:2: 眼井: column 'kind' is empty, it must be one of batch, ")
    check = govreply("dictionaries", "check", tmp_path)
    assert check.returncode == 1
    assert f"{own}:2: 眼井: column 'kind' is empty" in check.stdout.decode()


def test_folder_without_dictionaries(tmp_path: Path, reply: Path) -> None:
    message = f"{tmp_path}: no dictionaries here; a file has the name of a shipped one"
    check = govreply("dictionaries", "check", tmp_path)
    assert (check.returncode, message in check.stdout.decode()) == (1, True)
    run = govreply("extract", reply, "--dictionaries", tmp_path)
    assert (run.returncode, said(run).startswith(f"govreply: {message}")) == (1, True)


def test_csv_of_stdout_is_what_csv_readers_expect(reply: Path) -> None:
    run = govreply("extract", reply, "--table", "titles", "--no-bom")
    rows = list(csv.DictReader(io.StringIO(run.stdout.decode(), newline="")))
    assert "河道治理办法" in [row["text"] for row in rows]


def test_a_folder_among_files_fails_alone(reply: Path, tmp_path: Path) -> None:
    run = govreply("extract", reply, tmp_path, "--format", "json")
    assert run.returncode == 1
    assert "is a folder" in said(run)
    assert json.loads(run.stdout)["amounts"]


def test_nothing_found_is_said(tmp_path: Path) -> None:
    poem = tmp_path / "note.txt"
    poem.write_text("山高水长", "utf-8")
    run = govreply("extract", poem, "--format", "json")
    assert run.returncode == 0
    assert "no figures, dates or titles found" in said(run)
