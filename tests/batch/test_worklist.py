"""Which documents the inputs name."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from govreply.batch.worklist import InputError, Inputs, Item, find_items, listed_inputs, shown

FILES = (
    "b.txt",
    "a.txt",
    "deep/er/c.pdf",
    "deep/d.TXT",
    ".hidden",
    "~$b.docx",
    "Thumbs.db",
    ".git/config",
    "deep/e f.txt",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in FILES:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "in"


def paths(
    *inputs: str, patterns: tuple[str, ...] = (), listed: tuple[str, ...] = (), skipped: tuple[str, ...] = ()
) -> list[str]:
    return [item.path for item in find_items(Inputs(inputs, listed, patterns), skipped)]


ALL = ["in/a.txt", "in/b.txt", "in/deep/d.TXT", "in/deep/e f.txt", "in/deep/er/c.pdf"]


@pytest.mark.parametrize(
    ("inputs", "patterns", "expected"),
    [
        pytest.param(["in"], [], ALL, id="all that is in a folder, at any depth, sorted; nothing hidden"),
        pytest.param(["in/"], [], ALL, id="a trailing slash is no other folder"),
        pytest.param(["in/deep", "in"], [], ALL, id="each document once"),
        pytest.param(["in/.hidden"], [], ["in/.hidden"], id="what is named itself is taken"),
        pytest.param(["in/*.txt"], [], ALL[:2], id="a pattern that the shell left alone"),
        pytest.param(["in/**/*.pdf"], [], ALL[4:], id="a pattern over folders"),
        pytest.param(["in/de*"], [], ALL[2:], id="a pattern that matches a folder"),
        pytest.param(["in"], ["*.txt"], ["in/a.txt", "in/b.txt", "in/deep/e f.txt"], id="names that match"),
        pytest.param(["in"], ["deep/*"], ALL[2:], id="paths within the folder that match"),
        pytest.param(["in"], ["*.pdf", "a*"], ["in/a.txt", "in/deep/er/c.pdf"], id="any of several patterns"),
        pytest.param(["in"], ["*.docx"], [], id="nothing matches"),
        pytest.param(["in/a.txt"], ["*.pdf"], ["in/a.txt"], id="patterns are for folders, not for named files"),
    ],
)
def test_inputs_name_documents(folder: Path, inputs: list[str], patterns: list[str], expected: list[str]) -> None:
    assert paths(*inputs, patterns=tuple(patterns)) == expected


def test_tables_of_data_are_no_documents_unless_asked_for(folder: Path) -> None:
    (folder / "earlier").mkdir()
    (folder / "earlier" / "amounts.csv").write_text("x")
    assert paths("in") == ALL
    assert paths("in", patterns=("*.csv",)) == paths("in/earlier/amounts.csv") == ["in/earlier/amounts.csv"]


def test_a_listed_path_is_taken_literally(folder: Path) -> None:
    assert paths(listed=("in/gone*.txt", "in/deep")) == [*ALL[2:], "in/gone*.txt"]


def test_the_output_is_no_input(folder: Path) -> None:
    assert paths("in", skipped=("in/deep", "in/b.txt")) == ["in/a.txt"]


def test_one_file_named_in_many_ways_counts_once(folder: Path) -> None:
    assert paths("in", "./in", "in//", str(folder), listed=("in/../in/a.txt",)) == sorted(
        str(folder / name.removeprefix("in/")) for name in ALL
    )


def test_a_link_to_a_folder_is_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "x.txt").write_text("x")
    (folder / "link").symlink_to(tmp_path / "else", target_is_directory=True)
    assert paths("in") == [*ALL, "in/link/x.txt"]


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_names_that_are_shown_alike_stay_two(folder: Path) -> None:
    (folder / "deep" / os.fsdecode(b"\xb4.txt")).write_text("x")
    (folder / "deep" / "\\xb4.txt").write_text("y")
    assert [path for path in paths("in") if "xb4" in path] == ["in/deep/\\xb4.txt", "in/deep/\\xb4.txt~"]


def test_a_link_in_circles_ends(folder: Path) -> None:
    (folder / "deep" / "again").symlink_to(folder, target_is_directory=True)
    (folder / "self").symlink_to(folder, target_is_directory=True)
    assert paths("in") == ALL


@pytest.mark.parametrize("missing", ["no.txt", "no/", "no/*.txt"])
def test_an_input_that_names_nothing_is_told(folder: Path, missing: str) -> None:
    with pytest.raises(InputError, match="no"):
        paths("in", missing)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a.txt\nb c.txt\r\n\n", ["a.txt", "b c.txt"]),
        (b"a\nb.txt\0c.txt\0", ["a\nb.txt", "c.txt"]),
        ("\ufeff答复.txt\n".encode(), ["答复.txt"]),
        ("a.txt\r\n答复.txt\r\n".encode("utf-16"), ["a.txt", "答复.txt"]),
        (b"", []),
    ],
)
def test_a_list_of_paths(data: bytes, expected: list[str]) -> None:
    assert listed_inputs(io.BytesIO(data)) == expected


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text_can_be_shown() -> None:
    assert shown(os.fsdecode("答复".encode("gbk"))) == r"\xb4\xf0\xb8\xb4"


def test_a_member_stands_behind_its_archive() -> None:
    assert Item("a.zip", "a.zip").inside("b.zip").inside("c/d.txt") == Item(
        "a.zip/b.zip/c/d.txt", "a.zip", "b.zip/c/d.txt"
    )
