"""From the FILE arguments of a command to extractions."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from govreply.commands.messages import STDIN
from govreply.extraction import Extraction, extract_source
from govreply.lexicon import Lexicon
from govreply.models import Source
from govreply.readers import read_bytes, read_file


def refuse_folders(files: Sequence[str]) -> None:
    """Raise a usage error where there is nothing but folders; among files a folder is a document that fails."""
    if all(file != STDIN and Path(file).is_dir() for file in files):
        raise typer.BadParameter(
            f"{files[0]} is a folder; name its files, such as {Path(files[0]) / '*'}, or take it whole:"
            f" govreply batch {files[0]} -o tables/"
        )


def load(file: str, lexicon: Lexicon, contacts: bool = False) -> Extraction:
    """The extraction of one FILE, ``-`` being standard input. Raises OSError, ReadError and DictionaryError."""
    return extract_source(read(file), lexicon=lexicon, contacts=contacts)


def read(file: str) -> Source:
    """The document of one FILE, ``-`` being standard input. Raises OSError, ReadError."""
    return read_bytes(sys.stdin.buffer.read(), STDIN) if file == STDIN else read_file(Path(file))
