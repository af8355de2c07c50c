"""One small partnership for all tests of the room, and the whole one where its shape is the matter."""

from pathlib import Path

import pytest

from iom.demo import Made, Parameters, read_parameters, write_exports
from iom.demo.partnership import Partnership, make

SEED = 2026


@pytest.fixture(scope="session")
def parameters() -> Parameters:
    return read_parameters()


@pytest.fixture(scope="session")
def whole(parameters: Parameters) -> Partnership:
    return make(parameters, SEED)


@pytest.fixture(scope="session")
def small_parameters(parameters: Parameters) -> Parameters:
    return parameters.with_values(made__people=400)


@pytest.fixture(scope="session")
def small(small_parameters: Parameters, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    folder = tmp_path_factory.mktemp("exports")
    return folder, write_exports(folder, SEED, small_parameters)


@pytest.fixture(autouse=True)
def _as_deployed(deployed_threads: None) -> None:
    """With the threads that a deployment has."""
