"""Images that are damaged: a message, whatever the library that opens them raises."""

from __future__ import annotations

import io
import random
import struct

import pytest

pytest.importorskip("PIL", reason="Pillow comes with the extra govreply[ocr]")
from PIL import Image

from govreply.readers import ReadError, image
from govreply.readers.ocr import Recogniser


class _Engine:
    """Stands for OCR, which takes seconds: sees one line on every image."""

    def __call__(self, pixels: object, use_cls: bool) -> object:
        class Found:
            boxes = ([(80, 100), (400, 100), (400, 120), (80, 120)],)
            txts = ("我市高度重视农村供水",)

        return Found()


@pytest.fixture(autouse=True)
def _with_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "recogniser", lambda: Recogniser(_Engine()))


def saved(kind: str) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((40, 60), 90).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "WEBP", "GIF"])
def test_formats_of_images(kind: str) -> None:
    assert image.read(saved(kind)).text == "我市高度重视农村供水"


def test_a_second_page_without_dimensions_is_damage() -> None:
    file = io.BytesIO()
    sheet = Image.effect_noise((40, 60), 90)
    sheet.save(file, "TIFF", save_all=True, append_images=[sheet])
    data = bytearray(file.getvalue())
    width = struct.pack("<H", 256)
    at = max(data.rfind(width + struct.pack("<HI", kind, 1)) for kind in (3, 4))
    data[at : at + 2] = struct.pack("<H", 255)
    with pytest.raises(ReadError, match="is a damaged image"):
        image.read(bytes(data))


def test_damage_gives_text_or_a_message() -> None:
    chance = random.Random(5)
    outcomes = set()
    for _ in range(300):
        data = bytearray(saved("TIFF"))
        data[-chance.randrange(1, 250)] = chance.randrange(256)
        try:
            outcomes.add(image.read(bytes(data)).text)
        except ReadError as error:
            outcomes.add(str(error).partition(" of ")[0])
    assert outcomes <= {
        "我市高度重视农村供水",
        "is a damaged image",
        "is an image",
        "is an image with too many pixels to read",
    }
