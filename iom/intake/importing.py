"""One import, from a file to a committed batch: whole, or as if it had never been."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from iom.intake import (
    brakes,
    corrected,
    dated,
    erased,
    keeping,
    loading,
    losing,
    no_rows,
    notices,
    period,
    refusing,
    sources,
)
from iom.intake.dated import OfPeriod
from iom.intake.loading import Compared, Terms
from iom.intake.mapping import Mapping, Scope
from iom.intake.report import ImportReport
from iom.intake.source_file import SourceFile
from iom.intake.staging import OCCURRENCE, QUARANTINE_ID, Checks, Progress, stage
from iom.people import assign_new_subjects
from iom.people.moment import next_moment
from iom.store import Store, audit, derived, sql

CORRECTIONS = "corrections"
# What tells who a record belongs to.
_OF_PEOPLE = {"subject_version", "subject_identifier_version", "subject_name_version"}


@dataclass(frozen=True)
class Order:
    """What is asked of one import. covers, both days included; check: try it and keep nothing.

    nothing_dated: of what the file holds no record of its period, there really was none.
    """

    mapping: Mapping
    scope: Scope
    covers: tuple[date, date] | None
    now: datetime
    check: bool = False
    progress: Progress | None = None
    allow_withdrawals: bool = False
    nothing_dated: bool = False

    @property
    def extract(self) -> date:
        """The day that the file speaks of: the last that it covers, else today."""
        today = self.now.astimezone(UTC).date()
        # corrections are of the period of an import that an earlier version may have let cover days to come
        return min(self.covers[1], today) if self.covers else today

    @property
    def corrects(self) -> bool:
        """Whether the file holds corrected rows: our own columns beside the source's."""
        return self.scope == CORRECTIONS


@dataclass(frozen=True)
class _Ready:
    """An import in temporary tables, not kept yet. doubt: why the file cannot pass for complete."""

    terms: Terms
    total: int
    checks: Checks
    compared: Compared
    of_period: tuple[OfPeriod, ...]
    doubt: str | None
    erased: erased.Known


class _NothingKept(Exception):  # noqa: N818  not an error: it unrolls what a check has tried
    def __init__(self, report: ImportReport):
        super().__init__()
        self.report = report


def import_file(
    store: Store,
    path: Path,
    mapping: Mapping,
    *,
    now: datetime,
    covers: tuple[date, date] | None = None,
    check: bool = False,
    allow_withdrawals: bool = False,
    nothing_dated: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import a file as its mapping document says; with check, say what would happen and keep nothing.

    covers, both days included, goes before the mapping's own. Raises InputError when the period ends after
    today, when the file cannot be read, lacks a column or a period that it needs, holds corrected rows, or is
    full and would withdraw more than the settings let it unless allow_withdrawals: then nothing was loaded.
    For a record type of which nothing is dated within the period, it does not count as covered unless
    nothing_dated: there really was nothing.
    """
    now = store.latest(now)
    covers = period.stated(mapping, covers, now=now, nothing_dated=nothing_dated)
    corrected.refuse(path)
    file = sources.open_source(path, mapping, store.settings)
    order = Order(mapping, mapping.scope, covers, now, check, progress, allow_withdrawals, nothing_dated)
    return run(store, file, order)


def run(store: Store, file: SourceFile, order: Order) -> ImportReport:
    """Import an examined file; a check rolls back and leaves one line in the audit log."""
    wanted = [column for record in order.mapping.records for column in record.columns]
    if order.corrects:
        wanted += [QUARANTINE_ID, OCCURRENCE]
    file.require(tuple(wanted), order.mapping.name)
    try:
        with store.cursor() as cursor:
            # before the turn: others go on looking and deciding while a long file is read
            total, checks = stage(
                cursor,
                file,
                order.mapping,
                extract=order.extract,
                corrects=order.corrects,
                progress=order.progress,
            )
            with store.turn(cursor):
                if store.clock is not None:
                    # others have looked since it was asked for: what they saw stays what was known then
                    order = replace(order, now=store.latest(store.clock()))
                ready = _make_ready(cursor, store, file, order, staged=(total, checks))
                with store.transaction(cursor):
                    report = _keep(cursor, store, file, order, ready)
                    if order.check:
                        raise _NothingKept(report)
    except _NothingKept as tried:
        report = replace(tried.report, checked_only=True, batch_id=None, quarantine_ids=())
        audit.look(store, now=order.now, action="import.check", detail=report.as_logged())
    return report


def _make_ready(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    file: SourceFile,
    order: Order,
    *,
    staged: tuple[int, Checks],
) -> _Ready:
    """Compare a staged file with what is held, in temporary tables: nothing is kept yet."""
    total, checks = staged
    moment = next_moment(cursor, order.now)
    batch_id = derived.last_moment(cursor)[1] + 1
    terms = Terms(order.mapping, batch_id, moment, order.scope, order.covers)
    terms = replace(terms, held=loading.held_of(cursor, terms))
    gone = erased.known(cursor, store, order.mapping.system)
    erased.refuse(cursor, gone, checks)
    if order.corrects:
        refusing.require_known(cursor, file)
        refusing.refuse_overtaken(cursor, terms, checks)
    doubled = loading.refuse_across_rows(cursor, terms, checks)
    doubt = None
    if not order.corrects:
        doubt = brakes.too_many_refused(cursor, store.settings, total, erased=erased.number(checks))
    terms = replace(terms, believed=doubt is None)
    of_period = dated.of_period(cursor, terms, checks)
    compared = loading.compare(cursor, terms, doubled)
    if terms.withdraws and not order.allow_withdrawals:
        # one that holds nothing of its period is as good as one without a row
        within = {one.record_type: one.within for one in of_period}
        loading.refuse_emptying(cursor, terms, store.settings, file_name=file.name, rows=total, within=within)
    return _Ready(terms, total, checks, compared, of_period, doubt, gone)


def _keep(
    cursor: duckdb.DuckDBPyConnection, store: Store, file: SourceFile, order: Order, ready: _Ready
) -> ImportReport:
    terms, total, checks, doubt = ready.terms, ready.total, ready.checks, ready.doubt
    batch_id, moment = terms.batch_id, terms.moment
    loading.write(cursor, terms, ready.compared)
    refusal = refusing.keep(cursor, file, terms, checks, ready.erased)
    of_period = dated.with_refused(cursor, terms, checks, ready.of_period, refusal)
    of_none = dated.uncovered(of_period, terms, rows=total, nothing_dated=order.nothing_dated)
    covered = keeping.keep_coverage(cursor, terms, of_none.not_covered)
    report = keeping.read_report(
        cursor, file.facts, terms, checks, rows=total, compared=ready.compared, refusal=refusal
    )
    odd: tuple[str, ...] = ()
    if not total and not order.corrects:
        odd = no_rows.notes(file.header, said=order.nothing_dated or bool(of_none.warnings))
    warnings = (*((doubt,) if doubt else ()), *of_none.warnings, *odd, *sources.notes(file, order.mapping))
    place = "line" if order.corrects else order.mapping.file.place
    report = replace(
        report,
        coverage_added=covered,
        not_covered=of_none.not_covered,
        nothing_dated=of_none.said,
        complete=doubt is None,
        warnings=warnings,
        place=place,
    )
    keeping.keep_batch(cursor, store, terms, file.facts, report)
    contradicting: tuple[int, ...] = ()
    changed = report.changed_tables
    if changed & _OF_PEOPLE:
        people = assign_new_subjects(cursor, batch_id=batch_id, moment=moment)
        report = replace(
            report,
            new_people=people.new_people,
            joined_subjects=people.joined_subjects,
            match_proposals=people.proposals,
        )
        contradicting = people.contradicting
        if people.new_people or people.joined_subjects:
            changed |= {"subject", "subject_person"}
    if covered:
        changed |= {"source_coverage"}
    if changed:
        derived.rebuild(cursor, derived.Change(changed, batch_id, moment))
    else:
        derived.keep_up(cursor)
    noticed = notices.notices(cursor, terms, contradicting, rows=total, changed=report.changed)
    lost = losing.losses(cursor, terms, ready.compared.replacing)
    report = replace(report, warnings=(*report.warnings, *lost, *noticed))
    if not order.check:
        cursor.execute(sql("intake/touched_people"), {"batch_id": batch_id})
        audit.record(
            cursor,
            store,
            now=order.now,
            action="import.commit",
            detail=report.as_logged(),
            people_table="touched_people",
        )
    return report
