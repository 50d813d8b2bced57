"""Commands on words: ``terms``, ``kwic``, ``collocations``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from govreply.cli.options import STATUS, Dictionaries, FormatOption, HeadersOption, Inputs, NoBom, Output, Quiet, app

Top = Annotated[int, typer.Option("--top", "-n", min=1, metavar="N", help="How many to list.")]
Term = Annotated[
    str, typer.Argument(metavar="TERM", help="What to look for; traditional characters are found by simplified ones.")
]


@app.command(
    "terms",
    epilog="\b\nExamples:\n"
    "  govreply terms replies/ --top 30\n"
    "  govreply terms replies/ --by department --against rest\n"
    "  govreply terms 2024/ --against 2023/ -o new-words.csv\n"
    "  govreply terms replies/ --by document --measure tfidf\n\n" + STATUS,
)
def terms(  # noqa: PLR0913 (typer takes the options from the signature)
    inputs: Inputs,
    measure: Annotated[
        Literal["frequency", "tfidf", "keyness"] | None,
        typer.Option("--measure", "-m", help="Default: keyness with --against, else frequency."),
    ] = None,
    by: Annotated[
        Literal["department", "year", "document"] | None, typer.Option("--by", help="A list for each of them.")
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(
            "--against", metavar="INPUT", help="Compare with these texts, or with the rest (all other groups of --by)."
        ),
    ] = None,
    only: Annotated[
        str, typer.Option("--only", metavar="NAME", help="List this department, year or document only.")
    ] = "",
    top: Top = 50,
    min_count: Annotated[
        int, typer.Option("--min-count", min=1, metavar="N", help="Only terms that stand there so often.")
    ] = 1,
    output: Output = "",
    format_: FormatOption = None,
    headers: HeadersOption = "en",
    folders: Dictionaries = None,
    no_bom: NoBom = False,
    quiet: Quiet = False,
) -> None:
    """List what texts speak of, or what sets them apart."""
    from govreply.commands.mining import Request
    from govreply.commands.terms import Question, run
    from govreply.mining.terms import Choice

    request = Request(inputs, output, format_, headers, folders or (), not no_bom, quiet)
    raise typer.Exit(run(request, Question(measure, by, against or (), Choice(top, min_count, only))))


@app.command(
    "kwic",
    epilog="\b\nExamples:\n"
    "  govreply kwic 专项资金 replies/\n"
    "  govreply kwic --regex '贷款[^，。]{0,6}亿元' replies/ --sort right\n\n" + STATUS,
)
def kwic(  # noqa: PLR0913 (typer takes the options from the signature)
    term: Term,
    inputs: Inputs,
    pattern: Annotated[bool, typer.Option("--regex", "-e", help="TERM is a regular expression.")] = False,
    window: Annotated[
        int, typer.Option("--window", "-w", min=0, metavar="N", help="Characters shown to each side.")
    ] = 30,
    sort: Annotated[
        Literal["source", "left", "right"], typer.Option("--sort", help="By source, or by what stands to one side.")
    ] = "source",
    output: Output = "",
    format_: FormatOption = None,
    headers: HeadersOption = "en",
    folders: Dictionaries = None,
    no_bom: NoBom = False,
    quiet: Quiet = False,
) -> None:
    """Show a term wherever it stands, with its context."""
    from govreply.commands.kwic import Question, run
    from govreply.commands.mining import Request

    request = Request(inputs, output, format_, headers, folders or (), not no_bom, quiet)
    raise typer.Exit(run(request, Question(term, pattern, window, sort)))


@app.command(
    "collocations",
    epilog="\b\nExamples:\n"
    "  govreply collocations 专项资金 replies/\n"
    "  govreply collocations 贷款 replies/ --window 3 --sort log_dice\n\n" + STATUS,
)
def collocations(  # noqa: PLR0913 (typer takes the options from the signature)
    term: Term,
    inputs: Inputs,
    window: Annotated[int, typer.Option("--window", "-w", min=1, metavar="N", help="Words to each side.")] = 5,
    min_count: Annotated[
        int, typer.Option("--min-count", min=1, metavar="N", help="Only words that stand near it so often.")
    ] = 2,
    sort: Annotated[
        Literal["g2", "mi", "t_score", "log_dice"], typer.Option("--sort", help="The measure that orders them.")
    ] = "g2",
    top: Top = 50,
    output: Output = "",
    format_: FormatOption = None,
    headers: HeadersOption = "en",
    folders: Dictionaries = None,
    no_bom: NoBom = False,
    quiet: Quiet = False,
) -> None:
    """List the words that stand near a term."""
    from govreply.commands.collocations import Question, run
    from govreply.commands.mining import Request

    request = Request(inputs, output, format_, headers, folders or (), not no_bom, quiet)
    raise typer.Exit(run(request, Question(term, window, min_count, sort, top)))
