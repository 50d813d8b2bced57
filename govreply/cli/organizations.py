"""The command ``organizations``."""

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
    "organizations",
    epilog="\b\nExamples:\n"
    "  govreply organizations reply.txt\n"
    "  govreply organizations replies/ --kind enterprise,school --role receives -o actors.csv\n\n" + STATUS,
)
def organizations(  # noqa: PLR0913 (typer takes the options from the signature)
    inputs: Inputs,
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only these: party, congress, government, court, village, enterprise, finance, school, hospital,"
            " institute, association, park, institution. May be given more than once.",
        ),
    ] = None,
    roles: Annotated[
        list[str] | None,
        typer.Option(
            "--role",
            metavar="ROLE",
            help="Only those that do this in the clause: acts, receives, cited. May be given more than once.",
        ),
    ] = None,
    output: Output = "",
    format_: FormatOption = None,
    headers: HeadersOption = "en",
    folders: Dictionaries = None,
    no_bom: NoBom = False,
    quiet: Quiet = False,
) -> None:
    """List the organisations that replies name, with full name, kind and role."""
    from govreply.commands.mining import Request
    from govreply.commands.organizations import run

    request = Request(inputs, output, format_, headers, folders or (), not no_bom, quiet)
    raise typer.Exit(run(request, kinds or (), roles or ()))
