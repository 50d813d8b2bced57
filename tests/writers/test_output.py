"""Files appear complete or not at all."""

from pathlib import Path

import pytest

from govreply.writers.output import MARKED, replacing


def test_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with replacing(path, MARKED) as stream:
        stream.write("金额\r\n")
        assert not path.exists()
    assert path.read_bytes() == b"\xef\xbb\xbf" + "金额\r\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(path) as stream:
        stream.write(f"new {1 // 0}")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old")
    link = tmp_path / "link.json"
    link.symlink_to("real.json")
    with replacing(link) as stream:
        stream.write("new")
    assert link.is_symlink()
    assert (tmp_path / "real.json").read_text() == "new"


def test_what_is_no_regular_file_is_written_directly() -> None:
    with replacing(Path("/dev/null")) as stream:
        stream.write("x")
    assert not Path("/dev/null").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a Linux device")
def test_a_full_disk_is_said_of_the_path() -> None:
    with pytest.raises(OSError, match="/dev/full"), replacing(Path("/dev/full")) as stream:
        stream.write("x")


def test_temporary_names_do_not_leak(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "a.csv"
    with pytest.raises(OSError, match=r"file/a\.csv") as raised, replacing(path):
        pass
    assert raised.value.filename == str(path)


def test_a_name_as_long_as_names_may_be(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 250 + ".csv")
    with replacing(path) as stream:
        stream.write("x")
    assert path.read_text() == "x"
