"""Damaged documents of every format, each from its number, and a process that reads them within limits.

``python -m tests.readers.mutants SEED FIRST LAST SECONDS [FORMAT]`` reads the mutants FIRST to LAST - 1 until the
seconds are over, each within a time limit and all within a memory limit. It writes ``case N`` before each and, where
the outcome is neither a text nor a ReadError, ``wrong N <what>``; it ends with ``slowest N <seconds>``. A crash or a
hang ends it with a traceback. ``--save FILE`` as the last two arguments writes mutant FIRST to a file instead.
"""

from __future__ import annotations

import faulthandler
import io
import random
import struct
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from functools import cache
from pathlib import Path

from govreply.models import Source
from govreply.readers import ReadError, archives, read_bytes
from govreply.readers.formats import format_of
from govreply.readers.limits import MOST_CHARACTERS
from tests.readers import docx_maker, ofd_maker, pages
from tests.readers.pdf_pages import Pages

CASE_SECONDS = 20
MEMORY_BYTES = 1_500_000_000
CASES = Path(__file__).parent.parent / "cases" / "doc"
NAME = "mutant"
PAPER = [
    "关于加强农村供水保障的建议的答复",
    "张某某代表：",
    "您提出的《关于加强农村供水保障的建议》收悉，现答复如下：",
    "一、关于加大投入的建议",
    "2023年，我市安排专项资金1234.5万元，改造老旧管网86公里，惠及群众3.2万人，普及率达到95%以上（某政办〔2023〕12号）。",
    "项目\t投资（万元）",
    "水厂\t1200",
    "临溪县水利局",
    "2024年9月12日",
]
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32")
_INTEGERS = (-1, 0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 1 << 40, 1 << 62, (1 << 64) - 1)
_WRITTEN = (
    *map(str, _INTEGERS),
    "99999999999999999999999",
    "1e308",
    "-1e-308",
    "NaN",
    "g 999999999 1",
    "%s%n",
    "\\u-1",
)
_MARKS = (
    b"<", b">", b"</w:p>", b"<div>", b"<!--", b"]]>", b"&#x0;", b"&a;", b"<!ENTITY a 'b'>", b"{", b"}", b"\\bin99 ",
    b"<<", b">>", b"[", b"(", b"stream\n", b"endobj", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"PK\3\4",
)  # fmt: skip


@cache
def papers() -> dict[str, list[bytes]]:
    """Whole documents by format."""
    text = "\n".join(PAPER)
    return {
        "text": [
            *map(text.encode, ENCODINGS),
            ("關於加強河道治理的提案收悉，投入資金三億元。" * 9).encode("big5hkscs"),
        ],
        "html": [*_web_pages(), _web_archive()],
        "pdf": [_pdf(1), _pdf(0)],
        "docx": [docx_maker.numbered(text), _docx()],
        "odt": [_odt()],
        "doc": [(CASES / "paper.doc").read_bytes()],
        "rtf": [(CASES / "paper.rtf").read_bytes()],
        "ofd": [docx_maker.zipped(ofd_maker.paper(PAPER * 4))],
        "image": list(_images()),
        "zip": [
            docx_maker.zipped({"附件/答复.txt": text, "答复.docx": docx_maker.numbered(text), "a.zip": _inner(text)})
        ],
    }


def mutant(seed: int, number: int, format_: str = "") -> bytes:
    """Damaged document ``number`` of ``seed``, of any format unless one is named."""
    chance = random.Random(f"{seed} {number}")
    data = chance.choice(papers()[format_ or chance.choice(list(papers()))])
    for _ in range(chance.choice((1, 1, 2, 3, 5))):
        if data[:4] == b"PK\3\4" and chance.random() < 0.8:
            data = _with_damaged_member(data, chance)
        else:
            data = chance.choice(DAMAGES)(data, chance)
    return data


def wrong(data: bytes) -> str:
    """What is wrong with how ``data`` is read; nothing where it gives a text or a ReadError."""
    try:
        if format_of(data) == "zip":
            _read_members(data)
        source = read_bytes(data, NAME)
    except ReadError as error:
        return "" if len(str(error)) > len(NAME) else "a ReadError that does not say why"
    except Exception:
        return traceback.format_exc()
    return _wrong_text(source)


def _wrong_text(source: Source) -> str:
    starts = [page.start for page in source.pages]
    if not source.text.strip() or len(source.text) > MOST_CHARACTERS:
        return f"a text of {len(source.text)} characters"
    if starts and (starts[0] != 0 or starts != sorted(starts) or starts[-1] > len(source.text)):
        return f"pages at {starts} in {len(source.text)} characters"
    try:
        source.text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"a text that cannot be written: {error}"
    return ""


def _read_members(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mutant.zip"
        path.write_bytes(data)
        for name in archives.members(data)[:5]:
            with suppress(ReadError):
                archives.read_member(path, name)


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 30))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _without_slice(data: bytes, chance: random.Random) -> bytes:
    begin, end = _slice(data, chance)
    return data[:begin] + data[end:]


def _with_repeated_slice(data: bytes, chance: random.Random) -> bytes:
    begin, end = _slice(data, chance)
    return data[:begin] + data[begin:end] * chance.choice((2, 3, 300)) + data[end:]


def _shuffled(data: bytes, chance: random.Random) -> bytes:
    places = sorted(chance.randint(0, len(data)) for _ in range(chance.randint(2, 6)))
    slices = [data[begin:end] for begin, end in zip([0, *places], [*places, len(data)], strict=True)]
    chance.shuffle(slices)
    return b"".join(slices)


def _with_other_head(data: bytes, chance: random.Random) -> bytes:
    other = chance.choice(chance.choice(list(papers().values())))
    size = chance.choice((2, 4, 8, 64, 512))
    return other[:size] + data[size if chance.random() < 0.5 else 0 :]


def _with_bytes(data: bytes, chance: random.Random) -> bytes:
    """With an extreme number or a mark of syntax, binary or written, put in or put over what is there."""
    added = chance.choice((_binary, _written, _mark))(chance) * chance.choice((1, 1, 1, 2, 400))
    at = chance.randint(0, len(data))
    return data[:at] + added + data[at + (len(added) if chance.random() < 0.5 else 0) :]


def _with_other_figure(data: bytes, chance: random.Random) -> bytes:
    """With an extreme number in the place of one that is written in it."""
    figures = [at for at in range(len(data)) if data[at : at + 1].isdigit()] if len(data) < 200_000 else []
    if not figures:
        return _with_bytes(data, chance)
    begin = end = chance.choice(figures)
    while data[end : end + 1].isdigit():
        end += 1
    return data[:begin] + chance.choice(_WRITTEN).encode() + data[end:]


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flipped, _truncated, _without_slice, _with_repeated_slice, _shuffled, _with_other_head, _with_bytes, _with_bytes,
    _with_other_figure, _with_other_figure,
)  # fmt: skip


def _with_damaged_member(data: bytes, chance: random.Random) -> bytes:
    """A package of which one file is damaged, so that the damage is not lost in what is compressed."""
    try:
        files = docx_maker.unzipped(data)
    except Exception:
        return _flipped(data, chance)
    if files:
        name = chance.choice(sorted(files, key=lambda name: -len(files[name]))[:4])
        files[name] = chance.choice(DAMAGES)(files[name], chance)
    return docx_maker.zipped(files)


def _slice(data: bytes, chance: random.Random) -> tuple[int, int]:
    begin = chance.randint(0, len(data))
    return begin, min(len(data), begin + chance.choice((1, 4, 30, 200, 3000)))


def _binary(chance: random.Random) -> bytes:
    size, order = chance.choice("BHIQ"), chance.choice("<>")
    return struct.pack(order + size, chance.choice(_INTEGERS) % (1 << 8 * struct.calcsize(order + size)))


def _written(chance: random.Random) -> bytes:
    return chance.choice(_WRITTEN).encode()


def _mark(chance: random.Random) -> bytes:
    return chance.choice(_MARKS)


def _web_pages() -> Iterator[bytes]:
    for template, style in zip(pages.NAMES, [*pages.STYLES, *pages.STYLES], strict=False):
        page = pages.page(template, PAPER, style)
        yield page.encode("gb18030" if style == "spans" else "utf-8")


def _web_archive() -> bytes:
    message = MIMEMultipart("related")
    message.attach(MIMEText(pages.page("unknown", PAPER, "paragraphs"), "html", "utf-8"))
    return message.as_bytes()


def _pdf(compressed: int) -> bytes:
    made = Pages(pageCompression=compressed)
    for _ in range(2):
        made.centred(PAPER[0])
        for text in PAPER[1:5]:
            made.paragraph(text)
        made.rules([72, 272, 472], [made.y - 20, made.y + 8, made.y + 36])
        for row in PAPER[5:7]:
            for x, cell in zip((80, 280), row.split("\t"), strict=True):
                made.put(x, made.y, cell)
            made.y += 28
        made.page()
    return made.data()


def _docx() -> bytes:
    rows = [text.split("\t") for text in PAPER[5:7]]
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = "".join(map(docx_maker.paragraph, PAPER)) + docx_maker.table(rows) + docx_maker.paragraph("甲", "", note)
    inside = f'<w:footnote w:id="2">{docx_maker.paragraph("注")}</w:footnote>'
    return docx_maker.docx(body, {"footnotes": inside})


def _odt() -> bytes:
    content = (CASES / "paper.fodt").read_text("utf-8").replace("office:document", "office:document-content")
    return docx_maker.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _images() -> Iterator[bytes]:
    from PIL import Image

    sheet = Image.effect_noise((60, 80), 90)
    for kind, options in (
        ("PNG", {}),
        ("JPEG", {}),
        ("GIF", {}),
        ("TIFF", {"save_all": True, "append_images": [sheet]}),
    ):
        file = io.BytesIO()
        sheet.save(file, kind, **options)
        yield file.getvalue()


def _inner(text: str) -> bytes:
    return docx_maker.zipped({"b.txt": text})


class _Engine:
    """Stands for OCR, which takes seconds: sees two lines on every image."""

    def __call__(self, pixels: object, use_cls: bool) -> object:
        class Found:
            boxes = tuple([(8, y), (328, y), (328, y + 20), (8, y + 20)] for y in (10, 40))
            txts = ("我市高度重视农村供水保障工作", "投入资金3亿元。")

        return Found()


def _stand_in() -> None:
    """Nothing outside this process takes part: neither OCR nor LibreOffice."""
    from govreply.readers import image, ocr, office, pdf

    for module in (ocr, image, pdf):
        if hasattr(module, "recogniser"):
            module.recogniser = lambda: ocr.Recogniser(_Engine())  # type: ignore[attr-defined]
    office.program = lambda: None  # type: ignore[assignment]


def _limit_memory() -> None:
    with suppress(ImportError):  # no such limit on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def main() -> None:
    """Read a range of mutants, or save one."""
    seed, first, last, seconds = map(int, sys.argv[1:5])
    format_ = sys.argv[5] if len(sys.argv) in (6, 8) else ""
    if sys.argv[-2] == "--save":
        Path(sys.argv[-1]).write_bytes(mutant(seed, first, format_))
        return
    _stand_in()
    _limit_memory()
    faulthandler.enable()
    slowest, slowest_seconds, ends = first, 0.0, time.monotonic() + seconds
    for number in range(first, last):
        if time.monotonic() > ends:
            break
        print(f"case {number}", flush=True)
        data = mutant(seed, number, format_)
        faulthandler.dump_traceback_later(CASE_SECONDS, exit=True)
        started = time.monotonic()
        if why := wrong(data):
            print(f"wrong {number} {why!r}", flush=True)
        faulthandler.cancel_dump_traceback_later()
        if time.monotonic() - started > slowest_seconds:
            slowest, slowest_seconds = number, time.monotonic() - started
    print(f"slowest {slowest} {slowest_seconds:.2f}")


if __name__ == "__main__":
    main()
