"""Elements → lines of text, a paragraph each, as a browser would show them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from govreply.lexicon import default_lexicon
from govreply.readers.number_formats import SUPERSCRIPT, formatted
from govreply.readers.table_rows import Cell, table_lines

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLOCK_TAGS = """
    address article aside blockquote body br caption center dd details dir div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td textarea tfoot
    th thead tr ucapcontent ucaptitle ul
"""
_SKIPPED_TAGS = """
    audio base button canvas embed footer head iframe img input link map math meta nav noembed noframes noscript object
    option param script select source style svg template title track video xml
"""

BLOCKS = frozenset(_BLOCK_TAGS.split())
"""Elements that begin and end a line."""

SKIPPED = frozenset(_SKIPPED_TAGS.split())
"""Elements without text of the paper."""

APART = "\x1f"
"""Stands between two elements on one line where they are asked for (``apart``)."""

_PASSAGES = ("request", "answer")
_SENTENCE_CELL = 120
_MOST_COLUMNS = 60  # a table with more columns or cells is no table of data that anybody reads
_MOST_CELLS = 200_000
_CELLS = ("td", "th")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\ue004\ue5e5"))

_WRAP = re.compile(r"(?<=[⺀-￯])[ \t]*[\r\n\f]\s*|[ \t]*[\r\n\f]\s*(?=[⺀-￯])")
_SPACES = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
_LABEL = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[a-zA-Z])[)）、.．是]|[①-⑳]|第[一二三四五六七八九十]{1,3}"
)
_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HAN_STYLE = re.compile(r"list-style[^;]*(?:cjk|chinese|ideographic)")
_NO_STYLE = re.compile(r"list-style[^;]*none")


class Line(NamedTuple):
    """A line of text; ``linked``: all of it is a link to another page."""

    text: str
    linked: bool = False


class _Numbering:
    """The numbers of a list's items: the next, and how it is written; no style where it has none."""

    def __init__(self, node: LexborNode) -> None:
        attributes = node.attributes
        style = attributes.get("style") or ""
        self.next = _number(attributes.get("start"), 1)
        self.is_han = _HAN_STYLE.search(style) is not None
        self.is_numbered = node.tag == "ol" and not _NO_STYLE.search(style)
        self.style = "chineseCounting" if self.is_han else _STYLES.get(attributes.get("type") or "", "decimal")

    def label(self, item: LexborNode) -> str:
        if not self.is_numbered:
            return ""
        number = _number(item.attributes.get("value"), self.next)
        self.next = number + 1
        return formatted(number, self.style) + ("、" if self.is_han else ".")


class LineWriter:
    """Writes the lines of elements one after another, without the elements whose ``mem_id`` is in ``skipped``.

    With ``apart``, APART stands between inline elements and between cells. Walks without recursion, in linear time.
    """

    def __init__(self, skipped: frozenset[int], apart: bool = False) -> None:
        self.lines: list[Line] = []
        self._skipped = skipped
        self._apart = apart
        self._parts: list[str] = []
        self._lists: list[_Numbering] = []
        self._label = ""
        self._links: list[bool] = []
        self._outside_links = self._raised = self._preformatted = 0
        self._key = ""

    def write(self, root: LexborNode) -> None:
        """Add the lines of ``root``."""
        node: LexborNode = root
        depth = 0
        while True:
            tag = node.tag or ""
            if tag == "-text":
                self._add(node.text_content or "")
            elif tag[:1] not in ("-", "!") and tag not in SKIPPED and not self._takes_whole(node, tag):
                self._open(node, tag)
                child = node.first_child
                if child is not None:
                    node, depth = child, depth + 1
                    continue
                self._close(tag)
            while depth and node.next is None:
                parent = node.parent
                assert parent is not None
                node, depth = parent, depth - 1
                self._close(node.tag or "")
            following = node.next
            if not depth or following is None:
                break
            node = following
        self._end()

    def _takes_whole(self, node: LexborNode, tag: str) -> bool:
        """Whether nothing is left to do about an element: it is left out, or a table of data."""
        if node.mem_id in self._skipped:
            return True
        if tag != "table" or self._apart:
            return False
        rows = _data_rows(node, self._skipped)
        if rows is None:
            return False
        self._end()
        if caption := node.css_first("caption"):
            self.write(caption)
        above = self.lines[-1].text if self.lines else ""
        self.lines += [Line(line) for line in table_lines(rows, above)]
        return True

    def _open(self, node: LexborNode, tag: str) -> None:
        if tag in ("td", "th", "dd"):
            self._begin_cell()
        elif tag in BLOCKS:
            if not self._key or fields()[self._key] in _PASSAGES:
                self._end()
            self._open_block(node, tag)
        elif tag == "a":
            self._links.append("href" in node.attributes)
        elif tag in ("sup", "sub"):
            self._raised = len(self._parts)
        elif self._apart:
            self._parts.append(APART)

    def _open_block(self, node: LexborNode, tag: str) -> None:
        if tag in ("ol", "ul"):
            self._lists.append(_Numbering(node))
        elif tag == "li":
            self._label = self._lists[-1].label(node) if self._lists else ""
        elif tag in ("pre", "textarea"):
            self._preformatted += 1

    def _close(self, tag: str) -> None:
        if tag in BLOCKS:
            if tag == "tr":
                self._drop_key()
            if tag not in ("td", "th", "dt"):
                self._end()
            if tag in ("ol", "ul") and self._lists:
                self._lists.pop()
            elif tag in ("pre", "textarea"):
                self._preformatted -= 1
        elif tag == "a":
            self._links.pop()
        elif tag == "sup":
            raised = "".join(self._parts[self._raised :])
            if raised.isdecimal() and len(raised) < 3:
                self._parts[self._raised :] = [raised.translate(SUPERSCRIPT)]
        elif self._apart:
            self._parts.append(APART)

    def _begin_cell(self) -> None:
        """Go on with the line where it is the key to the cell (答复内容), else end it."""
        if self._apart:
            self._parts.append(APART)
            return
        self._drop_key()
        self._key = _key_of("".join(self._parts).translate(_INVISIBLE))
        if self._key:
            self._parts = [self._key + "："]
        else:
            self._end()

    def _drop_key(self) -> None:
        """Leave out a key without a value."""
        if self._key:
            self._parts, self._key = [], ""

    def _add(self, text: str) -> None:
        if not self._preformatted:
            self._parts.append(text)
            if not text.isspace():
                self._key = ""
                self._outside_links += not any(self._links[-1:])
            return
        for line in text.splitlines():
            self._parts.append(line)
            self._outside_links += 1
            self._end()

    def _end(self) -> None:
        if not self._parts:
            return
        text = _tidy("".join(self._parts))
        linked = not self._outside_links
        self._parts = []
        self._raised = self._outside_links = 0
        self._key = ""
        if not text.strip(APART + " "):
            return
        if self._label and not _LABEL.match(text):
            text = self._label + text
        self._label = ""
        self.lines.append(Line(text, linked))


def _tidy(text: str) -> str:
    """``text`` with its white space as shown: runs of it one space, a line break inside Chinese text none."""
    if "\n" in text or "\r" in text:
        text = _WRAP.sub("", text)
    return _SPACES.sub(_space, text.translate(_INVISIBLE)).replace("\xa0", " ").strip()


def _space(run: re.Match[str]) -> str:
    """What is shown of a run of white space; a tab within a line sets fields apart in pages that an office wrote."""
    return "\t" if "\t" in run[0] and "\n" not in run[0] else " "


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 5 else default


def squeezed(text: str) -> str:
    """``text`` without any white space."""
    return "".join(text.split())


@cache
def fields() -> dict[str, str]:
    """The keys of a page's metadata and of a record, each with its field (dictionary metadata_keys)."""
    return {row["key"]: row["field"] for row in default_lexicon().rows("metadata_keys")}


def _key_of(text: str) -> str:
    """The key that ``text`` is (索 引 号：); empty if it is none."""
    key = squeezed(text).rstrip("：:") if len(text) < 40 else ""
    return key if key in fields() else ""


def _data_rows(table: LexborNode, skipped: frozenset[int]) -> list[list[Cell]] | None:
    """The rows of a table of data; None for a table that only lays out a page, a record or a text."""
    if len(table.css("table")) > 1:  # itself and others in it
        return None
    rows: list[list[Cell]] = []
    reaching: dict[int, int] = {}
    size = 0
    for row in table.css("tr"):
        cells = _cells(row, reaching, skipped)
        size += len(cells or ())
        if cells is None or size > _MOST_CELLS:
            return None
        rows.append(cells)
    widest = max((cell.column + cell.columns for row in rows for cell in row), default=0)
    keys = [key for row in rows for cell in row[:1] if cell.paragraphs and (key := _key_of(cell.paragraphs[0]))]
    is_record = len(keys) > 1 or any(fields()[key] in _PASSAGES for key in keys)
    return None if widest < 2 or is_record else rows


def _cells(row: LexborNode, reaching: dict[int, int], skipped: frozenset[int]) -> list[Cell] | None:
    """The cells of a row of data; None where it is none. ``reaching``: for how many rows a column is taken."""
    cells: list[Cell] = []
    column = 0
    for node in row.iter():
        if node.tag not in _CELLS or node.mem_id in skipped:
            continue
        while reaching.get(column):
            reaching[column] -= 1
            cells.append(Cell((), column))
            column += 1
        writer = LineWriter(skipped)
        writer.write(node)
        paragraphs = tuple(line.text for line in writer.lines)
        if _is_prose(paragraphs):
            return None
        if column >= _MOST_COLUMNS:
            return None
        columns = min(max(_number(node.attributes.get("colspan"), 1), 1), _MOST_COLUMNS - column)
        rows = _number(node.attributes.get("rowspan"), 1)
        for taken in range(column, column + columns):
            reaching[taken] = max(rows - 1, 0)
        cells.append(Cell(paragraphs, column, columns))
        column += columns
    return cells


def _is_prose(paragraphs: Sequence[str]) -> bool:
    return len(paragraphs) > 3 or any(len(text) > _SENTENCE_CELL for text in paragraphs)
