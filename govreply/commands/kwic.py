"""``govreply kwic``: a concordance, on a terminal with the term in one column whatever the width of the characters."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple, TextIO

from govreply.commands.messages import STDIN
from govreply.commands.mining import Request, mine
from govreply.mining.corpus import Corpus
from govreply.mining.kwic import KWIC, Sort, kwic
from govreply.mining.results import Result

_ALIGNED = "aligned"
_WIDEST_SOURCE = 24
_LEAST_CONTEXT = 8


class Question(NamedTuple):
    """What is looked for, and how it is shown."""

    term: str
    pattern: bool = False
    window: int = 30
    sort: Sort = "source"


def run(request: Request, question: Question) -> int:
    """Show where the term stands; the exit status. Raises TermError, typer.BadParameter, DictionaryError, OSError."""

    def find(corpus: Corpus) -> list[Result]:
        rows = kwic(corpus, question.term, question.pattern, question.window, question.sort)
        return [Result(KWIC, rows, nothing=f"{question.term} does not occur")]

    on_terminal = request.output in ("", STDIN) and (
        request.format == "table" or (request.format is None and sys.stdout.isatty())
    )
    if on_terminal:
        return mine(request._replace(format=_ALIGNED), find, {_ALIGNED: write_aligned})
    return mine(request, find)


def write_aligned(stream: TextIO, results: Sequence[Result], width: int | None = None) -> None:
    """Draw a concordance a line an occurrence: source, left context, term, right context.

    Contexts are cut so that a line fits into ``width`` columns (of the terminal if None) and the terms stand below one
    another; a CJK character takes two columns.
    """
    from rich.cells import cell_len, set_cell_size
    from rich.text import Text

    from govreply.writers.terminal import console, printable

    out = console(stream, width)
    (result,) = results
    if not result.rows:
        out.print(Text(result.nothing, style="yellow"))
        return
    lines = [[printable(row[name]).plain for name in ("source", "left", "hit", "right")] for row in result.rows]
    source_width = min(_WIDEST_SOURCE, max(cell_len(source) for source, *_ in lines))
    for source, left, hit, right in lines:
        room = max(_LEAST_CONTEXT, (out.width - source_width - 4 - cell_len(hit)) // 2)
        before = _last_cells(left, room)
        line = Text(set_cell_size(_last_cells(source, source_width), source_width) + "  ", style="dim")
        line.append(" " * (room - cell_len(before)) + before + " ", style="not dim")
        line.append(hit, style="bold red not dim")
        line.append(" " + right, style="not dim")
        out.print(line, no_wrap=True, overflow="crop", crop=True)
    out.print(Text(f"{len(lines)} in {len({row['reply_id'] for row in result.rows})} documents", style="dim"))


def _last_cells(text: str, room: int) -> str:
    """The end of ``text`` that fits into ``room`` columns."""
    from rich.cells import cell_len

    while cell_len(text) > room:
        text = text[1:]
    return text
