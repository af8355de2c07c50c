"""Restriction: a person's records are kept, and nothing of them is shown or considered until it is lifted."""

from datetime import datetime

import duckdb

from iom.moments import naive_utc
from iom.rights.errors import RightsError
from iom.rights.letting_go import let_go_of_answers
from iom.rights.subjects import subjects_of
from iom.store import Store, audit, derived, sql


def restrict(store: Store, person_id: int, *, reason: str, now: datetime) -> int:
    """Restrict a person from now on; return the restriction's number.

    The derived relations are made again; what the service keeps of its answers is let go.
    Raises PersonError where there is no such person, RightsError for a blank reason or someone
    restricted already.
    """
    _refuse_blank(reason)
    with store.transaction() as cursor:
        subjects = subjects_of(cursor, person_id)
        if _in_force(cursor, subjects):
            raise RightsError(f"Person {person_id} is restricted already. See: iom rights list")
        row = cursor.execute("select coalesce(max(restriction_id), 0) + 1 from person_restriction").fetchone()
        assert row is not None
        given = {"restriction_id": row[0]}
        cursor.execute(
            sql("rights/keep_restriction"),
            {
                **given,
                "person_id": person_id,
                "restricted_at": naive_utc(now),
                "by_user": store.actor.user,
                "purpose": store.actor.purpose,
                "reason": reason.strip(),
            },
        )
        cursor.execute(sql("rights/keep_restricted_subjects"), {**given, "subjects": subjects})
        let_go_of_answers(cursor)
        derived.rebuild(cursor)
        _log(cursor, store, action="rights.restrict", person_id=person_id, numbers=list(row), now=now)
    return row[0]


def lift(store: Store, person_id: int, *, reason: str, now: datetime) -> list[int]:
    """Lift every restriction in force of a person; return their numbers.

    The derived relations are made again. Raises PersonError where there is no such person, RightsError for a
    blank reason or someone not restricted.
    """
    _refuse_blank(reason)
    with store.transaction() as cursor:
        numbers = _in_force(cursor, subjects_of(cursor, person_id))
        if not numbers:
            raise RightsError(f"Person {person_id} is not restricted. See: iom rights list")
        cursor.execute(
            sql("rights/lift_restrictions"),
            {
                "restrictions": numbers,
                "lifted_at": naive_utc(now),
                "lifted_by": store.actor.user,
                "lift_reason": reason.strip(),
            },
        )
        derived.rebuild(cursor)
        _log(cursor, store, action="rights.lift", person_id=person_id, numbers=numbers, now=now)
    return numbers


def _log(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    *,
    action: str,
    person_id: int,
    numbers: list[int],
    now: datetime,
) -> None:
    detail = {"restrictions": numbers}
    audit.record(cursor, store, now=now, action=action, detail=detail, people=[person_id])


def _in_force(cursor: duckdb.DuckDBPyConnection, subjects: list[int]) -> list[int]:
    rows = cursor.execute(sql("rights/restrictions_in_force"), {"subjects": subjects}).fetchall()
    return [number for (number,) in rows]


def _refuse_blank(reason: str) -> None:
    if not reason.strip():
        raise RightsError("Say why, with --reason. Nothing was changed.")
