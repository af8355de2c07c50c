"""Observed against predicted: of everyone, by band, by tenth of the score, by group. No person is in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from iom.risk.calibration import groups, statistics
from iom.risk.calibration.cohort import People
from iom.risk.calibration.limits import limits
from iom.risk.calibration.statistics import Estimate, Flags, Line, Numbers

ALL, BAND, TENTH = "all", "band", "tenth of the score"


@dataclass(frozen=True)
class Figure:
    """One group of people. events None: there are too few for any number, and nothing else is given.

    kind: all, band, tenth of the score, or a kind of group. predicted: the mean of the scores.
    """

    kind: str
    group: str
    people: int
    events: int | None = None
    observed: Estimate | None = None
    predicted: float | None = None
    auc: Estimate | None = None
    line: Line | None = None
    in_the_large: Estimate | None = None
    brier: float | None = None
    brier_scaled: float | None = None

    @property
    def too_few(self) -> bool:
        """Whether the outcome is too rare here for a number."""
        return self.events is None


def figures(people: People, bands: Sequence[str]) -> Iterator[Figure]:
    """All figures, everyone first; of too few events in all, that alone. bands: lowest first."""
    z, outcome = people.z, people.outcome
    whole = _full(ALL, "everyone", z, outcome)
    yield whole
    if whole.too_few:
        return
    if all(people.band):
        yield from _cells(BAND, bands, people.band, z, outcome)
    tenths = [str(part) for part in statistics.tenths(z, limits().deciles)]
    yield from _cells(TENTH, [str(part + 1) for part in range(limits().deciles)], tenths, z, outcome)
    for kind, of_each in groups.members(people).items():
        member = np.array(of_each)
        for group in groups.in_order(kind, of_each):
            yield _full(kind, group, z[member == group], outcome[member == group])


def _cells(
    kind: str, names: Sequence[str], of_each: Sequence[str | None], z: Numbers, outcome: Flags
) -> Iterator[Figure]:
    """One figure a name that somebody has; then neighbours with too few events each, together."""
    member = np.array(of_each)
    found = [
        (name, _cell(kind, name, z[member == name], outcome[member == name]))
        for name in names
        if (member == name).any()
    ]
    run: list[str] = []
    for name, cell in (*found, ("", None)):
        if cell is not None and cell.too_few:
            run.append(name)
            yield cell
            continue
        if len(run) > 1:
            those = np.isin(member, run)
            together = _cell(kind, f"{run[0]} to {run[-1]} together", z[those], outcome[those])
            if not together.too_few:
                yield together
        run = []
        if cell is not None:
            yield cell


def _cell(kind: str, group: str, z: Numbers, outcome: Flags) -> Figure:
    people, events = len(outcome), int(outcome.sum())
    if events < limits().least_events:
        return Figure(kind, group, people)
    return Figure(
        kind,
        group,
        people,
        events,
        statistics.wilson(events, people),
        float(statistics.expit(z).mean()),
    )


def _full(kind: str, group: str, z: Numbers, outcome: Flags) -> Figure:
    cell = _cell(kind, group, z, outcome)
    if cell.too_few:
        return cell
    return Figure(
        kind,
        group,
        cell.people,
        cell.events,
        cell.observed,
        cell.predicted,
        statistics.auc(z, outcome),
        statistics.line(z, outcome),
        statistics.in_the_large(z, outcome),
        statistics.brier(z, outcome),
        statistics.brier_scaled(z, outcome),
    )
