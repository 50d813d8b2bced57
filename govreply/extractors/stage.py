"""Stage: which single clauses of a reply say what is planned, beside the passages that the parser marks as planned."""

from __future__ import annotations

from govreply.lexicon import Lexicon
from govreply.models import Reply, Span
from govreply.parser.intentions import intention_clauses


def planned_clauses(reply: Reply, lexicon: Lexicon) -> list[Span]:
    """The plain spans of the body's clauses that 将, 拟, 力争, 预计, 计划 or 争取 governs, sorted and disjoint.

    What counts as governed: the output contract (column stage) and ``parser/intentions.py``. A mention is planned when
    it lies in one of these or in ``reply.planned``.
    """
    return list(intention_clauses(reply.layout.plain, reply.body, lexicon))
