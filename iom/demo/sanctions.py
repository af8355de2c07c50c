"""A sanction history as the national computer holds it: from the first caution, before the window too."""

from bisect import bisect_left
from collections.abc import Sequence

from iom.demo.dice import Dice
from iom.demo.life import Life, Outcome, Sanction
from iom.demo.offences import Offence
from iom.demo.parameters import Parameters

_ADULT = 18


def occasions_before(sanctions: Sequence[Sanction], day: int) -> int:
    """Sanction days before that day."""
    return len({sanction.day for sanction in sanctions if sanction.day < day})


class Sanctions:
    """Turns outcomes into sanctions."""

    def __init__(self, parameters: Parameters) -> None:
        self._p = parameters
        self._reprimands_until = parameters["sanctions.youth_reprimands_until"].toordinal()

    def follow(self, life: Life, offence: Offence, outcome: Outcome, dice: Dice) -> None:
        """Add what the outcome adds to the history."""
        p, sanctions = self._p, life.sanctions
        if outcome.word not in ("convicted", "cautioned"):
            return
        kind = "conviction"
        if outcome.word == "cautioned":
            young = life.career.age(outcome.day) < _ADULT and outcome.day < self._reprimands_until
            kind = ("warning" if sanctions else "reprimand") if young else "caution"
        seriousness = p.families[offence.crime.family].custody_months
        _insert(sanctions, Sanction(outcome.day, kind, offence.crime.cjs_code, seriousness))
        if kind == "conviction" and dice.chance(p["sanctions.summary_offence"]):
            code = dice.pick(p["sanctions.summary_codes"])
            _insert(sanctions, Sanction(outcome.day, kind, code, 0.0))


def _insert(sanctions: list[Sanction], new: Sanction) -> None:
    # twice the same code on one day is written once: the history has no reference to tell them apart
    at = bisect_left(sanctions, new)
    if at == len(sanctions) or sanctions[at] != new:
        sanctions.insert(at, new)
