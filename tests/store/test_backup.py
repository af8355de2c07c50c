"""A backup holds what the store holds, without its key, under a name that it has only once it is whole."""

import json
import os
import subprocess
import sys
from contextlib import nullcontext
from datetime import date

import duckdb
import pytest

from iom.settings import settings
from iom.store import Actor, StoreError, open_store
from iom.store import backup as backup_room
from iom.store.backup import check, make
from iom.store.backup_list import of_folder
from tests.store.kept_safe import files_to_import, held, log_of, names_in, sha256, the_backup

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes and links are POSIX")


def quiet(_):
    """No progress."""
    return nullcontext(lambda done, total: None)


@pytest.fixture
def folder(peopled_template, own_copy, tmp_path):
    """A closed store with 50 people in it, beside the file that they came from."""
    files_to_import(tmp_path, 50)
    return own_copy(peopled_template(50))


@pytest.fixture
def out(tmp_path):
    place = tmp_path / "Bäckups, it's a “disk”"
    place.mkdir()
    return place


def test_a_backup_holds_every_row_and_its_manifest_says_what_it_is(cli, folder, out):
    answer = cli("backup", "--store", folder, "--out", out, "--user", "ann")
    assert answer.code == 0, answer.err
    backup = the_backup(out)
    assert names_in(backup) == {"database.duckdb", "manifest.json", "anchor.json"}
    assert held(backup / "database.duckdb") == held(folder / "store.duckdb")
    said = json.loads((backup / "manifest.json").read_text(encoding="utf-8"))
    assert said["sha256"] == sha256(backup / "database.duckdb")
    assert said["size"] == (backup / "database.duckdb").stat().st_size
    assert said["made_by"] == "ann"
    assert said["tables"]["subject_version"] == 50
    assert said["lines"] == len(log_of(backup / "database.duckdb"))
    assert str(backup) in answer.out
    assert names_in(folder) == {"store.duckdb", "exchange", "temp"}


def test_a_backup_does_not_hold_the_key_and_says_so(cli, folder, out):
    answer = cli("backup", "--store", folder, "--out", out)
    (key,) = settings().keys.rglob("audit.key")
    for file in the_backup(out).iterdir():
        content = file.read_bytes()
        assert key.read_bytes() not in content
        assert key.read_bytes().hex().encode() not in content
    assert "key of the audit log is not in this backup" in answer.out.replace("\n", " ")
    assert "not in this backup" in (the_backup(out) / "manifest.json").read_text(encoding="utf-8")


@POSIX
def test_a_backup_is_its_owners_alone(cli, folder, out):
    out.chmod(0o755)
    before = os.umask(0o000)
    try:
        cli("backup", "--store", folder, "--out", out)
    finally:
        os.umask(before)
    backup = the_backup(out)
    assert [place.stat().st_mode & 0o077 for place in (backup, *backup.iterdir())] == [0, 0, 0, 0]


def test_making_a_backup_is_logged_before_and_after(cli, folder, out):
    cli("backup", "--store", folder, "--out", out, "--keep-days", 30)
    (first, begun), (second, made) = log_of(folder / "store.duckdb")[-2:]
    assert (first, second) == ("backup.begin", "backup.made")
    assert begun["backup_id"] == made["backup_id"]
    assert made["sha256"] == sha256(the_backup(out) / "database.duckdb")
    assert log_of(the_backup(out) / "database.duckdb")[-1] == ("backup.begin", begun)


def test_a_backup_may_be_given_a_name_of_its_own_and_the_next_goes_beside_it(cli, folder, out):
    assert cli("backup", "--store", folder, "--out", out / "before the move").code == 0
    assert cli("backup", "--store", folder).code == 0
    assert {entry.name[:11] for entry in out.iterdir()} == {"before the ", "iom-backup-"}
    assert cli("backup", "check", out / "before the move").code == 0


def test_the_first_backup_asks_where_to(cli, folder):
    answer = cli("backup", "--store", folder)
    assert (answer.code, "--out FOLDER" in answer.err) == (4, True)


def test_what_is_deleted_in_the_store_leaves_no_bytes_in_the_backup(folder, out, now, actor):
    mark = "Zwölfmarkenstein" * 40
    with open_store(folder, settings(), actor, now=now) as store:
        with store.transaction() as cursor:
            cursor.execute("insert into quarantine_failure values (99, 'x', 'y', null, null, ?, 'z')", [mark])
        with store.cursor() as cursor:
            cursor.execute("checkpoint")
        # now, not later: what is deleted may be written over, or not
        assert b"marken" in (folder / "store.duckdb").read_bytes()
        with store.transaction() as cursor:
            cursor.execute("delete from quarantine_failure where quarantine_id = 99")
        place, _ = make(store, out, now=now, expires=None, progress=quiet)
    assert b"marken" not in (place / "database.duckdb").read_bytes()


def test_nobody_else_can_open_the_store_while_or_after_it_is_backed_up(folder, out, now, actor):
    # a file that is closed gives up the lock that the process has on it, whoever took it
    asked = []

    def progress(words):
        script = f"import duckdb; duckdb.connect({str(folder / 'store.duckdb')!r})"
        asked.append(subprocess.run([sys.executable, "-c", script], capture_output=True, check=False))
        return quiet(words)

    with open_store(folder, settings(), actor, now=now) as store:
        make(store, out, now=now, expires=None, progress=progress)
        progress("after")
    assert len(asked) >= 4
    assert [b"lock" in one.stderr for one in asked] == [True] * len(asked)


def test_a_backup_while_another_command_has_the_store_says_who(cli, folder, out, now):
    with open_store(folder, settings(), Actor("bob", "tasking", "import"), now=now):
        answer = cli("backup", "--store", folder, "--out", out)
    assert answer.code == 4
    assert "already open" in answer.err
    assert names_in(out) == set()


PLACES = {
    "in the store": lambda folder, out: folder / "exchange",
    "the store": lambda folder, out: folder,
    "in the keys": lambda folder, out: settings().keys / "folders",
    "a file": lambda folder, out: out.parent / "niche.csv",
    "nowhere": lambda folder, out: out / "no such folder" / "backup",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_a_backup_is_refused_where_it_must_not_lie(cli, folder, out, place):
    before = names_in(folder.parent)
    answer = cli("backup", "--store", folder, "--out", place(folder, out))
    assert answer.code == 4
    assert names_in(folder.parent) == before
    # nothing was begun
    assert log_of(folder / "store.duckdb")[-1][0] != "backup.begin"


@POSIX
def test_a_link_into_the_store_does_not_lead_a_backup_there(cli, folder, out):
    (out / "elsewhere").symlink_to(folder / "exchange")
    assert cli("backup", "--store", folder, "--out", out / "elsewhere").code == 4
    assert names_in(folder / "exchange") == set()


@POSIX
def test_links_that_lead_round_are_told(cli, folder, out):
    (out / "a").symlink_to(out / "b")
    (out / "b").symlink_to(out / "a")
    answer = cli("backup", "--store", folder, "--out", out / "a")
    assert (answer.code, "Traceback" in answer.err) == (4, False)


def test_a_backup_does_not_go_into_or_over_another(cli, folder, out):
    assert cli("backup", "--store", folder, "--out", out).code == 0
    first = the_backup(out)
    before = names_in(out), sha256(first / "database.duckdb")
    for place in (first, first / "deeper", first / "database.duckdb"):
        assert cli("backup", "--store", folder, "--out", place).code == 4
    assert (names_in(out), sha256(first / "database.duckdb")) == before


def test_what_a_backup_that_was_stopped_left_is_removed_by_the_next(cli, folder, out, now, actor):
    cli("backup", "--store", folder, "--out", out / "first")
    with open_store(folder, settings(), actor, now=now) as store:
        left = out / f"{backup_room.UNFINISHED}{backup_room.mark_of(store)}"
    left.mkdir()
    (left / "database.duckdb").write_bytes(b"half of it")
    (folder / "exchange" / "backup.duckdb.making").write_bytes(b"half of it")
    assert cli("backup", "--store", folder, "--out", out / "second").code == 0
    assert {entry.name for entry in out.iterdir()} == {"first", "second"}
    assert names_in(folder / "exchange") == set()


def test_backups_are_listed_with_their_day_though_the_store_cannot_be_opened(cli, folder, out, tmp_path):
    (out / "gone").mkdir()
    cli("backup", "--store", folder, "--out", out / "a", "--keep-days", 0)
    cli("backup", "--store", folder, "--out", out / "b", "--keep-days", 30)
    cli("backup", "--store", folder, "--out", out / "c")
    (out / "c").rename(out / "moved")
    (folder / "store.duckdb").write_bytes(b"no database any more")
    listed = json.loads(cli("backup", "list", "--store", folder, "--json").out)
    assert [one["state"] for one in listed] == ["kept", "kept", "missing"]
    assert [one["expires"] is None for one in listed] == [False, False, True]
    assert "missing" in cli("backup", "list", "--store", folder).out


def test_a_backup_past_its_day_is_said_to_be(folder, out, now, actor):
    with open_store(folder, settings(), actor, now=now) as store:
        make(store, out, now=now, expires=date(2026, 11, 30), progress=quiet)
    (made,) = of_folder(settings().keys, folder)
    assert [made.state(date(2026, 11, 30)), made.state(date(2026, 12, 1))] == ["kept", "expired"]


def test_a_list_that_was_altered_is_refused_before_anything_is_written(cli, folder, out):
    cli("backup", "--store", folder, "--out", out / "a", "--keep-days", 3)
    (file,) = settings().keys.rglob("backups.json")
    said = json.loads(file.read_text(encoding="utf-8"))
    said["backups"] = []
    file.write_text(json.dumps(said), encoding="utf-8")
    assert cli("backup", "list", "--store", folder).code == 5
    assert cli("backup", "--store", folder, "--out", out / "b").code == 5
    assert {entry.name for entry in out.iterdir()} == {"a"}


def test_options_of_a_backup_are_not_lost_before_the_word_list(cli, folder):
    assert cli("backup", "--store", folder, "list").code == 2


def test_a_store_whose_log_was_altered_gets_no_backup_that_passes_for_sound(cli, folder, out):
    with duckdb.connect(str(folder / "store.duckdb")) as database:
        database.execute("update audit_log set who = 'bob' where seq = 1")
    answer = cli("backup", "--store", folder, "--out", out)
    assert (answer.code, names_in(out)) == (5, set())
    assert names_in(folder) == {"store.duckdb", "exchange", "temp"}


def test_checking_a_backup_writes_nothing(cli, folder, out):
    cli("backup", "--store", folder, "--out", out)
    before = {file: file.stat().st_mtime_ns for file in the_backup(out).iterdir()}
    keys = names_in(settings().keys)
    assert check(the_backup(out), settings(), quiet).manifest.tables["subject_version"] == 50
    assert {file: file.stat().st_mtime_ns for file in the_backup(out).iterdir()} == before
    assert names_in(settings().keys) == keys


def test_a_copy_that_is_not_what_the_store_holds_is_not_kept(folder, out, now, actor, monkeypatch):
    moved = backup_room._move

    def spoil(copy, file, advance):
        moved(copy, file, advance)
        with duckdb.connect(str(file)) as database:
            database.execute("update subject_name_version set surname = 'X' where surname = 'Name7'")

    monkeypatch.setattr(backup_room, "_move", spoil)
    with (
        pytest.raises(StoreError, match="does not hold what the store holds"),
        open_store(folder, settings(), actor, now=now) as store,
    ):
        make(store, out, now=now, expires=None, progress=quiet)
    assert names_in(out) == set()
