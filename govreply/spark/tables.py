"""``extract_tables``: documents in, a DataFrame a table out, from one pass of extraction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike
from typing import TYPE_CHECKING

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 (its name in every Spark program)

from govreply.batch.pool import Limits
from govreply.lexicon import Lexicon
from govreply.spark.documents import PATHS, Documents, documents_of, partitions_of, unread
from govreply.spark.options import DEFAULTS
from govreply.spark.partition import Settings, extract_partition, settings_of
from govreply.spark.schema import piece_schema
from govreply.tables.schema import DATASET_TABLES, FILES

if TYPE_CHECKING:
    import pyarrow as pa


class SparkTables(dict[str, DataFrame]):
    """The tables by name. They share one extraction, which Spark keeps on the executors' disks until ``release``."""

    def __init__(self, pieces: DataFrame, listing: DataFrame | None) -> None:
        super().__init__(tables_of(pieces, listing))
        self._pieces = pieces

    def release(self) -> None:
        """Let Spark delete the extraction; whoever asks for a table after that extracts anew."""
        self._pieces.unpersist()


def extract_tables(
    spark: SparkSession,
    documents: PATHS | DataFrame,
    *,
    dictionaries: str | PathLike[str] | Sequence[str | PathLike[str]] = (),
    contacts: bool = False,
    partitions: int | None = None,
    limits: Limits = DEFAULTS.limits,
) -> SparkTables:
    """All tables of ``schema.DATASET_TABLES`` of all documents, a lazy DataFrame each.

    ``documents`` is a path, folder or glob, or several, in whatever file system Spark reads; or a frame of path and
    content (binary), or path and text. ``dictionaries`` are folders on this machine, ``contacts`` adds the contact
    person and phone to ``replies``, ``partitions`` is the number of tasks of the extraction (default: that of the tasks
    in which the documents are read, at least four a core), ``limits`` the seconds and megabytes that one document may
    take.

    The first action on any of the tables extracts the documents, once: the result stays on the executors' disks
    (``StorageLevel.DISK_ONLY``), and what is lost with an executor is extracted again. A document that fails is a row
    of ``files``; copies by content are rows of ``files`` too (``duplicate_of`` is the first path) and have no others.
    Numbers are ``decimal(38,15)``; of one that does not fit, ``files.warnings`` tells. Raises ReadError for paths
    without documents and for a frame without these columns, DictionaryError for dictionaries that cannot be used.
    """
    found = documents_of(spark, documents)
    settings = settings_of(Lexicon(dictionaries), contacts, limits)
    pieces = pieces_of(found, settings, partitions).persist(StorageLevel.DISK_ONLY)
    return SparkTables(pieces, found.listing)


def pieces_of(documents: Documents, settings: Settings, partitions: int | None = None) -> DataFrame:
    """The one pass: a frame of pieces (``schema.piece_schema``), from which ``tables_of`` unfolds every table.

    Documents travel by the hash of their bytes: copies meet in one partition, the first by path comes first, and the
    partitions are of one size, however the files lay.
    """

    def extract(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
        return extract_partition(iter(batches), settings)

    body = documents.frame.columns[1]
    data = F.col(body) if body == "content" else F.encode(body, "UTF-8")
    hashed = documents.frame.withColumn("sha256", F.sha2(data, 256))
    spread = hashed.repartition(partitions or partitions_of(documents.frame), "sha256")
    return spread.sortWithinPartitions("sha256", "path").mapInArrow(extract, piece_schema(settings.contacts))


def tables_of(pieces: DataFrame, listing: DataFrame | None = None) -> dict[str, DataFrame]:
    """Every table out of the pieces; with a ``listing``, ``files`` also has what could not be read at all."""
    tables = {name: pieces.select(F.inline(name)) for name in DATASET_TABLES}
    if listing is not None:
        files = tables[FILES.name]
        tables[FILES.name] = files.unionByName(unread(listing, files))
    return tables
