"""The organs of the dictionaries ``organs`` and ``national_organs``, by every form in which they are written."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from govreply.lexicon import Lexicon
from govreply.parser.places import is_within, level_of, region_of

WRITTEN_OUT = {"委": "委员会", "办": "办公室"}
_GOVERNMENT = ("人民政府", "政府", "府", "")


class Organ(NamedTuple):
    """One reading of a form: the full name around ``{place}`` or ``{region}``, and where it holds."""

    template: str
    level: str
    within: tuple[str, ...]
    is_branch: bool


class Organs(NamedTuple):
    """All forms that may follow a place (教育局, 委组织部, 政府办公室), and those of the state's organs (发改委)."""

    local: dict[str, tuple[Organ, ...]]
    national: dict[str, str]
    longest: int


def formal_template(formal: str, owner: str) -> str:
    """The full name around ``{place}`` that a row's ``formal`` and ``owner`` stand for: 中共{place}委组织部."""
    if "{" in formal:
        return formal
    return {"政府": "{place}人民政府", "党委": "中共{place}委"}.get(owner, "{place}") + formal


def _forms(stem: str, head: str, owner: str) -> list[str]:
    named = [stem + head] + ([stem + WRITTEN_OUT[head]] if head in WRITTEN_OUT else [])
    if owner == "政府":
        return [prefix + name for name in named for prefix in _GOVERNMENT]
    if owner == "党委":
        return [prefix + name for name in named for prefix in ("委", "")]
    return named


@cache
def organs(lexicon: Lexicon) -> Organs:
    """The organs of the lexicon by written form: those with ``within`` first, then those with a level."""
    found: dict[str, list[Organ]] = {}
    for row in lexicon.rows("organs"):
        formal, owner = row["formal"], row["owner"]
        within = tuple(filter(None, row["within"].split("|")))
        stems = dict.fromkeys([*row["short"].split("|"), *([] if "{" in formal else [formal])])
        for head in row["heads"].split("|"):
            organ = Organ(
                formal_template(formal, owner) + WRITTEN_OUT.get(head, head), row["level"], within, owner == "垂直"
            )
            for stem in stems:
                for form in _forms(stem, head, owner):
                    found.setdefault(form, []).append(organ)
    local = {
        form: tuple(sorted(readings, key=lambda organ: (not organ.within, not organ.level)))
        for form, readings in found.items()
    }
    return Organs(local, _national(lexicon), max(map(len, local)))


def _national(lexicon: Lexicon) -> dict[str, str]:
    national: dict[str, str] = {}
    for row in lexicon.rows("national_organs"):
        for form in filter(None, (row["name"], *row["short"].split("|"))):
            national.setdefault(form, row["name"])
    return national


def reading(form: str, place: str, lexicon: Lexicon, branch_first: bool = False) -> Organ | None:
    """What ``form`` (教育局) means in ``place`` (a full name or a level word such as 省); None for an unknown form.

    ``branch_first``: the place stood as a bare region (吉林金融监管局), which names a central organ's branch.
    """
    readings = organs(lexicon).local.get(form, ())
    if branch_first:
        readings = tuple(sorted(readings, key=lambda organ: not organ.is_branch))
    level = level_of(place, lexicon)
    for organ in readings:
        if organ.level in ("", level) and (
            not organ.within or any(is_within(place, outer, lexicon) for outer in organ.within)
        ):
            return organ
    return None


def named_after(organ: Organ, place: str, lexicon: Lexicon) -> str:
    """The organ's full name in ``place``: 中共吉林省委组织部, 中共广西壮族自治区委员会组织部, 中共阿里地委组织部."""
    template = organ.template
    if "{place}委" in template and "{place}委员会" not in template:
        if place.endswith(("自治区", "兵团")):
            template = template.replace("{place}委", "{place}委员会")
        elif place.endswith("地区"):
            return template.replace("{place}", place[:-1])
    return template.replace("{place}", place).replace("{region}", region_of(place, lexicon))
