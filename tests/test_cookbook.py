"""Every line of docs/cookbook.md does what the page shows: run by a shell, on the same replies, in a terminal 100 wide.

A line of output that ends in ``…`` on the page is shown to there; ``…`` within it stands for what differs between runs;
a line that is ``…`` alone stands for all that follows.
"""

import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
PAGE = CHECKOUT / "docs" / "cookbook.md"
REPLIES = "tests/cases/cookbook"
WIDTH = "100"
BYTE_ORDER_MARK = "\ufeff"  # which a terminal does not show


class Recipe(NamedTuple):
    """What the page has under one question: the line and the output that it shows."""

    question: str
    line: str
    shown: str


def recipes(page: str) -> list[Recipe]:
    return [
        Recipe(*found.groups())
        for found in re.finditer(r"^## (.+)\n\n```sh\n(.+)\n```\n\n```text\n([^`]+)```$", page, re.M)
    ]


def in_terminal(line: str, folder: Path) -> tuple[int, str]:
    """The exit status of a shell line, and what a terminal shows of it: standard output, then the messages."""
    (folder / "govreply").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m govreply "$@"\n')
    (folder / "govreply").chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{folder}:{os.environ['PATH']}",
        "PYTHONPATH": str(CHECKOUT),
        "COLUMNS": WIDTH,
    }
    terminal, end = pty.openpty()
    with (
        (folder / "messages").open("wb") as messages,
        subprocess.Popen(line, shell=True, stdout=end, stderr=messages, cwd=folder, env=environment) as shell,
    ):
        os.close(end)
        output = b"".join(iter(lambda: read_terminal(terminal), b""))
    os.close(terminal)
    text = output.decode() + (folder / "messages").read_text("utf-8")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text).replace("\r\n", "\n").replace(BYTE_ORDER_MARK, "")
    return shell.returncode, plain


def read_terminal(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # what Linux says when the other end is closed
        return b""


def without_margins(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def agrees(shown: str, said: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, shown.split("…"))), said) is not None


RECIPES = recipes(PAGE.read_text("utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(CHECKOUT / REPLIES, tmp_path / REPLIES)
    return tmp_path


def test_ten_questions_and_none_lost_in_reading_the_page() -> None:
    page = PAGE.read_text("utf-8")
    assert len(RECIPES) == page.count("```sh") == page.count("\n## ") >= 10


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.question)
def test_recipe(recipe: Recipe, folder: Path) -> None:
    status, output = in_terminal(recipe.line, folder)
    shown, said = without_margins(recipe.shown), without_margins(output)
    if shown[-1] == "…":
        shown, said = shown[:-1], said[: len(shown) - 1]
    same = len(shown) == len(said) and all(map(agrees, shown, said))
    assert same, f"{recipe.line}\n" + "\n".join(unified_diff(shown, said, "the page", "this run", lineterm=""))
    assert status == 0, output


@pytest.mark.parametrize(
    ("shown", "said", "agree"),
    [
        ("wrote 7 rows", "wrote 7 rows", True),
        ("7 done (… a second)", "7 done (3.1 a second)", True),
        ("replies 7, …", "replies 7, sections 8", True),
        ("wrote 7 rows", "wrote 8 rows", False),
        ("wrote 7 rows", "wrote 7 rows and more", False),
        ("7.5", "7x5", False),
    ],
)
def test_only_an_ellipsis_stands_for_anything(shown: str, said: str, agree: bool) -> None:
    assert agrees(shown, said) is agree
