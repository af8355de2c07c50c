"""What a blank means in a mapped column, which ends are to come, and spells that begin on one day."""

from datetime import date

import pytest

from .conftest import ABSENCES, ABSENCES_HEADER, Bench, broken, fates
from .test_quarantine import correct, export

SOMEONE = "007,Ashdown,04/07/1991,M,0000/0000101J,2,01/02/2020"
SPELL = '[[record]]\ntype = "{kind}"\nsubject = "id"\n[record.fields]\n{fields}\n' + (
    'from_date = { column = "from", format = "iso" }\nto_date = { column = "to", format = "iso" }\n'
)
FLAGS = """
[codes.flag]
"Y" = true
"N" = false
"U" = ""
[[record]]
type = "subject"
subject = "id"
[record.fields]
mappa_category = "category"
mappa_level = { column = "level", missing = ["-1"] }
registered_sex_offender = "rso"
domestic_abuse_perpetrator = { column = "da", codes = "flag" }
[[record]]
type = "offence"
subject = "id"
reference = "crime"
[record.fields]
offence_on = { column = "on", format = "iso" }
hate = "hate"
principal = "principal"
"""


def test_a_blank_flag_or_mappa_level_in_a_mapped_column_means_none(bench: Bench):
    rows = ("1,,,,,C1,2024-01-01,,", "2,2,-1,y,U,C2,2024-01-01,n,n", "3,,1,,Y,C3,2024-01-01,y,y")
    bench.load(FLAGS, bench.file("id,category,level,rso,da,crime,on,hate,principal", *rows))
    people = bench.ask(
        "select mappa_category, mappa_level, registered_sex_offender, domestic_abuse_perpetrator "
        "from subject_version order by row_no"
    )
    assert people == [(0, 0, False, False), (2, 0, True, None), (0, 1, False, True)]
    # a blank about the principal offence, and flags that no column is mapped to, say nothing
    offences = bench.ask("select hate, weapon, principal from offence_version order by row_no")
    assert offences == [(False, None, None), (False, None, False), (True, None, True)]


@pytest.mark.parametrize(
    ("kind", "fields", "to_date"),
    [
        ("supervision", 'kind = { value = "licence" }', date(2026, 12, 1)),
        ("home_area", 'area = { value = "W1" }\ndistrict = { value = "D1" }', date(2026, 12, 1)),
        ("absence", 'kind = { value = "remand" }', None),
    ],
)
def test_only_an_absence_that_ends_after_the_extract_is_still_open(known: Bench, kind, fields, to_date):
    body = SPELL.replace("{kind}", kind).replace("{fields}", fields)
    rows = ("007,2026-01-01,2026-12-01", "007,2026-02-01,9999-12-31")
    assert known.load(body, known.file("id,from,to", *rows)).rows_loaded == 2
    assert known.ask(f"select to_date from {kind}_version order by row_no") == [(to_date,), (None,)]


def test_two_absences_of_one_kind_that_begin_on_one_day_are_both_loaded(known: Bench):
    rows = ("007,remand,2024-01-05,2024-01-05", "007,remand,2024-01-05,2024-04-05")
    assert fates(known.absences(*rows, rows[1])) == (2, 0, 1, 0)
    assert fates(known.absences(*rows)) == (0, 0, 2, 0)
    report = known.absences(rows[0], rows[1].replace("04-05", "05-05"))
    assert fates(report) == (0, 1, 1, 0)
    assert known.absences(rows[0]).records_withdrawn == 1


def test_a_refused_absence_keeps_its_number_through_correction(known: Bench):
    rows = ["007,remand,2024-01-05,2024-01-05", "007,remand,2024-01-05,05/04/2024"]
    report = known.absences(*rows)
    assert broken(report) == [("date_format", "to_date", (3,))]
    corrected = correct(known, export(known), Q1="05/04/2024>2024-04-05")
    assert fates(corrected) == (1, 0, 0, 0)
    rows[1] = rows[1].replace("05/04/2024", "2024-04-05")
    assert fates(known.load(ABSENCES, known.file(ABSENCES_HEADER, *rows))) == (0, 0, 2, 0)
