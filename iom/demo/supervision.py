"""Probation's side: licence after custody, community orders, MAPPA."""

from iom.demo.dice import Chances, Dice
from iom.demo.life import Life, Outcome, Sentence, Supervised
from iom.demo.parameters import Parameters
from iom.demo.sanctions import occasions_before

_MONTH = 30.44
_SERIOUS = ("sexual", "serious_violence")


class Supervision:
    """Turns sentences into supervision."""

    def __init__(self, parameters: Parameters) -> None:
        self._p = parameters
        self._levels = Chances([(level, share) for level, share in parameters["supervision.mappa_levels"]])

    def follow(self, life: Life, outcome: Outcome, sentence: Sentence | None, dice: Dice) -> None:
        """Add the licence of a sentence, or a community order of a conviction without one."""
        p, supervised = self._p, life.supervised
        if sentence is not None:
            mappa = self._mappa(sentence.family, dice)
            supervised.append(Supervised(sentence.release, sentence.licence_until, "licence", mappa))
            return
        if outcome.word != "convicted" or occasions_before(life.sanctions, outcome.day) == 0:
            return
        if any(s.kind == "community_order" and s.start <= outcome.day < s.end for s in supervised):
            return
        if dice.chance(p["absences.community_order"]):
            months = max(dice.lognormal(p["absences.community_order_months"], 0.3), 6)
            supervised.append(Supervised(outcome.day, outcome.day + int(months * _MONTH), "community_order"))

    def _mappa(self, family: str, dice: Dice) -> tuple[int, int] | None:
        if family not in _SERIOUS or not dice.chance(self._p["supervision.mappa"]):
            return None
        level = dice.weighted(self._levels)
        assert isinstance(level, int)
        return (1 if family == "sexual" else 2, level)
