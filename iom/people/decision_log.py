"""What was decided about people, as it is read again: what stands, and what was undone by what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import duckdb

from iom.store import Store, audit, sql

FIELDS = ("person_decision", "person_decision_subject")
WITHHELD = "(not shown: it also concerns someone restricted)"


@dataclass(frozen=True)
class LoggedDecision:
    """One decision. people_before, people_after: whose the subjects that it concerned were, and then were.

    Nobody who is restricted or was erased is numbered; concerns_gone: whether it concerned such people too.
    reason, against: of a decision that concerns someone restricted WITHHELD, and nothing.
    undoes: the decision that it reversed. undone_by: the decision that reversed it and stands itself.
    """

    decision_id: int
    kind: str
    decided_at: datetime
    by_user: str
    reason: str
    against: str
    undoes: int | None
    people_before: tuple[int, ...]
    people_after: tuple[int, ...]
    moved_subjects: tuple[int, ...]
    concerns_gone: bool
    undone_by: int | None


def standing(made: list[tuple[int, str, int | None]]) -> dict[int, int | None]:
    """The standing decision that reversed each of (number, kind, undoes); None where it stands."""
    undone_by: dict[int, int] = {}
    for number, _, target in sorted(made, reverse=True):
        # what reverses a decision is made after it: seen before it, from the last on
        if number not in undone_by and target is not None:
            undone_by[target] = number
    return {number: undone_by.get(number) for number, _, _ in made}


def logged_decisions(
    cursor: duckdb.DuckDBPyConnection, person_id: int | None = None, known_at: datetime | None = None
) -> list[LoggedDecision]:
    """The decisions about a person, or all, the latest first; known_at: made by then.

    The look is the caller's to log.
    """
    by_then = {"known_at": known_at}
    numbers = None
    if person_id is not None:
        of_person = {"person_id": person_id, **by_then}
        found = cursor.execute(sql("people/decisions_of_person"), of_person).fetchall()
        if not found:
            return []
        numbers = [number for (number,) in found]
    made = cursor.execute(sql("people/decisions_made"), by_then).fetchall()
    if not made:
        return []
    undone_by = standing(made)
    hidden = {number for (number,) in cursor.execute(sql("people/hidden_decisions")).fetchall()}
    rows = cursor.execute(sql("people/decision_log"), {"decisions": numbers, **by_then}).fetchall()
    return [
        LoggedDecision(
            number,
            kind,
            at,
            by,
            WITHHELD if number in hidden else reason,
            "" if number in hidden else against,
            undoes,
            tuple(before),
            tuple(after),
            tuple(moved),
            is_gone,
            undone_by[number],
        )
        for number, kind, at, by, reason, against, undoes, before, after, moved, is_gone in rows
    ]


def past_decisions(
    store: Store,
    *,
    now: datetime,
    person_id: int | None = None,
    most: int | None = None,
    shown: Callable[[list[LoggedDecision]], list[LoggedDecision]] = list,
) -> list[LoggedDecision]:
    """The latest decisions, or those about a person; the look is logged before they are given.

    Their reasons are free text and may name people. shown: which of them are given, and so logged.
    """
    with store.cursor() as cursor:
        found = shown(logged_decisions(cursor, person_id)[:most])
    people = sorted({person for one in found for person in (*one.people_before, *one.people_after)})
    if person_id is not None:
        people = sorted({*people, person_id})
    detail = {"found": len(found), "fields": FIELDS}
    audit.look(store, now=now, action="person.decisions", detail=detail, people=people)
    return found
