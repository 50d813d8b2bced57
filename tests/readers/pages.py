"""Pages made of a template and a paper: what the reader of pages must make the paper of again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

TEMPLATES = Path(__file__).parent.parent / "cases" / "html" / "templates"
NAMES = sorted(path.stem for path in TEMPLATES.glob("*.html"))
HALVES = ("<!--first half-->", "<!--second half-->")


def paragraphs(lines: Sequence[str]) -> str:
    return "\n".join(f"<p>&emsp;&emsp;{escape(line)}</p>" for line in lines)


def spans(lines: Sequence[str]) -> str:
    """As pasted from Word: every few characters in a span of their own, the source wrapped anywhere."""
    pieces = (
        "".join(
            f'<span style="font-family:仿宋"><font size="3">{escape(line[at : at + 7])}</font></span>'
            for at in range(0, len(line), 7)
        )
        for line in lines
    )
    return "\n".join(f'<p class="MsoNormal" style="text-indent:2em">\n{piece}<o:p></o:p></p>' for piece in pieces)


def breaks(lines: Sequence[str]) -> str:
    return "<br/><br>\n".join("　　" + escape(line) for line in lines)


def blocks(lines: Sequence[str]) -> str:
    return "".join(f"<div>&nbsp;&nbsp;&nbsp;&nbsp;{escape(line)}\n</div>" for line in lines)


def sections(lines: Sequence[str]) -> str:
    """As an editor for phones writes: each paragraph in sections of its own."""
    return (
        "<section>" + "".join(f"<section><section><p>{escape(x)}</p></section></section>" for x in lines) + "</section>"
    )


def broken_blocks(lines: Sequence[str]) -> str:
    return "\n".join(f'<div style="text-indent:2em">{escape(line)}<br></div>' for line in lines)


STYLES: dict[str, Callable[[Sequence[str]], str]] = {
    function.__name__: function for function in (paragraphs, spans, breaks, blocks, sections, broken_blocks)
}


def page(template: str, lines: Sequence[str], style: str) -> str:
    """The page of ``template`` with the paper whose paragraphs are ``lines``."""
    write = STYLES[style]
    middle = len(lines) // 2
    whole = (TEMPLATES / f"{template}.html").read_text("utf-8").replace("<!--paper-->", write(lines))
    return whole.replace(HALVES[0], write(lines[:middle])).replace(HALVES[1], write(lines[middle:]))
