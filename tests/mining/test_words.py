"""Words: cut by jieba with our dictionaries, with offsets, and without jieba's shared cache file."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreply import Lexicon
from govreply.lexicon import default_lexicon
from govreply.mining.words import Token, Words
from govreply.parser.forms import canonical

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(default_lexicon())


def cut(words: Words, text: str) -> list[str]:
    return [token.text for token in words.tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("培育专精特新企业", ["培育", "专精特新", "企业"]),
        ("省工信厅推进高标准农田建设", ["省", "工信厅", "推进", "高标准农田", "建设"]),
        ("装机60千瓦时", ["装机", "60", "千瓦时"]),
        ("印发《关于支持水利建设的意见》", ["印发", "《关于支持水利建设的意见》"]),
        ("共1,286.4万亩", ["共", "1,286.4", "万亩"]),
        ("推動高標準農田建設", ["推动", "高标准农田", "建设"]),
        ("５G基站", ["5G", "基站"]),
        ("一行\n二行", ["一行", "\n", "二", "行"]),
    ],
)
def test_cases(words: Words, text: str, expected: list[str]) -> None:
    assert cut(words, text) == expected


@pytest.mark.parametrize(
    ("word", "kind"),
    [("水库", "word"), ("5G", "word"), ("三分之二", "number"), ("2024", "number"), ("98.2%", "number"), ("，", "mark")],
)
def test_kinds(words: Words, word: str, kind: str) -> None:
    assert next(words.tokens(word)).kind == kind


@pytest.mark.parametrize(
    ("token", "is_term"),
    [
        (Token("水库", 0, 2, "word"), True),
        (Token("《水法》", 0, 4, "title"), True),
        (Token("进一步", 0, 3, "word"), False),
        (Token("万元", 0, 2, "word"), False),
        (Token("省", 0, 1, "word"), False),
        (Token("2024", 0, 4, "number"), False),
        (Token("，", 0, 1, "mark"), False),
    ],
)
def test_terms(words: Words, token: Token, is_term: bool) -> None:
    assert words.is_term(token) is is_term


def test_own_words_are_never_cut(tmp_path: Path) -> None:
    text = "青石岭水库联调联供工程"
    assert "青石岭水库" not in cut(Words(default_lexicon()), text)
    (tmp_path / "policy_terms.tsv").write_text("word\tfield\n青石岭水库\tagriculture\n", "utf-8")
    assert "青石岭水库" in cut(Words(Lexicon(tmp_path)), text)
    assert "青石岭水库" in cut(Words(default_lexicon(), own=["青石嶺水庫"]), text)


@given(st.text(st.sampled_from("省工信厅投入资金1,286.4万元《》，。 \n水庫專項５G三分之二%"), max_size=40))
@settings(max_examples=60, deadline=None)
def test_tokens_cover_the_text_in_order(text: str) -> None:
    tokens = list(Words(default_lexicon()).tokens(text))
    plain = canonical(text)
    assert all(plain[token.start : token.end] == token.text for token in tokens)
    assert all(one.end <= other.start for one, other in pairwise(tokens))
    covered = {place for token in tokens for place in range(token.start, token.end)}
    assert all(character.isspace() for place, character in enumerate(plain) if place not in covered)


def test_the_shared_cache_file_is_neither_read_nor_written_and_nothing_is_said(tmp_path: Path) -> None:
    planted = tmp_path / "jieba.cache"
    planted.write_bytes(marshal.dumps(({"水库": 0}, 1)))
    before = planted.read_bytes()
    code = (
        "from govreply.lexicon import default_lexicon\nfrom govreply.mining.words import Words\n"
        "print(*(token.text for token in Words(default_lexicon()).tokens('建设水库')))"
    )
    run = subprocess.run(
        [sys.executable, "-W", "always::SyntaxWarning", "-c", code],
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        timeout=60,
    )
    assert (run.stdout.split(), run.stderr) == (["建设", "水库"], "")
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
    assert planted.read_bytes() == before


def test_only_this_module_imports_jieba() -> None:
    importing = [
        path.name for path in (CHECKOUT / "govreply").rglob("*.py") if "import jieba" in path.read_text("utf-8")
    ]
    assert importing == ["words.py"]
