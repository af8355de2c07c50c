"""What a person decides about people: these are one, or these subjects are another.

Both close and open assignments and touch nothing else, so what was known before stays as it was, and either
undoes the other. No rule undoes them: a merge stays merged, and persons taken apart stay apart.
"""

from collections.abc import Collection
from datetime import datetime

import duckdb

from iom.people.assignment import highest_person, move
from iom.people.errors import PersonError
from iom.people.moment import next_moment
from iom.people.proposals import hand_on
from iom.store import Store, audit, derived, sql


def merge(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    *,
    now: datetime,
    people: Collection[int],
    decided_by: str,
    reason: str,
) -> int:
    """Make several persons one; return the lowest id, which stays.

    In the caller's transaction. Raises PersonError for fewer than two persons or one that is none now.
    """
    wanted = sorted(set(people))
    known = {
        person
        for (person,) in cursor.execute(
            "select distinct person_id from subject_person where known_to is null and person_id in "
            "(select unnest($people))",
            {"people": wanted},
        ).fetchall()
    }
    if missing := [person for person in wanted if person not in known]:
        raise PersonError(f"There is no person {missing[0]} now, so nothing was merged.")
    if len(wanted) < 2:
        raise PersonError("A merge needs two persons or more.")
    staying, leaving = wanted[0], wanted[1:]
    moment = next_moment(cursor, now)
    cursor.execute(
        sql("people/moving_by_merge"),
        {"leaving": leaving, "staying": staying, "moment": moment, "reason": reason},
    )
    move(cursor, moment=moment, decided_by=decided_by, batch_id=None)
    cursor.execute(sql("people/moved_by_merge"), {"leaving": leaving, "staying": staying})
    hand_on(cursor, moment=moment, decided_by=decided_by, reason=reason)
    derived.rebuild(cursor)
    detail = {"into": staying, "merged": leaving, "fields": ["subject_person.person_id"]}
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
        raise PersonError("A split takes subjects of one person: these are of none or of several.")
    owner, _, staying = owners[0]
    if staying == 0:
        raise PersonError(f"These are all the subjects of person {owner}: a split must leave it some.")
    moment = next_moment(cursor, now)
    founded = highest_person(cursor) + 1
    cursor.execute(
        sql("people/moving_by_split"),
        {"subjects": wanted, "founded": founded, "moment": moment, "reason": reason},
    )
    move(cursor, moment=moment, decided_by=decided_by, batch_id=None)
    apart = {"one": owner, "other": founded, "moment": moment, "decided_by": decided_by, "reason": reason}
    cursor.execute(sql("people/keep_apart"), apart)
    derived.rebuild(cursor)
    detail = {"from": owner, "founded": founded, "subjects": wanted, "fields": ["subject_person.person_id"]}
    audit.record(cursor, store, now=now, action="person.split", detail=detail, people=[owner, founded])
    return founded
