"""When and how often someone offends: onset, rate, ageing, quiet years, the end. Rates are heavy-tailed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from iom.demo.dice import Chances, Dice
from iom.demo.parameters import Kind, Parameters

YEAR = 365.25


@dataclass(frozen=True)
class Career:
    """One person's career: days are ordinals, rate is recorded offences a year at liberty at the peak age."""

    born: int
    onset: int
    end: int
    rate: float
    kind: Kind
    quiet: frozenset[int] = field(default_factory=frozenset)

    def age(self, day: int) -> float:
        """Years of age, with decimals."""
        return (day - self.born) / YEAR


class Careers:
    """Draws careers, and the days on which their offences would fall."""

    def __init__(self, parameters: Parameters) -> None:
        self._p = parameters
        self._kinds = Chances([(kind, kind.share) for kind in parameters.kinds])
        self._onsets = Chances([(age, share) for age, share in parameters["careers.onset_ages"]])
        self._first = date(parameters["careers.born_from"], 1, 1).toordinal()
        self._last = date(parameters["careers.born_to"], 12, 31).toordinal()

    def draw(self, dice: Dice) -> Career:
        """One career, whether or not it reaches the window."""
        p = self._p
        born = dice.integer(self._first, self._last)
        if dice.chance(p["careers.once"]):
            return self._once(born, dice)
        kind = dice.weighted(self._kinds)
        assert isinstance(kind, Kind)
        onset_age = float(str(dice.weighted(self._onsets))) + dice.uniform()
        early = 1.0 + p["careers.rate_onset"] * (onset_age < 16)
        rate = min(
            dice.lognormal(p["careers.rate_median"], p["careers.rate_sigma"]) * kind.rate * early,
            p["careers.rate_highest"],
        )
        years = dice.lognormal(p["careers.years_median"], p["careers.years_sigma"])
        years *= rate ** p["careers.years_with_rate"]
        onset = born + int(onset_age * YEAR)
        end = onset + int(years * YEAR)
        quiet = frozenset(
            number for number in range(1, int(min(years, 80)) + 1) if dice.chance(p["careers.quiet_years"])
        )
        return Career(born, onset, end, rate, kind, quiet)

    def _once(self, born: int, dice: Dice) -> Career:
        """A career over within months, at any age: most people on a force's books."""
        p = self._p
        age = p["careers.youngest"] + dice.wait(p["careers.once_later_years"])
        onset = born + int(age * YEAR)
        end = onset + int(p["careers.once_years"] * YEAR)
        return Career(born, onset, end, p["careers.once_rate"], self._p.kinds[0])

    @cached_property
    def _ageing(self) -> list[float]:
        """The age curve by quarter year of age."""
        points = self._p["careers.age_curve"]
        curve = []
        for quarter in range(4 * 110):
            age = quarter / 4
            after = next((i for i, (at, _) in enumerate(points) if at > age), None)
            if after is None or after == 0:
                curve.append(0.0 if after == 0 else points[-1][1])
                continue
            (low, from_rate), (high, to_rate) = points[after - 1], points[after]
            curve.append(from_rate + (to_rate - from_rate) * (age - low) / (high - low))
        return curve

    def rate_on(self, career: Career, day: int) -> float:
        """Offences a year that the person would commit at liberty on that day."""
        if not career.onset <= day <= career.end:
            return 0.0
        quiet = int((day - career.onset) / YEAR) in career.quiet
        ageing = self._ageing[min(int(career.age(day) * 4), len(self._ageing) - 1)]
        return career.rate * ageing * (self._p["careers.quiet_rate"] if quiet else 1.0)

    def days(self, career: Career, until: int, dice: Dice) -> Iterator[int]:
        """Days of would-be offences, bursts included: a steady stream at the highest rate, thinned."""
        season = self._p["careers.season"]
        highest = career.rate * max(season)
        burst = self._p["careers.burst_chance"]
        last = min(career.end, until)
        at = float(career.onset)
        while (at := at + dice.wait(YEAR / highest)) <= last:
            day = int(at)
            month = date.fromordinal(day).month
            if not dice.chance(self.rate_on(career, day) * season[month - 1] / highest):
                continue
            yield day
            while dice.chance(burst):
                day += dice.integer(0, 4)
                if day > last:
                    break
                yield day
                at = float(day)
