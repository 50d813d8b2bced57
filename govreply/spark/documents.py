"""From paths or a frame to documents: what Spark reads, where, and what it could not read."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 (its name in every Spark program)

from govreply.readers import ReadError
from govreply.readers.limits import MOST_BYTES

PATHS = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]

TASKS_A_CORE = 4
MOST_PARTITIONS = 10_000
"""Beyond it the driver's bookkeeping of shuffle blocks (partitions read times partitions written) grows heavy."""

_NOT_DOCUMENTS = r"^(~\$.*|Thumbs\.db|desktop\.ini)$"
_NAME = r"([^/]*)$"


class Documents(NamedTuple):
    """``frame`` has path, and content (binary) or text; ``listing`` path and length of what should be in it, of paths
    only."""

    frame: DataFrame
    listing: DataFrame | None = None


def documents_of(spark: SparkSession, documents: PATHS | DataFrame) -> Documents:
    """The documents in files, folders (all files at any depth) and globs, or in a frame.

    Files beyond ``limits.MOST_BYTES`` are not read at all. Raises ReadError for a path without any file and for a frame
    without the columns path and content or text.
    """
    if isinstance(documents, DataFrame):
        return Documents(_checked(documents))
    several = [documents] if isinstance(documents, str | os.PathLike) else documents
    paths = [os.fspath(path) for path in several]
    files = _files(spark, paths)
    names = _names(spark, files)
    if names is None:
        raise ReadError(f"no documents in {', '.join(paths) or 'an empty list of paths'}")
    kept = ~F.regexp_extract("path", _NAME, 1).rlike(_NOT_DOCUMENTS)
    files = files.where(kept).select(_shown(F.col("path")).alias("path"), "length", "content")
    readable = files.where(F.col("length") <= MOST_BYTES).select("path", "content")
    listing = names.where(kept).join(files.select("path", "length"), "path", "left")
    return Documents(readable, listing)


def partitions_of(frame: DataFrame) -> int:
    """The number of partitions that suits documents: that in which Spark reads them, but some for each core."""
    fewest = TASKS_A_CORE * frame.sparkSession.sparkContext.defaultParallelism
    return min(max(fewest, frame.rdd.getNumPartitions()), MOST_PARTITIONS)


def unread(listing: DataFrame, files: DataFrame) -> DataFrame:
    """The rows of ``files`` for what is in the listing and has no row there, with the reason."""
    length = F.col("length")
    reason = (
        F.when(length.isNull(), "is empty, or gone since it was listed")
        .when(length > MOST_BYTES, f"is larger than {MOST_BYTES // 1_000_000} MB")
        .otherwise("cannot be read")
    )
    known = {
        "path": F.col("path"),
        "bytes": length,
        "status": F.lit("failed"),
        "error": reason,
        "seconds": F.lit(0),
    }
    columns = [known.get(field.name, F.lit(None)).cast(field.dataType).alias(field.name) for field in files.schema]
    return listing.join(files.select("path"), "path", "left_anti").select(columns)


def literal(path: str) -> str:
    """A path with what Spark would take for a glob in it escaped: ``[2024]`` is no set of four digits."""
    return re.sub(r"([\\\[\]{}*?])", r"\\\1", path)


def _files(spark: SparkSession, paths: list[str]) -> DataFrame:
    reader = spark.read.format("binaryFile").option("recursiveFileLookup", True)
    # What vanishes or breaks between listing and reading is told by ``unread`` instead of ending the job.
    reader = reader.option("ignoreMissingFiles", True).option("ignoreCorruptFiles", True)
    try:
        return reader.load([literal(path) if os.path.lexists(path) else path for path in paths])
    except AnalysisException as error:
        if error.getCondition() != "PATH_NOT_FOUND":
            raise
        missing = (error.getMessageParameters() or {}).get("path", ", ".join(paths))
        raise ReadError(f"{re.sub('^file:/+', '/', missing)}: no such file or folder") from None


def _names(spark: SparkSession, files: DataFrame) -> DataFrame | None:
    """The paths of all files, of empty ones too, which Spark lists but never reads; None where there is no file."""
    jvm: Any = spark.sparkContext._jvm
    listed = files._jdf.inputFiles()
    if not len(listed):
        return None
    sequence = jvm.scala.collection.immutable.ArraySeq.unsafeWrapArray(listed)
    names = spark._jsparkSession.createDataset(sequence, jvm.org.apache.spark.sql.Encoders.STRING())
    encoded = F.replace(F.col("value"), F.lit("+"), F.lit("%2B"))
    return DataFrame(names.toDF(), spark).select(_shown(F.url_decode(encoded)).alias("path"))


def _shown(path: Column) -> Column:
    """A path as a user writes it: without the ``file:`` of local ones."""
    return F.regexp_replace(path, "^file:/+", "/")


def _checked(frame: DataFrame) -> DataFrame:
    body = next((name for name in ("content", "text") if name in frame.columns), None)
    if "path" not in frame.columns or body is None:
        raise ReadError(
            f"a frame of documents has the columns path and content or text, not {', '.join(frame.columns)}"
        )
    type_ = frame.schema[body].dataType.simpleString()
    if type_ != ("binary" if body == "content" else "string"):
        raise ReadError(f"the column {body} of a frame of documents is {type_}; content is binary, text is string")
    return frame.select(F.col("path").cast("string").alias("path"), body)
