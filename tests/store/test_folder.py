"""Which folder may hold a store, and what may lie in it."""

import os
import sys

import pytest

from iom.settings import settings
from iom.store import StoreError, open_store, owner

LINKS = pytest.mark.skipif(sys.platform == "win32", reason="making links needs rights on Windows")


@pytest.fixture
def made(tmp_path, now, actor):
    """The folder of a store, closed."""
    with open_store(tmp_path / "s", settings(), actor, now=now, create=True):
        pass
    return tmp_path / "s"


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
    with pytest.raises(StoreError, match="is a link"), open_store(made, settings(), actor, now=now):
        pass


@LINKS
def test_a_link_put_where_the_note_is_written_is_not_followed(made, tmp_path, now):
    (tmp_path / "theirs").write_text("theirs", encoding="utf-8")
    (made / "in-use.json.new").symlink_to(tmp_path / "theirs")
    owner.claim(made, user="ann", command="import", now=now)
    assert (tmp_path / "theirs").read_text(encoding="utf-8") == "theirs"
    assert "ann" in (made / "in-use.json").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_the_note_of_who_has_the_store_is_its_owners_alone(made, now):
    owner.claim(made, user="ann", command="import", now=now)
    assert (made / "in-use.json").stat().st_mode & 0o777 == 0o600
