"""Scans: what OCR confuses is repaired where certain; without the extra a scan says what it needs."""

from __future__ import annotations

import io
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from govreply.readers import ReadError, image, ocr, pdf, read_bytes
from govreply.readers.ocr import repaired


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("某政办[2023]12号", "某政办〔2023〕12号"),
        ("某政办［2023】第12号", "某政办〔2023〕第12号"),
        ("某某委员:", "某某委员："),
        ("2021一2023年", "2021—2023年"),
        ("10%一30%", "10%—30%"),
        ("2O24年", "2024年"),
        ("3.O5亿元", "3.05亿元"),
        ("1l0户", "110户"),
        ("2. 5%", "2.5%"),
    ],
)
def test_what_is_certain_is_repaired(seen: str, meant: str) -> None:
    assert repaired(seen) == meant


@pytest.mark.parametrize(
    "text", ["[2023]年度", "见[12]", "10:30", "2024年一季度", "第一2组", "OLED屏", "全县30所", "A.l", "http://a.cn"]
)
def test_what_may_be_meant_is_left(text: str) -> None:
    assert repaired(text) == text


def _png() -> bytes:
    pil = pytest.importorskip("PIL.Image", reason="Pillow comes with reportlab, a development dependency")
    file = io.BytesIO()
    pil.new("L", (30, 40), 255).save(file, "PNG")
    return file.getvalue()


def test_without_the_extra_a_scan_says_what_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "recogniser", lambda: None)
    with pytest.raises(ReadError, match=r"^scan.png is an image; `pip install 'govreply\[ocr\]'` reads scans$"):
        read_bytes(_png(), "scan.png")


class _Engine:
    """Stands for rapidocr: sees the same two lines on every page."""

    def __call__(self, pixels: object, use_cls: bool) -> object:
        import numpy as np

        class Found:
            boxes = np.array([[[80, y], [80 + 16 * 20, y], [80 + 16 * 20, y + 20], [80, y + 20]] for y in (100, 130)])
            txts = ("我市高度重视农村供水保障工作把农村饮水安", "全纳入民生实事统筹推进老旧管网改造和水质")

        return Found()


def test_a_scan_of_several_pages_has_as_many(monkeypatch: pytest.MonkeyPatch) -> None:
    pil = pytest.importorskip("PIL.Image", reason="Pillow comes with reportlab, a development dependency")
    monkeypatch.setattr(image, "recogniser", lambda: ocr.Recogniser(_Engine()))
    file = io.BytesIO()
    sheets = [pil.new("L", (595, 842), 255) for _ in range(2)]
    sheets[0].save(file, "TIFF", save_all=True, append_images=sheets[1:])
    text = image.read(file.getvalue())
    assert [page.ocr for page in text.pages] == [True, True]
    assert text.text == "我市高度重视农村供水保障工作把农村饮水安全纳入民生实事统筹推进老旧管网改造和水质" * 2


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff" + bytes(50), b"II*\x00" + bytes(50)])
def test_a_damaged_image_says_so(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("PIL", reason="Pillow comes with reportlab, a development dependency")
    monkeypatch.setattr(image, "recogniser", lambda: ocr.Recogniser(_Engine()))
    with pytest.raises(ReadError, match="damaged image"):
        image.read(data)


def test_an_image_of_too_many_pixels_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "recogniser", lambda: ocr.Recogniser(_Engine()))
    monkeypatch.setattr(image, "MOST_PIXELS", 1000)
    with pytest.raises(ReadError, match="30 × 40 pixels, too large to read"):
        image.read(_png())


TEXT = (
    "张某某委员：",
    "您提出的关于加强农村供水保障的建议收悉，现答复如下：2023年，我市安排专项资金1234.5万元，改造老旧管网86公里，"
    "惠及群众3.2万人，农村自来水普及率达到95%以上。",
    "下一步，我市将落实《某某市农村供水条例》（某政办〔2023〕12号），力争2025年底前建成水厂12座。",
)


@pytest.mark.slow
def test_a_scan_is_read_offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A page set by reportlab, printed by pdftoppm and kept as an image only."""
    if ocr.recogniser() is None:
        pytest.skip("the extra govreply[ocr] is not installed")
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed")
    from PIL import Image

    from tests.readers.pdf_pages import Pages

    pages = Pages()
    pages.line(TEXT[0])
    for text in TEXT[1:]:
        pages.paragraph(text)
    (tmp_path / "page.pdf").write_bytes(pages.data())
    subprocess.run(["pdftoppm", "-r", "200", "-png", tmp_path / "page.pdf", tmp_path / "scan"], check=True)
    scan = Image.open(next(tmp_path.glob("scan*.png"))).convert("L")
    scan.save(tmp_path / "scan.pdf", resolution=200)
    monkeypatch.setattr(socket.socket, "connect", _no_network)
    read = pdf.read((tmp_path / "scan.pdf").read_bytes())
    assert [page.ocr for page in read.pages] == [True]
    assert read.warnings == ()
    for words in ("1234.5万元", "86公里", "3.2万人", "95%以上", "〔2023〕12号", "2025年底前", "12座"):
        assert words in read.text.replace(" ", "")


def _no_network(*_: object) -> None:
    raise AssertionError("OCR must not reach the network")
