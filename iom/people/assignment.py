"""Which person each subject is: strong identifiers join subjects, all else is for a person to decide.

Rules: "Who a record belongs to". Set logic is in sql/people/; here is only its order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb

from iom.moments import naive_utc
from iom.people.proposals import hand_on, propose
from iom.store import sql
from iom.store.kept_answers import let_go_of_answers

BY_RULE = "identifier rule"


@dataclass(frozen=True)
class Assigned:
    """What one import did to people: persons founded, subjects that joined one, pairs put before a person.

    contradicting: persons (ids) joined earlier whose records contradict each other since this import.
    """

    new_people: int
    joined_subjects: int
    proposals: int
    contradicting: tuple[int, ...] = ()


def assign_new_subjects(cursor: duckdb.DuckDBPyConnection, *, batch_id: int, moment: datetime) -> Assigned:
    """Give every subject without a person one, and join persons that this import shows to be one.

    Runs in the import's transaction, after its records are in. moment is the import's known_from. Records do
    not move; the lowest person id stays; a group with a contradiction or a decision against it is only
    proposed. The caller rebuilds the derived relations.
    """
    when = naive_utc(moment)
    highest = highest_person(cursor)
    cursor.execute(
        sql("people/joining_subject"), {"batch_id": batch_id, "moment": when, "highest_person": highest}
    )
    refused = 0
    if _group(cursor, when):
        refused = _counted(cursor, "people/joining_refused")
        if _counted(cursor, "people/joining_left"):
            _group(cursor, when)
    new_people = joined = 0
    if _counted(cursor, "people/joining_person", {"highest_person": highest}):
        cursor.execute(sql("people/moving_by_identifier"), {"moment": when})
        move(cursor, moment=when, decided_by=BY_RULE, batch_id=batch_id)
        if _counted(cursor, "people/moved_by_identifier"):
            hand_on(cursor, moment=when, decided_by=BY_RULE, reason="a strong identifier agrees")
        new_people, joined = _row(cursor, sql("people/joining_count"))
    proposed = 0
    if refused and _counted(cursor, "people/candidate_refused"):
        proposed += propose(cursor, batch_id=batch_id, moment=when)
    if _counted(cursor, "people/candidate_namesake", {"batch_id": batch_id}):
        proposed += propose(cursor, batch_id=batch_id, moment=when)
    against = []
    if _row(cursor, sql("people/joined_before"))[0]:
        values = {"batch_id": batch_id, "moment": when}
        against = cursor.execute(sql("people/contradicting_person"), values).fetchall()
    return Assigned(new_people, joined, proposed, tuple(person for (person,) in against))


def highest_person(cursor: duckdb.DuckDBPyConnection) -> int:
    """The highest person id ever given out; 0 before the first. Ids are never reused."""
    return _row(cursor, sql("people/highest_person"))[0]


def move(
    cursor: duckdb.DuckDBPyConnection, *, moment: datetime, decided_by: str, batch_id: int | None
) -> None:
    """Reassign the subjects of the temporary table moving (subject_id, person_id, known_from, reason).

    Where that joins someone to a person who is restricted, what the service keeps of its answers is let go.
    """
    cursor.execute(sql("people/close_assignments"), {"moment": moment})
    cursor.execute(sql("people/open_assignments"), {"batch_id": batch_id, "decided_by": decided_by})
    if _row(cursor, sql("people/moved_to_hidden"))[0]:
        # the restriction goes on for whoever has joined: what was answered before speaks of them too
        let_go_of_answers(cursor)


def _group(cursor: duckdb.DuckDBPyConnection, moment: datetime) -> bool:
    """Put together whoever shares an identifier, through others too, and find what speaks against it.

    Groups are whole: what joins no new person to an old one may still contradict what does. False: nobody
    shares one.
    """
    linked = _counted(cursor, "people/joining_link", {"moment": moment})
    cursor.execute(sql("people/joining_label"))
    if not linked:
        cursor.execute(sql("people/joining_uncontradicted"))
        return False
    # Ends: a label only ever falls. Takes as many rounds as the longest chain of shared identifiers.
    while _counted(cursor, "people/spread_label"):
        pass
    cursor.execute(sql("people/joining_untouched"))
    cursor.execute(sql("people/joining_contradiction"), {"moment": moment})
    return True


def _counted(
    cursor: duckdb.DuckDBPyConnection, statement: str, values: Mapping[str, object] | None = None
) -> int:
    """How many rows a statement made, changed or took out."""
    return _row(cursor, sql(statement), values)[0]


def _row(
    cursor: duckdb.DuckDBPyConnection, statement: str, values: Mapping[str, object] | None = None
) -> tuple[int, ...]:
    row = cursor.execute(statement, values).fetchone()
    assert row is not None
    return row
