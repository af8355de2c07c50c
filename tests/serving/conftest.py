"""What tests of the served process share."""

import pytest

from .provider import Provider


@pytest.fixture
def provider() -> Provider:
    """An identity provider with one RSA key, at a fixed moment."""
    return Provider()


@pytest.fixture(autouse=True)
def _as_deployed(deployed_threads: None) -> None:
    """With the threads that a deployment has."""
