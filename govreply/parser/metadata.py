"""What stands around the paper on its page: the metadata block of a web page, the fields of a database record.

Such fields come as table cells (tabs), as a list, several on a line, as keys and values on alternate lines, as a row of
keys above a row of values, or without keys. The keys are those of ``dictionaries/metadata_keys.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from govreply.lexicon import Lexicon
from govreply.models import Layout, Span
from govreply.notation import document_numbers
from govreply.notation.dates import iso_date
from govreply.patterns import compiled

_LONGEST_KEY = 9
_HEAD_PARAGRAPHS = 60
_TAIL_PARAGRAPHS = 12
_LONGEST_REST = 300
_KEY_MARKS = " ·•●○◆■▪▲►>*-－【[（〖：】]）〗"
_ENDS = "\t |；【[（"
_BULLETS = " ·•●○◆■▪▲►>*-－【[（〖"


@dataclass(slots=True)
class Metadata:
    """Values by field (as written, the first of each), the passages that hold them (plain spans, ascending), and in a
    record the spans of the request and of the answer."""

    values: dict[str, str] = field(default_factory=dict)
    passages: list[Span] = field(default_factory=list)
    request: Span | None = None
    answer: Span | None = None

    def add(self, key: str, value: str) -> None:
        """Keep ``value`` if it is the field's first; a category that is a letter from A to D is a result class."""
        value = value.strip(" \t。；|").lstrip("-·•●—/")
        if key == "category" and compiled(r"[A-D]\d?类?").fullmatch(value):
            key = "result_class"
        if value not in ("", "无") and key not in ("ignored", "request", "answer"):
            self.values.setdefault(key, value)


class _Field(NamedTuple):
    name: str
    value: Span
    span: Span


@cache
def _keys(lexicon: Lexicon) -> dict[str, str]:
    return {row["key"]: row["field"] for row in lexicon.rows("metadata_keys")}


def read_metadata(layout: Layout, lexicon: Lexicon) -> Metadata:
    """The metadata of the page that ``layout`` is of; empty if it is only a paper."""
    found = Metadata()
    stop = _read_head(layout, lexicon, found)
    if not found.passages:
        _read_unlabelled(layout, lexicon, found)
    _read_tail(layout, lexicon, found, stop)
    if found.answer:
        _read_behind(layout, lexicon, found)
    found.passages.sort()
    if found.answer:
        after = [passage.start for passage in found.passages if passage.start > found.answer.start]
        if found.request and found.request.start > found.answer.start:
            after.append(found.request.start)
        found.answer = Span(found.answer.start, min([found.answer.end, *after]))
    return found


def _read_head(layout: Layout, lexicon: Lexicon, found: Metadata) -> int:
    """Read the fields before the paper; returns the paragraph after the last that was looked at."""
    plain, paragraphs = layout.plain, layout.paragraphs
    if _is_interview(layout):
        return 0
    index = 0
    while index < min(len(paragraphs), _HEAD_PARAGRAPHS):
        if _read_byline(layout, index, found):
            index += 1
            continue
        fields = [] if _ends_title(plain, paragraphs[index]) else list(_fields(plain, paragraphs[index], lexicon))
        taken = _read_columns(layout, index, lexicon, found) if len(fields) > 1 else 0
        if not taken and fields:
            taken = _read_fields(layout, index, fields, found, lexicon)
        if found.answer:
            return index + 1
        if not taken and not found.request and _is_prose(plain, paragraphs[index]):
            return index
        index += taken or 1
    return index


def _read_byline(layout: Layout, index: int, found: Metadata) -> bool:
    """Take the line below a page's title that gives its day and source: 2024-07-08 16:35 来源：某某局 浏览：12次."""
    paragraph = layout.paragraphs[index]
    text = layout.plain[slice(*paragraph)]
    if len(text) > 120 or not compiled(r"(?:来源|浏览|点击|阅读|访问|作者|字体|字号)(?:量|次数|数)?\s?[：:]").search(
        text
    ):
        return False
    day = compiled(r"(?<!\d)20\d\d(?:年\d{1,2}月\d{1,2}日|([-./])\d{1,2}\1\d{1,2}(?!\d))").search(text)
    if day is None or compiled(r"(?:成文|发文|生成|印发|索引)").search(text):
        return False
    found.add("published_on", day[0])
    found.passages.append(paragraph)
    return True


def _ends_title(plain: str, paragraph: Span) -> bool:
    """Whether the line is the last of a title broken after 的: 关于…建议的 / 答复."""
    return plain[max(0, paragraph.start - 2) : paragraph.start] == "的\n" and paragraph.end - paragraph.start <= 6


def _is_interview(layout: Layout) -> bool:
    """Whether questions and answers alternate, so that none is the request and none the reply."""
    openers = ("答：", "回答：", "答复：", "问：")
    heads = [layout.plain[p.start : p.start + 3] for p in layout.paragraphs[: 4 * _HEAD_PARAGRAPHS]]
    return sum(head.startswith(openers) for head in heads) > 2


def _is_prose(plain: str, paragraph: Span) -> bool:
    text = plain[paragraph.start : paragraph.start + 400]
    long = paragraph.end - paragraph.start > 80 and "。" in text
    return long or bool(compiled(r"[一二三]、|（[一二三]）|第一[条章]|1[.、]|.{0,200}(?:收悉|答复如下)").match(text))


def _read_fields(layout: Layout, index: int, fields: list[_Field], found: Metadata, lexicon: Lexicon) -> int:
    """Take the fields of one paragraph; returns how many paragraphs they use up."""
    plain, paragraphs = layout.plain, layout.paragraphs
    used = 1
    for item in fields:
        if item.name in ("request", "answer"):
            start = item.value.start if item.value.start < item.value.end else paragraphs[index].end + 1
            passage = Span(min(start, len(plain)), len(plain))
            if item.name == "answer":
                found.answer = passage
                found.request = found.request and Span(found.request.start, max(found.request.start, item.span.start))
            else:
                found.request = passage
            found.passages.append(Span(item.span.start, min(start, item.value.start)))
            return used
        value, end = item.value, item.span.end
        if value.start == value.end and item is fields[-1] and _alternates(layout, index, lexicon):
            value, used = paragraphs[index + 1], 2
            end = value.end
        found.add(item.name, layout.quoted[value.start : value.end])
        start = paragraphs[index].start if item is fields[0] else item.span.start
        found.passages.append(Span(start, end))
    return used


def _alternates(layout: Layout, index: int, lexicon: Lexicon) -> bool:
    """Whether keys and values stand on alternate lines around the key at paragraph ``index``."""

    def is_key(at: int) -> bool:
        if not 0 <= at < len(layout.paragraphs):
            return False
        fields = list(_fields(layout.plain, layout.paragraphs[at], lexicon))
        return len(fields) == 1 and fields[0].value.start == fields[0].value.end

    after = index + 1
    if (
        after >= len(layout.paragraphs)
        or is_key(after)
        or list(_fields(layout.plain, layout.paragraphs[after], lexicon))
    ):
        return False
    return layout.paragraphs[after].end - layout.paragraphs[after].start <= 100 and any(
        is_key(index + step) for step in (2, -2, -1)
    )


def _read_columns(layout: Layout, index: int, lexicon: Lexicon, found: Metadata) -> int:
    """Take a row of keys above a row of values; returns 2 if it is one, else 0."""
    plain, paragraphs = layout.plain, layout.paragraphs
    if index + 1 >= len(paragraphs):
        return 0
    keys = [_key(cell, lexicon) for cell in plain[slice(*paragraphs[index])].split("\t")]
    values = layout.quoted[slice(*paragraphs[index + 1])].split("\t")
    if not all(keys) or len(keys) != len(values):
        return 0
    for key, value in zip(keys, values, strict=True):
        found.add(key, value)
    found.passages.append(Span(paragraphs[index].start, paragraphs[index + 1].end))
    return 2


def _read_tail(layout: Layout, lexicon: Lexicon, found: Metadata, stop: int) -> None:
    first = max(stop, len(layout.paragraphs) - _TAIL_PARAGRAPHS)
    for index in range(len(layout.paragraphs) - 1, first - 1, -1):
        paragraph = layout.paragraphs[index]
        fields = list(_fields(layout.plain, paragraph, lexicon))
        if not fields and paragraph.end - paragraph.start > 40:
            return
        footer = compiled(r"版权所有|ICP备|网站标识码|地址[：:].{0,60}$").search(layout.plain, *paragraph)
        for item in fields:
            if item.name == "request":
                return
            if footer is None:
                found.add(item.name, layout.quoted[slice(*item.value)])
            start = paragraph.start if item is fields[0] else item.span.start
            found.passages.append(Span(start, item.span.end))


def _read_behind(layout: Layout, lexicon: Lexicon, found: Metadata) -> None:
    """Take the fields of a record that follow the answer in its own last paragraph: …扩大规模。满意程度：满意."""
    assert found.answer is not None
    first, taken = found.answer.start, {passage.start for passage in found.passages}
    tail = layout.paragraphs[: -_TAIL_PARAGRAPHS - 1 : -1]
    start, end = next((p for p in tail if max(p.start, first) not in taken), (first, first))
    floor = max(start, first, end - _LONGEST_REST)
    key = compiled(r"(?<=[。！？）\s])\s?[【\[]?(\p{Han}{4,9})[】\]]?(?:：|\t)")
    for match in key.finditer(layout.plain, floor, end):
        name = _keys(lexicon).get(match[1], "")
        if name in ("ignored", "answering_unit", "answered_on"):
            fields = list(_fields(layout.plain, Span(match.start(1), end), lexicon))
            for item in fields:
                found.add(item.name, layout.quoted[slice(*item.value)])
            found.passages.append(Span(match.start(), end))
            return


def _key(cell: str, lexicon: Lexicon) -> str:
    """The field that a cell names if it holds nothing but a key; else empty."""
    return _keys(lexicon).get(cell.strip(_KEY_MARKS), "")


def _fields(plain: str, paragraph: Span, lexicon: Lexicon) -> Iterator[_Field]:
    """The fields of a paragraph that opens with a key; their spans cover it from key to key."""
    keys = _keys(lexicon)
    head = plain[paragraph.start : min(paragraph.end, paragraph.start + _LONGEST_KEY + 6)]
    if any(mark in head for mark in "：\t】]") or len(head) < _LONGEST_KEY + 3:
        starts = list(_key_spans(plain, paragraph, keys))
    else:
        starts = list(_glued_keys(plain, paragraph, keys))
    for (key, value_start, name), (following, _, _) in pairwise([*starts, (paragraph.end, 0, "")]):
        value = plain[value_start:following]
        begin = value_start + len(value) - len(value.lstrip("：\t "))
        cell = plain.find("\t", begin, following)
        end = value_start + len(plain[value_start : cell if cell > 0 else following].rstrip(_ENDS))
        yield _Field(name, Span(min(begin, end), end), Span(key, following))


def _key_spans(plain: str, paragraph: Span, keys: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """Where each key of the paragraph starts, where its value starts, and its field."""
    text = plain[slice(*paragraph)][:2000]
    first = True
    for match in compiled(r"(?<=[^\t：】\]|])\s?(?:[：】\]|]|\t|$)").finditer(text):
        at = match.start()
        for length in range(min(_LONGEST_KEY, at), 0, -1):
            name = keys.get(text[at - length : at])
            before = text[: at - length]
            whole = not before.strip(_BULLETS) or before[-1] in "\t|"
            if name and (whole if first or length < 3 or match[0] in "\t|" else True):
                yield paragraph.start + at - length, paragraph.start + match.end(), name
                break
        else:
            if first:
                return
        first = False


def _glued_keys(plain: str, paragraph: Span, keys: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """The keys of a line of fields that only blanks set apart (建议编号 0089 建议标题 …): three at least, or two of
    which the first is the index number; else none."""
    text = plain[paragraph.start : min(paragraph.end, paragraph.start + 600)]
    if not any(text[:length] in keys for length in range(3, _LONGEST_KEY + 1)) or "。" in text:
        return
    found = []
    at = 0
    while at < len(text):
        length = next((n for n in range(_LONGEST_KEY, 2 if not at else 3, -1) if text[at : at + n] in keys), 0)
        if length:
            start = paragraph.start + at
            found.append((start, start + length, keys[text[at : at + length]]))
        at += length or 1
    if len(found) > 2 or (len(found) == 2 and found[0][2] == "index_no"):
        yield from found


def _read_unlabelled(layout: Layout, lexicon: Lexicon, found: Metadata) -> None:
    """A block without keys, told by its index number: short lines, each known by its form."""
    plain, paragraphs = layout.plain, layout.paragraphs[:20]
    texts = [plain[slice(*paragraph)].strip(_BULLETS + "\t") for paragraph in paragraphs]
    start = next(
        (i for i, text in enumerate(texts[:8]) if compiled(r"[A-Z\d]{6,24}[-/][\dA-Z/-]{4,20}").fullmatch(text)), None
    )
    if start is None:
        return
    found.add("index_no", texts[start])
    end = start + 1
    while end < len(texts) and len(texts[end]) <= 80 and not texts[end].endswith(("：", "。")):
        name = _form(texts[end], lexicon, found)
        if name == "title" and texts[end] not in texts[end + 1 :]:
            break
        found.add(name, layout.quoted[slice(*paragraphs[end])].strip(_BULLETS + "\t"))
        end += 1
    found.passages.append(Span(paragraphs[start].start, paragraphs[end - 1].end))


def _form(text: str, lexicon: Lexicon, found: Metadata) -> str:
    from govreply.parser.tail import is_organ

    if document_numbers.normal_form(text, lexicon):
        return "doc_number"
    if len(text) < 20 and iso_date(text):
        return "published_on" if "issued_on" in found.values else "issued_on"
    if is_organ(text, lexicon):
        return "issuer"
    return "title" if "关于" in text or text.endswith(("答复", "复函")) else "category"
