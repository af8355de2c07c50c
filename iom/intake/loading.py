"""From the working tables of an import to versions in the store: refusals, fates, withdrawals, inserts.

Set logic is in sql/intake/; here is only its order.
"""

from collections.abc import Mapping as Mapped
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from iom.intake import brakes, conflicts
from iom.intake.mapping import Mapping, RecordMapping
from iom.intake.records import FILLED, TABLES
from iom.intake.report import RecordCount
from iom.intake.staging import Checks
from iom.settings import Settings
from iom.store import sql


@dataclass(frozen=True)
class Terms:
    """What the records of one import are kept under; moment is naive UTC.

    believed: false when so many rows are refused that the file cannot pass for complete. held: the tables of
    which the store holds a version that this system told, of now or of before.
    """

    mapping: Mapping
    batch_id: int
    moment: datetime
    scope: str
    covers: tuple[date, date] | None
    believed: bool = True
    held: frozenset[str] = frozenset()

    @property
    def withdraws(self) -> bool:
        """Whether what is not in the file is withdrawn."""
        return self.scope == "full" and self.believed

    @property
    def would_cover(self) -> bool:
        """Whether the file is one that says which days it holds whole."""
        return self.covers is not None and self.scope != "corrections"

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

    def holds(self, record_type: str) -> bool:
        """Whether the mapping reads records of a type."""
        return any(record.type.name == record_type for record in self.mapping.records)

    @property
    def tables(self) -> list[str]:
        """The tables that the mapping's records are kept in, each once, records before their details."""
        return list(dict.fromkeys(name for record in self.mapping.records for name in record.type.tables))


@dataclass(frozen=True)
class Compared:
    """What an import will change. not_new: how many records were held before or said by an earlier row."""

    subjects: int
    offences: int
    not_new: int
    records: tuple[RecordCount, ...]
    withdrawn: tuple[tuple[str, int], ...]

    @property
    def beginning(self) -> set[str]:
        """The tables that get versions."""
        return {count.table for count in self.records if count.new or count.replaced}

    @property
    def replacing(self) -> set[str]:
        """The tables in which versions take the place of others."""
        return {count.table for count in self.records if count.replaced}

    @property
    def ending(self) -> set[str]:
        """The tables in which versions end."""
        return self.replacing | {table for table, _ in self.withdrawn}


def held_of(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> frozenset[str]:
    """The mapping's tables of which the store holds a version that this system told, of now or of before."""
    system = {"system": terms.system}
    return frozenset(
        table
        for table in terms.tables
        if cursor.execute(sql("intake/held_before", table=table), system).fetchone()
    )


def refuse_across_rows(cursor: duckdb.DuckDBPyConnection, terms: Terms, checks: Checks) -> set[str]:
    """Refuse rows that other rows, or the store, contradict; return the tables for which rows share a key.

    A refused row takes its person and offence away from other rows, so it goes on until no more fall.
    """
    doubled = {
        table
        for table in terms.tables
        if _counted(cursor, sql("intake/find_doubled", arrived=f"arrived_{table}"), {"table_name": table})
    }
    if doubled:
        conflicts.refuse_conflicts(cursor, terms.mapping, checks)
    system = {"system": terms.system}
    # a life may be put together of several rows, or of a row and what is held
    if "subject_version" in terms.tables and _blank_keys(cursor, terms, "subject_version", doubled):
        cursor.execute(sql("intake/refuse_inverted_lives"), system)
    while True:
        refused = _counted(cursor, sql("intake/refuse_strangers"), system)
        if terms.holds("status"):
            refused += _counted(cursor, sql("intake/refuse_orphans"), system)
        if not refused:
            return doubled


def compare(cursor: duckdb.DuckDBPyConnection, terms: Terms, doubled: set[str]) -> Compared:
    """Work out what the sound rows change: what becomes of each record, and what is withdrawn.

    doubled: the tables for which several rows share a key.
    """
    _fill_blanks(cursor, terms, doubled)
    system = {"system": terms.system}
    cursor.execute(sql("intake/named_subjects"), system)
    cursor.execute(sql("intake/named_offences"), system)
    not_new = 0
    for table in terms.tables:
        # what neither the store nor another row of the file says is new
        if table in terms.held or table in doubled:
            of = "named" if table.startswith("offence_") else "all"
            cursor.execute(sql(f"intake/held_of_{of}", table=table))
            values = {"table_name": table, **system}
            not_new += _counted(cursor, sql("intake/fate", arrived=f"arrived_{table}"), values)
    given = {**system, "batch_id": terms.batch_id}
    subjects = _counted(cursor, sql("intake/new_subjects"), given)
    offences = _counted(cursor, sql("intake/new_offences"), given)
    cursor.execute(sql("intake/sound_rows"))
    cursor.execute(sql("intake/fated"))
    if terms.withdraws:
        _withdraw_records(cursor, terms)
        _withdraw_with_their_records(cursor, terms)
    _withdraw_details(cursor, terms)
    return Compared(subjects, offences, not_new, *counts_of(cursor))


def _fill_blanks(cursor: duckdb.DuckDBPyConnection, terms: Terms, doubled: set[str]) -> None:
    """Let what sound rows say of a person stand where others of them, or of the file, are blank.

    A full file is the source's whole word, so that a blank in all its rows takes a value back.
    """
    for table in FILLED:
        if table in terms.tables and _blank_keys(cursor, terms, table, doubled):
            cursor.execute(sql(f"intake/fill_{table}"), {"system": terms.system})


def _blank_keys(cursor: duckdb.DuckDBPyConnection, terms: Terms, table: str, doubled: set[str]) -> int:
    """Find whose blanks another row, or what is held, may fill; of how many keys."""
    if table not in terms.held and table not in doubled:
        return 0
    cursor.execute(sql("intake/held_of_all", table=table))
    values = {"table_name": table, "system": terms.system, "keeps": terms.scope != "full"}
    return _counted(cursor, sql("intake/blank_keys", arrived=f"arrived_{table}"), values)


def counts_of(
    cursor: duckdb.DuckDBPyConnection,
) -> tuple[tuple[RecordCount, ...], tuple[tuple[str, int], ...]]:
    """What becomes of the records of the file, and of how many that it no longer holds, by table."""
    records = cursor.execute(sql("intake/record_counts")).fetchall()
    return (
        tuple(RecordCount(*row) for row in records),
        tuple(cursor.execute(sql("intake/withdrawn_counts")).fetchall()),
    )


def write(cursor: duckdb.DuckDBPyConnection, terms: Terms, compared: Compared) -> None:
    """Bring the store to what was worked out."""
    if compared.subjects:
        cursor.execute(sql("intake/load_new_subjects"))
    if compared.offences:
        cursor.execute(sql("intake/load_new_offences"))
    of_import = {"system": terms.system, "moment": terms.moment}
    ending, beginning = compared.ending, compared.beginning
    for table in dict.fromkeys((*terms.tables, *sorted(ending))):
        if table in ending:
            cursor.execute(sql("intake/end_versions", table=table), of_import | {"table_name": table})
        if table in beginning:
            cursor.execute(
                sql(f"intake/load_{table}"),
                of_import | {"batch_id": terms.batch_id, "declares": terms.declares},
            )


def refuse_emptying(
    cursor: duckdb.DuckDBPyConnection,
    terms: Terms,
    settings: Settings,
    *,
    file_name: str,
    rows: int,
    within: Mapped[str, int],
) -> None:
    """Refuse a full file that would withdraw too much of what it should hold. Raises InputError.

    within: of the dated record types, how many records of the file's period it holds.
    """
    for table, record_type in _own_types(terms).items():
        brakes.refuse_emptying(
            cursor,
            settings,
            file_name=file_name,
            holds_any=(within.get(record_type, rows) if TABLES[table].dated_by else rows) > 0,
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
        if name not in terms.held:
            continue
        table = TABLES[name]
        values: dict[str, object] = {"system": terms.system, "table_name": name}
        arrived = f"arrived_{name}"
        if table.dated_by is None:
            cursor.execute(sql("intake/withdraw_undated", table=name, arrived=arrived), values)
        elif terms.covers is not None:
            values |= {"covers_from": terms.covers[0], "covers_to": terms.covers[1]}
            has = {
                "offence_id": "offence_id" if name.startswith("offence_") else "null",
                "told_by": table.told_by or "null",
            }
            cursor.execute(
                sql("intake/withdraw_dated", table=name, arrived=arrived, dated_by=table.dated_by, **has),
                values | {"record_type": record_type},
            )


def _withdraw_with_their_records(cursor: duckdb.DuckDBPyConnection, terms: Terms) -> None:
    """Whatever this system said of an offence or person that it no longer holds, in this file or another."""
    for name, table in TABLES.items():
        if table.parent is not None and table.parent in terms.tables and name in terms.held:
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
    for kind, records in (("subject", subjects), ("offence", offences)):
        if any(terms.held.intersection(record.type.tables[1:]) for record in records):
            cursor.execute(sql(f"intake/spoken_{kind}"))
    # one that gives another of a kind replaces it; only a full file says by a blank that there is none
    whole = terms.scope == "full"
    kinds = [f.name for r in subjects for f in r.type.fields if f.kind == "identifier" and f.name in r.fields]
    if whole and kinds and "subject_identifier_version" in terms.held:
        cursor.execute(sql("intake/withdraw_identifiers"), system | {"kinds": kinds})
    named = any(set(TABLES["subject_name_version"].keeps) & set(r.fields) for r in subjects)
    if whole and named and "subject_name_version" in terms.held:
        cursor.execute(sql("intake/withdraw_names"), system)
    if any("victim_keys" in r.fields for r in offences) and "offence_victim_version" in terms.held:
        cursor.execute(sql("intake/withdraw_victims"), system)
    if "offence_status_event" in terms.held:
        _withdraw_statuses(cursor, terms, offences)


def _withdraw_statuses(
    cursor: duckdb.DuckDBPyConnection, terms: Terms, offences: list[RecordMapping]
) -> None:
    start, end = terms.covers or (None, None)
    dated = {"system": terms.system, "covers_from": start, "covers_to": end}
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


def _counted(cursor: duckdb.DuckDBPyConnection, statement: str, values: Mapped[str, object]) -> int:
    """How many rows a statement made or changed."""
    row = cursor.execute(statement, values).fetchone()
    assert row is not None
    return row[0]
