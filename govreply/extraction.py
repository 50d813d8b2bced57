"""``extract`` and ``extract_file``: from a text or a file to an Extraction."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING

from govreply.lexicon import Lexicon, default_lexicon
from govreply.models import Reply, Source
from govreply.tables.schema import TABLES, Headers, Row, Tables, table

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, repr=False)
class Extraction:
    """All that was found in one paper.

    ``tables`` holds the rows of every table, ``{name: [row, ...]}`` in the order of ``govreply.TABLES``; each table is
    an attribute too (``extraction.amounts``). A row maps column names to str, int, Decimal or None (empty). ``reply``
    is the paper as parsed, ``source`` the text into which the rows' ``start`` and ``end`` point.
    """

    source: Source
    reply: Reply
    tables: Tables

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a user of the results should know: the paper was printed twice, characters could not be read."""
        return (*self.source.warnings, *self.reply.warnings)

    def frame(self, name: str, *, exact: bool = False, headers: Headers = "en") -> pd.DataFrame:
        """Table ``name`` as a pandas frame: text columns ``string``, integer columns ``Int64``, numbers ``Float64``.

        With ``exact`` numbers stay int and Decimal (dtype ``object``); ``headers="zh"`` gives Chinese column names.
        Raises UnknownTableError (a ValueError) for a name that is no table's.
        """
        from govreply.tables.frames import frame

        contacts = "contact" in self.tables["replies"][0]
        return frame(table(name).visible(contacts, bool(self.source.pages)), self.tables[name], exact, headers)

    def __getattr__(self, name: str) -> list[Row]:
        if name in TABLES:
            return self.tables[name]
        raise AttributeError(f"an Extraction has no {name!r}; its tables are {', '.join(TABLES)}")

    def __dir__(self) -> list[str]:
        return [*super(Extraction, self).__dir__(), *TABLES]

    def __repr__(self) -> str:
        found = ", ".join(f"{name} {len(rows)}" for name, rows in self.tables.items() if rows and name != "replies")
        return f"<Extraction {self.source.name or self.source.reply_id}: {found or 'nothing found'}>"


def extract(text: str, *, lexicon: Lexicon | None = None, contacts: bool = False, name: str = "") -> Extraction:
    """Everything of value in the text of one reply; any text will do, of one that is no reply the kind is ``other``.

    ``lexicon`` are the dictionaries in force (default: the shipped ones; ``Lexicon("own")`` adds a folder of yours),
    ``contacts`` adds the contact person and phone to ``replies``, ``name`` becomes ``replies.source``. Raises ReadError
    for a text that is empty, TypeError for what is no str.

    >>> extraction = extract("2023年，我县投入资金1500余万元，新建水厂12座。")
    >>> [(row["text"], row["low"], row["modifier"]) for row in extraction.amounts]
    [('1500余万元', 15000000, 'more_than')]
    >>> [(row["value"], row["unit"], row["object"]) for row in extraction.counts]
    [(12, '座', '水厂')]
    """
    from govreply.readers import read_text

    if not isinstance(text, str):
        raise TypeError(f"extract takes the text as str, not {type(text).__name__}; extract_file reads a file")
    return extract_source(read_text(text, name), lexicon=lexicon, contacts=contacts)


def extract_file(path: str | PathLike[str], *, lexicon: Lexicon | None = None, contacts: bool = False) -> Extraction:
    """Everything of value in the file at ``path``, whatever its encoding; else as ``extract``.

    Raises ReadError (a ValueError) where there is no such file, or it cannot be read, or it holds no text.
    """
    from pathlib import Path

    from govreply.readers import read_file

    return extract_source(read_file(Path(path)), lexicon=lexicon, contacts=contacts)


def extract_source(source: Source, *, lexicon: Lexicon | None = None, contacts: bool = False) -> Extraction:
    """Everything of value in a document that a reader has read; else as ``extract``."""
    from govreply.pipeline import run
    from govreply.tables.rows import rows

    if lexicon is not None and not isinstance(lexicon, Lexicon):
        raise TypeError(f"lexicon must be a Lexicon, such as govreply.Lexicon('own'), not {type(lexicon).__name__}")
    reply, mentions = run(source, lexicon or default_lexicon())
    return Extraction(source, reply, rows(source, reply, mentions, contacts))
