"""One store for a whole file of comparisons: each world replaces the one before."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from iom.settings import Settings
from iom.store import Actor, Store, open_store

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def twin_store(furnished_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An open store with the shipped reference tables in force."""
    place = Path(shutil.copytree(furnished_template, tmp_path_factory.mktemp("twin") / "furnished"))
    chosen = Settings(keys=place / "keys")  # pyright: ignore[reportCallIssue]
    with open_store(place / "store", chosen, Actor("tester", "inspection", "test"), now=NOW) as store:
        yield store
