"""A file that holds nothing of its period does not make it look as if nothing had happened in it."""

import json
from datetime import date

import pytest

from iom.documents import parse_document
from iom.intake import ImportReport, InputError, import_file, load_mapping
from iom.measures import covered_days, parse_measures, relation

from .conftest import (
    ABSENCES,
    ABSENCES_HEADER,
    BURGLARY,
    OFFENCES,
    OFFENCES_HEADER,
    PEOPLE,
    PEOPLE_HEADER,
    Bench,
)

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))
THEFT = "C2,007,05/10/2026,05/10/2026,8N,,06/10/2026,"
BEFORE = "C3,007,05/09/2026,05/09/2026,8N,,06/09/2026,"
NO_DATE = "C4,007,31/02/2026,05/10/2026,8N,,06/10/2026,"
STRANGER = "C5,999,05/10/2026,05/10/2026,8N,,06/10/2026,"
INTELLIGENCE = """
[[record]]
type = "intelligence"
subject = "id"
reference = "crime"
when = { column = "code", is = ["intel"] }
[record.fields]
on_date = { column = "on", format = "uk" }
"""
ONLY_OFFENCES = OFFENCES.replace('type = "offence"', 'type = "offence"\nwhen = "victims"')
REPORT = "I1,007,05/10/2026,05/10/2026,intel,,,"


def told(
    bench: Bench,
    *rows: str,
    covers: tuple[date, date] = OCTOBER,
    body: str = OFFENCES,
    header: str = OFFENCES_HEADER,
    scope: str = "changes",
    **given: bool,
) -> ImportReport:
    """Import rows as a file of a month."""
    mapping = load_mapping(bench.document(body, scope=scope))
    return import_file(bench.store, bench.file(header, *rows), mapping, now=bench.now, covers=covers, **given)


def october(bench: Bench) -> list[str]:
    """The record types that some import says to hold all of October."""
    rows = bench.ask(
        "select distinct record_type from source_coverage "
        "where complete_from = '2026-10-01' and complete_to = '2026-10-31' order by 1"
    )
    return [name for (name,) in rows]


def test_another_months_file_does_not_cover_the_month(known: Bench):
    report = told(known, BEFORE)
    assert october(known) == []
    assert (report.rows_loaded, report.coverage_added) == (1, 0)
    assert report.not_covered == ("offence", "status")
    assert report.warnings[0] == (
        "No offences of 2026-10-01 to 2026-10-31 are in the file, which has 1 row, with 1 such record, dated "
        "2026-09-05. So by this file the period does not count as covered for them. Is it the right file, "
        "and the right period (--covers)? If there really were none, say so: --nothing-dated"
    )
    assert report.warnings[1].startswith("No status events of 2026-10-01 to 2026-10-31 are in the file")


def test_a_file_of_the_month_covers_it(known: Bench):
    report = told(known, THEFT, BEFORE)
    assert october(known) == ["offence", "status"]
    assert (report.not_covered, report.nothing_dated) == ((), ())


def test_a_file_without_rows_covers_nothing_and_says_so_once(known: Bench):
    report = told(known)
    assert october(known) == []
    assert report.warnings == (
        "No offences or status events of 2026-10-01 to 2026-10-31 are in the file, which has no row. So by "
        "this file the period does not count as covered for them. Is it the right file, and the right period "
        "(--covers)? If there really were none, say so: --nothing-dated",
    )


def test_a_header_that_took_in_the_rows_is_asked_about(known: Bench):
    header = f"{OFFENCES_HEADER},note,{BURGLARY}{THEFT}{BEFORE}"
    report = told(known, header=header)
    assert october(known) == []
    (asked,) = [one for one in report.warnings if "line breaks" in one]
    assert asked.startswith(
        "The file has no row, and its header names 31 columns, 15 of them numbers or dates"
    )
    assert "Ashdown" not in asked and "007" not in asked


def test_so_is_a_header_of_more_columns_than_exports_have(known: Bench):
    more = ",".join(f"column {number}x" for number in range(500))
    assert "names 508 columns: have its line" in told(known, header=f"{OFFENCES_HEADER},{more}").warnings[1]


def test_a_file_of_people_without_rows_is_asked_about(bench: Bench):
    report = told(bench, body=PEOPLE, header=PEOPLE_HEADER)
    # people have no date: nothing can be said of their period
    assert (report.warnings, report.not_covered) == (("The file has no row: is it the right one?",), ())
    assert october(bench) == ["subject"]


@pytest.mark.parametrize("rows", [(), (BEFORE,)])
def test_where_it_is_said_that_there_was_nothing_the_month_counts_as_covered(known: Bench, rows):
    report = told(known, *rows, nothing_dated=True)
    assert october(known) == ["offence", "status"]
    assert report.nothing_dated == ("offence", "status")
    assert (report.not_covered, [one for one in report.warnings if "2026-10-01" in one]) == ((), [])
    (detail,) = known.ask(
        "select detail from audit_log where action = 'import.commit' order by seq desc limit 1"
    )
    assert json.loads(detail[0])["nothing_dated"] == ["offence", "status"]


def test_the_log_says_what_is_not_covered(known: Bench):
    told(known, BEFORE)
    (detail,) = known.ask(
        "select detail from audit_log where action = 'import.commit' order by seq desc limit 1"
    )
    assert json.loads(detail[0])["not_covered"] == ["offence", "status"]


def test_to_say_so_of_a_file_that_holds_something_changes_nothing(known: Bench):
    assert told(known, THEFT, nothing_dated=True).nothing_dated == ()


def test_a_file_imported_again_with_all_rows_unchanged_keeps_its_month(known: Bench):
    told(known, THEFT)
    report = told(known, THEFT)
    assert (report.rows_unchanged, report.coverage_added, report.not_covered) == (1, 0, ())
    # and one whose rows were held before the month was covered covers it
    assert told(known, THEFT, covers=(date(2026, 10, 2), OCTOBER[1])).coverage_added == 2


@pytest.mark.parametrize("said", [False, True])
@pytest.mark.parametrize("refused", [NO_DATE, STRANGER, "C6,007,05/10/2026"])
def test_a_month_of_which_all_rows_are_refused_is_not_free_of_crime_whatever_is_said(
    known: Bench, refused, said
):
    report = told(known, BEFORE, refused, nothing_dated=said)
    assert (report.rows_quarantined, report.complete) == (1, True)
    assert (report.not_covered, october(known)) == (("offence", "status"), [])
    (why,) = [one for one in report.warnings if one.startswith("No offences of")]
    assert "1 refused row is of it or may be" in why and "Mend what was refused" in why
    assert ("so that --nothing-dated does not hold" in why) is said


def test_refused_rows_of_other_days_do_not_stand_against_what_is_said(known: Bench):
    stranger = STRANGER.replace("10/2026", "09/2026")
    assert told(known, BEFORE, stranger, nothing_dated=True).not_covered == ()


def test_of_two_types_in_one_file_only_that_with_a_row_of_the_month_is_covered(known: Bench):
    body = ONLY_OFFENCES + INTELLIGENCE
    report = told(known, BEFORE.replace("8N,", "8N,V1"), REPORT, body=body)
    assert october(known) == ["intelligence"]
    assert report.not_covered == ("offence", "status")
    assert "which has 2 rows, with 1 such record, dated 2026-09-05" in report.warnings[0]


def test_offences_of_the_month_without_any_status_in_it_cover_offences_alone(known: Bench):
    report = told(known, THEFT.replace("06/10/2026", ""))
    assert (october(known), report.not_covered) == (["offence"], ("status",))
    assert "which has 1 row, but no such record." in report.warnings[0]


def test_a_check_says_it_too_and_keeps_nothing(known: Bench):
    checked, done = told(known, BEFORE, check=True), told(known, BEFORE)
    assert checked.checked_only
    assert (checked.warnings, checked.not_covered) == (done.warnings, done.not_covered)
    assert told(known, check=True, nothing_dated=True).nothing_dated == ("offence", "status")
    assert october(known) == []


LEAP = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("covers", "day", "is_covered"),
    [
        ((LEAP, date(2024, 3, 31)), "28/02/2024", False),
        ((LEAP, date(2024, 3, 31)), "29/02/2024", True),
        ((date(2024, 2, 1), LEAP), "29/02/2024", True),
        ((date(2024, 2, 1), LEAP), "31/01/2024", False),
        ((date(2024, 2, 1), LEAP), "01/02/2024", True),
        ((date(2024, 3, 1), date(2024, 3, 31)), "29/02/2024", False),
        ((LEAP, LEAP), "29/02/2024", True),
    ],
)
def test_the_first_and_the_last_day_belong_to_the_period_leap_days_too(known: Bench, covers, day, is_covered):
    report = told(known, f"C1,007,{day},{day},8N,,{day},", covers=covers)
    assert report.not_covered == (() if is_covered else ("offence", "status"))


@pytest.mark.parametrize(
    ("first", "last", "is_covered"),
    [
        ("2024-02-01", "2024-02-28", False),
        # the day of release is at liberty: of the spell the file says nothing on 29 February
        ("2024-02-01", "2024-02-29", False),
        ("2024-02-01", "2024-03-01", True),
        ("2024-02-01", "", True),
        ("2024-02-29", "", True),
        # it covers no day, and yet tells of that one
        ("2024-02-29", "2024-02-29", True),
    ],
)
def test_an_absence_is_of_the_period_when_it_covers_a_day_of_it_or_begins_on_one(
    known: Bench, first, last, is_covered
):
    row = f"007,remand,{first},{last}"
    report = told(known, row, covers=(LEAP, LEAP), body=ABSENCES, header=ABSENCES_HEADER)
    assert report.not_covered == (() if is_covered else ("absence",))


SUPERVISION = """
[[record]]
type = "supervision"
subject = "id"
[record.fields]
kind = "kind"
from_date = { column = "from", format = "iso" }
to_date = { column = "to", format = "iso" }
"""


@pytest.mark.parametrize(
    ("spell", "is_covered"),
    [
        (",", True),
        (",2026-10-01", False),
        (",2026-10-02", True),
        ("2026-09-01,", True),
        ("2026-09-01,2026-09-30", False),
    ],
)
def test_supervision_without_a_first_or_last_day_goes_on_that_way(known: Bench, spell, is_covered):
    report = told(known, f"007,licence,{spell}", body=SUPERVISION, header=ABSENCES_HEADER)
    assert report.not_covered == (() if is_covered else ("supervision",))


def test_a_full_file_that_holds_nothing_of_its_month_is_judged_alike(known: Bench):
    assert told(known, BEFORE, scope="full").not_covered == ("offence", "status")
    assert october(known) == []


def test_a_full_file_without_a_row_of_the_month_withdraws_none_of_what_is_held_of_it(known: Bench):
    told(known, THEFT, scope="full")
    with pytest.raises(InputError, match=r"withdraw 1 of the 1 offences .* 2026-10-01 to 2026-10-31"):
        told(known, BEFORE, scope="full")
    report = told(known, BEFORE, scope="full", allow_withdrawals=True)
    assert dict(report.withdrawn)["offence_version"] == 1
    # that they go does not say that there were none
    assert report.not_covered == ("offence", "status")


def test_what_is_counted_of_such_a_month_is_not_known_and_not_none(known: Bench):
    text = '[[measure]]\nname = "n"\nwhat = "offences"\nmonths = 2\nstatus = "charged"'

    def counted() -> tuple[object, str]:
        with known.store.cursor() as cursor:
            asked = relation(
                parse_measures(parse_document("test.toml", text)),
                as_at=OCTOBER[1],
                names=set(),
                covered=covered_days(cursor),
            )
            (row,) = cursor.execute(asked.sql, asked.params).fetchall()
            found = dict(zip([column[0] for column in cursor.description or ()], row, strict=True))
        return found["n"], asked.absent["n"].says() if asked.absent else ""

    told(known, BEFORE, covers=SEPTEMBER)
    told(known, BEFORE)
    number, why = counted()
    assert number is None
    assert why.startswith("no source covers all offence records from 1 October 2026 to 31 October 2026")
    told(known, BEFORE, nothing_dated=True)
    assert counted() == (1, "")
