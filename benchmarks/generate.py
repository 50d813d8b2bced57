"""Documents for measuring: the samples again and again, each time with other numbers.

python benchmarks/generate.py 20000 FOLDER
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import regex

from govreply.readers import read_file

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
_FOLDERS = 100


def documents(count: int) -> Iterator[tuple[str, str]]:
    """Name and text of ``count`` documents, the same ones each time; every hundredth repeats its predecessor."""
    texts = [read_file(path).text for path in sorted(SAMPLES.glob("*.txt"))]
    text = ""
    for number in range(count):
        if number % 100 != 99:
            text = _varied(texts[number % len(texts)], random.Random(number))
        yield f"{number % _FOLDERS:02}/{number:06}.txt", text


def write(count: int, folder: Path) -> None:
    """Write ``count`` documents into a hundred folders in ``folder``. Raises OSError."""
    for name, text in documents(count):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _varied(text: str, chance: random.Random) -> str:
    """The text with other digits; years stay, and so does a number's length."""
    varied: str = regex.sub(r"(?<!\d)(?!(?:19|20)\d\d)[1-9]\d*", lambda match: _like(match[0], chance), text)
    return varied


def _like(digits: str, chance: random.Random) -> str:
    return str(chance.randrange(10 ** (len(digits) - 1), 10 ** len(digits)))


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
