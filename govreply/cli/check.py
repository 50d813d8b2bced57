"""The command ``check``."""

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
    "check",
    epilog="\b\nExamples:\n"
    "  govreply check reply.txt\n"
    "  govreply check replies/ --verdict inconsistent -o findings.csv\n\n"
    + STATUS.replace("130", "3 inconsistent (--fail), 130"),
)
def check(  # noqa: PLR0913 (typer takes the options from the signature)
    inputs: Inputs,
    verdicts: Annotated[
        list[str] | None,
        typer.Option(
            "--verdict",
            metavar="VERDICT",
            help="Only these findings: inconsistent, rounding (consistent only by rounding), consistent."
            " May be given more than once.",
        ),
    ] = None,
    fail: Annotated[bool, typer.Option("--fail", help="Exit with status 3 where something is inconsistent.")] = False,
    output: Output = "",
    format_: FormatOption = None,
    headers: HeadersOption = "en",
    folders: Dictionaries = None,
    no_bom: NoBom = False,
    quiet: Quiet = False,
) -> None:
    """Check the arithmetic that replies state: growth, totals, shares, dates."""
    from govreply.commands.check import run
    from govreply.commands.mining import Request

    request = Request(inputs, output, format_, headers, folders or (), not no_bom, quiet)
    raise typer.Exit(run(request, verdicts or (), fail))
