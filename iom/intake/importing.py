"""One import, from a file to a committed batch: whole, or as if it had never been."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from iom import __version__
from iom.intake import loading, refusing
from iom.intake.encoding import FileFacts, examine
from iom.intake.errors import InputError
from iom.intake.loading import Terms
from iom.intake.mapping import Mapping
from iom.intake.reading import CsvFile
from iom.intake.report import ImportReport, RecordCount, RuleCount
from iom.intake.staging import OCCURRENCE, QUARANTINE_ID, Checks, Progress, stage
from iom.people import Assigned, assign_new_subjects
from iom.people.moment import next_moment
from iom.store import Store, audit, derived, sql

CORRECTIONS = "corrections"


class _NothingKept(Exception):  # noqa: N818  not an error: it unrolls what --check has tried
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
    progress: Progress | None = None,
) -> ImportReport:
    """Import a file as its mapping document says; with check, try it, say what would happen and keep nothing.

    covers, both days included, goes before the mapping's own. Raises InputError when the file cannot be read
    or lacks a column: then nothing was loaded.
    """
    covers = covers or mapping.covers
    if mapping.scope == "full" and covers is None:
        raise InputError(
            f"{path.name}: {mapping.name} says that the file is full, and nothing says for which period. "
            "Give --covers FROM:TO, or [covers] in the mapping document."
        )
    return run(store, path, mapping, mapping.scope, now=now, covers=covers, check=check, progress=progress)


def run(
    store: Store,
    path: Path,
    mapping: Mapping,
    scope: str,
    *,
    now: datetime,
    covers: tuple[date, date] | None,
    check: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import under a scope: full, changes or corrections (columns of a quarantine export beside the source's)."""
    facts = examine(path, mapping.encoding if scope != CORRECTIONS else "auto")
    file = CsvFile(facts, mapping.delimiter)
    wanted = [column for record in mapping.records for column in record.columns]
    if scope == CORRECTIONS:
        wanted += [QUARANTINE_ID, OCCURRENCE]
    file.require(tuple(wanted), mapping.name)
    try:
        with store.transaction() as cursor:
            report = _inside(cursor, store, file, mapping, scope, covers, now, check, progress)
            if check:
                raise _NothingKept(report)
    except _NothingKept as tried:
        audit.look(store, now=now, action="import.check", detail=_logged(tried.report))
        return tried.report
    return report


@dataclass(frozen=True)
class _Fates:
    loaded: int
    updated: int
    unchanged: int


def _inside(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    file: CsvFile,
    mapping: Mapping,
    scope: str,
    covers: tuple[date, date] | None,
    now: datetime,
    check: bool,
    progress: Progress | None,
) -> ImportReport:
    moment = next_moment(cursor, now)
    terms = Terms(mapping, derived.last_moment(cursor)[1] + 1, moment, scope, covers)
    extract = covers[1] if covers else now.astimezone(UTC).date()
    total, checks = stage(cursor, file, mapping, extract, scope == CORRECTIONS, progress)
    if scope == CORRECTIONS:
        refusing.require_known(cursor, file)
    loading.refuse_across_rows(cursor, terms)
    loading.load(cursor, terms)
    refusal = refusing.keep(cursor, file, terms, checks)
    fates = _fates(cursor, terms)
    covered = _cover(cursor, terms)
    report = _report(cursor, file.facts, terms, checks, total, fates, refusal, covered)
    _keep_batch(cursor, store, terms, file.facts, report)
    people = Assigned(0, 0, 0)
    if report.changed:
        people = assign_new_subjects(cursor, batch_id=terms.batch_id, moment=moment)
    if report.changed or covered:
        derived.rebuild(cursor)
    report = replace(
        report,
        new_people=people.new_people,
        joined_subjects=people.joined_subjects,
        match_proposals=people.proposals,
    )
    if check:
        return replace(report, checked_only=True, batch_id=None, quarantine_ids=())
    cursor.execute(sql("intake/touched_people"), {"system": terms.system})
    audit.record(
        cursor, store, now=now, action="import.commit", detail=_logged(report), people_table="touched_people"
    )
    return report


def _fates(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> _Fates:
    found = dict(cursor.execute(sql("intake/row_fates"), {"system": terms.system}).fetchall())
    return _Fates(found.get("loaded", 0), found.get("updated", 0), found.get("unchanged", 0))


def _cover(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> int:
    """Note the period that the file holds completely; return for how many record types that is news."""
    if terms.covers is None or terms.scope == CORRECTIONS:
        return 0
    start, end = terms.covers
    known_from = terms.moment
    if terms.mapping.first_historical_load:
        # As its rows are known since the source recorded them, the period is known since its first day.
        known_from = min(known_from, datetime(start.year, start.month, start.day))  # noqa: DTZ001  naive UTC
    types = sorted(
        {r.type.name for r in terms.mapping.records if r.type.has_subject and not r.registers_only}
    )
    row = cursor.execute(
        sql("intake/keep_coverage"),
        {
            "batch_id": terms.batch_id,
            "system": terms.system,
            "record_types": types,
            "covers_from": start,
            "covers_to": end,
            "history": terms.mapping.history,
            "known_from": known_from,
        },
    ).fetchone()
    return row[0] if row else 0


def _report(
    cursor: duckdb.DuckDBPyConnection,
    facts: FileFacts,
    terms: Terms,
    checks: Checks,
    total: int,
    fates: _Fates,
    refusal: refusing.Refusal,
    covered: int,
) -> ImportReport:
    without = total - refusal.rows - fates.loaded - fates.updated - fates.unchanged
    return ImportReport(
        checked_only=False,
        batch_id=terms.batch_id,
        known_from=terms.moment,
        file_name=facts.path.name,
        encoding=facts.encoding,
        mapping=terms.mapping.title,
        system=terms.system,
        scope=terms.scope,
        rows_total=total,
        rows_loaded=fates.loaded,
        rows_updated=fates.updated,
        rows_unchanged=fates.unchanged + without,
        rows_quarantined=refusal.rows,
        rows_without_record=without,
        records=tuple(RecordCount(*row) for row in cursor.execute(sql("intake/record_counts")).fetchall()),
        withdrawn=tuple(cursor.execute(sql("intake/withdrawn_counts")).fetchall()),
        rules=_rules(cursor, checks),
        quarantine_ids=refusal.quarantine_ids,
        corrected=refusal.corrected,
        new_people=0,
        joined_subjects=0,
        match_proposals=0,
        covers=terms.covers,
        coverage_added=covered,
    )


def _rules(cursor: duckdb.DuckDBPyConnection, checks: Checks) -> tuple[RuleCount, ...]:
    by_number = {number: check for check, number in checks.numbers.items()}
    return tuple(
        RuleCount(
            check.rule.name,
            check.record_type,
            check.field,
            check.column,
            rows,
            tuple(lines),
            check.message,
            check.rule.remedy,
        )
        for number, rows, lines in cursor.execute(sql("intake/rule_counts")).fetchall()
        for check in [by_number[number]]
    )


def _keep_batch(
    cursor: duckdb.DuckDBPyConnection, store: Store, terms: Terms, facts: FileFacts, report: ImportReport
) -> None:
    mapping = terms.mapping
    start, end = terms.covers or (None, None)
    cursor.execute(
        sql("intake/keep_batch"),
        {
            "batch_id": terms.batch_id,
            "system": terms.system,
            "file_name": report.file_name,
            "file_sha256": facts.sha256,
            "encoding": facts.encoding,
            "mapping_title": mapping.title,
            "mapping_text": mapping.text,
            "mapping_sha256": hashlib.sha256(mapping.text.encode()).hexdigest(),
            "scope": terms.scope,
            "covers_from": start,
            "covers_to": end,
            "committed_at": terms.moment,
            "by_user": store.actor.user,
            "purpose": store.actor.purpose,
            "code_version": __version__,
            "rows_total": report.rows_total,
            "rows_loaded": report.rows_loaded,
            "rows_unchanged": report.rows_unchanged,
            "rows_updated": report.rows_updated,
            "rows_quarantined": report.rows_quarantined,
            "records_withdrawn": report.records_withdrawn,
        },
    )


def _logged(report: ImportReport) -> dict[str, object]:
    """What the audit log says of an import: numbers and names of documents, no file name (it may name a person)."""
    return {
        "batch_id": report.batch_id,
        "system": report.system,
        "scope": report.scope,
        "rows_total": report.rows_total,
        "rows_loaded": report.rows_loaded,
        "rows_updated": report.rows_updated,
        "rows_unchanged": report.rows_unchanged,
        "rows_quarantined": report.rows_quarantined,
        "records_withdrawn": report.records_withdrawn,
        "rules": {
            f"{count.record_type}.{count.rule}.{count.field or ''}": count.rows for count in report.rules
        },
    }
