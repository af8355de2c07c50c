"""Days and months: spans with exclusive ends, windows that end with a day, months that clip, ages.

A span covers [start, end): the day of release is at liberty, a same-day spell covers nothing. An end of None
is open; there is no magic date. A window is (after, to]: what happened on its last day belongs to it.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
MONTHS = 12


@dataclass(frozen=True, order=True)
class Span:
    """Days from start up to, and without, end; None: still running."""

    start: date
    end: date | None

    @property
    def covers_nothing(self) -> bool:
        """Whether it ends on the day it begins, or before."""
        return self.end is not None and self.end <= self.start

    def covers(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Window:
    """The days after one day, up to and with another: (after, to]."""

    after: date
    to: date

    @property
    def span(self) -> Span:
        """The same days with an exclusive end."""
        return Span(self.after + ONE_DAY, self.to + ONE_DAY)

    @property
    def days(self) -> int:
        """How many days it has."""
        return max((self.to - self.after).days, 0)

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.after < day <= self.to


def union(spans: Iterable[Span]) -> list[Span]:
    """The days that any of the spans covers, as disjoint spans in order; those that touch become one."""
    merged: list[Span] = []
    for span in sorted((s for s in spans if not s.covers_nothing), key=lambda s: s.start):
        if not merged or (merged[-1].end is not None and merged[-1].end < span.start):
            merged.append(span)
            continue
        last = merged[-1]
        end = None if last.end is None or span.end is None else max(last.end, span.end)
        merged[-1] = Span(last.start, end)
    return merged


def intersection(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The days that both sides cover, as disjoint spans in order."""
    shared = []
    right = union(others)
    for left in union(spans):
        for other in right:
            ends = [end for end in (left.end, other.end) if end is not None]
            span = Span(max(left.start, other.start), min(ends) if ends else None)
            if not span.covers_nothing:
                shared.append(span)
    return union(shared)


def days(spans: Iterable[Span], within: Span) -> int:
    """How many days of a closed span the spans cover, each day once. Raises ValueError if it is open."""
    if within.end is None:
        raise ValueError("days are counted within a span that ends")
    return sum((s.end - s.start).days for s in intersection(spans, [within]) if s.end is not None)


def add_months(day: date, months: int) -> date:
    """So many months later (or earlier, if negative); a day that the month lacks becomes its last.

    31 March - 1 month is 28 or 29 February.
    """
    index = day.year * MONTHS + day.month - 1 + months
    year, month = divmod(index, MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def window(as_at: date, months: int) -> Window:
    """The months up to a day: (as_at - months, as_at]."""
    return Window(add_months(as_at, -months), as_at)


def possible_births(day: date, precision: str | None) -> tuple[date, date]:
    """The earliest and the latest day that a birth date known to the day, month or year may mean."""
    if precision == "year":
        return date(day.year, 1, 1), date(day.year, MONTHS, 31)
    if precision == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day, day


def completed_years(birth: date, on: date) -> int:
    """Age in completed years; someone born on 29 February turns older on 1 March of other years.

    Raises ValueError for a day before birth.
    """
    if on < birth:
        raise ValueError("no age before birth")
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
