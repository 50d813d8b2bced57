"""``govreply spark``: documents to Parquet tables, on this machine's cores or on a cluster."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from govreply.commands.messages import say

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from govreply.spark.dataset import Summary
    from govreply.spark.options import Options

_EVERY_SECONDS = 5.0
_MOST_REASONS = 5
SETTINGS = {
    # Many small files: some 500 a task are read, not 32; and what Python gets at once stays small.
    "spark.sql.files.openCostInBytes": "262144",
    "spark.sql.execution.arrow.maxBytesPerBatch": "33554432",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


class SparkError(ValueError):
    """Spark that is missing, does not start, or gives up; the message says what to do."""


class Request(NamedTuple):
    """What the command line asks for; ``settings`` are Spark's, ``KEY=VALUE``; without ``master`` Spark chooses it."""

    inputs: Sequence[str]
    output: str
    options: Options
    master: str = ""
    settings: Sequence[str] = ()
    quiet: bool = False


def run(request: Request) -> int:
    """Extract and write; the exit status: 0, or 1 where a document failed.

    Raises typer.BadParameter for what cannot be asked; SparkError, ReadError, DictionaryError and DatasetError.
    """
    settings = _settings(request)
    _require()
    with tempfile.TemporaryDirectory(prefix="govreply-") as folder, _session(settings, Path(folder, "log")) as spark:
        summary = _written(spark, request)
    if not request.quiet:
        for line in summary_lines(summary, request.output):
            say(line)
    return 1 if summary.documents.get("failed") else 0


def summary_lines(summary: Summary, output: str) -> Iterator[str]:
    """What a run has come to, in words: documents, rows, failures by reason, where they are listed."""
    counts = [summary.documents.get(status, 0) for status in ("done", "duplicate", "failed")]
    yield f"{sum(counts)} documents: {counts[0]} done, {counts[1]} with the bytes of another, {counts[2]} failed"
    yield "rows: " + ", ".join(f"{name} {count}" for name, count in summary.rows.items())
    for number, (reason, count) in enumerate(summary.failures.items()):
        if number == _MOST_REASONS:
            yield f"and {len(summary.failures) - number} more reasons"
            break
        yield f"failed: {count} documents: {reason}" if count > 1 else f"failed: 1 document: {reason}"
    yield f"written to {output}" + (
        f"; what failed is listed in {output.rstrip('/')}/files" if summary.failures else ""
    )


def _written(spark: SparkSession, request: Request) -> Summary:
    from govreply.spark.dataset import write_dataset

    documents = _documents(spark, request.inputs)
    # In a thread, so that Ctrl-C meets a main thread that waits and can cancel whatever job is next.
    with _progress(spark, request.quiet) as steps, ThreadPoolExecutor(1) as thread:
        written = thread.submit(write_dataset, spark, documents, request.output, request.options, steps.append)
        try:
            return written.result()
        except KeyboardInterrupt:
            while not written.done():
                spark.sparkContext.cancelAllJobs()
                wait([written], timeout=0.2)
            raise


def _documents(spark: SparkSession, inputs: Sequence[str]) -> Sequence[str] | DataFrame:
    """The inputs as they are, or the frame that they hold: tables of documents end in ``.parquet``."""
    tables = [each for each in inputs if each.rstrip("/").endswith(".parquet")]
    if not tables:
        return inputs
    if len(tables) < len(inputs):
        raise typer.BadParameter("tables of documents (.parquet) and files cannot be mixed", param_hint="'INPUT'")
    from pyspark.errors import AnalysisException

    try:
        return spark.read.parquet(*tables)
    except AnalysisException as error:
        raise SparkError(f"{', '.join(tables)} cannot be read: {_first_line(error)}") from None


def _settings(request: Request) -> dict[str, str]:
    settings = dict(SETTINGS)
    for each in request.settings:
        key, equals, value = each.partition("=")
        if not equals or not key.startswith("spark."):
            raise typer.BadParameter(f"{each} is not of the form spark.KEY=VALUE", param_hint="'--conf'")
        settings[key] = value
    if request.master:
        settings["spark.master"] = request.master
    if not request.master or request.master.startswith("local"):
        # Workers on this machine are this Python, with this govreply.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        package = str(Path(__file__).resolve().parent.parent.parent)
        settings.setdefault("spark.executorEnv.PYTHONPATH", package)
    return settings


def _require() -> None:
    """Raise SparkError where pyspark, pyarrow, pandas or Java is missing."""
    from importlib.util import find_spec

    missing = [name for name in ("pyspark", "pyarrow", "pandas") if find_spec(name) is None]
    if missing:
        raise SparkError(f"{', '.join(missing)} is not installed: pip install 'govreply[spark]'")
    home = os.environ.get("JAVA_HOME")
    if home and not Path(home, "bin", "java").exists():
        raise SparkError(f"Spark needs Java 17 or newer; there is none in JAVA_HOME ({home})")
    if not home and shutil.which("java") is None:
        raise SparkError("Spark needs Java 17 or newer; there is no java on the PATH, and JAVA_HOME is not set")


@contextmanager
def _session(settings: dict[str, str], log: Path) -> Iterator[SparkSession]:
    """A session of Spark, whose own log goes to ``log``. Raises SparkError where it does not start or gives up."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    for key, value in {"spark.app.name": "govreply", **settings}.items():
        builder = builder.config(key, value)
    try:
        with _standard_error_to(log):
            spark: SparkSession = builder.getOrCreate()
    except (PySparkException, Py4JError, OSError, RuntimeError) as error:
        raise SparkError(f"Spark does not start: {_last_words(log) or _first_line(error)}") from None
    try:
        yield spark
    except (PySparkException, Py4JError) as error:
        raise SparkError(_explained(error)) from None
    finally:
        spark.stop()


@contextmanager
def _standard_error_to(log: Path) -> Iterator[None]:
    """Give processes started within it ``log`` as their standard error."""
    sys.stderr.flush()
    kept = os.dup(2)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _last_words(log: Path) -> str:
    """The line in which Spark's log says why: the last exception, else the last line."""
    lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    telling = [line for line in lines if ("Exception" in line or "Error" in line) and not line.startswith("at ")]
    return (telling or lines or [""])[-1]


def _explained(error: Exception) -> str:
    words = str(error)
    if "No module named 'govreply" in words:
        return "the workers have no govreply: install it on every node, or ship it (docs/scale.md says how)"
    if "PYTHON_VERSION_MISMATCH" in words or "different minor version" in words:
        return "the workers have another version of Python than this one: set PYSPARK_PYTHON"
    return f"Spark gave up: {_first_line(error)}"


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    causes = [line for line in lines if line.startswith("Caused by: ")] or [line for line in lines if "Error: " in line]
    return (causes or lines or [type(error).__name__])[-1 if causes else 0]


@contextmanager
def _progress(spark: SparkSession, quiet: bool) -> Iterator[list[str]]:
    """A list to which steps are added; every few seconds a line on standard error says how far the last one is."""
    steps: list[str] = []
    over = Event()
    tracker = spark.sparkContext.statusTracker()

    def watch() -> None:
        while not over.wait(_EVERY_SECONDS):
            stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
            done = sum(stage.numCompletedTasks for stage in stages if stage)
            total = sum(stage.numTasks for stage in stages if stage)
            if steps and total:
                say(f"{steps[-1]}: {done} of {total} tasks done")

    watcher = Thread(target=watch, daemon=True)
    if not quiet:
        watcher.start()
    try:
        yield steps
    finally:
        over.set()
        if watcher.is_alive():
            watcher.join()
