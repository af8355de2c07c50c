"""Whether the sources hold all that a measure looks at: a month never loaded must not look free of crime."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from iom.measures.definition import OFFENCE_BASED, Measure
from iom.periods import ONE_DAY, Span, Window, add_months, union, window
from iom.store import sql

# By record type, the covered days as disjoint spans in order.
Covered = Mapping[str, list[Span]]

# The record types whose days must be covered; of several alternatives any one will do for a day.
_RECORDS = {
    "sanctions": (("sanction", "offence"),),
    "intelligence": (("intelligence",),),
    "recalls": (("absence",),),
    "days_at_liberty": (("absence",),),
    "days_absent": (("absence",),),
    "rate": (("offence",), ("absence",)),
}


@dataclass(frozen=True)
class Gap:
    """Days of a window that no source covers.

    last_covered: the last as_at up to the one asked for with a whole window, if any; first_covered: the first
    after it, looked for where there is none before.
    """

    record: str
    first_day: date
    last_day: date
    last_covered: date | None
    first_covered: date | None = None

    def says(self) -> str:
        """In words, with the remedy."""
        days = f"{_day(self.first_day)} to {_day(self.last_day)}"
        if self.last_covered:
            whole = f"the last date with a whole window is {_day(self.last_covered)}"
        elif self.first_covered:
            whole = f"the first date with a whole window is {_day(self.first_covered)}"
        else:
            whole = "there is no date with a whole window"
        return f"no source covers all {self.record} records from {days}; {whole}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def covered_days(cursor: duckdb.DuckDBPyConnection) -> dict[str, list[Span]]:
    """By record type, the days that some source covers, as disjoint spans in order."""
    spans: dict[str, list[Span]] = {}
    for record, first, last in cursor.execute(sql("measures/covered_days")).fetchall():
        spans.setdefault(record, []).append(Span(first, last + ONE_DAY))
    return {record: union(found) for record, found in spans.items()}


def gaps(measures: Iterable[Measure], as_at: date, covered: Covered) -> dict[str, Gap]:
    """For each measure whose window is not covered, what is missing; covered ones are left out."""
    found = {}
    for measure in measures:
        gap = _gap(measure, as_at, covered)
        if gap:
            found[measure.name] = gap
    return found


def is_covered(record: str, day: date, covered: Covered) -> bool:
    """Whether some source covers a record type on a day."""
    return any(span.covers(day) for span in covered.get(record, []))


def covered_since(record: str, day: date, covered: Covered) -> date | None:
    """The first day of the unbroken run of covered days that holds a day; None if the day is not covered."""
    return next((span.start for span in covered.get(record, []) if span.covers(day)), None)


def absence_gap(months: int, as_at: date, covered: Covered) -> Gap | None:
    """What is missing of the absences that days at liberty in a window rest on."""
    return _gap(Measure("", "days_at_liberty", months=months), as_at, covered)


def _gap(measure: Measure, as_at: date, covered: Covered) -> Gap | None:
    wanted = _RECORDS.get(measure.what, (("offence",),) if measure.what in OFFENCE_BASED else ())
    for alternatives in wanted:
        spans = union(span for record in alternatives for span in covered.get(record, []))
        missing = _missing(_days_asked(measure.months, as_at), spans)
        if missing:
            last = _last_covered(measure.months, as_at, spans)
            first = None if last else _first_covered(measure.months, as_at, spans)
            return Gap(" or ".join(alternatives), *missing, last, first)
    return None


def _days_asked(months: int | None, as_at: date) -> Window:
    # With no window only the date itself can be asked for: the history before it has no beginning.
    return window(as_at, months) if months else Window(as_at - ONE_DAY, as_at)


def _missing(asked: Window, spans: list[Span]) -> tuple[date, date] | None:
    """The first and the last day asked for that no span covers."""
    first, last = asked.after + ONE_DAY, asked.to
    for span in spans:
        if span.covers(first):
            first = span.end or asked.to + ONE_DAY
    for span in reversed(spans):
        if span.covers(last):
            last = span.start - ONE_DAY
    return (first, last) if first <= last else None


def _last_covered(months: int | None, as_at: date, spans: list[Span]) -> date | None:
    for span in reversed(spans):
        day = min(span.end - ONE_DAY, as_at) if span.end else as_at
        if day >= span.start and not _missing(_days_asked(months, day), [span]):
            return day
    return None


def _first_covered(months: int | None, as_at: date, spans: list[Span]) -> date | None:
    """The first date after as_at with a whole window."""
    for span in spans:
        day = add_months(span.start - ONE_DAY, months) if months else span.start
        # where a month is short, the window of its last day still begins before the span
        while _days_asked(months, day).after + ONE_DAY < span.start:
            day += ONE_DAY
        day = max(day, as_at + ONE_DAY)
        if span.covers(day):
            return day
    return None
