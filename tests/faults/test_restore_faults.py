"""A backup that is damaged, cut, altered, newer or without its key is refused; a full disk leaves nothing."""

import json
import os
import secrets
import shutil

import duckdb
import pytest

from iom.store import restore as restore_room
from tests.faults.place import made
from tests.faults.test_backup_faults import POSIX, on_a_full_disk
from tests.store.kept_safe import held, names_in


@pytest.fixture
def place(furnished_template, cli, tmp_path, monkeypatch):
    return made(furnished_template, cli, tmp_path, monkeypatch)


def edited(place, **changes):
    """Change the manifest without sealing it anew."""
    file = place.backup / "manifest.json"
    said = {**json.loads(file.read_text(encoding="utf-8")), **changes}
    file.write_text(json.dumps(said), encoding="utf-8")


def cut(place):
    with (place.backup / "database.duckdb").open("r+b") as file:
        file.truncate(file.seek(0, 2) - 4096)


def flip(place):
    with (place.backup / "database.duckdb").open("r+b") as file:
        file.seek(500_000)
        byte = file.read(1)
        file.seek(500_000)
        file.write(bytes([byte[0] ^ 1]))


def alter(place):
    """Another record, and a digest to match, but no seal."""
    import hashlib

    file = place.backup / "database.duckdb"
    with duckdb.connect(str(file)) as database:
        database.execute("update subject_name_version set surname = 'X'")
    edited(place, sha256=hashlib.sha256(file.read_bytes()).hexdigest(), size=file.stat().st_size)


def without(name):
    return lambda place: (place.backup / name).unlink()


def written(content):
    return lambda place: (place.backup / "manifest.json").write_bytes(content)


def newer_schema(place):
    edited(place, schema_step=9999)
    seal_anew(place)


def seal_anew(place):
    """Seal the manifest as the software does, to look behind the seal."""
    from iom.store import manifest

    (key,) = (place.root / "work" / "keys").glob("*/audit.key")
    file = place.backup / "manifest.json"
    said = json.loads(file.read_text(encoding="utf-8"))
    said["seal"] = manifest._seal(key.read_bytes(), said)
    file.write_text(json.dumps(said), encoding="utf-8")


def another_key(place):
    for key in (place.root / "work" / "keys").rglob("audit.key"):
        key.write_bytes(secrets.token_bytes(32))


def no_key(place):
    for key in (place.root / "work" / "keys").rglob("audit.key"):
        key.unlink()


# What is wrong with the backup, the exit code, and a word of what is said of it.
FAULTS = {
    "no such folder": (lambda place: shutil.rmtree(place.backup), 4, "There is no backup"),
    "no manifest": (without("manifest.json"), 4, "holds no manifest.json"),
    "no database": (without("database.duckdb"), 4, "cannot be read"),
    "an empty manifest": (written(b""), 4, "manifest"),
    "a manifest that is no JSON": (written(b"\xff\xfe{"), 4, "damaged"),
    "a manifest of another shape": (written(b"[1, 2]"), 4, "damaged"),
    "a manifest without end": (written(b"[" * 300_000), 4, "damaged"),
    "a huge manifest": (written(b" " * 3_000_000), 4, "damaged"),
    "a word missing": (lambda place: edited(place, made_at=None), 4, "damaged"),
    "an id that leads elsewhere": (lambda place: edited(place, store_id="../../x"), 5, "UUID"),
    "cut short": (cut, 4, "not whole"),
    "one bit": (flip, 4, "damaged or was altered"),
    "a record altered, and the digest too": (alter, 5, "altered"),
    "another day": (lambda place: edited(place, expires="2099-01-01"), 5, "altered"),
    "a newer format": (lambda place: edited(place, format=2), 4, "newer version"),
    "a newer schema": (newer_schema, 4, "newer version"),
    "another key": (another_key, 5, "not the one"),
    "no key": (no_key, 5, "is not in"),
}


@pytest.mark.parametrize(("harm", "code", "says"), FAULTS.values(), ids=FAULTS.keys())
def test_a_backup_that_is_not_as_it_was_made_is_refused_and_leaves_nothing(place, harm, code, says):
    before = held(place.store / "store.duckdb")
    harm(place)
    names = names_in(place.root / "work")
    for target in ((place.root / "work" / "new",), (place.store, "--replace")):
        answer = place.cli("restore", place.backup, "--store", *target)
        assert answer.code == code, answer.err
        assert says in answer.err
        assert "Traceback" not in answer.err
        assert names_in(place.root / "work") == names
    assert held(place.store / "store.duckdb") == before
    checked = place.cli("backup", "check", place.backup)
    assert (checked.code, says in checked.err) == (code, True)


def test_an_altered_log_in_a_backup_is_found_behind_every_seal(place):
    import hashlib

    file = place.backup / "database.duckdb"
    with duckdb.connect(str(file)) as database:
        database.execute("update audit_log set who = 'bob' where seq = 1")
    edited(place, sha256=hashlib.sha256(file.read_bytes()).hexdigest(), size=file.stat().st_size)
    seal_anew(place)
    answer = place.cli("restore", place.backup, "--store", place.root / "work" / "new")
    assert answer.code == 5
    assert not (place.root / "work" / "new").exists()


@POSIX
@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize(
    "share", [0.5, pytest.param(0.02, marks=pytest.mark.long), pytest.param(0.99, marks=pytest.mark.long)]
)
def test_a_disk_that_fills_during_a_restore_is_told_and_leaves_nothing(place, share, replace):
    before, names = held(place.store / "store.duckdb"), names_in(place.root / "work")
    target = (place.store, "--replace") if replace else (place.root / "work" / "new",)
    most = int(share * (place.backup / "database.duckdb").stat().st_size)
    ended = on_a_full_disk(most, "restore", place.backup, "--store", *target)
    assert ended.returncode == 4, ended.stderr
    assert "disk full" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert names_in(place.root / "work") == names
    assert held(place.store / "store.duckdb") == before
    assert place.is_well(place.store) == ""


def test_too_little_room_is_said_before_anything_is_written(place, monkeypatch):
    usage = shutil.disk_usage(place.out)
    monkeypatch.setattr(restore_room.shutil, "disk_usage", lambda _: usage._replace(free=1000))
    answer = place.cli("restore", place.backup, "--store", place.root / "work" / "new")
    assert (answer.code, "1,000 free" in answer.err) == (4, True)
    assert not (place.root / "work" / "new").exists()


@pytest.mark.parametrize(
    "step",
    [
        "restore.copy_new",
        "adopting.sync",
        "restore._give_second_name",
        "restore._replace",
        "sealing.put_key",
        "sealing.note_store",
    ],
)
def test_a_disk_that_fails_at_any_step_leaves_the_store_that_was_there(place, step, monkeypatch):
    def fails(*_, **__):
        raise OSError(28, "No space left on device")

    before, names = held(place.store / "store.duckdb"), names_in(place.root / "work")
    monkeypatch.setattr(f"iom.store.{step}", fails)
    answer = place.cli("restore", place.backup, "--store", place.store, "--replace")
    for name in ("IOM_KEYS", "IOM_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.undo()
    monkeypatch.setenv("IOM_KEYS", str(place.root / "work" / "keys"))
    assert (answer.code, "No space left on device" in answer.err) == (4, True)
    assert (held(place.store / "store.duckdb"), names_in(place.root / "work")) == (before, names)


def test_a_file_system_without_second_names_is_no_obstacle(place, monkeypatch):
    def fails(*_, **__):
        raise OSError(95, "Operation not supported")

    before = held(place.store / "store.duckdb")
    monkeypatch.setattr(os, "link", fails)
    for target in ((place.store, "--replace"), (place.root / "work" / "new",)):
        assert place.cli("restore", place.backup, "--store", *target).code == 0
    (aside,) = place.store.glob("before-restore-*")
    assert held(aside / "store.duckdb") == before
    assert held(place.store / "store.duckdb") == held(place.backup / "database.duckdb")
