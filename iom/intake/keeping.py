"""What an import leaves beside its records: the period covered, the batch, the report."""

import hashlib
from collections.abc import Collection
from datetime import datetime

import duckdb

from iom import __version__
from iom.intake.dated import covered_types
from iom.intake.encoding import FileFacts
from iom.intake.loading import Compared, Terms
from iom.intake.refusing import Refusal
from iom.intake.report import ImportReport, RuleCount
from iom.intake.staging import Checks
from iom.store import Store, sql


def keep_coverage(cursor: duckdb.DuckDBPyConnection, terms: Terms, left_out: Collection[str]) -> int:
    """Note the period that the file holds completely; return for how many record types that is news.

    left_out: types of which the file holds nothing of the period.
    """
    if terms.covers is None or not terms.would_cover or not terms.believed:
        return 0
    start, end = terms.covers
    known_from = terms.moment
    if terms.mapping.first_historical_load:
        # As its rows are known since the source recorded them, the period is known since its first day.
        known_from = min(known_from, datetime(start.year, start.month, start.day))  # noqa: DTZ001  naive UTC
    types = [name for name in covered_types(terms.mapping) if name not in left_out]
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


def read_report(
    cursor: duckdb.DuckDBPyConnection,
    facts: FileFacts,
    terms: Terms,
    checks: Checks,
    *,
    rows: int,
    compared: Compared,
    refusal: Refusal,
) -> ImportReport:
    """The report of an import from its working tables; rows: the data rows of the file."""
    # a status belongs to an offence held before, which it changes
    all_new = not compared.not_new and not compared.withdrawn and not terms.holds("status")
    statement = "intake/rows_all_new" if all_new else "intake/row_fates"
    fates = dict(cursor.execute(sql(statement)).fetchall())
    without = rows - refusal.rows - sum(fates.values())
    return ImportReport(
        checked_only=False,
        batch_id=terms.batch_id,
        known_from=terms.moment,
        file_name=facts.path.name,
        encoding=facts.encoding,
        mapping=terms.mapping.title,
        system=terms.system,
        scope=terms.scope,
        rows_total=rows,
        rows_loaded=fates.get("loaded", 0),
        rows_updated=fates.get("updated", 0),
        rows_unchanged=fates.get("unchanged", 0) + without,
        rows_quarantined=refusal.rows,
        rows_without_record=without,
        records=compared.records,
        withdrawn=compared.withdrawn,
        rules=_rules(cursor, checks) if refusal.rows else (),
        quarantine_ids=refusal.quarantine_ids,
        corrected=refusal.corrected,
        closed_before=refusal.closed_before,
        covers=terms.covers,
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
            check.remedy,
            tuple(other for other in others if other is not None),
        )
        for number, rows, lines, others in cursor.execute(sql("intake/rule_counts")).fetchall()
        for check in [by_number[number]]
    )


def keep_batch(
    cursor: duckdb.DuckDBPyConnection, store: Store, terms: Terms, facts: FileFacts, report: ImportReport
) -> None:
    """Write the import into the list of imports, one that changed nothing too: the list is a log."""
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
