"""Which days the sources hold completely, and when a window was last whole (DOMAIN.md 2, source coverage).

Silent in DOMAIN.md, decided here: sanctions are covered by a sanction history or by offences with their
status events; a rate needs offences and absences; the last covered as_at is sought at or before the one
asked for, and only where there is none the first one after it.
"""

from collections.abc import Iterable
from datetime import date

from .days import DAY, months_before
from .records import Coverage, Moment

NEEDS = {
    "offences": [{"offence"}],
    "severity": [{"offence"}],
    "rate": [{"offence"}, {"absence"}],
    "sanctions": [{"sanction", "offence"}],
    "intelligence": [{"intelligence"}],
    "recalls": [{"absence"}],
    "days_at_liberty": [{"absence"}],
}


def covered_days(coverage: Iterable[Coverage], record_types: set[str], moment: Moment) -> set[date]:
    """Every day that some system declared complete for one of the record types."""
    found: set[date] = set()
    for one in coverage:
        if one.record_type in record_types and one.known.at(moment):
            found |= {
                one.complete_from + DAY * n for n in range((one.complete_to - one.complete_from).days + 1)
            }
    return found


def window_days(as_at: date, months: int) -> list[date]:
    after = months_before(as_at, months)
    return [after + DAY * n for n in range(1, (as_at - after).days + 1)]


def first_missing(days: set[date], as_at: date, months: int) -> date | None:
    return next((day for day in window_days(as_at, months) if day not in days), None)


def last_covered(days: set[date], as_at: date, months: int) -> date | None:
    """The last date up to as_at as at which every day of the window is covered."""
    earlier = sorted((day for day in days if day <= as_at), reverse=True)
    whole = (day for day in earlier if first_missing(days, day, months) is None)
    return next(whole, None)


def first_covered(days: set[date], as_at: date, months: int) -> date | None:
    """The first date after as_at as at which every day of the window is covered."""
    later = sorted(day for day in days if day > as_at)
    whole = (day for day in later if first_missing(days, day, months) is None)
    return next(whole, None)
