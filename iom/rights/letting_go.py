"""What was answered before a person was restricted or erased is let go: any of it may speak of them."""

import duckdb

from iom.store import sql


def let_go_of_answers(cursor: duckdb.DuckDBPyConnection) -> None:
    """Let go of the answers that the service keeps to be given again, and of what came of long work.

    In the caller's transaction. That a change was made, and that work was done, stays.
    """
    for name in ("drop_kept_looks", "blank_kept_answers", "drop_job_results"):
        cursor.execute(sql(f"rights/{name}"))
