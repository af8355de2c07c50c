"""What conditions may name without a definition, of one person as at a day (DOMAIN.md 2, 4 and 6).

Silent in DOMAIN.md, decided here: of several home areas the one that began last, then the one known last,
then the lower subject's, then by their names; an age is known if every day that the birth date may be gives
the same; nobody is in custody once dead; a source is loaded for a flag or level once any current record
states one; a licence is named before a community order; of the planned releases of the spells that a person
is inside the last holds, and one that has passed is none; of several held scores of one tool on one day the
highest, then by system, subject and band.
"""

from collections.abc import Callable
from datetime import date

from .absence import covers
from .days import DAY, completed_years
from .records import Absence, HeldScore, HomeArea
from .view import Dossier

CUSTODY = ("remand", "sentence", "recall", "secure_hospital")


def or_none(person: Dossier, name: str, none: object) -> object:
    """A blank flag or level means none once a loaded source states it of anybody; before, it is absent."""
    value = person.details[name]
    return none if value is None and name in person.stated else value


def age(person: Dossier, as_at: date) -> int | None:
    born = person.details["birth_date"]
    if born is None or born > as_at:
        return None
    precision = person.details["birth_precision"]
    days = [born]
    if precision in ("month", "year"):
        around = [born + DAY * n for n in range(-366, 367)]
        days = [day for day in around if day.year == born.year]
        days = [day for day in days if precision == "year" or day.month == born.month]
    ages = {completed_years(day, as_at) for day in days}
    return ages.pop() if len(ages) == 1 and min(days) <= as_at else None


def alive(person: Dossier, as_at: date) -> bool:
    death = person.details["death_date"]
    return death is None or death > as_at


def runs(one, as_at: date) -> bool:
    """[from, to) of a period with the start perhaps unknown."""
    return (one.from_date is None or one.from_date <= as_at) and (one.to_date is None or as_at < one.to_date)


def home(person: Dossier, as_at: date) -> HomeArea | None:
    current = [one for one in person.areas if runs(one, as_at)]
    current.sort(key=lambda one: (one.subject, one.area, one.district))
    current.sort(key=lambda one: one.known.since, reverse=True)
    current.sort(key=lambda one: one.from_date or date.min, reverse=True)
    return current[0] if current else None


def area(person: Dossier, as_at: date) -> str | None:
    lives = home(person, as_at)
    return lives.area if lives else None


def district(person: Dossier, as_at: date) -> str | None:
    lives = home(person, as_at)
    return lives.district if lives else None


def supervision(person: Dossier, as_at: date) -> str:
    kinds = {one.kind for one in person.supervisions if runs(one, as_at)}
    return next((kind for kind in ("licence", "community_order") if kind in kinds), "none")


def supervised(person: Dossier, as_at: date) -> bool:
    return supervision(person, as_at) != "none"


def inside(person: Dossier, as_at: date) -> list[Absence]:
    if not alive(person, as_at):
        return []
    return [spell for spell in person.absences if spell.kind in CUSTODY and covers(spell, as_at)]


def in_custody(person: Dossier, as_at: date) -> bool:
    return bool(inside(person, as_at))


def days_to_release(person: Dossier, as_at: date) -> int | None:
    planned = [
        spell.planned_release
        for spell in inside(person, as_at)
        if spell.planned_release and spell.planned_release > as_at
    ]
    return (max(planned) - as_at).days if planned else None


def held(person: Dossier, tool: str, as_at: date) -> HeldScore | None:
    past = [one for one in person.scores if one.tool == tool and one.on_date <= as_at]
    past.sort(key=lambda one: (person.system_of[one.subject], one.subject, one.band is None, one.band or ""))
    return max(past, key=lambda one: (one.on_date, one.score), default=None)


BUILT_IN: dict[str, Callable[[Dossier, date], object]] = {
    "age": age,
    "alive": alive,
    "sex": lambda person, as_at: person.details["sex"],
    "mappa_category": lambda person, as_at: or_none(person, "mappa_category", 0),
    "mappa_level": lambda person, as_at: or_none(person, "mappa_level", 0),
    "domestic_abuse_perpetrator": lambda person, as_at: or_none(person, "domestic_abuse_perpetrator", False),
    "registered_sex_offender": lambda person, as_at: or_none(person, "registered_sex_offender", False),
    "area": area,
    "district": district,
    "supervision": supervision,
    "supervised": supervised,
    "in_custody": in_custody,
    "days_to_release": days_to_release,
    "held.ogrs3_2y": lambda person, as_at: (
        score.score if (score := held(person, "ogrs3_2y", as_at)) else None
    ),
    "held.ogrs3_2y_band": lambda person, as_at: (
        score.band if (score := held(person, "ogrs3_2y", as_at)) else None
    ),
    "held.ogrs3_2y_days_old": lambda person, as_at: (
        (as_at - score.on_date).days if (score := held(person, "ogrs3_2y", as_at)) else None
    ),
}
