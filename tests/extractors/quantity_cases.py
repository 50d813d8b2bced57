"""Reads the case tables of the four kinds of numbers and compares what is found with what is expected.

``expected`` is ``mention=value modifier …``, joined by ``;`` (see the first lines of each table); trailing fields may
be left out, a modifier then is ``exact``; ``-`` alone finds nothing, ``*`` as a field is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from govreply.extractors.quantities import find_quantities
from govreply.lexicon import default_lexicon, read_table
from govreply.models import Quantity

CASES = Path(__file__).parent.parent / "cases"


def cases(table: str) -> list[Any]:
    """The rows of ``tests/cases/<table>.tsv`` as parameters ``text, expected``."""
    return [
        pytest.param(row["text"], row["expected"], id=f"{row['text']} ({row['why']})")
        for row in read_table(CASES / f"{table}.tsv")
    ]


def check(table: str, text: str, expected: str, own: Callable[[Any], tuple[str, ...]]) -> None:
    """Assert that ``table`` of ``text`` holds just what is expected; ``own`` gives a mention's further fields."""
    found = getattr(find_quantities(text, [], default_lexicon()), table)
    wanted = [] if expected == "-" else [item.partition("=") for item in expected.split(";")]
    assert [text[slice(*mention.span)] for mention in found] == [mention for mention, _, _ in wanted]
    for mention, (_, _, fields) in zip(found, wanted, strict=True):
        has = (_value(mention), mention.modifier, *(field or "-" for field in own(mention)))
        should = fields.split(" ")
        pairs = list(zip_longest(should, has, fillvalue="*"))[: max(2, len(should))]
        default = ("*", "exact")
        for index, (want, field) in enumerate(pairs):
            want = default[index] if index < 2 and index >= len(should) else want
            assert want in (field, "*"), f"{text}: {' '.join(has)} should be {fields}"


def _value(mention: Quantity) -> str:
    return (
        f"{mention.low}..{mention.high}"
        if mention.value is None
        else format(mention.value, "f" if "." in str(mention.value) else "")
    )
