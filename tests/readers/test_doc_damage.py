"""Damaged DOC and RTF files: a text or a clear message, at once, whatever is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreply.readers import ReadError, doc, office, rtf
from govreply.readers.document import Text

CASES = Path(__file__).parent.parent / "cases" / "doc"
READERS: dict[str, Callable[[bytes], Text]] = {"doc": doc.read, "rtf": rtf.read}
PAPERS = {name: (CASES / f"paper.{name}").read_bytes() for name in READERS}
formats = st.sampled_from(sorted(READERS))
at_once = settings(deadline=timedelta(seconds=5), max_examples=150)


@pytest.fixture(autouse=True, scope="module")
def _without_libreoffice() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "program", lambda: None)
        yield


def outcome(format_: str, data: bytes) -> str:
    """The text of a damaged file, or why it has none."""
    try:
        return READERS[format_](data).text
    except ReadError as error:
        return str(error)


@pytest.mark.parametrize("format_", READERS)
@pytest.mark.parametrize("twentieth", range(20))
def test_a_truncated_file_gives_its_beginning_or_a_message(format_: str, twentieth: int) -> None:
    data = PAPERS[format_]
    whole = READERS[format_](data).text
    found = outcome(format_, data[: len(data) * twentieth // 20])
    is_beginning = sum(line in whole for line in found.splitlines()) >= len(found.splitlines()) - 1  # one is cut
    assert is_beginning or found.startswith(("is damaged", "is a damaged DOC", "holds no Word document"))


@given(format_=formats, flips=st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 7)), min_size=1))
@at_once
def test_flipped_bits_do_no_harm(format_: str, flips: list[tuple[int, int]]) -> None:
    damaged = bytearray(PAPERS[format_])
    for at, bit in flips:
        damaged[at % len(damaged)] ^= 1 << bit
    assert len(outcome(format_, bytes(damaged)).encode("utf-8")) <= 3 * len(damaged)


@given(
    format_=formats,
    at=st.integers(0, 20_000),
    written=st.sampled_from([b"\xff" * 4, b"\0" * 4, b"\xff\xff\xff\x7f", b"\x01\0\0\0", b"{{{{", b"}}}}"]),
)
@at_once
def test_overwritten_words_do_no_harm(format_: str, at: int, written: bytes) -> None:
    data = PAPERS[format_]
    at %= len(data)
    found = outcome(format_, data[:at] + written + data[at + len(written) :])
    assert len(found.encode("utf-8")) <= 3 * len(data)
