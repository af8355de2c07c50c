"""Which folder may hold a store, and what may lie in it."""

import os
import sys
from pathlib import Path

import duckdb
import pytest

from iom.settings import Settings, settings
from iom.store import StoreError, open_store, owner
from iom.store.folder import spill_folder

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
LINKS = pytest.mark.skipif(sys.platform == "win32", reason="making links needs rights on Windows")


@pytest.fixture
def made(empty_folder, tmp_path):
    """The folder of a store, closed."""
    return empty_folder.rename(tmp_path / "s")


def opened(folder, now, actor, chosen=None, **options):
    with open_store(folder, chosen or settings(), actor, now=now, **options) as store:
        return store.store_id


@LINKS
@pytest.mark.parametrize(
    "name", ["exchange", "temp", "store.duckdb", "store.duckdb.wal", "in-use.json", "in-use.json.new"]
)
def test_nothing_of_a_store_is_a_link_to_elsewhere(made, tmp_path, now, actor, name):
    if (made / name).exists():
        (made / name).rename(tmp_path / name)
    else:
        (tmp_path / name).write_bytes(b"")
    (made / name).symlink_to(tmp_path / name)
    with pytest.raises(StoreError, match="is a link"):
        opened(made, now, actor)


@LINKS
def test_a_link_put_where_the_note_is_written_is_not_followed(made, tmp_path, now):
    (tmp_path / "theirs").write_text("theirs", encoding="utf-8")
    (made / "in-use.json.new").symlink_to(tmp_path / "theirs")
    owner.claim(made, user="ann", command="import", now=now)
    assert (tmp_path / "theirs").read_text(encoding="utf-8") == "theirs"
    assert "ann" in (made / "in-use.json").read_text(encoding="utf-8")


@POSIX
def test_the_note_of_who_has_the_store_is_its_owners_alone(made, now):
    owner.claim(made, user="ann", command="import", now=now)
    assert (made / "in-use.json").stat().st_mode & 0o777 == 0o600


def test_there_must_be_a_store_unless_one_is_to_be_made(tmp_path, now, actor):
    with pytest.raises(StoreError, match="iom init"):
        opened(tmp_path / "none", now, actor)
    assert not (tmp_path / "none").exists()


def test_a_folder_of_other_things_does_not_become_a_store(tmp_path, now, actor):
    (tmp_path / "letter.txt").write_text("Dear Ann", encoding="utf-8")
    with pytest.raises(StoreError, match="not empty"):
        opened(tmp_path, now, actor, create=True)
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_not_a_store(tmp_path, now, actor):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="is a file"):
        opened(tmp_path / "file", now, actor, create=True)


@pytest.mark.parametrize("place", ["s3://bucket/store", "\\\\server\\share\\store", "//server/share/store"])
def test_a_store_lies_on_a_disk_of_this_machine(place, now, actor):
    with pytest.raises(StoreError, match="not on a disk"):
        opened(Path(place), now, actor, create=True)


@pytest.mark.parametrize("place", ["C:\\stores\\s", "\\\\?\\C:\\stores\\s", "\\\\?\\c:\\s"])
def test_a_drive_of_windows_is_on_this_machine(tmp_path, now, actor, monkeypatch, place):
    monkeypatch.setattr("pathlib.Path.resolve", lambda path: tmp_path / "s" if path == Path(place) else path)
    assert opened(Path(place), now, actor, create=True)


@pytest.mark.parametrize("place", ["\\\\?\\UNC\\server\\share", "\\\\?\\server", "\\\\.\\pipe\\x"])
def test_other_long_names_of_windows_are_not(place, now, actor):
    with pytest.raises(StoreError, match="not on a disk"):
        opened(Path(place), now, actor, create=True)


def test_a_drive_that_leads_to_a_network_is_refused(tmp_path, now, actor, monkeypatch):
    monkeypatch.setattr("pathlib.Path.resolve", lambda path: Path("//server/share/s"))
    with pytest.raises(StoreError, match="not on a disk"):
        opened(tmp_path / "s", now, actor, create=True)


@pytest.mark.parametrize(("store", "keys"), [("s", "s"), ("s", "s/deep/keys"), ("keys/s", "keys")])
def test_store_and_keys_lie_apart(tmp_path, now, actor, store, keys):
    chosen = Settings.model_validate({"keys": tmp_path / keys})
    with pytest.raises(StoreError, match="must lie apart"):
        opened(tmp_path / store, now, actor, chosen, create=True)
    assert not (tmp_path / store).exists()


def test_another_programs_database_is_not_a_store(tmp_path, now, actor):
    (tmp_path / "s").mkdir()
    with duckdb.connect(str(tmp_path / "s" / "store.duckdb")) as database:
        database.execute("create table theirs (a integer)")
    with pytest.raises(StoreError, match="not a store"):
        opened(tmp_path / "s", now, actor)


@POSIX
def test_a_new_store_is_readable_by_its_owner_alone(made):
    assert made.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_told(made, now, actor, monkeypatch):
    # asked of the system, not made so: root, as whom tests may run, writes everywhere
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(StoreError, match="cannot be written"):
        opened(made, now, actor)


def test_the_spill_folder_may_lie_on_another_volume(tmp_path, now, actor):
    chosen = Settings.model_validate({"spill_folder": tmp_path / "volume"})
    with open_store(tmp_path / "s", chosen, actor, now=now, create=True) as store, store.cursor() as cursor:
        (spill,) = cursor.execute("select current_setting('temp_directory')").fetchone()
    assert Path(spill).parent == tmp_path / "volume"


@pytest.fixture
def spilling(tmp_path, made):
    """Settings with a spill folder on a volume, and the store's own folder there, not made yet."""
    chosen = Settings.model_validate({"spill_folder": tmp_path / "volume"})
    (tmp_path / "volume").mkdir()
    return chosen, spill_folder(made.resolve(), chosen)


@POSIX
@pytest.mark.parametrize("mode", [0o710, 0o702])
def test_a_spill_folder_open_to_others_is_refused(made, now, actor, spilling, mode):
    chosen, spill = spilling
    spill.mkdir()
    spill.chmod(mode)
    with pytest.raises(StoreError, match="IOM_SPILL_FOLDER"):
        opened(made, now, actor, chosen)


@LINKS
def test_a_spill_folder_that_is_a_link_is_refused(made, tmp_path, now, actor, spilling):
    chosen, spill = spilling
    (tmp_path / "theirs").mkdir(mode=0o700)
    spill.symlink_to(tmp_path / "theirs")
    with pytest.raises(StoreError, match="IOM_SPILL_FOLDER"):
        opened(made, now, actor, chosen)


@POSIX
def test_a_spill_folder_of_another_user_is_refused(made, now, actor, spilling, monkeypatch):
    chosen, spill = spilling
    spill.mkdir(mode=0o700)
    another = os.geteuid() + 1
    monkeypatch.setattr("os.geteuid", lambda: another)
    with pytest.raises(StoreError, match="IOM_SPILL_FOLDER"):
        opened(made, now, actor, chosen)


@POSIX
def test_the_spill_folder_that_a_store_made_is_taken_again(made, now, actor, spilling):
    chosen, spill = spilling
    for _ in range(2):
        assert opened(made, now, actor, chosen)
    assert spill.is_dir()
