"""The one pattern that finds dates, durations and sets of times in plain text, put together from its parts.

Groups of a point in time carry the suffix 1 or 2: the members of a range (2022年6月至2023年3月).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from govreply.lexicon import Lexicon, Row
from govreply.notation.dates import DAY, MONTH, YEAR
from govreply.patterns import alternation, compiled

JOINER = r"(?:[-—–~～至到]|——)"
NUMBER = r"(?:\d{1,4}(?:\.\d{1,2})?|[半一二两三四五六七八九十百几数][一二两三四五六七八九十百千几零]{0,5})"
_QUARTER = r"[一二三四1-4]"
_NUMERAL = "0123456789〇○零一二三四五六七八九十百半几数两"
_STARTS = frozenset(_NUMERAL + "元今去前明后本上下次翌当同每近最过未往第春夏秋冬年")
_INSIDE = _STARTS | frozenset("千.余多个来的和、至到—–-~～/小分钟工作星礼学世隔")
_LONGEST_LEAD = 24
# 1.2023年: a year behind the label of a point, which is no decimal.
_LABELLED = r"(?<=(?<![\d.])\d{1,2}\.)(?=(?:19|20)\d\d\D)"
# 三月初五 is a day of the lunar month, 3月初五家企业 no such thing.
# 民国三年 is no three years.
_NO_REIGN = "(?<!民国|洪武|永乐|嘉靖|万历|崇祯|顺治|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|光绪|宣统)"
_LUNAR_DAY = r"[一二三四五六七八九十](?![家个户项名批条座处所万千百十])"
_EDGE = r"底(?![层线蕴册数图部盘座子色气])|末(?![端位班梢尾日])|初(?![中步级高小审选核始次心夏秋冬春赛评装冬衷期])"


def candidates(plain: str, lexicon: Lexicon) -> Iterator[regex.Match[str]]:
    """Every expression of time in ``plain``, disjoint and in order; the named groups say of what kind it is.

    The first unit of time of an expression is looked for, and the grammar is tried from the places just before it only.
    """
    unit, expression = _unit_mark(), _expression(lexicon)
    position = 0
    while (hint := unit.search(plain, position)) is not None:
        mark = hint.start()
        match = _around(plain, _lead(plain, position, mark), mark, expression)
        if match is not None:
            yield match
        position = max(match.end(), position + 1) if match is not None else mark + 1


@cache
def _unit_mark() -> regex.Pattern[str]:
    before = _NUMERAL + "余多个今去前明后本上下次翌当同每小分作星礼世学隔春夏秋冬元年至到—–~～"
    return compiled(rf"[年月日号天周季时钟秒期拜五纪底末初内](?<=[{before}-].)|[-./](?<=(?:19|20)\d\d.)(?=\d)")


def _lead(plain: str, floor: int, mark: int) -> int:
    """Where at the earliest the expression may start whose first unit stands at ``mark``."""
    floor = max(floor, mark - _LONGEST_LEAD)
    start = mark
    while start > floor and plain[start - 1] in _INSIDE:
        start -= 1
    return start


def _around(plain: str, start: int, mark: int, expression: regex.Pattern[str]) -> regex.Match[str] | None:
    for offset in range(start, mark + 1):
        character = plain[offset]
        if character not in _STARTS or (character.isdecimal() and offset > start and plain[offset - 1].isdecimal()):
            continue
        if (match := expression.match(plain, offset)) is not None:
            return match
    return None


@cache
def _expression(lexicon: Lexicon) -> regex.Pattern[str]:
    points = (_nth(), _numeric(), _near(), _range(lexicon), _period(lexicon), _age())
    return compiled("|".join((_set(lexicon), *points, _duration(lexicon))))


def _range(lexicon: Lexicon) -> str:
    bare = rf"(?<![每近多少青老中童成学百千周丰历连逐同整半大])年(?P<bare>{_EDGE}|内(?![部外涵生容]))"
    first = rf"(?:{_member(lexicon, 1)}|{bare})"
    second = rf"(?:{_member(lexicon, 2)}|(?P<day2b>{DAY})[日号])"
    return rf"(?:(?<![\d.])|{_LABELLED})(?P<point>{first})(?:年?{JOINER}(?P<to>{second}))?"


def _member(lexicon: Lexicon, member: int) -> str:
    """A year, a part of a year, or both; 底 and 春季 want their year."""
    of_year = rf"(?:年?(?P<edge{member}>{_EDGE})|(?P<season{member}>[春夏秋冬])(?:季(?!节)|天(?!然)))?"
    said = f"said{member}"
    return rf"(?P<{said}>{_year(lexicon, member)})?(?:{_rest(member)}|(?({said}){of_year}|(?!)))"


def _year(lexicon: Lexicon, member: int) -> str:
    shared = rf"(?=(?:(?:[、和]{YEAR}){{1,4}}|年?{JOINER}{YEAR})学?年)"
    short = rf"(?P<short{member}>[0-3]\d|[89]\d)年(?:度(?!假|过)|(?=年?[底末初]|{MONTH}月)|(?<=(?<![\d.])0\d年))"
    named = "|".join(_named_year(row) for row in lexicon.rows("date_words"))
    written = rf"(?P<year{member}>{YEAR})(?:年(?:度(?!假|过))?|学年度?|{shared})"
    return rf"(?:{written}|{short}|(?P<named{member}>{named})度?(?:同期)?)"


def _named_year(row: Row) -> str:
    after = f"(?<![{row['not_after']}])" if row["not_after"] else ""
    before = f"(?![{row['not_before']}])" if row["not_before"] else ""
    return f"{after}{regex.escape(row['word'])}{before}"


def _rest(member: int) -> str:
    """What divides a year: half, quarter, first months, month and day."""
    month = (
        rf"(?P<month{member}>{MONTH})(?:月份?(?!龄|嫂|一[次报评考调]|[两三]次)|(?={JOINER}{MONTH}月))"
        rf"(?:(?P<day{member}>{DAY})(?:[日号](?!线|楼|文|院|公路|泵|机)|(?={JOINER}{DAY}[日号]))|[上中下]旬|底(?!层|线)|末|初(?!{_LUNAR_DAY}))?"
    )
    quarter = rf"第?(?P<quarter{member}>{_QUARTER})(?:季度|(?={JOINER}第?{_QUARTER}季度))"
    months = r"1[01]|[1-9]|十一?|[二两三四五六七八九]"
    first = rf"(?<![提之以目当生产])前(?:(?P<quarters{member}>[两二三23])个?季度|(?P<months{member}>{months})个月)"
    return rf"(?:(?P<half{member}>[上下])半年|{quarter}|{first}|(?<![第几数个\d]){month})"


def _numeric() -> str:
    """2021-08-31 and, where nothing that a quantity needs follows, 2018.3."""
    full = r"(?P<y>(?:1[89]|20)\d\d)(?P<mark>[-./])(?P<m>1[0-2]|0?[1-9])(?P=mark)(?P<d>3[01]|[12]\d|0?[1-9])"
    month = r"(?P<ym>(?:19|20)\d\d)\.(?P<mm>1[0-2]|0?[1-9])(?=[，。；、）\n～—至到-]|月|$)月?"
    return rf"(?<![\dA-Za-z./-])(?:{full}(?!\d|[-./]\d)|{month})"


def _period(lexicon: Lexicon) -> str:
    """“十四五” and its like; the quotation marks are looked at but not part of the mention."""
    rows = lexicon.rows("planning_periods")
    bare = alternation(row["name"] for row in rows if row["bare"] == "yes")
    quoted = alternation(row["name"] for row in rows if row["bare"] != "yes")
    return (
        rf"(?<![一二三四五六七八九十百第])(?P<plan>{bare})(?![一二三四五六七八九十百千万个\d])(?P<planedge>”?[末初](?![端位]))?"
        rf"|(?<=“)(?P<oldplan>{quoted})(?=”(?:期间|时期|计划|规划|以来|末))(?P<oldedge>”末)?"
    )


def _age() -> str:
    """Decades and centuries: 上世纪90年代, 二十世纪八十年代, 本世纪初."""
    century = r"(?P<century>20|19|二十|十九|21|二十一|上|本)世纪"
    decade = r"(?P<decades>[六七八]|[1-9]0[、—～-])?(?P<decade>[1-9]0|[二三四五六七八九]十)年代[初末]?"
    alone = decade.replace("decade", "lonedecade")
    return rf"(?<![\d第])(?:{century}(?:{decade}|(?P<late>初|末|中叶)|(?<=[上本]世纪))|{alone})"


def _nth() -> str:
    return rf"第(?P<nth>{NUMBER})年(?![级代]|度[^，。])"


def _near() -> str:
    """The month or quarter that the paper's own date lies in, and its neighbours: 本月底, 上个月, 下季度."""
    within = rf"(?:[底初末]|(?P<nearday>{DAY})[日号](?!线|楼))?"
    month = rf"(?P<near>[本当]|[上下]个?)(?:(?P<nearmonth>月)(?![球均]){within}|季度)"
    return rf"(?<![以之基成根样线天当])(?:{month}|(?P<both>今明|去今)[两2]年)"


def _duration(lexicon: Lexicon) -> str:
    rows = lexicon.rows("time_units")
    free, classed = _units(rows, "never", "maybe"), _units(rows, "always", "maybe")
    parts = alternation(lexicon.words("duration_words", role="part"))
    return (
        rf"(?:(?<![附接将靠邻贴])(?P<part>{parts}))?(?<![\dA-Za-z.第一二两三四五六七八九十百千万亿几数零〇×])"
        rf"{_NO_REIGN}(?<!分之)(?P<n>{NUMBER})(?:(?:[年天周]|个月|小时)?{JOINER}(?P<n2>(?!(?:19|20)\d\d年){NUMBER}))?(?P<more>[余多](?!年生))?"
        rf"(?:个(?P<inner>[半多余])?(?P<classed>{classed})|(?P<free>{free}))"
        r"(?P<tail>半(?![天月年数])|多(?![家个项元人年名所条次种场样方层]))?"
        rf"(?:[零又]?(?P<n3>{NUMBER})(?:个(?P<month3>月)|(?P<minute3>分钟?)))?"
    )


def _set(lexicon: Lexicon) -> str:
    rows = lexicon.rows("time_units")
    names = _units(rows, "never", "maybe", "always")
    return rf"每(?P<every>隔?)(?:(?P<each>{NUMBER})个?|个)?(?P<setunit>学年|季(?!度|节)|{names})(?![级岁边围龄])度?"


def _units(rows: tuple[Row, ...], *classifiers: str) -> str:
    words = (row["word"] for row in rows if row["classifier"] in classifiers)
    return alternation(words)
