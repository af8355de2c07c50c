"""What a run leaves in the store: what it was, its steps, whom it considered, and a seal over all of it."""

import hashlib
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

import iom
from iom.moments import naive_utc
from iom.selection import canonical, kept_columns
from iom.selection import compile as compiler
from iom.selection.criteria import Criteria
from iom.selection.gain import keep_alone
from iom.store import Store, audit, run_single, sql

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
            "reasons": pa.array(
                [one.said if one.is_explained else None for one in worked.listed],
                pa.string(),
            ),
        }
    )
    cursor.register("reason_rows", reasons)
    try:
        cursor.execute(sql("selection/keep_people"), {"run_id": run_id})
    finally:
        cursor.unregister("reason_rows")
    keep_alone(cursor, run_id, worked.alone)
    wide = compiler.wide_sums(worked.made, criteria)
    largest: dict[str, Decimal | None] = {}
    if wide is not None:
        found = run_single(cursor, wide, {})
        names = [column[0] for column in found.description or ()]
        largest = dict(zip(names, found.fetchone() or (), strict=True))
    cursor.execute(compiler.keep_considered(worked.made, run_id, largest))
    detail = {
        "run_id": run_id,
        "as_at": as_at,
        "known_at": worked.moment.known_at,
        # in the sealed log: rows of the run that are altered later no longer agree with it
        "kept_sha256": kept_digest(cursor, run_id),
    }
    audit.record(cursor, store, now=now, action="select.run", detail=detail, people_table="judged")
    return run_id


def kept_digest(cursor: duckdb.DuckDBPyConnection, run_id: int) -> str:
    """SHA-256 over all that is kept of a run: its particulars and steps, and every column of its people."""
    given = {"run_id": run_id}
    row = cursor.execute(sql("selection/run_head_digest"), given).fetchone()
    assert row is not None
    whole = hashlib.sha256(row[0].encode())
    whole.update(kept_columns.digest(cursor, sql("selection/run_people_kept"), given).sha256)
    whole.update(kept_columns.digest(cursor, compiler.all_considered(run_id)).sha256)
    return whole.hexdigest()
