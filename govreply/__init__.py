"""govreply mines Chinese government replies to proposals (建议提案答复) into tidy tables.

>>> import govreply
>>> extraction = govreply.extract("一、关于加强河道治理。2023年，我县投入资金1500余万元。")
>>> extraction.amounts[0]["text"], extraction.amounts[0]["low"], extraction.amounts[0]["modifier"]
('1500余万元', 15000000, 'more_than')

``extract_file("reply.txt")`` reads a file in whatever encoding it has, ``extraction.frame("amounts")`` is a pandas
frame, ``govreply.TABLES`` describes every table and column. Nothing heavy is imported before it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govreply.extraction import Extraction, extract, extract_file
    from govreply.lexicon import DictionaryError, Lexicon
    from govreply.readers import ReadError
    from govreply.tables.schema import TABLES

__version__ = "0.1.0"

__all__ = [
    "TABLES",
    "DictionaryError",
    "Extraction",
    "Lexicon",
    "ReadError",
    "__version__",
    "extract",
    "extract_file",
]

_HOMES = {
    "TABLES": "govreply.tables.schema",
    "DictionaryError": "govreply.lexicon",
    "Extraction": "govreply.extraction",
    "Lexicon": "govreply.lexicon",
    "ReadError": "govreply.readers",
    "extract": "govreply.extraction",
    "extract_file": "govreply.extraction",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
