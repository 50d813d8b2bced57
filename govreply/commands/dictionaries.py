"""``govreply dictionaries``: which dictionaries are in force, where they are, and whether they are sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from govreply.dictionary_check import NOTES, file_problems, folder_problems
from govreply.lexicon import Lexicon, Row, content_lines, read_table, shipped_folder
from govreply.writers.output import standard_output


def show_list(folders: Sequence[Path]) -> int:
    """Print a line a dictionary: its name, its number of rows, its files. Raises DictionaryError."""
    in_force = Lexicon(folders)
    with standard_output() as stream:
        print(f"{'dictionary':28} {'rows':>6}  files", file=stream)
        for name in in_force.names():
            files = ", ".join(str(path) for path in in_force.files(name))
            print(f"{name:28} {len(in_force.rows(name)):6}  {files}", file=stream)
    return 0


def show_path() -> int:
    """Print the folder of the shipped dictionaries."""
    with standard_output() as stream:
        print(shipped_folder(), file=stream)
    return 0


def check(folder: Path | None) -> int:
    """Print a line ``FILE:LINE: what`` for each problem in the shipped dictionaries and the user's, and their number.

    The exit status: 0 where there is none, else 1.
    """
    folders = (shipped_folder(), *([folder] if folder else []))
    found = 0
    with standard_output() as stream:
        for problem in problems(folders):
            found += 1
            print(problem, file=stream)
        files = sum(len(list(each.glob("*.tsv"))) for each in folders)
        print(f"{files} files, {found or 'no'} problem{'' if found == 1 else 's'}", file=stream)
    return 1 if found else 0


def problems(folders: Sequence[Path]) -> Iterator[str]:
    """What is wrong in the TSV files of folders, the shipped one first, as ``FILE:LINE: what``.

    A file must be usable as ``dictionary_check`` says; then, no two rows of a dictionary may say the same, and an
    example must contain its row's word, or a short form of it.
    """
    first_seen: dict[str, dict[tuple[str, ...], str]] = {}
    for folder in folders:
        files = sorted(folder.glob("*.tsv"))
        if not files:
            yield from folder_problems(folder)
        for path in files:
            wrong = list(file_problems(path))
            yield from wrong or _rows_problems(path, first_seen.setdefault(path.stem, {}))


def _rows_problems(path: Path, first_seen: dict[tuple[str, ...], str]) -> Iterator[str]:
    rows = list(read_table(path))
    for (number, _), row in zip(list(content_lines(path))[1:], rows, strict=True):
        yield from _row_problems(f"{path}:{number}", row, first_seen)


def _row_problems(place: str, row: Row, first_seen: dict[tuple[str, ...], str]) -> Iterator[str]:
    word = next(iter(row.values()))
    facts = tuple(sorted(f"{column}={cell}" for column, cell in row.items() if column not in NOTES and cell))
    if facts in first_seen:
        yield f"{place}: {word}: the same as {first_seen[facts]}"
    else:
        first_seen[facts] = place
    example = row.get("example", "")
    if example and not any(form in example for form in _forms(row)):
        yield f"{place}: {word}: not in its example {example!r}"


def _forms(row: Row) -> Iterator[str]:
    """The words of a row in all its columns, ``|`` between several of one column; keywords of ours are ASCII."""
    for index, (column, cell) in enumerate(row.items()):
        if column not in NOTES:
            yield from (form for form in cell.split("|") if form and (index == 0 or not form.isascii()))
