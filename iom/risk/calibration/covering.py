"""Whether the store holds all that calibration looks at, and if not, as at which last date it would."""

from dataclasses import dataclass
from datetime import date

from iom.measures.coverage import Covered, days_missing
from iom.periods import ONE_DAY, Span, Window, add_months, intersection
from iom.risk.calibration.limits import limits

# Convictions and cautions are statuses too: days on which offences and statuses are covered are days on which
# sanctions are (iom.measures.coverage).
RECORDS = ("offence", "status", "absence")


@dataclass(frozen=True)
class Asked:
    """What is looked at for one cohort.

    months: how long people are followed; start_months: how long before the date they may have started, 0:
    everyone is followed from the date itself.
    """

    months: int
    start_months: int

    @property
    def months_after(self) -> int:
        """Months after the date whose records are read."""
        return self.months + limits().wait_months

    def window(self, as_at: date) -> Window:
        """The days whose records are read."""
        # with no time to start in, the date itself must be known: who was at liberty then
        after = add_months(as_at, -self.start_months) if self.start_months else as_at - ONE_DAY
        return Window(after, add_months(as_at, self.months_after))


@dataclass(frozen=True)
class NotCovered:
    """Why nothing is given. missing: record type, first and last day; last_date: the last that will do."""

    missing: tuple[tuple[str, date, date], ...]
    last_date: date | None

    def says(self) -> str:
        """In words, with the remedy."""
        days = "; ".join(
            f"no source covers all {record} records from {_day(first)} to {_day(last)}"
            for record, first, last in self.missing
        )
        if self.last_date is None:
            return f"{days}. There is no date whose follow-up and wait are covered"
        return f"{days}. The last date that can be asked for is {_day(self.last_date)}"


def not_covered(asked: Asked, as_at: date, covered: Covered) -> NotCovered | None:
    """What is missing; None where all is covered."""
    window = asked.window(as_at)
    missing = tuple(
        (record, *gap) for record in RECORDS if (gap := days_missing(record, window, covered)) is not None
    )
    return NotCovered(missing, last_date(asked, covered)) if missing else None


def last_date(asked: Asked, covered: Covered) -> date | None:
    """The last date as at which all that is looked at is covered."""
    runs = covered.spans(RECORDS[0])
    for record in RECORDS[1:]:
        runs = intersection(runs, covered.spans(record))
    for run in reversed(runs):
        day = _last_in(asked, run)
        if day and asked.window(day).after + ONE_DAY >= run.start:
            return day
    return None


def _last_in(asked: Asked, run: Span) -> date | None:
    """The last date whose follow-up and wait end within a run of days."""
    if run.end is None:
        return None
    last = run.end - ONE_DAY
    day = add_months(last, -asked.months_after)
    # several days end on the last of a short month
    while add_months(day + ONE_DAY, asked.months_after) <= last:
        day += ONE_DAY
    return day


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
