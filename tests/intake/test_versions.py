"""Imports one after the other: what is new, replaced, withdrawn, and what was known when."""

from datetime import UTC, datetime, timedelta

import pytest

from iom.intake.audits import broken_audits

from .conftest import BURGLARY, OFFENCES, OFFENCES_HEADER, SOMEONE, Bench, fates

OTHER = "008,Brook,01/01/1980,F,,,"
THEFT = "C2,007,05/05/2024,05/05/2024,49,,,"


@pytest.fixture(autouse=True)
def _audits_hold(bench_used: Bench):
    yield
    assert broken_audits(bench_used.store) == {}


def current(bench: Bench, table: str) -> int:
    return bench.ask(f"select count(*) from {table} where known_to is null")[0][0]


def test_the_same_file_twice_changes_nothing(bench: Bench):
    bench.people(SOMEONE, OTHER)
    bench.offences(BURGLARY, THEFT, "C3,007,31/02/2024,,,,,")
    before = bench.ask("select * from offence_version order by all")
    report = bench.offences(BURGLARY, THEFT, "C3,007,31/02/2024,,,,,")
    assert fates(report) == (0, 0, 2, 1)
    assert (report.changed, report.coverage_added, report.quarantine_ids) == (False, 0, (1,))
    assert bench.ask("select * from offence_version order by all") == before
    assert bench.ask("select count(*) from quarantine") == [(1,)]
    assert bench.ask("select count(*), count(distinct committed_at) from import_batch") == [(3, 3)]


def test_a_corrected_file_updates_and_the_old_version_stays_known(known: Bench):
    first = known.offences(BURGLARY)
    second = known.offences(BURGLARY.replace("028/03", "8N"))
    assert fates(second) == (0, 1, 0, 0)
    assert known.ask("select code_given, known_from, known_to from offence_version order by known_from") == [
        ("028/03", first.known_from, second.known_from),
        ("8N", second.known_from, None),
    ]


def test_a_blank_wide_date_withdraws_its_event_and_a_new_date_replaces_it(known: Bench):
    known.offences(BURGLARY)
    report = known.offences(BURGLARY.replace("10/03/2024", "11/03/2024"))
    assert fates(report) == (0, 1, 0, 0)
    assert current(known, "offence_status_event") == 1
    report = known.offences(BURGLARY.replace("10/03/2024", ""), scope="changes")
    assert fates(report) == (0, 1, 0, 0)
    assert report.withdrawn == (("offence_status_event", 1),)
    assert current(known, "offence_status_event") == 0


def test_an_event_added_to_a_known_offence_updates_it(known: Bench):
    known.offences(BURGLARY)
    report = known.offences(BURGLARY + "02/05/2024")
    assert fates(report) == (0, 1, 0, 0)
    assert known.ask("select count(*) from offence_version") == [(1,)]


def test_a_latest_status_column_leaves_earlier_statuses(bench: Bench):
    body = OFFENCES[: OFFENCES.index("[[record.status]]")] + (
        '[[record.status]]\nstatus = { column = "charged", codes = "outcome" }\n'
        'on = { column = "convicted", format = "uk" }\n'
        '[codes.outcome]\n"CH" = "charged"\n"CO" = "convicted"\n'
    )
    bench.people(SOMEONE)
    bench.load(body, bench.file(OFFENCES_HEADER, "C1,007,03/03/2024,,,,CH,10/03/2024"))
    bench.load(body, bench.file(OFFENCES_HEADER, "C1,007,03/03/2024,,,,co,02/05/2024"))
    report = bench.load(body, bench.file(OFFENCES_HEADER, "C1,007,03/03/2024,,,,,"))
    assert fates(report) == (0, 0, 1, 0)
    rows = bench.ask("select status from offence_status_event where known_to is null order by on_date")
    assert rows == [("charged",), ("convicted",)]


def test_a_full_file_withdraws_what_it_no_longer_holds_in_its_period(known: Bench):
    old = "C0,007,03/03/2019,,8N,,,"  # dated before the period covered
    known.offences(old, BURGLARY, THEFT)
    report = known.offences(THEFT)
    assert dict(report.withdrawn) == {
        "offence_version": 1,
        "offence_status_event": 1,
        "offence_victim_version": 2,
    }
    assert current(known, "offence_version") == 2


def test_a_changes_file_withdraws_no_record(known: Bench):
    known.offences(BURGLARY, THEFT)
    report = known.offences(THEFT, scope="changes")
    assert (report.records_withdrawn, current(known, "offence_version")) == (0, 2)


def test_a_full_file_of_people_withdraws_the_absent_wholly(bench: Bench):
    bench.people(SOMEONE, OTHER)
    assert dict(bench.people(OTHER).withdrawn) == {
        "subject_version": 1,
        "subject_identifier_version": 1,
        "subject_name_version": 1,
    }
    assert bench.people(SOMEONE, OTHER).rows_loaded == 1
    assert bench.ask("select count(*) from subject") == [(2,)]


def test_a_refused_row_protects_its_record(known: Bench):
    known.offences(BURGLARY)
    report = known.offences(BURGLARY.replace("03/03/2024", "31/02/2024"))
    assert (report.rows_quarantined, report.records_withdrawn, current(known, "offence_version")) == (
        1,
        0,
        1,
    )


def test_one_system_says_nothing_of_another(known: Bench):
    known.people(OTHER, system="ndelius")
    assert current(known, "subject_version") == 2


def test_rows_without_reference_are_told_apart_by_their_order(bench: Bench):
    body = OFFENCES.replace('reference = "crime"', 'key = ["id", "on", "code"]\noccurrence = true')
    bench.people(SOMEONE)
    same = ",007,03/03/2024,,8N,,10/03/2024,"
    assert fates(bench.load(body, bench.file(OFFENCES_HEADER, same, same))) == (2, 0, 0, 0)
    assert bench.ask("select count(distinct offence_id) from offence_version") == [(2,)]
    assert fates(bench.load(body, bench.file(OFFENCES_HEADER, same, same))) == (0, 0, 2, 0)
    assert bench.load(body, bench.file(OFFENCES_HEADER, same)).records_withdrawn == 2


def test_a_subject_record_without_fields_only_says_that_the_person_exists(bench: Bench):
    body = '[[record]]\ntype = "subject"\nsubject = "id"\n'
    bench.people(SOMEONE)
    assert fates(bench.load(body, bench.file("id", "007", "008", "008"))) == (1, 0, 2, 0)
    assert fates(bench.people(SOMEONE, OTHER)) == (0, 1, 1, 0)
    assert bench.load(body, bench.file("id", "008")).records_withdrawn == 0


def test_each_import_is_known_later_than_the_last_even_if_the_clock_went_back(bench: Bench):
    first = bench.people(SOMEONE)
    bench.now -= timedelta(days=3)
    second = bench.people(SOMEONE, OTHER)
    assert second.known_from == first.known_from + timedelta(microseconds=1)


def test_a_first_historical_load_is_known_since_the_day_after_it_was_recorded(bench: Bench):
    bench.people(SOMEONE, first=True)
    bench.offences(BURGLARY, "C2,007,05/05/2024,,49,,,", first=True)
    rows = bench.ask("select known_from, known_basis from offence_version order by row_no")
    assert rows[0] == (datetime(2024, 3, 5), "declared")
    assert rows[1][1] == "import"
    # charged on 10 March: not known before
    event = bench.ask("select known_from, known_basis from offence_status_event")
    assert event == [(datetime(2024, 3, 11), "declared")]
    assert bench.ask("select distinct known_from from source_coverage") == [(datetime(2020, 1, 1),)]


def test_a_declared_key_changed_later_is_known_from_the_import(bench: Bench):
    bench.people(SOMEONE, first=True)
    bench.offences(BURGLARY, first=True)
    report = bench.offences(BURGLARY.replace("028/03", "8N"), first=True)
    rows = bench.ask("select known_basis, known_from from offence_version where known_to is null")
    assert rows == [("import", report.known_from)]


def test_a_declared_moment_never_lies_after_the_import(bench: Bench):
    bench.now = datetime(2026, 10, 31, 15, tzinfo=UTC)
    bench.people(SOMEONE, first=True)
    report = bench.offences("C1,007,30/10/2026,31/10/2026,8N,,,", first=True)
    assert bench.ask("select known_from from offence_version") == [(report.known_from,)]


def test_an_import_is_logged_with_counts_and_people_and_no_value(bench: Bench):
    bench.people(SOMEONE, "008,Bad,31/02/1991,M,,2,01/02/2020")
    rows = bench.ask("select detail, people_count from audit_log where action = 'import.commit'")
    assert len(rows) == 1
    detail, people = rows[0]
    assert people == 1
    assert '"rows_loaded":1' in detail
    assert '"subject.date_format.birth_date":1' in detail
    for value in ("Ashdown", "007", "31/02", "export.csv"):
        assert value not in detail
