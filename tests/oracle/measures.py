"""Measures of one person as at a day (DOMAIN.md 5), each from a measure's entry in a criteria document.

Silent in DOMAIN.md, decided here: no months means since ever; the sum of no weights is 0, their mean and
maximum are absent; inside means in any spell of absence; distinct victims are absent when offences are
counted and none of them holds a key, and are otherwise the keys held, however many offences hold none; a
recall counts when it begins, overlapping and abutting ones as one, a same-day one not at all; a report that
reached several of the person's subjects under one reference is one, and says what was told last, then to the
lower subject.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from math import floor

from .absence import absent, days_absent, days_at_liberty, merged
from .days import in_window, months_before
from .records import Intelligence
from .sanctions import occasions
from .status import BASIS, status_as_at
from .view import Case, Dossier, View

SIXTH_PLACE = Decimal(1).scaleb(-6)
TENTH_PLACE = Decimal(1).scaleb(-10)
YEAR = Decimal("365.25")


@dataclass(frozen=True)
class Measured:
    """A value (None: absent) and, for measures over offences, what stands beside it."""

    value: Decimal | int | None
    inside: int | None = None
    years: Decimal | None = None
    counted: int | None = None
    weighted: int | None = None


def measure(view: View, person: Dossier, entry: dict, as_at: date) -> Measured:
    """One person's value of one entry."""
    after = months_before(as_at, entry["months"]) if entry.get("months") else None
    if entry["what"] in OVER_OFFENCES:
        return _over_offences(person, entry, after, as_at)
    return Measured(OTHERS[entry["what"]](view, person, entry, after, as_at))


def counted(person: Dossier, entry: dict, after: date | None, as_at: date) -> list[Case]:
    """The person's offences that an entry counts."""
    wanted = entry.get("counts", "any")
    wanted = {wanted} if isinstance(wanted, str) else set(wanted)
    return [
        case
        for case in person.cases.values()
        if in_window(case.offence.offence_on, after, as_at)
        and status_as_at(case.events, as_at) in BASIS[entry["status"]]
        and wanted & case.code.classes
        and ("flag" not in entry or getattr(case.offence, entry["flag"]))
    ]


def _over_offences(person: Dossier, entry: dict, after: date | None, as_at: date) -> Measured:
    cases = counted(person, entry, after, as_at)
    weights = [case.code.weight for case in cases if case.code.weight is not None]
    inside = [case for case in cases if absent(person.absences, case.offence.offence_on)]
    days = (
        None
        if after is None
        else days_at_liberty(person.absences, after, as_at, person.details["death_date"])
    )
    value = OVER_OFFENCES[entry["what"]](cases, weights, len(cases) - len(inside), days, entry, as_at)
    years = None if days is None else rounded(Decimal(days) / YEAR)
    return Measured(value, len(inside), years, len(cases), len(weights))


def rounded(value: Decimal) -> Decimal:
    return value.quantize(SIXTH_PLACE, ROUND_HALF_UP)


def _harm(cases: list[Case], half_life: int, as_at: date) -> Decimal:
    """Each weight's part is a floating number: rounded half up to six places, and only then summed."""
    total = Decimal(0)
    for case in cases:
        if case.code.weight is not None:
            days = (as_at - case.offence.offence_on).days
            with localcontext() as context:
                context.prec = 50
                share = (Decimal(2) ** (-Decimal(days) / Decimal(half_life))).quantize(
                    TENTH_PLACE, ROUND_HALF_EVEN
                )
            millionths = floor(float(case.code.weight) * float(share) * 1e6 + 0.5)
            total += Decimal(millionths) / 10**6
    return total.quantize(SIXTH_PLACE)


def _victims(cases: list[Case]) -> int | None:
    keys = {key for case in cases for key in case.victim_keys}
    return len(keys) if keys or not cases else None


def _days_since_last(cases: list[Case], as_at: date) -> int | None:
    return (as_at - max(case.offence.offence_on for case in cases)).days if cases else None


OVER_OFFENCES = {
    "offences": lambda cases, weights, free, days, entry, as_at: len(cases),
    "severity": lambda cases, weights, free, days, entry, as_at: sum(weights, Decimal(0)),
    "severity_mean": lambda cases, weights, free, days, entry, as_at: (
        rounded(sum(weights, Decimal(0)) / len(weights)) if weights else None
    ),
    "severity_max": lambda cases, weights, free, days, entry, as_at: max(weights, default=None),
    "harm": lambda cases, weights, free, days, entry, as_at: _harm(cases, entry["half_life_days"], as_at),
    "rate": lambda cases, weights, free, days, entry, as_at: rounded(free * YEAR / days) if days else None,
    "victims": lambda cases, weights, free, days, entry, as_at: _victims(cases),
    "days_since_last": lambda cases, weights, free, days, entry, as_at: _days_since_last(cases, as_at),
}


def _sanctions(view: View, person: Dossier, entry: dict, after: date | None, as_at: date) -> int:
    events = [event for case in person.cases.values() for event in case.events]
    days = occasions(person.sanctions, events, view.system_of, view.extracts, person.systems)
    return sum(in_window(day, after, as_at) for day in days)


def _intelligence(view: View, person: Dossier, entry: dict, after: date | None, as_at: date) -> int:
    reports: dict[tuple[str, str], Intelligence] = {}
    for one in sorted(person.intelligence, key=lambda one: (one.known.since, -one.subject)):
        reports[(view.system_of[one.subject], one.reference)] = one
    return sum(
        in_window(one.on_date, after, as_at)
        and ("source_evaluation" not in entry or one.source_evaluation in entry["source_evaluation"])
        and ("assessment" not in entry or one.assessment in entry["assessment"])
        and ("theme" not in entry or one.theme == entry["theme"])
        for one in reports.values()
    )


def _recalls(view: View, person: Dossier, entry: dict, after: date | None, as_at: date) -> int:
    recalls = merged(one for one in person.absences if one.kind == "recall")
    return sum(in_window(start, after, as_at) for start, _ in recalls)


def _days_at_liberty(view: View, person: Dossier, entry: dict, after: date, as_at: date) -> int:
    return days_at_liberty(person.absences, after, as_at, person.details["death_date"])


def _days_absent(view: View, person: Dossier, entry: dict, after: date, as_at: date) -> int:
    return days_absent(person.absences, entry.get("kind"), after, as_at, person.details["death_date"])


OTHERS = {
    "sanctions": _sanctions,
    "intelligence": _intelligence,
    "recalls": _recalls,
    "days_at_liberty": _days_at_liberty,
    "days_absent": _days_absent,
}
