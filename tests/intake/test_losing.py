"""A document that maps fewer fields than the one before takes values away, and says so."""

import re

import pytest

from iom.intake.losing import LOST_OF
from iom.intake.records import TABLES
from iom.store import sql

from .conftest import BURGLARY, OFFENCES, OFFENCES_HEADER, PEOPLE, PEOPLE_HEADER, SOMEONE, Bench, fates

OTHER = "008,Brook,01/01/1980,F,,,"
ONLY_SEX = """
[codes.sex]
"M" = "male"
"F" = "female"
[[record]]
type = "subject"
subject = "id"
[record.fields]
sex = { column = "sex", codes = "sex" }
"""


def lost(report) -> list[str]:
    return [told for told in report.warnings if told.startswith("Values are lost")]


@pytest.mark.parametrize("check", [True, False])
def test_people_who_lose_fields_that_a_narrower_document_does_not_map_are_counted(bench: Bench, check):
    bench.people(SOMEONE, OTHER)
    (told,) = lost(bench.load(ONLY_SEX, bench.file("id,sex", "007,M", "008,F"), check=check))
    assert "niche gave birth_date of 2 people, mappa_level of 2 people, and this document" in told
    assert not [value for value in ("Ashdown", "1991", "007") if value in told]


def test_names_lose_what_a_narrower_document_does_not_map(bench: Bench):
    bench.load(PEOPLE + 'postcode = "mappa"\n', bench.file(PEOPLE_HEADER, SOMEONE))
    (told,) = lost(bench.people(SOMEONE))
    assert "gave postcode of 1 person, and" in told


def test_offences_that_lose_fields_are_counted(known: Bench):
    known.offences(BURGLARY, BURGLARY.replace("C1", "C2"))
    bare = OFFENCES.replace('code_given = "code"\n', "")
    (told,) = lost(known.load(bare, known.file(OFFENCES_HEADER, BURGLARY), scope="changes"))
    assert "code_given of 1 offence, and" in told


def test_a_value_made_blank_in_a_mapped_column_of_a_full_file_is_counted_too(bench: Bench):
    bench.people(SOMEONE, OTHER)
    report = bench.people(SOMEONE.replace("04/07/1991,M", ","), OTHER.replace("01/01/1980", ""))
    assert lost(report) == []
    (told,) = [told for told in report.warnings if told.startswith("Blank in this file")]
    assert told == (
        "Blank in this file and held before: birth date of 2 people, sex of 1 person. A full file takes such "
        "values back."
    )
    assert bench.ask(
        "select birth_date, sex from subject_version where known_to is null order by row_no"
    ) == [
        (None, None),
        (None, "female"),
    ]


def test_a_record_that_says_what_it_said_before_loses_nothing_again(known: Bench):
    known.load(ONLY_SEX, known.file("id,sex", "007,M"))
    assert lost(known.load(ONLY_SEX, known.file("id,sex", "007,M"))) == []


def test_a_changes_file_takes_no_field_away_that_it_has_no_column_for(known: Bench):
    report = known.load(ONLY_SEX, known.file("id,sex", "007,M"), scope="changes")
    assert (fates(report), lost(report)) == ((0, 0, 1, 0), [])


def test_a_record_that_only_says_that_the_person_exists_takes_nothing_away(known: Bench):
    body = '[[record]]\ntype = "subject"\nsubject = "id"\n'
    assert lost(known.load(body, known.file("id", "007"), scope="changes")) == []


@pytest.mark.parametrize("table", LOST_OF)
def test_every_field_that_is_kept_is_asked_about(table):
    listed = sql(LOST_OF[table][0]).partition("unnest")[2]
    assert tuple(re.findall(r"'(\w+)'", listed)) == TABLES[table].keeps
