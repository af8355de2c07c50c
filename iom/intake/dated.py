"""Whether a file holds any record of its period: by silence alone it does not say that there was none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from iom.intake import erased
from iom.intake.brakes import RECORDS
from iom.intake.loading import Terms
from iom.intake.mapping import Mapping
from iom.intake.notices import counted
from iom.intake.records import RECORD_TYPES, TABLES
from iom.intake.staging import Checks
from iom.store import sql


@dataclass(frozen=True)
class OfPeriod:
    """The records of one dated type that a file gave: how many, from when to when, how many of its period.

    Of rows that are not refused; may_be_of_it: refused rows that are of the period as well, or may be.
    """

    record_type: str
    records: int
    within: int
    first: date | None
    last: date | None
    may_be_of_it: int


@dataclass(frozen=True)
class Uncovered:
    """What a file does not cover of its period. said: types of which it was said that there was nothing.

    not_covered: those of which nothing is dated within it and this was not said, or a refused row speaks
    against it; warnings: why, and what to do.
    """

    not_covered: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def covered_types(mapping: Mapping) -> list[str]:
    """The record types of which a file of this mapping may say that it holds all of its period."""
    types = {r.type.name for r in mapping.records if r.type.has_subject and not r.registers_only}
    if any(r.statuses for r in mapping.records):
        # What became of its offences stands beside them; where it does not, a file of statuses must say it.
        types.add("status")
    return sorted(types)


def of_period(cursor: duckdb.DuckDBPyConnection, terms: Terms, checks: Checks) -> tuple[OfPeriod, ...]:
    """What the staged file holds of its period, of each type that it would cover and that is dated."""
    if terms.covers is None or terms.scope == "corrections" or not terms.believed:
        return ()
    by_table = {RECORD_TYPES[name].table: name for name in covered_types(terms.mapping)}
    dated = sorted(table for table in by_table if TABLES[table].days)
    if not dated:
        return ()
    values = {
        "tables": dated,
        "covers_from": terms.covers[0],
        "covers_to": terms.covers[1],
        "erased": erased.number(checks),
    }
    found = cursor.execute(sql("intake/records_of_period"), values).fetchall()
    told = (OfPeriod(by_table[table], *counts) for table, *counts in found)
    return tuple(sorted(told, key=lambda one: one.record_type))


def uncovered(found: Iterable[OfPeriod], terms: Terms, *, rows: int, nothing_dated: bool) -> Uncovered:
    """Of which types the file covers nothing. rows: how many it has; nothing_dated: so it was said."""
    empty = [one for one in found if not one.within]
    said = [one for one in empty if nothing_dated and not one.may_be_of_it]
    left = [one for one in empty if one not in said]
    # of a file without rows there is no more to say of one type than of another
    groups = [[one] for one in left] if rows else [left] if left else []
    return Uncovered(
        tuple(one.record_type for one in left),
        tuple(one.record_type for one in said),
        tuple(_says(group, terms, rows, nothing_dated) for group in groups),
    )


def _says(group: Sequence[OfPeriod], terms: Terms, rows: int, nothing_dated: bool) -> str:
    assert terms.covers is not None
    start, end = terms.covers
    one = group[0]
    held = "which has no row"
    if rows:
        held = f"which has {counted(rows, 'row', 'rows')}, but no such record"
        held += " that is not refused" if one.may_be_of_it else ""
    if one.records:
        days = one.first if one.first == one.last else f"{one.first} to {one.last}"
        such = counted(one.records, "such record", "such records")
        held = f"which has {counted(rows, 'row', 'rows')}, with {such}, dated {days}"
    told = (
        f"No {listed(each.record_type for each in group)} of {start} to {end} are in the file, {held}. "
        "So by this file the period does not count as covered for them."
    )
    if one.may_be_of_it:
        may = counted(one.may_be_of_it, "refused row is of it or may be", "refused rows are of it or may be")
        but = ", so that --nothing-dated does not hold" if nothing_dated else ""
        return f"{told} {may}{but}. Mend what was refused and import the file again."
    return (
        f"{told} Is it the right file, and the right period (--covers)? If there really were none, say so: "
        "--nothing-dated"
    )


def listed(record_types: Iterable[str]) -> str:
    """Record types as people call them: offences, status events."""
    return " or ".join(RECORDS[RECORD_TYPES[name].table] for name in record_types)
