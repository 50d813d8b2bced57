"""Own dictionaries: what a row needs is what the shipped rows have, and is told by file and line."""

import pickle
from pathlib import Path

import pytest

from govreply import DictionaryError, Lexicon, extract
from govreply.dictionary_check import file_problems
from govreply.lexicon import default_lexicon, shipped_folder


def own(folder: Path, name: str, *lines: str) -> Path:
    path = folder / f"{name}.tsv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "header", "row"),
    [
        ("classifiers", "word\tkind\tsource\texample", "眼井\tcount\tusage\t新打3眼井"),
        ("classifiers", "word\tkind\tsource\texample", "眼井\tcount"),
        ("classifiers", "word\tkind", "眼井\tcount"),
        ("classifiers", "word\texample\tkind", "眼井\t\tcount"),
        ("money_words", "word\tsource\texample", "善款"),
        ("money_words", "word", "善款"),
        ("units", "word\tsymbol\tfactor\tsi_symbol\tquantity", "华里\t\t500\tm\tlength"),
        ("units", "word\tsymbol\tfactor\tsi_symbol\tquantity", "英分\t\t1/8\tm\tlength of our own"),
        ("currencies", "word\tcode\tscale", "贝币\tXXX\t0.01"),
        ("organs", "short\theads\tformal\towner", "低空\t办\t低空经济发展\t政府"),
        ("organs", "short\tformal", "低空专班\t低空经济专班"),
        ("date_words", "word\tbase\tshift", "大前年\treference\t-3"),
        ("idioms", "word\twhy", "三七粉\tanything may stand here"),
        ("idioms", "word\twhy", "三 七粉\ta space, but no column is missing"),
    ],
)
def test_sound_rows(tmp_path: Path, name: str, header: str, row: str) -> None:
    assert list(file_problems(own(tmp_path, name, header, "", "# ours", row))) == []
    rows = Lexicon(tmp_path).rows(name)
    assert rows[-1].keys() == rows[0].keys()


@pytest.mark.parametrize(
    ("name", "header", "row", "message"),
    [
        (
            "classifiers",
            "word\tkind",
            "眼井  count",
            ":2: '眼井  count' holds a space where a column is missing; cells",
        ),
        ("classifiers", "word\tkind\tsource", "眼井 井\tcount", ":2: '眼井 井' holds a space"),
        ("money_words", "word\tsource", "善款 usage", ":2: '善款 usage' holds a space"),
        (
            "classifiers",
            "word  kind",
            "眼井\tcount",
            ":1: the first column is 'word  kind', it should be 'word'; cells",
        ),
        (
            "classifiers",
            "word\tkind",
            "眼井",
            ":2: 眼井: column 'kind' is empty, it must be one of batch, count, event",
        ),
        ("classifiers", "word\tkind", "眼井\tthing", ":2: 眼井: column 'kind' is 'thing', it must be one of batch"),
        ("classifiers", "word\tkind", "眼井\tcount\tx", ":2: 3 columns, the header has 2"),
        ("classifiers", "word\tkind", "\tcount", ":2: the first column is empty"),
        (
            "classifiers",
            "word\tsource",
            "眼井\tusage",
            ":1: column 'kind' is missing; the columns are word, kind, source",
        ),
        ("classifiers", "word\tkind\tsort", "眼井\tcount", ":1: no column 'sort'"),
        ("classifiers", "word\tkind\tkind", "眼井\tcount", ":1: column 'kind' stands there twice"),
        ("modifiers", "word\tposition\tmodifier", "快\tbehind\tapprox", ":2: 快: column 'position' is 'behind'"),
        ("modifiers", "word\tposition\tmodifier", "快\tbefore\t约", ":2: 快: column 'modifier' is '约'"),
        (
            "organs",
            "short\tformal\tlevel",
            "低空办\t低空办\t省",
            ":2: 低空办: column 'level' is '省', it must be one of county",
        ),
        ("organs", "short\tformal\towner", "低空办\t低空办\t企业", ":2: 低空办: column 'owner' is '企业'"),
        ("organs", "short\tlevel", "低空办\tcounty", ":1: column 'formal' is missing"),
        (
            "units",
            "word\tfactor\tsi_symbol\tquantity",
            "华里\t五百\tm\tlength",
            "'五百', it must be a number or fraction",
        ),
        (
            "units",
            "word\tfactor\tsi_symbol\tquantity",
            "华里\t1/0\tm\tlength",
            "'1/0', it must be a number or fraction",
        ),
        ("currencies", "word\tcode\tscale", "贝币\tXXX\t1/10", "column 'scale' is '1/10', it must be a number"),
        (
            "date_words",
            "word\tbase\tshift",
            "大前年\treference\t2.5",
            "column 'shift' is '2.5', it must be a whole number",
        ),
        ("unheard_of", "word", "词", ":1: no dictionary 'unheard_of' is shipped"),
    ],
)
def test_rows_that_cannot_be_used(tmp_path: Path, name: str, header: str, row: str, message: str) -> None:
    path = own(tmp_path, name, header, row)
    (problem,) = file_problems(path)
    assert problem.startswith(str(path))
    assert message in problem
    with pytest.raises(DictionaryError) as raised:
        Lexicon(tmp_path)
    assert str(raised.value) == problem


def test_shipped_dictionaries_pass_their_own_measure() -> None:
    for name in default_lexicon().names():
        assert list(file_problems(shipped_folder() / f"{name}.tsv")) == []


def test_folders_in_any_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    own(first, "classifiers", "word\tkind", "眼井\tcount")
    own(second, "classifiers", "word\tkind", "套间\tcount")
    monkeypatch.chdir(tmp_path)
    assert Lexicon("a") == Lexicon(first) == Lexicon(["a"]) == Lexicon((str(first),)) == Lexicon(iter([Path("a")]))
    assert hash(Lexicon("a")) == hash(Lexicon([first]))
    assert Lexicon() == Lexicon([]) == default_lexicon()
    assert Lexicon(["a", second]).words("classifiers")[-2:] == ("眼井", "套间")
    assert pickle.loads(pickle.dumps(Lexicon("a"))) == Lexicon("a")
    found = extract("全县新打12眼井。", lexicon=Lexicon("a")).counts
    assert [(row["value"], row["unit"]) for row in found] == [(12, "眼井")]


def test_folders_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(DictionaryError, match="none: no such folder"):
        Lexicon(tmp_path / "none")
    with pytest.raises(DictionaryError, match="no dictionaries here"):
        Lexicon(tmp_path)
    file = own(tmp_path, "classifiers", "word\tkind")
    with pytest.raises(DictionaryError, match="is no folder"):
        Lexicon(file)
    (tmp_path / "idioms.tsv").mkdir()
    with pytest.raises(DictionaryError, match=r"idioms\.tsv: is a directory"):
        Lexicon([tmp_path])


def test_text_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "idioms.tsv").write_bytes("word\n三七粉".encode("gb18030"))
    with pytest.raises(DictionaryError, match="not UTF-8"):
        Lexicon(tmp_path)
