"""One store for a whole file of comparisons: each world replaces the one before."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from iom.reference import ensure
from iom.settings import Settings
from iom.store import Actor, Store, open_store

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def twin_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An open store with the shipped reference tables in force."""
    folder = tmp_path_factory.mktemp("twin") / "store"
    actor = Actor("tester", "inspection", "test")
    with open_store(folder, Settings(), actor, now=NOW, create=True) as store:  # pyright: ignore[reportCallIssue]
        ensure(store, NOW)
        yield store
