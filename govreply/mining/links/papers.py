"""Which paper a mention means: one node a paper, be it at hand, cited by number or known by its title alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from govreply.lexicon import Lexicon
from govreply.mining.links.mentions import Mention
from govreply.mining.links.names import (
    NATIONAL,
    TitleName,
    is_whole,
    issuers_agree,
    scope_of_issuer,
    scope_of_number,
    title_name,
)
from govreply.parser.forms import canonical
from govreply.tables.schema import Row

_REPLIES = ("proposal_reply", "suggestion_reply")


class _Identity(NamedTuple):
    """A paper that a title may mean."""

    node_id: str
    issuer: str
    scope: str


class Papers:
    """All papers of a corpus. ``ids`` is the node of each document at hand by its reply_id."""

    def __init__(self, documents: Mapping[str, Row], cited: Mapping[str, Iterable[Mention]], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._scopes = {one: scope_of_issuer(str(row["issuer"] or ""), lexicon) for one, row in documents.items()}
        self._by_title: dict[str, dict[str, _Identity]] = {}
        self._in_document: dict[tuple[str, str], list[_Identity]] = {}
        self._written: dict[str, Counter[str]] = {}
        self._untold: dict[str, list[str]] = {}
        self._numbers: set[str] = set()
        self.ids: dict[str, str] = {}
        numbered = {one: row for one, row in documents.items() if is_whole(str(row["doc_number"] or ""))}
        for reply_id, row in numbered.items():
            self._place(reply_id, row, self._number(str(row["doc_number"])))
        for reply_id, mentions in cited.items():
            for mention in mentions:
                self._learn(reply_id, mention)
        self._place_unnumbered({one: row for one, row in documents.items() if one not in numbered})
        self.ids = {one: self.ids[one] for one in documents}

    def node_of(self, reply_id: str, mention: Mention) -> str:
        """The id of the paper that a mention in document ``reply_id`` means: its number, else the number under which
        its title is known, else its title in normal form."""
        if mention.own:
            return self.ids[reply_id]
        if mention.number:
            return self._number(mention.number)
        name = mention.name(self._lexicon)
        numbered = self._in_document.get((reply_id, name.key), ())
        known = [each.node_id for each in numbered if issuers_agree(each.issuer, name.issuer)]
        node_id = known[-1] if known else self._meant(name, self._scopes[reply_id]) or self._title_node(name)
        self._written.setdefault(node_id, Counter())[mention.title] += 1
        return node_id

    def title(self, node_id: str) -> str:
        """The title of a node that is not at hand, as it is written most often; empty if none is known."""
        written = self._written.get(node_id)
        return min(written, key=lambda title: (-written[title], title)) if written else ""

    def is_number(self, node_id: str) -> bool:
        """Whether a node's id is a document's number."""
        return node_id in self._numbers

    def _number(self, written: str) -> str:
        number = canonical(written)
        self._numbers.add(number)
        return number

    def _place(self, reply_id: str, row: Row, node_id: str) -> None:
        self.ids[reply_id] = node_id
        issuer, title = str(row["issuer"] or ""), str(row["title"] or "")
        if title:
            identities = self._by_title.setdefault(title_name(title, self._lexicon).key, {})
            identities[node_id] = _Identity(node_id, issuer, self._scopes[reply_id])

    def _learn(self, reply_id: str, mention: Mention) -> None:
        """Remember that a title bears a number."""
        name = mention.name(self._lexicon)
        if not mention.number or not name.key:
            return
        node_id = self._number(mention.number)
        scope = scope_of_issuer(name.issuer, self._lexicon) or scope_of_number(node_id, self._lexicon)
        identity = _Identity(node_id, name.issuer, scope)
        self._by_title.setdefault(name.key, {}).setdefault(node_id, identity)
        self._in_document.setdefault((reply_id, name.key), []).append(identity)
        self._written.setdefault(node_id, Counter())[mention.title] += 1

    def _place_unnumbered(self, documents: Mapping[str, Row]) -> None:
        """A paper without a number is known by its title; a reply, whose title is like many others', only where no
        other document at hand has the same."""
        names = {one: title_name(str(row["title"] or ""), self._lexicon) for one, row in documents.items()}
        taken = Counter(name.key for name in names.values())
        for reply_id, row in documents.items():
            key = names[reply_id].key
            meant = "" if row["kind"] in _REPLIES else self._meant(names[reply_id], self._scopes[reply_id], row)
            alone = taken[key] == 1 and key not in self._by_title
            self._place(reply_id, row, meant or (key if key and alone else reply_id))

    def _meant(self, name: TitleName, citing_scope: str, row: Row | None = None) -> str:
        """The one paper with a number, or at hand, that a title means; empty if there is none, or more than one."""
        issuer = name.issuer or str(row["issuer"] or "" if row else "")
        scope = scope_of_issuer(issuer, self._lexicon)
        found = [
            each.node_id
            for each in self._by_title.get(name.key, {}).values()
            if issuers_agree(each.issuer, issuer) and _scopes_agree(scope, citing_scope, each.scope)
        ]
        return found[0] if len(found) == 1 else ""

    def _title_node(self, name: TitleName) -> str:
        """The id of a paper known by its title only; issuers that cannot be one organ have papers of their own."""
        issuers = self._untold.setdefault(name.key, [])
        if not name.issuer or not issuers:
            issuers += [name.issuer] if name.issuer else []
            return name.key
        at = next((at for at, each in enumerate(issuers) if issuers_agree(each, name.issuer)), None)
        if at is None:
            issuers.append(name.issuer)
            return f"{name.issuer}{name.key}"
        return name.key if at == 0 else f"{issuers[at]}{name.key}"


def _scopes_agree(scope: str, citing_scope: str, paper_scope: str) -> bool:
    """Whether a paper's scope is the one that the title names; a title that names none means a paper of the citing
    document's own province or of the state."""
    if not paper_scope:
        return True
    if scope:
        return scope == paper_scope
    return citing_scope in ("", NATIONAL, paper_scope) or paper_scope == NATIONAL
