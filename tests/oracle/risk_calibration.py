"""Who is followed by the calibration of risk scores, and what came of it (DOMAIN.md 4, last paragraph).

Silent in DOMAIN.md, decided here: of several starts in the community in the year the first counts; a start is
a day on which somebody not inside at its end, and alive, was sanctioned or, sanctioned by then, released from
custody; whoever is out of area is not at liberty, but starts in the community all the same; whoever has one
violent offence among those proven is violent whatever the others are; the wait is counted from the day the
follow-up is counted from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .absence import absent, living_days
from .built_in import CUSTODY, alive
from .days import in_window, months_before
from .sanctions import occasions
from .status import BASIS, status_as_at
from .view import Case, Dossier, View

WAIT = 6


@dataclass(frozen=True)
class Outcome:
    """What came of one person: proven offences, violent (None: not known), days inside and followed."""

    offences: int
    violent: bool | None
    days_inside: int
    days_followed: int
    died: bool


def sanction_days(view: View, person: Dossier) -> set[date]:
    events = [event for case in person.cases.values() for event in case.events]
    return occasions(person.sanctions, events, view.system_of, view.extracts, person.systems)


def custody(person: Dossier) -> list:
    return [
        one
        for one in person.absences
        if one.kind in CUSTODY and (one.to_date is None or one.to_date > one.from_date)
    ]


def is_start(view: View, person: Dossier, day: date) -> bool:
    if not alive(person, day) or absent(custody(person), day):
        return False
    sanctioned = sanction_days(view, person)
    released = any(one.to_date == day for one in custody(person))
    return day in sanctioned or (released and any(one <= day for one in sanctioned))


def starts(view: View, as_at: date) -> dict[int, date]:
    """By person, their first start in the year up to the date."""
    found = {}
    for number, person in view.people.items():
        days = {*sanction_days(view, person), *(one.to_date for one in custody(person) if one.to_date)}
        year = [day for day in days if in_window(day, months_before(as_at, 12), as_at)]
        of_person = [day for day in year if is_start(view, person, day)]
        if of_person:
            found[number] = min(of_person)
    return found


def at_liberty(view: View, as_at: date) -> dict[int, date]:
    """Everyone sanctioned by the date, alive and at liberty on it."""
    return {
        number: as_at
        for number, person in view.people.items()
        if alive(person, as_at)
        and not absent(person.absences, as_at)
        and any(day <= as_at for day in sanction_days(view, person))
    }


def followed(
    view: View, dates: dict[int, date], months: int, is_violent: Callable[[Case], bool | None]
) -> dict[int, Outcome]:
    """What came of each, followed from their date."""
    found = {}
    for number, day in dates.items():
        person = view.people[number]
        until, wait_over = months_before(day, -months), months_before(day, -months - WAIT)
        proven = [
            case
            for case in person.cases.values()
            if in_window(case.offence.offence_on, day, until)
            and status_as_at(case.events, wait_over) in BASIS["proven"]
        ]
        violence = [is_violent(case) for case in proven]
        death = person.details["death_date"]
        lived = living_days(day, until, death)
        found[number] = Outcome(
            len(proven),
            True if True in violence else None if None in violence else False,
            sum(absent(custody(person), one) for one in lived),
            len(lived),
            death is not None and death <= until,
        )
    return found
