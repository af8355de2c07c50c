"""Months that end where the calendar lets them, ages in completed years (DOMAIN.md 2, Periods)."""

from calendar import monthrange
from datetime import date, timedelta

DAY = timedelta(days=1)


def months_before(day: date, months: int) -> date:
    """The same day of the month, N months earlier, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + (day.month - 1) - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def in_window(day: date, after: date | None, until: date) -> bool:
    """Is the day in (after, until]? after None: since ever."""
    return day <= until and (after is None or day > after)


def completed_years(born: date, on: date) -> int:
    """Age. Somebody born on 29 February turns a year older on 1 March of a common year."""
    had_birthday = (on.month, on.day) >= (born.month, born.day)
    return on.year - born.year - (0 if had_birthday else 1)
