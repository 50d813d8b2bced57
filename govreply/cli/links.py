"""The command ``links``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from govreply.cli.options import STATUS, Dictionaries, HeadersOption, Inputs, NoBom, Quiet, app

Output = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT",
        help="File (.csv, .json, .jsonl, .graphml, .dot) or folder (ends in /). Default: standard output.",
    ),
]
FormatOption = Annotated[
    Literal["table", "csv", "json", "jsonl", "graphml", "dot"] | None,
    typer.Option("--format", "-f", help="Default: by the suffix of OUT; table on a terminal; csv in a pipe."),
]


@app.command(
    "links",
    epilog="\b\nExamples:\n"
    "  govreply links replies/\n"
    "  govreply links replies/ -o links.graphml\n"
    "  govreply links replies/ -f dot | dot -Tsvg -o links.svg\n\n" + STATUS,
)
def links(  # noqa: PLR0913 (typer takes the options from the signature)
    inputs: Inputs,
    nodes: Annotated[bool, typer.Option("--nodes", help="List the documents and the cited papers instead.")] = False,
    output: Output = "",
    format_: FormatOption = None,
    headers: HeadersOption = "en",
    folders: Dictionaries = None,
    no_bom: NoBom = False,
    quiet: Quiet = False,
) -> None:
    """List which document cites which, or draw it as a graph."""
    from govreply.commands.links import run
    from govreply.commands.mining import Request

    request = Request(inputs, output, format_, headers, folders or (), not no_bom, quiet)
    raise typer.Exit(run(request, nodes))
