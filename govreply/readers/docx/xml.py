"""Elements and attributes of WordprocessingML, transitional and strict alike (ISO/IEC 29500-1 and -4)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from govreply.readers.packages import Element

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_OFF = ("0", "false", "off", "none")
_MOST = 1_000_000  # greater than any number that matters in numbering


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name, of the namespace of WordprocessingML; None where there is none."""
    return None if element is None else next(element.iterchildren(*_tags(name)), None)


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of that name, of the namespace of WordprocessingML."""
    return iter(()) if element is None else element.iterchildren(*_tags(name))


@cache
def _tags(name: str) -> tuple[str, ...]:
    return tuple(namespace + name for namespace in _NAMESPACES)


def attribute(element: Element, name: str) -> str:
    """The attribute of that name, of the namespace of WordprocessingML or of none; empty where there is none."""
    for tag in (*_tags(name), name):
        found: str | None = element.get(tag)
        if found is not None:
            return found
    return ""


def value(element: Element | None) -> str:
    """The attribute ``w:val``; empty where it or the element is missing."""
    return "" if element is None else attribute(element, "val")


def number(element: Element | None, name: str = "val") -> int | None:
    """An attribute as a whole number from 0; None where it is no such number."""
    text = "" if element is None else attribute(element, name)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 and int(text) < _MOST else None


def is_on(element: Element | None) -> bool:
    """Whether a property such as ``w:vanish`` is there and not switched off."""
    return element is not None and value(element) not in _OFF
