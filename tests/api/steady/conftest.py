"""The invented scheme, served."""

import pytest

from tests.api.access.conftest import _silent, own_served, told_scheme

__all__ = ["_silent", "own_served", "told_scheme"]


@pytest.fixture(autouse=True)
def _as_deployed(deployed_threads: None) -> None:
    """With the threads that a deployment has."""
