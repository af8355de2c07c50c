"""What scores would be if they were fitted to a store: a proposal and what it would do, no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from iom.risk.calibration.calibrating import bands, gather
from iom.risk.calibration.cohort import People
from iom.risk.calibration.covering import NotCovered
from iom.risk.calibration.limits import limits
from iom.risk.calibration.statistics import Line, Numbers, expit, line
from iom.risk.models import SCORES, Model, models
from iom.store import Store

# As many as a percentage has where it is computed (iom.risk.scoring).
_DECIMALS = 10


@dataclass(frozen=True)
class Proposal:
    """One score on one history. line None: there are too few events, or no line can be fitted.

    moves: how many people have which band now and which they would have.
    """

    score: str
    history: str
    people: int
    events: int | None
    line: Line | None
    moves: Mapping[tuple[str, str], int]

    @property
    def moved(self) -> int:
        """How many would change their band."""
        return sum(count for (now, then), count in self.moves.items() if now != then)


@dataclass(frozen=True)
class Recalibration:
    """Proposals as at a date; left_out: by score, why there is none."""

    as_at: date
    known_at: datetime
    months: int
    proposals: tuple[Proposal, ...]
    left_out: Mapping[str, NotCovered]


def recalibrate(
    store: Store, *, as_at: date, known_at: datetime | None = None, now: datetime
) -> Recalibration:
    """Propose an intercept and a slope for each score that has bands; the look is logged before it is given.

    Raises IomError where no score's follow-up is covered.
    """
    months = limits().two_years
    gathered = gather(
        store, as_at=as_at, months=months, known_at=known_at, now=now, action="risk.recalibration"
    )
    proposals, left_out = [], {}
    for score, (_, followed) in gathered.by_score.items():
        if isinstance(followed, NotCovered):
            left_out[score] = followed
            continue
        proposals += [
            propose(score, history, people) for history, people in followed.people.items() if len(people.z)
        ]
    return Recalibration(as_at, gathered.known_at, months, tuple(proposals), left_out)


def propose(score: str, history: str, people: People) -> Proposal:
    """The line that fits these people best, and the bands that it would give them."""
    events = int(people.outcome.sum())
    if events < limits().least_events:
        return Proposal(score, history, len(people.z), None, None, {})
    fitted = line(people.z, people.outcome)
    if fitted is None:
        return Proposal(score, history, len(people.z), events, None, {})
    model = models()[SCORES[score]]
    now = banded(people.z, model)
    then = banded(fitted.intercept.value + fitted.slope.value * people.z, model)
    names = bands(score)
    counted = {
        (names[one], names[other]): int(np.sum((now == one) & (then == other)))
        for one in range(len(names))
        for other in range(len(names))
    }
    return Proposal(score, history, len(people.z), events, fitted, counted)


def banded(z: Numbers, model: Model) -> np.ndarray:
    """By number, the band of each score, read off the percentage as the model has it."""
    percent = np.round(100 * expit(z), _DECIMALS)
    read = np.floor(percent + 0.5) if model.whole_percent else percent
    return np.searchsorted(np.array([edge for edge, _ in model.bands]), read, side="right") - 1
