"""Nothing heavy is loaded before it is used: imports cost every run of the command."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
HEAVY = {
    "pandas",
    "numpy",
    "jieba",
    "rich",
    "opencc",
    "lxml",
    "selectolax",
    "pypdfium2",
    "olefile",
    "xlsxwriter",
    "openpyxl",
    "sqlite3",
}
TEXT = "全县投入资金1500余万元。"


def loaded(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after running ``code``."""
    report = "; import sys; print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    run = subprocess.run(
        [sys.executable, "-c", code + report], capture_output=True, text=True, cwd=CHECKOUT, timeout=60
    )
    assert run.returncode == 0, run.stderr
    return set(run.stderr.split())


def command(*arguments: str) -> str:
    return (
        f"import sys; sys.argv = ['govreply', *{arguments!r}]\nfrom govreply.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n0"
    )


@pytest.mark.parametrize(
    "code",
    [
        "import govreply",
        "import govreply; dir(govreply); govreply.__version__",
        command("--help"),
        command("--version"),
        command("extract", "--help"),
    ],
)
def test_import_and_help_load_nothing_heavy(code: str) -> None:
    assert not loaded(code) & (HEAVY | {"regex"})


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_extract_to_files_needs_neither_frames_nor_terminal(tmp_path: Path, form: str) -> None:
    (tmp_path / "reply.txt").write_text(TEXT, "utf-8")
    code = command("extract", str(tmp_path / "reply.txt"), "--table", "amounts", "--format", form)
    assert not loaded(code) & HEAVY


def test_public_names_are_exported() -> None:
    import govreply

    for name in govreply.__all__:
        assert getattr(govreply, name)
        assert name in dir(govreply)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = govreply.nonsense
