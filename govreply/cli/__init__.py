"""The command line: options only, one module a group of commands. What a command does is in ``govreply.commands``."""

from __future__ import annotations

import gc
import sys
from typing import Annotated

import typer

from govreply import __version__
from govreply.cli import (
    batch,
    check,
    dictionaries,
    documents,
    figures,
    links,
    merge,
    organizations,
    promises,
    spark,
    terms,
)
from govreply.cli.options import app

__all__ = [
    "app",
    "batch",
    "check",
    "dictionaries",
    "documents",
    "figures",
    "links",
    "main",
    "merge",
    "organizations",
    "promises",
    "spark",
    "terms",
]

# Objects between two collections: a run makes many small tuples that live to its end, and the default looks through
# them hundreds of times, a tenth of a short run.
_GARBAGE_THRESHOLD = 100_000


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"govreply {__version__}")
        raise typer.Exit


@app.callback()
def _govreply(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Options of the program itself."""


def main() -> None:
    """Run the command line and exit with its status; whatever goes wrong is one line on standard error."""
    gc.set_threshold(_GARBAGE_THRESHOLD)
    try:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8")
        app(prog_name="govreply")
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        from govreply.commands.messages import complain

        complain(error)
        sys.exit(1)
    finally:
        gc.freeze()  # all that lives now lives to the end: the collections at exit need not look through it
