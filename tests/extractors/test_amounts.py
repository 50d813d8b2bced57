"""The case table of amounts."""

from __future__ import annotations

import pytest

from govreply.models import Amount
from tests.extractors.quantity_cases import cases, check


def fields(found: Amount) -> tuple[str, ...]:
    return (found.currency,)


@pytest.mark.parametrize(("text", "expected"), cases("amounts"))
def test_amounts(text: str, expected: str) -> None:
    check("amounts", text, expected, fields)
