"""Faults stay with their document: the pool stops it, says why, and treats the rest."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from govreply.batch.pool import Limits, Pool, PoolError
from govreply.batch.treatment import Outcome, Settings, Treatment
from govreply.batch.worklist import Item
from tests.batch.misbehaving import treat

pytestmark = pytest.mark.slow  # limits of time must run out

LIMITS = Limits(seconds=3.0, megabytes=512)
SOUND = "张某某委员：2024年，投入资金1500余万元。"
ERRORS = {
    "hangs.txt": "takes longer than the limit of 3 s",
    "spins.txt": "takes longer than the limit of 3 s",
    "leaves.txt": "its worker ended with exit status 3, twice",
    "exits.txt": "its worker ended with exit status 0, twice",
    "raises.txt": "internal error, please report it: ZeroDivisionError: what nobody foresaw at misbehaving.py",
    "recurses.txt": "internal error, please report it: RecursionError",
}
if os.name != "nt":
    ERRORS["crashes.txt"] = "its worker was ended by SIGABRT, twice"
if sys.platform.startswith("linux"):
    ERRORS["grows.txt"] = "needs more memory than the limit of 512 MB"


def items(folder: Path, *names: str) -> list[Item]:
    for name in names:
        (folder / name).write_text(SOUND, "utf-8")
    return [Item(name, str(folder / name)) for name in names]


def outcomes(work: list[Item], jobs: int = 2, treatment: Treatment = treat) -> dict[str, Outcome]:
    with Pool(jobs, treatment, Settings(), LIMITS) as pool:
        steps = [step for step in pool.outcomes(work) if step is not None]
    assert len({item for item, _ in steps}) == len(steps)
    return {item.path: outcome for item, outcome in steps}


@pytest.fixture(scope="module")
def among_faults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """What became of documents of which every other one misbehaves, treated by two workers."""
    sound = [f"sound{number}.txt" for number in range(len(ERRORS))]
    names = [name for pair in zip(ERRORS, sound, strict=True) for name in pair]
    return outcomes(items(tmp_path_factory.mktemp("faults"), *names))


@pytest.mark.parametrize("name", ERRORS)
def test_a_fault_is_stopped_and_named(among_faults: dict[str, Outcome], name: str) -> None:
    assert among_faults[name].status == "failed"
    assert among_faults[name].error.startswith(ERRORS[name])


def test_a_fault_stays_with_its_document(among_faults: dict[str, Outcome]) -> None:
    sound = {name: outcome.status for name, outcome in among_faults.items() if name not in ERRORS}
    assert sound == {f"sound{number}.txt": "done" for number in range(len(ERRORS))}


def test_one_worker_after_the_other(tmp_path: Path) -> None:
    names = ["0-leaves.txt", "1.txt", "2-raises.txt", "3-exits.txt", "4.txt"]
    found = outcomes(items(tmp_path, *names), jobs=1)
    assert [found[name].status for name in names] == ["failed", "done", "failed", "failed", "done"]


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_a_worker_killed_from_outside_costs_no_document(tmp_path: Path) -> None:
    work = items(tmp_path, *(f"{number:03}.txt" for number in range(60)))
    found = {}
    moments = {5, 20, 40}
    with Pool(2, treat, Settings(), LIMITS) as pool:
        for step in pool.outcomes(work):
            if step is not None:
                found[step[0].path] = step[1].status
            if len(found) in moments:
                moments.remove(len(found))
                os.kill(pool.process_ids()[0], signal.SIGKILL)
    assert found == {item.path: "done" for item in work}


def hoard(item: Item, settings: Settings) -> Outcome:
    """Takes 300 MB and keeps them, in whatever worker."""
    _HOARD.append(bytearray(300_000_000))
    return Outcome("done")


_HOARD: list[bytearray] = []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system keeps no such limit")
def test_a_document_does_not_pay_for_those_before_it(tmp_path: Path) -> None:
    found = outcomes(items(tmp_path, "a.txt", "b.txt", "c.txt"), jobs=1, treatment=hoard)
    assert [outcome.status for outcome in found.values()] == ["done"] * 3


def test_a_caller_that_takes_its_time_costs_no_document(tmp_path: Path) -> None:
    work = items(tmp_path, *(f"{number}.txt" for number in range(6)))
    found = []
    with Pool(1, treat, Settings(), Limits(1.0, 512)) as pool:
        for step in pool.outcomes(work):
            if step is not None:
                found.append(step[1].status)
                time.sleep(1.5 if len(found) < 3 else 0)
    assert found == ["done"] * 6


def test_a_limit_shorter_than_the_start_of_a_worker(tmp_path: Path) -> None:
    with Pool(1, treat, Settings(), Limits(0.1, 512)) as pool:
        steps = [step for step in pool.outcomes(items(tmp_path, "hangs.txt")) if step is not None]
    assert [outcome.error for _, outcome in steps] == ["takes longer than the limit of 0.1 s"]


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
