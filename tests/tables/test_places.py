"""Where mentions stand: innermost elements, sentences, source offsets, script."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from govreply.models import Answer, Header, Layout, Measure, Reply, Responsibility, Section, Span
from govreply.tables.places import LONGEST_SENTENCE, Places


def layout(quoted: str, plain: str = "") -> Layout:
    """A layout that lies unbroken in its source."""
    return Layout(quoted, quoted, plain or quoted, (Span(0, len(quoted)),), (0,), (0,))


def reply(text: str, *, plain: str = "") -> Reply:
    return Reply(layout(text, plain), Header(), Span(0, len(text)))


def sentence_of(text: str, mention: str) -> str:
    at = text.index(mention)
    return Places(reply(text), "x").sentence(Span(at, at + len(mention)))


def test_sentence_ends_at_its_mark_or_its_paragraph() -> None:
    text = "一、关于道路的建议\n先有3条。再修5条！还差7条？\n共9条，见《路网》；另10条"
    assert sentence_of(text, "关于") == "一、关于道路的建议"
    assert sentence_of(text, "3条") == "先有3条。"
    assert sentence_of(text, "5条") == "再修5条！"
    assert sentence_of(text, "7条") == "还差7条？"
    assert sentence_of(text, "10条") == "共9条，见《路网》；另10条"


def test_closing_quote_belongs_to_the_sentence_it_closes() -> None:
    assert sentence_of("他说：“修5条。”我们修了6条。", "6条") == "我们修了6条。"
    assert sentence_of("他说：“修5条。”我们修了6条。", "5条") == "他说：“修5条。”"


def test_mention_over_several_sentences_has_them_all() -> None:
    text = "见《谁的路？我们的路》一文。另有3条。"
    span = Span(text.index("谁"), text.index("》"))
    assert Places(reply(text), "x").sentence(span) == "见《谁的路？我们的路》一文。"


def test_sentence_without_marks_is_cut() -> None:
    text = "投入10万元，" * 2000
    sentence = Places(reply(text), "x").sentence(Span(6000, 6003))
    assert 0 < len(sentence) <= LONGEST_SENTENCE
    assert sentence.endswith("，")
    bare = "万" * 5000
    assert len(Places(reply(bare), "x").sentence(Span(4999, 5000))) <= LONGEST_SENTENCE


@given(st.text(alphabet="建设。！\n，”", min_size=1, max_size=60), st.data())
def test_every_sentence_contains_its_mention(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert text[start:end].replace("\n", "") in Places(reply(text), "x").sentence(Span(start, end))


def test_source_span_over_runs_includes_what_lies_between() -> None:
    source = "共10\n\n4 户"
    broken = Layout(source, "共104户", "共104户", (Span(0, 5),), (0, 3, 4), (0, 5, 7))
    places = Places(Reply(broken, Header(), Span(0, 5)), "x")
    start, end = places.source_span(Span(1, 5))
    assert source[start:end] == "10\n\n4 户"
    assert (start, end) == broken.source_span((1, 5))
    assert places.source_span(Span(0, 3)) == (0, 3)


def test_units_and_objects_take_the_script_of_the_paper() -> None:
    places = Places(reply("投入５萬元，修建12處公園，增长５％", plain="投入5万元，修建12处公园，增长5%"), "x")
    assert places.written("万元", Span(2, 5)) == "萬元"
    assert places.written("%", Span(16, 18)) == "%"
    assert places.written_nearby("公园", Span(8, 11)) == "公園"
    assert places.written("亩", Span(2, 5)) == "亩"
    assert places.written("", Span(2, 5)) == ""


def test_policy_department_is_the_leading_unit() -> None:
    paper = Reply(
        layout("〇一二三四五六七八九"),
        Header(kind="policy"),
        Span(0, 10),
        sections=(Section(1, "一", "", "", Span(1, 10)),),
        measures=(Measure(1, 1, None, "一、", "", "planned", Span(2, 6)),),
        responsibilities=(
            Responsibility(1, 1, "省科技厅", "吉林省科学技术厅", Span(4, 5)),
            Responsibility(1, 2, "省财政厅", "吉林省财政厅", Span(5, 6)),
        ),
    )
    assert Places(paper, "x").head(3) == {
        "reply_id": "x",
        "section_no": 1,
        "answer_no": None,
        "measure_no": 1,
        "department": "吉林省科学技术厅",
        "stage": "planned",
    }
    assert Places(paper, "x").head(0)["section_no"] is None
    assert Places(paper, "x").head(7)["department"] is None


SPANS = st.lists(
    st.tuples(st.integers(0, 29), st.integers(1, 30)).filter(lambda s: s[0] < s[1]), max_size=6, unique=True
)


def nested(spans: Sequence[tuple[int, int]]) -> list[Span]:
    """Those spans that do not overlap an earlier one in part."""
    kept: list[Span] = []
    for start, end in spans:
        if all(end <= s or e <= start or (s <= start and end <= e) or (start <= s and e <= end) for s, e in kept):
            kept.append(Span(start, end))
    return kept


@given(SPANS, SPANS)
def test_head_is_the_innermost_element_by_brute_force(answer_spans: list[Span], measure_spans: list[Span]) -> None:
    answers = [Answer(i, None, "", "", "issuer", span) for i, span in enumerate(nested(answer_spans), 1)]
    measures = [Measure(i, None, None, "", "", "done", span) for i, span in enumerate(nested(measure_spans), 1)]
    paper = Reply(layout("字" * 30), Header(), Span(0, 30), answers=tuple(answers), measures=tuple(measures))
    places = Places(paper, "x")
    for offset in range(30):
        for column, elements in (("answer_no", answers), ("measure_no", measures)):
            around = [e for e in elements if e.span.start <= offset < e.span.end]
            innermost = min(around, key=lambda e: e.span.end - e.span.start, default=None)
            assert places.head(offset)[column] == (innermost.number if innermost else None)
