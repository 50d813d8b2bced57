"""Commands on figures: ``sql``, ``sum``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from govreply.cli.options import STATUS, Dictionaries, FormatOption, HeadersOption, Inputs, NoBom, Output, Quiet, app


@app.command(
    "sql",
    epilog="\b\nExamples:\n"
    "  govreply sql replies.sqlite 'select department, count(*) from measures group by department'\n"
    "  govreply sql replies/ --tables\n\n" + STATUS,
)
def sql(  # noqa: PLR0913 (typer takes the options from the signature)
    dataset: Annotated[
        str, typer.Argument(metavar="DATASET", help="Dataset of govreply batch, or a reply or folder of replies.")
    ],
    statement: Annotated[str, typer.Argument(metavar="[SQL]", help="A statement that reads, in SQLite's SQL.")] = "",
    tables: Annotated[bool, typer.Option("--tables", help="List tables and columns instead.")] = False,
    output: Output = "",
    format_: FormatOption = None,
    headers: HeadersOption = "en",
    folders: Dictionaries = None,
    no_bom: NoBom = False,
    quiet: Quiet = False,
) -> None:
    """Ask a dataset in SQL."""
    from govreply.commands.mining import Request
    from govreply.commands.sql import run

    request = Request([dataset], output, format_, headers, folders or (), not no_bom, quiet)
    raise typer.Exit(run(request, statement, tables))


@app.command(
    "sum",
    epilog="\b\nExamples:\n"
    "  govreply sum replies/ --by department\n"
    "  govreply sum replies/ --table counts --by year --where object~企业 --stage done\n"
    "  govreply sum replies/ --by department --detail -o figures.csv\n\n" + STATUS,
)
def sum_(  # noqa: PLR0913 (typer takes the options from the signature)
    inputs: Inputs,
    table: Annotated[Literal["amounts", "counts", "measurements"], typer.Option("--table", "-t")] = "amounts",
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="COLUMNS", help="Group by department, section, year, source … (with commas)."),
    ] = None,
    stage: Annotated[Literal["done", "planned"] | None, typer.Option("--stage", help="Only these figures.")] = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="CONDITION", help="Such as object~企业, value>=1000000. May be repeated."),
    ] = None,
    detail: Annotated[bool, typer.Option("--detail", help="List the figures, added or not, instead.")] = False,
    excluded: Annotated[
        bool, typer.Option("--show-excluded", help="List the figures that were not added, and why, instead.")
    ] = False,
    output: Output = "",
    format_: FormatOption = None,
    headers: HeadersOption = "en",
    folders: Dictionaries = None,
    no_bom: NoBom = False,
    quiet: Quiet = False,
) -> None:
    """Add up what can be added."""
    from govreply.commands.mining import Request
    from govreply.commands.sum import Question, run

    if detail and excluded:
        raise typer.BadParameter("choose one of them", param_hint="'--detail' / '--show-excluded'")
    request = Request(inputs, output, format_, headers, folders or (), not no_bom, quiet)
    shown: Literal["sums", "all", "excluded"] = "excluded" if excluded else "all" if detail else "sums"
    raise typer.Exit(run(request, Question(table, by or (), stage or "", where or (), shown)))
