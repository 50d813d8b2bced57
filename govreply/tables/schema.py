"""The one place that knows the tables: their order, columns, types, units, labels and descriptions.

Every reader of this module (rows, frames, writers, the command line) takes names, order and types from ``TABLES``; a
new column is added here and filled in ``govreply.tables.rows``.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

Cell = str | int | Decimal | None
Row = dict[str, Cell]
Tables = dict[str, list[Row]]

ColumnType = Literal["text", "integer", "number"]
Headers = Literal["en", "zh"]


class UnknownTableError(ValueError):
    """A table name that is none of ``TABLES``; the message lists those that are."""


class Column(NamedTuple):
    """A column of a table. ``number`` is exact (int or Decimal).

    ``personal`` columns are written only on request, ``paged`` ones only where some document has pages.
    """

    name: str
    type: ColumnType
    label: str
    description: str
    unit: str = ""
    personal: bool = False
    paged: bool = False

    def header(self, headers: Headers) -> str:
        """What stands over the column: its name, or with ``zh`` its Chinese label."""
        return self.label if headers == "zh" else self.name


class Table(NamedTuple):
    """A table: its Chinese label, what a row of it is, and its columns in the order in which they are written."""

    name: str
    label: str
    description: str
    columns: tuple[Column, ...]

    def visible(self, contacts: bool = False, pages: bool = False) -> tuple[Column, ...]:
        """The columns that are written: personal ones only with ``contacts``, paged ones only with ``pages``."""
        return tuple(each for each in self.columns if (contacts or not each.personal) and (pages or not each.paged))


def table(name: str) -> Table:
    """The table called ``name``. Raises UnknownTableError, which lists the tables that exist."""
    if name not in TABLES:
        raise UnknownTableError(f"no table {name!r}; the tables are {', '.join(TABLES)}")
    return TABLES[name]


def _text(name: str, label: str, description: str) -> Column:
    return Column(name, "text", label, description)


def _integer(name: str, label: str, description: str) -> Column:
    return Column(name, "integer", label, description)


_PAGE = (
    Column("page", "integer", "页码", "page on which it starts, 1-based; empty where there are none", paged=True),
    Column("ocr", "integer", "图像识别", "1 where the page was recognised from an image", paged=True),
)


def _span(what: str) -> tuple[Column, ...]:
    return (
        Column("start", "integer", "起始", f"where {what} starts in the source text", "code points"),
        Column("end", "integer", "结束", f"where {what} ends in the source text, exclusive", "code points"),
        *_PAGE,
    )


def _numbers(unit: str) -> tuple[Column, ...]:
    return (
        Column("value", "number", "数值", f"the number as stated, exact, in {unit}; empty for a range", unit),
        Column("low", "number", "下限", "lower end of the interval that the words allow; empty if open", unit),
        Column("high", "number", "上限", "upper end of the interval that the words allow; empty if open", unit),
        _MODIFIER,
        _UNIT,
    )


_MODIFIER = _text(
    "modifier",
    "限定",
    "exact (确数), approx (约), more_than (超过), equal_or_more (不少于), less_than (不到), equal_or_less (不超过),"
    " named as in TimeML, or range (区间)",
)
_UNIT = _text("unit", "单位", "unit as written, of money with its multiplier (万元), which value has in it already")
_REPLY_ID = _text("reply_id", "文档编号", "stable id of the document, from its bytes alone")
_SECTION_NO = _integer("section_no", "建议序号", "suggestion section in which it stands, 1-based")
_ANSWER_NO = _integer("answer_no", "答复序号", "answer in which it stands, 1-based")
_MEASURE_NO = _integer("measure_no", "措施序号", "measure in which it stands, 1-based")
_DEPARTMENT = _text("department", "部门", "full official name of the unit that answers or leads")
_DEPARTMENT_TEXT = _text("department_text", "部门原文", "the unit as written")
_STAGE = _text("stage", "阶段", "planned (打算), done (没有标明为打算的，含请求、测算和需求)")

_WHERE = (_REPLY_ID, _SECTION_NO, _ANSWER_NO, _MEASURE_NO, _DEPARTMENT, _STAGE)
_WHAT = (
    _text("text", "原文", "the mention, layout removed"),
    _text("sentence", "所在句", "the sentence around the mention, layout removed"),
    *_span("the mention"),
)


def _mentions(name: str, label: str, description: str, columns: Sequence[Column]) -> Table:
    return Table(name, label, description, (*_WHERE, *columns, *_WHAT))


_REPLIES = Table(
    "replies",
    "答复",
    "one document: its head, tail and metadata",
    (
        _REPLY_ID,
        _text("source", "来源", "file name as given, - for standard input"),
        _text(
            "kind",
            "类型",
            "proposal_reply (政协提案答复), suggestion_reply (人大建议答复), policy (政策文件), other (其他)",
        ),
        _text("title", "标题", "title of the document"),
        _text("doc_number", "发文字号", "the document's own number"),
        _text("issuer", "发文机关", "full name of the issuing unit"),
        _text("issued_on", "成文日期", "date of signing, ISO 8601"),
        _text("body", "会议类别", "CPPCC (政协), NPC (人大)"),
        _text("level", "层级", "level of the assembly: 全国, 省, 市, 县 …"),
        _text("session", "届次", "session as written, without spaces"),
        _integer("term", "届", "number of the assembly's term"),
        _integer("meeting", "次", "number of the meeting in that term"),
        _text("proposal_no", "提案编号", "number of the proposal or suggestion"),
        _text("proposal_kind", "提案类别", "委员提案, 党派团体提案, 代表建议 …"),
        _text("proposal_title", "提案标题", "title of the proposal or suggestion"),
        _text("addressee", "主送", "addressee as written"),
        _text("result_class", "办理结果", "A (已经解决或基本解决), B (正在解决或列入计划), C (暂时不能解决，留作参考)"),
        _text("index_no", "索引号", "index number of the web page"),
        _text("published_on", "发布日期", "date of publication, ISO 8601"),
        _text("category", "分类", "category of the web page"),
        Column("contact", "text", "联系人", "contact person, on request only", personal=True),
        Column("phone", "text", "联系电话", "phone number, on request only", personal=True),
    ),
)

_STRUCTURE = (
    Table(
        "sections",
        "建议",
        "one numbered heading and what stands under it",
        (
            _REPLY_ID,
            _SECTION_NO,
            _text("ordinal", "序号", "the heading's numeral"),
            _text("heading", "标题", "the heading without its numeral"),
            _text("suggestion", "建议内容", "the quoted suggestion, else the heading without 关于"),
            *_span("the section"),
        ),
    ),
    Table(
        "answers",
        "办理答复",
        "what one unit answers to one suggestion",
        (
            _REPLY_ID,
            _ANSWER_NO,
            _SECTION_NO,
            _DEPARTMENT_TEXT,
            _DEPARTMENT,
            _text("attribution", "署名方式", "label (文中标明答复单位), issuer (没有标明，即发文机关)"),
            _text("text", "原文", "the answer after its label, a line a paragraph"),
            *_span("the answer"),
        ),
    ),
    Table(
        "measures",
        "措施",
        "one point of an answer or article of a policy",
        (
            _REPLY_ID,
            _MEASURE_NO,
            _SECTION_NO,
            _ANSWER_NO,
            _text("label", "标号", "the point's label: 一是, （一）, 下一步 …"),
            _text("headline", "要点", "its first sentence, or clause where that is long"),
            _STAGE,
            _text("text", "原文", "the measure with its label, a line a paragraph"),
            *_span("the measure"),
        ),
    ),
    Table(
        "responsibilities",
        "责任单位",
        "one unit made responsible for one article of a policy",
        (
            _REPLY_ID,
            _MEASURE_NO,
            _integer("position", "次序", "place in the list of units, 1 leads"),
            _DEPARTMENT_TEXT,
            _DEPARTMENT,
            *_span("the unit"),
        ),
    ),
)

_MENTIONS = (
    _mentions(
        "amounts",
        "金额",
        "one amount of money",
        (*_numbers("the unit of the currency (yuan)"), _text("currency", "币种", "ISO 4217 code")),
    ),
    _mentions(
        "counts",
        "数量",
        "one number of things counted",
        (*_numbers("things"), _text("object", "对象", "the thing counted")),
    ),
    _mentions(
        "measurements",
        "计量",
        "one physical quantity",
        (
            *_numbers("the unit as written"),
            _text("symbol", "单位符号", "SI or UCUM symbol"),
            Column("si_value", "number", "国际单位数值", "the value in the unit of the symbol", "symbol"),
        ),
    ),
    _mentions(
        "percentages",
        "比例",
        "one percentage, fraction or multiple",
        (
            *_numbers("percent points"),
            _text("direction", "方向", "increase (增加), decrease (减少), share (占比、比率) or empty"),
        ),
    ),
    _mentions(
        "document_numbers",
        "文号",
        "one number of an official document or standard",
        (
            _text("kind", "类型", "official (发文字号), standard (标准编号)"),
            _text("issuer_code", "机关代字", "issuing unit's code, or the standard's"),
            _integer("year", "年份", "year in the number"),
            _text("number", "序号", "serial number"),
            _text("title", "文件标题", "title of the document that bears the number"),
            _text("role", "角色", "self (本文的文号), cited (引用的文号)"),
        ),
    ),
    _mentions(
        "titles",
        "文件名",
        "one title in 《》",
        (
            _text("kind", "类型", "document (文件), proposal (所答复的提案、建议), other (课题、书籍等)"),
            _text("doc_number", "文号", "number of the document, where one follows"),
        ),
    ),
    _mentions(
        "dates",
        "时间",
        "one date, period or recurring time",
        (
            _text("type", "类型", "TIMEX3 type: DATE (日期、时期), DURATION (时长), SET (频率)"),
            _text("value", "取值", "ISO 8601 date, period or duration"),
            _MODIFIER,
        ),
    ),
    _mentions(
        "targets",
        "目标",
        "one dated promise",
        (
            _text("deadline_text", "期限原文", "the deadline as written"),
            _text("deadline", "期限", "last day, month or year meant, ISO 8601"),
            _text("metric", "指标", "what is to be reached"),
            Column(
                "value",
                "number",
                "数值",
                "number to be reached, exact, in base units (yuan, things, percent points); empty if there is none",
                "base unit",
            ),
            _UNIT,
            _MODIFIER,
        ),
    ),
)

FILES = Table(
    "files",
    "文件",
    "one file of a dataset: what became of it",
    (
        _text("path", "路径", "path as given, of a member of an archive ARCHIVE.zip/MEMBER"),
        _REPLY_ID,
        _text("format", "格式", "text, html, pdf, docx, odt, doc, rtf, ofd, image, zip or foreign; told by content"),
        Column("bytes", "integer", "字节数", "size", "bytes"),
        _text("sha256", "校验和", "SHA-256 of the bytes, hexadecimal"),
        _text("encoding", "编码", "encoding of its text; empty where the format settles it"),
        _text("status", "状态", "done (已处理), duplicate (内容重复), failed (失败)"),
        _text("duplicate_of", "重复于", "path of the file with the same bytes whose rows are in the tables"),
        _text("error", "错误", "why it failed"),
        Column("seconds", "integer", "用时", "processor time in whole seconds, rounded down", "s"),
        _text("warnings", "提示", "what a user of the rows should know, joined by a semicolon"),
    ),
)
"""The table of a dataset's files. It belongs to datasets, not to what one document states, so it is not in TABLES."""

TABLES: dict[str, Table] = {each.name: each for each in (_REPLIES, *_STRUCTURE, *_MENTIONS)}
"""All tables by name, in the order in which they are written."""

MENTION_TABLES: tuple[str, ...] = tuple(each.name for each in _MENTIONS)
"""The tables whose rows are mentions, each with its place in paper and source."""

DATASET_TABLES: dict[str, Table] = {**TABLES, FILES.name: FILES}
"""The tables of a dataset: those of its documents, then its files."""
