"""Rows become Arrow pieces: every type as the schema says, and what does not fit never fails."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from govreply.tables.schema import DATASET_TABLES

pytestmark = pytest.mark.slow
pytest.importorskip("pyarrow")


def file_row(warnings: str | None = None) -> dict[str, Any]:
    return {"path": "a.txt", "status": "done", "warnings": warnings}


def through(table: str, row: dict[str, Any], warnings: str | None = None) -> tuple[dict[str, Any], str | None]:
    """A row after its way through Arrow, and the warnings of its file."""
    from govreply.spark.schema import pieces

    (piece,) = pieces([{table: [row], "files": [file_row(warnings)]}], contacts=False)
    found = {name: rows[0] for name, rows in piece.to_pydict().items()}
    return found[table][0], found["files"][0]["warnings"]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (15002500, Decimal(15002500)),
        (Decimal("66.666667"), Decimal("66.666667")),
        (10**22, Decimal(10**22)),
        (Decimal("0.000000000000001"), Decimal("0.000000000000001")),
    ],
)
def test_numbers_are_exact(value: Any, kept: Any) -> None:
    row, warnings = through("amounts", {"value": value})
    assert row["value"] == kept
    assert warnings is None


@pytest.mark.parametrize(
    ("table", "column", "cell", "kept"),
    [
        ("amounts", "value", Decimal("0.0000000000000014"), Decimal("0.000000000000001")),
        ("amounts", "value", 10**23, None),
        ("measurements", "si_value", -(10**40), None),
        ("measurements", "si_value", Decimal("99999999999999999999999.9999999999999999"), None),
        ("replies", "term", 10**30, None),
        ("amounts", "text", "1\ud800元", "1?元"),
    ],
)
def test_what_does_not_fit_is_told(table: str, column: str, cell: Any, kept: Any) -> None:
    row, warnings = through(table, {column: cell}, "printed twice")
    assert row[column] == kept
    assert warnings == f"printed twice; 1 of the {table} do not fit their column's type and are rounded or empty"


def test_only_the_document_in_question_is_warned_of() -> None:
    from govreply.spark.schema import pieces

    documents: Any = [{"amounts": [{"value": value}], "files": [file_row()]} for value in (5, 10**30)]
    (piece,) = pieces(documents, contacts=False)
    first, second = piece.to_pydict()["files"][0]
    assert first["warnings"] is None
    assert "amounts" in second["warnings"]


def test_a_long_document_comes_in_several_pieces() -> None:
    from govreply.spark.schema import ROWS_A_PIECE, pieces

    documents: Any = [{"dates": [{"start": n} for n in range(2 * ROWS_A_PIECE + 1)], "files": [file_row()]}]
    several = [piece.to_pydict() for piece in pieces(documents, contacts=False)]
    assert [len(each["dates"][0]) for each in several] == [ROWS_A_PIECE, ROWS_A_PIECE, 1]
    assert [len(each["files"][0]) for each in several] == [1, 0, 0]
    assert [row["start"] for each in several for row in each["dates"][0]] == list(range(2 * ROWS_A_PIECE + 1))


def test_spark_and_arrow_agree() -> None:
    from govreply.spark.schema import arrow_types, piece_schema, spark_type

    assert list(arrow_types(False)) == list(DATASET_TABLES)
    assert "`value`:decimal(38,15)" in spark_type("amounts", False)
    assert "`page`:bigint,`ocr`:bigint" in spark_type("amounts", False)
    assert "phone" not in piece_schema(False)
    assert "`contact`:string,`phone`:string" in piece_schema(True)
