"""``govreply show``: the structure of one document as a tree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from govreply.commands.documents import load, refuse_folders
from govreply.commands.messages import complain
from govreply.lexicon import DictionaryError, Lexicon
from govreply.patterns import kept_between_runs
from govreply.writers import Style
from govreply.writers.output import standard_output


@kept_between_runs()
def run(file: str, style: Style, dictionaries: Sequence[Path] = ()) -> int:
    """Draw the structure of FILE; the exit status: 0, or 1 where it cannot be read. Raises
    typer.BadParameter, DictionaryError."""
    refuse_folders([file])
    lexicon = Lexicon(dictionaries)
    try:
        extraction = load(file, lexicon)
    except DictionaryError:
        raise
    except Exception as error:
        complain(error, file)
        return 1
    from govreply.writers.tree import write_tree

    with standard_output() as stream:
        write_tree(stream, extraction.tables, style, extraction.warnings)
    return 0
