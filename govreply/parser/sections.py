"""Headings: which numbered lines are titles, and the sections that they open.

A numbered line is a heading when it is short and holds a title; a numbered paragraph that begins with a sentence is a
measure. What tells a title from a sentence is in ``heading_words.tsv``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.models import Section, Span
from govreply.parser.labels import Label, Level, Outline, run_of, trimmed
from govreply.patterns import alternation, compiled

Grade = Literal["", "long", "short", "sure"]
LEVELS = (Level.CHAPTER, Level.HAN, Level.NTH, Level.HAN_BRACKET, Level.DIGIT)
# characters: an own line, an own line that quotes the whole request, a phrase with its answer behind it on the line
_LINE, _QUOTED_LINE, _PHRASE = 42, 90, 20
# characters within which a title ends
_REACH = 150


class Title(NamedTuple):
    """A heading's text ``span``, where the text under it begins, whether it has a line of its own, and how sure it is.

    ``sure``: an own line, or worded as a title (关于…的建议, 主要措施); ``short``: a phrase such as 加强领导;
    ``long``: free of what marks a sentence; empty: a sentence.
    """

    span: Span
    after: int
    own_line: bool
    grade: Grade
    names_request: bool = False


class _Words(NamedTuple):
    opening: regex.Pattern[str]
    ending: regex.Pattern[str]
    request: regex.Pattern[str]
    sentence: regex.Pattern[str]
    glued: regex.Pattern[str]
    stop: regex.Pattern[str]
    topic: regex.Pattern[str]
    run_in: regex.Pattern[str]


@cache
def _words(lexicon: Lexicon) -> _Words:
    def any_of(*roles: str) -> str:
        found = (word for role in roles for word in lexicon.words("heading_words", role=role))
        return f"(?:{alternation(found)})"

    speaker = "[^，。；：\n]{2,20}(?:答复|意见|回复)(?:如下)?："
    request = any_of("request")
    return _Words(
        opening=compiled(any_of("opening")),
        ending=compiled(f"{any_of('ending', 'request')}(?:（[^）]*）)?$"),
        request=compiled(f"{request}(?:（[^）]*）)?(?:的?(?:建议)?(?:答复|回复|办理情况))?$|^关于|^针对|^对于"),
        sentence=compiled(any_of("sentence")),
        glued=compiled(
            rf"关于[^。：\n]{{2,70}}?(?:的建议|的问题|的提案|”(?:的?(?:建议|问题|提案))?)"
            rf"(?=[0-9]{{4}}年|“十[二三四五]五”|{any_of('starter')}|{speaker})"
        ),
        stop=compiled(r"“[^”\n]{0,120}”|（[^）\n]{0,60}）|《[^》\n]{0,80}》|(?P<stop>[。：；？！\n])"),
        topic=compiled(rf"(?:关于|对于?|针对)[^\n]{{2,90}}{request}(?:的?(?:答复|回复))?$"),
        run_in=compiled(
            rf"(?:关于|对于?|针对)(?:“[^”\n]{{2,80}}”|[^，。；：“\n]){{2,60}}{request}(?:答复|回复)?(?=[，。：])"
        ),
    )


def read_title(outline: Outline, start: int, lexicon: Lexicon) -> Title:
    """The title that may begin at plain ``start`` (behind a label): what of the line it is, and of which grade."""
    words, text = _words(lexicon), outline.plain
    limit = outline.paragraph_end(start)
    if (glued := words.glued.match(text, start, limit)) is not None:
        return Title(Span(start, glued.end()), glued.end(), False, "sure", True)
    reach = min(limit, start + _REACH)
    stop = next((m.start() for m in words.stop.finditer(text, start, reach) if m["stop"]), reach)
    if stop == reach < limit:
        return Title(Span(start, start), start, False, "")
    span = trimmed(text, (start, stop))
    announced = compiled(r"，(?:现|具体|我局)?(?:答复|回复|说明)如下$").search(text, span.start, span.end)
    if announced is not None:
        span = Span(span.start, announced.start())
    after = min(stop + 1, limit)
    own_line = after >= limit
    grade = _grade(text[span.start : span.end], text[stop : stop + 1], own_line, words)
    named = words.request.search(text, span.start, span.end) is not None
    return Title(span, after, own_line, grade, named)


def _grade(title: str, stop: str, own_line: bool, words: _Words) -> Grade:
    size = len(title)
    opens, ends = words.opening.match(title), words.ending.search(title)
    worded = bool(ends) and (bool(opens) or not words.sentence.search(title))
    if not title or stop in ("；", "？", "！") or size > _QUOTED_LINE:
        return ""
    if own_line and stop != "。":
        return "sure" if size <= _LINE or worded else ""
    if size > _LINE and not (worded and opens):
        return ""
    if worded or (title.startswith("关于") and not _ends_request_early(title)):
        return "sure"
    if words.sentence.search(title):
        return ""
    return "short" if size <= _PHRASE and "，" not in title else "long"


@cache
def _early() -> regex.Pattern[str]:
    return compiled(r"(?:建议|问题|提案|意见|诉求)，")


def _ends_request_early(title: str) -> bool:
    """关于您提出的…的建议，经测算…: the request is only the topic of a sentence."""
    return _early().search(compiled(r"“[^”]*”").sub("", title)) is not None


def find_sections(
    outline: Outline, lexicon: Lexicon, speakers: Sequence[int] = (), policy: bool = False
) -> list[tuple[Section, int]]:
    """The sections of a body, numbered from 1, each with the plain offset at which the text under its heading begins.

    The highest level of numbering decides: its titles are the headings. Where nothing is numbered so, two or more lines
    or openings of the like (关于…的建议) are headings without an ordinal. ``speakers`` are the sorted plain offsets of
    labels such as 市教育局答复：; numbers that start anew behind each are points, no headings. In a ``policy`` a phrase
    that opens a paragraph with a 责任单位 of its own is an article, not a heading.
    """
    labelled = frozenset(speakers)
    articles = any(label.level is Level.ARTICLE for label in outline.labels)
    for level in LEVELS[:2] if articles else LEVELS:
        run = run_of(outline.labels, level)
        if not run:
            continue
        if _restarts(run, speakers):
            return []
        if level > Level.NTH:
            run = [label for label in run if label.start not in labelled]
        chosen = _headings(outline, run, lexicon, policy) if run else {}
        if chosen:
            return list(_sections(outline, run, chosen))
        if level is not Level.NTH:
            return []
    return _unnumbered(outline, lexicon)


def _restarts(run: Sequence[Label], speakers: Sequence[int]) -> bool:
    firsts = [label.start for label in run if label.number == 1]
    before = [bisect_left(speakers, first) for first in firsts]
    return len(firsts) > 1 and all(a < b for a, b in pairwise(before))


def _headings(outline: Outline, run: Sequence[Label], lexicon: Lexicon, policy: bool) -> dict[Label, Title]:
    titles = {label: read_title(outline, label.end, lexicon) for label in run}
    ends = [label.start for label in run[1:]] + [outline.span.end]
    for label, end in zip(run, ends, strict=True):
        title = titles[label]
        empty = title.after >= trimmed(outline.plain, (label.start, end)).end
        article = policy and not title.own_line and "责任单位" in outline.plain[title.after : end]
        if empty or article:
            del titles[label]
    sure = {label for label, title in titles.items() if title.grade == "sure"}
    if run[0].level not in (Level.CHAPTER, Level.HAN):
        sure = {label for label in sure if titles[label].own_line or titles[label].names_request}
        return {label: titles[label] for label in run if label in sure} if 2 * len(sure) >= len(run) else {}
    fair = {label for label, title in titles.items() if title.grade in ("sure", "short")}
    kept = {label for label, title in titles.items() if title.grade} if 2 * len(fair) >= len(run) else sure
    return {label: titles[label] for label in run if label in kept}


def _sections(outline: Outline, run: Sequence[Label], chosen: dict[Label, Title]) -> Iterator[tuple[Section, int]]:
    ends = [label.start for label in run[1:]] + [outline.span.end]
    number = 0
    for label, end in zip(run, ends, strict=True):
        if label not in chosen:
            continue
        number += 1
        title = chosen[label]
        ordinal = outline.quoted[label.start : label.written_end].strip("、.．，：（）() 第章")
        span = trimmed(outline.plain, (label.start, end))
        yield _section(outline, number, ordinal, title.span, span), min(title.after, span.end)


def _section(outline: Outline, number: int, ordinal: str, heading: Span, span: Span) -> Section:
    return Section(number, ordinal, outline.quoted[slice(*heading)], _suggestion(outline, heading), span)


@cache
def _request() -> regex.Pattern[str]:
    return compiled(
        r"(?:^|关于|对于?|针对|提出的?|反映的?|建议的?)“(.+)”(?:的?(?:建议|提案|问题|意见|诉求|方面).{0,8})?$"
    )


def _suggestion(outline: Outline, heading: Span) -> str:
    plain = outline.plain[slice(*heading)]
    if (quoted := _request().search(plain)) is not None:
        return outline.quoted[heading.start + quoted.start(1) : heading.start + quoted.end(1)]
    return outline.quoted[heading.start + 2 * plain.startswith("关于") : heading.end]


def _unnumbered(outline: Outline, lexicon: Lexicon) -> list[tuple[Section, int]]:
    """Sections of lines and openings such as 关于建议省政府…的建议, at least two of them."""
    words, text = _words(lexicon), outline.plain
    found: list[tuple[Span, int]] = []
    for paragraph in outline.paragraphs:
        title = read_title(outline, paragraph.start, lexicon)
        if title.own_line and title.grade == "sure" and words.topic.match(text, *title.span):
            found.append((title.span, title.after))
        elif (match := words.run_in.match(text, *paragraph)) is not None:
            found.append((Span(*match.span()), min(match.end() + 1, paragraph.end)))
    if found and found[-1][1] >= outline.span.end:
        found.pop()
    if len(found) < 2:
        return []
    ends = [heading.start for heading, _ in found[1:]] + [outline.span.end]
    return [
        (_section(outline, number, "", heading, trimmed(text, (heading.start, end))), after)
        for number, ((heading, after), end) in enumerate(zip(found, ends, strict=True), 1)
    ]
