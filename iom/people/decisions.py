"""What a person decides about people: these are one, these subjects are another, these two are not one.

Each is kept with who, when and why. A merge or split closes and opens assignments and touches nothing else,
so what was known before stays as it was. No rule undoes a decision: a merge stays merged, and persons taken
apart stay apart, until a person decides otherwise.
"""

from collections.abc import Collection
from datetime import datetime

import duckdb

from iom.people.assignment import highest_person, move
from iom.people.deciding import deciding
from iom.people.errors import PersonError
from iom.people.proposals import hand_on
from iom.people.standing import require_current
from iom.store import Store, audit, derived, sql

MOVED = ["subject_person.person_id"]


def merge(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    *,
    now: datetime,
    people: Collection[int],
    decided_by: str,
    reason: str,
    despite: bool = False,
) -> int:
    """Make several persons one; return the lowest id, which stays.

    In the caller's transaction. despite: also where their records contradict each other, or they were decided
    to be two. Raises PersonError for fewer than two persons, one that is none now, or a contradiction.
    """
    wanted = sorted(set(people))
    if len(wanted) < 2:
        raise PersonError("A merge needs two persons or more.").of("people")
    require_current(cursor, wanted, "nothing was merged")
    rows = contradicting(cursor, wanted)
    against = [f"persons {one} and {other}: {says}" for one, other, says in rows]
    if against and not despite:
        raise PersonError(
            f"{'; '.join(against)}: nothing was merged. Look at both with: iom people matches "
            f"{wanted[-1]}. If they "
            "are one person all the same, say so with --despite, and in the reason why."
        ).of("people")
    staying, leaving = wanted[0], wanted[1:]
    with deciding(
        cursor, store, kind="merge", now=now, people=wanted, by_user=decided_by, reason=reason
    ) as decision:
        decision.against = "; ".join(against)
        cursor.execute(
            sql("people/moving_by_merge"),
            {"leaving": leaving, "staying": staying, "moment": decision.moment, "reason": decision.reason},
        )
        move(cursor, moment=decision.moment, decided_by=decided_by, batch_id=None)
        cursor.execute(sql("people/moved_by_merge"), {"leaving": leaving, "staying": staying})
        hand_on(cursor, moment=decision.moment, decided_by=decided_by, reason=decision.reason)
    derived.rebuild(cursor)
    detail = {"decision": decision.decision_id, "into": staying, "merged": leaving, "fields": MOVED}
    audit.record(cursor, store, now=now, action="person.merge", detail=detail, people=wanted)
    return staying


def split(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    *,
    now: datetime,
    subjects: Collection[int],
    decided_by: str,
    reason: str,
) -> int:
    """Take subjects out of their person; return the new person's id. The two are kept apart from then on.

    In the caller's transaction. Raises PersonError unless the subjects are of one person and leave it some.
    """
    wanted = sorted(set(subjects))
    owners = cursor.execute(sql("people/owners_of_subjects"), {"subjects": wanted}).fetchall()
    if len(owners) != 1 or owners[0][1] != len(wanted):
        says = "A split takes subjects of one person: these are of none or of several."
        raise PersonError(says).of("subjects")
    owner, _, staying = owners[0]
    if staying == 0:
        says = f"These are all the subjects of person {owner}: a split must leave it some."
        raise PersonError(says).of("subjects")
    founded = highest_person(cursor) + 1
    with deciding(
        cursor, store, kind="split", now=now, people=[owner], by_user=decided_by, reason=reason
    ) as decision:
        cursor.execute(
            sql("people/moving_by_split"),
            {"subjects": wanted, "founded": founded, "moment": decision.moment, "reason": decision.reason},
        )
        move(cursor, moment=decision.moment, decided_by=decided_by, batch_id=None)
        cursor.execute(
            sql("people/keep_apart"),
            {
                "one": owner,
                "other": founded,
                "basis": "they were one person",
                "moment": decision.moment,
                "decided_by": decided_by,
                "reason": decision.reason,
            },
        )
    derived.rebuild(cursor)
    detail = {
        "decision": decision.decision_id,
        "from": owner,
        "founded": founded,
        "subjects": wanted,
        "fields": MOVED,
    }
    audit.record(cursor, store, now=now, action="person.split", detail=detail, people=[owner, founded])
    return founded


def keep_apart(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    *,
    now: datetime,
    people: Collection[int],
    decided_by: str,
    reason: str,
) -> int:
    """Decide that two persons are two, whatever they share; return the decision's number.

    In the caller's transaction. Answers the question whether they are one, if it was open. Raises PersonError
    unless they are two persons now, and not decided apart already.
    """
    wanted = sorted(set(people))
    if len(wanted) != 2:
        raise PersonError("To keep apart takes two persons.").of("people")
    require_current(cursor, wanted, "nothing was decided")
    pair = {"one": wanted[0], "other": wanted[1]}
    states = {state for (state,) in cursor.execute(sql("people/standing_of_pair"), pair).fetchall()}
    if "kept_apart" in states:
        says = f"Persons {wanted[0]} and {wanted[1]} are kept apart by a decision already."
        raise PersonError(says).of("people")
    with deciding(
        cursor, store, kind="keep_apart", now=now, people=wanted, by_user=decided_by, reason=reason
    ) as decision:
        told = {"moment": decision.moment, "decided_by": decided_by, "reason": decision.reason}
        if "open" in states:
            cursor.execute(sql("people/answer_proposal"), {**pair, **told})
        else:
            basis = "nobody asked whether they are one"
            cursor.execute(sql("people/keep_apart"), {**pair, **told, "basis": basis})
    detail = {"decision": decision.decision_id, "kept_apart": wanted, "fields": ["match_proposal.state"]}
    audit.record(cursor, store, now=now, action="person.keep_apart", detail=detail, people=wanted)
    return decision.decision_id


def subjects_of(cursor: duckdb.DuckDBPyConnection, person_id: int) -> set[int]:
    """The subjects of a person now, by number."""
    found = cursor.execute(sql("people/subjects_of_person"), {"person_id": person_id}).fetchall()
    return {row[0] for row in found}


def concerned_by(cursor: duckdb.DuckDBPyConnection, decision_id: int) -> frozenset[int]:
    """The persons of now whom a decision concerned; none: there is no such decision."""
    found = cursor.execute(sql("people/concerned_by_decision"), {"decision_id": decision_id}).fetchall()
    return frozenset(row[0] for row in found)


def out_of_sight(cursor: duckdb.DuckDBPyConnection, decisions: Collection[int]) -> frozenset[int]:
    """Which of some decisions also concern somebody who is restricted or was erased, by number."""
    asked = {"decisions": sorted(decisions)}
    found = cursor.execute(sql("people/out_of_sight_decisions"), asked).fetchall()
    return frozenset(row[0] for row in found)


def unlinked(cursor: duckdb.DuckDBPyConnection, people: Collection[int]) -> list[int]:
    """Which of some persons nothing links with the others: no identifier in common, no match proposed."""
    rows = cursor.execute(sql("people/linked_people"), {"people": sorted(people)}).fetchall()
    return sorted(set(people) - {row[0] for row in rows})


def contradicting(cursor: duckdb.DuckDBPyConnection, people: Collection[int]) -> list[tuple[int, int, str]]:
    """Which of some persons contradict each other, and in what; words, never a value."""
    return cursor.execute(sql("people/contradicting_pair"), {"people": sorted(people)}).fetchall()
