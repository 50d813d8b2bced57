"""Speed and memory as ratios within one run: ``python benchmarks/speed.py [FOLDER]`` (default: the samples).

Prints characters per second of ``govreply.extract`` (all tables, one core), of one bare ``regex`` scan for number
candidates over the same texts, and their ratio; the whole-process time of ``govreply extract FILE --format json``
against ``python -c "import typer, regex"``; the growth of the cost per character from 10 thousand to 10 million
characters in one document; and the peak memory of the largest. Exit status 1 when a bar is missed: 1/40 of the scan,
2.5 x the start, growth 1.5.

The samples are dense in figures, to show much in little: one number in about twenty characters, where published replies
have one in about seventy (the five that the bars were set on: 24,386 characters, 362 candidates). So each sample is
measured with clauses of the samples that hold no number between its paragraphs, up to that density; the rate on the
samples as they are is printed beside it. A folder of your own is measured as it is.
"""

from __future__ import annotations

import itertools
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import regex

import govreply
from govreply.readers import read_file

SCAN = regex.compile(r"(?:[0-9]+(?:\.[0-9]+)?|[〇一二三四五六七八九十百千万亿两]+)[余多几]?[万亿]?[一-龥%％]")
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
CHARACTERS_A_NUMBER = 67
MOST_SLOWER, MOST_START, MOST_GROWTH = 40.0, 2.5, 1.5


def as_published(texts: list[str]) -> list[str]:
    """``texts`` with number-free clauses of their own between the paragraphs, at the density of published replies."""
    clauses = (clause for text in texts for clause in re.findall(r"[一-龥、]{8,60}[，。]", text))
    plain = [clause for clause in clauses if SCAN.search(clause) is None]
    fillers = itertools.cycle(plain)
    published = []
    for text in texts:
        paragraphs = text.split("\n")
        missing = CHARACTERS_A_NUMBER * len(SCAN.findall(text)) - len(text)
        share = max(0, missing) // max(1, len(paragraphs) - 8) + 1
        for index in range(4, max(4, len(paragraphs) - 4)):
            filler = ""
            while len(filler) < share:
                filler += next(fillers)
            paragraphs[index] += "\n　　" + filler
        published.append("\n".join(paragraphs))
    return published


def rate(work: Callable[[str], object], texts: list[str]) -> float:
    """Characters per second, the median of five runs over ``texts``."""
    size, runs = sum(map(len, texts)), []
    for _ in range(5):
        start = time.perf_counter()
        for text in texts:
            work(text)
        runs.append(size / (time.perf_counter() - start))
    return statistics.median(runs)


def seconds(command: list[str]) -> float:
    """Whole-process time of a command, the median of nine runs."""
    runs = []
    for _ in range(9):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        runs.append(time.perf_counter() - start)
    return statistics.median(runs)


def per_character(text: str) -> float:
    """Microseconds per character of one extraction."""
    start = time.perf_counter()
    govreply.extract(text)
    return (time.perf_counter() - start) * 1e6 / len(text)


def main() -> int:
    """Measure, print and judge."""
    own = len(sys.argv) > 1
    folder = Path(sys.argv[1]) if own else Path(__file__).resolve().parent.parent / "samples"
    files = sorted(folder.glob("*.txt"))
    dense = [read_file(path).text for path in files]
    texts = (dense if own else as_published(dense)) * 10
    govreply.extract(texts[0])
    ours = rate(govreply.extract, texts)
    bare = rate(lambda text: sum(1 for _ in SCAN.finditer(text)), texts)
    print(f"extract {ours / 1e3:.0f} kchar/s, bare scan {bare / 1e6:.1f} Mchar/s, ratio 1/{bare / ours:.1f}")
    if not own:
        print(f"the samples as they are: {rate(govreply.extract, dense * 10) / 1e3:.0f} kchar/s")
    command = [str(Path(sys.executable).with_name("govreply")), "extract", str(files[0]), "--format", "json"]
    start, base = seconds(command), seconds([sys.executable, "-c", "import typer, regex"])
    print(f"start {start * 1e3:.0f} ms, imports alone {base * 1e3:.0f} ms, ratio {start / base:.2f}")
    whole = "\n".join(texts)
    whole *= SIZES[-1] // len(whole) + 1
    costs = [per_character(whole[:size]) for size in SIZES]
    print(
        "cost per character: " + ", ".join(f"{size:,}: {cost:.2f} µs" for size, cost in zip(SIZES, costs, strict=True))
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    growth = costs[-1] / costs[0]
    print(f"growth {growth:.2f}, peak memory {peak:.0f} MB")
    return int(bare / ours > MOST_SLOWER or start / base > MOST_START or growth > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
