"""The invented scheme, served."""

import threading
from dataclasses import dataclass
from typing import Any

import pytest

from iom.intake import importing
from tests.api.access.conftest import _silent, own_served, told_scheme

__all__ = ["_silent", "own_served", "told_scheme"]


@pytest.fixture(autouse=True)
def _as_deployed(deployed_threads: None) -> None:
    """With the threads that a deployment has."""


@dataclass(frozen=True)
class HeldUp:
    """Imports that read no further. begun: the first has come so far; go_on: they may."""

    begun: threading.Event
    go_on: threading.Event


@pytest.fixture
def held_up(monkeypatch: pytest.MonkeyPatch) -> HeldUp:
    """Imports stop before they read their file, until go_on is set."""
    held, stage = HeldUp(threading.Event(), threading.Event()), importing.stage

    def waiting(*given: Any, **named: Any) -> Any:
        held.begun.set()
        assert held.go_on.wait(20)
        return stage(*given, **named)

    monkeypatch.setattr(importing, "stage", waiting)
    return held
