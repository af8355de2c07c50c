"""One served store for all tests of the contract."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.api.contract.served import Served, served


@pytest.fixture(scope="session")
def service(furnished_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small partnership, served. Shared: what a test adds to it, another may see."""
    structlog.configure(processors=[_silent])
    place = Path(shutil.copytree(furnished_template, tmp_path_factory.mktemp("served") / "place"))
    with served(place) as running:
        yield running


def _silent(*_: object) -> object:
    raise structlog.DropEvent
