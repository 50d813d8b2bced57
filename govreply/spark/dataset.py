"""``write_dataset``: documents in, a folder of Parquet tables out, which is there whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from os import PathLike
from pathlib import PurePath
from typing import Any, NamedTuple

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 (its name in every Spark program)

from govreply.lexicon import Lexicon
from govreply.spark.documents import PATHS, documents_of, literal
from govreply.spark.options import DEFAULTS, Options
from govreply.spark.partition import settings_of
from govreply.spark.tables import pieces_of, tables_of
from govreply.tables.schema import DATASET_TABLES, FILES

MANIFEST = "_SUCCESS"
_PIECES = "pieces"
_MOST_REASONS = 100


class DatasetError(ValueError):
    """An output that cannot be written; the message names it and says why."""


class Summary(NamedTuple):
    """What a dataset holds: documents by status, rows by table, failed documents by reason, the commonest first."""

    documents: dict[str, int]
    rows: dict[str, int]
    failures: dict[str, int]


def write_dataset(
    spark: SparkSession,
    documents: PATHS | DataFrame,
    output: str | PathLike[str],
    options: Options = DEFAULTS,
    report: Callable[[str], None] = lambda step: None,
) -> Summary:
    """Extract ``documents`` (as in ``extract_tables``) into ``output``/TABLE/ as Parquet; ``report`` is told each step.

    Everything is written beside ``output``, in ``_OUTPUT.incomplete-ID``, and moved there by one rename once it is
    whole; last comes ``output/_SUCCESS``, a JSON object of the program's version, the documents by status and the rows
    of each table. On file systems that rename folders at once (local, HDFS) readers see all or nothing; on object
    stores, which copy, a dataset is whole when it has its ``_SUCCESS``. Raises ReadError and DictionaryError as
    ``extract_tables``, and DatasetError where ``output`` exists and is not to be, or must not be, replaced.
    """
    place = _Place(spark, str(output))
    place.check(options.overwrite)
    found = documents_of(spark, documents)
    settings = settings_of(Lexicon(options.dictionaries), options.contacts, options.limits)
    try:
        report("extracting")
        pieces_of(found, settings, options.partitions).write.parquet(place.inside(_PIECES))
        pieces = spark.read.parquet(literal(place.inside(_PIECES)))
        for name, table in tables_of(pieces, found.listing).items():
            report(f"writing {name}")
            table.write.parquet(place.inside(name))
        report("counting")
        summary = _summary(pieces, spark.read.parquet(literal(place.inside(FILES.name))))
        place.commit(summary)
    finally:
        place.clear()
    return summary


def _summary(pieces: DataFrame, files: DataFrame) -> Summary:
    counts = pieces.select([F.sum(F.size(name)).alias(name) for name in DATASET_TABLES]).collect()[0].asDict()
    statuses = {row[0]: row[1] for row in files.groupBy("status").count().orderBy("status").collect()}
    rows = {name: count or 0 for name, count in counts.items()} | {FILES.name: sum(statuses.values())}
    failed = files.where("status = 'failed'").groupBy("error").count()
    reasons = failed.orderBy(F.desc("count"), "error").limit(_MOST_REASONS).collect()
    return Summary(statuses, rows, {row[0]: row[1] for row in reasons})


class _Place:
    """The output folder and the folder beside it in which it comes into being, on whatever file system."""

    def __init__(self, spark: SparkSession, output: str) -> None:
        context: Any = spark.sparkContext
        self._path = context._jvm.org.apache.hadoop.fs.Path
        self._output = self._path(output)
        self._system = self._output.getFileSystem(context._jsc.hadoopConfiguration())
        self._output = self._system.makeQualified(self._output)
        self._shown = output
        self._incomplete = self._beside("incomplete", context.applicationId)
        self._replaced = self._beside("replaced", context.applicationId)

    def _beside(self, what: str, run: str) -> Any:
        return self._path(self._output.getParent(), f"_{self._output.getName()}.{what}-{run}")

    def inside(self, name: str) -> str:
        """The path of a table in the making."""
        return str(self._path(self._incomplete, name).toString())

    def check(self, overwrite: bool) -> None:
        """Raise DatasetError where the output exists and may not be replaced."""
        if not self._system.exists(self._output):
            return
        if not overwrite:
            raise DatasetError(f"{self._shown} exists: choose another name, or --overwrite to replace it")
        if not self._system.exists(self._path(self._output, MANIFEST)):
            raise DatasetError(
                f"{self._shown} is no dataset of govreply spark, so it is not replaced: choose another name"
            )

    def commit(self, summary: Summary) -> None:
        """Let the dataset appear under its name. Raises DatasetError where the file system refuses."""
        from govreply import __version__

        self._system.delete(self._path(self._incomplete, _PIECES), True)
        if self._system.exists(self._output):
            self._move(self._output, self._replaced)
        self._move(self._incomplete, self._output)
        manifest = {"govreply": __version__, "documents": summary.documents, "rows": summary.rows}
        stream = self._system.create(self._path(self._output, MANIFEST), True)
        stream.write(bytearray(json.dumps(manifest, indent=1).encode()))
        stream.close()
        self._system.delete(self._replaced, True)

    def clear(self) -> None:
        """Delete what a run that failed has left."""
        self._system.delete(self._incomplete, True)

    def _move(self, source: Any, target: Any) -> None:
        if not self._system.rename(source, target):
            raise DatasetError(f"{self._shown} cannot be written: {PurePath(source.toString()).name} cannot be renamed")
