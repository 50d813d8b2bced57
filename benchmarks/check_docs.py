"""Documentation that follows from the code is what the code says: ``python benchmarks/check_docs.py [--write]``.

Checks, and with ``--write`` renews, ``docs/tables.md`` (from the schema), ``docs/commands.md`` (from ``--help``) and
the list of dictionaries in ``dictionaries/README.md``; checks that every relative link in a Markdown file leads to a
file.
Exit status 1 where something differs.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import typer.main

from govreply.cli import app
from govreply.lexicon import default_lexicon, shipped_folder
from govreply.tables.schema import DATASET_TABLES

ROOT = Path(__file__).resolve().parent.parent
MARK = "<!-- the files, written by benchmarks/check_docs.py -->"


def tables() -> str:
    """``docs/tables.md``."""
    lines = [
        "# Tables",
        "",
        "One row is one observation. Offsets are code points of the text as read; empty means not stated.",
    ]
    for table in DATASET_TABLES.values():
        lines += [
            "",
            f"## {table.name}",
            "",
            table.description,
            "",
            "| column | 中文 | type | meaning |",
            "|---|---|---|---|",
        ]
        for column in table.columns:
            lines.append(f"| {column.name} | {column.label} | {column.type} | {column.description} |")
    return "\n".join(lines) + "\n"


def command_words(command: object, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words that call ``command`` and each of its subcommands."""
    yield words
    for name, subcommand in getattr(command, "commands", {}).items():
        yield from command_words(subcommand, (*words, name))


def commands() -> str:
    """``docs/commands.md``."""
    parts = ["# Commands\n\nWhat `--help` says.\n"]
    for words in command_words(typer.main.get_command(app)):
        run = subprocess.run(
            [sys.executable, "-m", "govreply", *words, "--help"], capture_output=True, encoding="utf-8", check=True,
            env={"PATH": "", "COLUMNS": "100", "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        text = "\n".join(line.rstrip() for line in run.stdout.strip().splitlines())
        parts.append(f"## {' '.join(['govreply', *words])}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def dictionaries() -> str:
    """``dictionaries/README.md`` with its list of files renewed: the first comment line of each says what it holds."""
    path = shipped_folder() / "README.md"
    before = path.read_text("utf-8").partition(MARK)[0]
    lexicon = default_lexicon()
    rows = []
    for name in lexicon.names():
        (file,) = lexicon.files(name)
        first = file.read_text("utf-8").splitlines()[0].lstrip("# ").strip()
        rows.append(f"| `{name}.tsv` | {len(lexicon.rows(name))} | {first.replace('|', '/')} |")
    return before + "\n".join([MARK, "", "| file | rows | holds |", "|---|---|---|", *rows]) + "\n"


def broken_links() -> Iterator[str]:
    """Relative links of the project's Markdown files that lead nowhere."""
    for page in (
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("dictionaries/*.md"),
        *ROOT.glob("tests/**/*.md"),
    ):
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                yield f"{page.relative_to(ROOT)}: no {target}"


def main() -> int:
    """Compare or write."""
    pages = {"docs/tables.md": tables(), "docs/commands.md": commands(), "dictionaries/README.md": dictionaries()}
    problems = []
    for name, text in pages.items():
        path = ROOT / name
        if "--write" in sys.argv[1:]:
            path.write_text(text, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != text:
            problems.append(f"{name} is not what the code says: python benchmarks/check_docs.py --write")
    problems += broken_links()
    print("\n".join(problems) or f"{len(pages)} pages agree with the code, all links lead somewhere")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
