"""The case table of percentages."""

from __future__ import annotations

import pytest

from govreply.models import Percentage
from tests.extractors.quantity_cases import cases, check


def fields(found: Percentage) -> tuple[str, ...]:
    return (found.direction,)


@pytest.mark.parametrize(("text", "expected"), cases("percentages"))
def test_percentages(text: str, expected: str) -> None:
    check("percentages", text, expected, fields)
