"""Put a world's rows into an open store, past the import: versions, assignments, coverage, as they are."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

import duckdb
import pyarrow as pa

from .records import World

SHELVES = {
    "people": "subject_version",
    "identifiers": "subject_identifier_version",
    "areas": "home_area_version",
    "supervisions": "supervision_version",
    "offences": "offence_version",
    "victims": "offence_victim_version",
    "events": "offence_status_event",
    "absences": "absence_version",
    "sanctions": "sanction_version",
    "scores": "held_score_version",
    "intelligence": "intelligence_version",
    "local_codes": "local_code_version",
}
OTHERS = (
    "import_batch",
    "subject",
    "offence_reference",
    "subject_person",
    "source_coverage",
    "match_proposal",
    "person_decision",
    "person_decision_subject",
    "person_decision_proposal",
)
TYPES = {
    "INTEGER": pa.int32(),
    "SMALLINT": pa.int16(),
    "BIGINT": pa.int64(),
    "UHUGEINT": pa.uint64(),
    "DECIMAL(12,4)": pa.int64(),
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
}


def load(cursor: duckdb.DuckDBPyConnection, world: World) -> None:
    """Make the store hold this world and nothing else."""
    for table in (*SHELVES.values(), *OTHERS):
        cursor.execute(f"delete from {table}")
    for shelf, table in SHELVES.items():
        insert(cursor, table, (_version(world, one, n) for n, one in enumerate(getattr(world, shelf), 1)))
    _insert_others(cursor, world)


def insert(cursor: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add rows, given column to value; a column that a row leaves out is NULL."""
    listed = list(rows)
    if not listed:
        return
    columns = cursor.execute(
        "select column_name, data_type from duckdb_columns() where table_name = ? and not internal", [table]
    ).fetchall()
    arrays = {name: pa.array([row.get(name) for row in listed], TYPES[kind]) for name, kind in columns}
    cursor.register("incoming", pa.table(arrays))
    names = ", ".join(arrays)
    cursor.execute(f"insert into {table} ({names}) select {names} from incoming")
    cursor.unregister("incoming")


def _version(world: World, one: object, n: int) -> dict[str, Any]:
    row = {field.name: getattr(one, field.name) for field in fields(one)}  # type: ignore[arg-type]
    known, subject = row.pop("known"), row.pop("subject")
    row.setdefault("system", world.system_of.get(subject))
    basis = "import" if known.since >= world.commits[0] else "declared"
    more = {
        "subject_id": subject,
        "record_key": n,
        "content": n,
    }
    told = {"known_from": known.since, "known_to": known.until, "batch_id": known.batch, "known_basis": basis}
    return row | more | told | {"row_no": n, "line": n + 1}


def _insert_others(cursor: duckdb.DuckDBPyConnection, world: World) -> None:
    given = (
        "file_name",
        "file_sha256",
        "encoding",
        "mapping_title",
        "mapping_text",
        "mapping_sha256",
        "by_user",
        "purpose",
        "code_version",
    )
    counts = (
        "rows_total",
        "rows_loaded",
        "rows_unchanged",
        "rows_updated",
        "rows_quarantined",
        "records_withdrawn",
    )
    insert(
        cursor,
        "import_batch",
        (
            {"batch_id": n, "system": "niche", "scope": "changes", "committed_at": moment}
            | dict.fromkeys(given, "generated")
            | dict.fromkeys(counts, 0)
            for n, moment in enumerate(world.commits, 1)
        ),
    )
    insert(
        cursor,
        "subject",
        (
            {"subject_id": s, "system": system, "source_key": f"k{s}", "batch_id": 1}
            for s, system in world.system_of.items()
        ),
    )
    references = {one.offence_id: world.system_of[one.subject] for one in world.offences}
    insert(
        cursor,
        "offence_reference",
        (
            {"offence_id": n, "system": system, "reference": f"r{n}", "batch_id": 1}
            for n, system in references.items()
        ),
    )
    insert(
        cursor,
        "subject_person",
        (
            {
                "assignment_id": n,
                "subject_id": one.subject,
                "person_id": one.person,
                "known_from": one.known.since,
                "known_to": one.known.until,
                "decided_by": "generated",
                "reason": "generated",
                "batch_id": one.known.batch or None,
            }
            for n, one in enumerate(world.assignments, 1)
        ),
    )
    insert(
        cursor,
        "source_coverage",
        (
            {
                "batch_id": one.known.batch,
                "known_from": one.known.since,
                "known_to": one.known.until,
                **{
                    name: getattr(one, name)
                    for name in ("system", "record_type", "complete_from", "complete_to", "history")
                },
            }
            for one in world.coverage
        ),
    )
