"""The head of a paper: title, 发文字号, result class, addressee and the lead-in sentence that the answer follows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import regex

from govreply.lexicon import Lexicon
from govreply.models import Layout, Span
from govreply.notation import document_numbers
from govreply.parser.tail import is_organ
from govreply.patterns import alternation, compiled

_HEAD_PARAGRAPHS = 40
_HEAD_CHARACTERS = 6000
_LONGEST_TITLE = 160
_LONGEST_ADDRESSEE = 400


class Heading(NamedTuple):
    """What the head holds, as plain spans; ``body`` is the plain offset at which what follows the head begins.

    ``lead_in`` is the passage from “您提出的” to “现答复如下：” , None for papers without one.
    """

    title: tuple[Span, ...]
    doc_number: str
    addressee: Span | None
    lead_in: Span | None
    result_class: str
    body: int


class _Piece(NamedTuple):
    """A line of the head, or a part of one that stands for a line; ``number`` is the 发文字号 if it is nothing else."""

    span: Span
    text: str
    number: str = ""


def read_heading(layout: Layout, region: Span, skipped: Sequence[Span], lexicon: Lexicon) -> Heading:
    """The head of the paper that lies in ``region``; ``skipped`` are passages of metadata."""
    plain = layout.plain
    lead_in = find_lead_in(plain, region)
    pieces = list(_pieces(layout, region, lead_in.start if lead_in else None, skipped, lexicon))
    at = _addressee_at(pieces, lead_in is not None, lexicon)
    addressee = _name_span(pieces[at], lexicon) if at is not None else None
    opening = pieces if at is None else pieces[:at]
    title = _title(opening, lexicon)
    if lead_in is None and at is None:
        opening = _until_prose(opening, title, lexicon)
    if lead_in:
        body = lead_in.end
    elif at is not None:
        body = pieces[at].span.end
    else:
        body = opening[-1].span.end if opening else region.start
    number = next((piece.number for piece in opening if piece.number), "")
    return Heading(title, number, addressee, lead_in, result_class([piece.text for piece in pieces], lexicon), body)


@cache
def _received() -> regex.Pattern[str]:
    return compiled(
        r"收悉|敬悉|阅悉|已收到|收到了?[，。]|已收阅|(?:您|你们?|贵.{1,8}|代表|委员)[^\n。]{0,20}(?:提出|反映|提交)的[《“][^\n》”]{2,100}[》”]"
    )


@cache
def _as_follows() -> regex.Pattern[str]:
    verb = r"(?:答复|回复|函复|复函|回答|办复|报告|汇报|通报|说明|反馈|解答|回应|意见|情况|办理|复)"
    return compiled(
        rf"(?:{verb}[^，。；：、\n《]{{0,14}}如下|如下(?:答复|回复|意见|说明|办理|函复)[^，。；：\n《]{{0,8}})(?:，请一并答复[^，。；：\n]{{0,8}})?[：。，；:]?"
    )


def find_lead_in(plain: str, region: Span) -> Span | None:
    """The lead-in: from its first word to “现答复如下：”, else to the end of the sentence that says 收悉."""
    end = min(region.end, region.start + _HEAD_CHARACTERS)
    received = _received().search(plain, region.start, end)
    if received is None:
        follows = _as_follows().search(plain, region.start, end)
        if follows is None or not compiled(r"您|你们|贵|提案|建议|代表|委员|来信").search(
            plain,
            pos=max(region.start, follows.start() - 200),
            endpos=follows.start(),
        ):
            return None
        return Span(_lead_start(plain, follows.start(), region.start), follows.end())
    follows = _as_follows().search(plain, received.end(), min(end, received.end() + 400))
    begun = compiled(r"\n(?:[一二三]、|（[一二三]）|[1-3][.、])").search(
        plain, received.end(), min(end, received.end() + 400)
    )
    if follows and (begun is None or follows.start() < begun.start()):
        stop = follows.end()
    else:
        mark = compiled(r"[。：；\n]").search(plain, received.end(), end)
        stop = mark.end() if mark else received.end()
    return Span(_lead_start(plain, received.end(), region.start), stop)


def _lead_start(plain: str, at: int, floor: int) -> int:
    """Where the lead-in that runs on to ``at`` begins: its line, or after the addressee's colon or 您好 on it."""
    start = max(floor, plain.rfind("\n", floor, at) + 1)
    line = plain[start:at]
    outside = compiled(r"《[^》]*》?|“[^”]*”?").sub(lambda quoted: "□" * len(quoted[0]), line)
    polite = [m.end() for m in compiled(r"[：！]|(?:您|你们?)好[，。]?").finditer(outside)]
    if polite:
        return start + int(polite[-1])
    glued = compiled(r"(?:代表|委员|委会|同志|先生|女士)(?=(?:您|你们?|贵)\p{Han}{0,20}提)").search(outside)
    return start + glued.end() if glued else start


def _pieces(
    layout: Layout, region: Span, stop: int | None, skipped: Sequence[Span], lexicon: Lexicon
) -> Iterator[_Piece]:
    end = min(region.end, region.start + _HEAD_CHARACTERS) if stop is None else stop
    lines = [p for p in layout.paragraphs if p.end > region.start and p.start < end][:_HEAD_PARAGRAPHS]
    for line in lines:
        span = Span(max(line.start, region.start), min(line.end, end))
        if stop is None and _point().match(layout.plain, span.start):
            return
        if span.start >= span.end or any(s.start <= span.start < s.end for s in skipped):
            continue
        yield from _cut(layout, span, lexicon)


@cache
def _point() -> regex.Pattern[str]:
    """The label of a first point: where a paper without lead-in comes to its matter."""
    return compiled(r"第[一1][条章编]|[一1][、.]\S|（一）|[一首]是|首先")


def _cut(layout: Layout, line: Span, lexicon: Lexicon) -> Iterator[_Piece]:
    """A line cut around the document number in it and after 的答复, as in a page whose lines have run together."""
    plain, text = layout.plain, layout.plain[slice(*line)]
    if len(text) > _LONGEST_TITLE + _LONGEST_ADDRESSEE or "。" in text[:-1]:
        yield _Piece(line, text)
        return
    cuts = [line.start, line.end]
    numbers = {}
    for number in document_numbers.find(text, lexicon, layout.quoted[slice(*line)]):
        if number.kind == "official" and not _cited(text, number.span):
            span = Span(line.start + number.span.start, line.start + number.span.end)
            numbers[span.start] = number.text
            cuts += span
    for match in compiled(r"的(?:答复|复函|回复)(?:意见|函)?(?=\p{Han}{2,40}[：:]?$)").finditer(text):
        cuts.append(line.start + match.end())
    cuts = sorted(set(cuts))
    for start, end in itertools.pairwise(cuts):
        piece = plain[start:end].strip("（）()【】[] \t")
        if start in numbers:
            yield _Piece(Span(start, end), piece, numbers[start])
        elif piece:
            text = plain[start:end].strip()
            yield _Piece(Span(start, end), text.rstrip("（(【[〔") if end in numbers else text)


def _cited(text: str, span: Span) -> bool:
    """Whether the number belongs to a 《》 on the line, or to a sentence."""
    return "》" in text[max(0, span.start - 2) : span.start] or text[span.end : span.end + 1] == "《"


@cache
def _addressee(lexicon: Lexicon) -> regex.Pattern[str]:
    endings = alternation(lexicon.words("addressee_endings"))
    greeting = r"(?:您|你们?|大家)好[！。，]?"
    return compiled(
        rf"(?:尊敬的?|敬爱的?)?\s?(?P<name>[^。《》；：\n\t]{{1,{_LONGEST_ADDRESSEE}}}?)[，！]?(?:{greeting})?"
        rf"(?:(?P<colon>[：:])(?:{greeting})?|(?<={endings})(?:[（(]\p{{Han}}{{2,12}}[）)])?)$"
    )


def _addressee_at(pieces: Sequence[_Piece], has_lead_in: bool, lexicon: Lexicon) -> int | None:
    """Index of the addressee: the last line before the lead-in that addresses somebody, else the first that does."""
    order = range(len(pieces) - 1, -1, -1) if has_lead_in else range(len(pieces))
    numbered = compiled(r"[（(]?[一二三四五六七八九十\d]+[）)、.．]|附件|抄送|类别|办理结果|签发")
    for index in order:
        piece = pieces[index]
        match = None if piece.number else _addressee(lexicon).fullmatch(piece.text)
        if match is None or numbered.match(piece.text):
            continue
        if match["colon"] or (has_lead_in and _names_somebody(piece.text, lexicon)):
            return index
    return None


def _names_somebody(text: str, lexicon: Lexicon) -> bool:
    """Whether a line without a colon can be an addressee: neither a title nor a remark."""
    remark = compiled(r"关于|答复$|会议|公开").search(text)
    return len(text) <= 60 and not remark and not is_class_mark(text, lexicon)


def _name_span(piece: _Piece, lexicon: Lexicon) -> Span:
    match = _addressee(lexicon).fullmatch(piece.text)
    assert match is not None
    return Span(piece.span.start + match.start("name"), piece.span.start + match.end("name"))


@cache
def _title_end(lexicon: Lexicon) -> regex.Pattern[str]:
    kinds = alternation(lexicon.words("paper_kinds"))
    return compiled(
        rf"(?:{kinds}|答复意见|答复函|函|办理情况|条|政策|清单|标准|纲要|指南|规则|章程|令)(?:[（(〔][^（）()〔〕]{{1,40}}[）)〕])?[。.]?$"
    )


def ends_title(text: str, lexicon: Lexicon) -> bool:
    """Whether ``text`` ends as the title of a paper does: with its kind (答复, 通知 …), （试行） and the like apart."""
    return bool(_title_end(lexicon).search(text))


def _title(pieces: Sequence[_Piece], lexicon: Lexicon) -> tuple[Span, ...]:
    """The last complete title among the lines, with the issuer's line right above it."""
    best: tuple[Span, ...] = ()
    index = 0
    while index < len(pieces):
        if not _opens_title(pieces[index], lexicon):
            index += 1
            continue
        last = index
        joined = pieces[index].text
        while (
            not ends_title(joined, lexicon) and last + 1 < len(pieces) and _continues_title(pieces[last + 1], lexicon)
        ):
            last += 1
            joined += pieces[last].text
        if ends_title(joined, lexicon) and len(joined) <= _LONGEST_TITLE:
            first = index
            while first and _precedes_title(pieces[first - 1], joined, lexicon):
                first -= 1
            best = tuple(_trimmed(piece) for piece in pieces[first : last + 1])
        index = last + 1
    return best


def _opens_title(piece: _Piece, lexicon: Lexicon) -> bool:
    text = piece.text
    if (
        piece.number
        or len(text) > _LONGEST_TITLE
        or compiled(r"[。；>]|^[（(]|\t|：$").search(text.rstrip("。"))
        or compiled(r"(?:制定|提出|印发)(?!.*关于).*。$").search(text)
        or is_class_mark(text, lexicon)
    ):
        return False
    return "关于" in text or text.startswith("对") or ends_title(text, lexicon)


def _continues_title(piece: _Piece, lexicon: Lexicon) -> bool:
    return (
        not piece.number
        and len(piece.text) <= 60
        and not compiled(r"[。：；]").search(piece.text)
        and not is_class_mark(piece.text, lexicon)
    )


def _precedes_title(piece: _Piece, title: str, lexicon: Lexicon) -> bool:
    if piece.number or len(piece.text) > 40 or piece.text.endswith(("文件", "：")):
        return False
    return (is_organ(piece.text, lexicon) and not title.startswith(piece.text)) or (
        "届" in piece.text and not ends_title(piece.text, lexicon) and "届" not in title and "：" not in piece.text
    )


def _trimmed(piece: _Piece) -> Span:
    text = piece.text.rstrip("。. （(【[〔")
    lead = _before_title().match(text)
    assert lead is not None
    start = lead.end() or len(text) - len(text.lstrip("《" if text.endswith("》") else " "))
    return Span(piece.span.start + start, piece.span.start + len(text))


@cache
def _before_title() -> regex.Pattern[str]:
    """What may stand before a title on its line: a serial, the page's column in brackets, a dash behind the number."""
    return compiled(r"(?:\d{1,4}[.、．](?!\d)|【\p{Han}{2,8}】|[\s—–－―:：·-]){0,4}")


def _until_prose(pieces: Sequence[_Piece], title: Sequence[Span], lexicon: Lexicon) -> list[_Piece]:
    """The lines that still belong to the head of a paper that addresses nobody: up to its title, numbers, remarks."""
    head: list[_Piece] = []
    for piece in pieces:
        remark = compiled(r"[（(].{2,120}[）)]").fullmatch(piece.text)
        below = bool(title) and piece.span.start <= title[-1].start
        if not (below or piece.number or (title and head and remark) or is_class_mark(piece.text, lexicon)):
            break
        head.append(piece)
    return head


@cache
def _class(lexicon: Lexicon) -> regex.Pattern[str]:
    labels = sorted(("类别", "类型", "分类", "等级", *_class_labels(lexicon)), key=len, reverse=True)
    return compiled(
        rf"(?:{'|'.join(labels)})(?:为)?[：:（(\[〔【\s]*(?P<named>[A-Da-d])(?![A-Za-z])\d?类?"
        r"|[（(\[【〔]\s?(?P<bracketed>[A-D])\d?\s?类?\s?[）)\]】〕]\s?类?|^(?P<bare>[A-D])\d?\s?类?(?:件)?$"
    )


def _class_labels(lexicon: Lexicon) -> tuple[str, ...]:
    return lexicon.words("metadata_keys", field="result_class")


def is_class_mark(text: str, lexicon: Lexicon) -> bool:
    """Whether a line holds nothing but the result class: （A类）, 类别：B, A."""
    match = _class(lexicon).search(text)
    return bool(match) and len(text) - len(match[0]) <= 3


def result_class(lines: Sequence[str], lexicon: Lexicon) -> str:
    """The result class that one of the ``lines`` states, A to D (A1 is A); empty if none does."""
    for line in lines:
        match = _class(lexicon).search(line) if len(line) <= 60 else None
        if match:
            return str(match["named"] or match["bracketed"] or match["bare"]).upper()
    return ""
