"""``govreply merge``: several datasets into one, with a summary on standard error."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import typer

from govreply.commands.messages import say
from govreply.dataset import DatasetError, DatasetFormat, format_of
from govreply.dataset.merging import Merged, merge
from govreply.tables.schema import Headers


class Request(NamedTuple):
    """What the command line asks for; an empty ``format`` is settled by the output."""

    datasets: Sequence[str]
    output: str
    format: DatasetFormat | None = None
    headers: Headers = "en"
    bom: bool = True
    quiet: bool = False


def run(request: Request) -> int:
    """Merge; the exit status 0. Raises typer.BadParameter for what cannot be asked, DatasetError for a dataset that
    cannot be read, OSError for an output that cannot be written; then there is no output."""
    try:
        format_ = format_of(request.output, request.format)
    except DatasetError as error:
        raise typer.BadParameter(str(error), param_hint="'--output' / '--format'") from error
    missing = next((each for each in request.datasets if not Path(each).exists()), None)
    if missing is not None:
        raise typer.BadParameter(f"{missing}: no such file or folder", param_hint="'DATASET...'")
    paths = [Path(each) for each in request.datasets]
    merged = merge(paths, Path(request.output), format_, request.headers, bom=request.bom)
    for warning in merged.warnings:
        say(warning)
    if not request.quiet:
        say(summary(merged, request, format_))
    return 0


def summary(merged: Merged, request: Request, format_: DatasetFormat) -> str:
    """``2 datasets merged: 120 files (100 done, 15 duplicate, 5 failed), 4567 rows to out (csv)``."""
    statuses = ", ".join(f"{merged.statuses[each]} {each}" for each in ("done", "duplicate", "failed"))
    datasets = f"{len(request.datasets)} dataset{'' if len(request.datasets) == 1 else 's'}"
    files = merged.statuses.total()
    return (
        f"{datasets} merged: {files} file{'' if files == 1 else 's'} ({statuses}),"
        f" {merged.rows.total()} rows to {request.output} ({format_})"
    )
