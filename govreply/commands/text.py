"""``govreply text``: the text that a reader makes of a document, into which all offsets point."""

from __future__ import annotations

from pathlib import Path

import typer

from govreply.commands.documents import read, refuse_folders
from govreply.commands.messages import STDIN, complain, say
from govreply.writers.output import replacing, standard_output


def run(file: str, output: str = "", quiet: bool = False) -> int:
    """Write the text of FILE to ``output`` or standard output; the exit status: 0, or 1 where it cannot be read.

    The text is UTF-8 without a byte order mark, its line ends untouched, so that its own offsets are those of the
    document. Raises typer.BadParameter, OSError for an output that cannot be written.
    """
    refuse_folders([file])
    if output not in ("", STDIN) and file != STDIN and Path(output).exists() and Path(output).samefile(file):
        raise typer.BadParameter(f"{output} is the document to be read", param_hint="'--output'")
    try:
        source = read(file)
    except Exception as error:
        complain(error, file)
        return 1
    if not quiet:
        for warning in source.warnings:
            say(f"{file}: {warning}")
    if output in ("", STDIN):
        with standard_output() as stream:
            stream.write(source.text)
        return 0
    with replacing(Path(output)) as stream:
        stream.write(source.text)
    if not quiet:
        say(f"wrote {len(source.text)} characters ({source.format}) to {output}")
    return 0
