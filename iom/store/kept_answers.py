"""What a service keeps of its answers, and when it is let go: it may speak of someone put out of sight.

Someone is put out of sight by a restriction or an erasure, or by a join to someone who is restricted.
"""

from typing import TYPE_CHECKING

import duckdb

from iom.store.statements import sql

if TYPE_CHECKING:
    from iom.store.opened import Store

# How often people were put out of sight, and who is: what was read under another value may speak of them.
Hidings = tuple[int, int]
SOMEBODY_HIDDEN = "Somebody was restricted, erased, joined with somebody who is restricted, or freed again,"


def let_go_of_answers(cursor: duckdb.DuckDBPyConnection) -> None:
    """Let go of the answers that the service keeps to be given again, and of what came of long work.

    In the caller's transaction. That a change was made, and that work was done, stays.
    """
    for name in ("drop_kept_looks", "blank_kept_answers", "drop_job_results"):
        cursor.execute(sql(f"service/{name}"))


def hidings(cursor: duckdb.DuckDBPyConnection) -> Hidings:
    """How often people were put out of sight so far, and a number that tells who is."""
    row = cursor.execute(sql("service/hidings")).fetchone()
    assert row is not None
    return row


def hidings_of(store: "Store") -> Hidings:
    """The same of an open store, from memory where nothing but the log changed since."""

    def read() -> Hidings:
        with store.cursor() as cursor:
            return hidings(cursor)

    return store.remembered("hidings", read)
