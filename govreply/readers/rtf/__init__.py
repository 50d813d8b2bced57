"""Rich Text Format (Microsoft, *Rich Text Format Specification* 1.9.1) → Text.

Characters come as bytes in the code page of their font or of the document, or as ``\\u`` with a substitute after it,
which is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from govreply.readers.document import ReadError, Text
from govreply.readers.limits import MOST_DEPTH
from govreply.readers.rtf.flow import Flow
from govreply.readers.word.code_pages import codec_of
from govreply.readers.word.fields import formula_text, is_dropped
from govreply.readers.word.lines import joined

MOST_TOKENS = 10_000_000
"""Control words, symbols, braces and runs of text in a file."""

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})? ?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<symbol>[^A-Za-z])"
    rb"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]{1,65536})",
    re.DOTALL,
)
_CODE_PAGES = {936: "gb18030", 54936: "gb18030", 950: "cp950", 932: "cp932", 949: "cp949", 65001: "utf-8"}
_CHARSETS = {134: "gb18030", 136: "cp950", 128: "cp932", 129: "cp949", 2: "symbol"}
_CHARACTERS = {
    "line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "bullet": "•",
    "qmspace": "\u2005", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "softline": "\n",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\"}
_SKIPPED = {
    "annotation", "atnauthor", "atnid", "aftncn", "aftnsep", "aftnsepc", "colortbl", "filetbl", "footer", "footerf",
    "footerl", "footerr", "ftncn", "ftnsep", "ftnsepc", "header", "headerf", "headerl", "headerr", "info",
    "nonesttables", "nonshppict", "pict", "rxe", "shprslt", "sp", "stylesheet", "tc", "txe", "xe",
}  # fmt: skip
_SHOWN_THOUGH_STARRED = {"do", "dptxbxtext", "fldinst", "fonttbl", "footnote", "shpgrp", "shpinst", "shptxt"}


def read(data: bytes) -> Text:
    """The text of an RTF file: a paragraph or a table row a line, with its list numbers, the text boxes and notes after
    the paragraphs that they are anchored in; without headers, footers, comments, hidden, struck and deleted text.

    Raises ReadError where groups nest beyond ``limits.MOST_DEPTH`` and for more than ``MOST_TOKENS``.
    """
    reader = _Reader(data)
    reader.run()
    warnings = () if reader.is_whole else ("the document ends early: a group is not closed",)
    return Text(joined(reader.flow.finished()), warnings=warnings)


class _Group:
    """What holds until the end of a group; a group starts with what holds around it."""

    __slots__ = (
        "field",
        "flow",
        "font",
        "hidden",
        "in_label",
        "in_table",
        "is_raised",
        "is_struck",
        "skipped",
        "substitutes",
        "to",
    )

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.to = "text"
        self.font = -1
        self.substitutes = 1
        self.hidden = self.skipped = self.is_raised = self.is_struck = self.in_table = self.in_label = False
        self.field: list[str] = []

    def inner(self) -> _Group:
        group = _Group(self.flow)
        for name in self.__slots__:
            setattr(group, name, getattr(self, name))
        return group


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.flow = Flow()
        self._code_page = ""
        self.is_whole = False
        self._data = data
        self._at = max(0, data.find(b"{\\rtf"))
        self._group = _Group(self.flow)
        self._outer: list[_Group] = []
        self._fonts: dict[int, str] = {}
        self._default_font = -1
        self._pending = bytearray()
        self._to_skip = 0
        self._is_starred = False

    def run(self) -> None:
        for _ in range(MOST_TOKENS):
            token = _TOKEN.match(self._data, self._at)
            if token is None or self.is_whole:
                break
            self._at = token.end()
            self._take(token)
        else:
            raise ReadError(f"is an RTF of more than {MOST_TOKENS} words")
        self._flush()

    def _take(self, token: re.Match[bytes]) -> None:
        kind = token.lastgroup
        if kind == "number":
            self._word(token["word"].decode("ascii"), int(token["number"]))
        elif kind == "word":
            self._word(token["word"].decode("ascii"), None)
        elif kind == "text":
            self._bytes(token["text"])
        elif kind == "hex":
            self._bytes(bytes.fromhex(token["hex"].decode("ascii")))
        elif kind == "brace":
            self._flush()
            self._to_skip = 0
            self._open() if token["brace"] == b"{" else self._close()
        elif kind == "symbol":
            self._symbol(token["symbol"])

    def _open(self) -> None:
        if len(self._outer) >= MOST_DEPTH:
            raise ReadError(f"is an RTF whose groups nest more than {MOST_DEPTH} deep")
        self._outer.append(self._group)
        self._group = self._group.inner()

    def _close(self) -> None:
        inner = self._group
        self._group = self._outer.pop() if self._outer else inner
        if inner.to == "field" and self._group.to != "field":
            self._put(formula_text("".join(inner.field)))
        if inner.flow is not self._group.flow:
            self._group.flow.add_beside(inner.flow)
        self.is_whole = not self._outer

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._is_starred = True
        elif self._to_skip:
            self._to_skip -= 1
        elif symbol in b"\r\n":
            self._flush()
            self._end_paragraph(None)
        elif symbol in _SYMBOLS:
            self._write(_SYMBOLS[symbol])

    def _bytes(self, raw: bytes) -> None:
        skipped = min(self._to_skip, len(raw))
        self._to_skip -= skipped
        if not self._group.skipped:
            self._pending += raw[skipped:]

    def _word(self, word: str, number: int | None) -> None:
        is_starred, self._is_starred = self._is_starred, False
        if word == "bin":
            self._at = min(len(self._data), self._at + max(0, number or 0))
            return
        if self._group.skipped:
            return
        if word in _CHARACTERS:
            self._write(_CHARACTERS[word])
            return
        self._flush()
        if word == "u":
            self._unicode(number or 0)
        elif word in _SKIPPED or (is_starred and word not in _SHOWN_THOUGH_STARRED):
            self._group.skipped = True
        else:
            handler = _HANDLERS.get(word)
            if handler is not None:
                handler(self, number)

    def _unicode(self, number: int) -> None:
        number += 0x10000 if number < 0 else 0
        if 0 < number < 0x110000:
            self._write(chr(number))
        self._to_skip = self._group.substitutes

    def _flush(self) -> None:
        if self._pending:
            raw = bytes(self._pending)
            self._pending.clear()
            self._put(raw.decode("ascii") if raw.isascii() and not self._is_symbol() else self._decoded(raw))

    def _is_symbol(self) -> bool:
        return self._fonts.get(self._group.font) == "symbol"

    def _decoded(self, raw: bytes) -> str:
        codec = self._fonts.get(self._group.font) or self._code_page
        if codec == "symbol":
            return ""
        return raw.decode(codec or codec_of(raw), "replace")

    def _write(self, text: str) -> None:
        self._flush()
        if not self._group.skipped:
            self._put(text)

    def _put(self, text: str) -> None:
        group = self._group
        if group.to == "fonts":
            return
        if group.to == "field":
            group.field.append(text)
        elif not (group.hidden or group.is_struck):
            group.flow.write(text, is_label=group.in_label, is_raised=group.is_raised)

    def _end_paragraph(self, _: int | None) -> None:
        if not self._group.hidden:
            self._group.flow.end_paragraph(in_table=self._group.in_table)

    def _set_code_page(self, number: int | None) -> None:
        page = number or 0
        self._code_page = _CODE_PAGES.get(page, f"cp{page}" if page in range(1250, 1259) and page != 1252 else "")

    def _set_font(self, number: int | None) -> None:
        self._group.font = -1 if number is None else number

    def _set_charset(self, number: int | None) -> None:
        if self._group.to == "fonts" and number in _CHARSETS:
            self._fonts[self._group.font] = _CHARSETS[number]

    def _reset_characters(self, _: int | None) -> None:
        self._group.hidden = self._group.is_raised = self._group.is_struck = False
        self._group.font = self._default_font

    def _set_default_font(self, number: int | None) -> None:
        self._default_font = -1 if number is None else number

    def _hide(self, number: int | None) -> None:
        self._group.hidden = number != 0

    def _strike(self, number: int | None) -> None:
        self._group.is_struck = number != 0

    def _raise(self, number: int | None) -> None:
        self._group.is_raised = number != 0

    def _lower(self, _: int | None) -> None:
        self._group.is_raised = False

    def _reset_paragraph(self, _: int | None) -> None:
        self._group.in_table = False

    def _enter_table(self, number: int | None) -> None:
        self._group.in_table = number != 0

    def _set_substitutes(self, number: int | None) -> None:
        self._group.substitutes = min(max(0, 1 if number is None else number), 16)

    def _begin_note(self, _: int | None) -> None:
        self._begin_aside(Flow(is_note=True))

    def _begin_box(self, _: int | None) -> None:
        self._begin_aside(Flow())

    def _begin_aside(self, flow: Flow) -> None:
        self._group.flow = flow
        self._group.to = "text"
        self._group.in_table = self._group.hidden = self._group.is_raised = self._group.is_struck = False

    def _begin_label(self, _: int | None) -> None:
        self._group.in_label = True

    def _begin_fonts(self, _: int | None) -> None:
        self._group.to = "fonts"

    def _begin_field(self, _: int | None) -> None:
        self._group.field = []

    def _begin_instruction(self, _: int | None) -> None:
        self._group.to = "field"

    def _begin_result(self, _: int | None) -> None:
        instruction = "".join(self._group.field)
        self._group.skipped = is_dropped(instruction) or bool(formula_text(instruction))


_Handler = Callable[[_Reader, int | None], None]
_HANDLERS: dict[str, _Handler] = {
    "ansicpg": _Reader._set_code_page,
    "deff": _Reader._set_default_font,
    "f": _Reader._set_font,
    "fcharset": _Reader._set_charset,
    "fonttbl": _Reader._begin_fonts,
    "uc": _Reader._set_substitutes,
    "plain": _Reader._reset_characters,
    "v": _Reader._hide,
    "deleted": _Reader._hide,
    "strike": _Reader._strike,
    "striked": _Reader._strike,
    "super": _Reader._raise,
    "sub": _Reader._lower,
    "nosupersub": _Reader._lower,
    "pard": _Reader._reset_paragraph,
    "intbl": _Reader._enter_table,
    "par": _Reader._end_paragraph,
    "sect": _Reader._end_paragraph,
    "page": _Reader._end_paragraph,
    "nestcell": _Reader._end_paragraph,
    "cell": lambda reader, _: reader._group.flow.end_cell(),
    "row": lambda reader, _: reader._group.flow.end_row(),
    "trowd": lambda reader, _: reader._group.flow.begin_row(),
    "cellx": lambda reader, number: reader._group.flow.add_edge(number or 0),
    "listtext": _Reader._begin_label,
    "pntext": _Reader._begin_label,
    "footnote": _Reader._begin_note,
    "shptxt": _Reader._begin_box,
    "dptxbxtext": _Reader._begin_box,
    "field": _Reader._begin_field,
    "fldinst": _Reader._begin_instruction,
    "fldrslt": _Reader._begin_result,
}
