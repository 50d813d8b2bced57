"""``govreply extract``: from documents to tables on standard output, in a file or in a folder."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Literal, NamedTuple, TextIO, get_args

import typer

from govreply.commands.documents import load, refuse_folders
from govreply.commands.messages import STDIN, complain, say
from govreply.extraction import Extraction
from govreply.lexicon import DictionaryError, Lexicon
from govreply.patterns import kept_between_runs
from govreply.tables.schema import MENTION_TABLES, TABLES, Tables, UnknownTableError, table
from govreply.writers import FileFormat, Style
from govreply.writers.output import MARKED, PLAIN, replacing, standard_output

Format = Literal["table", "csv", "json", "jsonl"]

_SUFFIXES: dict[str, FileFormat] = {".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}


class Request(NamedTuple):
    """What the command line asks for; empty ``tables`` are all, an empty ``format`` is settled by the destination."""

    files: Sequence[str]
    style: Style
    output: str = ""
    format: Format | None = None
    tables: Sequence[str] = ()
    dictionaries: Sequence[Path] = ()
    bom: bool = True
    quiet: bool = False
    verbose: bool = False


class Destination(NamedTuple):
    """Where tables go: standard output (no path), one file, or a folder with a file for each table."""

    format: Format
    path: Path | None = None
    folder: bool = False

    def files(self, chosen: Sequence[str]) -> dict[Path, Sequence[str]]:
        """The files to write and which of the ``chosen`` tables each holds; none for standard output."""
        if self.path is None:
            return {}
        if self.folder:
            return {self.path / f"{name}.{self.format}": (name,) for name in chosen}
        return {self.path: chosen}


@kept_between_runs()
def run(request: Request) -> int:
    """Extract all files and write what was asked for; the exit status: 0, or 1 where a document failed.

    Raises typer.BadParameter for what cannot be asked, OSError for an output that cannot be written, DictionaryError.
    """
    if request.quiet and request.verbose:
        raise typer.BadParameter("choose one of them", param_hint="'--quiet' / '--verbose'")
    refuse_folders(request.files)
    chosen = chosen_tables(request.tables)
    destination = choose_destination(request, chosen)
    _spare_the_input(request.files, destination.files(chosen))
    if destination.format == "table":
        return _draw(request, chosen)
    collected: Tables = {name: [] for name in chosen}
    read = 0
    paged = False
    for _, extraction in _extractions(request):
        read += 1
        paged = paged or bool(extraction.source.pages)
        for name in chosen:
            collected[name].extend(extraction.tables[name])
    if read:
        _write(collected, destination, request._replace(style=request.style._replace(pages=paged)))
    return 0 if read == len(request.files) else 1


def chosen_tables(names: Sequence[str]) -> list[str]:
    """The tables asked for, in the order of the schema; names may be joined by commas, no name at all is all tables."""
    wanted = {name.strip() for joined in names for name in joined.split(",")}
    try:
        known = {table(name).name for name in sorted(wanted)}
    except UnknownTableError as error:
        raise typer.BadParameter(str(error), param_hint="'--table'") from error
    return [name for name in TABLES if name in known or not wanted]


def choose_destination(request: Request, chosen: Sequence[str]) -> Destination:
    """Where to write and how, from --output and --format. Raises typer.BadParameter where they do not agree."""
    output = request.output
    if output in ("", STDIN):
        format_ = request.format or _default_format(chosen)
        destination = Destination(format_)
    elif output.endswith(("/", "\\")) or Path(output).is_dir():
        destination = Destination(request.format or "csv", Path(output), folder=True)
    else:
        destination = Destination(request.format or _format_of(Path(output)), Path(output))
    if destination.path is not None and destination.format == "table":
        raise typer.BadParameter("table is for the terminal; a file can be csv, json or jsonl", param_hint="'--format'")
    if destination.format == "csv" and not destination.folder and len(chosen) != 1:
        raise typer.BadParameter(
            f"CSV holds one table, not {len(chosen)}: choose it with --table (such as --table amounts),"
            " or give a folder for one CSV a table (-o tables/)",
            param_hint="'--format' / '--output'",
        )
    if destination.path is not None and not destination.folder and not destination.path.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {destination.path.parent}", param_hint="'--output'")
    return destination


def _spare_the_input(files: Sequence[str], outputs: Iterable[Path]) -> None:
    """Raise a usage error where a file to be written is one of the replies."""
    for output in outputs:
        for file in files:
            if file != STDIN and output.is_file() and Path(file).exists() and output.samefile(file):
                raise typer.BadParameter(f"{output} is a reply to be read", param_hint="'--output'")


def _default_format(chosen: Sequence[str]) -> Format:
    """Drawn tables for eyes; for a pipe CSV where it can hold what was chosen, else JSON."""
    if sys.stdout.isatty():
        return "table"
    return "csv" if len(chosen) == 1 else "json"


def _format_of(path: Path) -> FileFormat:
    if path.suffix.lower() not in _SUFFIXES:
        raise typer.BadParameter(
            f"cannot tell the format of {path}: end it in {', '.join(_SUFFIXES)}, give --format,"
            f" or write {path}/ for a folder",
            param_hint="'--output'",
        )
    return _SUFFIXES[path.suffix.lower()]


def _extractions(request: Request, drawn: bool = False) -> Iterator[tuple[str, Extraction]]:
    """FILE and contents of what can be read; standard error tells of the rest, and of warnings that are not drawn."""
    lexicon = Lexicon(request.dictionaries)
    for file in request.files:
        started = perf_counter()
        try:
            extraction = load(file, lexicon, request.style.contacts)
        except DictionaryError:
            raise
        except Exception as error:
            complain(error, file)
            continue
        if request.verbose:
            _tell(file, extraction, perf_counter() - started)
        if not request.quiet and not drawn:
            for warning in extraction.warnings:
                say(f"{file}: {warning}")
            if not any(extraction.tables[name] for name in MENTION_TABLES):
                say(f"{file}: no figures, dates or titles found")
        yield file, extraction


def _tell(file: str, extraction: Extraction, seconds: float) -> None:
    source = extraction.source
    rows = sum(map(len, extraction.tables.values()))
    read = f"{len(source.text)} characters of {source.encoding or source.format}"
    say(f"{file}: {read}, {rows} rows, {seconds * 1000:.0f} ms")


def _draw(request: Request, chosen: Sequence[str]) -> int:
    from govreply.writers.terminal import write_terminal

    read = 0
    several = len(request.files) > 1
    for file, extraction in _extractions(request, drawn="replies" in chosen):
        read += 1
        heading = file if several else ""
        with standard_output() as stream:
            style = request.style._replace(pages=bool(extraction.source.pages))
            write_terminal(stream, extraction.tables, style, chosen, extraction.warnings, heading)
    return 0 if read == len(request.files) else 1


def _write(tables: Tables, destination: Destination, request: Request) -> None:
    format_: FileFormat = next(each for each in get_args(FileFormat) if each == destination.format)
    encoding = MARKED if format_ == "csv" and request.bom else PLAIN
    if destination.path is None:
        with standard_output(encoding) as stream:
            write_tables(stream, tables, format_, request.style)
        return
    if destination.folder:
        destination.path.mkdir(parents=True, exist_ok=True)
    files = destination.files(list(tables))
    for path, names in files.items():
        with replacing(path, encoding) as stream:
            write_tables(stream, {name: tables[name] for name in names}, format_, request.style)
    if not request.quiet:
        say(f"wrote {_written(sum(map(len, tables.values())), list(files))}")


def _written(rows: int, files: Sequence[Path]) -> str:
    """``12 rows to tables/amounts.csv``, ``99 rows to 13 files in tables (replies.csv … targets.csv)``."""
    counted = "1 row" if rows == 1 else f"{rows} rows"
    if len(files) == 1:
        return f"{counted} to {files[0]}"
    return f"{counted} to {len(files)} files in {files[0].parent} ({files[0].name} … {files[-1].name})"


def write_tables(stream: TextIO, tables: Tables, format_: FileFormat, style: Style) -> None:
    """Write tables to a stream in a file format; CSV takes exactly one table."""
    if format_ == "csv":
        from govreply.writers.csv_files import write_csv

        ((name, rows),) = tables.items()
        write_csv(stream, name, rows, style)
        return
    from govreply.writers.json_files import write_json, write_json_lines

    (write_json if format_ == "json" else write_json_lines)(stream, tables, style)
