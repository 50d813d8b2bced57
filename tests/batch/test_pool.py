"""Faults stay with their document: the pool stops it, says why, and treats the rest."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from govreply.batch.pool import Limits, Pool, PoolError
from govreply.batch.process import Outcome, Process, Settings
from govreply.batch.worklist import Item
from tests.batch.misbehaving import treat

LIMITS = Limits(seconds=1.0, megabytes=512)
SOUND = "张某某委员：2024年，投入资金1500余万元。"


def items(folder: Path, *names: str) -> list[Item]:
    for name in names:
        (folder / name).write_text(SOUND, "utf-8")
    return [Item(name, str(folder / name)) for name in names]


def outcomes(work: list[Item], jobs: int = 2, process: Process = treat) -> dict[str, Outcome]:
    with Pool(jobs, process, Settings(), LIMITS) as pool:
        steps = [step for step in pool.outcomes(work) if step is not None]
    assert len({item for item, _ in steps}) == len(steps)
    return {item.path: outcome for item, outcome in steps}


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("hangs.txt", "takes longer than the limit of 1 s"),
        ("spins.txt", "takes longer than the limit of 1 s"),
        ("leaves.txt", "its worker ended with exit status 3, twice"),
        ("exits.txt", "its worker ended with exit status 0, twice"),
        pytest.param(
            "crashes.txt",
            "its worker was ended by SIGABRT, twice",
            marks=pytest.mark.skipif(os.name == "nt", reason=""),
        ),
        pytest.param(
            "grows.txt",
            "needs more memory than the limit of 512 MB",
            marks=pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system keeps no such limit"),
        ),
        ("raises.txt", "internal error, please report it: ZeroDivisionError: what nobody foresaw at misbehaving.py"),
        ("recurses.txt", "internal error, please report it: RecursionError"),
    ],
)
def test_a_fault_stays_with_its_document(tmp_path: Path, name: str, error: str) -> None:
    found = outcomes(items(tmp_path, "a.txt", "b.txt", name, "c.txt", "d.txt"))
    assert found[name].status == "failed"
    assert found[name].error.startswith(error)
    assert [found[f"{letter}.txt"].status for letter in "abcd"] == ["done"] * 4


def test_many_faults_leave_the_sound_ones(tmp_path: Path) -> None:
    names = [
        f"{number:02}-{fault}.txt" for number, fault in enumerate(["leaves", "x", "grows", "raises", "y", "exits"])
    ]
    found = outcomes(items(tmp_path, *names, "z.txt"), jobs=1)
    assert {name for name, outcome in found.items() if outcome.status == "done"} == {"01-x.txt", "04-y.txt", "z.txt"}


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_a_worker_killed_from_outside_costs_no_document(tmp_path: Path) -> None:
    work = items(tmp_path, *(f"{number:03}.txt" for number in range(60)))
    found = {}
    with Pool(2, treat, Settings(), LIMITS) as pool:
        for step in pool.outcomes(work):
            if step is not None:
                found[step[0].path] = step[1].status
            if len(found) in (5, 20, 40):
                os.kill(pool.process_ids()[0], signal.SIGKILL)
    assert found == {item.path: "done" for item in work}


def test_items_may_come_while_others_are_treated(tmp_path: Path) -> None:
    first, *more = items(tmp_path, "a.txt", "b.txt", "c.txt")
    found = []
    with Pool(1, treat, Settings(), LIMITS) as pool:
        for step in pool.outcomes([first]):
            if step is not None:
                found.append(step[0].path)
                if more:
                    pool.add(more.pop())
    assert sorted(found) == ["a.txt", "b.txt", "c.txt"]


def test_workers_that_cannot_start_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govreply.batch.pool.work", _NoFunction())
    with pytest.raises(PoolError, match="workers cannot start"):
        outcomes(items(tmp_path, "a.txt"))


class _NoFunction:
    """Pickles as a function that no worker finds."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return _missing, ("nothing",)


def _missing(name: str) -> object:
    raise ImportError(name)


def test_leaving_the_pool_ends_what_hangs(tmp_path: Path) -> None:
    started = time.monotonic()
    with Pool(1, treat, Settings(), Limits(100, 512)) as pool:
        for step in pool.outcomes(items(tmp_path, "hangs.txt")):
            if step is None and pool.process_ids():
                break
    assert time.monotonic() - started < 20
