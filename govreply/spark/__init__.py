"""The same extraction on a cluster: documents in, a Spark DataFrame a table out. Needs ``govreply[spark]`` and Java 17.

>>> from govreply.spark import extract_tables  # doctest: +SKIP
>>> tables = extract_tables(spark, "hdfs:///replies")  # doctest: +SKIP
>>> tables["amounts"].where("value > 100000000").count()  # doctest: +SKIP

``documents`` finds and reads, ``partition`` runs on the executors, ``child`` keeps a document's faults to itself,
``schema`` turns rows into Arrow and Spark types, ``tables`` and ``dataset`` are the two interfaces. pyspark is imported
when one of these is.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govreply.spark.dataset import write_dataset
    from govreply.spark.tables import extract_tables

__all__ = ["extract_tables", "write_dataset"]

_HOMES = {"extract_tables": "govreply.spark.tables", "write_dataset": "govreply.spark.dataset"}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
