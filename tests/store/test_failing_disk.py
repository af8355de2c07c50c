"""A disk that fails or fills, and who may read what is on it."""

import os
import subprocess
import sys

import duckdb
import pytest

from iom.settings import settings
from iom.store import StoreError, StoreInUse, audit, failures, open_store, owner
from iom.store.audit_check import verify
from tests.store.logs import keys_of

# Opens the store in argv[1], lets no file grow beyond 3 MB more, and inserts many rows.
FILLING = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from iom.settings import settings
from iom.store import Actor, StoreError, open_store
now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
try:
    with open_store(Path(sys.argv[1]), settings(), Actor("ann", "tasking", "import"), now=now) as store:
        most = (Path(sys.argv[1]) / "store.duckdb").stat().st_size + 3_000_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        with store.transaction() as cursor:
            cursor.execute("insert into audit_person select hash(range) % 1000000007, 1 from range(3000000)")
except StoreError as error:
    print(error)
"""
POSIX = pytest.mark.skipif(os.name != "posix", reason="modes and limits are POSIX")


@pytest.fixture
def made(tmp_path, now, actor):
    with open_store(tmp_path / "s", settings(), actor, now=now, create=True):
        pass
    return tmp_path / "s"


@POSIX
def test_a_full_disk_is_told_in_words_and_keeps_what_was_kept(made, now, actor):
    ended = subprocess.run(
        [sys.executable, "-c", FILLING, str(made)], capture_output=True, text=True, check=False
    )
    assert "could not be read or written" in ended.stdout, ended.stderr[-2000:]
    with open_store(made, settings(), actor, now=now) as store, store.cursor() as cursor:
        assert cursor.execute("select count(*) from audit_person").fetchone() == (0,)


def test_a_damaged_file_is_told_apart_from_a_full_disk(made, now, actor):
    with open_store(made, settings(), actor, now=now) as store, store.transaction() as cursor:
        cursor.execute("insert into audit_person select hash(range) % 1000000007, 1 from range(500000)")
    file = made / "store.duckdb"
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 500] = bytes(byte ^ 255 for byte in content[middle : middle + 500])
    file.write_bytes(content)
    with (
        pytest.raises(StoreError, match=r"damaged.*Restore it from a backup") as told,
        open_store(made, settings(), actor, now=now) as store,
        store.cursor() as cursor,
    ):
        cursor.execute("select sum(seq), max(person_id) from audit_person")
    assert "disk full" not in str(told.value)


@pytest.mark.parametrize("kind", [duckdb.ConstraintException, OSError])
def test_words_of_the_database_about_values_are_not_told(kind):
    with pytest.raises(StoreError) as told, failures.told(duckdb.Error, OSError):
        raise kind('Duplicate key "surname: VEXLEY"')
    assert "VEXLEY" not in str(told.value)
    assert told.value.exit_code == 4


def test_nothing_is_kept_where_the_keys_folder_cannot_be_written(store, now):
    (keys_of(store) / "anchor.new").mkdir()
    with pytest.raises(StoreError, match="IOM_KEYS"), store.transaction() as cursor:
        cursor.execute("insert into audit_person values (7, 7)")
        audit.record(cursor, store, now=now, action="a.b", detail={})
    with store.cursor() as cursor:
        assert cursor.execute("select count(*) from audit_person").fetchone() == (0,)
        assert cursor.execute("select count(*) from audit_log").fetchone() == (0,)


def test_what_was_kept_before_its_anchor_failed_is_said_to_be_kept_and_anchored_by_the_next(made, now, actor):
    opening = open_store(made, settings(), actor, now=now)
    with pytest.raises(StoreError, match=r"IS kept.*IOM_KEYS") as told, opening as store:
        audit.look(store, now=now, action="a.b", detail={})
        with store.transaction() as cursor:
            audit.record(cursor, store, now=now, action="a.c", detail={})
        obstacle = keys_of(store) / "anchor.new"
        obstacle.mkdir()
    assert told.value.exit_code == 4
    obstacle.rmdir()
    with open_store(made, settings(), actor, now=now) as store:
        assert (verify(store).good, verify(store).since_anchor) == (True, 1)
        audit.look(store, now=now, action="a.d", detail={})
        assert (verify(store).lines, verify(store).since_anchor) == (3, 0)


@POSIX
def test_a_folder_that_others_could_read_is_closed_to_them(made, now, actor):
    made.chmod(0o755)
    (made / "store.duckdb").chmod(0o644)
    with open_store(made, settings(), actor, now=now):
        assert made.stat().st_mode & 0o777 == 0o700
        assert (made / "store.duckdb").stat().st_mode & 0o777 == 0o600


@POSIX
def test_a_new_store_in_a_folder_that_was_there_is_its_owners_alone(tmp_path, now, actor):
    (tmp_path / "s").mkdir(mode=0o755)
    with open_store(tmp_path / "s", settings(), actor, now=now, create=True):
        assert (tmp_path / "s").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "s" / "store.duckdb").stat().st_mode & 0o777 == 0o600


def test_an_empty_database_file_is_no_store_yet(tmp_path, now, actor):
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "store.duckdb").write_bytes(b"")
    with pytest.raises(StoreError, match="iom init"), open_store(tmp_path / "s", settings(), actor, now=now):
        pass
    with open_store(tmp_path / "s", settings(), actor, now=now, create=True) as store:
        assert store.store_id


@pytest.mark.parametrize("alive", [True, False])
def test_a_refusal_in_another_language_is_understood_by_the_note(made, now, actor, monkeypatch, alive):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    process = os.getppid() if alive else ended.pid
    (made / "in-use.json").write_text(
        f'{{"process": {process}, "user": "bob", "command": "import", "since": "noon"}}', encoding="utf-8"
    )

    def refuse(_: str) -> None:
        raise duckdb.IOException("Der Prozess kann nicht auf die Datei zugreifen.")

    monkeypatch.setattr("iom.store.database.duckdb.connect", refuse)
    with pytest.raises(StoreError) as told, open_store(made, settings(), actor, now=now):
        pass
    assert type(told.value) is (StoreInUse if alive else StoreError)
    assert ("bob" in str(told.value)) == alive


@pytest.mark.parametrize(
    "note", ["", "[]", '{"process": "x"}', '{"process": -1}', '{"process": 99999999999999}']
)
def test_a_spoilt_note_names_no_living_process(tmp_path, note):
    (tmp_path / "in-use.json").write_text(note, encoding="utf-8")
    assert not owner.is_at_work(tmp_path)
