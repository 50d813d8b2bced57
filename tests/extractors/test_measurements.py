"""The case table of measurements."""

from __future__ import annotations

import pytest

from govreply.models import Measurement
from tests.extractors.quantity_cases import cases, check


def fields(found: Measurement) -> tuple[str, ...]:
    return (found.unit, found.symbol)


@pytest.mark.parametrize(("text", "expected"), cases("measurements"))
def test_measurements(text: str, expected: str) -> None:
    check("measurements", text, expected, fields)
