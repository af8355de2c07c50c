"""Graded intelligence reports: more of them on people who are offending now."""

from collections.abc import Iterator
from dataclasses import dataclass

from iom.demo.careers import YEAR, Careers
from iom.demo.dice import Chances, Dice
from iom.demo.parameters import Parameters
from iom.demo.people import Person

_THEMES = {
    "burglary": "BURGLARY",
    "robbery": "ROBBERY",
    "vehicle": "VEHICLE CRIME",
    "shoplifting": "RETAIL CRIME",
    "theft": "THEFT",
    "supply": "DRUG SUPPLY",
    "possession": "DRUG SUPPLY",
    "weapons": "WEAPONS",
    "serious_violence": "VIOLENCE",
    "violence": "VIOLENCE",
}
_STEP = 91  # days; the rate of reports is looked at quarter by quarter


@dataclass(frozen=True)
class Report:
    """One report: day (ordinal), source evaluation 1-3, assessment A-E, handling P or C, theme."""

    day: int
    source: int
    assessment: str
    handling: str
    theme: str


class Intelligence:
    """Draws reports on a person."""

    def __init__(self, parameters: Parameters, seed: int, careers: Careers) -> None:
        self._p = parameters
        self._seed = seed
        self._careers = careers
        self._from = parameters["made.from"].toordinal()
        self._until = parameters["made.extract"].toordinal()
        self._grades = [
            Chances([(grade, share) for grade, share in parameters[f"intelligence.{name}"]])
            for name in ("source_evaluation", "assessment", "handling")
        ]

    def draw(self, person: Person) -> Iterator[Report]:
        """The person's reports in the window, in order."""
        p, dice = self._p, Dice(self._seed, "intelligence", person.number)
        offences = [o for o in person.life.offences if o.committed >= self._from]
        themes = [_THEMES.get(o.crime.family, "OTHER") for o in offences]
        for start in range(self._from, self._until, _STEP):
            end = min(start + _STEP, self._until + 1)
            recent = sum(start <= o.committed < end for o in offences)
            active = self._careers.rate_on(person.life.career, start) > 0
            rate = (
                p["intelligence.background"] * active + p["intelligence.per_offence"] * recent * YEAR / _STEP
            )
            if rate <= 0:
                continue
            day = start + dice.wait(YEAR / rate)
            while day < end:
                source, assessment, handling = (dice.weighted(grades) for grades in self._grades)
                yield Report(int(day), int(str(source)), str(assessment), str(handling), dice.pick(themes))
                day += dice.wait(YEAR / rate)
