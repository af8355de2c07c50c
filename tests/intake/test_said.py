"""How refusals are said: each fault once, by the names of the file, with what to do."""

import pytest

from iom.cli.intake import _ranges, _sentence
from iom.intake import ImportReport, quarantine_list, quarantine_show
from iom.intake.staging import ZEROS

from .conftest import OFFENCES, OFFENCES_HEADER, PEOPLE, PEOPLE_HEADER, SOMEONE, Bench

SPELLS = OFFENCES.replace(
    'offence_on = { column = "on", format = "uk" }',
    'offence_on = { column = ["to", "on"], format = "uk" }\n'
    'committed_from = { column = "on", format = "uk" }',
)
HEADER = OFFENCES_HEADER.replace(",on,", ",on,to,")


def told(report: ImportReport) -> list[tuple[str, str | None]]:
    return [(rule.rule, rule.column) for rule in report.rules]


@pytest.mark.parametrize(
    ("dates", "column"), [("31/02/2024,", "on"), (",31/02/2024", "to"), ("01/02/2024,31/02/2024", "to")]
)
def test_a_date_that_two_fields_read_is_refused_once_under_the_column_that_it_stands_in(
    known: Bench, dates, column
):
    report = known.load(SPELLS, known.file(HEADER, f"C1,007,{dates},04/03/2024,8N,,,"))
    assert told(report) == [("date_format", column)]
    failures = quarantine_show(known.store, 1, now=known.now).failures
    assert [(f.rule, f.column) for f in failures] == [("date_format", column)]


def test_a_column_of_two_records_is_refused_once_for_the_rows_of_either(known: Bench):
    body = OFFENCES + '[[record.status]]\nstatus = "suspect"\non = { column = "recorded", format = "uk" }\n'
    report = known.load(body, known.file(OFFENCES_HEADER, "C1,007,03/03/2024,01/11/2026,8N,,,"))
    assert told(report) == [("date_in_future", "recorded")]
    assert report.rules[0].rows == 1


def test_a_required_value_and_a_spell_are_spoken_of_by_the_names_of_their_columns(known: Bench):
    rows = ("C1,007,,,04/03/2024,8N,,,", "C2,007,03/03/2024,02/03/2024,04/03/2024,8N,,,")
    report = known.load(SPELLS, known.file(HEADER, *rows))
    assert [rule.message for rule in report.rules] == [
        '"to" or "on" is needed: it is the record\'s offence_on',
        '"to" lies before "on"',
    ]


def test_a_word_that_a_column_without_a_code_list_cannot_take_is_answered_with_a_code_list(bench: Bench):
    body = PEOPLE.replace('surname = "surname"', 'registered_sex_offender = "surname"')
    report = bench.load(body, bench.file(PEOPLE_HEADER, SOMEONE.replace("Ashdown", "maybe")))
    assert report.rules[0].remedy.startswith("Correct it, or give the column a code list")


def test_a_word_that_a_code_list_lacks_is_answered_with_that_list(bench: Bench):
    report = bench.people(SOMEONE.replace(",M,", ",Q,"))
    assert report.rules[0].message == "expected a value of [codes.sex] of mapping.toml. Allowed: m, f, u"
    assert report.rules[0].remedy.startswith("Add the value to the code list")


def test_of_a_long_code_list_ten_words_are_named_and_none_that_a_row_has_written(bench: Bench):
    more = "".join(f'"X{number}" = ""\n' for number in range(10))
    report = bench.load(
        PEOPLE.replace('"U" = ""\n', more), bench.file(PEOPLE_HEADER, SOMEONE.replace(",M,", ",Ashdowne,"))
    )
    (rule,) = report.rules
    assert rule.message.endswith("Allowed: m, f, x0, x1, x2, x3, x4, x5, x6, x7, and 2 more")
    assert "ashdowne" not in rule.message.lower()


def test_a_column_without_a_code_list_names_the_words_that_it_takes(bench: Bench):
    body = PEOPLE.replace('surname = "surname"', 'registered_sex_offender = "surname"')
    report = bench.load(body, bench.file(PEOPLE_HEADER, SOMEONE.replace("Ashdown", "maybe")))
    assert report.rules[0].message == "expected one of y, yes, true, 1, n, no, false, 0"


def test_a_date_is_mended_by_writing_it_as_the_mapping_does_told_without_quotes(bench: Bench):
    report = bench.people(SOMEONE.replace("04/07/1991", "31/02/1991"))
    assert report.rules[0].remedy.startswith("Write the date as dd/mm/yyyy or yyyy-mm; or name its format")
    assert '"' not in report.rules[0].remedy


def test_the_list_says_in_which_column_and_why(bench: Bench):
    bench.people(SOMEONE, "008,Day,31/02/1991,Q,,2,01/02/2020")
    (row,) = quarantine_list(bench.store)
    assert (row.rules, row.columns) == ("code_not_listed, date_format", "born, sex")
    assert row.why == (
        "the value is not in the list that the field takes; "
        "the value is not a date in the format that the mapping names"
    )


@pytest.mark.parametrize(
    ("numbers", "named"),
    [
        ((7,), "Q-7"),
        ((1, 2), "Q-1, Q-2"),
        ((2, 1, 7), "Q-1, Q-2, Q-7"),
        ((1, 2, 3, 4, 5, 9), "Q-1 to Q-5, Q-9"),
    ],
)
def test_numbers_of_refused_rows_are_those_and_no_others(numbers, named):
    assert _ranges(numbers) == named


def test_of_very_many_numbers_the_first_are_named():
    assert _ranges(range(1, 99, 2)).endswith("Q-23, and more: see iom quarantine list")


def test_a_question_ends_with_its_mark_alone():
    assert _sentence(ZEROS).endswith("did a spreadsheet take them?")
    assert _sentence("no such day") == "No such day."
