"""Archives of documents: what is in them, and what is not taken out of them."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path
from time import perf_counter

import pytest

from govreply.readers import archives, packages
from govreply.readers.document import ReadError
from tests.readers.docx_maker import docx, paragraph, zipped


def test_the_documents_in_order_without_folders_and_leftovers() -> None:
    data = zipped(
        {
            "附件/": b"",
            "附件/二.txt": "第二件",
            "附件/一.docx": docx(paragraph("第一件")),
            "__MACOSX/附件/._一.docx": b"x",
            "附件/.DS_Store": b"x",
            "附件/~$一.docx": b"x",
            "Thumbs.db": b"x",
        }
    )
    assert archives.members(data) == ["附件/一.docx", "附件/二.txt"]


def test_a_member_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "附件.zip"
    path.write_bytes(zipped({"内/二.txt": "第二件", "一.txt": "第一件"}))
    assert archives.read_member(path, "内/二.txt").decode() == "第二件"
    assert archives.read_member(path, "一.txt").decode() == "第一件"


def test_a_changed_archive_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "附件.zip"
    for text in ("旧", "新的一件"):
        path.write_bytes(zipped({"一.txt": text}))
        assert archives.read_member(path, "一.txt").decode() == text


def test_archives_within_archives(tmp_path: Path) -> None:
    deepest = zipped({"四.txt": "四"})
    for name in ("三.zip", "二.zip", "一.zip"):
        deepest = zipped({name: deepest, "答复.txt": name})
    path = tmp_path / "附件.zip"
    path.write_bytes(deepest)
    assert archives.members(deepest) == [
        "一.zip/二.zip/三.zip",
        "一.zip/二.zip/答复.txt",
        "一.zip/答复.txt",
        "答复.txt",
    ]
    assert archives.read_member(path, "一.zip/二.zip/答复.txt").decode() == "三.zip"
    with pytest.raises(ReadError, match="more than 2 deep"):
        archives.read_member(path, "一.zip/二.zip/三.zip/四.txt")


def inflated(data: bytes, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many bytes are unpacked to list the members of an archive."""
    unpacked: list[int] = []
    unpack = packages.unpack

    def counting(archive: zipfile.ZipFile, member: zipfile.ZipInfo, kind: str) -> bytes:
        content = unpack(archive, member, kind)
        unpacked.append(len(content))
        return content

    with monkeypatch.context() as patch:
        patch.setattr(archives, "unpack", counting)
        archives.members(data)
    return sum(unpacked)


def nested(count: int) -> bytes:
    """An archive of ``count`` archives of as many archives of blanks each."""
    deepest = zipped({"一.txt": " " * 10_000})
    inner = zipped({f"{number}.zip": deepest + bytes(10_000) for number in range(count)})
    return zipped({f"{number}.zip": inner for number in range(count)})


def test_all_archives_within_one_have_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    data = nested(12)
    assert inflated(data, monkeypatch) > 1_000_000
    monkeypatch.setattr(archives, "MOST_BYTES", 200_000)
    assert 0 < inflated(data, monkeypatch) <= 200_000


def test_archives_that_cannot_be_unpacked_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = bytearray(zipped({f"{number}.zip": bytes(50_000) for number in range(10)}))
    for entry in re.finditer(rb"PK\x01\x02", bytes(damaged)):
        damaged[entry.start() + 16] ^= 1  # of the checksum
    monkeypatch.setattr(archives, "MOST_BYTES", 120_000)
    tried: list[str] = []
    unpacked = archives._Archive._unpacked

    def noted(archive: archives._Archive, name: str) -> bytes:
        tried.append(name)
        return unpacked(archive, name)

    monkeypatch.setattr(archives._Archive, "_unpacked", noted)
    assert len(archives.members(bytes(damaged))) == 10
    assert len(tried) == 2


def test_listing_ends_at_the_limit_of_members(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zipped({f"{number}.txt": "" for number in range(30)})
    data = zipped({f"{number}.zip": inner for number in range(30)})
    monkeypatch.setattr(archives, "MOST_MEMBERS", 40)
    opened: list[str] = []
    unpacked = archives._Archive._unpacked

    def noted(archive: archives._Archive, name: str) -> bytes:
        opened.append(name)
        return unpacked(archive, name)

    monkeypatch.setattr(archives._Archive, "_unpacked", noted)
    with pytest.raises(ReadError, match="more than 40 files"):
        archives.members(data)
    assert len(opened) == 2


def test_the_time_for_many_archives_grows_as_their_number() -> None:
    def seconds(count: int) -> float:
        inner = zipped({"一.txt": "一"})
        data = zipped({f"{number}.zip": inner for number in range(count)})
        begun = perf_counter()
        assert len(archives.members(data)) == count
        return perf_counter() - begun

    seconds(100)
    assert min(seconds(1600) for _ in range(2)) < 3.2 * min(seconds(800) for _ in range(2))


def test_a_docx_called_zip_is_a_document_and_so_is_a_broken_archive() -> None:
    data = zipped({"答复.zip": docx(paragraph("答复")), "坏.zip": b"PK\3\4" + b"x" * 40})
    assert archives.members(data) == ["坏.zip", "答复.zip"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_in_the_encoding_of_the_program_that_packed_them(encoding: str, tmp_path: Path) -> None:
    raw = "关于提案的答复.txt".encode(encoding)
    placeholder = "x" * len(raw)
    data = zipped({placeholder: "答复"}).replace(placeholder.encode(), raw)
    path = tmp_path / "附件.zip"
    path.write_bytes(data)
    assert archives.members(data) == ["关于提案的答复.txt"]
    assert archives.read_member(path, "关于提案的答复.txt").decode() == "答复"


def test_backslashes_divide_folders() -> None:
    assert archives.members(zipped({"附件\\一.txt": "一"})) == ["附件/一.txt"]


@pytest.mark.parametrize("name", ["../一.txt", "/etc/一.txt", "a/../../一.txt", "..\\一.txt", "C:\\一.txt"])
def test_a_path_out_of_the_archive_is_named_and_not_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / "附件.zip"
    path.write_bytes(zipped({name: "一", "二.txt": "二"}))
    listed = archives.members(path.read_bytes())
    assert len(listed) == 2
    with pytest.raises(ReadError, match="leads out of its archive"):
        archives.read_member(path, next(each for each in listed if each != "二.txt"))
    assert archives.read_member(path, "二.txt").decode() == "二"


def test_an_encrypted_member_fails_and_the_others_do_not(tmp_path: Path) -> None:
    data = bytearray(zipped({"一.txt": "一", "二.txt": "二"}))
    entry = data.find(b"PK\1\2")
    data[entry + 8] |= 1
    path = tmp_path / "附件.zip"
    path.write_bytes(data)
    assert archives.members(bytes(data)) == ["一.txt", "二.txt"]
    with pytest.raises(ReadError, match="is encrypted"):
        archives.read_member(path, "一.txt")
    assert archives.read_member(path, "二.txt").decode() == "二"


def test_one_name_for_two_members_is_said(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("一.txt", "一")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("一.txt", "二")
    path = tmp_path / "附件.zip"
    path.write_bytes(buffer.getvalue())
    assert archives.members(buffer.getvalue()) == ["一.txt"]
    with pytest.raises(ReadError, match="2 times under one name"):
        archives.read_member(path, "一.txt")


def test_what_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "附件.zip"
    with pytest.raises(ReadError, match="cannot be read: No such file"):
        archives.read_member(path, "一.txt")
    path.write_bytes(zipped({"一.txt": "一"}))
    with pytest.raises(ReadError, match="is not in the archive"):
        archives.read_member(path, "二.txt")


def test_what_is_no_archive() -> None:
    with pytest.raises(ReadError, match="is a damaged ZIP archive"):
        archives.members(b"PK\3\4 and nothing else")


def test_a_list_of_too_many_members_is_not_even_read() -> None:
    entry = b"PK\1\2" + bytes(42)
    count = 10_001
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(entry) * count, 0, 0)
    with pytest.raises(ReadError, match="more than 10000 files"):
        archives.members(entry * count + end)
