"""Elements → lines of text, a paragraph each, as a browser would show them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from govreply.readers.html.keys import PASSAGES, fields, key_of
from govreply.readers.html.tables import data_rows, span
from govreply.readers.number_formats import formatted, labelled, raised
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
    option param rp rt script select source style svg template title track video xml
"""

BLOCKS = frozenset(_BLOCK_TAGS.split())
"""Elements that begin and end a line."""

SKIPPED = frozenset(_SKIPPED_TAGS.split())
"""Elements without text of the paper."""

APART = "\x1f"
"""Stands between two elements on one line where they are asked for (``apart``)."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\ue004\ue5e5"))

_WRAP = re.compile(r"(?<=[⺀-￯])[ \t]*[\r\n\f]\s*|[ \t]*[\r\n\f]\s*(?=[⺀-￯])")
_SPACES = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
_LABEL = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[a-zA-Z])(?:[)）、．是]|\.(?!\d))|[①-⑳]|第[一二三四五六七八九十]{1,3}"
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
        self.next = span(attributes.get("start"), 1)
        self.is_han = _HAN_STYLE.search(style) is not None
        self.is_numbered = node.tag == "ol" and not _NO_STYLE.search(style)
        self.style = "chineseCounting" if self.is_han else _STYLES.get(attributes.get("type") or "", "decimal")

    def label(self, item: LexborNode) -> str:
        if not self.is_numbered:
            return ""
        number = span(item.attributes.get("value"), self.next)
        self.next = number + 1
        return formatted(number, self.style) + ("、" if self.is_han else ".")


class _Open:
    """The line that is being written: the parts of its text, and the key of a record's row that waits for its value."""

    def __init__(self) -> None:
        self.key = ""
        self._parts: list[str] = []
        self._raised_from = self._outside_links = 0

    def add(self, text: str, in_link: bool) -> None:
        self._parts.append(text)
        if not text.isspace():
            self.key = ""
            self._outside_links += not in_link

    def add_apart(self) -> None:
        self._parts.append(APART)

    def begin_raised(self) -> None:
        self._raised_from = len(self._parts)

    def end_raised(self) -> None:
        self._parts[self._raised_from :] = [raised("".join(self._parts[self._raised_from :]))]

    def begin_value(self) -> bool:
        """Whether the line is a key (答复内容), after which a value now begins."""
        self.drop_key()
        self.key = key_of("".join(self._parts).translate(_INVISIBLE))
        if self.key:
            self._parts = [self.key + "："]
        return bool(self.key)

    def drop_key(self) -> None:
        """Leave out a key without a value."""
        if self.key:
            self._parts, self.key = [], ""

    def taken(self) -> Line | None:
        """The line, which is then begun anew; None where it has no text."""
        if not self._parts:
            return None
        line = Line(_tidy("".join(self._parts)), not self._outside_links)
        self._parts, self.key = [], ""
        self._raised_from = self._outside_links = 0
        return line


class LineWriter:
    """Writes the lines of elements one after another, without the elements whose ``mem_id`` is in ``skipped``.

    With ``apart``, APART stands between inline elements and between cells. Walks without recursion, in linear time.
    """

    def __init__(self, skipped: frozenset[int], apart: bool = False) -> None:
        self.lines: list[Line] = []
        self._skipped = skipped
        self._apart = apart
        self._open_line = _Open()
        self._lists: list[_Numbering] = []
        self._label = ""
        self._links: list[bool] = []
        self._preformatted = 0

    def write(self, root: LexborNode) -> None:
        """Add the lines of ``root``."""
        node: LexborNode = root
        depth = 0
        while True:
            tag = node.tag or ""
            if tag == "-text":
                self._add(node.text_content or "")
            elif tag[:1] in ("-", "!") or tag in SKIPPED or node.mem_id in self._skipped:
                pass
            elif tag == "table" and (rows := self._data_rows(node)) is not None:
                self._write_table(node, rows)
            else:
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

    def _data_rows(self, table: LexborNode) -> list[list[Cell]] | None:
        return None if self._apart else data_rows(table, self._skipped, self._paragraphs)

    def _paragraphs(self, cell: LexborNode) -> tuple[str, ...]:
        writer = LineWriter(self._skipped)
        writer.write(cell)
        return tuple(line.text for line in writer.lines)

    def _write_table(self, table: LexborNode, rows: list[list[Cell]]) -> None:
        self._end()
        if caption := table.css_first("caption"):
            self.write(caption)
        above = self.lines[-1].text if self.lines else ""
        self.lines += [Line(line) for line in table_lines(rows, above)]

    def _open(self, node: LexborNode, tag: str) -> None:
        if tag in ("td", "th", "dd"):
            self._begin_cell()
        elif tag in BLOCKS:
            if not self._open_line.key or fields()[self._open_line.key] in PASSAGES:
                self._end()
            self._open_block(node, tag)
        elif tag == "a":
            self._links.append("href" in node.attributes)
        elif tag == "sup":
            self._open_line.begin_raised()
        elif self._apart and tag != "sub":
            self._open_line.add_apart()

    def _open_block(self, node: LexborNode, tag: str) -> None:
        if tag in ("ol", "ul"):
            self._lists.append(_Numbering(node))
        elif tag == "li":
            self._label = self._lists[-1].label(node) if self._lists else ""
        elif tag in ("pre", "textarea"):
            self._preformatted += 1

    def _close(self, tag: str) -> None:
        if tag in BLOCKS:
            self._close_block(tag)
        elif tag == "a":
            self._links.pop()
        elif tag == "sup":
            self._open_line.end_raised()
        elif self._apart:
            self._open_line.add_apart()

    def _close_block(self, tag: str) -> None:
        if tag == "tr":
            self._open_line.drop_key()
        if tag not in ("td", "th", "dt"):
            self._end()
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        elif tag in ("pre", "textarea"):
            self._preformatted -= 1

    def _begin_cell(self) -> None:
        """Go on with the line where it is the key to the cell, else end it."""
        if self._apart:
            self._open_line.add_apart()
        elif not self._open_line.begin_value():
            self._end()

    def _add(self, text: str) -> None:
        if not self._preformatted:
            self._open_line.add(text, any(self._links[-1:]))
            return
        for line in text.splitlines():
            self._open_line.add(line, False)
            self._end()

    def _end(self) -> None:
        line = self._open_line.taken()
        if line is None or not line.text.strip(APART + " "):
            return
        if self._label and not _LABEL.match(line.text):
            line = line._replace(text=labelled(line.text, self._label))
        self._label = ""
        self.lines.append(line)


def _tidy(text: str) -> str:
    """``text`` with its white space as shown: runs of it one space, a line break inside Chinese text none."""
    if "\n" in text or "\r" in text:
        text = _WRAP.sub("", text)
    return _SPACES.sub(_space, text.translate(_INVISIBLE)).replace("\xa0", " ").strip()


def _space(run: re.Match[str]) -> str:
    """What is shown of a run of white space; a tab within a line sets fields apart in pages that an office wrote."""
    return "\t" if "\t" in run[0] and "\n" not in run[0] else " "
