"""What stops a broken export from emptying a store: too many rows refused, too many records withdrawn."""

from datetime import date

import duckdb

from iom.intake.errors import InputError
from iom.intake.records import RECORD_TYPES, TABLES
from iom.settings import Settings
from iom.store import sql

RECORDS = {
    record.table: words
    for record, words in (
        (RECORD_TYPES["subject"], "people"),
        (RECORD_TYPES["home_area"], "home areas"),
        (RECORD_TYPES["supervision"], "periods of supervision"),
        (RECORD_TYPES["offence"], "offences"),
        (RECORD_TYPES["status"], "status events"),
        (RECORD_TYPES["absence"], "absences"),
        (RECORD_TYPES["sanction"], "sanctions"),
        (RECORD_TYPES["held_score"], "held scores"),
        (RECORD_TYPES["intelligence"], "intelligence records"),
        (RECORD_TYPES["needs"], "assessed needs"),
        (RECORD_TYPES["local_code"], "local codes"),
    )
} | {
    "subject_identifier_version": "identifiers",
    "subject_name_version": "names and addresses",
    "offence_victim_version": "victims of offences",
}


def too_many_refused(
    cursor: duckdb.DuckDBPyConnection, settings: Settings, rows: int, *, erased: int
) -> str | None:
    """Why a file of so many rows cannot pass for complete, in words with what to do; None when it can.

    erased: the check that refuses people who were erased; its rows speak of no fault of the file.
    """
    refused = _one(cursor.execute(sql("intake/refused_share"), {"erased": erased}))[0]
    few = refused < settings.refused_rows_least or refused <= settings.refused_share_limit * rows
    if not refused or (refused < rows and few):
        return None
    why = (
        f"{refused:,} of {rows:,} rows are refused; a file passes for complete with fewer than "
        f"{settings.refused_rows_least}, or with at most {settings.refused_share_limit:.0%}."
    )
    limits = "; the limits are IOM_REFUSED_ROWS_LEAST and IOM_REFUSED_SHARE_LIMIT."
    if refused == rows:
        every = "The only row is" if rows == 1 else f"All {rows:,} rows are"
        why, limits = f"{every} refused: a file of which no row can be read does not pass for complete.", "."
    return (
        f"{why} Nothing is withdrawn for not being in it, and no period counts as covered by it. Mend the "
        f"source or the mapping document and import the file again{limits}"
    )


def refuse_emptying(
    cursor: duckdb.DuckDBPyConnection,
    settings: Settings,
    *,
    file_name: str,
    holds_any: bool,
    system: str,
    table: str,
    record_type: str,
    covers: tuple[date, date] | None,
) -> None:
    """Refuse a full file that would withdraw too many of the records of a table that it should hold.

    Raises InputError naming how many of how many. holds_any: whether the file has a row, and of a dated type
    one dated within its period; else it may withdraw none.
    """
    kept = TABLES[table]
    start, end = covers if covers and kept.dated_by else (None, None)
    values = {
        "table_name": table,
        "record_type": record_type,
        "system": system,
        "from_date": start,
        "to_date": end,
    }
    statement = sql(
        "intake/held_in_period",
        table=table,
        dated_by=kept.dated_by or "known_to",
        told_by=kept.told_by or "null",
    )
    withdrawing, held = _one(cursor.execute(statement, values))
    few = withdrawing < settings.withdrawn_records_least and holds_any
    if not withdrawing or few or (holds_any and withdrawing <= settings.withdrawn_share_limit * held):
        return
    period = f" dated {start} to {end}" if start else ""
    raise InputError(
        f"{file_name}: as a full file it would withdraw {withdrawing:,} of the {held:,} {RECORDS[table]} "
        f"held of {system}{period}, because they are not in it. Nothing was changed. Is the file cut short, "
        "of another period or of a part of the system, or should the scope of its mapping document be "
        '"changes"? If they are meant to go: --allow-withdrawals'
    )


def _one(result: duckdb.DuckDBPyConnection) -> tuple[int, ...]:
    row = result.fetchone()
    assert row is not None
    return row
