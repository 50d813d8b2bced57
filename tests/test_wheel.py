"""What the wheel holds: one package with its dictionaries, and a command that runs from it."""

import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.skipif(find_spec("hatchling") is None, reason="hatchling, which builds the wheel, is absent")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    if not (CHECKOUT / "README.md").is_file():
        pytest.skip("pyproject.toml names README.md, which is absent")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    run = subprocess.run(build, cwd=CHECKOUT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_one_top_level_package(names: list[str]) -> None:
    tops = {PurePosixPath(name).parts[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"govreply"}


def test_all_modules_dictionaries_and_the_type_marker(names: list[str]) -> None:
    package = {path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "govreply").rglob("*.py")}
    dictionaries = {f"govreply/dictionaries/{path.name}" for path in (CHECKOUT / "dictionaries").iterdir()}
    assert {name for name in names if ".dist-info/" not in name} == package | dictionaries | {"govreply/py.typed"}


def test_the_command_runs_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    (tmp_path / "reply.txt").write_text("全县投入资金1500余万元。", "utf-8")
    code = "import sys; sys.path.insert(0, 'site'); from govreply.cli import main; main()"
    for arguments, words in (
        (["extract", "reply.txt", "--table", "amounts"], "1500余万元"),
        (["dictionaries", "path"], str(tmp_path / "site" / "govreply" / "dictionaries")),
    ):
        run = subprocess.run(
            [sys.executable, "-P", "-c", code, *arguments], cwd=tmp_path, capture_output=True, timeout=60
        )
        assert run.returncode == 0, run.stderr.decode()
        assert words in run.stdout.decode("utf-8-sig")
