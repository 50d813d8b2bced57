"""The command for clusters: ``spark``."""

from __future__ import annotations

from typing import Annotated

import typer

from govreply.cli.options import STATUS, Dictionaries, Quiet, app


@app.command(
    "spark",
    epilog="\b\nExamples:\n"
    "  govreply spark replies/ -o dataset\n"
    "  govreply spark hdfs:///replies -o hdfs:///dataset --master yarn\n"
    "  govreply spark documents.parquet -o dataset --partitions 400\n\n" + STATUS,
)
def spark(  # noqa: PLR0913 (typer takes the options from the signature)
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Files, folders (all files in them), globs, wherever Spark reads;"
            " or .parquet with the columns path and content (binary) or text.",
        ),
    ],
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT", help="Folder for a Parquet folder a table.")],
    master: Annotated[
        str,
        typer.Option("--master", metavar="URL", help="Spark's master. Default: local[*], all cores of this machine."),
    ] = "",
    partitions: Annotated[
        int | None,
        typer.Option("--partitions", metavar="N", min=1, help="Tasks of the extraction. Default: by number and size."),
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="S", min=0.1, help="Seconds that one document may take.")
    ] = 120.0,
    memory: Annotated[
        int, typer.Option("--memory", metavar="MB", min=256, help="Megabytes that one document may take.")
    ] = 2048,
    settings: Annotated[
        list[str] | None,
        typer.Option("--conf", metavar="KEY=VALUE", help="A setting of Spark's. May be given more than once."),
    ] = None,
    folders: Dictionaries = None,
    contacts: Annotated[bool, typer.Option("--contacts", help="Also write contact persons and phone numbers.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an earlier dataset in OUT.")] = False,
    quiet: Quiet = False,
) -> None:
    """Extract on Spark: all cores of this machine, or a cluster."""
    from govreply.batch.pool import Limits
    from govreply.commands.spark import Request, run
    from govreply.spark.options import Options

    options = Options(tuple(folders or ()), contacts, partitions, Limits(timeout, memory), overwrite)
    raise typer.Exit(run(Request(inputs, output, options, master, settings or (), quiet)))
