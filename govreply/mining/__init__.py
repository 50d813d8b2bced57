"""Questions asked of the tables of many documents: one module a question, each a function from a corpus to rows.

Every function takes a ``govreply.mining.corpus.Corpus`` and returns plain rows, whose columns a
``govreply.tables.schema.Table`` of the same module describes.

>>> import govreply.mining
>>> extraction = govreply.extract("2024年，投入资金100万元，较上年度（80万元）增长35%。")
>>> [(row["kind"], row["verdict"], row["computation"]) for row in govreply.mining.check(extraction)]
[('growth', 'inconsistent', '100万元 ÷ 80万元 − 1 = 25% (23.6～26.42%), stated 35%')]
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govreply.mining.checks import check
    from govreply.mining.corpus import Corpus, corpus_of, open_corpus

__all__ = ["Corpus", "check", "corpus_of", "open_corpus"]

_HOMES = {
    "Corpus": "govreply.mining.corpus",
    "check": "govreply.mining.checks",
    "corpus_of": "govreply.mining.corpus",
    "open_corpus": "govreply.mining.corpus",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
