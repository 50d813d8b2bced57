"""The quality gate: score govreply on the project's own annotated documents, per table, against committed floors.

``python benchmarks/quality.py`` prints a line a table, and every row gained or lost, by document, since the committed
list of disagreements (``benchmarks/disagreements.tsv``). Exit status 1 when a table is below its floor in
``benchmarks/floors.toml``.
``--update`` rewrites the list and raises the floors to what is reached; floors never sink.
``--show`` prints every disagreement.

A mention agrees when its text (without layout) is found the same number of times and the columns of ``AGREE`` are
equal; a row of structure when its key is. Rows that the annotation marks optional count neither way. ``where`` is the
share of found mentions whose section and answer agree, ``objects`` that of counts whose thing counted agrees (one holds
the other).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import govreply

ROOT = Path(__file__).resolve().parent.parent
FLOORS, DISAGREEMENTS = ROOT / "benchmarks" / "floors.toml", ROOT / "benchmarks" / "disagreements.tsv"
CORPORA = ((ROOT / "samples" / "gold", ROOT / "samples"), (ROOT / "tests/cases/layouts", ROOT / "tests/cases/layouts"))
AGREE = {
    "amounts": ("value", "modifier", "currency"),
    "counts": ("value", "modifier", "unit"),
    "measurements": ("value", "modifier", "unit"),
    "percentages": ("value", "modifier", "direction"),
    "document_numbers": ("kind", "role"),
    "titles": ("kind",),
    "dates": ("type", "value"),
}
Row = dict[str, Any]
KEYS: dict[str, Callable[[Row], object]] = {
    "sections": lambda row: (row["section_no"], bare(row["heading"])),
    "answers": lambda row: (row["section_no"], bare(row["department"]), row["attribution"]),
    "measures": lambda row: (row["section_no"], bare(row["label"]), bare(row["headline"])[:6], row["stage"]),
    "responsibilities": lambda row: (row["measure_no"], row["position"], bare(row["department"])),
    "targets": lambda row: (row["deadline"] or "", plain_number(row["value"])),
}


def bare(text: object) -> str:
    """Text without white space, for comparison."""
    return re.sub(r"\s+", "", str(text or ""))


def plain_number(value: object) -> float | str | None:
    """A number rounded for comparison; other values as text, empty ones as None."""
    if value in (None, ""):
        return None
    try:
        return round(float(str(value)), 6)
    except ValueError:
        return bare(value)


def text_of(row: Row) -> object:
    """The key of a mention."""
    return bare(row["text"])


class Score:
    """Hits, misses and extras over all documents, by table, with the disagreements in words."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.disagreements: list[tuple[str, str, str]] = []

    def add(self, table: str, what: str, document: str = "", words: str = "") -> None:
        """Count one row; ``words`` say what disagrees."""
        self.counts[table][what] += 1
        if words:
            self.disagreements.append((document, table, words))

    def f1(self, table: str) -> float:
        """The harmonic mean of precision and recall (of agreement, for ``where`` and ``objects``)."""
        count = self.counts[table]
        wrong = count["missed"] + count["extra"] + 2 * count["wrong"]
        return 2 * count["hit"] / (2 * count["hit"] + wrong) if count["hit"] or wrong else 1.0


def pairs(gold: list[Row], found: list[Row], key: Callable[[Row], object]) -> Iterator[tuple[Row | None, Row | None]]:
    """Rows of equal key in order; a gold row alone is missed, a found row alone is extra."""
    waiting: dict[object, deque[Row]] = defaultdict(deque)
    for row in found:
        waiting[key(row)].append(row)
    for row in gold:
        queue = waiting[key(row)]
        yield row, queue.popleft() if queue else None
    for queue in waiting.values():
        for row in queue:
            yield None, row


def judge(document: str, gold: Row, tables: dict[str, list[Row]], score: Score) -> None:
    """Compare one document's tables with its annotation."""
    for table in (*AGREE, *KEYS):
        key = KEYS.get(table, text_of)
        rows: list[Row] = [defaultdict(lambda: None, row) for row in gold.get(table, [])]
        optional = [key(row) for row in rows if row["optional"]]
        for wanted, has in pairs(rows, tables[table], key):
            if wanted is None:
                if has is not None and key(has) not in optional:
                    score.add(table, "extra", document, f"extra {key(has)}")
            elif not wanted["optional"]:
                compare(document, table, wanted, has, score)
    for field, value in gold.get("reply", {}).items():
        has_value = tables["replies"][0].get(field)
        good = plain_number(has_value) == plain_number(value)
        score.add("replies", "hit" if good else "wrong", document, "" if good else f"{field} {has_value}, not {value}")


def compare(document: str, table: str, wanted: Row, has: Row | None, score: Score) -> None:
    """One annotated row and what was found for it."""
    name = wanted["text"] or wanted["headline"] or wanted["heading"] or wanted["deadline"] or wanted["department"]
    if has is None:
        score.add(table, "missed", document, f"missed {name} {wanted['value'] or ''}".strip())
        return
    columns = [column for column in AGREE.get(table, ()) if column in wanted]
    if table in AGREE and wanted["modifier"] == "range":
        columns += ["low", "high"]
    wrong = [column for column in columns if plain_number(has[column]) != plain_number(wanted[column])]
    words = ", ".join(f"{column} {has[column]}, not {wanted[column]}" for column in wrong)
    score.add(table, "wrong" if wrong else "hit", document, f"{name}: {words}" if wrong else "")
    if table not in AGREE:
        return
    for column in ("section_no", "answer_no"):
        if column in wanted:
            good = has[column] == wanted[column]
            score.add("where", "hit" if good else "wrong", document, "" if good else f"{name}: {column} {has[column]}")
    if table == "counts" and wanted["object"]:
        mine, its = bare(has["object"]), bare(wanted["object"])
        good = bool(mine) and (mine in its or its in mine)
        score.add("objects", "hit" if good else "wrong", document, "" if good else f"{name}: {mine or '-'}, not {its}")


def measure() -> tuple[Score, int]:
    """Score all annotated documents; also how many there are."""
    score, documents = Score(), 0
    for folder_of_gold, folder in CORPORA:
        for path in sorted(folder_of_gold.glob("*.json")):
            gold = json.loads(path.read_text("utf-8"))
            judge(path.stem, gold, govreply.extract_file(folder / gold["source"]).tables, score)
            documents += 1
    return score, documents


def main() -> int:
    """Print the scores, what changed, and whether a floor is broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--update", action="store_true", help="rewrite the list of disagreements and raise the floors")
    parser.add_argument("--show", action="store_true", help="print every disagreement")
    options = parser.parse_args()
    score, documents = measure()
    floors = tomllib.loads(FLOORS.read_text("utf-8"))
    own = floors["own"]
    print(
        f"{documents} documents\n"
        f"{'table':17} {'agree':>6} {'floor':>6} {'hit':>5} {'missed':>6} {'extra':>5} {'wrong':>5}"
    )
    broken = []
    for table in sorted(score.counts):
        reached, count = round(score.f1(table), 4), score.counts[table]
        print(
            f"{table:17} {reached:6.3f} {own.get(table, 0):6.3f} "
            + f"{count['hit']:5} {count['missed']:6} {count['extra']:5} {count['wrong']:5}"
        )
        if reached < own.get(table, 0):
            broken.append(table)
    lines = ["\t".join(row) for row in sorted(score.disagreements)]
    known = DISAGREEMENTS.read_text("utf-8").splitlines() if DISAGREEMENTS.exists() else []
    for word, rows in (("gained", Counter(known) - Counter(lines)), ("lost", Counter(lines) - Counter(known))):
        for row in rows.elements():
            print(f"{word}: {row}")
    if options.show:
        print("\n".join(lines))
    if options.update:
        DISAGREEMENTS.write_text("".join(line + "\n" for line in lines), "utf-8")
        raised = {table: max(own.get(table, 0), int(score.f1(table) * 1000) / 1000) for table in sorted(score.counts)}
        write_floors({**floors, "own": raised})
    if broken:
        print(f"below the floor: {', '.join(broken)}", file=sys.stderr)
    return int(bool(broken))


def write_floors(floors: dict[str, dict[str, float]]) -> None:
    """Write ``floors.toml``."""
    lines = ["# Scores reached, as floors; they only rise (python benchmarks/quality.py --update)."]
    for name, table in floors.items():
        lines += ["", f"[{name}]", *(f"{key} = {value}" for key, value in table.items())]
    FLOORS.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
