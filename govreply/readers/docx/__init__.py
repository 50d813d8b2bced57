"""DOCX (Office Open XML, ISO/IEC 29500; also .docm, .dotx and what WPS writes) → Text.

The body in its order, as it would read with all tracked changes accepted: automatic numbering written out, tables a row
a line, text boxes after the paragraph that they are anchored to, foot- and endnotes after the one that refers to them.
Comments, hidden text, tables of contents and running heads are left out; a head that states the document number is a
letterhead and stands first.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from govreply.patterns import compiled
from govreply.readers.document import ReadError, Text
from govreply.readers.docx.inline import SKIPPED, InlineReader, chosen_content, is_placeholder
from govreply.readers.docx.numbering import read_numbering
from govreply.readers.docx.run_styles import RunStyles
from govreply.readers.docx.xml import attribute, child, children, number, value
from govreply.readers.limits import MOST_NESTED, characters
from govreply.readers.number_formats import labelled
from govreply.readers.packages import Element, Package, beside, local_name
from govreply.readers.table_rows import Cell, table_lines
from govreply.readers.word.lines import Lines, filled, joined

_KIND = "DOCX"
_OTHERS = {"xl/": "a spreadsheet (XLSX)", "ppt/": "a presentation (PPTX)", "visio/": "a drawing (VSDX)"}
_CHUNK_FORMATS = ("html", "text", "rtf")


def read(data: bytes) -> Text:
    """The text of the DOCX whose bytes are ``data``, a paragraph or a row of a table a line.

    Raises ReadError for a damaged or encrypted file, for one beyond the limits, and for a spreadsheet or presentation.
    """
    return _read(data, MOST_NESTED)


def _read(data: bytes, nested: int) -> Text:
    parts = _Parts(Package(data, _KIND))
    story = _Story(parts, nested)
    lines = story.lines(_body(parts.document))
    text = joined([*_letterhead(story, parts, lines), *lines])
    return Text(text, warnings=tuple(story.warnings))


class _Parts:
    """The parts of a package that matter, found by their relationships, else at their usual paths."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.path = self._main()
        self.document = package.xml(self.path)
        self._relations = {identity: (kind, target) for identity, kind, target in self._read_relations(self.path)}

    def of_kind(self, kind: str) -> list[Element]:
        """The roots of the parts of a kind (``numbering``, ``footnotes``, ``header``) that the document refers to."""
        found = [target for each, target in self._relations.values() if each == kind]
        usual = beside(self.path, f"{kind}.xml")
        paths = found or ([usual] if kind != "header" else [])
        return [self.package.xml(path) for path in paths if path in self.package]

    def target(self, identity: str) -> str:
        """The path of the part that a relationship leads to; empty where it leads to none in the package."""
        path = self._relations.get(identity, ("", ""))[1]
        return path if path in self.package else ""

    def _main(self) -> str:
        for _, kind, target in self._read_relations(""):
            if kind == "officeDocument" and target in self.package:
                self._refuse_others(target)
                return target
        for path in self.package.paths:
            self._refuse_others(path)
        return "word/document.xml"

    def _refuse_others(self, path: str) -> None:
        for folder, words in _OTHERS.items():
            if path.lower().startswith(folder):
                raise ReadError(f"is {words}, not a document")

    def _read_relations(self, path: str) -> Iterator[tuple[str, str, str]]:
        """Id, kind (the last word of its type) and target path of each relationship of the part at ``path``."""
        folder, _, name = path.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if relations not in self.package:
            return
        for each in self.package.xml(relations).iterchildren("{*}Relationship"):
            if each.get("TargetMode") != "External":
                kind = each.get("Type", "").rpartition("/")[2]
                yield each.get("Id", ""), kind, beside(path, each.get("Target", ""))


class _Flow:
    """The lines of one container as they come, and what reaches over its paragraphs."""

    def __init__(self, container: Element, styles: RunStyles) -> None:
        self.story = Lines()
        self.inline = InlineReader(container, styles)
        self._carried: list[str] = []
        self._boxes: list[str] = []
        self._notes: list[str] = []

    def add(self, text: str, boxes: list[str], notes: list[str]) -> None:
        """Add text to the paragraph, and the text boxes and notes that it refers to."""
        self._carried.append(text)
        self._boxes += boxes
        self._notes += notes

    def end_paragraph(self, label: str) -> None:
        """End the paragraph, whose number is ``label``; one whose end is deleted goes on with the next."""
        self.story.add(labelled("".join(self._carried), label), self._boxes, self._notes)
        self._carried, self._boxes, self._notes = [], [], []

    def finished(self) -> list[str]:
        if self._carried:
            self.end_paragraph("")
        return self.story.lines


class _Story:
    """Turns elements into lines, in the order of the document; numbers and notes are counted as it goes."""

    def __init__(self, parts: _Parts, nested: int) -> None:
        self.warnings: list[str] = []
        self._parts = parts
        self._nested = nested
        styles = _first(parts, "styles")
        self._numbering = read_numbering(_first(parts, "numbering"), styles)
        self._styles = RunStyles(styles)
        self._allowance = characters()
        self._notes = {
            (kind, attribute(note, "id")): note
            for kind in ("footnote", "endnote")
            for root in parts.of_kind(kind + "s")
            for note in children(root, kind)
            if attribute(note, "type") in ("", "normal")
        }

    def lines(self, container: Element, notes: list[str] | None = None) -> list[str]:
        """The lines of the paragraphs, tables and embedded documents in ``container``.

        The notes that its paragraphs refer to follow them, or are added to ``notes`` where that is given.
        """
        flow = _Flow(container, self._styles)
        for element in _blocks(container):
            name = local_name(element)
            if name == "p":
                self._add_paragraph(element, flow, notes)
            elif name == "tbl":
                beside: list[str] = [] if notes is None else notes
                rows = table_lines(self._rows(element, beside), flow.story.last)
                flow.story.add_table(rows, beside if notes is None else ())
            elif name == "altChunk":
                flow.story.lines += self._chunk(element)
        return flow.finished()

    def _add_paragraph(self, paragraph: Element, flow: _Flow, notes: list[str] | None) -> None:
        properties = child(paragraph, "pPr")
        inline = flow.inline.read(paragraph)
        boxes = [line for box in inline.boxes for line in self.lines(box, notes)]
        own = [line for note in inline.notes for line in self._note(note)]
        if notes is not None:
            notes += own
        flow.add(inline.text, boxes, own if notes is None else [])
        label = ""
        if not _is_mark_deleted(properties):
            label = self._numbering.label(properties)
            flow.end_paragraph(label)
        self._allowance.take(len(inline.text) + len(label) + 1)

    def _note(self, key: tuple[str, str]) -> list[str]:
        note = self._notes.pop(key, None)
        return [] if note is None else filled(self.lines(note))

    def _rows(self, table: Element, notes: list[str]) -> Iterator[list[Cell]]:
        for row in _unwrapped(table, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                continue
            column = number(child(properties, "gridBefore")) or 0
            cells = []
            for cell in _unwrapped(row, "tc"):
                read = self._cell(cell, column, notes)
                cells.append(read)
                column += read.columns
            yield cells

    def _cell(self, cell: Element, column: int, notes: list[str]) -> Cell:
        properties = child(cell, "tcPr")
        paragraphs = tuple(line for line in self.lines(cell, notes) if line.strip())
        if child(properties, "cellDel") is not None or _goes_on(properties, "vMerge") or _goes_on(properties, "hMerge"):
            paragraphs = ()
        return Cell(paragraphs, column, number(child(properties, "gridSpan")) or 1)

    def _chunk(self, element: Element) -> list[str]:
        """The lines of a document that is embedded whole (``w:altChunk``), often HTML."""
        from govreply.readers.formats import format_of

        path = self._parts.target(next((each for name, each in element.attrib.items() if name.endswith("}id")), ""))
        data = self._parts.package.read(path) if path else b""
        format_ = format_of(data)
        embedded: Text | None = None
        try:
            if format_ == "docx" and self._nested:
                embedded = _read(data, self._nested - 1)
            elif format_ in _CHUNK_FORMATS and data:
                embedded = import_module(f"govreply.readers.{format_}").read(data)
        except ReadError as error:
            self.warnings.append(f"an embedded document {error}")
            return []
        if embedded is None:
            self.warnings.append("an embedded document could not be read")
            return []
        self.warnings += embedded.warnings
        return embedded.text.splitlines()


def _body(document: Element) -> Element:
    body = child(document, "body")
    if body is None:
        raise ReadError("is a damaged DOCX: it has no body")
    return body


def _blocks(container: Element) -> Iterator[Element]:
    """The blocks in ``container``, those in content controls, custom XML and insertions too."""
    for each in container.iterchildren("*"):
        name = local_name(each)
        if name in ("p", "tbl", "altChunk"):
            yield each
        elif name == "AlternateContent":
            chosen = chosen_content(each)
            if chosen is not None:
                yield from _blocks(chosen)
        elif name not in SKIPPED and not (name == "sdt" and is_placeholder(each)):
            yield from _blocks(each)


def _unwrapped(container: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those in content controls and custom XML too."""
    for each in container.iterchildren("*"):
        local = local_name(each)
        if local == name:
            yield each
        elif local in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _unwrapped(each, name)


def _is_mark_deleted(properties: Element | None) -> bool:
    """Whether the end of the paragraph is deleted, so that it goes on with the next."""
    mark = child(properties, "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _goes_on(properties: Element | None, merge: str) -> bool:
    """Whether a cell goes on with the merged one above or before it."""
    merged = child(properties, merge)
    return merged is not None and value(merged) != "restart"


def _first(parts: _Parts, kind: str) -> Element | None:
    return next(iter(parts.of_kind(kind)), None)


def _letterhead(story: _Story, parts: _Parts, lines: list[str]) -> list[str]:
    """The lines of a head in which the document number stands, if it stands nowhere at the top of the text."""
    written = compiled(r"[〔﹝\[［【（(]\s?(?:19|20)\d\d\s?[〕﹞\]］】）)]\s?第?\s?\d{1,5}\s?号")
    if any(written.search(line) for line in lines[:40]):
        return []
    for head in parts.of_kind("header"):
        found = [line for line in story.lines(head) if line.strip()]
        if any(written.search(line) for line in found):
            return found
    return []
