"""Spells of absence, day by day (DOMAIN.md 2, Periods; 5, Days at liberty)."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from .days import DAY
from .records import Absence

Spell = tuple[date, date | None]


def covers(spell: Absence, day: date) -> bool:
    """[from, to): the day of release is at liberty; an open spell runs on."""
    return spell.from_date <= day and (spell.to_date is None or day < spell.to_date)


def absent(spells: Iterable[Absence], day: date) -> bool:
    return any(covers(spell, day) for spell in spells)


def merged(spells: Iterable[Absence]) -> list[Spell]:
    """The fewest spells that cover the same days: overlapping and abutting ones joined, empty ones gone."""
    joined: list[Spell] = []
    for spell in sorted(spells, key=lambda one: one.from_date):
        if spell.to_date is not None and spell.to_date <= spell.from_date:
            continue
        if joined and (joined[-1][1] is None or spell.from_date <= joined[-1][1]):
            start, end = joined[-1]
            longest = None if end is None or spell.to_date is None else max(end, spell.to_date)
            joined[-1] = (start, longest)
        else:
            joined.append((spell.from_date, spell.to_date))
    return joined


def living_days(after: date, until: date, death: date | None) -> list[date]:
    """Days of the window (after, until], none after the day of death."""
    last = until if death is None else min(until, death)
    return [after + DAY * n for n in range(1, (last - after).days + 1)]


def days_at_liberty(spells: Iterable[Absence], after: date, until: date, death: date | None) -> int:
    return _days_at_liberty(tuple(spells), after, until, death)


# trials ask for the same windows of the same people again and again
@lru_cache(maxsize=10_000)
def _days_at_liberty(spells: tuple[Absence, ...], after: date, until: date, death: date | None) -> int:
    return sum(not absent(spells, day) for day in living_days(after, until, death))


def days_absent(
    spells: Iterable[Absence], kind: str | None, after: date, until: date, death: date | None
) -> int:
    """Days covered by spells of one kind (None: of any)."""
    held = [spell for spell in spells if kind in (None, "any", spell.kind)]
    return sum(absent(held, day) for day in living_days(after, until, death))
