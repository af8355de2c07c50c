"""One whole life as the agencies will have recorded it: offences, what came of them, custody, supervision."""

from iom.demo.absences import Absences, inside_on
from iom.demo.careers import Careers
from iom.demo.dice import Chances, Dice
from iom.demo.life import Life, Spell
from iom.demo.offences import Offence, Offences
from iom.demo.outcomes import Outcomes
from iom.demo.parameters import Parameters
from iom.demo.sanctions import Sanctions
from iom.demo.supervision import Supervision


class Lives:
    """Draws lives; each from a stream of its own, so that one more person changes nobody else."""

    def __init__(self, parameters: Parameters, seed: int) -> None:
        self._p = parameters
        self._seed = seed
        self._from = parameters["made.from"].toordinal()
        self._until = parameters["made.extract"].toordinal()
        self._homes = Chances([(ward, share) for _, ward, share in parameters.wards])
        self.careers = Careers(parameters)
        self._offences = Offences(parameters)
        self._outcomes = Outcomes(parameters)
        self._absences = Absences(parameters)
        self._sanctions = Sanctions(parameters)
        self._supervision = Supervision(parameters)

    def draw(self, number: int) -> Life | None:
        """The life of candidate number, or None when the force has no offence of theirs in the window."""
        dice = Dice(self._seed, "life", number)
        career = self.careers.draw(dice)
        if career.end < self._from or career.onset > self._until:
            return None
        life = Life(career, str(dice.weighted(self._homes)))
        for day in self.careers.days(career, self._until, dice):
            inside = inside_on(life.spells, day)
            if not inside or dice.chance(self._p["careers.inside_rate"]):
                self._commit(life, day, inside, dice)
        if not any(self._from <= offence.committed for offence in life.offences):
            return None
        self._hospital(life, dice)
        return life

    def _hospital(self, life: Life, dice: Dice) -> None:
        """A secure hospital takes a few, for years, at the end of a career."""
        if dice.chance(self._p["absences.secure_hospital"]):
            start = max(offence.committed for offence in life.offences) + dice.integer(30, 200)
            life.spells.append(Spell(start, start + dice.days(1500), "secure_hospital"))

    def _commit(self, life: Life, day: int, inside: bool, dice: Dice) -> None:
        offence = self._offences.draw(life.career, day, life.home, inside, dice)
        life.offences.append(offence)
        self.answer(life, offence, dice)

    def answer(self, life: Life, offence: Offence, dice: Dice) -> None:
        """What the agencies do about an offence: outcome, sanction, custody, supervision."""
        outcome = self._outcomes.decide(offence, life.sanctions, dice)
        self._sanctions.follow(life, offence, outcome, dice)
        sentence = self._absences.follow(life, offence, outcome, dice)
        self._supervision.follow(life, outcome, sentence, dice)
