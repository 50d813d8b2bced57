"""The names of organisations in running text, found in one pass from left to right.

A name opens where grammar lets one open: after a mark, after a word such as 由, 会同 or 支持, after another name. It
opens with the name of a place (江州理工大学), with 省, 市, 县 for the paper's own (市图书馆), with a word such as 中国,
or with words of its own (青石光学有限公司), and closes with a word for its kind. Organs and well-known names are looked
up. What has no words of its own (各县医院, 一所小学, 国有企业集团) is a mention of a kind and no name.

Each place of the text is looked at once and each name is read once over, so that the time is linear.
"""

from __future__ import annotations

from collections.abc import Iterator

from govreply.lexicon import Lexicon
from govreply.mining.organizations.words import (
    Ending,
    Known,
    Name,
    Use,
    is_generic,
    is_trap,
    kind_of_organ,
    level_at,
    uses,
    words,
)
from govreply.parser.departments import full_name
from govreply.parser.places import leading_places, level_of, region_of, resolve
from govreply.patterns import compiled
from govreply.wordtable import WordTable

LONGEST = 40
"""Characters of a name at most."""

_LONGEST_PLACE = 24
_LONGEST_CORE = 24
_LONGEST_BRAND = 8
_LONGEST_TOWN = 6
_NESTED_WITHIN = 12
_SKIPPED = compiled(
    r"《[^《》\n]{1,80}》|[A-Za-z\p{Han}]{1,10}〔\d{4}〕\d{0,4}号?|"
    r"(?P<group>[省市州县区旗乡镇]{1,2}（[^（）\n]{1,9}）(?=[级人政直有相部教财卫党]))"
)
_COUNTED = compiled(
    r"(?:\d[\d.,]{0,12}|[一二两三四五六七八九十百千几数]{1,4})[余多]?[万亿]?[余多]?[家户个所座名项条批处类支台位种大级]"
)
_NUMBER_BEHIND = compiled(r"\d[\d.,]{0,8}余?[个所家座处]")
_BRACKETED = compiled(r"（[\p{Han}A-Za-z]{1,8}）(?=[^，。；、\n]{0,16}?(?:公司|集团|大学|股份|企业|银行|学院))")
_CORE = compiled(r"[\p{Han}A-Za-z0-9·（）-]{2,24}")
_TOWNS = ("镇", "乡", "街道")
_TOWN = compiled(r"\p{Han}{2,6}")
# 省级, 市场, 县域, 市民 …: the character belongs to another word and stands for no place.
_OTHER_WORD = compiled(r"[级直属内外际域块情里场容民区县市乡级长委份间位道]|政(?!府|务|协|法|数|研)")
_PART = compiled(r"办公厅|办公室(?!主任)|机关服务中心|信息中心")
_NUMBERED_MEETING = compiled(r"第?[一二三四五六七八九十\d]{1,3}[届次]")
_LEAGUE = compiled(r"(?:共青团|团)[省市州县区]委(?!员(?!会)|托|派|书记|常委)(?:员会)?")
_COMMITTEE = compiled(r"委员会|委会|委(?!员|托|派|书记)")
_COMMISSION = compiled(
    r"(?:科技|金融|财经|改革|深改|外事|网信|审计|教育|编制|国家安全|人才|全面依法治[省市县区]|农村工作|社会)(?:工作)?"
    r"(?:委员会|委|领导小组)(?:办公室|办)?"
)
_LONGEST_LEVEL = 2
_LONGEST_COUNTY = 4
_LONG_PLACE = compiled(r"自治|[旗盟山港湖岛]$|(?:新|林|特|园|景|开发|试验|示范|合作|管理|保税|度假)区")
_DIVISION = compiled(r"[省市州盟县区旗师]|管委会|管理委员会|党工委")
_DIVISION_WITHIN = 16
_TOWN_WITHIN = compiled(r"[镇乡村]|街道|社区|苏木")
_RANKS = {"province": 1, "prefecture": 2, "county": 3}
# Named after their field alone, in full: 江州市农业技术推广中心, but not 江州市服务中心.
_TITLED_BY_FIELD = ("association", "institution", "institute")
_LONG_FIELD = 4
_STATE = ("中国", "国家", "中华")
_LEVEL_RANKS = {"省": 1, "自治区": 1, "兵团": 1, "生产建设兵团": 1, "市": 2, "州": 2, "自治州": 2, "盟": 2, "地区": 2}
_CONJUNCTIONS = "和与及"
_PREPOSITIONS = "对向给为以从"
_HEADS = "厅局委办"


def organization_names(text: str, place: str, lexicon: Lexicon, learned: WordTable[Known] | None = None) -> list[Name]:
    """The names of organisations in ``text``, in order and disjoint.

    ``text`` is in canonical characters (``govreply.parser.forms.canonical``); ``place`` is the full name of the place
    that the speaking unit governs, by which 省, 市 and 县 alone are read (empty: an organ of the state, or unknown);
    ``learned`` are names that the document gives elsewhere. Titles in 《》 and document numbers are passed over. Raises
    DictionaryError.
    """
    return list(_Scan(text, place, lexicon, learned).names())


class _Scan:
    """One pass over a text. ``opened`` is where the name that may stand here would begin; ``grouped`` says that a word
    such as 各 or 3所 stands before it."""

    def __init__(self, text: str, place: str, lexicon: Lexicon, learned: WordTable[Known] | None) -> None:
        self.text = text
        self.place = place
        self.lexicon = lexicon
        self.words = words(lexicon)
        self.uses = uses(lexicon)
        self.learned = learned
        self.own_region = region_of(place, lexicon) if place else ""
        self.opened = 0
        self.grouped = False

    def names(self) -> Iterator[Name]:
        at = 0
        for skipped in [*_SKIPPED.finditer(self.text), None]:
            yield from self._until(at, skipped.start() if skipped else len(self.text))
            if skipped:
                at = skipped.end()
                self.opened, self.grouped = at, skipped["group"] is not None

    def _until(self, at: int, stop: int) -> Iterator[Name]:
        while at < stop:
            use = self.uses[self.text[at]]
            if (use or at == self.opened) and (found := self._name_at(at, use)):
                yield found
                at = self.opened = found.end
                self.grouped = False
            else:
                at = self._next(at, use)

    def _next(self, at: int, use: int) -> int:
        """The next place to look at, past a word or mark that lets a name open behind it."""
        text = self.text
        if use & Use.NUMBER and (counted := _COUNTED.match(text, at)):
            self.opened, self.grouped = counted.end(), True
            return self.opened
        if use & Use.BOUND and (word := self.words.bounds.at(text, at)):
            self.opened, self.grouped = at + len(word), self.words.bounds[word] == "group"
            return self.opened
        if at == self.opened and (word := self.words.leads.at(text, at)):
            self.opened = at + len(word)
            return self.opened
        if use & Use.MARK and not self._in_brackets(at):
            goes_on = self.grouped and text[at] == "、" and at - self.opened <= _LONGEST_LEVEL
            self.opened, self.grouped = at + 1, goes_on
        return at + 1

    def _in_brackets(self, at: int) -> bool:
        if self.text[at] == "（":
            return _BRACKETED.match(self.text, at) is not None
        opening = self.text.rfind("（", max(0, at - 9), at) if self.text[at] == "）" else -1
        return opening >= 0 and _BRACKETED.match(self.text, opening) is not None

    def _name_at(self, at: int, use: int) -> Name | None:
        return (
            (self._known(at) if use & Use.KNOWN or self.learned else None)
            or (self._at_opening(at) if at == self.opened and not self.grouped else None)
            or (self._placed(at) if use & Use.PLACE or self.text[at] == self.own_region[:1] else None)
            or (self._national(at) if use & Use.STATE else None)
            or (self._of_its_own(at) if use & Use.ENDING else None)
        )

    def _known(self, at: int) -> Name | None:
        """A well-known name, or one that the document gives elsewhere, with what goes on from it (建行吉林省分行)."""
        for table in (self.words.known, self.learned):
            word = table.at(self.text, at) if table else None
            if not table or not word or is_trap(self.text, at, at + len(word), self.words):
                continue
            if len(word) == 2 and at != self.opened:
                continue
            known, end = table[word], at + len(word)
            longer = self._forward(at, end, nested=True)
            if longer:
                kind = known.kind if longer.kind == "institution" else longer.kind
                return Name(at, longer.end, kind, known.name + self.text[end : longer.end])
            return Name(at, end, known.kind, known.name)
        return None

    def _at_opening(self, at: int) -> Name | None:
        """An organ or a name that opens with 省, 市, 县; with an unknown place; a town's; a bare organ (财政厅)."""
        text = self.text
        level = level_at(text, at)
        if level and (found := self._of_level(at, level)):
            return found
        if self.uses[text[at]] & Use.STATE and (found := self._national(at)):
            return found
        if (lead := self.words.leads.at(text, at)) and level_at(text, at + len(lead)):
            return None
        return self._party_group(at) or self._in_unknown_place(at) or self._of_town(at) or self._bare_organ(at)

    def _party_group(self, at: int) -> Name | None:
        """The committee of a party other than the Communist (民建省委), and of the Youth League (团市委)."""
        text = self.text
        if league := _LEAGUE.match(text, at):
            return Name(at, league.end(), "association", full_name(league[0], self.place, self.lexicon))
        word = self.words.groups.at(text, at)
        if not word:
            return None
        rest = at + len(word)
        level = level_at(text, rest)
        lead = leading_places(text[rest : rest + _LONGEST_PLACE], self.lexicon)
        length = lead.length or len(level)
        committee = _COMMITTEE.match(text, rest + length)
        if not length or not committee:
            return None
        place = "".join(lead.chain) or resolve(level, self.place, self.lexicon) or level
        return Name(at, committee.end(), "party", f"{self.words.groups[word]}{place}委员会")

    def _of_level(self, at: int, level: str) -> Name | None:
        text, rest = self.text, at + len(level)
        if not self._is_definite(level):
            return None
        if organ := self._organ_after(at, rest):
            return organ
        if _OTHER_WORD.match(text, rest):
            return None
        found = self._forward(at, rest)
        return found._replace(full_name=full_name(text[at : found.end], self.place, self.lexicon)) if found else None

    def _is_definite(self, level: str) -> bool:
        """Whether 省, 市 or 县 alone means one place: the paper's own, or one above it."""
        if level in ("镇", "乡", "新区"):
            return False
        rank = _LEVEL_RANKS.get(level, _RANKS["county"])
        own = _RANKS[level_of(self.place, self.lexicon)] if self.place else 3
        return rank <= own or bool(resolve(level, self.place, self.lexicon))

    def _organ_after(self, start: int, at: int) -> Name | None:
        """An organ of the dictionary right behind a place."""
        text = self.text
        word = self.words.local.at(text, at)
        while word and (is_trap(text, at, at + len(word), self.words) or self._is_meeting(at + len(word), word)):
            word = next((word[:n] for n in range(len(word) - 1, 0, -1) if word[:n] in self.words.local.entries), None)
        if word is None:
            return None
        end = at + len(word)
        if part := _PART.match(text, end) or (_COMMISSION.match(text, end) if word == "委" else None):
            end = part.end()
        elif longer := self._forward(start, end, nested=True):
            return longer._replace(full_name=full_name(text[start : longer.end], self.place, self.lexicon))
        name = full_name(text[start:end], self.place, self.lexicon)
        return Name(start, end, kind_of_organ(name), name)

    def _is_meeting(self, end: int, word: str) -> bool:
        return word.endswith(("政协", "人大")) and _NUMBERED_MEETING.match(self.text, end) is not None

    def _in_unknown_place(self, at: int) -> Name | None:
        """A name that opens with a place that no dictionary knows, but that its last word shows to be one (临溪县)."""
        if not _DIVISION.search(self.text, at, at + _DIVISION_WITHIN) or self.words.places.at(self.text, at):
            return None
        lead = leading_places(self.text[at : at + _LONGEST_PLACE], self.lexicon)
        end = at + lead.length
        is_long = bool(lead.chain) and len(lead.chain[0]) > _LONGEST_COUNTY and not _LONG_PLACE.search(lead.chain[0])
        if not lead.chain or is_long or any(self._ends_a_place(inner, at, end) for inner in range(at, end)):
            return None
        return self._organ_after(at, end) or self._forward(at, end)

    def _ends_a_place(self, at: int, start: int, end: int) -> bool:
        """Whether a word at ``at`` shows that no place's name goes on there; 和 stands in 和政县 and 太和县."""
        word = self.words.bounds.at(self.text, at)
        is_syllable = word is not None and len(word) == 1 and self.words.bounds[word] != "break"
        return word is not None and not (
            is_syllable and (at == start or (end - start == 3 and self.text[end - 1] != "市"))
        )

    def _of_town(self, at: int) -> Name | None:
        """The organ of a town or village (石滩镇政府, 双湄村村委会), with the places before it."""
        text = self.text
        if not _TOWN_WITHIN.search(text, at, at + _LONGEST_TOWN + 2) or self.words.leads.at(text, at):
            return None
        for end in range(at + 1, min(len(text), at + _LONGEST_TOWN + 1)):
            if self.words.bounds.at(text, end - 1) or self.uses[text[end - 1]] & Use.MARK:
                break
            word = self.words.endings.at(text, end)
            if word and self._suffices(at, end, self.words.endings[word], nested=False, towns=True):
                return Name(at, end + len(word), self.words.endings[word].kind, text[at : end + len(word)])
            is_town = text.endswith(_TOWNS, at + 2, end) and not is_generic(text[at:end], self.words)
            if is_town and (found := self._forward(at, end)):
                return found
        return None

    def _bare_organ(self, at: int) -> Name | None:
        """An organ without its place in a list of such (省发改委、财政厅): the paper's own."""
        word = self.words.local.at(self.text, at)
        if not word or len(word) < 3 or word[-1] not in _HEADS or word.startswith(("委", "政府", "府")):
            return None
        if is_trap(self.text, at, at + len(word), self.words):
            return None
        name = full_name(word, self.place, self.lexicon)
        return Name(at, at + len(word), kind_of_organ(name), name)

    def _placed(self, at: int) -> Name | None:
        """A name that opens with a known place, or with a word such as 中国 or 国网."""
        text = self.text
        if found := self._in_place(at):
            is_quoted = at - 6 <= self.opened < at and text[self.opened - 1 : self.opened] == "“"
            start = self.opened if is_quoted else at
            return found._replace(start=start, full_name=text[start:at] + found.full_name)
        return None

    def _in_place(self, at: int) -> Name | None:
        """A name that opens with a known place."""
        text = self.text
        if self.own_region and text.startswith(self.own_region, at) and not self.words.places.at(text, at):
            return self._forward(at, at + len(self.own_region))
        if self.words.places.at(text, at):
            lead = leading_places(text[at : at + _LONGEST_PLACE], self.lexicon)
            rest = at + lead.length
            organ = self._organ_after(at, rest) if lead.length else None
            return organ or self._forward(at, rest)
        return None

    def _started(self, at: int, word: str) -> Name | None:
        """A name that opens with a word such as 中国; with nothing between only if it is the state's (国家图书馆)."""
        rest = at + len(word)
        found = self._forward(at, rest) if self.text[rest : rest + 1] != "级" else None
        ending = self.words.endings.at(self.text, rest)
        if not found:
            return None
        if ending:
            return found if word in _STATE and self.words.endings[ending].kind in _TITLED_BY_FIELD else None
        last = self.words.endings.before(self.text, found.end) or ""
        is_kind = found.kind not in ("association", "school") and is_generic(
            self.text[rest : found.end - len(last)], self.words
        )
        return None if is_kind else found

    def _national(self, at: int) -> Name | None:
        """An organ of the state, and its branch (人民银行长春中心支行, 工信部电子五所)."""
        text = self.text
        word = self.words.national.at(text, at)
        if not word or (len(word) < 3 and at != self.opened) or is_trap(text, at, at + len(word), self.words):
            word = self.words.starts.at(text, at)
            return self._started(at, word) if word else None
        end = at + len(word)
        if part := _PART.match(text, end):
            end = part.end()
        elif longer := self._branch(at, end):
            end = longer
        name = full_name(text[at:end], self.place, self.lexicon)
        return Name(at, end, kind_of_organ(name), name)

    def _branch(self, start: int, end: int) -> int:
        """The end of the branch of a national organ that is named after a place; 0 where there is none."""
        lead = leading_places(self.text[end : end + _LONGEST_PLACE], self.lexicon)
        if lead.length:
            if word := self.words.local.at(self.text, end + lead.length):
                return end + lead.length + len(word)
            if found := self._forward(start, end + lead.length, nested=True):
                return found.end
        found = self._forward(start, end, nested=True)
        return found.end if found else 0

    def _of_its_own(self, at: int) -> Name | None:
        """A name without a place: what stands between an opening and a word such as 有限公司."""
        word = self.words.endings.at(self.text, at)
        if not word or self.grouped:
            return None
        ending = self.words.endings[word]
        core = self.text[self.opened : at]
        longest = {"any": _LONGEST_CORE, "brand": _LONGEST_BRAND}.get(ending.needs, 0)
        if not 2 <= len(core) <= longest or not _CORE.fullmatch(core) or is_generic(core, self.words):
            return None
        start, end = self.opened, at + len(word)
        is_kind = ending.needs == "brand" and is_generic(core[-2:], self.words)
        if is_kind or is_trap(self.text, start, end, self.words):
            return None
        longer = self._forward(start, end, nested=True)
        return longer or Name(start, end, ending.kind, self.text[start:end])

    def _forward(self, start: int, at: int, nested: bool = False) -> Name | None:
        """The longest name from ``start``, its own words beginning at ``at``; ``nested``: a name stands before them."""
        text, best, core = self.text, None, at
        while at < min(len(text), start + LONGEST) and (not (best or nested) or at - core <= _NESTED_WITHIN):
            if word := self.words.endings.at(text, at):
                end = at + len(word)
                is_name = self._suffices(core, at, self.words.endings[word], nested or best is not None)
                if is_name and not is_trap(text, start, end, self.words) and not _NUMBER_BEHIND.match(text, end):
                    best = Name(start, end, self.words.endings[word].kind, text[start:end])
                    core = at = end
                    continue
            if self._stops(core, at, best is not None or nested):
                break
            at += 1
        return best

    def _stops(self, core: int, at: int, named: bool) -> bool:
        """Whether no name goes on over the word or mark at ``at``."""
        text = self.text
        use = self.uses[text[at]]
        if use & Use.MARK:
            return not self._in_brackets(at)
        if text[at] in _CONJUNCTIONS:
            opens = self.words.places.at(text, at + 1) or text[at + 1 : at + 2] in "省市县区"
            return named or at - core < 2 or bool(opens)
        if (named and text[at] in _PREPOSITIONS) or (use & Use.NUMBER and _COUNTED.match(text, at)):
            return True
        word = self.words.bounds.at(text, at) if use & Use.BOUND else None
        return word is not None and (self.words.bounds[word] == "break" or word in ("各", "每"))

    def _suffices(self, core: int, at: int, ending: Ending, nested: bool, towns: bool = False) -> bool:
        """Whether the words before an ending make it a name; ``towns``: only of the organ of a town."""
        own = self.text[core:at]
        if towns and ending.needs != "town":
            return False
        if nested:
            return ending.needs in ("nested", "place", "any") or (
                ending.needs in ("core", "brand") and len(own) >= 2 and ending.kind not in ("government", "park")
            )
        if ending.needs == "town":
            return _TOWN.fullmatch(own) is not None and not is_generic(own, self.words)
        if ending.needs in ("core", "any"):
            is_title = ending.kind in _TITLED_BY_FIELD and len(own) >= _LONG_FIELD
            return len(own) >= 2 and (is_title or not is_generic(own, self.words))
        return ending.needs in ("place", "brand")
