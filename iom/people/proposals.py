"""Pairs of persons that may be one: proposed once, handed on when a person goes into another."""

from datetime import datetime

import duckdb

from iom.store import sql


def propose(cursor: duckdb.DuckDBPyConnection, *, batch_id: int | None, moment: datetime) -> int:
    """Propose the pairs of the temporary table candidate that are neither open nor decided; return how many.

    candidate has one row per pair: low_person_id, high_person_id, basis, against (words, never a value).
    """
    row = cursor.execute(
        sql("people/propose_candidates"), {"batch_id": batch_id, "moment": moment}
    ).fetchone()
    assert row is not None
    return row[0]


def hand_on(cursor: duckdb.DuckDBPyConnection, *, moment: datetime, decided_by: str, reason: str) -> None:
    """Settle or hand on the proposals of persons that are no more.

    The temporary table moved_person has one row per such person: old_person_id, person_id.
    """
    cursor.execute(
        sql("people/close_proposals"), {"moment": moment, "decided_by": decided_by, "reason": reason}
    )
    cursor.execute(sql("people/carry_proposals"))
    cursor.execute(sql("people/supersede_proposals"))
    cursor.execute(
        sql("people/answer_by_decision"), {"moment": moment, "decided_by": decided_by, "reason": reason}
    )
