"""The command ``promises``."""

from __future__ import annotations

from typing import Annotated

import typer

from govreply.cli.options import (
    STATUS,
    Dictionaries,
    FormatOption,
    HeadersOption,
    Inputs,
    NoBom,
    Output,
    Quiet,
    app,
)


@app.command(
    "promises",
    epilog="\b\nExamples:\n"
    "  govreply promises replies/ --due 2025-06\n"
    "  govreply promises replies/ --department 水利局 --status overdue,due -o promises.csv\n\n" + STATUS,
)
def promises(  # noqa: PLR0913 (typer takes the options from the signature)
    inputs: Inputs,
    due: Annotated[
        str, typer.Option("--due", metavar="DATE", help="Only what is due by the end of this day, month or year.")
    ] = "",
    department: Annotated[
        str, typer.Option("--department", metavar="NAME", help="Only of units with this in their name.")
    ] = "",
    statuses: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            metavar="STATUS",
            help="Only these: overdue (the deadline is past), due (it is this day, month or year), open (it is to come,"
            " or there is none), reached (a later document says so). May be given more than once.",
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--every", help="Also the planned measures whose dated targets have rows of their own.")
    ] = False,
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="Judge the status on this day. Default: today.")] = "",
    output: Output = "",
    format_: FormatOption = None,
    headers: HeadersOption = "en",
    folders: Dictionaries = None,
    no_bom: NoBom = False,
    quiet: Quiet = False,
) -> None:
    """List what is promised by when, and what later replies say of it."""
    from govreply.commands.mining import Request
    from govreply.commands.promises import Question, run

    request = Request(inputs, output, format_, headers, folders or (), not no_bom, quiet)
    raise typer.Exit(run(request, Question(on, due, department, statuses or (), every)))
