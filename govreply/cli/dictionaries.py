"""Commands on the dictionaries: ``list``, ``path``, ``check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from govreply.cli.options import SETTINGS, Dictionaries, app

dictionaries = typer.Typer(
    help="List, locate and check the dictionaries.",
    epilog="\b\nExample:\n  govreply dictionaries check my-dictionaries/",
    context_settings=SETTINGS,
    rich_markup_mode=None,
    no_args_is_help=True,
)
app.add_typer(dictionaries, name="dictionaries")


@dictionaries.command("list", epilog="\b\nExample:\n  govreply dictionaries list")
def list_dictionaries(folders: Dictionaries = None) -> None:
    """List the dictionaries in force: name, number of rows, files."""
    from govreply.commands.dictionaries import show_list

    raise typer.Exit(show_list(folders or ()))


@dictionaries.command("path", epilog='\b\nExample:\n  cp "$(govreply dictionaries path)"/classifiers.tsv mine/')
def dictionaries_path() -> None:
    """Print the folder of the shipped dictionaries."""
    from govreply.commands.dictionaries import show_path

    raise typer.Exit(show_path())


@dictionaries.command("check", epilog="\b\nExample:\n  govreply dictionaries check my-dictionaries/")
def check_dictionaries(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", exists=True, file_okay=False, help="Folder of your own TSV rows."),
    ] = None,
) -> None:
    """Check all dictionaries, line by line."""
    from govreply.commands.dictionaries import check

    raise typer.Exit(check(folder))
