"""Speed and memory of ``govreply batch`` on generated documents.

    python -m benchmarks.batch [--documents 20000] [--format csv]

Prints documents per second with one and two workers, their ratio (needs two free processors), and the parent's peak
memory at a tenth of the documents and at all. Exits with 1 where the ratio is below 1.7 or memory is not flat.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.generate import write

LEAST_RATIO = 1.7
MOST_GROWTH_MB = 60.0
MOST_MB = 400.0


class Run(NamedTuple):
    """One batch: seconds of wall time, megabytes of the parent's memory at its peak (0 where the system hides it)."""

    seconds: float
    megabytes: float


def batch(folder: Path, documents: Path, jobs: int, format_: str) -> Run:
    """Run ``govreply batch`` on ``documents`` from nothing. Raises CalledProcessError where it fails."""
    suffix = {"xlsx": ".xlsx", "sqlite": ".sqlite"}.get(format_, "")
    output = folder / f"out-{jobs}-{documents.name}{suffix}"
    command = ["batch", str(documents), "-o", str(output), "-f", format_, "--jobs", str(jobs), "--fresh", "--quiet"]
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "govreply", *command])
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _megabytes(process.pid))
        time.sleep(0.05)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(time.perf_counter() - started, peak)


def _megabytes(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def main() -> int:
    """Measure and print; the exit status says whether the bars are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--format", default="csv", choices=["csv", "xlsx", "sqlite", "parquet", "jsonl"])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        few, many = asked.documents // 10, asked.documents
        write(few, folder / "few")
        write(many, folder / "many")
        small = batch(folder, folder / "few", 2, asked.format)
        one = batch(folder, folder / "many", 1, asked.format)
        two = batch(folder, folder / "many", 2, asked.format)
    ratio = one.seconds / two.seconds
    print(f"format            {asked.format}")
    print(f"one worker        {many / one.seconds:8.1f} documents/s")
    print(f"two workers       {many / two.seconds:8.1f} documents/s, ratio {ratio:.2f} (bar {LEAST_RATIO})")
    print(
        f"cost per document {small.seconds / few * 1000:.2f} ms of {few}, {two.seconds / many * 1000:.2f} ms of {many}"
    )
    print(f"parent's peak     {small.megabytes:.0f} MB at {few}, {two.megabytes:.0f} MB at {many} (bar {MOST_MB:.0f})")
    flat = two.megabytes - small.megabytes <= MOST_GROWTH_MB and two.megabytes <= MOST_MB
    return 0 if ratio >= LEAST_RATIO and flat else 1


if __name__ == "__main__":
    sys.exit(main())
