"""Time inside: remand, sentence, recall. Spells are [start, end) in ordinals; ends may follow the extract."""

from collections.abc import Sequence

from iom.demo.dice import Dice
from iom.demo.life import Life, Outcome, Sentence, Spell
from iom.demo.offences import Offence
from iom.demo.parameters import Parameters
from iom.demo.sanctions import occasions_before

_MONTH = 30.44
_RECORD = 10  # sanctions from which custody is likelier: see absences.custody_with_record


def inside_on(spells: Sequence[Spell], day: int) -> bool:
    """Whether any spell covers the day."""
    return any(spell.start <= day < spell.end for spell in spells)


class Absences:
    """Turns charges and convictions into spells."""

    def __init__(self, parameters: Parameters) -> None:
        self._p = parameters
        self._remand = dict(parameters["absences.remand"])

    def follow(self, life: Life, offence: Offence, outcome: Outcome, dice: Dice) -> Sentence | None:
        """Add the spells that the outcome leads to; the sentence, when it is immediate custody."""
        if outcome.charged is None:
            return None
        self._recall(life, outcome.charged, dice)
        remanded = self._on_remand(life, offence.crime.family, outcome, dice)
        if outcome.word != "convicted":
            return None
        return self._sentence(life, offence.crime.family, outcome.day, remanded=remanded, dice=dice)

    def _recall(self, life: Life, day: int, dice: Dice) -> None:
        on_licence = any(s.kind == "licence" and s.start <= day < s.end for s in life.supervised)
        if on_licence and not inside_on(life.spells, day) and dice.chance(self._p["absences.recalled"]):
            start = day + dice.integer(1, 7)
            end = start + self._p["absences.recall_days"]
            life.spells.append(Spell(start, end, "recall"))

    def _on_remand(self, life: Life, family: str, outcome: Outcome, dice: Dice) -> bool:
        assert outcome.charged is not None
        share = self._remand.get(family, self._p["absences.remand_otherwise"])
        if (
            inside_on(life.spells, outcome.charged)
            or not dice.chance(share)
            or outcome.day <= outcome.charged
        ):
            return False
        end = outcome.day
        if outcome.word == "convicted" and dice.chance(self._p["absences.remand_overlaps"]):
            end += dice.integer(1, 9)
        life.spells.append(Spell(outcome.charged, end, "remand"))
        return True

    def _sentence(self, life: Life, name: str, day: int, *, remanded: bool, dice: Dice) -> Sentence | None:
        p, family = self._p, self._p.families[name]
        before = occasions_before(life.sanctions, day)
        share = family.custody * (p["absences.custody_with_record"] if before >= _RECORD else 1.0)
        share *= p["absences.custody_first"] if before == 0 else 1.0
        if remanded:
            share = max(share, p["absences.custody_after_remand"])
        if not dice.chance(min(share, 1.0)):
            return None
        if any(s.kind == "sentence" and s.start == day for s in life.spells):
            return None  # concurrent with what was passed the same day
        months = dice.lognormal(family.custody_months, p["absences.months_sigma"])
        length = max(int(months * _MONTH), p["absences.shortest_days"])
        release = day + int(length * p["absences.served"])
        life.spells.append(Spell(day, release, "sentence"))
        return Sentence(day, release, max(day + length, release + p["absences.licence_least_days"]), name)
