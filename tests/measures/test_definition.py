"""A definition that cannot be meant is refused where it stands, with what was probably meant."""

import pytest

from iom.documents import DocumentError, parse_document
from iom.intake import records
from iom.measures import parse_measures
from iom.measures.definition import ASSESSMENTS
from iom.measures.sql_words import SQL_WORDS

GOOD = 'name = "n"\nwhat = "offences"\nmonths = 12\nstatus = "charged"\n'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (GOOD.replace("offences", "ofences"), 3, "Did you mean offences?"),
        (GOOD.replace("charged", "charge"), 5, "Did you mean charged?"),
        (GOOD.replace("12", '"12"'), 4, "whole number"),
        (GOOD.replace("12", "0"), 4, "from 1 to"),
        (GOOD.replace('"n"', '"N 1"'), 2, "small letters"),
        (GOOD.replace('"n"', '"order"'), 2, "a word of SQL: add to it, such as order_12m"),
        (GOOD.replace("months = 12\n", ""), 1, 'needs "months"'),
        (GOOD + "month = 12\n", 6, "Did you mean months?"),
        (GOOD + 'kind = "remand"\n', 6, "does not belong"),
        (GOOD + 'flag = "abuse"\n', 6, "domestic_abuse"),
        (GOOD + "[[measure]]\n" + GOOD, 7, "two measures"),
    ],
)
def test_each_mistake_names_line_and_remedy(text, line, words):
    with pytest.raises(DocumentError) as refused:
        parse_measures(parse_document("beds.toml", "[[measure]]\n" + text))
    assert str(refused.value).startswith(f"beds.toml, line {line}: ")
    assert words in str(refused.value)


def test_a_document_that_is_not_toml_names_its_line():
    with pytest.raises(DocumentError, match=r"beds\.toml, line 2: there is no = on this line"):
        parse_document("beds.toml", 'title = "a"\ntitle "b"\n')


@pytest.mark.parametrize("wrong", ["1", "true", "[]", "[[]]", "{}", '"x"', "1979-05-27", "1.5", '["a", 1]'])
@pytest.mark.parametrize("key", ["name", "what", "months", "status", "counts", "flag", "says"])
def test_a_value_of_the_wrong_kind_is_an_error_of_the_document(key, wrong):
    lines = dict(line.split(" = ") for line in GOOD.strip().splitlines()) | {key: wrong}
    text = "[[measure]]\n" + "\n".join(f"{name} = {value}" for name, value in lines.items())
    try:
        parse_measures(parse_document("beds.toml", text))
    except DocumentError as refused:
        assert str(refused).startswith("beds.toml, line ")
    else:
        assert wrong == '"x"' or (key, wrong) in {("months", "1"), ("counts", "[]"), ("counts", "{}")}


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ('["A", "F"]', 'never assessed as "F". It is one of: A, B, C, D, E.'),
        ('["a", "b"]', 'never assessed as "a". Did you mean A?'),
        ('"1"', 'never assessed as "1".'),
    ],
)
def test_an_assessment_that_no_report_can_have_is_refused(letters: str, words: str):
    text = f'[[measure]]\nname = "n"\nwhat = "intelligence"\nmonths = 3\nassessment = {letters}\n'
    with pytest.raises(DocumentError) as refused:
        parse_measures(parse_document("beds.toml", text))
    assert str(refused.value).startswith("beds.toml, line 5: intelligence is ")
    assert words in str(refused.value)


def test_a_measure_may_ask_for_every_assessment_that_an_import_takes():
    assert records.ASSESSMENTS == ASSESSMENTS


@pytest.mark.parametrize("wrong", ["measure = 1", "measure = [1]", "measure = {}", "measure = [[]]"])
def test_measures_that_are_no_tables_are_an_error_of_the_document(wrong):
    with pytest.raises(DocumentError, match=r"line 1: measures are written as \[\[measure\]\]"):
        parse_measures(parse_document("beds.toml", wrong))


def test_the_words_that_sql_keeps_are_those_of_the_database(store):
    with store.cursor() as cursor:
        kept = cursor.execute(
            "select keyword_name from duckdb_keywords() "
            "where keyword_category in ('reserved', 'type_function')"
        ).fetchall()
    assert {row[0] for row in kept} == SQL_WORDS
