"""Word 97–2003 documents (DOC) and those of Kingsoft WPS Writer (WPS), which keep to the same format: bytes → Text.

A document whose table of pieces is damaged is given to LibreOffice, where that is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any

from govreply.readers.doc.lines import Beside, asides, lines, with_asides, without_fields
from govreply.readers.doc.numbering import Labels
from govreply.readers.doc.pieces import WordFile, characters, number, pieces
from govreply.readers.doc.properties import ParagraphProperties, without_invisible
from govreply.readers.document import ReadError, Text
from govreply.readers.word.lines import filled, joined

_NO_DOCUMENTS = {
    "Workbook": "is a spreadsheet (XLS), not a document",
    "Book": "is a spreadsheet (XLS), not a document",
    "PowerPoint Document": "is a presentation (PPT), not a document",
    "VisioDocument": "is a drawing (Visio), not a document",
    "__properties_version1.0": "is an e-mail message (MSG), not a document",
    "BodyText": "is a Hangul document (HWP); save it as DOCX",
    "EncryptedPackage": "is an encrypted DOCX; save it without a password",
    "CONTENTS": "is a document of Microsoft Works; save it as DOCX",
}
_NO_WORD = "holds no Word document; a WPS file from before WPS Office 2003 must be saved as DOC or DOCX"
_DAMAGED = "is a damaged DOC: its container cannot be read"
_ENCRYPTED = "is an encrypted DOC; save it without a password"
EARLY = "a document of Word 6 or 95: automatic numbers are missing, and hidden or deleted text is not left out"
_PICTURES = "\x01\x08"
_WITHOUT_TEXT = "".join(map(chr, range(33)))
_GREATEST_SHIFT = 12
_HUGE_PROPERTIES = (b"\x45\x66", b"\x46\x66")


def read(data: bytes) -> Text:
    """The text of a DOC or WPS file: its paragraphs with their automatic numbers, its tables a row a line, its text
    boxes and notes after the paragraphs that they are anchored in.

    Headers, footers, comments, hidden text and text deleted by a tracked change are left out. Raises ReadError for an
    encrypted file, for one that holds no document, and for one that neither this reader nor LibreOffice can read.
    """
    word = _word_file(data)
    if word.is_encrypted:
        raise ReadError(_ENCRYPTED)
    try:
        pieces(word)
    except ReadError as error:
        return _converted(data, error)
    return text_of(word)


def text_of(word: WordFile) -> Text:
    """The text of the streams of a Word file, as ``read``.

    Raises ReadError where its table of pieces is damaged, and where it holds pictures and no text.
    """
    found = pieces(word)
    raw = characters(word, found)
    if not raw.strip(_WITHOUT_TEXT) and any(picture in raw for picture in _PICTURES):
        raise ReadError("holds only images, no text")
    missing = sum(word.lengths) - len(raw)
    warnings = (f"the document ends early: {missing} characters are missing",) if missing > 0 else ()
    if word.is_before_97:
        return Text(joined(_early_lines(word, without_fields(raw))), warnings=(*warnings, EARLY))
    shown = without_fields(without_invisible(word, found, raw))
    return Text(joined(_lines(word, shown, ParagraphProperties(word, found))), warnings=warnings)


def _word_file(data: bytes) -> WordFile:
    import olefile

    _refuse_false_counts(data)
    try:
        with olefile.OleFileIO(BytesIO(data)) as container:
            document = _stream(container, "WordDocument")
            if not document:
                raise ReadError(_reason(container))
            tables = _stream(container, "0Table"), _stream(container, "1Table")
            needs_data = any(sprm in document for sprm in _HUGE_PROPERTIES)
            return WordFile(document, tables, _stream(container, "Data") if needs_data else b"")
    except ReadError:
        raise
    except Exception as error:  # olefile has no common error for a damaged file
        raise ReadError(_DAMAGED) from error


def _refuse_false_counts(data: bytes) -> None:
    """Raise ReadError where the container claims more sectors than it has, which olefile would go through one by one.

    The counts and their places are those of [MS-CFB] 2.2.
    """
    shift = number(data, 30, 2)
    counts = (number(data, at, 4) for at in (40, 44, 64, 72))
    if shift > _GREATEST_SHIFT or any(count << shift > len(data) for count in counts):
        raise ReadError(_DAMAGED)


def _stream(container: Any, name: str) -> bytes:
    if not container.exists(name):
        return b""
    size = container.fp.seek(0, 2)
    if container.get_size(name) > size or container.root.size > size:
        raise ReadError(_DAMAGED)
    return bytes(container.openstream(name).read())


def _reason(container: Any) -> str:
    return next((reason for name, reason in _NO_DOCUMENTS.items() if container.exists(name)), _NO_WORD)


def _lines(word: WordFile, text: str, properties: ParagraphProperties) -> list[str]:
    of_span = partial(lines, text, properties_at=properties.at, labels=Labels(word))
    main = list(of_span(word.lengths.span("main")))
    boxes: dict[int | None, list[str]] = {}
    notes: dict[int | None, list[str]] = {}
    for start, end, anchor, is_note in asides(word):
        shown = filled(line for _, line in of_span((start, end)))
        (notes if is_note else boxes).setdefault(anchor, []).extend(shown)
    return with_asides(main, Beside(boxes), Beside(notes))


def _early_lines(word: WordFile, text: str) -> Iterator[str]:
    """The lines of a document of Word 6 or 95, whose properties are not read."""
    return (line for _, line in lines(text, word.lengths.span("main"), lambda position: None, Labels(word)))


def _converted(data: bytes, reason: ReadError) -> Text:
    """The text as LibreOffice reads it; raises ``reason`` where it is not installed or cannot read the file either."""
    from govreply.readers import office

    if not office.is_there():
        raise reason
    try:
        converted = office.convert(data, "doc")
        text = _docx(converted)
    except ReadError:
        raise reason from None
    return text._replace(warnings=(f"read by LibreOffice, since the file {reason}", *text.warnings))


def _docx(data: bytes) -> Text:
    from govreply.readers import docx

    return docx.read(data)
