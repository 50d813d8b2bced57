"""What a page says of the paper around it (索引号, 发文字号 …), from tables, lists, lines and ``<meta>`` tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import regex

from govreply.patterns import compiled
from govreply.readers.html.keys import PASSAGES, fields, key_of, squeezed
from govreply.readers.html.lines import APART

_LONGEST_VALUE = 150
_NEAR = 4  # lines between two fields of one block at most
OF_A_SITE = frozenset({"issuer", "answering_unit", "contact", "phone", "title"})
"""Fields that a site's footer and its links to other papers have, too."""

_BULLETS = "·•●◆■▪* 　"
_BRACKETS = "（([【"
_META_TAGS = {
    "pubdate": "发布日期",
    "publishdate": "发布日期",
    "firstpublishedtime": "发布日期",
    "contentsource": "发布机构",
    "articletitle": "标题",
}
_FORMS = {
    "index_no": r"(?=.*\d)[\w（）()\[\]【】〔〕/.·-]{4,60}",
    "doc_number": r".{1,40}\d{4}.{1,20}号.{0,10}",
    "issued_on": r"[12]\d{3}\s?[-年./]\s?\d.{0,20}",
    "published_on": r"[12]\d{3}\s?[-年./]\s?\d.{0,20}",
    "answered_on": r"[12]\d{3}\s?[-年./]\s?\d.{0,20}",
    "issuer": r"[一-龥（）()、\s]{2,60}",
    "title": r".{5,150}",
}


class Pair(NamedTuple):
    """A key of the dictionary metadata_keys, its field, and the value that a page gives it."""

    key: str
    field: str
    value: str


def metadata_of(lines: Sequence[str]) -> list[Pair]:
    """The pairs in ``lines``, in which APART stands between cells and elements: those that come two or more together.

    A lone one may be a search form or a link.
    """
    found: list[tuple[int, Pair]] = []
    index = 0
    while index < len(lines):
        columns = _columns(lines, index)
        found += [(index, pair) for pair in columns or _pairs_at(lines, index)]
        index += 2 if columns else 1
    at = [index for index, _ in found]
    near = {index for a, b in pairwise(at) if b - a <= _NEAR for index in (a, b)}
    return _first_of_each(pair for index, pair in found if index in near and pair.field != "ignored")


def of_meta_tags(tags: Iterable[tuple[str, str]]) -> list[Pair]:
    """The pairs in ``<meta>`` tags (name, content), named as the 政府网站 standard 国办发〔2017〕47号 names them."""
    pairs = [(_META_TAGS.get(name.lower(), ""), content) for name, content in tags]
    named = [_pair(key, content) for key, content in pairs if key]
    return _first_of_each(pair for pair in named if pair and not _is_site(pair))


def without_bylines(lines: Sequence[str]) -> list[str]:
    """``lines`` of a paper's head or tail without fields that say nothing of the paper (来源, 浏览次数, 字体), and
    without the bullets before fields."""
    kept: list[str] = []
    for line in lines:
        pairs = list(_written(line)) if len(line) <= _LONGEST_VALUE else []
        bare = line.lstrip(_BULLETS)
        if not pairs or not squeezed(bare).lstrip(_BRACKETS).startswith(pairs[0][0]):
            kept.append(line)
        elif any(_of_page(key) for key, _, _ in pairs):
            kept += [f"{key}：{value}" for key, field, value in pairs if field != "ignored" and value]
        else:
            kept.append(line if bare == line else "　".join(f"{key}：{value}" for key, _, value in pairs))
    return kept


def _of_page(key: str) -> bool:
    """Whether a key says something of the page alone; 会办单位 is of the paper, though it fills no column."""
    return compiled(r"来源|稿源|作者|编辑|浏览|点击|阅读|访问|^字[体号]$|打印|分享|位置|下载").search(key) is not None


def _first_of_each(pairs: Iterable[Pair]) -> list[Pair]:
    first: dict[str, Pair] = {}
    for pair in pairs:
        first.setdefault(pair.field, pair)
    return list(first.values())


def _is_site(pair: Pair) -> bool:
    """Whether a source is no organ: 本站, 某某网."""
    return pair.field == "issuer" and not compiled(r"(?:厅|局|委|部|院|会|府|室|署|办)$").search(pair.value)


def _pairs_at(lines: Sequence[str], index: int) -> list[Pair]:
    """The pairs of one line; the value of a key that fills it stands on the next."""
    cells = [cell for raw in lines[index].split(APART) if (cell := raw.strip())]
    pairs: list[Pair] = []
    if len(cells) == 1 and (key := key_of(cells[0])) and index + 1 < len(lines):
        cells.append(lines[index + 1].replace(APART, ""))
    skip = False
    for cell, following in pairwise([*cells, ""]):
        if skip:
            skip = False
            continue
        if key := key_of(cell):
            skip = bool(following) and _is_value(following, cell)
            pairs += [pair] if skip and (pair := _pair(key, following)) else []
        else:
            pairs += [pair for key, _, value in _written(cell) if (pair := _pair(key, value))]
    return pairs


def _is_value(following: str, key: str) -> bool:
    """Whether what follows a ``key`` is its value, though it may be the word of a key (办理类型：主办)."""
    if list(_written(following)) or _ends_in_colon(following):
        return False
    return _ends_in_colon(key) or not key_of(following)


def _ends_in_colon(cell: str) -> bool:
    return cell.rstrip("】] ").endswith(("：", ":"))


def _columns(lines: Sequence[str], index: int) -> list[Pair]:
    """The pairs of a row of keys above a row of values."""
    if index + 1 >= len(lines):
        return []
    keys = [key_of(cell) for cell in lines[index].split(APART) if cell.strip()]
    if len(keys) < 2 or not all(keys):
        return []
    values = [cell.strip() for cell in lines[index + 1].split(APART) if cell.strip()]
    if len(keys) != len(values) or any(map(key_of, values)):
        return []
    return [pair for key, value in zip(keys, values, strict=True) if (pair := _pair(key, value))]


def _written(cell: str) -> Iterator[tuple[str, str, str]]:
    """Key, field and value of each ``键：值`` in one cell."""
    if len(cell) > 4 * _LONGEST_VALUE or ("：" not in cell and ":" not in cell):
        return
    starts: list[tuple[int, int, str]] = []
    for match in _before_colon().finditer(cell):
        word = squeezed(match[1])
        key = next((word[at:] for at in range(len(word)) if word[at:] in fields()), "")
        if key and (len(key) > 2 or key == word):
            starts.append((match.end(1) - len(match[1]) if key == word else match.end(1) - len(key), match.end(), key))
    for (_, begin, key), (end, _, _) in pairwise([*starts, (len(cell), 0, "")]):
        value = compiled(r"\s[【\[].{0,40}$").sub("", cell[begin:end])
        yield key, fields()[key], value.strip(" 　|｜；;【[（(")


@cache
def _before_colon() -> regex.Pattern[str]:
    return compiled(r"((?:[一-龥][ 　]{0,4}){1,9}+)[：:]")


def _pair(key: str, value: str) -> Pair | None:
    """The pair, if the value may be one of its field; one whose field is ``ignored`` only shows where fields are."""
    field = fields()[key]
    if field == "ignored":
        return Pair(key, field, value)
    value = compiled(r"\s+").sub(" ", value).strip(" ：:")
    if field in PASSAGES or not value or value == "无" or len(value) > _LONGEST_VALUE or "：" in value:
        return None
    form = _FORMS.get(field, ".+")
    return Pair(key, field, value) if compiled(form).fullmatch(value) else None
