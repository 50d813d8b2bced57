"""Documents per second of one process and of Spark, and what that makes of twenty million documents.

    python -m benchmarks.spark [--documents 3000]

The documents are generated (``generate.py``). Prints, for ``extract_file`` in a loop and for
``govreply.spark.write_dataset`` on ``local[1]`` and ``local[2]``: documents per second by the clock, and milliseconds
of processor time a document. The second also holds on a machine that is busy with other things; in Spark it counts
the driver, the executors' threads, the Python workers and their children. Each Spark job costs some seconds however few
the documents, so what one more document costs is the difference between a quarter of them and all; from it follows what
twenty million cost.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import govreply
from benchmarks.generate import write

TWENTY_MILLION = 20_000_000
_TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """Of one run: seconds by the clock, seconds of processor time."""

    seconds: float
    processor: float

    def line(self, name: str, documents: int) -> str:
        return (
            f"{name:12} {documents / self.seconds:7.1f} documents/s by the clock,"
            f" {self.processor / documents * 1000:6.2f} ms of processor a document,"
            f" {documents / self.processor:6.1f} documents a processor-second"
        )


def loop(files: list[Path]) -> Cost:
    """``extract_file`` on each file, in this process; nothing is written."""
    govreply.extract_file(files[0])
    clock, processor = time.perf_counter(), time.process_time()
    for file in files:
        govreply.extract_file(file)
    return Cost(time.perf_counter() - clock, time.process_time() - processor)


def on_spark(master: str, folders: list[Path], place: Path) -> list[Cost]:
    """``write_dataset`` of each folder on ``master``, in one session, whose start is not counted."""
    from pyspark.sql import SparkSession

    from govreply.commands.spark import SETTINGS
    from govreply.spark import write_dataset

    builder: Any = SparkSession.builder
    for key, value in {**SETTINGS, "spark.master": master, "spark.ui.enabled": "false"}.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    driver = spark.sparkContext._gateway.proc.pid
    costs = []
    for folder in folders:
        clock, processor = time.perf_counter(), _processor(driver) + time.process_time()
        write_dataset(spark, folder, place / f"{master}-{folder.name}")
        costs.append(Cost(time.perf_counter() - clock, _processor(driver) + time.process_time() - processor))
    spark.stop()
    return costs


def _processor(pid: int) -> float:
    """Seconds of processor time of a process, its ended children, and its living descendants'."""
    own = sum(map(int, _stat(pid)[11:15])) / _TICKS
    return own + sum(_processor(child) for child in _children(pid))


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        yield from map(int, (task / "children").read_text().split())


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=3000)
    asked = parser.parse_args()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        sizes = {"few": 40, "quarter": asked.documents // 4, "all": asked.documents}
        for folder, number in sizes.items():
            write(number, place / folder)
        files = sorted((place / "all").rglob("*.txt"))
        size = sum(path.stat().st_size for path in files)
        print(f"{len(files)} documents of {size / len(files):.0f} bytes on average, {os.cpu_count()} processors")
        print(loop(files).line("one process", len(files)))
        for master in ("local[1]", "local[2]"):
            _, quarter, whole = on_spark(master, [place / folder for folder in sizes], place)
            print(whole.line(master, len(files)))
            more = Cost(whole.seconds - quarter.seconds, whole.processor - quarter.processor)
            print(more.line("one more", len(files) - sizes["quarter"]))
    hours = more.processor / (len(files) - sizes["quarter"]) * TWENTY_MILLION / 3600
    print(f"20,000,000 documents: {hours:.0f} processor-hours; {hours / 50:.2f} h on 50, {hours / 500:.2f} h on 500")
    return 0


if __name__ == "__main__":
    sys.exit(main())
