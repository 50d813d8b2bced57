"""The Python interface: extract, extract_file and the Extraction."""

import copy
import doctest
import pickle
from pathlib import Path

import pytest

import govreply
import govreply.extraction

TEXT = "一、关于加强河道治理\n2023年，我县投入资金1500余万元，新建水厂12座。\n（联系人：张某某，电话：13800000000）"


def test_tables_are_attributes() -> None:
    extraction = govreply.extract(TEXT, name="reply")
    assert [row["text"] for row in extraction.amounts] == ["1500余万元"]
    assert extraction.amounts is extraction.tables["amounts"]
    assert list(extraction.tables) == list(govreply.TABLES)
    assert "amounts" in dir(extraction)
    assert extraction.replies[0]["source"] == "reply"
    with pytest.raises(AttributeError, match="its tables are replies"):
        _ = extraction.money


def test_frames() -> None:
    extraction = govreply.extract(TEXT)
    assert extraction.frame("amounts")["low"].tolist() == [15000000]
    assert list(extraction.frame("targets").columns)[-2:] == ["start", "end"]
    assert extraction.frame("amounts", exact=True)["low"].dtype == object
    assert "数值" in extraction.frame("amounts", headers="zh")
    with pytest.raises(ValueError, match="no table 'money'"):
        extraction.frame("money")


def test_contacts_only_on_request() -> None:
    assert "phone" not in govreply.extract(TEXT).frame("replies")
    assert "phone" in govreply.extract(TEXT, contacts=True).frame("replies")


def test_source_offsets() -> None:
    extraction = govreply.extract(TEXT)
    for name in ("amounts", "counts", "dates"):
        for row in extraction.tables[name]:
            assert extraction.source.text[row["start"] : row["end"]] == row["text"]  # type: ignore[index]


def test_extract_file_whatever_its_encoding(tmp_path: Path) -> None:
    found = []
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        path = tmp_path / f"{encoding}.txt"
        path.write_text(TEXT, encoding)
        found.append([row["text"] for row in govreply.extract_file(path).counts])
    assert found == [["12座"]] * 4
    with pytest.raises(govreply.ReadError):
        govreply.extract_file(tmp_path / "none.txt")


@pytest.mark.parametrize("wrong", [None, b"2023", Path("reply.txt"), 5])
def test_what_is_no_text(wrong: object) -> None:
    with pytest.raises(TypeError, match=f"as str, not {type(wrong).__name__}; extract_file reads a file"):
        govreply.extract(wrong)  # type: ignore[arg-type]


def test_what_is_no_lexicon() -> None:
    with pytest.raises(TypeError, match=r"must be a Lexicon, such as govreply\.Lexicon\('own'\), not str"):
        govreply.extract(TEXT, lexicon="own")  # type: ignore[arg-type]


def test_damage_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "reply.txt"
    path.write_bytes(TEXT.encode() + b"\xff")
    assert govreply.extract_file(path).warnings == ("1 character could not be read as utf-8 and became \ufffd",)
    assert govreply.extract(TEXT).warnings == ()


def test_repr_is_short() -> None:
    assert repr(govreply.extract(TEXT, name="reply")).startswith("<Extraction reply: ")
    assert len(repr(govreply.extract(TEXT * 50))) < 300


def test_copies() -> None:
    extraction = govreply.extract(TEXT)
    assert copy.copy(extraction).amounts == extraction.amounts
    assert pickle.loads(pickle.dumps(extraction)).amounts == extraction.amounts


def test_examples_of_the_docstrings() -> None:
    for module in (govreply, govreply.extraction):
        result = doctest.testmod(module)
        assert result.attempted > 0
        assert result.failed == 0
