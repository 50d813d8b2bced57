"""What the streams of a PDF unpack to is looked at before a page is drawn, in time that grows with the file."""

from __future__ import annotations

import struct
import zlib

import pytest

from govreply.readers import ReadError, limits, pdf
from govreply.readers.pdf import streams
from govreply.readers.pdf.streams import check_streams

HEAD = b"1 0 obj<<%s/Filter/FlateDecode>>stream\n"


@pytest.mark.parametrize(("dictionary", "bomb"), [(b"", True), (b"/Subtype/Image", False), (b"/Length1 9", False)])
def test_a_bomb_says_so(dictionary: bytes, bomb: bool) -> None:
    """A blank image may shrink as much as it does; what draws a page may not."""
    data = b"%PDF-1.7\n" + HEAD % dictionary + zlib.compress(b" " * 20_000_000)
    with pytest.raises(ReadError, match="unpacks to more than 16,000,000 bytes" if bomb else "is a damaged PDF"):
        pdf.read(data)


def test_many_streams_together_are_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 1_000_000)
    one = HEAD % b"" + zlib.compress(b" " * 100_000) + b"\nendstream\n"
    with pytest.raises(ReadError, match="is a damaged PDF"):
        pdf.read(10 * one)
    with pytest.raises(ReadError, match="has streams that unpack to more than 1,000,000 bytes"):
        check_streams(11 * one)


def sharing(count: int) -> bytes:
    """Heads of streams of which each is stored, skips the heads after it and goes on with the same stored blocks."""
    head = b"/FlateDecode stream\n\x78\x01\0"
    shared = (b"\0" + struct.pack("<HH", 1000, 1000 ^ 0xFFFF) + bytes(1000)) * 20
    made, each = b"", len(head) + 4
    for at in range(count):
        skipped = (count - 1 - at) * each
        made += head + struct.pack("<HH", skipped, skipped ^ 0xFFFF)
    return made + shared


def test_the_work_grows_with_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of streams that share their bytes no more is unpacked than of honest ones."""
    monkeypatch.setattr(limits, "MOST_BYTES", 1000)
    assert _work(sharing(2000)) <= 2.5 * _work(sharing(1000))


def _work(data: bytes) -> int:
    """The bytes unpacked until ``data`` is refused."""
    unpacked = 0
    unpack = streams._unpacked

    def counted(data: bytes, begin: int) -> int:
        nonlocal unpacked
        unpacked += (found := unpack(data, begin))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "_unpacked", counted)
        with pytest.raises(ReadError, match="streams that unpack"):
            check_streams(data)
    return unpacked


def test_what_it_takes_to_find_damage_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 1000)
    damaged = b"/FlateDecode stream\n" * 100_000
    with pytest.raises(ReadError, match="streams that unpack"):
        check_streams(damaged)
