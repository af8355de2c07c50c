"""A store whose making was stopped, at whatever moment, is no store, and the next attempt makes one."""

import os
import random
import shutil
import subprocess
import sys
import time

import pytest

from iom.settings import settings
from iom.store import StoreError, StoreInUse, connection, open_store
from iom.store.audit_check import verify

# Makes a store in argv[1]; a function named in argv[2] kills the process where it is called.
MAKING = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from iom.settings import settings
from iom.store import Actor, connection, identity, migrations, open_store, sealing
if len(sys.argv) > 2:
    module, name = sys.argv[2].split(".")
    setattr(globals()[module], name, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
print("ready", flush=True)
with open_store(Path(sys.argv[1]), settings(), Actor("ann", "tasking", "init"), now=now, create=True):
    pass
"""
POSIX = pytest.mark.skipif(os.name != "posix", reason="kills a process, and sets limits, as POSIX does")


@pytest.fixture
def folder(tmp_path, now, actor):
    """A folder that held a store, which was deleted."""
    with open_store(tmp_path / "s", settings(), actor, now=now, create=True):
        pass
    shutil.rmtree(tmp_path / "s")
    return tmp_path / "s"


def begin(*arguments):
    process = subprocess.Popen(
        [sys.executable, "-c", MAKING, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def can_be_made(folder, now, actor, *, earlier=1):
    with open_store(folder, settings(), actor, now=now, create=True) as store:
        report = verify(store)
        # those that were deleted, and none of those that were never finished
        good = report.good and len(report.earlier_stores) <= earlier
    names = {entry.name for entry in folder.iterdir()}
    return good and names == {"store.duckdb", "exchange", "temp"}


@POSIX
@pytest.mark.parametrize(
    "last",
    [
        "migrations.bring_up_to_date",
        "identity.begin",
        "sealing.write_anchor",
        "identity.read",
        "identity.note",
        "connection.give_its_name",
    ],
)
def test_a_store_whose_making_was_killed_can_be_made_again(folder, now, actor, last):
    killed = begin(folder, last)
    assert killed.wait(timeout=60) == -9
    assert not (folder / "store.duckdb").exists()
    assert can_be_made(folder, now, actor)


@pytest.mark.long
@POSIX
def test_a_store_whose_making_was_killed_at_a_random_moment_can_be_made_again(folder, now, actor):
    moments = random.Random(5)
    for deleted in range(1, 7):
        killed = begin(folder)
        time.sleep(moments.uniform(0, 0.15))
        killed.kill()
        killed.wait()
        assert can_be_made(folder, now, actor, earlier=deleted)
        shutil.rmtree(folder)


@pytest.mark.parametrize("left", [b"", b"\0" * 1024, b"nothing of a database"])
def test_what_a_full_disk_left_of_a_store_is_removed(folder, now, actor, left):
    folder.mkdir()
    for name in ("store.duckdb.making", "store.duckdb.making.wal", "in-use.json.new"):
        (folder / name).write_bytes(left)
    with pytest.raises(StoreError, match="iom init"), open_store(folder, settings(), actor, now=now):
        pass
    with open_store(folder, settings(), actor, now=now, create=True) as store:
        assert verify(store).good


@POSIX
def test_a_full_disk_is_told_while_a_store_is_made_and_is_no_matter_afterwards(folder, now, actor):
    command = [sys.executable, "-m", "iom", "init", "--store", str(folder)]
    limited = f"import resource, runpy, sys; sys.argv = {command[2:]!r}; "
    limited += (
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024)); runpy.run_module('iom', alter_sys=True)"
    )
    ended = subprocess.run([sys.executable, "-c", limited], capture_output=True, text=True, check=False)
    assert ended.returncode == 4
    assert "cannot be made" in ended.stderr
    assert "backup" not in ended.stderr
    assert can_be_made(folder, now, actor)


@POSIX
def test_two_processes_do_not_make_one_store(folder, now, actor):
    stop = MAKING.replace(
        "os.kill(os.getpid(), signal.SIGKILL)", "(print('held', flush=True), sys.stdin.read())"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", stop, str(folder), "sealing.write_anchor"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert [other.stdout.readline() for _ in range(2)] == ["ready\n", "held\n"]
    with pytest.raises(StoreInUse), open_store(folder, settings(), actor, now=now, create=True):
        pass
    other.kill()
    other.communicate()
    assert can_be_made(folder, now, actor)


def test_a_store_that_another_process_made_meanwhile_is_not_replaced(tmp_path, now, actor, monkeypatch):
    folder = tmp_path / "s"
    original = connection.remove_unfinished

    def after_the_other(*arguments):
        original(*arguments)
        assert begin(folder).wait(timeout=60) == 0

    monkeypatch.setattr(connection, "remove_unfinished", after_the_other)
    with (
        pytest.raises(StoreInUse, match="Another process has just made a store"),
        open_store(folder, settings(), actor, now=now, create=True),
    ):
        pass
    monkeypatch.undo()
    with open_store(folder, settings(), actor, now=now) as theirs:
        report = verify(theirs)
    assert report.good
    assert report.earlier_stores == ()


@POSIX
def test_a_making_stopped_between_its_two_names_leaves_one(tmp_path, now, actor):
    folder = tmp_path / "s"
    with open_store(folder, settings(), actor, now=now, create=True):
        pass
    os.link(folder / "store.duckdb", folder / "store.duckdb.making")
    assert can_be_made(folder, now, actor)
