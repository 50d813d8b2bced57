"""Commands on single documents: ``extract``, ``show``, ``text``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from govreply.cli.options import STATUS, Dictionaries, HeadersOption, app


def _table_names(incomplete: str) -> list[str]:
    from govreply.tables.schema import TABLES

    return [name for name in TABLES if name.startswith(incomplete)]


@app.command(
    "extract",
    epilog="\b\nExamples:\n"
    "  govreply extract reply.txt\n"
    "  govreply extract *.txt -o tables/\n"
    "  govreply extract reply.txt --table amounts --headers zh -o amounts.csv\n"
    "  cat reply.txt | govreply extract - --format json\n\n" + STATUS,
)
def extract(  # noqa: PLR0913 (typer takes the options from the signature)
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Replies, in any format; - is standard input.")],
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
    headers: HeadersOption = "en",
    folders: Dictionaries = None,
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
    headers: HeadersOption = "en",
    folders: Dictionaries = None,
) -> None:
    """Show how a reply is built, as a tree."""
    from govreply.commands.show import run
    from govreply.writers import Style

    raise typer.Exit(run(file, Style(headers), folders or ()))


@app.command("text", epilog="\b\nExamples:\n  govreply text reply.pdf\n  govreply text reply.docx -o reply.txt")
def text(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Document to read; - is standard input.")],
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT", help="Default: standard output.")] = "",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only errors on standard error.")] = False,
) -> None:
    """Write the text of a document, into which all offsets point."""
    from govreply.commands.text import run

    raise typer.Exit(run(file, output, quiet))
