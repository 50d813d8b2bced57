"""The command ``merge``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from govreply.cli.options import HeadersOption, NoBom, Quiet, app


@app.command(
    "merge",
    epilog="\b\nExamples:\n"
    "  govreply merge january/ february/ -o year/\n"
    "  govreply merge a.sqlite b.xlsx -o both.sqlite\n"
    "  govreply merge year/ -o year.xlsx --headers zh\n\n"
    "Exit status: 0 all fine, 1 a dataset cannot be read, 2 usage, 130 interrupted.",
)
def merge(
    datasets: Annotated[
        list[str],
        typer.Argument(metavar="DATASET...", help="Datasets of `govreply batch`, in any formats: folders or files."),
    ],
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="OUT", help="File (.xlsx, .sqlite, .db) or folder; may be a DATASET."),
    ],
    format_: Annotated[
        Literal["csv", "xlsx", "sqlite", "parquet", "jsonl"] | None,
        typer.Option("--format", "-f", help="Default: by the suffix of OUT; csv for a folder."),
    ] = None,
    headers: HeadersOption = "en",
    no_bom: NoBom = False,
    quiet: Quiet = False,
) -> None:
    """Merge datasets into one, each document once; of one dataset: convert it to another format."""
    from govreply.commands.merge import Request, run

    raise typer.Exit(run(Request(datasets, output, format_, headers, not no_bom, quiet)))
