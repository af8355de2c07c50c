"""Writing the audit log: who, why, how many; each line sealed to the one before."""

import threading
from datetime import date

import pytest

from iom.settings import settings
from iom.store import Actor, audit, open_store
from iom.store.audit_check import verify
from tests.store.logs import lines


def test_a_line_says_who_why_and_how_many_but_people_are_kept_apart(store, now):
    audit.look(
        store, now=now, action="run.show", detail={"run_id": 4, "as_at": date(2026, 1, 31)}, people=[9, 2, 9]
    )
    with store.cursor() as cursor:
        line = cursor.execute("select who, purpose, action, detail, people_count from audit_log").fetchone()
        people = cursor.execute("select person_id from audit_person order by person_id").fetchall()
    assert line == ("tester", "inspection", "run.show", '{"as_at":"2026-01-31","run_id":4}', 2)
    assert people == [(2,), (9,)]


def test_people_may_come_from_a_temporary_table(store, now):
    with store.transaction() as cursor:
        cursor.execute("create temporary table shown as select range::integer as person_id from range(1000)")
        audit.record(cursor, store, now=now, action="run.show", detail={}, people_table="shown")
    with store.cursor() as cursor:
        assert cursor.execute("select people_count from audit_log").fetchone() == (1000,)
    assert verify(store).good


def test_detail_takes_no_unforeseen_object(store, now):
    with pytest.raises(TypeError):
        audit.look(store, now=now, action="person.find", detail={"asked": object()})


def test_a_line_is_rolled_back_with_what_it_tells_of(store, now):
    lines(store, now, 1)
    with pytest.raises(ZeroDivisionError), store.transaction() as cursor:
        audit.record(cursor, store, now=now, action="import.commit", detail={})
        raise ZeroDivisionError
    lines(store, now, 1)
    report = verify(store)
    assert (report.good, report.lines) == (True, 2)


def test_a_line_outside_a_transaction_is_refused(store, now):
    with store.cursor() as cursor, pytest.raises(RuntimeError):
        audit.record(cursor, store, now=now, action="person.show", detail={})


def test_lines_of_one_transaction_follow_each_other(store, now):
    with store.transaction() as cursor:
        assert [audit.record(cursor, store, now=now, action="a.b", detail={}) for _ in range(3)] == [1, 2, 3]
    assert verify(store).good


@pytest.mark.usefixtures("deployed_threads")
def test_lines_of_many_threads_make_one_chain(store, now):
    threads = [threading.Thread(target=lines, args=(store, now, 5)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verify(store)
    assert (report.good, report.lines) == (True, 40)


def test_the_log_names_who_and_why_of_each_command(tmp_path, now):
    for user in ("ann", "bob"):
        with open_store(
            tmp_path / "s", settings(), Actor(user, "tasking", "x"), now=now, create=True
        ) as store:
            lines(store, now, 1)
            with store.cursor() as cursor:
                who = cursor.execute("select who from audit_log order by seq").fetchall()
    assert who == [("ann",), ("bob",)]
