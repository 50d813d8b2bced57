"""``check``: the arithmetic that replies state themselves, one module a kind of statement.

=============  ================================================================================================
``growth``     1.15亿元，较上年度（9090万元）增长26.9%; 由30座增至60座，翻了一番; 从4.8%降至2.1%，下降2.7个百分点
``parts``      两批104户：第一批60户、第二批44户; 其中省级5家、市级8家; 甲镇30万元、乙镇50万元，共计80万元
``shares``     65家中企业52家，占80%; 收到建议120件，办结115件，办结率95.8%; 每村20万元，共5个村，100万元
``restated``   the same figure of a place and a year, stated twice; growth from a year that another reply tells
``chronology`` a date that contradicts the paper's own
``points``     从三个方面推进：一是…二是…; 一是…二是…四是…
=============  ================================================================================================

``figures`` says what interval a number stands for, ``intervals`` how two are compared, ``passages`` how a sentence is
read, ``metrics`` what a figure is a figure of. Everything works on rows, so that it is the same on documents and on
datasets. A false alarm costs more trust than a missed error: a statement that can be read in two ways is not checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from govreply.extraction import Extraction
from govreply.mining.checks.chronology import done_later, head_dates
from govreply.mining.checks.findings import CHECKS, Finding
from govreply.mining.checks.growth import growth
from govreply.mining.checks.intervals import VERDICTS
from govreply.mining.checks.parts import parts
from govreply.mining.checks.passages import LONGEST, passages
from govreply.mining.checks.points import points
from govreply.mining.checks.restated import Restated
from govreply.mining.checks.shares import products, shares
from govreply.mining.corpus import Corpus, corpus_of
from govreply.tables.schema import Cell, Row, Tables

__all__ = ["CHECKS", "VERDICTS", "check"]


def check(contents: Corpus | Extraction | Tables) -> list[Row]:
    """All statements of a corpus, an extraction or its tables that can be checked, as rows of ``CHECKS``.

    Documents come in their order, findings by place. ``verdict`` is ``consistent``, ``rounding`` (consistent only
    within what rounding and words of vagueness allow) or ``inconsistent``, as ``intervals.judge`` defines them. Most
    numbers have nothing in the text to be checked against and no row. Intervals are in base units (yuan, things,
    percent points).
    """
    corpus = corpus_of(contents)
    sources = corpus.sources()
    order = {reply_id: number for number, reply_id in enumerate(sources)}

    def place(row: Row) -> tuple[int, int, int]:
        return order[str(row["reply_id"])], _number(row["start"]), _number(row["end"])

    return sorted((finding.row(sources) for finding in _findings(corpus)), key=place)


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def _findings(corpus: Corpus) -> Iterator[Finding]:
    lexicon, restated = corpus.lexicon, Restated(corpus)
    issued = {reply_id: str(row["issued_on"] or "") for reply_id, row in corpus.documents().items()}
    yield from head_dates(corpus)
    yield from points(corpus)
    for passage in passages(corpus):
        if len(passage.words) > LONGEST:
            continue
        yield from growth(passage, lexicon)
        yield from parts(passage, lexicon)
        yield from shares(passage, lexicon)
        yield from products(passage, lexicon)
        yield from restated.compare(passage)
        yield from done_later(passage, issued.get(passage.reply_id, ""))
    yield from restated.growth()
