"""DOCX files made in memory: the parts that Word writes, with whatever body a test needs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from govreply.notation import numerals

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{}</Types>'
)
_TYPE = '<Override PartName="/{}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"/>'
_RELATION = (
    '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
)
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'

LEVELS = {
    "一、": ("chineseCountingThousand", "%1、"),
    "（一）": ("chineseCountingThousand", "（%1）"),
    "1.": ("decimal", "%1."),
}
"""The labels that ``numbered`` leaves to automatic numbering: number format and text of each."""


def zipped(files: Mapping[str, bytes] | Mapping[str, str] | Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive of ``files``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The files of a ZIP archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def docx(body: str, parts: Mapping[str, str] | None = None, main: str = "word/document.xml") -> bytes:
    """A DOCX with ``body`` inside ``w:body``; ``parts`` are the insides of further parts by kind: numbering, styles,
    footnotes, header."""
    types = [_TYPE.format(main, "document.main"), *(_TYPE.format(f"word/{kind}.xml", kind) for kind in parts or {})]
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES.format("".join(types)),
        "_rels/.rels": _RELATIONS.format(_RELATION.format("rId1", "officeDocument", main)),
        main: f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    relations = []
    for number, (kind, inside) in enumerate((parts or {}).items()):
        root = {"header": "hdr"}.get(kind, kind)
        files[f"word/{kind}.xml"] = f"<w:{root} {_NAMESPACES}>{inside}</w:{root}>"
        relations.append(_RELATION.format(f"rId{number}", kind, f"{kind}.xml"))
    folder, _, name = main.rpartition("/")
    files[f"{folder}/_rels/{name}.rels"] = _RELATIONS.format("".join(relations))
    return zipped(files)


def run(text: str, properties: str = "") -> str:
    """A run of ``text``."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str = "", properties: str = "", inside: str = "") -> str:
    """A paragraph of ``text`` and of whatever elements are ``inside``."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text) if text else ''}{inside}</w:p>"


def item(text: str, number: int | str = 1, level: int = 0) -> str:
    """A paragraph with automatic numbering."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(at: int, style: str, text: str, more: str = "") -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*definitions: str, numbers: Mapping[int, tuple[int, str]] | None = None) -> str:
    """The inside of a numbering part: definitions from 0, and by the id of a list its definition and overrides."""
    numbers = numbers or {index + 1: (index, "") for index in range(len(definitions))}
    return "".join(
        [
            f'<w:abstractNum w:abstractNumId="{index}">{levels}</w:abstractNum>'
            for index, levels in enumerate(definitions)
        ]
        + [
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'
            for number, (definition, overrides) in numbers.items()
        ]
    )


def table(rows: list[list[str]]) -> str:
    """A table; a cell is a text or, where it begins with <, the inside of ``w:tc``."""
    written = (
        "<w:tr>"
        + "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{''.join(written)}</w:tbl>"


def numbered(text: str) -> bytes:
    """A DOCX of ``text``, a line a paragraph, in which 一、 （一） and 1. are automatic wherever they count on."""
    numbers: dict[int, tuple[int, str]] = {}
    body = "".join(_numbered(text.splitlines(), numbers))
    definitions = [level(0, style, label) for style, label in LEVELS.values()]
    return docx(body, {"numbering": numbering(*definitions, numbers=numbers)})


def _numbered(lines: list[str], numbers: dict[int, tuple[int, str]]) -> Iterator[str]:
    at = dict.fromkeys(range(len(LEVELS)), 0)
    for line in lines:
        found = re.match(
            r"([\s]*)(?:([一二三四五六七八九十]{1,3})、|（([一二三四五六七八九十]{1,3})）|(\d{1,2})\.(?!\d))", line
        )
        if found is None:
            yield paragraph(line)
            continue
        definition = next(index for index in range(len(LEVELS)) if found[index + 2])
        number = numerals.parse(found[definition + 2])
        if number == 1:
            numbers[len(numbers) + 1] = (
                definition,
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>',
            )
        elif number != at[definition] + 1 or not number:
            yield paragraph(line)
            continue
        at[definition] = int(number)
        last = max(key for key, (its, _) in numbers.items() if its == definition)
        yield item(line[found.end() :], last)
