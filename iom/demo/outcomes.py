"""What became of an offence: arrest, charge, court or caution, or no further action, each with its day."""

from collections.abc import Sequence

from iom.demo.dice import Dice
from iom.demo.life import Outcome, Sanction
from iom.demo.offences import Offence
from iom.demo.parameters import Parameters
from iom.demo.sanctions import occasions_before


class Outcomes:
    """Decides outcomes from the family of the offence and the person's record so far."""

    def __init__(self, parameters: Parameters) -> None:
        self._p = parameters

    def decide(self, offence: Offence, sanctions: Sequence[Sanction], dice: Dice) -> Outcome:
        """The outcome, its events added to the offence."""
        p, family = self._p, self._p.families[offence.crime.family]
        before = occasions_before(sanctions, offence.linked)
        offence.events.append(("suspect", offence.linked))
        day = offence.linked
        if dice.chance(p["outcomes.arrested"]):
            day += dice.days(p["outcomes.arrest_days"])
            offence.events.append(("arrested", day))
        charge = family.charged
        charge *= p["outcomes.charge_with_record"] if before >= 5 else 1.0
        charge *= p["outcomes.domestic_charge"] if "domestic_abuse" in offence.flags else 1.0
        caution = family.cautioned * (p["outcomes.caution_first"] if before == 0 else 1.0)
        draw = dice.uniform()
        if draw < charge:
            return self._court(offence, day, sanctions, dice)
        if draw < charge + caution and before < p["outcomes.no_caution_from"]:
            return _end(offence, "cautioned", day + dice.days(p["outcomes.charge_days"]))
        if dice.chance(p["outcomes.no_action"]):
            return _end(offence, "no_further_action", day + dice.days(p["outcomes.no_action_days"]))
        return Outcome("suspect", day)

    def _court(self, offence: Offence, day: int, sanctions: Sequence[Sanction], dice: Dice) -> Outcome:
        p, family = self._p, self._p.families[offence.crime.family]
        charged = day + dice.days(p["outcomes.charge_days"])
        offence.events.append(("charged", charged))
        court = charged + 7 + dice.days(p["outcomes.court_days"])
        # cases of one person are heard together when they can be: one sanction for several offences
        set_already = [s.day for s in sanctions if charged < s.day <= charged + p["outcomes.same_court_days"]]
        if set_already and dice.chance(p["outcomes.same_court"]):
            court = min(set_already)
        word = "convicted" if dice.chance(family.convicted) else "acquitted"
        return _end(offence, word, court, charged)


def _end(offence: Offence, word: str, day: int, charged: int | None = None) -> Outcome:
    offence.events.append((word, day))
    return Outcome(word, day, charged)
