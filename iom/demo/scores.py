"""Scores that probation holds: the true rate with noise, at the start of supervision and at intervals."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log

from iom.demo.careers import Careers
from iom.demo.dice import Dice
from iom.demo.parameters import Parameters
from iom.demo.people import Person

_MONTH = 30.44
_VIOLENT = ("violent", "domestic", "robber")


@dataclass(frozen=True)
class Assessed:
    """One assessment: the two-year percentages of OGRS3 and OVP, RSR in per cent."""

    day: int
    ogrs3: float
    ovp: float
    rsr: float


class Scores:
    """Draws the assessments of a person under supervision."""

    def __init__(self, parameters: Parameters, seed: int, careers: Careers) -> None:
        self._p = parameters
        self._seed = seed
        self._careers = careers
        self._from = parameters["made.from"].toordinal()
        self._until = parameters["made.extract"].toordinal()

    def draw(self, person: Person) -> Iterator[Assessed]:
        """The person's assessments, in order."""
        p, dice = self._p, Dice(self._seed, "scores", person.number)
        step = int(p["scores.every_months"] * _MONTH)
        last = 0
        for period in sorted(person.life.supervised):
            for due in range(period.start, min(period.end, self._until + 1), step):
                day = due + dice.integer(0, 20)
                overdue = self._from <= day <= self._until and day - last > step // 2
                if overdue and not dice.chance(p["scores.not_assessed"]):
                    last = day
                    yield self._assess(person, day, dice)

    def _assess(self, person: Person, day: int, dice: Dice) -> Assessed:
        p, career = self._p, person.life.career
        rate = max(self._careers.rate_on(career, day), 0.05)
        ogrs3 = (
            p["scores.ogrs3_intercept"]
            + p["scores.ogrs3_slope"] * log(rate)
            + p["scores.noise"] * dice.normal()
        )
        violent = career.kind.name in _VIOLENT
        ovp = p["scores.ovp_intercept"] + 0.9 * violent + 0.5 * log(rate) + p["scores.noise"] * dice.normal()
        rsr = dice.lognormal(p["scores.rsr_median"] * (2.0 if violent else 1.0), 0.7)
        return Assessed(day, round(_percent(ogrs3)), round(_percent(ovp)), round(min(rsr, 60.0), 2))


def _percent(logit: float) -> float:
    return 100 / (1 + exp(-logit))
