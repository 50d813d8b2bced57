"""Web pages (HTML, XHTML, pages saved by Word, web archives) → Text.

The text is what the page says of the paper, one ``键：值`` a line, then the paper, a paragraph a line; navigation,
counters, buttons and footers are left out. Nothing is loaded from the network and no script runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from govreply.readers.document import ReadError, Text
from govreply.readers.html.container import Named, containers_of, following, hidden_elements, named_elements
from govreply.readers.html.furniture import has_title, title_above, title_among, without_furniture
from govreply.readers.html.keys import PASSAGES, fields, key_of
from govreply.readers.html.labels import label_of
from govreply.readers.html.lines import APART, Line, LineWriter
from govreply.readers.html.links import attachments_of, pointing_to
from govreply.readers.html.markup import markup_of
from govreply.readers.html.metadata import OF_A_SITE, Pair, metadata_of, of_meta_tags
from govreply.readers.limits import MOST_BYTES, MOST_CHARACTERS
from govreply.readers.text import damage

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_MOST_LABELLED = 20  # containers on one page that labels are looked for beside
_LITTLE = 120  # characters; a page with less may only point to its attachment


def read(data: bytes) -> Text:
    """The text of the page whose bytes are ``data``, in whatever encoding.

    The first lines are its metadata, by the keys of the dictionary metadata_keys: those that the page shows, then those
    of its ``<meta>`` tags. A warning names the attachments of a page that has little text itself. Raises ReadError for
    a page without text and for one beyond the limits.
    """
    if len(data) > MOST_BYTES:
        raise ReadError(f"is larger than {MOST_BYTES // 1_000_000} MB")
    from selectolax.lexbor import LexborHTMLParser

    markup, encoding = markup_of(data)
    page = LexborHTMLParser(markup)
    metadata, paper = _contents(page, hidden_elements(page))
    if not paper:
        metadata, paper = _contents(page, frozenset())
    size = sum(map(len, paper)) + len(paper)
    if size > MOST_CHARACTERS:
        raise ReadError(f"holds more than {MOST_CHARACTERS // 1_000_000} million characters")
    attachments = attachments_of(page, markup) if size < _LITTLE else []
    if not paper:
        raise ReadError(f"holds no text{pointing_to(attachments) or '; a script may load it'}")
    warnings = damage(markup, encoding)
    if attachments:
        warnings += (f"holds little text{pointing_to(attachments)}",)
    return Text("\n".join([*metadata, *paper]), encoding, warnings=warnings)


def _contents(page: LexborHTMLParser, hidden: frozenset[int]) -> tuple[list[str], list[str]]:
    """The lines of the page's metadata and those of the paper, its title first, without ``hidden`` elements."""
    body = page.body
    if body is None:
        return [], []
    names = named_elements(page)
    containers, copies = containers_of(body, names, hidden)
    hidden |= copies
    paper = _paper(containers, hidden | names.furniture) or _paper(containers, hidden)
    above, below = _around(body, containers, hidden)
    shown = _shown(above, below)
    stated = of_meta_tags(_meta_tags(page))
    if not has_title(paper):
        declared = next((pair.value for pair in stated if pair.field == "title"), "") or _head_title(page)
        title = title_among(_titles(names, hidden), declared) or title_above(_joined(above), declared)
        paper = [title, *paper] if title and paper else paper
    metadata = _all_known(shown, stated, with_title=not has_title(paper))
    return [f"{pair.key}：{pair.value}" for pair in metadata], paper


def _around(
    body: LexborNode, containers: Sequence[LexborNode], hidden: frozenset[int]
) -> tuple[list[Line], list[Line]]:
    """The lines of the page above the end of the paper, without the paper, and those below it, APART in them."""
    after = following(containers[-1])
    skipped = hidden | {node.mem_id for node in containers}
    above = _lines([body], skipped | {node.mem_id for node in after}, apart=True)
    return above, _lines(after, skipped, apart=True)


def _shown(above: Sequence[Line], below: Sequence[Line]) -> list[Pair]:
    """The metadata that the page shows around the paper; below it, the organ and the telephone are the site's."""
    pairs = metadata_of([line.text for line in above])
    known = {pair.field for pair in pairs} | OF_A_SITE
    added = metadata_of([line.text for line in below])
    return [*pairs, *(pair for pair in added if pair.field not in known)]


def _joined(lines: Iterable[Line]) -> list[str]:
    return [line.text.replace(APART, "") for line in lines if not line.linked]


def _lines(nodes: Iterable[LexborNode], skipped: frozenset[int], apart: bool = False) -> list[Line]:
    writer = LineWriter(skipped, apart)
    for node in nodes:
        writer.write(node)
    return writer.lines


def _paper(containers: Sequence[LexborNode], skipped: frozenset[int]) -> list[str]:
    """The lines of the paper; what is known to be the request or the reply says so, for a reply's figures are not the
    request's."""
    writer = LineWriter(skipped - {node.mem_id for node in containers})
    for node in containers:
        label = label_of(node) if len(containers) <= _MOST_LABELLED else ""
        writer.lines += [Line(label + "：")] if label else []
        writer.write(node)
    return without_furniture(_labelled(writer.lines))


def _labelled(lines: Sequence[Line]) -> list[Line]:
    """``lines``, in which the headings of both request and reply end in a colon, as they do in a record."""
    keys = [key_of(line.text) for line in lines]
    if not {fields()[key] for key in keys if key}.issuperset(PASSAGES):
        return list(lines)
    is_heading = [key != "" and fields()[key] in PASSAGES for key in keys]
    return [Line(key + "：") if is_ else line for key, is_, line in zip(keys, is_heading, lines, strict=True)]


def _titles(names: Named, hidden: frozenset[int]) -> list[str]:
    """The texts of the elements that may hold the title; not of links to other pages."""
    shown = [node for node in names.titles if node.mem_id not in hidden and node.css_first("a[href]") is None]
    return ["".join(line.text for line in _lines([node], hidden)) for node in shown]


def _meta_tags(page: LexborHTMLParser) -> list[tuple[str, str]]:
    tags = [node.attributes for node in page.css("meta[name][content]")]
    return [(tag.get("name") or "", tag.get("content") or "") for tag in tags]


def _head_title(page: LexborHTMLParser) -> str:
    node = page.css_first("title")
    return node.text() if node else ""


def _all_known(shown: Sequence[Pair], stated: Sequence[Pair], with_title: bool) -> list[Pair]:
    """What the page shows, and of what its tags state what it does not show; a stated title only ``with_title``."""
    known = {pair.field for pair in shown}
    return [*shown, *(pair for pair in stated if pair.field not in known and (with_title or pair.field != "title"))]
