"""Which days the sources hold completely, and when a window was last whole (DOMAIN.md 2, source coverage).

Silent in DOMAIN.md, decided here: what counts offences by status needs both records of offences and of what
became of them; sanctions need, of each day, a sanction history or both of those; a rate needs absences, too;
without a window the day itself must be covered; a period that a load declared to have been known before the
load ends, as known then, with the day of the moment; the last covered as_at is sought at or before the one
asked for, and only where there is none the first one after it.
"""

from collections.abc import Iterable
from datetime import date, datetime

from .days import DAY, months_before
from .records import Coverage, Moment

STATUS_BASED = [{"offence"}, {"status"}]
NEEDS = {
    "offences": STATUS_BASED,
    "severity": STATUS_BASED,
    "severity_mean": STATUS_BASED,
    "severity_max": STATUS_BASED,
    "harm": STATUS_BASED,
    "victims": STATUS_BASED,
    "days_since_last": STATUS_BASED,
    "rate": [*STATUS_BASED, {"absence"}],
    "sanctions": [{"sanction", "offence"}, {"sanction", "status"}],
    "intelligence": [{"intelligence"}],
    "recalls": [{"absence"}],
    "days_at_liberty": [{"absence"}],
    "days_absent": [{"absence"}],
}


def last_day(one: Coverage, commits: list[datetime], moment: Moment) -> date:
    """The last day of a period as known at a moment: before its import, none after the moment's own day."""
    if commits[one.known.batch - 1] > moment.known_at:
        return min(one.complete_to, moment.known_at.date())
    return one.complete_to


def covered_days(
    coverage: Iterable[Coverage], record_types: set[str], commits: list[datetime], moment: Moment
) -> set[date]:
    """Every day that some system declared complete for one of the record types."""
    found: set[date] = set()
    for one in coverage:
        if one.record_type in record_types and one.known.at(moment):
            days = (last_day(one, commits, moment) - one.complete_from).days + 1
            found |= {one.complete_from + DAY * n for n in range(days)}
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
