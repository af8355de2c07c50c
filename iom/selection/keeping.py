"""What a run leaves in the store: what it was, its steps, whom it considered, and a seal over all of it."""

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

import iom
from iom.moments import naive_utc
from iom.selection import canonical
from iom.selection import compile as compiler
from iom.selection.criteria import Criteria
from iom.selection.gain import keep_alone
from iom.store import Store, audit, sql

if TYPE_CHECKING:
    from iom.selection.run import Worked


def keep(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    criteria: Criteria,
    worked: "Worked",
    *,
    as_at: date,
    area: str | None,
    fingerprint: str,
    now: datetime,
) -> int:
    """Keep a selection that was worked out on this cursor, and log it; return the run's id."""
    row = cursor.execute("select coalesce(max(run_id), 0) + 1 from run").fetchone()
    assert row is not None
    run_id: int = row[0]
    cursor.execute(
        sql("selection/keep_run"),
        {
            "run_id": run_id,
            "made_at": naive_utc(now),
            "by_user": store.actor.user,
            "purpose": store.actor.purpose,
            "as_at": as_at,
            "known_at": worked.moment.known_at,
            "seen_batch": worked.moment.seen_batch,
            "area": area,
            "criteria_title": criteria.title,
            "criteria_version": criteria.version,
            "criteria_text": criteria.text,
            "criteria_sha256": criteria.sha256,
            "severity_vintage": worked.moment.severity_vintage,
            "reference_fingerprint": fingerprint,
            "code_version": iom.__version__,
            "statement": ";\n\n".join(statement.sql for statement in worked.statements),
            "inputs": canonical.as_json({**worked.inputs, "absent": worked.absent}),
            "considered": worked.considered,
            "proposed": worked.steps[-1].remaining,
            "canonical_sha256": canonical.sha256(worked.text),
        },
    )
    for step in worked.steps:
        cursor.execute(sql("selection/keep_step"), {"run_id": run_id, **asdict(step)})
    reasons = pa.table(
        {
            "person_id": pa.array([person.person_id for person in worked.listed], pa.int32()),
            "proposal": pa.array([person.proposal for person in worked.listed], pa.string()),
            "reasons": pa.array([canonical.as_json(person.reasons) for person in worked.listed], pa.string()),
        }
    )
    cursor.register("reason_rows", reasons)
    try:
        text, params = compiler.keep_people(criteria, worked.made, run_id)
        cursor.execute(text, params)
    finally:
        cursor.unregister("reason_rows")
    keep_alone(cursor, run_id, worked.alone)
    detail = {
        "run_id": run_id,
        "as_at": as_at,
        "known_at": worked.moment.known_at,
        # in the sealed log: rows of the run that are altered later no longer agree with it
        "kept_sha256": kept_digest(cursor, run_id),
    }
    audit.record(cursor, store, now=now, action="select.run", detail=detail, people_table="selected")
    return run_id


def kept_digest(cursor: duckdb.DuckDBPyConnection, run_id: int) -> str:
    """SHA-256 over all rows that are kept of a run."""
    row = cursor.execute(sql("selection/run_kept_digest"), {"run_id": run_id}).fetchone()
    assert row is not None
    return row[0]
