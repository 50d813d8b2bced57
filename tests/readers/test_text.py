"""Encodings told apart, bad input named, ids stable."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreply import readers
from govreply.readers import ReadError, limits, read_bytes, read_file, read_text

SIMPLIFIED = (
    "张某某委员：\r\n您提出的关于加强农村公路建设的建议收悉，现答复如下。\r\n一是加大资金投入，2024年安排3500万元。\r\n"
)
TRADITIONAL = (
    "張某某委員：\n您提出的關於加強農村公路建設的建議收悉，現答覆如下。\n一是加大資金投入，2024年安排3500萬元。\n"
)


@pytest.mark.parametrize("length", [8, 12, 20, 60])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "big5hkscs"),
        (TRADITIONAL, "gb18030"),
        (SIMPLIFIED, "utf-16-le"),
        (TRADITIONAL, "utf-16-be"),
    ],
)
def test_encodings_are_told_apart(text: str, encoding: str, length: int) -> None:
    source = read_bytes(text[:length].encode(encoding))
    assert (source.text, source.encoding) == (text[:length], encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_obeyed_and_left_out(encoding: str) -> None:
    assert read_bytes(SIMPLIFIED.encode(encoding)).text == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_broken_bytes_are_no_reason_to_fail(encoding: str) -> None:
    data = (SIMPLIFIED * 20).encode(encoding)
    source = read_bytes(data[:300] + b"\xff" + data[301:])
    assert source.encoding == encoding + " (damaged)"
    assert source.text.endswith(SIMPLIFIED)
    assert source.warnings[0].endswith(f" could not be read as {encoding} and became \ufffd")


@pytest.mark.parametrize(("broken", "words"), [(b"\xff", "1 character"), (b"\xff\xfe\xff", "3 characters")])
def test_damage_is_counted(broken: bytes, words: str) -> None:
    (warning,) = read_bytes((SIMPLIFIED * 20).encode() + broken).warnings
    assert warning.startswith(f"{words} could not be read as utf-8")


def test_what_is_whole_is_not_damaged() -> None:
    assert read_bytes(SIMPLIFIED.encode("gb18030")).warnings == ()
    assert read_bytes("建议\ufffd".encode()).warnings == ()
    assert read_text("建议\ufffd").warnings == ()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "x.txt is empty"),
        (" \r\n\u3000\t".encode(), "x.txt is empty"),
        (b"\x1f\x8b\x08", "x.txt is a gzip archive"),
        (bytes(range(256)) * 8, "x.txt is not text"),
        (b"\x00\x01\x02\x03" * 100, "x.txt is not text"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, message: str) -> None:
    with pytest.raises(ReadError) as raised:
        read_bytes(data, "x.txt")
    assert str(raised.value).startswith(message)


def test_the_id_depends_on_the_bytes_alone(tmp_path: Path) -> None:
    data = SIMPLIFIED.encode()
    (tmp_path / "a.txt").write_bytes(data)
    read = [
        read_bytes(data, "b"),
        read_text(SIMPLIFIED, "c"),
        read_file(tmp_path / "a.txt"),
        read_file(str(tmp_path / "a.txt")),
    ]
    assert {source.reply_id for source in read} == {hashlib.sha256(data).hexdigest()[:16]}
    assert read[2].name == "a.txt"
    assert read[2].text == SIMPLIFIED, "line ends are kept as they are"


def test_unreadable_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read_file(tmp_path / "missing.txt")
    with pytest.raises(ReadError, match="is a folder"):
        read_file(tmp_path)
    with pytest.raises(ReadError, match="cannot be read"):
        read_file("a\0b")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind here")
def test_a_forbidden_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("文")
    path.chmod(0)
    with pytest.raises(ReadError, match="no permission"):
        read_file(path)


def test_lone_surrogates_and_replacement_characters_are_kept() -> None:
    assert read_text("建议\ud800\ufffd").text == "建议\ud800\ufffd"


def test_a_blank_text_is_empty() -> None:
    with pytest.raises(ReadError, match="the document is empty"):
        read_text(" \n")


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_read_without_loss(data: bytes) -> None:
    with contextlib.suppress(ReadError):
        source = read_bytes(data)
        if source.format == "text" and not source.encoding.endswith("(damaged)"):
            assert data.endswith(source.text.encode(source.encoding, "surrogatepass")), "all but a byte-order mark"


def test_text_that_begins_with_long_ascii_is_told_by_what_follows() -> None:
    text = "-" * 20_001 + "\n" + SIMPLIFIED
    assert (read_bytes(text.encode("gb18030")).text, read_bytes(text.encode("gb18030")).encoding) == (text, "gb18030")
    text = "-" * 20_001 + "\n" + TRADITIONAL
    assert read_bytes(text.encode("big5hkscs")).text == text


def test_what_is_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("文" * 40, encoding="utf-8")
    monkeypatch.setattr(limits, "MOST_BYTES", 100)
    monkeypatch.setattr(readers, "read_bytes", lambda data, name: pytest.fail("was read"))
    with pytest.raises(ReadError, match=r"^a\.txt is larger than"):
        read_file(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_without_end_is_read_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 100_000)
    with pytest.raises(ReadError, match="zero is larger than"):
        read_file("/dev/zero")


@pytest.mark.parametrize("data", [SIMPLIFIED.encode(), b"{\\rtf1 " + b"a" * 100 + b"}", b"<p>" + b"a" * 100 + b"</p>"])
def test_limits_hold_for_every_format(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CHARACTERS", 50)
    with pytest.raises(ReadError, match="x holds more than"):
        read_bytes(data, "x")
    monkeypatch.setattr(limits, "MOST_BYTES", 50)
    with pytest.raises(ReadError, match="x is larger than"):
        read_bytes(data, "x")
