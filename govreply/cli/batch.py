"""The command ``batch``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from govreply.cli.options import STATUS, Dictionaries, HeadersOption, NoBom, Quiet, app


@app.command(
    "batch",
    epilog="\b\nExamples:\n"
    "  govreply batch replies/ -o tables/\n"
    "  govreply batch replies/ -o replies.xlsx --headers zh\n"
    "  govreply batch 'replies/**/*.pdf' more.zip -o replies.sqlite --jobs 4\n"
    "  find . -name '*.html' -print0 | govreply batch - -o tables/\n\n" + STATUS,
)
def batch(  # noqa: PLR0913 (typer takes the options from the signature)
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Folders (with all that is in them), files, ZIP archives, glob patterns; - reads a list of paths.",
        ),
    ],
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="OUT", help="Folder, or file that ends in .xlsx, .sqlite or .db."),
    ],
    format_: Annotated[
        Literal["csv", "xlsx", "sqlite", "parquet", "jsonl"] | None,
        typer.Option("--format", "-f", help="Default: by the suffix of OUT; csv for a folder."),
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, metavar="N", help="Worker processes. Default: one a processor.")
    ] = 0,
    fresh: Annotated[
        bool,
        typer.Option("--fresh/--resume", help="Forget earlier runs, or (default) go on where the last one ended."),
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what failed in earlier runs.")
    ] = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first document that fails.")] = False,
    patterns: Annotated[
        list[str] | None,
        typer.Option("--glob", metavar="PATTERN", help="Of folders, take only files such as '*.pdf'. Repeatable."),
    ] = None,
    seconds: Annotated[
        float, typer.Option("--timeout", min=0.1, metavar="S", help="Seconds that one document may take.")
    ] = 120,
    megabytes: Annotated[
        int, typer.Option("--memory", min=256, metavar="MB", help="Megabytes that one document may take.")
    ] = 2048,
    headers: HeadersOption = "en",
    folders: Dictionaries = None,
    contacts: Annotated[bool, typer.Option("--contacts", help="Also write contact persons and phone numbers.")] = False,
    no_bom: NoBom = False,
    quiet: Quiet = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="A line for each document.")] = False,
) -> None:
    """Extract a folder of replies into one dataset."""
    from govreply.commands.batch import Request, run
    from govreply.writers import Style

    request = Request(
        inputs=inputs,
        output=output,
        format=format_,
        style=Style(headers, contacts),
        dictionaries=folders or (),
        patterns=patterns or (),
        jobs=jobs,
        seconds=seconds,
        megabytes=megabytes,
        fresh=fresh,
        retry_failed=retry_failed,
        fail_fast=fail_fast,
        bom=not no_bom,
        quiet=quiet,
        verbose=verbose,
    )
    raise typer.Exit(run(request))
