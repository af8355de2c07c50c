"""Restriction: a person's records are kept, and nothing of them is shown or considered until it is lifted."""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from iom.moments import naive_utc
from iom.rights.errors import RightsError
from iom.rights.subjects import subjects_of
from iom.store import Store, audit, derived, sql
from iom.store.kept_answers import let_go_of_answers


@dataclass(frozen=True)
class Lifted:
    """The restrictions that were lifted of a person. kept_on: by number, for whom else of them it goes on."""

    restrictions: tuple[int, ...]
    kept_on: dict[int, tuple[int, ...]]


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
        number = _next_number(cursor)
        given = {"restriction_id": number}
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
        _log(cursor, store, action="rights.restrict", people=[person_id], numbers=[number], now=now)
    return number


def lift(store: Store, person_id: int, *, reason: str, now: datetime) -> Lifted:
    """Lift every restriction in force of a person; of others whom one of them hides, it is kept on.

    The derived relations are made again. Raises PersonError where there is no such person, RightsError for a
    blank reason or someone not restricted.
    """
    _refuse_blank(reason)
    kept_on = {}
    with store.transaction() as cursor:
        subjects = subjects_of(cursor, person_id)
        numbers = _in_force(cursor, subjects)
        if not numbers:
            raise RightsError(f"Person {person_id} is not restricted. See: iom rights list")
        for number in numbers:
            kept_on |= _keep_on(cursor, store, number, subjects, now=now)
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
        _log(cursor, store, action="rights.lift", people=[person_id], numbers=numbers, now=now)
    return Lifted(tuple(numbers), kept_on)


def _keep_on(
    cursor: duckdb.DuckDBPyConnection, store: Store, number: int, lifted: list[int], *, now: datetime
) -> dict[int, tuple[int, ...]]:
    """Give whoever else holds subjects of a restriction one of their own; by its number, who they are.

    They were one person when it was made: a join that was reversed since, or someone taken apart.
    """
    given = {"restriction_id": number, "subjects": lifted}
    others = cursor.execute(sql("rights/held_besides"), given).fetchall()
    if not others:
        return {}
    kept = {"restriction_id": number, "kept_id": _next_number(cursor)}
    cursor.execute(sql("rights/keep_restriction_on"), kept)
    moved = {**kept, "subjects": [subject for subject, _ in others]}
    cursor.execute(sql("rights/move_restricted_subjects"), moved)
    people = sorted({person for _, person in others})
    _log(cursor, store, action="rights.restrict", people=people, numbers=[kept["kept_id"]], now=now)
    return {kept["kept_id"]: tuple(people)}


def _next_number(cursor: duckdb.DuckDBPyConnection) -> int:
    row = cursor.execute("select coalesce(max(restriction_id), 0) + 1 from person_restriction").fetchone()
    assert row is not None
    return row[0]


def _log(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    *,
    action: str,
    people: list[int],
    numbers: list[int],
    now: datetime,
) -> None:
    detail = {"restrictions": numbers}
    audit.record(cursor, store, now=now, action=action, detail=detail, people=people)


def _in_force(cursor: duckdb.DuckDBPyConnection, subjects: list[int]) -> list[int]:
    rows = cursor.execute(sql("rights/restrictions_in_force"), {"subjects": subjects}).fetchall()
    return [number for (number,) in rows]


def _refuse_blank(reason: str) -> None:
    if not reason.strip():
        raise RightsError("Say why, with --reason. Nothing was changed.")
