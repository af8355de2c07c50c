"""What a comparison of two runs came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

CODE_BEFORE = "code_before"
TIME = "time"
DATA = "data"
REFERENCE = "reference"
CRITERIA = "criteria"
CODE_AFTER = "code_after"
STEPS = (CODE_BEFORE, TIME, DATA, REFERENCE, CRITERIA, CODE_AFTER)


@dataclass(frozen=True)
class Made:
    """From what a run was made."""

    run_id: int
    as_at: date
    known_at: datetime
    seen_batch: int
    area: str | None
    criteria_title: str
    criteria_version: str
    criteria_sha256: str
    reference_fingerprint: str
    code_version: str
    canonical_sha256: str


@dataclass(frozen=True)
class Where:
    """Where a selection left someone whom it considered."""

    list: str | None
    cohort: str | None
    area: str | None
    points: int
    rank: int | None
    place: int | None
    places: int | None
    harmful_place: int | None


@dataclass(frozen=True)
class StepChange:
    """What one step did, in numbers of people. same: both runs have it alike, so nothing was done again."""

    step: str
    says: str
    same: bool
    proposed_before: int
    came: int
    went: int
    proposed_after: int
    moved: int
    reranked: int


@dataclass(frozen=True)
class Cause:
    """What a step did to one person (came, went, moved), and why, in words."""

    step: str
    change: str
    says: tuple[str, ...]


@dataclass(frozen=True)
class PersonChange:
    """Someone whom some step changed. change, from run to run: came, went, moved, or back (as before)."""

    person_id: int
    change: str
    before: Where | None
    after: Where | None
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Reranked:
    """Someone who only stands elsewhere in the order, or in a queue for another number of places."""

    person_id: int
    before: Where | None
    after: Where | None


@dataclass(frozen=True)
class Difference:
    """Two runs compared. total: from kept run to kept run; what the steps did adds up to it.

    hidden: how many people of either run are erased since, or restricted, and left out.
    """

    first: Made
    second: Made
    steps: tuple[StepChange, ...]
    total: StepChange
    people: tuple[PersonChange, ...]
    reranked: tuple[Reranked, ...]
    hidden: int = 0


def where(row: Mapping[str, Any] | None) -> Where | None:
    """Where a row of a selection leaves someone; None when they were not considered."""
    if row is None:
        return None
    names = ("list", "cohort", "capacity_area", "points", "rank", "place", "places", "harmful_place")
    return Where(*(row[name] for name in names))
