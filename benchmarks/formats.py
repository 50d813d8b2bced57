"""Every format against the text: ``python benchmarks/formats.py [--documents DIR --gold DIR] [--ocr | --only FORMAT]``.

Makes each annotated document (the samples unless folders are named) into every format by LibreOffice, Chromium and the
makers of the tests, extracts from what was made, and prints for each format

full      the share of annotated rows that agree, as ``benchmarks/quality.py`` judges them, over all tables
where     the share of found mentions whose section and answer agree
objects   the share of counts whose thing counted agrees
rows      the share of rows that are those of the text in every column, but for places and pages

beside those of the text itself. A format whose program is missing is left out. ``--ocr`` adds scans, which take seconds
a page. Exit status 1 when ``full`` is below the bar of the format.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import govreply  # noqa: E402
from benchmarks import documents, quality  # noqa: E402
from benchmarks.documents import Maker, Paper  # noqa: E402
from govreply.readers import ReadError  # noqa: E402
from govreply.tables.schema import TABLES, Tables  # noqa: E402

BARS = {"HTML": 0.99, "DOCX": 0.99, "DOC": 0.98, "RTF": 0.98, "ODT": 0.98, "PDF": 0.98, "OFD": 0.98, "scan": 0.93}
"""The least share of annotated rows that agree, by the first word of the format's name."""

OF_THE_FILE = frozenset(["reply_id", "source", "start", "end", "format", "encoding", "page", "ocr"])
OF_THE_PAGE = frozenset(["index_no", "published_on", "category"])
"""Columns of ``replies`` that the templates of pages fill."""

Gold = dict[str, Any]


class Result(NamedTuple):
    """How the files of one format agree with the annotation and with their text."""

    score: quality.Score
    rows: float
    differences: list[str]

    @property
    def full(self) -> float:
        """The harmonic mean of precision and recall over all tables."""
        total: Counter[str] = Counter()
        for table, count in self.score.counts.items():
            if table not in ("where", "objects"):
                total += count
        return 2 * total["hit"] / (2 * total["hit"] + total["missed"] + total["extra"] + 2 * total["wrong"])


def annotated(folder: Path, folder_of_gold: Path) -> list[tuple[Paper, Gold]]:
    """The documents in ``folder`` that are annotated, with their annotation."""
    golds = [json.loads(path.read_text("utf-8")) for path in sorted(folder_of_gold.glob("*.json"))]
    return [(documents.paper_of(folder / gold["source"]), gold) for gold in golds]


def measured(maker: Maker, papers: Sequence[tuple[Paper, Gold]]) -> Result:
    """Make all papers into one format and compare what is read in them with the annotation and with the text."""
    with tempfile.TemporaryDirectory() as temporary:
        maker.make([paper for paper, _ in papers], Path(temporary))
        files = {
            paper.name: sorted(path for path in Path(temporary).glob(f"{paper.name}.*") if path.is_file())
            for paper, _ in papers
        }
        return compared(
            papers, {name: [(path.name, tables_of(path)) for path in paths] for name, paths in files.items()}
        )


def tables_of(path: Path) -> Tables:
    """What is read in a file; one that cannot be read is told of and has no rows."""
    try:
        return govreply.extract_file(path).tables
    except ReadError as error:
        print(f"not read: {error}", file=sys.stderr)
        return {name: [] for name in TABLES}


def compared(papers: Sequence[tuple[Paper, Gold]], made: Mapping[str, Sequence[tuple[str, Tables]]]) -> Result:
    """Compare the tables of the files made of each paper with its annotation and with those of its text."""
    score, differences, shared, rows = quality.Score(), [], 0, 0
    for paper, gold in papers:
        of_text = contents(govreply.extract(paper.text).tables)
        if not made[paper.name]:
            raise FileNotFoundError(f"{paper.name} was not made")
        for name, tables in made[paper.name]:
            quality.judge(name, without_page(gold, name), tables, score)
            of_file = contents(tables)
            shared += (of_text & of_file).total()
            rows += max(of_text.total(), of_file.total())
            differences += [f"{name}: only the text: {row}" for row in (of_text - of_file).elements()]
            differences += [f"{name}: only the file: {row}" for row in (of_file - of_text).elements()]
    return Result(score, shared / rows, differences)


def contents(tables: Tables) -> Counter[str]:
    """All rows with what is in them, without where in the file it stands."""
    dropped = OF_THE_FILE | OF_THE_PAGE
    return Counter(
        f"{table} " + "|".join(f"{column}={value!r}" for column, value in row.items() if column not in dropped)
        for table, rows in tables.items()
        for row in rows
    )


def without_page(gold: Gold, name: str) -> Gold:
    """The annotation without the columns that a template of a page fills."""
    if not name.endswith(".html"):
        return gold
    return {**gold, "reply": {key: value for key, value in gold["reply"].items() if key not in OF_THE_PAGE}}


def bar_of(format_: str) -> float:
    return BARS[format_.split()[0]]


def results(papers: Sequence[tuple[Paper, Gold]], names: Sequence[str]) -> Iterator[tuple[str, Result]]:
    """The text, then each of the formats ``names`` that can be made, with its result."""
    yield (
        "text",
        compared(papers, {paper.name: [(paper.name, govreply.extract(paper.text).tables)] for paper, _ in papers}),
    )
    for name in names:
        maker = documents.makers()[name]
        if missing := maker.needs():
            print(f"{name:16} left out: {missing}")
            continue
        yield name, measured(maker, papers)


def main() -> int:
    """Print the table and whether a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--documents", type=Path, default=ROOT / "samples", help="folder of the texts")
    parser.add_argument("--gold", type=Path, default=ROOT / "samples" / "gold", help="folder of their annotations")
    parser.add_argument("--ocr", action="store_true", help="scans too")
    parser.add_argument("--show", action="store_true", help="print every disagreement and every row that differs")
    parser.add_argument("--only", choices=documents.makers(), help="one format")
    options = parser.parse_args()
    formats = [options.only] if options.only else [name for name in documents.makers() if options.ocr or name != "scan"]
    papers = annotated(options.documents, options.gold)
    print(f"{len(papers)} documents\n{'format':16} {'full':>6} {'bar':>6} {'where':>6} {'objects':>7} {'rows':>6}")
    broken = []
    for name, result in results(papers, formats):
        bar = 0.0 if name == "text" else bar_of(name)
        where, objects = result.score.f1("where"), result.score.f1("objects")
        print(f"{name:16} {result.full:6.4f} {bar:6.3f} {where:6.3f} {objects:7.3f} {result.rows:6.3f}", flush=True)
        if options.show and name != "text":
            print(
                "\n".join(
                    "  " + line for line in ["\t".join(row) for row in result.score.disagreements] + result.differences
                )
            )
        if result.full < bar:
            broken.append(name)
    if broken:
        print(f"below the bar: {', '.join(broken)}", file=sys.stderr)
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
