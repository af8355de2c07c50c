"""A small partnership made once, and a served copy of it that all tests of the contract share."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import pytest
import structlog

from iom.store import sealing
from tests.api.contract.served import Served, filled, served


class Serving(Protocol):
    def __call__(self, template: Path, **limits: object) -> AbstractContextManager[Served]: ...


@pytest.fixture(scope="session")
def partnership(furnished_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed, filled store."""
    place = Path(shutil.copytree(furnished_template, tmp_path_factory.mktemp("partnership") / "place"))
    filled(place)
    return place


@pytest.fixture(scope="session")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Serving:
    """serving(template): a served copy of a folder, until the end of the block."""
    structlog.configure(processors=[_dropped])

    def serve(template: Path, **limits: object) -> AbstractContextManager[Served]:
        place = Path(shutil.copytree(template, tmp_path_factory.mktemp("served") / "place"))
        (key,) = place.glob("keys/*/audit.key")
        # as if it had been made here: a store that was moved is noted in its new place when it is opened
        sealing.note_store(place / "keys", place / "store", [key.parent.name])
        return served(place, **limits)

    return serve


@pytest.fixture(scope="session")
def service(partnership: Path, serving: Serving) -> Iterator[Served]:
    """The small partnership, served. Shared: what a test adds to it, others may see."""
    with serving(partnership) as running:
        yield running


def _dropped(*_: object) -> object:
    raise structlog.DropEvent
