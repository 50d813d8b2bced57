"""Text to words, by jieba with the dictionaries of this project as its user dictionary; the only place that loads it.

jieba keeps its dictionary in a file of a folder that everybody may write to and reads it back as trusted data. It is
never asked to: the dictionary is built in memory, once a process and set of dictionaries, in half a second.

A title in 《》 is one word: it is a name. A numeral, with what stands inside it (1,286.4 三分之二), is one number.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple, Protocol

from govreply.lexicon import Lexicon
from govreply.parser.forms import canonical
from govreply.patterns import compiled

Kind = Literal["word", "number", "title", "mark"]

LONGEST_TITLE = 80
"""Characters between 《 and 》 at most; a mark left open ends no later."""

_SPECIAL = rf"(?P<title>《[^《》\n]{{1,{LONGEST_TITLE}}}》)|(?P<number>\d[\d,.]{{0,30}}(?<=\d)(?![A-Za-z]))"
_NUMERAL = r"[第〇零一二两三四五六七八九十百千万亿几数半.点分之]{1,20}|\d[\d.,%‰]{0,30}"
_WORD = r"[\p{L}\p{N}]"


class Token(NamedTuple):
    """A word, number, title or mark. ``text`` is in canonical characters (simplified, half-width digits and letters);
    ``start`` and ``end`` are its offsets in the text that was cut."""

    text: str
    start: int
    end: int
    kind: Kind


class _Tokenizer(Protocol):
    """What is used of jieba's Tokenizer."""

    FREQ: dict[str, int]
    total: int
    initialized: bool

    def cut(self, sentence: str) -> Iterable[str]: ...
    def add_word(self, word: str) -> None: ...


class Words:
    """Cuts texts into words with the dictionaries of ``lexicon``; ``own`` are further words never to be cut.

    Raises DictionaryError for dictionaries that cannot be used.
    """

    def __init__(self, lexicon: Lexicon, own: Iterable[str] = ()) -> None:
        self._tokenizer = _tokenizer(lexicon, tuple(canonical(word) for word in own))
        self._stop_words = frozenset(lexicon.words("stop_words"))

    def tokens(self, text: str) -> Iterator[Token]:
        """The tokens of ``text``, in order; together they are all of it but spaces. A line break is a mark."""
        plain = canonical(text)
        done = 0
        for found in compiled(_SPECIAL).finditer(plain):
            yield from self._cut(plain, done, found.start())
            yield Token(found[0], found.start(), found.end(), "title" if found["title"] else "number")
            done = found.end()
        yield from self._cut(plain, done, len(plain))

    def _cut(self, plain: str, start: int, end: int) -> Iterator[Token]:
        for word in self._tokenizer.cut(plain[start:end]):
            if word == "\n" or not word.isspace():
                yield Token(word, start, start + len(word), _kind(word))
            start += len(word)

    def is_term(self, token: Token) -> bool:
        """Whether a token is worth counting: a title, or a word of two characters or more that is no stop word."""
        return token.kind == "title" or (
            token.kind == "word" and len(token.text) > 1 and token.text not in self._stop_words
        )


def _kind(word: str) -> Kind:
    if compiled(_NUMERAL).fullmatch(word):
        return "number"
    return "word" if compiled(_WORD).search(word) else "mark"


@cache
def _tokenizer(lexicon: Lexicon, own: tuple[str, ...] = ()) -> _Tokenizer:
    if own:
        return _extended(_tokenizer(lexicon), own)
    bare = _bare_tokenizer()
    known = filter(_is_chinese, _dictionary_words(lexicon))
    return _extended(bare, (word for word in known if not bare.FREQ.get(word)))


def _extended(tokenizer: _Tokenizer, words: Iterable[str]) -> _Tokenizer:
    """A tokenizer that knows further ``words`` of two characters or more, and never cuts them."""
    import jieba

    extended: _Tokenizer = jieba.Tokenizer()
    extended.FREQ, extended.total, extended.initialized = dict(tokenizer.FREQ), tokenizer.total, True
    for word in dict.fromkeys(words):
        if len(word) > 1:
            extended.add_word(word)
    return extended


def _is_chinese(word: str) -> bool:
    """Whether a dictionary's word may be one in any text: ha and km would tear Latin words."""
    return compiled(r"\p{Han}+").fullmatch(word) is not None


@cache
def _bare_tokenizer() -> _Tokenizer:
    """jieba's tokenizer with its own dictionary read from the package, as if it were initialized."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes in its source, and a deprecated way to find its dictionary
        import jieba
    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    bare: _Tokenizer = tokenizer
    return bare


def _dictionary_words(lexicon: Lexicon) -> Iterator[str]:
    """The names and terms of the dictionaries: policy terms, idioms, places, organs, units and classifiers."""
    for name in (
        "policy_terms",
        "idioms",
        "places",
        "units",
        "currencies",
        "national_organs",
        "organ_endings",
        "party_groups",
    ):
        yield from lexicon.words(name)
    for row in lexicon.rows("national_organs"):
        yield from filter(None, row["short"].split("|"))
    yield from _organs(lexicon)


def _organs(lexicon: Lexicon) -> Iterator[str]:
    """The short forms and formal names of organs, without the place before them: 工信厅, 工业和信息化厅, 工信局 …"""
    for row in lexicon.rows("organs"):
        stems = [stem for stem in (*row["short"].split("|"), row["formal"]) if stem and "{" not in stem]
        heads = row["heads"].split("|") if row["heads"] else [""]
        yield from (stem + head for stem in stems for head in heads)
