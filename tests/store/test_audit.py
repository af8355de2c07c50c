"""The audit log: each line sealed to the one before; whatever is done to it afterwards is found."""

import json
import shutil
import threading
from datetime import date

import duckdb
import pytest

from iom.settings import settings
from iom.store import Actor, AuditError, audit, open_store, sealing
from iom.store.audit_check import verify, verify_and_log


def lines(store, now, count):
    """Add lines of two people each, and anchor them."""
    for number in range(count):
        audit.look(store, now=now, action="person.show", detail={"number": number}, people=[7, 3])


def tamper(store, statement):
    """Change the log behind the appender's back, as someone with the database file could."""
    with store.cursor() as cursor:
        cursor.execute(statement)


def found(store):
    return {(finding.kind, finding.seq) for finding in verify(store).findings}


def keys_of(store):
    return sealing.place(store.settings.keys, store.store_id)


def test_an_untouched_log_is_good(store, now):
    lines(store, now, 5)
    report = verify(store)
    assert (report.good, report.lines, report.since_anchor, report.first_bad_line) == (True, 5, 0, None)


def test_a_new_store_has_its_key_and_anchor_before_the_first_line(store):
    assert verify(store).good
    assert {file.name for file in keys_of(store).iterdir()} == {"audit.key", "anchor.json"}


# Each leaves a log that, by itself, looks as if it were only beginning.
ERASURES = {
    "another id": "update store_identity set store_id = '00000000-0000-4000-8000-000000000000'",
    "no id": "delete from store_identity",
    "two ids": "insert into store_identity values ('00000000-0000-4000-8000-000000000000', now()::timestamp)",
    "an id that is no id": "update store_identity set store_id = '../../elsewhere'",
    "no table of the id": "drop table store_identity",
}


@pytest.mark.parametrize("edit", ERASURES.values(), ids=ERASURES.keys())
def test_a_log_erased_together_with_the_id_is_found_and_the_store_refused(tmp_path, now, actor, edit):
    folder = tmp_path / "s"
    with open_store(folder, settings(), actor, now=now, create=True) as store:
        lines(store, now, 3)
    with duckdb.connect(str(folder / "store.duckdb")) as database:
        database.execute(f"{edit}; delete from audit_log; delete from audit_person")
    with pytest.raises(AuditError), open_store(folder, settings(), actor, now=now):
        pass
    with open_store(folder, settings(), actor, now=now, inspecting=True) as store:
        assert not verify(store).good


def test_an_id_swapped_for_that_of_another_store_with_a_key_is_found(tmp_path, now, actor):
    with open_store(tmp_path / "other", settings(), actor, now=now, create=True) as store:
        other = store.store_id
    with open_store(tmp_path / "s", settings(), actor, now=now, create=True) as store:
        lines(store, now, 3)
    with duckdb.connect(str(tmp_path / "s" / "store.duckdb")) as database:
        database.execute(f"update store_identity set store_id = '{other}'; delete from audit_log")
    with (
        pytest.raises(AuditError, match="altered or replaced"),
        open_store(tmp_path / "s", settings(), actor, now=now),
    ):
        pass
    with open_store(tmp_path / "s", settings(), actor, now=now, inspecting=True) as store:
        assert ("identity_changed", None) in found(store)


@pytest.mark.parametrize("lost", ["audit.key", "anchor.json"])
def test_a_store_whose_key_or_anchor_is_lost_is_refused_though_nothing_was_logged(tmp_path, now, actor, lost):
    with open_store(tmp_path / "s", settings(), actor, now=now, create=True) as store:
        (keys_of(store) / lost).unlink()
        assert not verify(store).good
    with pytest.raises(AuditError, match="backup"), open_store(tmp_path / "s", settings(), actor, now=now):
        pass


def test_a_store_that_was_moved_is_the_same_store(tmp_path, now, actor):
    with open_store(tmp_path / "s", settings(), actor, now=now, create=True) as store:
        lines(store, now, 1)
    (tmp_path / "s").rename(tmp_path / "t")
    with open_store(tmp_path / "t", settings(), actor, now=now) as store:
        assert verify(store).good


def test_a_new_store_may_take_the_place_of_one_that_was_deleted(tmp_path, now, actor):
    earlier: list[str] = []
    for _ in range(3):
        with open_store(tmp_path / "s", settings(), actor, now=now, create=True) as store:
            report = verify(store)
            assert (report.good, list(report.earlier_stores)) == (True, earlier)
            earlier.append(store.store_id)
        shutil.rmtree(tmp_path / "s")


@pytest.mark.parametrize("create", [True, False])
def test_a_database_whose_tables_were_all_removed_does_not_pass_for_a_new_one(tmp_path, now, actor, create):
    folder = tmp_path / "s"
    with open_store(folder, settings(), actor, now=now, create=True) as store:
        lines(store, now, 3)
    (folder / "store.duckdb").unlink()
    duckdb.connect(str(folder / "store.duckdb")).close()
    for inspecting in (True, False):
        opening = open_store(folder, settings(), actor, now=now, create=create, inspecting=inspecting)
        with pytest.raises(AuditError, match="removed"), opening:
            pass


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


@pytest.mark.parametrize(
    "anchor", ["{}", "[]", "", '{"count": 1e999, "head": "", "mac": ""}', "[" * 50_000, None]
)
def test_a_spoilt_anchor_is_a_finding_not_a_fault(store, now, anchor):
    lines(store, now, 2)
    file = keys_of(store) / "anchor.json"
    file.unlink()
    if anchor is None:
        file.mkdir()
    else:
        file.write_text(anchor, encoding="utf-8")
    assert {finding.kind for finding in verify_and_log(store, now).findings} == {"anchor_forged"}


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


def test_lines_of_many_threads_make_one_chain(store, now):
    threads = [threading.Thread(target=lines, args=(store, now, 5)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verify(store)
    assert (report.good, report.lines) == (True, 40)


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


def test_a_missing_anchor_is_found_and_not_made_again(store, now):
    lines(store, now, 2)
    (keys_of(store) / "anchor.json").unlink()
    with pytest.raises(AuditError, match="anchor"):
        lines(store, now, 1)
    store.audit_lines_added = False
    assert found(store) == {("anchor_missing", None)}


def test_a_forged_anchor_is_found(store, now):
    lines(store, now, 3)
    file = keys_of(store) / "anchor.json"
    file.write_text(
        json.dumps({**json.loads(file.read_text(encoding="utf-8")), "count": 2}), encoding="utf-8"
    )
    assert found(store) == {("anchor_forged", None)}


def test_lines_after_the_anchor_are_no_fault_and_are_counted(store, now):
    lines(store, now, 2)
    with store.transaction() as cursor:
        audit.record(cursor, store, now=now, action="import.commit", detail={})
    report = verify(store)
    assert (report.good, report.lines, report.since_anchor) == (True, 3, 1)


def test_closing_the_store_writes_the_anchor(tmp_path, now, actor):
    opening = open_store(tmp_path / "s", settings(), actor, now=now, create=True)
    with opening as store, store.transaction() as cursor:
        audit.record(cursor, store, now=now, action="import.commit", detail={})
    with open_store(tmp_path / "s", settings(), actor, now=now) as store:
        assert verify(store).since_anchor == 0


def test_a_store_put_back_from_an_older_copy_is_found(tmp_path, now, actor):
    file = tmp_path / "s" / "store.duckdb"
    with open_store(tmp_path / "s", settings(), actor, now=now, create=True) as store:
        lines(store, now, 2)
    older = file.read_bytes()
    with open_store(tmp_path / "s", settings(), actor, now=now) as store:
        lines(store, now, 2)
    file.write_bytes(older)
    with open_store(tmp_path / "s", settings(), actor, now=now) as store:
        assert found(store) == {("truncated", 3)}


def test_without_its_key_a_log_cannot_be_checked_or_continued(store, now):
    lines(store, now, 2)
    (keys_of(store) / "audit.key").unlink()
    assert found(store) == {("key_missing", None)}
    with pytest.raises(AuditError, match="Put it back"):
        lines(store, now, 1)


def test_a_damaged_key_is_refused(store, now):
    lines(store, now, 1)
    (keys_of(store) / "audit.key").write_bytes(b"short")
    assert found(store) == {("key_unreadable", None)}
    with pytest.raises(AuditError, match="damaged"):
        lines(store, now, 1)


def test_the_key_lies_outside_the_store_and_is_its_owners_alone(store, now):
    lines(store, now, 1)
    key = keys_of(store) / "audit.key"
    assert store.folder not in key.resolve().parents
    if hasattr(key, "owner") and key.drive == "":
        assert key.stat().st_mode & 0o077 == 0


def test_a_store_id_cannot_lead_out_of_the_keys_folder(store):
    with pytest.raises(AuditError, match="UUID"):
        sealing.place(store.settings.keys, "../../elsewhere")


def test_the_log_names_who_and_why_of_each_command(tmp_path, now):
    for user in ("ann", "bob"):
        with open_store(
            tmp_path / "s", settings(), Actor(user, "tasking", "x"), now=now, create=True
        ) as store:
            lines(store, now, 1)
            with store.cursor() as cursor:
                who = cursor.execute("select who from audit_log order by seq").fetchall()
    assert who == [("ann",), ("bob",)]
