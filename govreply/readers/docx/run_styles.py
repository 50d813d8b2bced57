"""What of a run is struck out or raised: by its own properties, else by its character style (ISO/IEC 29500-1, 17.7)."""

from __future__ import annotations

from govreply.readers.docx.xml import attribute, child, children, is_on, value
from govreply.readers.packages import Element

_LONGEST_CHAIN = 20  # styles based on styles, which may turn in a circle
_STRIKES = ("strike", "dstrike")


class RunStyles:
    """The character styles of a document, of whose properties only those are read that change what its text says."""

    def __init__(self, styles: Element | None) -> None:
        self._styles = {
            attribute(style, "styleId"): style
            for style in children(styles, "style")
            if attribute(style, "type") == "character"
        }

    def is_struck(self, properties: Element | None) -> bool:
        """Whether a run with these ``w:rPr`` is struck out, once or doubly."""
        return any(is_on(self._property(properties, name)) for name in _STRIKES)

    def is_raised(self, properties: Element | None) -> bool:
        """Whether a run with these ``w:rPr`` is superscript."""
        return value(self._property(properties, "vertAlign")) == "superscript"

    def _property(self, properties: Element | None, name: str) -> Element | None:
        """The run's own property, else that of its style or of what this is based on; None where none says it."""
        style = value(child(properties, "rStyle"))
        for _ in range(_LONGEST_CHAIN):
            found = child(properties, name)
            if found is not None or style not in self._styles:
                return found
            properties = child(self._styles[style], "rPr")
            style = value(child(self._styles[style], "basedOn"))
        return None
