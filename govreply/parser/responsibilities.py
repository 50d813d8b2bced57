"""Who carries out the articles of a policy: （责任单位：…）, （牵头单位：…；配合单位：…）, （…牵头，…配合）."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.models import Frame, Measure, Responsibility, Span
from govreply.parser.departments import full_name
from govreply.parser.labels import Outline
from govreply.parser.unit_lists import split_units
from govreply.patterns import alternation, compiled


class _Patterns(NamedTuple):
    labelled: regex.Pattern[str]
    acting: regex.Pattern[str]


@cache
def _patterns(lexicon: Lexicon) -> _Patterns:
    def any_of(role: str) -> str:
        words = lexicon.words("responsibility_labels", role=role)
        return f"(?:{alternation(words)})"

    name = r"[^：；，。（）〔〕【】\n]|（[^（）\n]{1,20}）|〔[^〔〕\n]{1,20}〕"
    # 责任单位：市科技局，市财政局，完成时限：… : a comma before the next label ends the list
    listed = rf"(?P<units>(?:{name}|，(?![^，；。：\n]{{2,10}}：)){{2,200}})"
    return _Patterns(
        labelled=compiled(rf"(?<![^（【〔；，。\n]){any_of('label')}(?:及分工)?：{listed}"),
        acting=compiled(rf"由?(?P<units>(?:{name}){{2,200}}?)等?(?:共同)?{any_of('verb')}$"),
    )


@cache
def _bracket() -> regex.Pattern[str]:
    return compiled(r"[（〔【]((?:[^（）〔〕【】\n]|（[^（）\n]{1,20}）){3,300})[）〕】]。?$")


def find_responsibilities(
    outline: Outline, measures: Sequence[Measure], frame: Frame, lexicon: Lexicon
) -> list[Responsibility]:
    """The units named responsible at the end of each measure, position 1 first; a collective unit stays as written."""
    found: list[Responsibility] = []
    for measure in measures:
        for position, unit in enumerate(_units(outline.plain, measure.span, lexicon), 1):
            written = outline.quoted[slice(*unit)]
            department = full_name(outline.plain[slice(*unit)], frame.place, lexicon)
            found.append(Responsibility(measure.number, position, written, department, unit))
    return found


def _units(text: str, span: Span, lexicon: Lexicon) -> Iterator[Span]:
    patterns = _patterns(lexicon)
    lists = [match.span("units") for match in patterns.labelled.finditer(text, *span)]
    if not lists:
        lists = list(_acting(text, span, patterns.acting))
    named: set[str] = set()
    for start, end in lists:
        for name, low, high in split_units(text[start:end], lexicon):
            if name not in named:
                named.add(name)
                yield Span(start + low, start + high)


def _acting(text: str, span: Span, pattern: regex.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The lists of units in a closing bracket whose clauses end in 牵头, 配合 or 负责."""
    bracket = _bracket().search(text, max(span.start, span.end - 320), span.end)
    if bracket is None:
        return
    start, end = bracket.span(1)
    while start < end:
        stops = [stop for mark in "，；" if (stop := text.find(mark, start, end)) >= 0]
        stop = min(stops, default=end)
        match = pattern.match(text, start, stop)
        if match is not None:
            yield match.span("units")
        start = stop + 1
