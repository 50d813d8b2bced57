"""What a worker does with documents that misbehave; the name of the file says how. Workers import it by name."""

from __future__ import annotations

import os
import sys
import time

from govreply.batch.treatment import Outcome, Settings, extract_item
from govreply.batch.worklist import Item


def treat(item: Item, settings: Settings) -> Outcome:
    """As ``extract_item``, but a document whose name says so hangs, ends the process, takes all memory, or raises."""
    for word, misbehave in _FAULTS.items():
        if word in item.path:
            misbehave()
    return extract_item(item, settings)


def _hang() -> None:
    time.sleep(1000)


def _spin() -> None:
    while True:
        pass


def _leave() -> None:
    os._exit(3)


def _exit() -> None:
    sys.exit(0)


def _crash() -> None:
    os.abort()


def _grow() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(10_000_000))


def _raise() -> None:
    raise ZeroDivisionError("what nobody foresaw")


def _recurse() -> None:
    _recurse()


_FAULTS = {
    "hangs": _hang,
    "spins": _spin,
    "leaves": _leave,
    "exits": _exit,
    "crashes": _crash,
    "grows": _grow,
    "raises": _raise,
    "recurses": _recurse,
}
