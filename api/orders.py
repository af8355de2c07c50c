"""A piece of long work: as it is asked for, as it stands, as it ended."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import duckdb

from iom.store import Store
from iom.store.kept_answers import Hidings

Advance = Callable[[int, int], None]
# Does the work through a store that acts for whoever asked; what it returns becomes the job's result.
Work = Callable[[Store, Advance], object]


class CalledOff(Exception):  # noqa: N818  not a fault
    """The caller has called the work off."""


@dataclass(frozen=True)
class Job:
    """A piece of long work as it stands. result: what came of it once done; problem: why not, or not told."""

    job_id: str
    kind: str
    asked_at: datetime
    state: str
    done: int
    total: int | None
    ended_at: datetime | None
    result: Any
    problem: str | None


@dataclass
class Order:
    job_id: str
    kind: str
    view: Store
    work: Work
    kept: Callable[[duckdb.DuckDBPyConnection], object] | None
    tidy: Callable[[], None]
    lane: str
    to_the_end: bool
    # what it does is kept in the store, or about to be: it goes on to its end
    is_kept: bool = False
    done: int = 0
    total: int | None = None
    called_off: threading.Event = field(default_factory=threading.Event)
    # else the service is being stopped
    by_caller: bool = False
    # the hidings when it began, and those that its own changes made of them: under any others, what came of
    # it may speak of whoever was put out of sight since
    seen_under: set[Hidings] = field(default_factory=set)

    @property
    def is_to_end(self) -> bool:
        """Whether it is called off, and nothing of it is kept."""
        return self.called_off.is_set() and not self.is_kept


@dataclass(frozen=True)
class End:
    """How work ended; see Order."""

    state: str
    ended_at: datetime
    result: object
    problem: str | None
    lane: str
    seen_under: frozenset[Hidings]
