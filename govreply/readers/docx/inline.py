"""The text within a paragraph of a DOCX: runs, fields, breaks, formulas; tracked changes are read as accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from govreply.readers.docx.run_styles import RunStyles
from govreply.readers.docx.xml import attribute, child, children, is_on, value
from govreply.readers.number_formats import raised
from govreply.readers.packages import Element, local_name
from govreply.readers.word.fields import LONGEST_INSTRUCTION, formula_text, is_dropped

SKIPPED = frozenset(
    ("pPr", "rPr", "sdtPr", "sdtEndPr", "del", "moveFrom", "delText", "delInstrText", "rt", "rubyPr", "pgNum")
)
"""Elements whose text is no part of the paper: properties, deletions, the reading aids of ruby."""

_DEEPEST_FIELD = 50
_PRIVATE = range(0xE000, 0xF900)


@dataclass(slots=True)
class Inline:
    """What a paragraph holds: its ``text``, in which a line feed is a break, the notes that it refers to (``footnote``
    or ``endnote``, and its id) and its text boxes."""

    text: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    in_result: bool = False

    @property
    def hidden(self) -> bool:
        return not self.in_result or is_dropped(self.instruction) or bool(formula_text(self.instruction))


class InlineReader:
    """Reads the paragraphs of ``container`` in order; a field (a table of contents) may reach over several, unless
    some field there has no end."""

    def __init__(self, container: Element, styles: RunStyles) -> None:
        kinds = Counter(attribute(mark, "fldCharType") for mark in container.iter("{*}fldChar"))
        self._styles = styles
        self._whole = kinds["begin"] == kinds["end"]
        self._fields: list[_Field] = []
        self._deeper = 0
        self._inline = Inline()
        self._parts: list[str] = []

    def read(self, paragraph: Element) -> Inline:
        """What the ``w:p`` element holds."""
        self._inline, self._parts = Inline(), []
        self._walk(paragraph)
        # no instruction reaches over a paragraph
        self._fields = [each for each in self._fields if each.in_result and self._whole]
        self._inline.text = "".join(self._parts)
        return self._inline

    def _walk(self, element: Element) -> None:
        for each in element.iterchildren("*"):
            name = local_name(each)
            if name in SKIPPED:
                continue
            handler = _HANDLERS.get(name)
            if handler is not None:
                handler(self, each)
            else:
                self._walk(each)

    def _write(self, text: str) -> None:
        if text and not any(each.hidden for each in self._fields):
            self._parts.append(text)

    def _run(self, run: Element) -> None:
        properties = child(run, "rPr")
        if is_on(child(properties, "vanish")) or self._styles.is_struck(properties):
            self._hidden_run(run)
            return
        begin = len(self._parts)
        self._walk(run)
        if self._styles.is_raised(properties):
            self._parts[begin:] = [raised("".join(self._parts[begin:]))]

    def _hidden_run(self, run: Element) -> None:
        """Hidden or struck text counts for nothing, but the marks of fields may be hidden too."""
        for each in children(run, "fldChar"):
            self._field_mark(each)

    def _text(self, element: Element) -> None:
        self._write((element.text or "").replace("\r", "").replace("\n", " "))

    def _symbol(self, element: Element) -> None:
        code = attribute(element, "char")
        number = int(code, 16) if 0 < len(code) < 6 and all(c in "0123456789abcdefABCDEF" for c in code) else 0
        if number > 31 and number not in _PRIVATE and not 0xD800 <= number < 0xE000:
            self._write(chr(number))

    def _field_mark(self, element: Element) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin" and len(self._fields) < _DEEPEST_FIELD:
            self._fields.append(_Field())
        elif kind == "begin" or (kind == "end" and self._deeper):
            self._deeper += 1 if kind == "begin" else -1
        elif kind == "separate" and self._fields and not self._deeper:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._write(formula_text(self._fields.pop().instruction))

    def _instruction(self, element: Element) -> None:
        if self._fields and len(self._fields[-1].instruction) < LONGEST_INSTRUCTION:
            self._fields[-1].instruction += (element.text or "")[:LONGEST_INSTRUCTION]

    def _simple_field(self, element: Element) -> None:
        instruction = attribute(element, "instr")
        if shown := formula_text(instruction):
            self._write(shown)
        elif not is_dropped(instruction):
            self._walk(element)

    def _note(self, element: Element) -> None:
        if not any(each.hidden for each in self._fields):
            self._inline.notes.append((local_name(element).removesuffix("Reference"), attribute(element, "id")))

    def _box(self, element: Element) -> None:
        self._inline.boxes.append(element)

    def _content_control(self, element: Element) -> None:
        if not is_placeholder(element):
            self._walk(element)

    def _alternate(self, element: Element) -> None:
        chosen = chosen_content(element)
        if chosen is not None:
            self._walk(chosen)

    def _fraction(self, element: Element) -> None:
        for index, part in enumerate(element.iterchildren("{*}num", "{*}den")):
            self._write("/" if index else "")
            self._walk(part)

    def _power(self, element: Element) -> None:
        for part in element.iterchildren("{*}e", "{*}sup"):
            begin = len(self._parts)
            self._walk(part)
            if local_name(part) == "sup":
                self._parts[begin:] = [raised("".join(self._parts[begin:]))]


def is_placeholder(control: Element) -> bool:
    """Whether a content control (``w:sdt``) shows only what to enter there, or is a table of contents."""
    properties = child(control, "sdtPr")
    gallery = value(child(child(properties, "docPartObj"), "docPartGallery"))
    return is_on(child(properties, "showingPlcHdr")) or gallery.startswith(("Table of Contents", "Page Numbers"))


def chosen_content(alternate: Element) -> Element | None:
    """Which of the renderings in ``mc:AlternateContent`` is read: the first that holds text, so that none is twice."""
    choices = list(alternate.iterchildren("{*}Choice", "{*}Fallback"))
    return next((each for each in choices if next(each.iter("{*}t"), None) is not None), None)


_Handler = Callable[[InlineReader, Element], None]
_HANDLERS: dict[str, _Handler] = {
    "r": InlineReader._run,
    "t": InlineReader._text,
    "tab": lambda reader, _: reader._write("\t"),
    "ptab": lambda reader, _: reader._write("\t"),
    "br": lambda reader, _: reader._write("\n"),
    "cr": lambda reader, _: reader._write("\n"),
    "noBreakHyphen": lambda reader, _: reader._write("-"),
    "sym": InlineReader._symbol,
    "fldChar": InlineReader._field_mark,
    "instrText": InlineReader._instruction,
    "fldSimple": InlineReader._simple_field,
    "footnoteReference": InlineReader._note,
    "endnoteReference": InlineReader._note,
    "txbxContent": InlineReader._box,
    "sdt": InlineReader._content_control,
    "AlternateContent": InlineReader._alternate,
    "f": InlineReader._fraction,
    "sSup": InlineReader._power,
}
