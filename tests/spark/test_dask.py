"""The lines that docs/scale.md gives for Dask, run with it."""

from __future__ import annotations

from pathlib import Path

import pytest

import govreply

pytestmark = pytest.mark.slow
SAMPLES = sorted(map(str, (Path(__file__).parent.parent.parent / "samples").glob("*.txt")))


def test_map_partitions() -> None:
    dd = pytest.importorskip("dask.dataframe", reason="dask is not installed")
    import pandas as pd

    def amounts(part: pd.DataFrame) -> pd.DataFrame:
        return pd.concat([govreply.extract_file(path).frame("amounts") for path in part["path"]])

    paths = dd.from_pandas(pd.DataFrame({"path": SAMPLES}), npartitions=4)
    found = paths.map_partitions(amounts, meta=govreply.extract("无").frame("amounts")).compute()
    alone = pd.concat([govreply.extract_file(path).frame("amounts") for path in SAMPLES])
    order = ["reply_id", "start"]
    pd.testing.assert_frame_equal(
        found.sort_values(order, ignore_index=True), alone.sort_values(order, ignore_index=True), check_index_type=False
    )
