"""A backup that meets a full disk, a folder that is shut, or a damaged store: said, and nothing is left."""

import os
import shutil
import subprocess
import sys

import pytest

from iom.store import backup as backup_room
from tests.faults.place import made
from tests.store.kept_safe import held, names_in, sha256

POSIX = pytest.mark.skipif(os.name != "posix", reason="limits and modes are POSIX")
# Runs the iom command in argv[2:]; no file may grow beyond argv[1] bytes, as on a disk that is full.
FULL = """
import resource, sys
from iom.cli.main import main
most = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
sys.exit(main(sys.argv[2:]))
"""


@pytest.fixture
def place(furnished_template, cli, tmp_path, monkeypatch):
    return made(furnished_template, cli, tmp_path, monkeypatch)


def on_a_full_disk(most, *arguments):
    return subprocess.run(
        [sys.executable, "-c", FULL, str(most), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


@POSIX
@pytest.mark.parametrize(
    "share", [0.3, pytest.param(0.02, marks=pytest.mark.long), pytest.param(0.9, marks=pytest.mark.long)]
)
def test_a_disk_that_fills_during_a_backup_is_told_and_leaves_nothing(place, share):
    before, names = held(place.store / "store.duckdb"), names_in(place.out)
    most = int(share * (place.backup / "database.duckdb").stat().st_size)
    ended = on_a_full_disk(most, "backup", "--store", place.store, "--out", place.out)
    assert ended.returncode == 4, ended.stderr
    assert "disk full" in ended.stderr
    assert "Traceback" not in ended.stderr
    # the store's own log of what it was told last: the disk was too full to write it into the database
    assert names_in(place.store) - {"store.duckdb.wal"} == {"store.duckdb", "exchange", "temp"}
    assert names_in(place.out) == names
    assert held(place.store / "store.duckdb") == before
    assert place.is_well(place.store) == ""


def test_too_little_room_is_said_before_anything_is_written(place, monkeypatch):
    usage = shutil.disk_usage(place.out)
    monkeypatch.setattr(backup_room.shutil, "disk_usage", lambda _: usage._replace(free=1000))
    answer = place.cli("backup", "--store", place.store, "--out", place.out / "new")
    assert (answer.code, "1,000 free" in answer.err) == (4, True)
    assert not (place.out / "new").exists()


@pytest.mark.parametrize("step", ["copy_new", "write_new", "sync", "sha256_of"])
def test_a_disk_that_fails_at_any_step_leaves_nothing(place, step, monkeypatch):
    def fails(*_):
        raise OSError(28, "No space left on device")

    if step == "copy_new":
        # as where the backup goes to another disk
        monkeypatch.setattr("pathlib.Path.rename", fails)
    target = "iom.store.manifest.write_new" if step == "write_new" else f"iom.store.backup.{step}"
    monkeypatch.setattr(target, fails)
    before = names_in(place.out)
    answer = place.cli("backup", "--store", place.store, "--out", place.out)
    monkeypatch.undo()
    assert answer.code == 4
    assert "No space left on device" in answer.err
    assert (names_in(place.out), names_in(place.store)) == (before, {"store.duckdb", "exchange", "temp"})


def test_a_backup_to_another_disk_is_copied_there(place, monkeypatch):
    from pathlib import Path

    rename = Path.rename

    def only_folders(self, target):
        if self.is_file():
            raise OSError(18, "Invalid cross-device link")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", only_folders)
    assert place.cli("backup", "--store", place.store, "--out", place.out / "far").code == 0
    monkeypatch.undo()
    assert held(place.out / "far" / "database.duckdb") == held(place.store / "store.duckdb")
    assert names_in(place.store) == {"store.duckdb", "exchange", "temp"}


@POSIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_told(place):
    place.out.chmod(0o500)
    try:
        answer = place.cli("backup", "--store", place.store, "--out", place.out)
    finally:
        place.out.chmod(0o700)
    assert (answer.code, "cannot be written to by this user" in answer.err) == (4, True)


def test_a_damaged_store_gives_no_backup(place):
    file = place.store / "store.duckdb"
    content = bytearray(file.read_bytes())
    # every block but those at the head, where the catalog and the log may lie
    for at in range(len(content) // 3, len(content) - 600, 100_000):
        content[at : at + 500] = bytes(byte ^ 255 for byte in content[at : at + 500])
    file.write_bytes(content)
    before = names_in(place.out)
    answer = place.cli("backup", "--store", place.store, "--out", place.out)
    assert (answer.code, "damaged" in answer.err) == (4, True)
    assert names_in(place.out) == before


def test_keys_that_cannot_be_written_leave_no_backup(place):
    (keys,) = (entry for entry in (place.root / "work" / "keys").iterdir() if (entry / "audit.key").exists())
    (keys / "backups.new").mkdir()
    before = names_in(place.out)
    answer = place.cli("backup", "--store", place.store, "--out", place.out)
    assert (answer.code, "IOM_KEYS" in answer.err) == (4, True)
    assert names_in(place.out) == before
    assert sha256(place.backup / "database.duckdb")
