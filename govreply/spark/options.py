"""What a dataset is to be made with."""

from __future__ import annotations

from os import PathLike
from typing import NamedTuple

from govreply.batch.pool import Limits


class Options(NamedTuple):
    """As the arguments of ``extract_tables``; ``overwrite`` lets the dataset replace an earlier one."""

    dictionaries: tuple[str | PathLike[str], ...] = ()
    contacts: bool = False
    partitions: int | None = None
    limits: Limits = Limits()
    overwrite: bool = False


DEFAULTS = Options()
