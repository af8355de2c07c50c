"""Whether the sources hold all that a measure looks at: a month never loaded must not look free of crime."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import duckdb

from iom.measures.definition import FLAGS, OFFENCE_BASED, Measure
from iom.periods import ONE_DAY, Span, Window, add_months, union, window
from iom.store import sql

# What counts is told by two kinds of record: that there was an offence, and what became of it.
_OFFENCES = (("offence",), ("status",))
# The record types whose days must be covered; of several alternatives any one will do for a day.
_RECORDS = {
    "sanctions": (("sanction", "offence"), ("sanction", "status")),
    "intelligence": (("intelligence",),),
    "recalls": (("absence",),),
    "days_at_liberty": (("absence",),),
    "days_absent": (("absence",),),
    "rate": (*_OFFENCES, ("absence",)),
}
_FLAGGED = {
    "domestic_abuse": "are domestic abuse",
    "hate": "are hate crimes",
    "weapon": "involve a weapon",
    "alcohol": "involve alcohol",
    "drugs": "involve drugs",
}


@dataclass(frozen=True)
class Covered:
    """What the sources hold: by record type the days, as disjoint spans in order, and the flags of offences.

    flags: those that some loaded source states of any offence; of another one nothing is known.
    """

    days: Mapping[str, list[Span]]
    flags: frozenset[str] = frozenset(FLAGS)

    def spans(self, *records: str) -> list[Span]:
        """The days on which any one of some record types is covered."""
        return union(span for record in records for span in self.days.get(record, []))


class Gap(Protocol):
    """Why a measure is absent for everyone."""

    def says(self) -> str:
        """In words, with the remedy if there is one."""
        ...


@dataclass(frozen=True)
class DaysMissing:
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


@dataclass(frozen=True)
class FlagNotStated:
    """A flag of offences that no loaded source states: that nobody is marked does not mean that nobody is."""

    flag: str

    def says(self) -> str:
        """In words."""
        return f"no loaded source says of offences whether they {_FLAGGED[self.flag]}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def covered_days(cursor: duckdb.DuckDBPyConnection) -> Covered:
    """What the sources hold, as known at the moment that the cursor reads."""
    stated = cursor.execute(sql("measures/stated_flags")).fetchall()
    return Covered(covered_spans(cursor), frozenset(flag for (flag,) in stated))


def covered_spans(cursor: duckdb.DuckDBPyConnection) -> dict[str, list[Span]]:
    """By record type, the days that some source covers, as disjoint spans in order."""
    spans: dict[str, list[Span]] = {}
    for record, first, last in cursor.execute(sql("measures/covered_days")).fetchall():
        spans.setdefault(record, []).append(Span(first, last + ONE_DAY))
    return {record: union(found) for record, found in spans.items()}


def records_asked(measure: Measure) -> tuple[tuple[str, ...], ...]:
    """The record types that must cover each day of a measure's window; of alternatives any one will do."""
    return _RECORDS.get(measure.what, _OFFENCES if measure.what in OFFENCE_BASED else ())


def draws_on(measure: Measure) -> frozenset[str]:
    """The record types that a measure is drawn from."""
    return frozenset(record for alternatives in records_asked(measure) for record in alternatives)


def gaps(measures: Iterable[Measure], as_at: date, covered: Covered) -> dict[str, Gap]:
    """For each measure that cannot be known, why; those that can are left out."""
    found: dict[str, Gap] = {}
    for measure in measures:
        missing = _days_missing(measure, as_at, covered)
        if missing:
            found[measure.name] = missing
        elif measure.flag and measure.flag not in covered.flags:
            found[measure.name] = FlagNotStated(measure.flag)
    return found


def is_covered(record: str, day: date, covered: Covered) -> bool:
    """Whether some source covers a record type on a day."""
    return any(span.covers(day) for span in covered.spans(record))


def days_known_of_offences(as_at: date, covered: Covered) -> int:
    """How many days before the date offences, and what became of them, are known without a hole."""
    runs = [span for records in _OFFENCES for span in covered.spans(*records) if span.covers(as_at)]
    if len(runs) < len(_OFFENCES):
        return 0
    return (as_at - max(span.start for span in runs)).days


def days_missing(record: str, asked: Window, covered: Covered) -> tuple[date, date] | None:
    """The first and the last day of a window on which no source covers a record type, if there are any."""
    return days_missing_of((record,), asked, covered)


def days_missing_of(records: tuple[str, ...], asked: Window, covered: Covered) -> tuple[date, date] | None:
    """The same of several record types, any one of which will do for a day."""
    return _missing(asked, covered.spans(*records))


def absences_covered(months: int | None, as_at: date, covered: Covered) -> bool:
    """Whether the absences of a window are known; without a window, those of the date itself."""
    return _days_missing(Measure("", "days_at_liberty", months=months), as_at, covered) is None


def _days_missing(measure: Measure, as_at: date, covered: Covered) -> DaysMissing | None:
    for alternatives in records_asked(measure):
        spans = covered.spans(*alternatives)
        missing = _missing(_days_asked(measure.months, as_at), spans)
        if missing:
            last = _last_covered(measure.months, as_at, spans)
            first = None if last else _first_covered(measure.months, as_at, spans)
            return DaysMissing(" or ".join(alternatives), *missing, last, first)
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
