"""Moments as a store keeps them: in UTC, without a zone, to the microsecond; and what is wrong with a day."""

import re
from datetime import UTC, date, datetime

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
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def naive_utc(moment: datetime) -> datetime:
    """The same moment in UTC without its zone; one without a zone is UTC already."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


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
