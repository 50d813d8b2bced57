"""ZIP packages that mean harm, or are broken: each refused with words, none unpacked further than the limits."""

from __future__ import annotations

import io
import struct
import zipfile
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreply.readers import ReadError, packages, read_bytes
from govreply.readers.formats import format_of
from govreply.readers.packages import Package, beside, parse_xml
from tests.readers import ofd_maker
from tests.readers.docx_maker import LEVELS, docx, item, level, numbering, paragraph, table, zipped

DOCX = docx(
    item("关于资金", 1) + paragraph("2024年安排3500万元。") + table([["项目", "投资（万元）"], ["石湾路", "1200"]]),
    {"numbering": numbering(level(0, *LEVELS["一、"]))},
)
OFD = zipped(ofd_maker.paper(["张某某委员：", "2024年，安排3500万元，支持企业65家。", "临溪县财政局", "2024年6月1日"]))


def refused(data: bytes) -> str:
    with pytest.raises(ReadError) as failure:
        read_bytes(data, "答复")
    return str(failure.value)


def test_formats_are_told_by_what_is_in_the_archive() -> None:
    assert format_of(DOCX) == "docx"
    assert format_of(OFD) == "ofd"
    assert format_of(zipped({"一.docx": DOCX, "二.ofd": OFD})) == "zip"
    assert format_of(zipped({})) == "zip"


@pytest.mark.parametrize("share", range(2, 20))
@pytest.mark.parametrize("data", [DOCX, OFD])
def test_a_truncated_file_is_called_damaged(data: bytes, share: int) -> None:
    assert "is a damaged" in refused(data[: len(data) * share // 20])


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([DOCX, OFD]), st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 7)), min_size=1, max_size=8)
)
def test_flipped_bits_never_crash(data: bytes, flips: list[tuple[int, int]]) -> None:
    mutated = bytearray(data)
    for place, bit in flips:
        mutated[place % len(mutated)] ^= 1 << bit
    assert read_or_refused(bytes(mutated))


def read_or_refused(data: bytes) -> str:
    """The text of a document, or why it cannot be read."""
    try:
        return read_bytes(data).text
    except ReadError as error:
        return str(error)


def test_a_flat_bomb_is_not_unpacked_to_its_end() -> None:
    bomb = docx(paragraph(" " * 30_000_000))
    assert len(bomb) < 100_000
    started = perf_counter()
    assert "unpacks to more than 200 times its size" in refused(bomb)
    assert perf_counter() - started < 2


def test_what_a_header_says_of_the_size_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_BYTES", 1000)
    package = Package(docx(paragraph("答复" * 2000)), "DOCX")
    with pytest.raises(ReadError, match="unpacks to more than"):
        package.read("word/document.xml")


def test_all_parts_together_have_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_BYTES", 1000)
    package = Package(zipped({"a": "x" * 600, "b": "x" * 600}), "DOCX")
    package.read("a")
    with pytest.raises(ReadError, match="unpacks to more than"):
        package.read("b")


def test_overlapping_members_are_refused() -> None:
    data = zipped({"[Content_Types].xml": "x" * 500})
    entry_at, end_at = data.find(b"PK\1\2"), data.rfind(b"PK\5\6")
    entry, end = data[entry_at:end_at], bytearray(data[end_at:])
    struct.pack_into("<HHI", end, 8, 2, 2, 2 * len(entry))
    assert "its files overlap" in refused(data[:entry_at] + entry * 2 + bytes(end))


def test_an_archive_within_the_document_stays_packed() -> None:
    inner = zipped({"x": b"\0" * 1_000_000})
    for _ in range(5):
        inner = zipped({"x.zip": inner})
    buffer = io.BytesIO(DOCX)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/embeddings/bomb.zip", inner)
    assert "3500万元" in read_bytes(buffer.getvalue()).text


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "word\\..\\..\\x", "C:/x"])
def test_paths_out_of_the_package_are_refused(name: str) -> None:
    buffer = io.BytesIO(DOCX)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, "x")
    assert "names a file outside it" in refused(buffer.getvalue())


def test_a_part_that_is_there_twice_is_refused() -> None:
    buffer = io.BytesIO(DOCX)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/Document.xml", "<x/>")
    assert "holds word/document.xml 2 times" in refused(buffer.getvalue())


def test_an_encrypted_package_says_so() -> None:
    data = bytearray(DOCX)
    data[data.find(b"PK\1\2") + 8] |= 1
    assert refused(bytes(data)) == "答复 is an encrypted DOCX; save it without a password"


def test_other_packings_are_named() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        for name in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, "<x/>" * 100)
    assert "packed by method 14" in refused(buffer.getvalue())


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declared",
    [
        f'<!DOCTYPE x [<!ENTITY l0 "haha">{LAUGHS}]>',
        '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd" [<!ENTITY % l9 SYSTEM "http://192.0.2.1/y"> %l9;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_whatever_they_are(declared: str, encoding: str) -> None:
    for data in (f"{declared}<x>&l9;</x>", f"{declared}<x/>"):
        started = perf_counter()
        with pytest.raises(ReadError, match=r"document type|not well-formed"):
            parse_xml(data.encode(encoding), "DOCX", "word/document.xml")
        assert perf_counter() - started < 1


@pytest.mark.parametrize("depth", [300, 100_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    body = "<w:sdt>" * depth + "</w:sdt>" * depth
    assert "nests elements more than 200 deep" in refused(docx(body))


def test_the_deepest_document_allowed_is_read() -> None:
    body = "<w:sdt>" * 190 + paragraph("答复") + "</w:sdt>" * 190
    assert read_bytes(docx(body)).text == "答复\n"


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_ELEMENTS", 100)
    assert "has more than 100 elements" in refused(docx("<w:p/>" * 300))


def test_too_much_xml_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_XML_BYTES", 1000)
    assert "MB of XML" in refused(docx("<w:p/>" * 300))


@pytest.mark.parametrize(
    ("path", "target", "leads_to"),
    [
        ("word/document.xml", "numbering.xml", "word/numbering.xml"),
        ("word/document.xml", "/word/numbering.xml", "word/numbering.xml"),
        ("word/document.xml", "../custom/x.xml", "custom/x.xml"),
        ("word/document.xml", "../../../../etc/passwd", "etc/passwd"),
        ("", "word/document.xml", "word/document.xml"),
        ("OFD.xml", "Doc_0/Document.xml", "Doc_0/Document.xml"),
        ("Doc_0/Document.xml", "Pages\\Page_0\\Content.xml", "Doc_0/Pages/Page_0/Content.xml"),
    ],
)
def test_targets_stay_within_the_package(path: str, target: str, leads_to: str) -> None:
    assert beside(path, target) == leads_to
