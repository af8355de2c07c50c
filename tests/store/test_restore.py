"""A backup put back is whole or not there; the store that was there stays; and nobody goes back unnoticed."""

import json
import os
import shutil
import subprocess
import sys

import duckdb
import pytest

from iom.settings import settings
from iom.store import AuditError, StoreError, open_store, sealing
from iom.store import restore as restore_room
from iom.store.audit_check import verify
from tests.store.kept_safe import files_to_import, held, log_of, names_in, sha256, the_backup

POSIX = pytest.mark.skipif(os.name != "posix", reason="links and locks are POSIX")
A_STORE = {"store.duckdb", "exchange", "temp"}


@pytest.fixture
def folder(backed_up, monkeypatch):
    """A closed store that was backed up with 50 people in it, and has had 60 since."""
    work = backed_up / "work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(backed_up / "before", work)
    monkeypatch.setenv("IOM_KEYS", str(work / "furnished" / "keys"))
    settings.cache_clear()
    return work / "furnished" / "store"


@pytest.fixture
def backup(folder):
    return the_backup(folder.parent.parent / "out")


def holding(database):
    """Another process that has a database open until it is ended."""
    script = (
        "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"open\n"
    return other


def verified(cli, folder):
    answer = cli("audit", "verify", "--store", folder, "--json")
    return answer.code, json.loads(answer.out)


def place_of(folder):
    """Where the keys of the store in a folder lie."""
    return sealing.place(settings().keys, sealing.noted_stores(settings().keys, folder)[-1])


def test_a_restored_store_holds_what_was_backed_up_and_works_on(cli, folder, backup, tmp_path):
    new = tmp_path / "neu & “gut”"
    answer = cli("restore", backup, "--store", new, "--user", "ann")
    assert answer.code == 0, answer.err
    assert held(new / "store.duckdb") == held(backup / "database.duckdb")
    assert names_in(new) == A_STORE
    file, mapping = files_to_import(tmp_path, 60)
    assert cli("import", file, "--mapping", mapping, "--store", new).code == 0
    assert verified(cli, new)[0] == 0


def test_a_restored_store_says_so_for_good(cli, folder, backup, tmp_path):
    known = json.loads((place_of(folder) / "anchor.json").read_text(encoding="utf-8"))["count"]
    lines = len(log_of(backup / "database.duckdb"))
    cli("restore", backup, "--store", tmp_path / "new", "--user", "ann")
    for _ in range(3):
        code, report = verified(cli, tmp_path / "new")
        (restore,) = report["restores"]
        assert (code, report["good"]) == (0, True)
        assert (restore["by"], restore["lines"], restore["anchor_lines"]) == ("ann", lines, known)
        assert restore["seq"] == lines + 1
    words = " ".join(cli("audit", "verify", "--store", tmp_path / "new").out.split())
    assert "RESTORED" in words
    assert f"the last {known - lines} tell of was done after the backup and is not in this store" in words


def test_the_store_that_was_backed_up_is_not_touched_by_a_restore_beside_it(cli, folder, backup, tmp_path):
    before = sha256(folder / "store.duckdb"), (place_of(folder) / "anchor.json").read_bytes()
    cli("restore", backup, "--store", tmp_path / "new")
    assert (sha256(folder / "store.duckdb"), (place_of(folder) / "anchor.json").read_bytes()) == before
    for one in (folder, tmp_path / "new"):
        assert verified(cli, one)[0] == 0
    assert place_of(folder) != place_of(tmp_path / "new")


def test_a_store_that_is_replaced_is_kept_aside_as_it_was(cli, folder, backup):
    before, key = held(folder / "store.duckdb"), (place_of(folder) / "audit.key").read_bytes()
    answer = cli("restore", backup, "--store", folder, "--replace")
    assert answer.code == 0, answer.err
    assert held(folder / "store.duckdb") == held(backup / "database.duckdb")
    (aside,) = folder.glob("before-restore-*")
    assert held(aside / "store.duckdb") == before
    assert names_in(folder) == {*A_STORE, aside.name, f"{aside.name}/store.duckdb"}
    assert (place_of(folder) / "audit.key").read_bytes() == key
    for one in (folder, aside):
        code, report = verified(cli, one)
        assert (code, report["earlier_stores"]) == (0, [])
    assert str(aside) in " ".join(answer.out.split()).replace(" ", "") or aside.name in answer.out


def test_without_replace_a_store_is_left_as_it_is(cli, folder, backup):
    before = sha256(folder / "store.duckdb")
    answer = cli("restore", backup, "--store", folder)
    assert (answer.code, "--replace" in answer.err) == (4, True)
    assert (sha256(folder / "store.duckdb"), names_in(folder)) == (before, A_STORE)


def test_going_back_by_hand_is_found_out_as_before(cli, folder, backup):
    # what restore does not do: the older database in place of the newer one, under the same id
    shutil.copy(backup / "database.duckdb", folder / "store.duckdb")
    code, report = verified(cli, folder)
    assert (code, [finding["kind"] for finding in report["findings"]]) == (5, ["truncated"])


def test_a_restore_that_was_undone_by_hand_is_found_out(cli, folder, backup):
    cli("restore", backup, "--store", folder, "--replace")
    (aside,) = folder.glob("before-restore-*")
    shutil.copy(aside / "store.duckdb", folder / "store.duckdb")
    assert cli("run", "list", "--store", folder).code == 5


def test_the_line_of_a_restore_cannot_be_taken_out(cli, folder, backup, tmp_path):
    cli("restore", backup, "--store", tmp_path / "new")
    with duckdb.connect(str(tmp_path / "new" / "store.duckdb")) as database:
        database.execute("delete from audit_log where action = 'store.restore'")
    code, report = verified(cli, tmp_path / "new")
    assert (code, report["good"]) == (5, False)


def test_a_backup_of_a_store_put_back_by_hand_does_not_launder_it(cli, folder, backup, tmp_path):
    # an older copy by hand, work on it, a backup of that, a restore: the log then is not the one anchored
    shutil.copy(backup / "database.duckdb", folder / "store.duckdb")
    for _ in range(9):
        cli("run", "list", "--store", folder)
        cli("audit", "show", "--store", folder)
    assert cli("backup", "--store", folder, "--out", tmp_path / "laundered").code == 0
    answer = cli("restore", tmp_path / "laundered", "--store", tmp_path / "new")
    assert "NOT" in answer.out
    assert "NOT" in cli("audit", "verify", "--store", tmp_path / "new").out


def test_a_restore_that_was_stopped_just_after_the_renaming_is_done(cli, folder, backup, monkeypatch):
    note = sealing.note_store

    def stopped(keys, where, stores, coming=None):
        if coming is None:
            raise StoreError("stopped before this")
        note(keys, where, stores, coming)

    monkeypatch.setattr(sealing, "note_store", stopped)
    assert cli("restore", backup, "--store", folder, "--replace").code == 0
    monkeypatch.undo()
    settings.cache_clear()
    monkeypatch.setenv("IOM_KEYS", str(folder.parent / "keys"))
    assert verified(cli, folder)[0] == 0
    assert cli("run", "list", "--store", folder).code == 0
    assert len(sealing.noted_stores(settings().keys, folder)) == 2


def test_a_restore_that_was_stopped_just_before_the_renaming_leaves_the_store(
    cli, folder, backup, monkeypatch
):
    before = held(folder / "store.duckdb")
    aside = restore_room._set_aside

    class Stopped(BaseException):
        """What no part of the software catches to mend things."""

    def stopped(*arguments):
        aside(*arguments)
        raise Stopped

    monkeypatch.setattr(restore_room, "_set_aside", stopped)
    monkeypatch.setattr(restore_room, "_take_back", lambda *_: None)
    monkeypatch.setattr(restore_room, "_remove_copy", lambda *_: None)
    with pytest.raises(Stopped):
        cli("restore", backup, "--store", folder, "--replace")
    monkeypatch.undo()
    settings.cache_clear()
    monkeypatch.setenv("IOM_KEYS", str(folder.parent / "keys"))
    assert any(folder.glob("before-restore-*"))
    assert cli("run", "list", "--store", folder).code == 0
    assert (held(folder / "store.duckdb"), names_in(folder)) == (before, A_STORE)
    assert verified(cli, folder)[0] == 0


@pytest.mark.parametrize("replace", [False, True])
def test_ctrl_c_just_after_the_renaming_undoes_nothing(cli, folder, backup, monkeypatch, replace):
    def interrupted(*_):
        raise KeyboardInterrupt

    before = held(folder / "store.duckdb")
    target = folder if replace else folder.parent / "new"
    monkeypatch.setattr(restore_room, "_renamed", interrupted)
    assert cli("restore", backup, "--store", target, *(["--replace"] if replace else [])).code == 130
    assert verified(cli, target)[0] == 0
    assert held(target / "store.duckdb") == held(backup / "database.duckdb")
    asides = list(target.glob("before-restore-*"))
    assert [held(aside / "store.duckdb") for aside in asides] == ([before] if replace else [])


def test_a_damaged_store_is_replaced_and_kept_aside(cli, folder, backup):
    (folder / "store.duckdb").write_bytes(b"this is no database any more" * 1000)
    (folder / "store.duckdb.wal").write_bytes(b"nor is this its log")
    assert cli("restore", backup, "--store", folder).code == 4
    assert cli("restore", backup, "--store", folder, "--replace").code == 0
    assert held(folder / "store.duckdb") == held(backup / "database.duckdb")
    (aside,) = folder.glob("before-restore-*")
    assert {entry.name for entry in aside.iterdir()} == {"store.duckdb", "store.duckdb.wal"}
    assert verified(cli, folder)[0] == 0


@POSIX
def test_a_store_that_another_process_has_open_is_not_replaced(cli, folder, backup):
    other = holding(folder / "store.duckdb")
    before = names_in(settings().keys)
    answer = cli("restore", backup, "--store", folder, "--replace")
    other.communicate(b"")
    assert answer.code == 4
    assert str(other.pid) in answer.err
    assert (names_in(folder), names_in(settings().keys)) == (A_STORE, before)


@POSIX
def test_two_restores_into_one_new_folder_do_not_mix(cli, folder, backup, tmp_path):
    new = tmp_path / "new"
    new.mkdir()
    other = holding(new / "restore.lock")
    (new / "store.duckdb.restoring").write_bytes(b"the other's")
    assert cli("restore", backup, "--store", new).code == 4
    assert (new / "store.duckdb.restoring").read_bytes() == b"the other's"
    other.kill()
    other.communicate()
    assert cli("restore", backup, "--store", new).code == 0
    assert names_in(new) == A_STORE


@pytest.mark.parametrize("content", [b"", b"x", b"\0" * 5000])
def test_a_lock_that_was_left_half_written_is_no_obstacle(cli, backup, tmp_path, content):
    new = tmp_path / "new"
    new.mkdir()
    (new / "restore.lock").write_bytes(content)
    assert cli("restore", backup, "--store", new).code == 0
    assert names_in(new) == A_STORE


def test_what_a_killed_command_left_in_the_log_beside_the_database_goes_aside_too(cli, folder, backup):
    # committed, and not yet written into the database: as after a kill
    script = """
import duckdb, os, sys
opened = duckdb.connect(sys.argv[1])
opened.execute("insert into quarantine_failure values (7, 'a', 'b', null, null, 'c', 'd')")
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", script, str(folder / "store.duckdb")], check=False)
    assert (folder / "store.duckdb.wal").stat().st_size > 0
    assert cli("restore", backup, "--store", folder, "--replace").code == 0
    (aside,) = folder.glob("before-restore-*")
    assert names_in(folder) == {*A_STORE, aside.name, f"{aside.name}/store.duckdb"}
    assert len(held(aside / "store.duckdb", ["quarantine_failure"])["quarantine_failure"]) == 1
    assert held(folder / "store.duckdb", ["quarantine_failure"])["quarantine_failure"] == []


def test_a_folder_with_other_things_is_refused_and_left(cli, backup, tmp_path):
    new = tmp_path / "new"
    new.mkdir()
    (new / "letters.txt").write_text("dear", encoding="utf-8")
    answer = cli("restore", backup, "--store", new)
    assert (answer.code, names_in(new)) == (4, {"letters.txt"})


PLACES = {
    "the backup": lambda backup: backup,
    "in the backup": lambda backup: backup / "store",
    "the keys": lambda backup: settings().keys,
    "in the keys": lambda backup: settings().keys / "store",
    "a file": lambda backup: backup.parent.parent / "niche.csv",
}


@pytest.mark.parametrize("replace", [(), ("--replace",)])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_a_store_is_not_restored_where_it_must_not_lie(cli, backup, place, replace):
    before = names_in(backup.parent.parent)
    assert cli("restore", backup, "--store", place(backup), *replace).code == 4
    assert names_in(backup.parent.parent) == before


@POSIX
def test_a_link_in_the_folder_does_not_lead_a_restore_elsewhere(cli, backup, tmp_path):
    new, elsewhere = tmp_path / "new", tmp_path / "elsewhere"
    new.mkdir()
    elsewhere.mkdir()
    for name in ("store.duckdb.restoring", "exchange"):
        (new / name).symlink_to(elsewhere / name)
        assert cli("restore", backup, "--store", new).code == 4
        (new / name).unlink()
    assert names_in(elsewhere) == set()


def test_the_list_of_backups_comes_along(cli, folder, backup, tmp_path):
    cli("backup", "--store", folder, "--out", tmp_path / "later")
    cli("restore", backup, "--store", tmp_path / "new")
    listed = json.loads(cli("backup", "list", "--store", tmp_path / "new", "--json").out)
    assert [one["place"] for one in listed] == [str(backup), str(tmp_path / "later")]


def test_a_backup_of_a_restored_store_takes_the_key_that_was_kept_of_the_first(cli, folder, backup, tmp_path):
    cli("restore", backup, "--store", tmp_path / "new")
    cli("backup", "--store", tmp_path / "new", "--out", tmp_path / "second")
    shutil.rmtree(place_of(tmp_path / "new"))
    assert cli("restore", tmp_path / "second", "--store", tmp_path / "newest").code == 0
    assert verified(cli, tmp_path / "newest")[0] == 0


def test_on_a_new_machine_the_key_alone_suffices_and_the_missing_anchor_is_said(
    cli, folder, backup, tmp_path, monkeypatch
):
    lost = tmp_path / "new keys" / place_of(folder).name
    lost.mkdir(parents=True)
    shutil.copy(place_of(folder) / "audit.key", lost)
    monkeypatch.setenv("IOM_KEYS", str(lost.parent))
    settings.cache_clear()
    answer = cli("restore", backup, "--store", tmp_path / "new")
    assert (answer.code, "anchor was not there" in answer.out) == (0, True)
    code, report = verified(cli, tmp_path / "new")
    assert (code, report["restores"][0]["anchor_lines"]) == (0, None)
    listed = json.loads(cli("backup", "list", "--store", tmp_path / "new", "--json").out)
    assert [one["place"] for one in listed] == [str(backup)]


def test_a_store_restored_over_another_store_keeps_that_one_aside(cli, backup, tmp_path, now, actor):
    with open_store(tmp_path / "other", settings(), actor, now=now, create=True) as store:
        other = store.store_id
    assert cli("restore", backup, "--store", tmp_path / "other", "--replace").code == 0
    code, report = verified(cli, tmp_path / "other")
    assert (code, report["earlier_stores"]) == (0, [other])
    (aside,) = (tmp_path / "other").glob("before-restore-*")
    with open_store(aside, settings(), actor, now=now) as store:
        assert (store.store_id, verify(store).good) == (other, True)


def test_an_older_schema_is_brought_up_to_date_by_the_restore(cli, folder, backup, tmp_path, monkeypatch):
    from iom.store import migrations

    later = migrations.Migration(9999, "later", "create table later (one integer)", "0" * 64)
    shipped = [*migrations.shipped(), later]
    monkeypatch.setattr(migrations, "shipped", lambda: shipped)
    assert cli("restore", backup, "--store", tmp_path / "new").code == 0
    assert held(tmp_path / "new" / "store.duckdb", ["later"]) == {"later": []}


@pytest.mark.parametrize("lost", ["audit.key"])
def test_without_the_key_a_restore_says_where_it_is_expected(cli, folder, backup, tmp_path, lost):
    (place_of(folder) / lost).unlink()
    answer = cli("restore", backup, "--store", tmp_path / "new")
    assert answer.code == AuditError.exit_code
    assert str(place_of(folder)) in answer.err
    assert not (tmp_path / "new").exists()
