"""The tables and columns are the contract: their names and order must not change by accident."""

import pytest

from govreply.tables.schema import MENTION_TABLES, TABLES, UnknownTableError, table

WHERE = "reply_id section_no answer_no measure_no department stage"
WHAT = "text sentence start end"
NUMBERS = "value low high modifier unit"

COLUMNS = {
    "replies": "reply_id source kind title doc_number issuer issued_on body level session term meeting proposal_no"
    " proposal_kind proposal_title addressee result_class index_no published_on category",
    "sections": "reply_id section_no ordinal heading suggestion start end",
    "answers": "reply_id answer_no section_no department_text department attribution text start end",
    "measures": "reply_id measure_no section_no answer_no label headline stage text start end",
    "responsibilities": "reply_id measure_no position department_text department start end",
    "amounts": f"{WHERE} {NUMBERS} currency {WHAT}",
    "counts": f"{WHERE} {NUMBERS} object {WHAT}",
    "measurements": f"{WHERE} {NUMBERS} symbol si_value {WHAT}",
    "percentages": f"{WHERE} {NUMBERS} direction {WHAT}",
    "document_numbers": f"{WHERE} kind issuer_code year number title role {WHAT}",
    "titles": f"{WHERE} kind doc_number {WHAT}",
    "dates": f"{WHERE} type value modifier {WHAT}",
    "targets": f"{WHERE} deadline_text deadline metric value unit modifier {WHAT}",
}


def test_tables_and_their_order() -> None:
    assert list(TABLES) == list(COLUMNS)
    assert list(MENTION_TABLES) == list(COLUMNS)[5:]


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_and_their_order(name: str) -> None:
    assert [column.name for column in TABLES[name].visible()] == COLUMNS[name].split()


def test_personal_columns_only_on_request() -> None:
    shown = [column.name for column in TABLES["replies"].visible(contacts=True)]
    assert shown == [*COLUMNS["replies"].split(), "contact", "phone"]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_is_explained_and_labelled_once(name: str) -> None:
    columns = TABLES[name].columns
    assert all(column.description and column.label for column in columns)
    assert len({column.label for column in columns}) == len(columns)
    assert len({column.name for column in columns}) == len(columns)


def test_unknown_table_names_the_others() -> None:
    with pytest.raises(UnknownTableError, match=r"no table 'money'; the tables are replies, .*targets"):
        table("money")
