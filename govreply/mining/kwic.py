"""Concordances: every occurrence of a term, or of a pattern, with what stands left and right of it (KWIC).

The running text is searched (``govreply.mining.passages``), in its canonical form, so that traditional characters and
full-width digits are found by simplified and half-width ones, and shown as written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import regex

from govreply.mining.corpus import Corpus
from govreply.mining.passages import Passage, TermError, passages
from govreply.mining.results import Row, Table, integer, text
from govreply.parser.forms import canonical

Sort = Literal["source", "left", "right"]

KWIC = Table(
    "kwic",
    "语境",
    "one occurrence of the term",
    (
        text("source", "来源", "file name of the document"),
        text("reply_id", "文档编号", "stable id of the document, from its bytes alone"),
        text("department", "部门", "full official name of the unit that speaks, empty where nobody is named"),
        text("year", "年份", "year of the document"),
        integer("section_no", "建议序号", "suggestion section in which it stands, 1-based"),
        integer("answer_no", "答复序号", "answer in which it stands, 1-based"),
        integer("measure_no", "措施序号", "article of a policy in which it stands, 1-based"),
        text("left", "左侧", "what stands before it in its paragraph, layout removed"),
        text("hit", "命中", "the occurrence as written"),
        text("right", "右侧", "what stands behind it in its paragraph, layout removed"),
        integer("start", "起始", "where it starts in the source text; empty where layout stands inside the passage"),
        integer("end", "结束", "where it ends in the source text, exclusive; empty as start"),
        integer("passage_start", "段落起始", "where the answer or article that holds it starts in the source text"),
        integer("passage_end", "段落结束", "where that ends, exclusive"),
        integer("offset", "偏移", "where it starts in the text of that passage, layout removed (answers.text)"),
    ),
)

_SECONDS = 5.0  # for one passage: a pattern that takes longer would not end


def kwic(corpus: Corpus, term: str, pattern: bool = False, window: int = 30, sort: Sort = "source") -> list[Row]:
    """The occurrences of ``term``, rows of ``KWIC``; with ``pattern`` it is a regular expression of ``regex``.

    ``window`` is in characters to each side; contexts end at the paragraph. In the order of the texts, or sorted by
    the characters to the ``left`` (backwards from the term) or ``right`` of it, in the order of GB 18030, which has
    common characters by pinyin. Raises TermError for an empty term, a pattern that is malformed, matches the empty
    text, or takes more than five seconds for one passage.
    """
    expression = _expression(term, pattern)
    rows = [row for passage in passages(corpus) for row in _occurrences(passage, expression, window)]
    if sort != "source":
        rows.sort(key=_SORT_KEYS[sort])
    return rows


def _expression(term: str, pattern: bool) -> regex.Pattern[str]:
    if not term.strip():
        raise TermError("the term is empty")
    if not pattern:
        return regex.compile(regex.escape(canonical(term.strip())), regex.IGNORECASE)
    try:
        expression = regex.compile(term, regex.MULTILINE)
    except regex.error as error:
        raise TermError(f"{term!r} is no regular expression: {error}") from error
    if expression.fullmatch(""):
        raise TermError(f"{term!r} matches the empty text, which is everywhere")
    return expression


def _occurrences(passage: Passage, expression: regex.Pattern[str], window: int) -> Iterator[Row]:
    plain = canonical(passage.text)
    try:
        for found in expression.finditer(plain, timeout=_SECONDS):
            if found.end() > found.start():
                yield _row(passage, found.start(), found.end(), window)
    except TimeoutError as error:
        raise TermError(
            f"{expression.pattern!r} takes more than {_SECONDS:.0f} seconds for one text of {passage.source}"
        ) from error


def _row(passage: Passage, start: int, end: int, window: int) -> Row:
    written = passage.text
    known = passage.start if passage.unbroken else None
    return {
        "source": passage.source,
        "reply_id": passage.reply_id,
        "department": passage.department or None,
        "year": passage.year or None,
        "section_no": passage.section_no,
        "answer_no": passage.answer_no,
        "measure_no": passage.measure_no,
        "left": written[max(0, start - window) : start].rpartition("\n")[2] or None,
        "hit": written[start:end].replace("\n", " "),
        "right": written[end : end + window].partition("\n")[0] or None,
        "start": None if known is None else known + start,
        "end": None if known is None else known + end,
        "passage_start": passage.start,
        "passage_end": passage.end,
        "offset": start,
    }


def _sort_key(column: str, step: int) -> Callable[[Row], bytes]:
    def key(row: Row) -> bytes:
        return str(row[column] or "")[::step].encode("gb18030", "replace")

    return key


_SORT_KEYS = {"left": _sort_key("left", -1), "right": _sort_key("right", 1)}
