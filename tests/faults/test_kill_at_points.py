"""kill -9 just before and just after each step that changes what the next command finds."""

import os

import pytest

from tests.faults.killing import run
from tests.faults.place import made
from tests.store.kept_safe import held, names_in, sha256, the_backup

POSIX = pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
KILLED = -9


# each kill is a process of its own: minutes together; test_kill_at_random does a few every time
pytestmark = pytest.mark.long


@pytest.fixture
def place(furnished_template, cli, tmp_path, monkeypatch):
    return made(furnished_template, cli, tmp_path, monkeypatch)


@POSIX
@pytest.mark.parametrize(
    "point", ["copies.copy_of+", "backup._move+", "manifest.write", "manifest.write+", "backup_list.add+"]
)
def test_a_backup_killed_before_it_has_its_name_is_none_and_the_next_leaves_no_trace_of_it(place, point):
    ended = run("backup", "--store", place.store, "--out", place.out, point=point)
    assert ended.code == KILLED, ended.said
    assert {entry.name[:8] for entry in place.out.iterdir()} - {"unfinish"} == {"old"}
    assert place.is_well(place.store) == ""
    assert place.cli("backup", "--store", place.store, "--out", place.out).code == 0
    assert {entry.name for entry in place.out.iterdir()} == {"old", the_backup(place.out).name}
    assert names_in(place.store) == {"store.duckdb", "exchange", "temp"}
    for one in place.out.iterdir():
        assert place.cli("backup", "check", one).code == 0


@POSIX
def test_a_backup_killed_after_it_has_its_name_is_whole_and_listed(place):
    ended = run("backup", "--store", place.store, "--out", place.out, point="backup._name+")
    assert ended.code == KILLED, ended.said
    assert place.cli("backup", "check", the_backup(place.out)).code == 0
    assert the_backup(place.out).name in place.cli("backup", "list", "--store", place.store).out
    assert place.is_well(place.store) == ""


BEFORE = [
    "restore._only_restore+",
    "restore._copy+",
    "sealing.put_key+",
    "audit.record+",
    "audit.anchor+",
    "restore._put",
    "sealing.note_store+",
]


@POSIX
@pytest.mark.parametrize("point", [*BEFORE, "connection.give_its_name"])
def test_a_restore_killed_before_the_store_has_its_name_leaves_none_and_can_be_run_again(place, point):
    new = place.root / "work" / "new"
    ended = run("restore", place.backup, "--store", new, point=point)
    assert ended.code == KILLED, ended.said
    assert not (new / "store.duckdb").exists()
    assert place.is_well(place.store) == ""
    assert place.cli("restore", place.backup, "--store", new).code == 0
    assert (place.is_well(new), names_in(new)) == ("", {"store.duckdb", "exchange", "temp"})


@POSIX
@pytest.mark.parametrize("point", ["restore._copy+", "connection.give_its_name"])
def test_where_a_restore_was_killed_a_new_store_can_be_made(place, point):
    new = place.root / "work" / "new"
    assert run("restore", place.backup, "--store", new, point=point).code == KILLED
    assert place.cli("init", "--store", new).code == 0
    assert place.cli("run", "list", "--store", new).code == 0
    assert (place.is_well(new), names_in(new)) == ("", {"store.duckdb", "exchange", "temp"})


@POSIX
def test_a_restore_killed_just_after_the_store_has_its_name_is_done(place):
    new = place.root / "work" / "new"
    ended = run("restore", place.backup, "--store", new, point="connection.give_its_name+")
    assert ended.code == KILLED, ended.said
    assert place.is_well(new) == ""
    assert held(new / "store.duckdb") == held(place.backup / "database.duckdb")


@POSIX
@pytest.mark.parametrize("point", [*BEFORE, "restore._set_aside+"])
def test_a_store_whose_replacement_was_killed_is_as_it_was(place, point):
    before = held(place.store / "store.duckdb")
    ended = run("restore", place.backup, "--store", place.store, "--replace", point=point)
    assert ended.code == KILLED, ended.said
    assert place.cli("run", "list", "--store", place.store).code == 0
    assert place.is_well(place.store) == ""
    assert held(place.store / "store.duckdb") == before
    assert names_in(place.store) == {"store.duckdb", "exchange", "temp"}


@POSIX
def test_a_replacement_killed_just_after_the_renaming_is_done(place):
    before = held(place.store / "store.duckdb")
    ended = run("restore", place.backup, "--store", place.store, "--replace", point="restore._renamed")
    assert ended.code == KILLED, ended.said
    assert place.is_well(place.store) == ""
    assert held(place.store / "store.duckdb") == held(place.backup / "database.duckdb")
    (aside,) = place.store.glob("before-restore-*")
    assert held(aside / "store.duckdb") == before
    assert place.is_well(aside) == ""


@POSIX
def test_the_backup_is_not_touched_by_a_restore_that_is_killed(place):
    before = sha256(place.backup / "database.duckdb")
    run("restore", place.backup, "--store", place.root / "work" / "new", point="audit.record")
    assert sha256(place.backup / "database.duckdb") == before
    assert names_in(place.backup) == {"database.duckdb", "manifest.json", "anchor.json"}
