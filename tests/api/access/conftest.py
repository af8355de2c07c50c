"""One served store for all that only look at it; a copy of it for each test that changes something."""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import structlog

from iom.settings import Settings
from iom.store import Actor, open_store, sealing
from tests.api.access import world
from tests.api.access.serving import Served, served_from


@pytest.fixture(autouse=True)
def _silent() -> Iterator[None]:
    """No line of the service's log: a few thousand requests are made."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def told_scheme(furnished_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a closed store that holds the invented scheme, and its keys."""
    place = tmp_path_factory.mktemp("scheme")
    shutil.copytree(furnished_template, place, dirs_exist_ok=True)
    chosen = Settings(keys=place / "keys")  # pyright: ignore[reportCallIssue]
    actor = Actor("tester", "inspection", "test")
    with open_store(place / "store", chosen, actor, now=world.NOW) as store:
        world.tell(store, place)
    return place


def copied(template: Path, place: Path) -> Path:
    """A copy of a folder with a closed store and its keys, as if the store had been made there."""
    shutil.copytree(template, place)
    (key,) = place.glob("keys/*/audit.key")
    sealing.note_store(place / "keys", place / "store", [key.parent.name])
    return place


@pytest.fixture(scope="session")
def served(told_scheme: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The scheme, served: for looks alone. What a test counts in the log it counts from where it began."""
    with served_from(copied(told_scheme, tmp_path_factory.mktemp("served") / "place")) as served:
        yield served


@pytest.fixture
def own_served(told_scheme: Path, tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """own_served(settings): a copy of the scheme, served for this test alone."""
    with ExitStack() as open_now:
        yield lambda **chosen: open_now.enter_context(
            served_from(copied(told_scheme, tmp_path / "place"), **chosen)
        )
