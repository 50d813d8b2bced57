"""The program's typer application and the options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
STATUS = "Exit status: 0 all fine, 1 some documents failed, 2 usage, 130 interrupted."

app = typer.Typer(
    name="govreply",
    help="Mine Chinese government replies to proposals (建议提案答复) into tidy tables.",
    epilog=f"\b\nExample:\n  govreply extract reply.txt\n\n{STATUS}",
    context_settings=SETTINGS,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)
Dictionaries = Annotated[
    list[Path] | None,
    typer.Option(
        "--dictionaries",
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="Folder of your own TSV rows, added to the shipped dictionaries. May be given more than once.",
    ),
]
HeadersOption = Annotated[
    Literal["en", "zh"],
    typer.Option("--headers", help="Language of column and table names; codes such as planned stay."),
]
Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...", help="Replies, folders of them, or a dataset of govreply batch; - is standard input."
    ),
]
Output = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT",
        help="File (.csv, .json, .jsonl) or folder (ends in /). Default: standard output.",
    ),
]
FormatOption = Annotated[
    Literal["table", "csv", "json", "jsonl"] | None,
    typer.Option("--format", "-f", help="Default: by the suffix of OUT; table on a terminal; csv in a pipe."),
]
NoBom = Annotated[bool, typer.Option("--no-bom", help="CSV without the byte order mark that Excel needs.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only errors on standard error.")]
