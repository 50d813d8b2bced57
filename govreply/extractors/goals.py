"""Goals: which figures of a clause say what is to be reached, and what they measure.

Figures that only identify a thing (年营业收入10亿元以上企业8户: the 10亿元), a scheme's terms (每村奖补50万元) and the
level that a change starts from (由9%提高到12%: the 9%) are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from govreply.extractors.clauses import clause
from govreply.extractors.deadlines import table, words
from govreply.lexicon import Lexicon
from govreply.models import Amount, Count, Measurement, Percentage, Quantity, Span
from govreply.patterns import alternation, compiled

_LEADING = (
    r"^(?:\p{Han}{1,6}?[省市县区州局委厅](?=计划|拟|力争|预计|将))?(?:\d{1,2}[.、]|[—，、和并且及也还再均都]|其中|同时|力争|争取|确保|计划|预计|拟|将|要|全面|基本|累计|柔性引进"
    r"|建成|完成|推动|实现|培育|引育|引进|突破|培养|达到)+"
)
_TRAILING = (
    r"(?:达到|达|力争达到|力争|突破|超过|不少于|不低于|不超过|至少需?|最少|超|逾|约|近|将近|接近|大约|累计|共|共计|总计|分别|各|为|有"
    r"|稳定在|保持在|控制在|(?:提高|提升|增加|扩大|增长|下降|降低|缩短|压缩|减少|升|增|降)?(?:到|至)|将)+$"
)
_AFTER_FIGURE = r"(?:（含）)?(?:及)?(?:以上|以下|以内|左右|上下)?"
_CHANGED = r"(?:提高|提升|增加|增长|扩大|上升|下降|降低|缩短|压缩|减少)(?:到|至|为)"
_CHANGE = r"(?:年均|同比|平均|年度|每年|较?比?[^，]{0,6})?(?:增长|下降|提高|增速|增加|降低)"
_CARE = r"(?:切实|有效|充分|全力|更好地?|进一步|着力|有力)*"
_BASE = r"(?:由|从)[^，]{0,12}\d[^，]{0,6}$"
_KINDS = frozenset(("大", "类", "方面", "个方面", "类别", "种类"))
_VERBS = (
    r"建成|建设|新建|改造|完成|实现|达到|超过|突破|新增|培育|引进|引育|培训|推动|带动|投入|安排|改建|扩建|整治|治理"
    r"|创建|打造|开展|举办|建立|覆盖|提升|提高|增长|下降|降低|增加|减少"
)
# 全市要建成 before 12万亩高标准农田: what is measured follows.
_ONLY_BUILT = rf"(?:[全我中]?[国省市县区州]|各地)?(?:要|将|力争|共|再)?(?:{_VERBS})+"
_SHARE_OPENERS = ("推动", "使", "实现", "确保", "力争", "，", "；", "。", "\n", "底", "前", "年")
# 5米高, 20米宽 say how large a thing is, 5万亩高标准农田 and 3公里宽带 which.
_QUALIFIER = r"级|型|式|口径|规模(?!化)|标准(?![化农])|[宽高深厚](?=[的，。；、）]|$)"
# What a project costs, and a scheme's upper bound, are no goals; nor is what follows from the goal.
_COST = (
    r"(?:[估概]算|计划|预计)?(?:总投资|(?<=算)投资|总造价|造价|概算|预算)(?:额|约|为|达|近|超过?|逾|共|共计|合计)*"
    r"|.{0,20}最高.{0,6}"
)
_AFTERWARDS = r"(?:项目|工程)?(?:全部)?(?:建成|完成|完工|实施|投产|投用|竣工|达产)(?:投[产用]|运营|达产)?后"
_TERMS_EACH = r"每(?!年|月|季|个(?:园区|县|市|区))"


def is_goal(plain: str, quantities: Sequence[Quantity], index: int, lexicon: Lexicon) -> bool:
    """Whether the figure ``quantities[index]`` (all sorted by place) states what its clause is to bring about."""
    figure = quantities[index]
    around = clause(plain, figure.span.start)
    text = plain[around.start : around.end]
    if words("parameter", lexicon).search(text) or figure.unit in _KINDS:
        return False
    before, after = plain[around.start : figure.span.start], _after(plain, figure, around)
    if words("reached", lexicon).search(before) or table("sake", lexicon).at(text, _opening(text)):
        return False
    if isinstance(figure, Amount) and (compiled(_TERMS_EACH).search(before) or compiled(_COST).fullmatch(before)):
        return False
    if compiled(_AFTERWARDS).match(text) or _describes_each(plain, quantities, index, before):
        return False
    if table("base", lexicon).before(plain, figure.span.start) or before.endswith(("年的", "年底的", "年末的")):
        return False
    if compiled(_CHANGED).match(after):
        return False
    return not _identifies(plain, quantities, index, around, lexicon)


def _describes_each(plain: str, quantities: Sequence[Quantity], index: int, before: str) -> bool:
    """建设泵站两座，每座服务面积不少于5000亩: how large each of the things is that the figure before counts."""
    if not index or not before.startswith("每"):
        return False
    counted = quantities[index - 1]
    return (
        isinstance(counted, Count)
        and before.startswith(counted.unit, 1)
        and "，" in plain[counted.span.end : counted.span.end + 8]
    )


def is_level(plain: str, figure: Quantity, lexicon: Lexicon) -> bool:
    """Whether a word directly before the figure says that it is a level to have (达到, 提高到, 不低于)."""
    return table("level", lexicon).before(plain, figure.span.start) is not None


def metric(plain: str, figure: Quantity, floor: int, previous: str) -> str:
    """What the figure measures: the words before it in its clause from ``floor`` on, but no verbs of reaching.

    Where they are none or a mere change (年均增长), ``previous``, the metric of the figure before, is meant too; else
    the counted object or the noun after the figure.
    """
    around = clause(plain, figure.span.start)
    start = max(around.start, floor)
    head: str = compiled(_TRAILING).sub("", compiled(_LEADING).sub("", plain[start : figure.span.start]))
    head = compiled(_BASE).sub("", head).removesuffix("的").strip("、").lstrip("和及与")
    if compiled(_CHANGE).fullmatch(head):
        return previous + head
    noun: str = compiled(_LEADING).sub("", plain[figure_end(plain, figure) : around.end])
    if isinstance(figure, Measurement) and noun and compiled(_ONLY_BUILT).fullmatch(head):
        return noun.partition("、")[0]
    if head.endswith(("和", "及", "与")) and previous:
        return previous
    if len(head) > 1:
        return head
    if isinstance(figure, Count) and figure.object:
        return figure.object
    if previous and start > around.start:
        return previous
    return noun.partition("、")[0] or head


def _opening(text: str) -> int:
    """Where the predicate starts, behind adverbs of care (切实保障)."""
    match = compiled(_CARE).match(text)
    return match.end() if match else 0


def _after(plain: str, figure: Quantity, around: Span) -> str:
    """The clause's rest behind the figure."""
    return plain[figure_end(plain, figure) : around.end]


def figure_end(plain: str, figure: Quantity) -> int:
    """Where the figure ends with the 以上 or 左右 that belongs to it."""
    tail = compiled(_AFTER_FIGURE).match(plain, figure.span.end)
    return tail.end() if tail else figure.span.end


def _identifies(plain: str, quantities: Sequence[Quantity], index: int, around: Span, lexicon: Lexicon) -> bool:
    """Whether the figure belongs to a noun phrase that another word or figure governs."""
    figure = quantities[index]
    after = _after(plain, figure, around)
    before = plain[around.start : figure.span.start]
    if table("place", lexicon).before(plain, figure.span.start) and not is_level(plain, figure, lexicon):
        return True
    if after.startswith("的"):
        return not (isinstance(figure, Percentage) and (not before or before.endswith(_SHARE_OPENERS)))
    if isinstance(figure, Measurement) and compiled(_QUALIFIER).match(after):
        return True
    if _within_counted(plain, quantities, index, after):
        return True
    bounded = plain.startswith(("以上", "以下", "及以上"), figure.span.end)
    if bounded and isinstance(figure, Amount | Measurement) and _is_word(after):
        return True
    return _is_word(after) and _governed_by_next(plain, quantities, index, around)


def _within_counted(plain: str, quantities: Sequence[Quantity], index: int, after: str) -> bool:
    """1个产值超万亿元、世界级的产业集群: a figure inside the phrase that a count before it counts."""
    if not index or not isinstance(quantities[index - 1], Count):
        return False
    gap = plain[quantities[index - 1].span.end : quantities[index].span.start]
    if (
        len(gap) > 8
        or any(mark in gap for mark in "，；。、：\n")
        or compiled(_VERBS).search(gap.removesuffix("超过").removesuffix("达到"))
    ):
        return False
    return "的" in after or (isinstance(quantities[index], Measurement) and _is_word(after))


def _governed_by_next(plain: str, quantities: Sequence[Quantity], index: int, around: Span) -> bool:
    """年收入10亿元企业8户, 30户以上自然村通达率100%: the next figure counts or measures what this one identifies."""
    if index + 1 >= len(quantities) or quantities[index + 1].span.end > around.end:
        return False
    following = quantities[index + 1]
    if _within_counted(plain, quantities, index + 1, _after(plain, following, around)):
        return False
    gap = plain[quantities[index].span.end : following.span.start]
    if gap.startswith(("以上", "以下", "及以上")):
        gap = compiled(_TRAILING).sub("", gap)
    return not any(mark in gap for mark in "、（和") and compiled(_VERBS).search(gap) is None and "每" not in gap[:1]


def _is_word(text: str) -> bool:
    return bool(text) and text[0] not in "，；。、：（）和及与并”"


@cache
def predicates(role: str, lexicon: Lexicon) -> regex.Pattern[str]:
    """Verbs with which a dated clause without a figure is a promise; ``pursue`` adds the vaguer ones to ``achieve``."""
    chosen = ("achieve",) if role == "achieve" else ("achieve", "pursue")
    found = (word for r in chosen for word in lexicon.words("goal_words", role=r))
    return compiled(alternation(found))
