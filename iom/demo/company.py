"""Offences committed together: a person's companions, and the rows that they share a crime reference by."""

from collections.abc import Sequence
from datetime import date

from iom.demo.absences import inside_on
from iom.demo.dice import Dice
from iom.demo.life import Life
from iom.demo.lives import Lives
from iom.demo.offences import Offence
from iom.demo.parameters import Parameters

_CIRCLE = 6  # people met through one another: neighbours in the list, which is in no order of its own
_AT_MOST = 2  # companions of one offence


def offend_together(lives: Sequence[Life], maker: Lives, parameters: Parameters, seed: int) -> None:
    """Give some offences of the window a second or third suspect out of the same circle, at liberty that day.

    Adds offences to the companions' lives, outcomes and all; gives every crime of the window its reference.
    """
    dice = Dice(seed, "company")
    start = parameters["made.from"].toordinal()
    own = [[offence for offence in life.offences if offence.committed >= start] for life in lives]
    _number([offence for offences in own for offence in offences])
    for at, (life, offences) in enumerate(zip(lives, own, strict=True)):
        low = at - at % _CIRCLE
        circle = [other for other in lives[low : low + _CIRCLE] if other is not life]
        for offence in offences:
            share = parameters.families[offence.crime.family].co_offending
            for _ in range(_AT_MOST):
                if circle and dice.chance(share):
                    _join(dice.pick(circle), offence, maker, dice)


def _number(offences: list[Offence]) -> None:
    """References such as 40/0012345/2026 in the order of recording, the year that of recording."""
    for number, offence in enumerate(sorted(offences, key=lambda offence: offence.recorded), start=1):
        offence.reference = f"40/{number:07d}/{date.fromordinal(offence.recorded).year}"


def _join(other: Life, offence: Offence, maker: Lives, dice: Dice) -> None:
    active = maker.careers.rate_on(other.career, offence.committed) > 0
    if not active or inside_on(other.spells, offence.committed):
        return
    if any(mine.reference == offence.reference for mine in other.offences):
        return
    joined = Offence(
        crime=offence.crime,
        committed_from=offence.committed_from,
        committed=offence.committed,
        recorded=offence.recorded,
        linked=offence.recorded + dice.days(20),
        ward=offence.ward,
        flags=offence.flags,
        victims=offence.victims,
        shows_charge=offence.shows_charge,
        uncharged_code=offence.uncharged_code,
        reference=offence.reference,
        principal=False,
    )
    other.offences.append(joined)
    maker.answer(other, joined, dice)
