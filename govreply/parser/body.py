"""The body of a paper, on one screen: outline → speakers → sections → answers → measures → responsibilities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from govreply.lexicon import Lexicon
from govreply.models import Answer, Frame, Layout, Reply, Section, Span
from govreply.parser.answers import find_answers, find_speakers
from govreply.parser.labels import Outline, outline, trimmed
from govreply.parser.measures import MeasureReader, Scope, plans
from govreply.parser.responsibilities import find_responsibilities
from govreply.parser.sections import find_sections
from govreply.patterns import compiled
from govreply.spans import union

_REPLIES = ("proposal_reply", "suggestion_reply")
_PRINTED_TWICE = "the reply is printed twice; the second print is left out"
_POLICY = "policy"
# 本方案自2024年5月20日起施行: an article of no content


@cache
def _in_force() -> regex.Pattern[str]:
    return compiled(
        r"本(?:意见|方案|办法|通知|措施|规定|政策|细则|计划|规划|条例|若干\w{2,6})[^。\n]{0,30}(?:施行|实施|执行|有效)"
    )


def parse_body(layout: Layout, frame: Frame, lexicon: Lexicon) -> Reply:
    """The structure of a paper whose head and tail are known: sections, answers, measures, responsibilities, plans.

    All spans are plain offsets; numbers count from 1 through the document. Replies have answers; a policy has none, its
    measures are its articles and all of it is planned; other papers have sections and measures alone.
    """
    kind = frame.header.kind
    paper = outline(layout, frame.body, lexicon)
    speakers = find_speakers(paper, lexicon) if kind in _REPLIES else []
    headed = find_sections(paper, lexicon, [speaker.span.start for speaker in speakers], kind == _POLICY)
    answers = find_answers(paper, frame, headed, speakers, lexicon) if kind in _REPLIES else []
    reader = MeasureReader(paper, lexicon, policy=kind == _POLICY)
    for scope in _scopes(paper, headed, answers, kind, lexicon):
        reader.read(scope)
    duties = find_responsibilities(paper, reader.measures, frame, lexicon) if kind == _POLICY else []
    return Reply(
        layout=layout,
        header=frame.header,
        body=paper.span,
        sections=tuple(section for section, _ in headed),
        answers=tuple(answers),
        measures=tuple(reader.measures),
        responsibilities=tuple(duties),
        planned=union(reader.planned),
        ignored=frame.ignored,
        place=frame.place,
        warnings=(_PRINTED_TWICE,) if layout.repeated else (),
    )


def _scopes(
    paper: Outline, headed: Sequence[tuple[Section, int]], answers: Sequence[Answer], kind: str, lexicon: Lexicon
) -> Iterator[Scope]:
    """The stretches that hold measures: the answers, or without answers the sections, or the whole body."""
    planned = {section.number for section, _ in headed if plans(section.heading, lexicon)}
    if answers:
        for answer in answers:
            scope = Scope(answer.span, answer.section_no, answer.number)
            yield scope._replace(stage="planned") if answer.section_no in planned else scope
        return
    whole = [(None, paper.span)]
    parts = [(section.number, Span(after, section.span.end)) for section, after in headed] or whole
    for number, span in parts:
        span = _before_in_force(paper, span)
        yield Scope(span, number, None, "planned" if kind == _POLICY or number in planned else "done")


def _before_in_force(paper: Outline, span: Span) -> Span:
    """The span without the closing paragraph that says from when the paper is in force."""
    last = paper.paragraphs[paper.paragraph(max(span.start, span.end - 1))]
    if last.start > span.start and _in_force().match(paper.plain, *last) is not None:
        return trimmed(paper.plain, (span.start, last.start))
    return span
