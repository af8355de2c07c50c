"""From the working tables of an import to versions in the store: refusals, fates, withdrawals, inserts.

Set logic is in sql/intake/; here is only its order.
"""

from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from iom.intake import brakes
from iom.intake.mapping import Mapping
from iom.intake.records import TABLES
from iom.settings import Settings
from iom.store import sql


@dataclass(frozen=True)
class Terms:
    """What the records of one import are kept under; moment is naive UTC.

    believed: false when so many rows are refused that the file cannot pass for complete.
    """

    mapping: Mapping
    batch_id: int
    moment: datetime
    scope: str
    covers: tuple[date, date] | None
    believed: bool = True

    @property
    def withdraws(self) -> bool:
        """Whether what is not in the file is withdrawn."""
        return self.scope == "full" and self.believed

    @property
    def declares(self) -> bool:
        """Whether new records are known since the source recorded them.

        A correction is not: until it came the store did not hold what a first load had refused.
        """
        return self.mapping.first_historical_load and self.scope != "corrections"

    @property
    def system(self) -> str:
        """The source system."""
        return self.mapping.system

    @property
    def tables(self) -> list[str]:
        """The tables that the mapping's records are kept in, each once, records before their details."""
        return list(dict.fromkeys(name for record in self.mapping.records for name in record.type.tables))


def refuse_across_rows(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> None:
    """Refuse rows that other rows, or the store, contradict.

    A refused row takes its person and offence away from other rows, so it goes on until no more fall.
    """
    cursor.execute(sql("intake/refuse_conflicts"))
    while True:
        before = _count(cursor)
        cursor.execute(sql("intake/refuse_strangers"), {"system": terms.system})
        if any(record.type.name == "status" for record in terms.mapping.records):
            cursor.execute(sql("intake/refuse_orphans"), {"system": terms.system})
        if _count(cursor) == before:
            return


def compare(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> None:
    """Work out what the sound rows change: what becomes of each record, and what is withdrawn."""
    for table in terms.tables:
        cursor.execute(
            sql("intake/fate", table=table),
            {
                "table_name": table,
                "system": terms.system,
                "moment": terms.moment,
                "declares": terms.declares,
            },
        )
    cursor.execute(sql("intake/new_subjects"), {"system": terms.system, "batch_id": terms.batch_id})
    cursor.execute(sql("intake/new_offences"), {"system": terms.system, "batch_id": terms.batch_id})
    if terms.withdraws:
        _withdraw_records(cursor, terms)
        _withdraw_with_their_records(cursor, terms)
    for spoken in ("intake/spoken_subject", "intake/spoken_offence"):
        cursor.execute(sql(spoken), {"system": terms.system})
    _withdraw_details(cursor, terms)


def write(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> None:
    """Bring the store to what was worked out."""
    for table in terms.tables:
        cursor.execute(
            sql("intake/end_versions", table=table),
            {"table_name": table, "system": terms.system, "moment": terms.moment},
        )
        cursor.execute(sql(f"intake/load_{table}"), {"system": terms.system, "batch_id": terms.batch_id})


def refuse_emptying(
    cursor: duckdb.DuckDBPyConnection, terms: Terms, settings: Settings, *, file_name: str, rows: int
) -> None:
    """Refuse a full file that would withdraw too much of what it should hold. Raises InputError."""
    for table, record_type in _own_types(terms).items():
        brakes.refuse_emptying(
            cursor,
            settings,
            file_name=file_name,
            rows=rows,
            system=terms.system,
            table=table,
            record_type=record_type,
            covers=terms.covers,
        )


def _own_types(terms: Terms) -> dict[str, str]:
    """The tables of the mapping's own records, each with the record type that tells them."""
    return {r.type.table: r.type.name for r in terms.mapping.records if not r.registers_only}


def _withdraw_records(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> None:
    for name, record_type in _own_types(terms).items():
        table = TABLES[name]
        values: dict[str, object] = {"table_name": name, "system": terms.system}
        if table.dated_by is None:
            cursor.execute(sql("intake/withdraw_undated", table=name), values)
        elif terms.covers is not None:
            values |= {"covers_from": terms.covers[0], "covers_to": terms.covers[1]}
            has = {
                "offence_id": "offence_id" if name.startswith("offence_") else "null",
                "told_by": table.told_by or "null",
            }
            cursor.execute(
                sql("intake/withdraw_dated", table=name, dated_by=table.dated_by, **has),
                values | {"record_type": record_type},
            )


def _withdraw_with_their_records(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> None:
    """Whatever this system said of an offence or person that it no longer holds, in this file or another."""
    for name, table in TABLES.items():
        if table.parent is not None and table.parent in terms.tables:
            statement = "offence" if table.parent == "offence_version" else "subject"
            cursor.execute(
                sql(f"intake/withdraw_with_{statement}", table=name),
                {"table_name": name, "system": terms.system},
            )


def _withdraw_details(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> None:
    """Details that the file would give if they still held; what it has no column for stays as it was."""
    subjects = [r for r in terms.mapping.records if r.type.name == "subject"]
    offences = [r for r in terms.mapping.records if r.type.name == "offence"]
    system = {"system": terms.system}
    kinds = [f.name for r in subjects for f in r.type.fields if f.kind == "identifier" and f.name in r.fields]
    if kinds:
        cursor.execute(sql("intake/withdraw_identifiers"), system | {"kinds": kinds})
    if any(set(TABLES["subject_name_version"].keeps) & set(r.fields) for r in subjects):
        cursor.execute(sql("intake/withdraw_names"), system)
    if any("victim_keys" in r.fields for r in offences):
        cursor.execute(sql("intake/withdraw_victims"), system)
    start, end = terms.covers or (None, None)
    dated = system | {"covers_from": start, "covers_to": end}
    wide = [pair.status.value for r in offences for pair in r.statuses if pair.status.value is not None]
    if wide:
        cursor.execute(sql("intake/withdraw_statuses"), dated | {"statuses": wide})
    for record in offences:
        for item, pair in enumerate(record.statuses):
            # Blank it says nothing; a status with a date column of its own is not its to take back.
            latest = sorted(set((pair.status.words or {}).values()) - {"", *wide})
            if pair.status.value is None and latest:
                cursor.execute(
                    sql("intake/withdraw_overruled_statuses"),
                    dated | {"record_no": record.number, "item": item, "statuses": latest},
                )


def _count(cursor: duckdb.DuckDBPyConnection) -> int:
    row = cursor.execute("select count(*) from failure").fetchone()
    assert row is not None
    return row[0]
