"""Whether a file holds any record of its period: by silence alone it does not say that there was none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import duckdb

from iom.intake import erased
from iom.intake.brakes import RECORDS
from iom.intake.loading import Terms
from iom.intake.mapping import Mapping
from iom.intake.notices import counted
from iom.intake.records import RECORD_TYPES, TABLES
from iom.intake.refusing import Refusal
from iom.intake.staging import Checks
from iom.store import sql


@dataclass(frozen=True)
class OfPeriod:
    """The records of one dated type that a file gave: how many, from when to when, how many of its period.

    Of rows that are not refused; within counts those of erased people too. refused: records of refused rows;
    may_be_of_it: open refused rows that are of the period as well, or may be; corrected: such rows that were
    put right in the store, and not in the file.
    """

    record_type: str
    records: int
    within: int
    first: date | None
    last: date | None
    refused: int
    may_be_of_it: int = 0
    corrected: int = 0


@dataclass(frozen=True)
class Uncovered:
    """What a file does not cover of its period. said: types of which it was said that there was nothing.

    not_covered: those of which nothing is dated within it and this was not said, or a refused row speaks
    against it; all, where the file does not pass for complete. warnings: why, and what to do.
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
    if not terms.would_cover or not terms.believed:
        return ()
    by_table = {RECORD_TYPES[name].table: name for name in covered_types(terms.mapping)}
    dated = sorted(table for table in by_table if TABLES[table].days)
    if not dated:
        return ()
    values = _days(terms) | {"tables": dated, "erased": erased.number(checks)}
    found = cursor.execute(sql("intake/records_of_period"), values).fetchall()
    told = (OfPeriod(by_table[table], *counts) for table, *counts in found)
    return tuple(sorted(told, key=lambda one: one.record_type))


def with_refused(
    cursor: duckdb.DuckDBPyConnection,
    terms: Terms,
    checks: Checks,
    found: tuple[OfPeriod, ...],
    refusal: Refusal,
) -> tuple[OfPeriod, ...]:
    """The same with the refused rows that are of the period or may be, once they are kept and numbered.

    Those that were given up count for nothing.
    """
    empty = [RECORD_TYPES[one.record_type].table for one in found if not one.within]
    if not refusal.rows or not empty:
        return found
    values = _days(terms) | {"tables": empty, "erased": erased.number(checks)}
    rows = cursor.execute(sql("intake/refused_of_period"), values).fetchall()
    against = {table: counts for table, *counts in rows}
    return tuple(
        replace(one, may_be_of_it=counts[0], corrected=counts[1])
        for one in found
        for counts in [against.get(RECORD_TYPES[one.record_type].table, (0, 0))]
    )


def _days(terms: Terms) -> dict[str, object]:
    assert terms.covers is not None
    return {"covers_from": terms.covers[0], "covers_to": terms.covers[1]}


def uncovered(found: Iterable[OfPeriod], terms: Terms, *, rows: int, nothing_dated: bool) -> Uncovered:
    """Of which types the file covers nothing. rows: how many it has; nothing_dated: so it was said."""
    if terms.would_cover and not terms.believed:
        # why it is not believed is told already
        not_so = ("--nothing-dated does not hold of a file that does not pass for complete.",)
        return Uncovered(tuple(covered_types(terms.mapping)), (), not_so if nothing_dated else ())
    empty = [one for one in found if not one.within]
    said = [one for one in empty if nothing_dated and not one.may_be_of_it + one.corrected]
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
        such = counted(one.records, "such record", "such records") if one.records else "no such record"
        # of those of erased people no day is told
        if one.refused or one.may_be_of_it or one.corrected:
            such += f" that {'are' if one.records > 1 else 'is'} not refused"
        days = one.first if one.first == one.last else f"{one.first} to {one.last}"
        held = f"which has {counted(rows, 'row', 'rows')}, "
        held += f"with {such}, dated {days}" if one.records else f"but {such}"
    told = (
        f"No {listed(each.record_type for each in group)} of {start} to {end} are in the file, {held}. "
        "So by this file the period does not count as covered for them."
    )
    but = ", so that --nothing-dated does not hold" if nothing_dated else ""
    if one.may_be_of_it:
        may = counted(one.may_be_of_it, "refused row is of it or may be", "refused rows are of it or may be")
        return f"{told} {may}{but}. Mend what was refused at source and import the file again."
    if one.corrected:
        was = counted(one.corrected, "refused row of it was", "refused rows of it were")
        return (
            f"{told} {was} corrected here earlier, and not in the file{but}. Mend the file at source too and "
            "import it again: then the period counts as covered."
        )
    return (
        f"{told} Is it the right file, and the right period (--covers)? If there really were none, say so: "
        "--nothing-dated"
    )


def listed(record_types: Iterable[str]) -> str:
    """Record types as people call them: offences, status events."""
    return " or ".join(RECORDS[RECORD_TYPES[name].table] for name in record_types)
