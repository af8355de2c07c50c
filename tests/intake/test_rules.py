"""Each rule of intake: what it refuses, and what it leaves alone."""

from datetime import date
from pathlib import Path

import pytest

from iom.intake import InputError, import_file, load_mapping
from iom.intake.rules import RULES

from .conftest import (
    ABSENCES,
    ABSENCES_HEADER,
    BURGLARY,
    PEOPLE,
    PEOPLE_HEADER,
    SOMEONE,
    Bench,
    broken,
    fates,
)

BROKEN_PEOPLE = [
    ("too_few_fields", None, "008,Short,04/07/1991"),
    ("too_many_fields", None, "008,Long,04/07/1991,M,,2,01/02/2020,extra"),
    ("quoting_broken", None, '008,"Quo"ted",04/07/1991,M,,2,01/02/2020'),
    ("required_missing", "subject", ",Nobody,04/07/1991,M,,2,01/02/2020"),
    ("date_format", "birth_date", "008,Day,31/02/1991,M,,2,01/02/2020"),
    ("date_format", "birth_date", "008,Order,1991-07-04,M,,2,01/02/2020"),
    ("date_format", "birth_date", "008,Digits,4/7/1991,M,,2,01/02/2020"),
    ("date_in_future", "recorded_on", "008,Future,04/07/1991,M,,2,01/11/2026"),
    ("date_too_early", "birth_date", "008,Early,31/12/1899,M,,2,01/02/2020"),
    ("date_too_early", "recorded_on", "008,Early,04/07/1991,M,,2,01/02/0202"),
    ("code_not_listed", "sex", "008,Sex,04/07/1991,Q,,2,01/02/2020"),
    ("code_not_listed", "mappa_level", "008,Level,04/07/1991,M,,7,01/02/2020"),
    ("identifier_form", "pnc_id", "008,Letter,04/07/1991,M,0000/0000101A,2,01/02/2020"),
]


@pytest.mark.parametrize(("rule", "field", "row"), BROKEN_PEOPLE)
def test_a_row_that_breaks_a_rule_is_refused_and_the_others_load(bench: Bench, rule, field, row):
    report = bench.people(SOMEONE, row)
    assert fates(report) == (1, 0, 0, 1)
    assert broken(report) == [(rule, field, (3,))]
    assert bench.ask("select source_key from subject") == [("007",)]


def test_every_rule_of_the_list_is_in_the_handbook():
    text = (Path(__file__).parents[2] / "docs/import-rules.md").read_text(encoding="utf-8")
    assert [name for name in RULES if f"`{name}`" not in text] == []


def test_all_rules_a_row_breaks_are_named(bench: Bench):
    report = bench.people("008,Two,31/02/1991,Q,,2,01/02/2020")
    assert {rule for rule, _, _ in broken(report)} == {"date_format", "code_not_listed"}
    assert report.rows_quarantined == 1


def test_a_missing_column_refuses_the_file_and_names_the_nearest(bench: Bench):
    with pytest.raises(InputError, match=r'no column "surname".*2 columns: column 2 is almost "surname"'):
        bench.load(
            '[[record]]\ntype = "subject"\nsubject = "id"\n[record.fields]\nsurname = "surname"\n',
            bench.file("id,surnam", "007,A"),
        )
    assert bench.ask("select count(*) from import_batch") == [(0,)]


def test_a_required_date_left_blank_is_refused(known: Bench):
    assert broken(known.offences("C1,007,,04/03/2024,028/03,,,")) == [("date_missing", "offence_on", (2,))]


@pytest.mark.parametrize(
    ("written", "fate", "held"),
    [
        ("03/03/2030", "date_in_future", None),
        ("03/03/30", None, date(1930, 3, 3)),
        ("03/03/24", None, date(2024, 3, 3)),
    ],
)
def test_only_a_year_written_with_two_digits_may_lie_a_hundred_years_earlier(
    bench: Bench, written, fate, held
):
    body = PEOPLE.replace('["uk", "month"]', '["uk", "short"]')
    path = bench.document(body)
    path.write_text(path.read_text().replace("[dates]", '[dates]\nshort = "dd/mm/yy"'))
    file = bench.file(PEOPLE_HEADER, SOMEONE.replace("04/07/1991", written))
    report = import_file(bench.store, file, load_mapping(path), now=bench.now)
    assert [rule for rule, _, _ in broken(report)] == ([fate] if fate else [])
    assert bench.ask("select birth_date from subject_version") == ([(held,)] if held else [])


def test_an_end_too_early_is_refused_though_it_may_lie_ahead(known: Bench):
    report = known.absences("007,remand,2024-05-02,0204-06-02")
    assert ("date_too_early", "to_date", (2,)) in broken(report)


def test_the_first_day_of_1900_is_not_too_early(bench: Bench):
    assert bench.people(SOMEONE.replace("04/07/1991", "01/01/1900")).rows_loaded == 1


def test_a_score_is_a_plain_number(bench: Bench):
    body = """
[[record]]
type = "subject"
subject = "id"
[[record]]
type = "held_score"
subject = "id"
when = { column = "score", missing = ["-1"] }
[record.fields]
tool = { value = "ovp" }
score = "score"
on_date = { column = "on", format = "uk" }
"""
    rows = (
        "1,12.5,01/01/2024",
        "2,12.55555,01/01/2024",
        "3,twelve,01/01/2024",
        "4,-1,01/01/2024",
        "5,,01/01/2024",
    )
    report = bench.load(body, bench.file("id,score,on", *rows))
    assert broken(report) == [("number_format", "score", (3, 4))]
    assert bench.ask("select score::varchar from held_score_version") == [("12.5000",)]
    assert bench.ask("select count(*) from subject") == [(3,)]


def test_an_inverted_spell_is_refused_and_a_same_day_spell_is_loaded(known: Bench):
    report = known.absences("007,remand,2024-05-02,2024-05-01", "007,remand,2024-06-02,2024-06-02")
    assert broken(report) == [("spell_inverted", "to_date", (2,))]
    assert report.rows_loaded == 1


def test_a_death_before_the_birth_is_refused_and_one_on_its_day_is_not(bench: Bench):
    people = """
[[record]]
type = "subject"
subject = "id"
[record.fields]
birth_date = { column = "born", format = ["iso", "month"] }
death_date = { column = "died", format = "iso" }
"""
    rows = ("1,1990-05-02,1990-05-01", "2,1990-05-02,1990-05-02", "3,1990-05,1990-04-30", "4,,1990-05-01")
    report = bench.load(people, bench.file("id,born,died", *rows))
    assert broken(report) == [("spell_inverted", "death_date", (2, 4))]
    assert "died" in report.rules[0].message and "born" in report.rules[0].message


def test_overlapping_spells_are_both_loaded(known: Bench):
    report = known.absences("007,remand,2024-05-02,2024-06-01", "007,sentence,2024-05-20,2024-06-20")
    assert fates(report) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("written", "to_date", "planned"),
    [
        ("9999-12-31", None, None),
        ("2099-01-01", None, None),
        ("", None, None),
        ("2026-12-01", None, date(2026, 12, 1)),
        ("2026-10-31", date(2026, 10, 31), None),
    ],
)
def test_an_end_that_has_not_come_is_open(known: Bench, written, to_date, planned):
    assert known.absences(f"007,sentence,2026-01-01,{written}").rows_loaded == 1
    assert known.ask("select to_date, planned_release from absence_version") == [(to_date, planned)]


def test_a_mapping_may_say_how_its_source_writes_no_end(known: Bench):
    body = ABSENCES.replace('subject = "id"', 'subject = "id"\nopen_ended_from = 2020-01-01')
    known.load(body, known.file(ABSENCES_HEADER, "007,remand,2015-01-01,2020-01-01"))
    assert known.ask("select to_date, planned_release from absence_version") == [(None, None)]


def test_a_record_before_its_person_is_refused(known: Bench):
    report = known.offences(BURGLARY, "C2,008,03/03/2024,04/03/2024,028/03,,,")
    assert broken(report) == [("subject_unknown", "subject", (3,))]


@pytest.mark.parametrize(("key", "zeros"), [("7", True), ("0007", True), ("70", False), ("008", False)])
def test_a_key_that_is_known_with_other_zeros_is_said_to_be(known: Bench, key, zeros):
    report = known.offences(BURGLARY.replace("007", key))
    assert broken(report) == [("subject_unknown", "subject", (2,))]
    assert ("with zeros added in front" in report.rules[0].message) == zeros
    assert "a spreadsheet may have taken zeros" in report.rules[0].remedy


def test_a_status_before_its_offence_is_refused(known: Bench):
    known.offences(BURGLARY)
    body = """
[[record]]
type = "status"
subject = "id"
reference = "crime"
[record.fields]
status = "status"
on_date = { column = "on", format = "uk" }
"""
    rows = ("C1,007,convicted,01/05/2024", "C9,007,convicted,01/05/2024")
    report = known.load(body, known.file("crime,id,status,on", *rows), scope="changes")
    assert broken(report) == [("offence_unknown", "reference", (3,))]
    assert fates(report) == (0, 1, 0, 1)


def test_rows_of_one_key_that_disagree_are_all_refused(known: Bench):
    other = BURGLARY.replace("03/03/2024", "02/03/2024")
    report = known.offences(BURGLARY, other, BURGLARY, "C2,007,03/03/2024,04/03/2024,8N,,,")
    assert broken(report) == [("key_conflict", None, (2, 3, 4))]
    assert fates(report) == (1, 0, 0, 3)


def test_an_exact_repeat_is_unchanged(known: Bench):
    report = known.offences(BURGLARY, BURGLARY)
    assert fates(report) == (1, 0, 1, 0)
    assert known.ask("select count(*) from offence_version") == [(1,)]


def test_a_refused_person_takes_the_records_of_other_rows_along(bench: Bench):
    body = """
[[record]]
type = "subject"
subject = "id"
[record.fields]
birth_date = { column = "born", format = "uk" }
[[record]]
type = "absence"
subject = "who"
when = "who"
[record.fields]
kind = { value = "remand" }
from_date = { column = "from", format = "iso" }
"""
    # row 2 speaks of a person who comes only in row 1, which is refused; row 3 of the person of row 2
    rows = ("1,31/02/1990,,", "2,01/01/1990,1,2024-01-01", "3,01/01/1990,2,2024-01-01")
    report = bench.load(body, bench.file("id,born,who,from", *rows))
    assert report.rows_quarantined == 3
    assert bench.ask("select count(*) from subject") == [(0,)]


def test_a_code_that_no_table_knows_is_kept_as_given(known: Bench):
    rows = (
        f"C{n},007,03/03/2024,04/03/2024,{code},,,"
        for n, code in enumerate(("28/3", "th68036", "8n", "Odd one", ""))
    )
    assert known.offences(*rows).rows_loaded == 5
    assert known.ask("select code_kind, code_given from offence_version order by row_no") == [
        ("class", "028/03"),
        ("cjs", "TH68036"),
        ("recorded", "8N"),
        ("local", "Odd one"),
        ("local", None),
    ]


def test_a_full_file_must_say_what_it_covers(bench: Bench):
    path = bench.folder / "bare.toml"
    path.write_text(
        'title = "t"\nsystem = "s"\nscope = "full"\n[[record]]\ntype = "subject"\nsubject = "id"\n',
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="--covers"):
        import_file(bench.store, bench.file("id", "1"), load_mapping(path), now=bench.now)
    report = import_file(
        bench.store,
        bench.file("id", "1"),
        load_mapping(path),
        now=bench.now,
        covers=(date(2026, 1, 1), date(2026, 6, 30)),
    )
    assert report.rows_loaded == 1


def test_only_the_month_of_a_birth_is_marked_as_such(bench: Bench):
    bench.people(SOMEONE, "008,Brook,1990-05,F,,,01/02/2020")
    assert bench.ask("select birth_date, birth_precision from subject_version order by row_no") == [
        (date(1991, 7, 4), "day"),
        (date(1990, 5, 1), "month"),
    ]


def test_identifiers_and_keys_keep_their_zeros(known: Bench):
    assert known.ask("select source_key, value from subject, subject_identifier_version") == [
        ("007", "0000/0000101J")
    ]
