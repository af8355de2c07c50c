"""What a criteria document comes to on a store's records as at a date: rules and bands without people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import duckdb

from iom.measures import covered_days
from iom.measures.coverage import Covered, DaysMissing, FlagNotStated
from iom.measures.names import sql_name
from iom.periods import ONE_DAY, Window, intersection, window
from iom.selection.choosing import choose
from iom.selection.criteria import Criteria
from iom.selection.lint.by_logic import reach
from iom.selection.lint.findings import Finding
from iom.selection.lint.places import Places
from iom.store import sql

_SUMS = frozenset({"severity", "severity_mean", "severity_max", "harm"})
# What is not known of anybody, by why; and the key of the measure that says so.
_KINDS_OF_GAP: dict[type, tuple[str, str]] = {
    DaysMissing: ("window_longer_than_data", "months"),
    FlagNotStated: ("flag_not_stated", "flag"),
}
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Counted:
    """Of one rule: people who meet it, and of whom it is unknown; of everyone or of the eligible alone."""

    met: int
    met_eligible: int
    not_known: int
    not_known_eligible: int


def last_covered_day(covered: Covered) -> date | None:
    """The last day on which both offences and what became of them are covered; None when there is none."""
    both = intersection(covered.spans("offence"), covered.spans("status"))
    return max((span.end - ONE_DAY for span in both if span.end), default=None)


def by_store(
    cursor: duckdb.DuckDBPyConnection, criteria: Criteria, as_at: date | None
) -> tuple[list[Finding], date | None]:
    """What can be found in records, and the date as at which; the cursor is prepared by derived.as_known.

    as_at: default the last covered day. Makes the temporary tables measured, judged and
    placed, and the view selected.
    """
    places = Places(criteria)
    day = as_at or last_covered_day(covered_days(cursor))
    if day is None:
        return [Finding("no_records", 1, "the store covers no day of offences and their statuses")], None
    found = list(_vintages(cursor, criteria, places, day))
    chosen = choose(cursor, criteria, as_at=day)
    for number, measure in enumerate(criteria.measures):
        gap = chosen.made.absent.get(measure.name)
        if gap:
            code, key = _KINDS_OF_GAP[type(gap)]
            says = f'"{measure.name}" is not known of anybody as at {day}: {gap.says()}'
            found.append(Finding(code, places.line(f"measure[{number}].{key}"), says))
    found += _rules(cursor, criteria, places, day)
    found += _bands(cursor, criteria, places, day, frozenset(chosen.made.absent))
    found += _last_places(cursor, criteria, places, day)
    return found, day


def _rules(
    cursor: duckdb.DuckDBPyConnection, criteria: Criteria, places: Places, day: date
) -> Iterator[Finding]:
    rows = cursor.execute(sql("selection/lint_rules"), {"rules": len(criteria.rules)}).fetchall()
    counts = {number: Counted(*of_rule) for number, *of_rule in rows}
    taken = dict(cursor.execute(sql("selection/lint_cohorts")).fetchall())
    first = len(criteria.eligibility)
    for number, rule in enumerate(criteria.rules):
        is_cohort = first <= number < first + len(criteria.cohorts)
        count = counts.get(number, Counted(0, 0, 0, 0))
        met = count.met_eligible if is_cohort else count.met
        unknown = count.not_known_eligible if is_cohort else count.not_known
        who = "nobody who is eligible" if is_cohort else "nobody"
        if met == 0:
            more = f"; of {unknown:,} it could not be told" if unknown else ""
            says = f'{who} meets "{rule.name}" as at {day}{more}'
            yield Finding("nobody_meets", places.rule(rule), says)
        elif is_cohort and rule.name not in taken:
            who = "one eligible person meets" if met == 1 else f"{met:,} eligible people meet"
            says = f'{who} "{rule.name}" as at {day}, and each an earlier rule too'
            yield Finding("cohort_taken", places.rule(rule), says)


def _bands(
    cursor: duckdb.DuckDBPyConnection,
    criteria: Criteria,
    places: Places,
    day: date,
    absent: frozenset[str],
) -> Iterator[Finding]:
    for measure in criteria.banded:
        if measure in absent:
            continue  # said of the measure
        bands = [band for band in criteria.bands if band.measure == measure]
        given = {"low": [band.low for band in bands], "below": [band.below for band in bands]}
        statement = sql("selection/lint_bands", measure=sql_name(measure))
        for number, people in cursor.execute(statement, given).fetchall():
            if people == 0:
                says = f"{reach(bands[number])}: nobody who is eligible is there as at {day}"
                yield Finding("band_empty", places.band(bands[number]), says)


def _last_places(
    cursor: duckdb.DuckDBPyConnection, criteria: Criteria, places: Places, day: date
) -> Iterator[Finding]:
    names = sorted({sql_name(step.name) for step in criteria.tie_break})
    rows = cursor.execute(sql("selection/lint_last_places"), {"names": names}).fetchall()
    for cohort, area in rows:
        says = f'the last place of "{cohort}" in {area} as at {day}'
        yield Finding("last_place_by_number", places.line("tie_break.order"), says)


def _vintages(
    cursor: duckdb.DuckDBPyConnection, criteria: Criteria, places: Places, day: date
) -> Iterator[Finding]:
    held = sorted(row[0] for row in cursor.execute(sql("selection/vintages")).fetchall())
    used = criteria.severity_vintage
    begins = _begins(used)
    later = [(start, name) for name in held if (start := _begins(name)) and begins and start > begins]
    if later:
        line = places.line("severity_vintage")
        yield Finding("vintage_superseded", line, f"weights of {max(later)[1]} are held, later than {used}")
    if begins is None:
        return
    ends = min(later)[0] if later else None
    for number, measure in enumerate(criteria.measures):
        if measure.what not in _SUMS or measure.months is None:
            continue
        asked = window(day, measure.months)
        outside = _outside(asked, begins, ends)
        if outside:
            says = (
                f'the window of "{measure.name}", {asked.after + ONE_DAY} to {asked.to}, reaches {outside}: '
                f"all of it is weighed with the weights of {used}"
            )
            yield Finding("window_crosses_vintage", places.line(f"measure[{number}].months"), says)


def _begins(vintage: str) -> date | None:
    """The first day of a vintage: 1 April of the year that names it, as 2020 is for 2020/21 (DOMAIN.md 3)."""
    year = _YEAR.match(vintage)
    return date(int(year[0]), 4, 1) if year and int(year[0]) else None


def _outside(asked: Window, begins: date, ends: date | None) -> str:
    parts = []
    if asked.after + ONE_DAY < begins:
        parts.append(f"back before {begins}, when these weights came into force")
    if ends and asked.to >= ends:
        parts.append(f"past {ends}, when later weights came into force")
    return " and ".join(parts)
