"""Lines of a web page around its paper: what is the paper's title, and what belongs to the page alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import regex

from govreply.lexicon import default_lexicon
from govreply.patterns import alternation, compiled
from govreply.readers.html.keys import squeezed
from govreply.readers.html.lines import Line
from govreply.readers.html.metadata import without_bylines

_EDGE = 15  # lines at the head and at the tail among which the page's own are looked for
_PROSE = 60
_LONGEST_TITLE = 150
_LONGEST_FOOTER = 600
_NEAR = 6  # lines of a footer above its 版权所有
_ATTACHED = ("附件", "附表", "附：")
_ATTACHMENT = r"附件|附表|附图|附：|\.(?:docx?|pdf|xlsx?|wps|ofd|zip|rar)$"


def without_furniture(lines: Sequence[Line]) -> list[str]:
    """The text of ``lines`` without buttons, counters, where the page is, its neighbours, lists of links and the site's
    footer, by the dictionaries page_furniture and metadata_keys.

    They are looked for before the first sentence, among the first 15 lines, and after the last, among the last 15.
    """
    kept = [line.text for line in lines]
    prose = [index for index, text in enumerate(kept) if _is_prose(text)]
    colon = [index for index, text in enumerate(kept[:_EDGE]) if text[-1] in "：:"]  # that of an addressee
    first = min([*prose[:1], *colon[:1], _EDGE, len(lines)])
    last = max([*(index + 1 for index in prose[-1:]), len(lines) - _EDGE, first])
    middle = kept[first:last]
    return [*_edge(lines[:first]), *middle, *_edge(_before_footer(_before_links(lines[last:])))]


def is_footer(text: str) -> bool:
    """Whether ``text`` is of a site's footer: 版权所有, ICP备 …, or who runs the site."""
    return len(text) < _LONGEST_FOOTER and (_is_marked(text) or _site_organ().match(text) is not None)


def _is_marked(text: str) -> bool:
    """Whether ``text`` holds what only a footer does; a sentence may well tell of ICP备案."""
    if "。" in text:
        return compiled(r".{0,30}?(?:版权所有|Copyright)").match(text) is not None
    return _site_mark().search(text) is not None


def has_title(paper: Sequence[str]) -> bool:
    """Whether the lines of ``paper`` open with a title of their own, be it in several lines."""
    head = paper[:_EDGE]
    end = next((index for index, text in enumerate(head) if len(text) > _PROSE * 2 or text[-1] in "。：:"), len(head))
    ends = [index for index, text in enumerate(head[:end]) if _title_end().search(text) and "：" not in text]
    return bool(ends) and compiled("关于|对").search("".join(head[: ends[-1] + 1])) is not None


def title_among(candidates: Iterable[str], declared: str) -> str:
    """The first of ``candidates`` that is the title of a paper: as ``declared``, else by its form; empty if none is."""
    fitting = [text for text in candidates if 5 < len(text) <= _LONGEST_TITLE and "。" not in text]
    same = [text for text in fitting if declared and squeezed(text) in squeezed(declared)]
    return next(iter([*same, *filter(_is_formal, fitting)]), "")


def title_above(lines: Sequence[str], declared: str) -> str:
    """The title among the ``lines`` above a paper, which has the form of one: the first that is ``declared``, else the
    nearest; empty if none is."""
    formal = [text for text in lines if _is_formal(text)]
    same = [text for text in formal if squeezed(text) in squeezed(declared)]
    near = [text for text in reversed(lines[-_EDGE:]) if text in formal and not compiled("[：:>＞»/]").search(text)]
    return title_among([*same, *near], "")


def _is_formal(text: str) -> bool:
    return _title_end().search(text) is not None and compiled("关于|对").search(text) is not None


@cache
def _title_end() -> regex.Pattern[str]:
    kinds = alternation([*default_lexicon().words("paper_kinds"), "函", "答复意见", "办理情况"])
    return compiled(rf"(?:{kinds})(?:[（(〔\[【].{{1,20}}[）)〕\]】]|[A-D]类?)?$")


def _edge(lines: Sequence[Line]) -> list[str]:
    kept: list[str] = []
    is_attached = False
    for line in lines:
        is_attached = line.text.startswith(_ATTACHED) or (is_attached and line.linked)
        if is_attached or not _is_of_the_page(line):
            kept.append(line.text)
    return without_bylines(kept)


def _is_of_the_page(line: Line) -> bool:
    if line.linked and not compiled(_ATTACHMENT).search(line.text):
        return True
    return len(line.text) <= 200 and "。" not in line.text and _page_line().match(line.text) is not None


def _before_links(lines: Sequence[Line]) -> Sequence[Line]:
    """``lines`` up to the heading of a list of other papers (相关链接)."""
    headings = frozenset(_words("list"))
    for index, line in enumerate(lines):
        if line.text.strip("【】[]：: >》") in headings:
            return lines[:index]
    return lines


def _before_footer(lines: Sequence[Line]) -> Sequence[Line]:
    """``lines`` up to the site's footer, be its first line who runs the site."""
    mark = next((index for index, line in enumerate(lines) if _is_marked(line.text)), len(lines))
    if mark == len(lines):
        return lines
    organs = [index for index in range(max(mark - _NEAR, 0), mark) if _site_organ().match(lines[index].text)]
    return lines[: min([*organs, mark])]


def _is_prose(text: str) -> bool:
    return (len(text) > _PROSE or text[-1] in "。；;") and not is_footer(text)


@cache
def _site_mark() -> regex.Pattern[str]:
    return compiled(alternation(_words("mark")))


@cache
def _site_organ() -> regex.Pattern[str]:
    return compiled(r"\s*(?:网站|本站)?(?:主办|承办|主管|协办|运行维护|运维|维护|技术支持)(?:单位|方)?\s?[：:]")


def _words(kind: str) -> tuple[str, ...]:
    return default_lexicon().words("page_furniture", kind=kind)


@cache
def _page_line() -> regex.Pattern[str]:
    apart = r"[\s【】\[\]（）()〖〗|｜│:：、·/>-]"
    return compiled(
        rf"[【\[]?(?:{alternation(_words('start'))})(?=[：:\s】\]]|$|在?手机|\d|.{{0,12}}(?:打开|查看|浏览|分享|关注))"
        rf"|{apart}*+(?:(?:{alternation(_words('button'))}){apart}*+){{1,16}}+$"
        rf"|(?:首\s?页|网站首页)\s?[>＞»›→]|.{{0,200}}?(?:{alternation(_words('mark'))})"
    )
