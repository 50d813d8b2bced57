"""The command line: options only. What a command does, and all that it imports, is in ``govreply.commands``."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from govreply import __version__

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
# Objects between two collections: a run makes many small tuples that live to its end, and the default looks through
# them hundreds of times, a tenth of a short run.
_GARBAGE_THRESHOLD = 100_000
_STATUS = "Exit status: 0 all fine, 1 some documents failed, 2 usage, 130 interrupted."

app = typer.Typer(
    name="govreply",
    help="Mine Chinese government replies to proposals (建议提案答复) into tidy tables.",
    epilog=f"\b\nExample:\n  govreply extract reply.txt\n\n{_STATUS}",
    context_settings=_SETTINGS,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)
dictionaries = typer.Typer(
    help="List, locate and check the dictionaries.",
    epilog="\b\nExample:\n  govreply dictionaries check my-dictionaries/",
    context_settings=_SETTINGS,
    rich_markup_mode=None,
    no_args_is_help=True,
)
app.add_typer(dictionaries, name="dictionaries")


def _table_names(incomplete: str) -> list[str]:
    from govreply.tables.schema import TABLES

    return [name for name in TABLES if name.startswith(incomplete)]


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"govreply {__version__}")
        raise typer.Exit


_Dictionaries = Annotated[
    list[Path] | None,
    typer.Option(
        "--dictionaries",
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="Folder of your own TSV rows, added to the shipped dictionaries. May be given more than once.",
    ),
]
_Headers = Annotated[
    Literal["en", "zh"],
    typer.Option("--headers", help="Language of column and table names; codes such as planned stay."),
]


@app.callback()
def _govreply(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Options of the program itself."""


@app.command(
    "extract",
    epilog="\b\nExamples:\n"
    "  govreply extract reply.txt\n"
    "  govreply extract *.txt -o tables/\n"
    "  govreply extract reply.txt --table amounts --headers zh -o amounts.csv\n"
    "  cat reply.txt | govreply extract - --format json\n\n" + _STATUS,
)
def extract(  # noqa: PLR0913 (typer takes the options from the signature)
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Replies to read; - is standard input.")],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="File (.csv, .json, .jsonl) or folder (ends in /: a file for each table). Default: standard output.",
        ),
    ] = "",
    format_: Annotated[
        Literal["table", "csv", "json", "jsonl"] | None,
        typer.Option(
            "--format",
            "-f",
            help="Default: by the suffix of OUT; table on a terminal; in a pipe csv for one table, json for more.",
        ),
    ] = None,
    tables: Annotated[
        list[str] | None,
        typer.Option(
            "--table",
            "-t",
            metavar="NAME",
            autocompletion=_table_names,
            help="Write this table only, such as amounts. May be given more than once.",
        ),
    ] = None,
    headers: _Headers = "en",
    folders: _Dictionaries = None,
    contacts: Annotated[bool, typer.Option("--contacts", help="Also write contact persons and phone numbers.")] = False,
    no_bom: Annotated[bool, typer.Option("--no-bom", help="CSV without the byte order mark that Excel needs.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only errors on standard error.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="A line for each file on standard error.")] = False,
) -> None:
    """Extract tables of what replies state."""
    from govreply.commands.extract import Request, run
    from govreply.writers import Style

    request = Request(
        files=files,
        output=output,
        format=format_,
        tables=tables or (),
        style=Style(headers, contacts),
        dictionaries=folders or (),
        bom=not no_bom,
        quiet=quiet,
        verbose=verbose,
    )
    raise typer.Exit(run(request))


@app.command("show", epilog="\b\nExample:\n  govreply show reply.txt")
def show(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Reply to read; - is standard input.")],
    headers: _Headers = "en",
    folders: _Dictionaries = None,
) -> None:
    """Show how a reply is built, as a tree."""
    from govreply.commands.show import run
    from govreply.writers import Style

    raise typer.Exit(run(file, Style(headers), folders or ()))


@dictionaries.command("list", epilog="\b\nExample:\n  govreply dictionaries list")
def list_dictionaries(folders: _Dictionaries = None) -> None:
    """List the dictionaries in force: name, number of rows, files."""
    from govreply.commands.dictionaries import show_list

    raise typer.Exit(show_list(folders or ()))


@dictionaries.command("path", epilog='\b\nExample:\n  cp "$(govreply dictionaries path)"/classifiers.tsv mine/')
def dictionaries_path() -> None:
    """Print the folder of the shipped dictionaries."""
    from govreply.commands.dictionaries import show_path

    raise typer.Exit(show_path())


@dictionaries.command("check", epilog="\b\nExample:\n  govreply dictionaries check my-dictionaries/")
def check_dictionaries(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", exists=True, file_okay=False, help="Folder of your own TSV rows."),
    ] = None,
) -> None:
    """Check all dictionaries, line by line."""
    from govreply.commands.dictionaries import check

    raise typer.Exit(check(folder))


def main() -> None:
    """Run the command line and exit with its status; whatever goes wrong is one line on standard error."""
    gc.set_threshold(_GARBAGE_THRESHOLD)
    try:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8")
        app(prog_name="govreply")
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        from govreply.commands.messages import complain

        complain(error)
        sys.exit(1)
    finally:
        gc.freeze()  # all that lives now lives to the end: the collections at exit need not look through it
