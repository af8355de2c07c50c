"""What an erasure does to runs that are kept: the person's place on the lists stays, all else goes."""

import duckdb

from iom.selection import compile as compiler
from iom.selection.keeping import kept_digest
from iom.selection.stored import is_as_made
from iom.store import sql


def mark_considered(cursor: duckdb.DuckDBPyConnection) -> list[int]:
    """Leave of erasing_run_person those whom the runs considered; return the runs that considered any."""
    tables = {
        table
        for (table,) in cursor.execute(
            sql("rights/tables_by_column"), {"column_name": "own__eligible"}
        ).fetchall()
    }
    runs = _runs(cursor)
    for run_id in runs:
        considered = compiler.kept_considered(run_id)
        if considered in tables:
            cursor.execute(sql("rights/not_considered", considered=considered), {"run_id": run_id})
    return _runs(cursor)


def leave_tombstones(cursor: duckdb.DuckDBPyConnection, runs: list[int]) -> dict[int, str]:
    """Take out of the runs what they keep of the marked people; return each run's new digest.

    A run that was altered before gets none: it goes on being found out.
    """
    as_made = [run_id for run_id in runs if is_as_made(cursor, run_id)]
    cursor.execute(sql("rights/blank_run_people"))
    cursor.execute(sql("rights/blank_near_misses"))
    for run_id in runs:
        considered = compiler.kept_considered(run_id)
        cursor.execute(sql("rights/tombstones_of_run", considered=considered), {"run_id": run_id})
        cursor.execute(sql("rights/drop_considered", considered=considered))
        cursor.execute(sql("rights/keep_tombstones", considered=considered))
        cursor.execute(sql("store/drop_temporary", table="run_tombstone"))
    return {run_id: kept_digest(cursor, run_id) for run_id in as_made}


def _runs(cursor: duckdb.DuckDBPyConnection) -> list[int]:
    rows = cursor.execute("select distinct run_id from erasing_run_person order by run_id").fetchall()
    return [run_id for (run_id,) in rows]
