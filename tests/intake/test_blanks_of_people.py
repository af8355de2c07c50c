"""Blanks about people: what fills them, what they take back, and that reading again changes nobody."""

import pytest

from iom.intake.audits import broken_audits
from iom.intake.records import TABLES

from .conftest import Bench, broken, fates
from .test_quarantine import correct, export

# Offence rows that carry the person, as many systems export them.
ROWS = """
[codes.sex]
"M" = "male"
"F" = "female"
[[record]]
type = "subject"
subject = "id"
[record.fields]
surname = "surname"
forenames = "forenames"
address = "address"
postcode = "postcode"
birth_date = { column = "born", format = ["uk", "month"] }
death_date = { column = "died", format = "uk" }
sex = { column = "sex", codes = "sex" }
mappa_level = "mappa"
pnc_id = "pnc"
[[record]]
type = "offence"
subject = "id"
reference = "crime"
[record.fields]
offence_on = { column = "on", format = "uk" }
"""
HEADER = "id,surname,forenames,address,postcode,born,died,sex,mappa,pnc,crime,on"
WHOLE = "007,Ashdown,Ann,1 High St,AA1 1AA,04/07/1991,,F,2,0000/0000101J,C1,03/03/2024"
BARE = "007,,,,,,,,2,,C2,04/04/2024"
OTHER = "008,,,,,,,,2,,C9,04/04/2024"
REFUSED = BARE.replace("04/04/2024", "31/04/2024")
HELD = [("Ashdown", "Ann", "1 High St", "AA1 1AA", "1991-07-04", "day", "female", 2, "0000/0000101J")]
PERSON = """
select n.surname, n.forenames, n.address, n.postcode, s.birth_date::varchar, s.birth_precision, s.sex,
    s.mappa_level, i.value
from subject_version as s
left join subject_name_version as n on s.subject_id = n.subject_id and n.known_to is null
left join subject_identifier_version as i on s.subject_id = i.subject_id and i.known_to is null
where s.known_to is null
"""


@pytest.fixture(autouse=True)
def _audits_hold(bench_used: Bench):
    yield
    assert broken_audits(bench_used.store) == {}


def rows(bench: Bench, *given: str, scope: str = "full"):
    return bench.load(ROWS, bench.file(HEADER, *given), scope=scope)


def test_a_changes_row_with_blanks_about_the_person_changes_nothing_of_them(bench: Bench):
    rows(bench, WHOLE)
    report = rows(bench, BARE, scope="changes")
    assert (fates(report), report.withdrawn) == ((1, 0, 0, 0), ())
    assert [(c.table, c.unchanged, c.replaced) for c in report.records if c.record_type == "subject"] == [
        ("subject_version", 1, 0)
    ]
    assert bench.ask(PERSON) == HELD
    assert bench.ask("select count(*) from subject_version") == [(1,)]


def test_a_changes_row_replaces_only_what_it_gives(bench: Bench):
    rows(bench, WHOLE)
    rows(
        bench,
        BARE.replace("007,,", "007,Ashdown-Reed,").replace(",2,,", ",2,0000/0000102K,"),
        scope="changes",
    )
    (told,) = bench.ask(PERSON)
    assert told == ("Ashdown-Reed", *HELD[0][1:8], "0000/0000102K")


def test_a_new_address_takes_no_old_postcode(bench: Bench):
    rows(bench, WHOLE)
    rows(bench, "007,,,2 Low Rd,,,,,2,,C2,04/04/2024", scope="changes")
    assert bench.ask("select address, postcode from subject_name_version where known_to is null") == [
        ("2 Low Rd", None)
    ]


def test_a_blank_mappa_level_means_none_in_a_changes_file_too(bench: Bench):
    rows(bench, WHOLE)
    rows(bench, BARE.replace(",2,,C2", ",,,C2"), scope="changes")
    assert bench.ask(
        "select mappa_level, birth_date is null from subject_version where known_to is null"
    ) == [(0, False)]


def test_a_blank_in_all_rows_of_a_full_file_takes_the_value_back(bench: Bench):
    rows(bench, WHOLE)
    report = rows(bench, BARE.replace("C2,04/04", "C1,03/03"))
    assert dict(report.withdrawn) == {"subject_identifier_version": 1, "subject_name_version": 1}
    assert bench.ask(PERSON) == [(None,) * 7 + (2, None)]


@pytest.mark.parametrize("scope", ["full", "changes"])
@pytest.mark.parametrize("first", [0, 1])
def test_of_several_rows_of_a_file_about_one_person_the_value_stands_against_a_blank(
    bench: Bench, scope, first
):
    given = [WHOLE, BARE, BARE.replace("C2", "C3")]
    given = given if first == 0 else given[::-1]
    assert fates(rows(bench, *given, scope=scope)) == (3, 0, 0, 0)
    assert bench.ask(PERSON) == HELD
    assert fates(rows(bench, *given[::-1], scope=scope)) == (0, 0, 3, 0)


def test_values_that_several_rows_give_in_part_are_put_together(bench: Bench):
    given = ("007,Ashdown,,,,,,F,2,,C1,03/03/2024", "007,,Ann,,,1991-07,,,2,,C2,04/04/2024")
    assert fates(rows(bench, *given)) == (2, 0, 0, 0)
    told = bench.ask("select birth_date::varchar, birth_precision, sex from subject_version")
    assert told == [("1991-07-01", "month", "female")]
    assert bench.ask("select surname, forenames from subject_name_version") == [("Ashdown", "Ann")]
    assert fates(rows(bench, *given)) == (0, 0, 2, 0)


def test_two_different_values_stay_a_conflict_and_a_blank_row_falls_with_them(bench: Bench):
    report = rows(bench, WHOLE, WHOLE.replace("1991", "1992").replace("C1", "C3"), BARE, OTHER)
    assert (broken(report), fates(report)) == ([("key_conflict", None, (2, 3, 4))], (1, 0, 0, 3))


def test_a_refused_row_lends_no_value(bench: Bench):
    report = rows(bench, WHOLE.replace("03/03/2024", "31/02/2024"), BARE)
    assert fates(report) == (1, 0, 0, 1)
    assert bench.ask("select birth_date, sex from subject_version") == [(None, None)]


def test_what_is_filled_says_the_same_as_what_was_read(bench: Bench):
    """The database spells a person's content as the reader does, field by field."""
    fields = {
        "death_date": '{ column = "died", format = "uk" }',
        "ethnicity_self": '"eth"',
        "ethnicity_officer": '"eth"',
        "mappa_category": '"cat"',
        "domestic_abuse_perpetrator": '"yes"',
        "registered_sex_offender": '"no"',
        "lead_worker": '"eth"',
        "lead_agency": '"eth"',
    }
    body = ROWS.replace(
        "mappa_level",
        "\n".join(f"{k} = {v}" for k, v in fields.items() if k != "death_date") + "\nmappa_level",
    )
    header = f"{HEADER},eth,cat,yes,no"
    full = WHOLE.replace(",,F", ",05/07/2024,F") + ",Wé,3,y,n"
    bench.load(body, bench.file(header, full))
    assert set(TABLES["subject_version"].keeps) - {"birth_precision"} <= set(fields) | {
        "birth_date",
        "sex",
        "mappa_level",
    }
    blank = "007,,,,,,,,2,,C1,03/03/2024,,3,y,n"
    report = bench.load(body, bench.file(header, blank), scope="changes")
    assert fates(report) == (0, 0, 1, 0)


def test_a_life_put_together_of_two_rows_may_not_end_before_it_begins(bench: Bench):
    died = "007,,,,,,01/01/1980,,2,,C2,04/04/2024"
    report = rows(bench, WHOLE, died)
    assert broken(report) == [("spell_inverted", "death_date", (2, 3))]
    rows(bench, WHOLE)
    report = rows(bench, died, scope="changes")
    assert broken(report) == [("spell_inverted", "death_date", (2,))]


@pytest.mark.parametrize("scope", ["full", "changes"])
def test_importing_correcting_and_importing_again_leaves_the_person_whole(bench: Bench, scope):
    given = (WHOLE, REFUSED)
    assert rows(bench, *given, scope=scope).rows_quarantined == 1
    report = correct(bench, export(bench), Q1="31/04/2024>30/04/2024")
    assert (report.withdrawn, report.corrected) == ((), 1)
    assert bench.ask(PERSON) == HELD
    again = rows(bench, *given, scope=scope)
    assert (again.withdrawn, bench.ask(PERSON)) == ((), HELD)


@pytest.mark.parametrize("scope", ["full", "changes"])
def test_what_only_the_corrected_row_gives_of_a_person_stays_when_the_file_is_read_again(bench: Bench, scope):
    given = (BARE, WHOLE.replace("0000101J", "0000101Z"))
    assert rows(bench, *given, scope=scope).rows_quarantined == 1
    correct(bench, export(bench), Q1="0000/0000101Z>0000/0000101J")
    assert bench.ask(PERSON) == HELD
    for _ in range(2):
        again = rows(bench, *given, scope=scope)
        assert (again.withdrawn, bench.ask(PERSON)) == ((), HELD)


def test_a_correction_with_a_blank_is_not_overtaken_by_a_later_file_that_fills_it(bench: Bench):
    rows(bench, REFUSED)
    rows(bench, WHOLE, scope="changes")
    report = correct(bench, export(bench), Q1="31/04/2024>30/04/2024")
    assert (broken(report), report.corrected, bench.ask(PERSON)) == ([], 1, HELD)


def test_a_correction_that_says_otherwise_of_the_person_than_a_later_file_is_overtaken(bench: Bench):
    rows(bench, REFUSED.replace("007,,", "007,Ashton,"))
    rows(bench, WHOLE, scope="changes")
    report = correct(bench, export(bench), Q1="31/04/2024>30/04/2024")
    assert broken(report) == [("overtaken", None, (2,))]


def test_two_systems_people_stay_one_when_a_row_without_identifier_is_corrected(bench: Bench):
    bench.load(ROWS, bench.file(HEADER, WHOLE.replace("007", "X9")), scope="changes", system="ndelius")
    rows(bench, WHOLE, REFUSED)
    correct(bench, export(bench), Q1="31/04/2024>30/04/2024")
    assert bench.ask("select count(distinct person_id) from subject_person where known_to is null") == [(1,)]


def test_people_of_a_plain_file_keep_what_a_blank_changes_row_does_not_say(known: Bench):
    assert fates(known.people("007,,,,,2,", scope="changes")) == (0, 0, 1, 0)
