"""What all mining commands share: inputs → corpus → results → terminal, standard output, file or folder.

A command is one function from a corpus to results:

    def run(request: Request) -> int:
        return mine(request, lambda corpus: [Result(CHECKS, check(corpus), drawn=…)])

``formats`` adds file formats of a command's own by suffix, such as ``{"dot": write_dot}``; each writer takes a text
stream and the results.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

import typer

from govreply.commands.extract import write_tables
from govreply.commands.messages import STDIN, say
from govreply.lexicon import Lexicon
from govreply.mining.corpus import Corpus, open_corpus
from govreply.mining.results import Result, tables_of
from govreply.patterns import kept_between_runs
from govreply.tables.schema import Headers
from govreply.writers import FileFormat, Style
from govreply.writers.output import MARKED, PLAIN, replacing, standard_output

Writer = Callable[[TextIO, Sequence[Result]], None]

_SUFFIXES = {"ndjson": "jsonl"}
_FILE_FORMATS: dict[str, FileFormat] = {"csv": "csv", "json": "json", "jsonl": "jsonl"}


class Request(NamedTuple):
    """What the command line asks of a mining command; ``output`` and ``format`` empty: settled by the destination."""

    inputs: Sequence[str]
    output: str = ""
    format: str | None = None
    headers: Headers = "en"
    dictionaries: Sequence[Path] = ()
    bom: bool = True
    quiet: bool = False


@kept_between_runs()
def mine(
    request: Request, find: Callable[[Corpus], Sequence[Result]], formats: Mapping[str, Writer] | None = None
) -> int:
    """Ask the corpus of the request's inputs with ``find`` and write what it found.

    The exit status: 0, or 1 where an input could not be read; what the others hold is written all the same. Raises
    typer.BadParameter for what cannot be asked, OSError for an output that cannot be written, DictionaryError.
    """
    formats = formats or {}
    format_ = _format(request, formats)
    _spare_the_input(request)
    corpus = open_corpus(request.inputs, Lexicon(request.dictionaries))
    results = find(corpus)
    if corpus.documents():
        _write(results, format_, request, formats)
    return 1 if corpus.failures else 0


def _format(request: Request, formats: Mapping[str, Writer]) -> str:
    """The format to write, by --format, else by the suffix of --output, else drawn for eyes and JSON for a pipe."""
    known = (*_FILE_FORMATS, *formats)
    to_a_file = request.output not in ("", STDIN)
    if to_a_file and request.format == "table":
        raise typer.BadParameter(
            f"table is for the terminal; a file can be {', '.join(known)}", param_hint="'--format'"
        )
    if request.format:
        return request.format
    if not to_a_file:
        return "table" if sys.stdout.isatty() else "csv"
    if _is_folder(request.output):
        return "csv"
    suffix = Path(request.output).suffix.lower().lstrip(".")
    format_ = _SUFFIXES.get(suffix, suffix)
    if format_ not in known:
        raise typer.BadParameter(
            f"cannot tell the format of {request.output}: end it in {', '.join('.' + each for each in known)},"
            " or give --format",
            param_hint="'--output'",
        )
    return format_


def _is_folder(output: str) -> bool:
    return output.endswith(("/", "\\")) or Path(output).is_dir()


def _spare_the_input(request: Request) -> None:
    """Raise a usage error where the file to be written is an input, or cannot be made."""
    output = Path(request.output)
    if request.output in ("", STDIN) or _is_folder(request.output):
        return
    if not output.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {output.parent}", param_hint="'--output'")
    for each in request.inputs:
        if each != STDIN and output.is_file() and Path(each).exists() and output.samefile(each):
            raise typer.BadParameter(f"{output} is a document to be read", param_hint="'--output'")


def _write(results: Sequence[Result], format_: str, request: Request, formats: Mapping[str, Writer]) -> None:
    def write(stream: TextIO, chosen: Sequence[Result]) -> None:
        if format_ == "table":
            from govreply.mining.terminal import write_results

            write_results(stream, chosen, request.headers)
        elif format_ in formats:
            formats[format_](stream, chosen)
        else:
            style = Style(request.headers, tables=tables_of(chosen))
            rows = {each.table.name: list(each.rows) for each in chosen}
            write_tables(stream, rows, _FILE_FORMATS[format_], style)

    encoding = MARKED if format_ == "csv" and request.bom else PLAIN
    if request.output in ("", STDIN):
        with standard_output(encoding) as stream:
            write(stream, results)
        return
    for path, chosen in _files(results, format_, request.output).items():
        with replacing(path, encoding) as stream:
            write(stream, chosen)
        if not request.quiet:
            rows = sum(len(each.rows) for each in chosen)
            say(f"wrote {rows} row{'' if rows == 1 else 's'} to {path}")


def _files(results: Sequence[Result], format_: str, output: str) -> dict[Path, Sequence[Result]]:
    """The files to write and what each holds: a folder gets one a result."""
    if not _is_folder(output):
        return {Path(output): results}
    folder = Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    return {folder / f"{each.table.name}.{format_}": [each] for each in results}
