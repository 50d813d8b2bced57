"""What of a span is struck out or raised, by its style (OASIS ODF 1.3, part 3, 20.393 and 20.403)."""

from __future__ import annotations

from govreply.readers.packages import Element

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_STRIKES = ("text-line-through-style", "text-line-through-type")
_LONGEST_CHAIN = 20  # styles based on styles, which may turn in a circle


class TextStyles:
    """The text styles of a document, of whose properties only those are read that change what its text says."""

    def __init__(self, *roots: Element) -> None:
        self._styles: dict[str, Element] = {}
        for root in reversed(roots):
            for style in root.iter(STYLE + "style"):
                if style.get(STYLE + "family") == "text":
                    self._styles[style.get(STYLE + "name", "")] = style

    def is_struck(self, name: str) -> bool:
        """Whether text in the style of that name is struck out."""
        return any(self._property(name, strike) not in ("", "none") for strike in _STRIKES)

    def is_raised(self, name: str) -> bool:
        """Whether text in the style of that name is superscript: ``super``, or raised by a share of its height."""
        position = (self._property(name, "text-position").split() or [""])[0]
        return position == "super" or (position.endswith("%") and position.rstrip("%").isdecimal() and position != "0%")

    def _property(self, name: str, attribute: str) -> str:
        """What the style says, or what it is based on; empty where none says it."""
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(name)
            if style is None:
                break
            for properties in style.iterchildren(STYLE + "text-properties"):
                if found := properties.get(STYLE + attribute):
                    return str(found)
            name = style.get(STYLE + "parent-style-name", "")
        return ""
