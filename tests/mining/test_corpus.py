"""A corpus: files, folders, datasets and extractions as one set of tables, whatever they came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreply import extract
from govreply.dataset import dataset_writer
from govreply.mining.corpus import Corpus, corpus_of, open_corpus
from govreply.tables.schema import TABLES, UnknownTableError
from govreply.writers import Style

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.txt"))[:3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three samples, the second in a folder below, the first once more under another name, and a hidden file."""
    below = tmp_path / "replies" / "2024"
    below.mkdir(parents=True)
    first, second, third = (path.read_bytes() for path in SAMPLES)
    (tmp_path / "replies" / "1.txt").write_bytes(first)
    (below / "2.txt").write_bytes(second)
    (tmp_path / "replies" / "3.txt").write_bytes(third)
    (tmp_path / "replies" / "4-copy.txt").write_bytes(first)
    (tmp_path / "replies" / ".hidden.txt").write_bytes(b"\xff\xfe")
    return tmp_path / "replies"


def quiet(error: Exception, document: str) -> None:
    """Say nothing."""


def names(corpus: Corpus) -> list[str]:
    return list(corpus.sources().values())


def test_a_folder_is_all_its_documents_each_once_by_path(folder: Path) -> None:
    assert names(open_corpus([str(folder)])) == ["1.txt", "2.txt", "3.txt"]


def test_inputs_come_in_their_order_and_a_document_of_two_inputs_counts_to_the_first(folder: Path) -> None:
    corpus = open_corpus([str(folder / "3.txt"), str(folder)])
    assert names(corpus) == ["3.txt", "1.txt", "2.txt"]
    amounts = [str(row["reply_id"]) for row in corpus.rows("amounts")]
    assert amounts == sorted(amounts, key=list(corpus.documents()).index)
    assert len(amounts) == len({(row["reply_id"], row["start"]) for row in corpus.rows("amounts")})


def test_what_cannot_be_read_is_told_and_the_rest_is_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = open_corpus([str(folder / "missing.txt"), str(folder / "1.txt")])
    assert names(corpus) == ["1.txt"]
    assert [document for document, _ in corpus.failures] == [str(folder / "missing.txt")]
    assert "missing.txt: no such file" in capsys.readouterr().err


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    corpus = open_corpus([str(tmp_path)], failed=quiet)
    assert names(corpus) == []
    assert "holds no documents" in str(corpus.failures[0][1])


@pytest.mark.parametrize("form", ["csv", "jsonl", "sqlite"])
def test_a_dataset_has_the_rows_of_the_documents_that_it_was_made_of(folder: Path, tmp_path: Path, form: str) -> None:
    documents = open_corpus([str(folder)])
    dataset = tmp_path / ("data.sqlite" if form == "sqlite" else "data")
    with dataset_writer(dataset, form, Style()) as writer:  # type: ignore[arg-type]
        for name in TABLES:
            writer.write(name, list(documents.rows(name)))
        writer.write("files", [])
    stored = open_corpus([str(dataset)], failed=quiet)
    assert not stored.failures
    for name in TABLES:
        columns = [column.name for column in TABLES[name].visible()]
        wanted = [[row.get(column) for column in columns] for row in documents.rows(name)]
        assert [[row.get(column) for column in columns] for row in stored.rows(name)] == wanted
    assert not stored.failures


def test_extractions_and_corpora_make_a_corpus() -> None:
    one, two = (extract(f"投入资金{amount}万元。", name=f"{amount}.txt") for amount in (3, 5))
    corpus = corpus_of(one, two)
    assert names(corpus) == ["3.txt", "5.txt"]
    assert corpus_of(corpus) is corpus
    assert names(corpus_of(corpus, one)) == ["3.txt", "5.txt"]
    assert [row["value"] for row in corpus_of(one.tables).rows("amounts")] == [30000]


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(UnknownTableError, match="the tables are replies"):
        corpus_of().rows("nonsense")
