"""The case table of counts."""

from __future__ import annotations

import pytest

from govreply.models import Count
from tests.extractors.quantity_cases import cases, check


def fields(found: Count) -> tuple[str, ...]:
    return (found.object,)


@pytest.mark.parametrize(("text", "expected"), cases("counts"))
def test_counts(text: str, expected: str) -> None:
    check("counts", text, expected, fields)
