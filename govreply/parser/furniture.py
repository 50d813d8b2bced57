"""Lines that belong to the web page and not to the paper on it: where one is, buttons, neighbours, the site's footer.

Fields of the page (来源, 发布时间, 浏览次数) are read in ``metadata``.
"""

from __future__ import annotations

from functools import cache

import regex

from govreply.lexicon import Lexicon
from govreply.parser.lines import Line, point_label
from govreply.patterns import alternation, compiled

_EDGE = 40
_LONGEST = 200


def without_page(lines: list[Line], lexicon: Lexicon) -> list[Line]:
    """``lines`` without those of the page, looked for among the first and last 40, by the dictionary page_furniture.

    A heading of links (相关新闻) at the end takes with it what follows, if that is a list of titles.
    """
    edge = range(len(lines)) if len(lines) <= 2 * _EDGE else (*range(_EDGE), *range(len(lines) - _EDGE, len(lines)))
    gone = {index for index in edge if _is_of_the_page(lines[index].text, lexicon)}
    gone |= _links(lines, lexicon)
    if not gone:
        return lines
    kept = []
    apart = page = False
    for index, line in enumerate(lines):
        if index in gone:
            apart, page = True, page or line.page
            continue
        line.blank, line.page = line.blank or apart, line.page or page
        apart = page = False
        kept.append(line)
    return kept


def _is_of_the_page(text: str, lexicon: Lexicon) -> bool:
    if len(text) > _LONGEST or text[-1] in "。；，、" or "。" in text or point_label(text):
        return False
    return _page_line(lexicon).match(text) is not None


@cache
def _page_line(lexicon: Lexicon) -> regex.Pattern[str]:
    buttons, starts, marks = (
        alternation(lexicon.words("page_furniture", kind=kind)) for kind in ("button", "start", "mark")
    )
    apart = r"[\s【】\[\]（）()〖〗|｜│:：、·/>-]"
    return compiled(
        rf"[【\[]?(?:{starts})(?=[：:\s】\]]|$|在?手机|\d|.{{0,12}}(?:打开|查看|浏览|分享|关注))"
        rf"|(?=.{{4}}){apart}*+(?:(?:{buttons}){apart}*+){{1,16}}+$"
        rf"|(?:首\s?页|网站首页)\s?[>＞»›→]|.{{0,{_LONGEST}}}?(?:{marks})"
    )


def _links(lines: list[Line], lexicon: Lexicon) -> set[int]:
    """Indexes of a list of links to other papers that ends the page, its heading included."""
    headings = frozenset(lexicon.words("page_furniture", kind="list"))
    for index in range(max(1, len(lines) - _EDGE), len(lines)):
        text = lines[index].text.strip("【】[]：: >》")
        if text in headings and not any("。" in line.text for line in lines[index + 1 :]):
            return set(range(index, len(lines)))
    return set()
