"""Moments as a store keeps them: in UTC, without a zone, to the microsecond; and what is wrong with a day."""

import re
from datetime import UTC, date, datetime

from iom.errors import IomError

# Within these years every window of months and every day before or after is a date that can be written.
FIRST_YEAR, LAST_YEAR = 1900, 2200
# Not those of the calendar module, which are in the language of whoever runs it.
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# A meeting may be prepared a month ahead; of a later day nothing is known, and everyone would seem quiet.
MOST_DAYS_AHEAD = 31
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def naive_utc(moment: datetime) -> datetime:
    """The same moment in UTC without its zone; one without a zone is UTC already."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


class TooFarAhead(IomError):  # noqa: N818  a refusal, not a fault
    """What is asked for as at a day of which nothing can be known yet."""


def refuse_far_ahead(as_at: date, now: datetime) -> None:
    """Raise TooFarAhead for a day more than a month after today."""
    today = naive_utc(now).date()
    if (as_at - today).days > MOST_DAYS_AHEAD:
        raise TooFarAhead(
            f"{as_at} is more than {MOST_DAYS_AHEAD} days after today, {today}: nothing is known of that "
            "day, and everyone would seem quiet. A meeting can be prepared a month ahead. Is the year right?"
        )


def spelt(moment: datetime) -> str:
    """A moment to its last digit, as --known-at takes it: an import may lie within the same second."""
    return f"{naive_utc(moment).isoformat()}Z"


def fault_of_day(text: str) -> str | None:
    """What is wrong with a day as somebody wrote it, with nothing of it but its numbers; None: nothing."""
    written = _DAY.fullmatch(text)
    if not written:
        return "it is not written as a day"
    year, month, day = map(int, written.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return f"it is not of the years {FIRST_YEAR} to {LAST_YEAR}"
    if not 1 <= month <= len(MONTH_NAMES):
        return f"a year has no month {month}"
    try:
        date(year, month, day)
    except ValueError:
        return f"{year} has no {day} {MONTH_NAMES[month - 1]}"
    return None
