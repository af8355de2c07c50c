"""Whatever is done to an audit log after it was written is found."""

import pytest

from iom.store.audit_check import verify, verify_and_log
from tests.store.logs import found, lines, tamper


def test_an_untouched_log_is_good(store, now):
    lines(store, now, 5)
    report = verify(store)
    assert (report.good, report.lines, report.since_anchor, report.first_bad_line) == (True, 5, 0, None)


def test_an_empty_log_beside_imports_is_found(store, now):
    lines(store, now, 1)
    tamper(
        store,
        "insert into import_batch select 1, 's', 'f', '', '', '', '', '', 'full', null, null, "
        "now()::timestamp, '', '', '', 0, 0, 0, 0, 0, 0",
    )
    tamper(store, "delete from audit_log")
    assert ("emptied", None) in found(store)


@pytest.mark.parametrize(
    "edit",
    [
        "drop table audit_person",
        "drop table audit_log",
        "alter table audit_log add column more integer default 0; "
        "alter table audit_log alter more set not null; alter table audit_log alter more drop default",
        "alter table audit_log drop column who",
        "alter table audit_log alter column logged_at type varchar",
        "alter table audit_log alter seq drop not null; update audit_log set seq = null",
        "update audit_log set logged_at = 'infinity'",
    ],
)
def test_tables_dropped_or_altered_are_findings_not_faults(store, now, edit):
    lines(store, now, 2)
    tamper(store, edit)
    assert not verify_and_log(store, now).good


@pytest.mark.parametrize("table", ["audit_log", "audit_person"])
def test_a_view_in_the_place_of_a_table_is_found(store, now, table):
    lines(store, now, 2)
    tamper(store, f"alter table {table} rename to kept; create view {table} as select * from kept")
    assert found(store) == {("table_replaced", None)}
    assert not verify_and_log(store, now).good


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("logged_at", "timestamp '2020-01-01'"),
        ("who", "'someone'"),
        ("purpose", "'tasking'"),
        ("action", "'person.find'"),
        ("detail", "'{}'"),
        ("people_count", "0"),
        ("people_sha256", "sha256('')"),
        ("mac", "repeat('a', 64)"),
    ],
)
def test_an_altered_line_is_found(store, now, column, value):
    lines(store, now, 5)
    tamper(store, f"update audit_log set {column} = {value} where seq = 3")
    assert ("altered", 3) in found(store)
    assert verify(store).first_bad_line == 3


def test_a_removed_line_is_found(store, now):
    lines(store, now, 5)
    tamper(store, "delete from audit_log where seq = 3")
    assert ("removed", 3) in found(store)


def test_a_removed_line_is_found_when_the_rest_are_renumbered(store, now):
    lines(store, now, 5)
    tamper(store, "delete from audit_log where seq = 3")
    tamper(store, "update audit_log set seq = seq - 1 where seq > 3")
    assert verify(store).first_bad_line == 3


def test_an_inserted_line_is_found(store, now):
    lines(store, now, 5)
    tamper(store, "insert into audit_log select * from audit_log where seq = 3")
    assert ("inserted", 3) in found(store)


def test_a_line_added_at_the_end_without_the_key_is_found(store, now):
    lines(store, now, 2)
    tamper(
        store,
        "insert into audit_log select 3, logged_at, who, purpose, action, detail, people_count, "
        "people_sha256, mac, sha256('guess') from audit_log where seq = 2",
    )
    assert ("altered", 3) in found(store)


def test_reordered_lines_are_found(store, now):
    lines(store, now, 5)
    tamper(store, "update audit_log set seq = case seq when 2 then 4 else 2 end where seq in (2, 4)")
    assert {2, 4} <= {seq for _, seq in found(store)}


def test_lines_cut_off_at_the_end_are_found(store, now):
    lines(store, now, 5)
    tamper(store, "delete from audit_log where seq > 3")
    tamper(store, "delete from audit_person where seq > 3")
    assert found(store) == {("truncated", 4)}


def test_lines_cut_off_and_written_anew_are_found(store, now):
    lines(store, now, 5)
    tamper(store, "delete from audit_log where seq > 3")
    tamper(store, "delete from audit_person where seq > 3")
    lines(store, now, 4)
    assert found(store) == {("replaced", 5)}


def test_a_log_emptied_whole_is_found(store, now):
    lines(store, now, 2)
    tamper(store, "delete from audit_log")
    tamper(store, "delete from audit_person")
    assert found(store) == {("truncated", 1)}


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_person set person_id = 8 where seq = 2 and person_id = 7",
        "delete from audit_person where seq = 2 and person_id = 7",
        "delete from audit_person where seq = 2",
        "insert into audit_person values (2, 11)",
    ],
)
def test_an_altered_list_of_people_is_found(store, now, statement):
    lines(store, now, 3)
    tamper(store, statement)
    assert found(store) == {("people_altered", 2)}


def test_people_without_a_line_are_found(store, now):
    lines(store, now, 1)
    tamper(store, "insert into audit_person values (99, 1)")
    assert found(store) == {("people_altered", 99)}
