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


_COLUMNS = """\b
Columns:
  stage    planned, or done: not marked as planned
  nature   flow (of a period) or stock (a level, or a total over years)
  as_of    of a stock the year in which it holds; of one year's the latest
  rows     figures added; groups without any are left out
  sum      their sum; ≥ of figures stated as a minimum, ≤ as a maximum, ≈ as
           about
  reasons  why others were not added, and how many:
    each        for one of many, or a year: 每户, 平均, 每年
    ceiling     the most that one may get: 最高50万元
    condition   says which are meant: 年收入超10亿元的企业
    difference  against another time or place: 较上年增加5000万元
    base        where a change starts, of what it is a share: 由1500元提高到
    need        asked for or reckoned, not given: 资金缺口2亿元
    part        of a figure that is added: 其中省级2亿元
    repeat      stated before
    earlier     a level of which a later one in that year is added
    outside     outside the answers: in the printed proposal, in the head
"""


@app.command(
    "sum",
    epilog=_COLUMNS + "\n\b\nExamples:\n"
    "  govreply sum replies/ --by department\n"
    "  govreply sum replies/ --table counts --by year --where object~企业 --stage done\n"
    "  govreply sum replies/ --by department --detail -o figures.csv\n\n" + STATUS,
)
def sum_(  # noqa: PLR0913 (typer takes the options from the signature)
    inputs: Inputs,
    table: Annotated[
        Literal["amounts", "counts", "measurements"], typer.Option("--table", "-t", help="What is added.")
    ] = "amounts",
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
