"""The actors: every organ, enterprise, school and park that the documents name, and what each does there.

The running text is read (``govreply.mining.passages``) for names (``names``) and their roles
(``roles``). Names inside 《》 and document numbers are not counted; mentions without a name (各市政府,
有关企业) and aliases (该公司, 我厅) are none. Beside the names of the text stand those of the document's frame, without
a sentence: the issuer and the units that answer (they act), and organisations among the addressees (they receive).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from govreply.lexicon import Lexicon, default_lexicon
from govreply.mining.corpus import Corpus
from govreply.mining.organizations.lists import listed_names
from govreply.mining.organizations.names import organization_names
from govreply.mining.organizations.roles import roles
from govreply.mining.organizations.words import KINDS, Known, Name, kind_of_organ, words
from govreply.mining.passages import Passage, passages
from govreply.mining.results import Row, Table, integer, text
from govreply.parser.departments import place_of
from govreply.parser.forms import canonical
from govreply.patterns import compiled
from govreply.tables.schema import Cell
from govreply.wordtable import WordTable

ORGANIZATIONS = Table(
    "organizations",
    "机构",
    "one organisation where it is named",
    (
        text("source", "来源", "file name of the document"),
        text("reply_id", "文档编号", "stable id of the document, from its bytes alone"),
        integer("section_no", "建议序号", "suggestion section in which it stands, 1-based"),
        integer("answer_no", "答复序号", "answer in which it stands, 1-based"),
        integer("measure_no", "措施序号", "article of a policy in which it stands, 1-based"),
        text("department", "部门", "full official name of the unit that speaks, empty where nobody is named"),
        text("name", "名称", "the name as written"),
        text("full_name", "全称", "its full official name where it is known, else as written"),
        text("kind", "类型", ", ".join(KINDS)),
        text("role", "角色", "acts, receives or cited"),
        text("sentence", "所在句", "the sentence in which it stands, layout removed; empty of issuers and addressees"),
        integer("start", "起始", "where it starts in the source text; empty where layout stands inside the passage"),
        integer("end", "结束", "where it ends in the source text, exclusive; empty as start"),
        integer("passage_start", "段落起始", "where the answer or article that holds it starts in the source text"),
        integer("passage_end", "段落结束", "where that ends, exclusive"),
        integer("offset", "偏移", "where it starts in the text of that passage, layout removed (answers.text)"),
    ),
)

_SENTENCE_END = r"[。！？；\n]"


class _Text(NamedTuple):
    """A passage in canonical characters, and the place of the unit that speaks."""

    plain: str
    place: str


def organizations(corpus: Corpus) -> list[Row]:
    """The organisations named, rows of ``ORGANIZATIONS``: document after document, first those of its frame, then those
    of its text in their order, each as often as it is named.

    ``full_name`` follows the dictionaries of organs, 省, 市 and 县 being the issuer's or the answering unit's.
    ``kind`` is one of ``KINDS``, ``role`` one of ``roles.ROLES``. Raises DictionaryError.
    """
    texts: dict[str, list[Passage]] = {reply_id: [] for reply_id in corpus.documents()}
    for passage in passages(corpus):
        texts[passage.reply_id].append(passage)
    framed = _framed(corpus)
    rows: list[Row] = []
    for reply_id, reply in corpus.documents().items():
        rows += framed[reply_id]
        rows += _named(texts[reply_id], str(reply["issuer"] or ""), corpus.lexicon)
    return rows


def _named(found: Sequence[Passage], issuer: str, lexicon: Lexicon) -> Iterator[Row]:
    """The names in the passages of one document; those that a list gives are known in all of them."""
    texts = [_Text(canonical(passage.text), _place(passage.department, issuer, lexicon)) for passage in found]
    names = [organization_names(*each, lexicon) for each in texts]
    listed: dict[str, Known] = {}
    for each, known in zip(texts, names, strict=True):
        listed = listed_names(each.plain, known, words(lexicon), listed)
    learned = WordTable(listed)
    for passage, each, known in zip(found, texts, names, strict=True):
        again = any(word in each.plain for word in listed)
        all_names = organization_names(*each, lexicon, learned) if again else known
        sentences = _Sentences(passage.text)
        for name, role in zip(all_names, roles(each.plain, all_names, lexicon), strict=True):
            yield _row(passage, name, role, sentences.around(name))


def _place(department: str, issuer: str, lexicon: Lexicon) -> str:
    """The place that 省, 市 and 县 are read from: of the unit that speaks, else of the issuer."""
    return place_of(department, lexicon) or place_of(issuer, lexicon)


def _framed(corpus: Corpus) -> dict[str, list[Row]]:
    """What the frame of each document names: its issuer, organisations among its addressees, units that answer."""
    found: dict[str, list[Row]] = {}
    sources = corpus.sources()
    for reply_id, reply in corpus.documents().items():
        issuer, addressee = str(reply["issuer"] or ""), canonical(str(reply["addressee"] or ""))
        frame = Passage(addressee, reply_id, sources[reply_id], issuer)
        addressed = organization_names(addressee, place_of(issuer, corpus.lexicon), corpus.lexicon)
        found[reply_id] = [_frame_row(frame, _unit(unit), unit, "acts") for unit in issuer.split("、") if unit]
        found[reply_id] += [_frame_row(frame, name, _cut(frame, name), "receives") for name in addressed]
    for row in corpus.rows("answers"):
        if row["attribution"] == "label" and row["department_text"]:
            reply_id, department = str(row["reply_id"]), str(row["department"])
            answer = Passage("", reply_id, sources[reply_id], department)._replace(
                section_no=_integer(row["section_no"]), answer_no=_integer(row["answer_no"])
            )
            found[reply_id].append(_frame_row(answer, _unit(department), str(row["department_text"]), "acts"))
    return found


def _cut(passage: Passage, name: Name) -> str:
    return passage.text[name.start : name.end].replace("\n", "")


def _frame_row(passage: Passage, name: Name, written: str, role: str) -> Row:
    """A row of the frame: without a sentence and a place in the text."""
    row = _row(passage, name, role, "")
    return row | {"name": written, "start": None, "end": None, "offset": None}


def _unit(full_name: str) -> Name:
    """A unit of the frame with its kind, by its full name alone, which need not be an organ's (吉林大学)."""
    endings = words(default_lexicon()).endings
    word = endings.before(full_name, len(full_name))
    is_telling = word is not None and endings[word].needs != "core"
    return Name(0, 0, endings[word].kind if word and is_telling else kind_of_organ(full_name), full_name)


def _row(passage: Passage, name: Name, role: str, sentence: str) -> Row:
    known = passage.start if passage.unbroken else None
    return {
        "source": passage.source,
        "reply_id": passage.reply_id,
        "section_no": passage.section_no,
        "answer_no": passage.answer_no,
        "measure_no": passage.measure_no,
        "department": passage.department or None,
        "name": _cut(passage, name),
        "full_name": name.full_name,
        "kind": name.kind,
        "role": role,
        "sentence": sentence or None,
        "start": None if known is None else known + name.start,
        "end": None if known is None else known + name.end,
        "passage_start": passage.start,
        "passage_end": passage.end,
        "offset": name.start,
    }


class _Sentences:
    """The sentences of a text: what stands between two marks that end one, the closing one included."""

    def __init__(self, written: str) -> None:
        self._written = written
        self._bounds = [0, *(mark.end() for mark in compiled(_SENTENCE_END).finditer(written)), len(written)]

    def around(self, name: Name) -> str:
        """The sentence in which a name stands."""
        at = bisect_right(self._bounds, name.start)
        return self._written[self._bounds[at - 1] : self._bounds[at]].strip()


def _integer(cell: Cell) -> int | None:
    return None if cell is None else int(cell)
