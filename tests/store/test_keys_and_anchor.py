"""What lies outside the store tells which store it is, whether its log is whole, and where it ended."""

import json
import shutil

import duckdb
import pytest

from iom.settings import settings
from iom.store import AuditError, audit, open_store, sealing
from iom.store.audit_check import verify, verify_and_log
from tests.store.logs import found, keys_of, lines, tamper


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


@pytest.mark.parametrize("lost", ["audit.key", "anchor.json"])
def test_a_log_without_what_it_is_checked_with_is_unchecked_and_not_altered(store, now, lost):
    lines(store, now, 2)
    (keys_of(store) / lost).unlink()
    report = verify(store)
    assert (report.good, report.unchecked, report.since_anchor) == (False, True, None)


def test_an_altered_list_of_people_is_found_without_the_key_too(store, now):
    lines(store, now, 2)
    (keys_of(store) / "audit.key").unlink()
    tamper(store, "delete from audit_person")
    assert not verify(store).unchecked


def test_a_whole_log_and_an_altered_one_were_checked(store, now):
    lines(store, now, 2)
    assert not verify(store).unchecked
    tamper(store, "update audit_log set who = 'bob' where seq = 1")
    assert not verify(store).unchecked


@pytest.mark.parametrize(
    "edit",
    [
        "delete from audit_log where seq = 2",
        "update audit_log set mac = repeat('a', 64) where seq = 2",
        "drop table audit_log",
    ],
)
def test_a_log_whose_last_anchored_line_is_not_there_does_not_reach_its_anchor(store, now, edit):
    lines(store, now, 2)
    assert audit.reaches_anchor(store)
    tamper(store, edit)
    assert not audit.reaches_anchor(store)


def test_an_empty_log_and_one_with_lines_after_its_anchor_reach_it(store, now):
    assert audit.reaches_anchor(store)
    with store.transaction() as cursor:
        audit.record(cursor, store, now=now, action="import.commit", detail={})
    assert audit.reaches_anchor(store)


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
