"""Speed and memory as ratios within one run: ``python benchmarks/speed.py [FOLDER]`` (default: the samples).

Prints characters per second of ``govreply.extract`` (all tables, one core), of one bare ``regex`` scan for number
candidates over the same texts, and their ratio; the whole-process time of ``govreply extract FILE --format json``
against ``python -c "import typer, regex"``; the growth of the cost per character from 10 thousand to 10 million
characters in one document; and the peak memory of the largest. Exit status 1 when a bar is missed: 1/40 of the scan,
2.5 x the start, growth 1.5.
"""

from __future__ import annotations

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
MOST_SLOWER, MOST_START, MOST_GROWTH = 40.0, 2.5, 1.5


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
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "samples"
    files = sorted(folder.glob("*.txt"))
    texts = [read_file(path).text for path in files] * 10
    govreply.extract(texts[0])
    ours = rate(govreply.extract, texts)
    bare = rate(lambda text: sum(1 for _ in SCAN.finditer(text)), texts)
    print(f"extract {ours / 1e3:.0f} kchar/s, bare scan {bare / 1e6:.1f} Mchar/s, ratio 1/{bare / ours:.1f}")
    command = [sys.executable, "-m", "govreply", "extract", str(files[0]), "--format", "json"]
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
