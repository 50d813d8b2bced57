"""Names that only a list shows to be names: 推荐青禾微芯、蓝石光学等6户企业.

The word that closes the list says of what kind its members are. A list counts where it states their number, or where
one of them is known for an organisation of that kind; industries (新能源、医药等企业) are none. What a list names is
then known wherever else the document names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from govreply.mining.organizations.words import Known, Name, Words, is_generic
from govreply.patterns import compiled

_CLOSING = compiled(
    r"等(?P<count>\d{1,3}[多余]?[家户所]|[一二三四五六七八九十]{1,3}余?[家户所])?[^，。；：、！？“”（）《》\n\d]{0,10}?"
    r"(?:(?P<enterprise>企业(?!家)|公司|车企|药企|央企|国企)|(?P<finance>银行|金融机构)|(?P<school>高校|院校)|"
    r"(?P<association>商协会|协会|商会)|(?P<hospital>医院))"
)
_OPENING = compiled(r"[^，。；：！？“”（）《》\n]{0,120}$")
_MEMBER = compiled(r"[\p{Han}A-Za-z0-9·-]{2,10}")
_LONGEST_LIST = 120


def listed_names(text: str, names: Sequence[Name], known: Words, before: Mapping[str, Known]) -> dict[str, Known]:
    """``before``, the names that lists gave earlier in the document, and those that the lists of ``text`` give, each
    with its kind; ``names`` are those found in the text already."""
    found = dict(before)
    kinds = {text[name.start : name.end]: name.kind for name in names}
    for closing in _CLOSING.finditer(text):
        kind = str(closing.lastgroup)
        members = list(_members(text, closing.start(), known))
        if closing["count"] or any(kinds.get(member) == kind or member in found for member in members):
            new = (member for member in members if member not in kinds and _is_name(member, known))
            found.update((member, Known(member, kind)) for member in new)
    return found


def _members(text: str, end: int, known: Words) -> Iterator[str]:
    """The members of the list that ends at ``end``; the first without the words before it."""
    opening = _OPENING.search(text, max(0, end - _LONGEST_LIST), end)
    pieces = opening[0].split("、") if opening else []
    for number, piece in enumerate(pieces):
        yield from compiled("以及|[和与及]").split(_after_last_bound(piece, known) if number == 0 else piece)


def _after_last_bound(piece: str, known: Words) -> str:
    at = cut = 0
    while at < len(piece):
        word = known.bounds.at(piece, at)
        at += len(word or "x")
        cut = at if word and word not in "和与及" else cut
    return piece[cut:]


def _is_name(member: str, known: Words) -> bool:
    """Whether a member is made of words of its own, and not a place, an industry or a clause."""
    return (
        _MEMBER.fullmatch(member) is not None
        and not is_generic(member, known)
        and member not in known.places.entries
        and not any(known.bounds.at(member, at) for at in range(len(member)))
        and known.generic.at(member, 0) != member[:2]
    )
