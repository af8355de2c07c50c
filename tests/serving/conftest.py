"""What tests of the served process share."""

import pytest

from .provider import Provider


@pytest.fixture
def provider() -> Provider:
    """An identity provider with one RSA key, at a fixed moment."""
    return Provider()
