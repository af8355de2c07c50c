"""The schema's steps: each whole or not at all, never changed, never newer than the software."""

import pytest

from iom.settings import settings
from iom.store import StoreError, migrations, open_store
from iom.store.migrations import Migration


@pytest.fixture
def opened(tmp_path, now, actor):
    """Open and close the one store of the test; give its tables."""

    def run():
        with (
            open_store(tmp_path / "s", settings(), actor, now=now, create=True) as store,
            store.cursor() as cursor,
        ):
            return {row[0] for row in cursor.execute("select table_name from duckdb_tables()").fetchall()}

    return run


@pytest.fixture
def ship(monkeypatch):
    """Make the software ship other steps after its own."""
    own = migrations.shipped()

    def other(*extra: Migration, of=own):
        monkeypatch.setattr(migrations, "shipped", lambda: [*of, *extra])

    return other


GOOD = Migration(9001, "good", "create table added (a integer); insert into added values (1);", "sum-1")
BAD = Migration(9002, "bad", "create table half (a integer); select no_such_column from added;", "sum-2")


def test_each_shipped_step_has_the_next_number():
    versions = [step.version for step in migrations.shipped()]
    assert versions == list(range(1, len(versions) + 1))


def test_opening_twice_applies_nothing_twice(opened):
    assert opened() == opened()


def test_a_store_gets_the_steps_it_lacks(opened, ship):
    assert "added" not in opened()
    ship(GOOD)
    assert "added" in opened()


def test_a_step_that_fails_is_rolled_back_whole(opened, ship):
    opened()
    ship(GOOD, BAD)
    with pytest.raises(StoreError, match="9002"):
        opened()
    ship(GOOD)
    tables = opened()
    assert "added" in tables
    assert "half" not in tables


def test_a_step_that_changed_after_it_was_applied_is_refused(opened, ship):
    ship(GOOD)
    opened()
    ship(Migration(9001, "good", "create table added (a bigint)", "sum-3"))
    with pytest.raises(StoreError, match="9001"):
        opened()


def test_a_store_of_a_newer_version_is_refused(opened, ship):
    ship(GOOD)
    opened()
    ship()
    with pytest.raises(StoreError, match="newer version"):
        opened()


def test_a_store_keeps_its_id(tmp_path, now, actor):
    ids = set()
    for _ in range(2):
        with open_store(tmp_path / "s", settings(), actor, now=now, create=True) as store:
            ids.add(store.store_id)
    assert len(ids) == 1
