"""The invented scheme, served."""

from tests.api.access.conftest import _silent, own_served, told_scheme

__all__ = ["_silent", "own_served", "told_scheme"]
