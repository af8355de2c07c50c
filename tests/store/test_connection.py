"""Opening a store: one owner at a time, a folder of its own, whole transactions, right answers to threads."""

import json
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from iom.settings import settings
from iom.store import StoreError, StoreInUse, open_store

# Opens the store in argv[1], inserts a row in a transaction that it never ends, says so, and waits.
HOLDER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from iom.settings import settings
from iom.store import Actor, open_store
now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
with open_store(Path(sys.argv[1]), settings(), Actor("ann", "tasking", "import"), now=now) as store:
    with store.transaction() as cursor:
        cursor.execute("insert into audit_person select 1, range from range(200000)")
        print("ready", flush=True)
        time.sleep(60)
"""


@pytest.fixture
def made(empty_folder):
    """The folder of a store, closed."""
    return empty_folder


@pytest.fixture
def holder(made):
    """Another process that has the store open, in the middle of a transaction."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(made)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def reopen(folder, now, actor, **options):
    with open_store(folder, settings(), actor, now=now, **options) as store, store.cursor() as cursor:
        return cursor.execute("select count(*) from audit_person").fetchone()


def test_who_holds_the_store_is_said_in_one_line(made, holder, now, actor):
    with pytest.raises(StoreInUse) as refusal:
        reopen(made, now, actor)
    text = str(refusal.value)
    assert "\n" not in text
    assert f"in use by ann (process {holder.pid}, iom import, since 2026-11-23 12:00 UTC)" in text


def test_the_command_line_says_who_holds_the_store_and_ends_with_4(made, holder, cli):
    answer = cli("init", "--store", made)
    assert answer.code == 4
    assert answer.err.count("\n") == 1
    assert "ann" in answer.err


def test_a_note_that_names_another_process_than_the_lock_is_not_believed(made, holder, now, actor):
    note = made / "in-use.json"
    told = json.loads(note.read_text(encoding="utf-8"))
    note.write_text(json.dumps({**told, "process": 1, "user": "bob"}), encoding="utf-8")
    with pytest.raises(StoreInUse) as refusal:
        reopen(made, now, actor)
    assert "bob" not in str(refusal.value)


@pytest.mark.parametrize("note", ["", "[]", "{}", "not json"])
def test_a_spoilt_note_still_gives_one_plain_line(made, holder, now, actor, note):
    (made / "in-use.json").write_text(note, encoding="utf-8")
    with pytest.raises(StoreInUse, match="in use by"):
        reopen(made, now, actor)


def test_a_process_killed_in_a_transaction_leaves_the_store_as_before(made, holder, now, actor):
    holder.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    holder.wait()
    assert (made / "in-use.json").exists()
    assert reopen(made, now, actor) == (0,)
    assert not (made / "in-use.json").exists()


def test_one_process_opens_a_store_once(made, now, actor):
    with (
        open_store(made, settings(), actor, now=now),
        pytest.raises(StoreInUse, match="this process"),
        open_store(made, settings(), actor, now=now),
    ):
        pass
    assert reopen(made, now, actor) == (0,)


def test_the_note_goes_when_the_store_closes(made):
    assert not (made / "in-use.json").exists()


def test_a_damaged_database_is_told_in_one_line(made, now, actor):
    database = made / "store.duckdb"
    database.write_bytes(b"\x00" * 4096 + database.read_bytes()[4096:])
    with pytest.raises(StoreError, match="cannot be opened") as refusal:
        reopen(made, now, actor)
    assert "\n" not in str(refusal.value)


def test_a_transaction_is_kept_whole_or_not_at_all(store):
    with pytest.raises(ZeroDivisionError), store.transaction() as cursor:
        cursor.execute("insert into audit_person values (1, 1)")
        raise ZeroDivisionError
    with store.transaction() as cursor:
        cursor.execute("insert into audit_person values (2, 2)")
    with store.cursor() as cursor:
        assert cursor.execute("select seq from audit_person").fetchall() == [(2,)]


def test_a_failed_commit_tells_its_own_error_and_leaves_the_store_usable(store):
    with store.transaction() as cursor:
        cursor.execute("create table only_once (a integer primary key)")
        cursor.execute("insert into only_once values (1)")
    # a writer that bypasses the queue makes the commit collide
    with (
        store.cursor() as other,
        pytest.raises(StoreError, match="TransactionException"),
        store.transaction() as cursor,
    ):
        cursor.execute("insert into only_once values (2)")
        other.execute("insert into only_once values (2)")
    with store.transaction() as cursor:
        cursor.execute("insert into only_once values (3)")
    with store.cursor() as cursor:
        assert cursor.execute("select max(a) from only_once").fetchone() == (3,)


def test_a_transaction_inside_a_transaction_is_refused(store):
    with store.transaction() as outer:
        with pytest.raises(RuntimeError, match="already open"), store.transaction():
            pass
        outer.execute("insert into audit_person values (1, 1)")
    with store.cursor() as cursor:
        assert cursor.execute("select count(*) from audit_person").fetchone() == (1,)


@pytest.mark.usefixtures("deployed_threads")
def test_sixteen_threads_with_cursors_of_their_own_get_right_answers(store):
    def ask(number: int) -> bool:
        with store.cursor() as cursor:
            answers = [
                cursor.execute("select count(*) from range($n) where range % 7 = 0", {"n": n}).fetchone()
                for n in range(number, number + 40)
            ]
        return answers == [(-(-n // 7),) for n in range(number, number + 40)]

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(ask, range(1, 1600, 40)))


@pytest.mark.usefixtures("deployed_threads")
def test_writers_take_turns(store):
    def add(_: int) -> None:
        with store.transaction() as cursor:
            (last,) = cursor.execute("select coalesce(max(seq), 0) from audit_person").fetchone()
            cursor.execute("insert into audit_person values (?, 1)", [last + 1])

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(add, range(64)))
    with store.cursor() as cursor:
        assert cursor.execute("select count(distinct seq), max(seq) from audit_person").fetchone() == (64, 64)


def test_a_reader_sees_what_was_committed_while_a_writer_writes(store):
    with store.transaction() as writer:
        writer.execute("insert into audit_person values (1, 1)")
        counted = []

        def count():
            with store.cursor() as reader:
                counted.append(reader.execute("select count(*) from audit_person").fetchone())

        thread = threading.Thread(target=count)
        thread.start()
        thread.join()
    assert counted == [(0,)]


def test_temporary_tables_are_seen_by_their_own_cursor_alone(store):
    with store.cursor() as first, store.cursor() as second:
        first.execute("create temporary table mine as select 1 as a")
        with pytest.raises(duckdb.CatalogException):
            second.execute("select a from mine")
