"""What a restored store would undo, done again: erasures, and restrictions of the store that is replaced."""

from collections.abc import Sequence
from datetime import datetime

import duckdb

from iom.rights.replaying import replay
from iom.store import Store, audit, derived, sql
from iom.store.adopting import Again


def again(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    replaced: duckdb.DuckDBPyConnection | None,
    *,
    now: datetime,
) -> Again:
    """Erase and restrict again, in the caller's transaction. replaced: one that goes on from the backup."""
    erased = replay(cursor, store, now=now)
    restricted, not_here = _restricted(cursor, store, replaced, now=now) if replaced else ((), ())
    return Again(erased.rows_removed if erased else 0, tuple(restricted), tuple(not_here))


def _restricted(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    replaced: duckdb.DuckDBPyConnection,
    *,
    now: datetime,
) -> tuple[Sequence[int], Sequence[int]]:
    row = cursor.execute("select coalesce(max(restriction_id), 0) from person_restriction").fetchone()
    assert row is not None
    since = replaced.execute(sql("rights/restrictions_since"), {"restriction_id": row[0]}).fetchall()
    columns = ("restriction_id", "person_id", "restricted_at", "by_user", "purpose", "reason")
    here, not_here, kept = set(), set(), []
    for *said, subjects in since:
        given = dict(zip(columns, said, strict=True))
        people = dict(cursor.execute(sql("rights/people_of_subjects"), {"subjects": subjects}).fetchall())
        if len(people) < len(subjects):
            not_here.add(given["person_id"])
        if people:
            cursor.execute(sql("rights/keep_restriction"), given)
            number = {"restriction_id": given["restriction_id"]}
            cursor.execute(sql("rights/keep_restricted_subjects"), {**number, "subjects": list(people)})
            here |= set(people.values())
            kept.append(given["restriction_id"])
    if kept:
        derived.rebuild(cursor)
        detail = {"restrictions": kept, "again": True}
        audit.record(cursor, store, now=now, action="rights.restrict", detail=detail, people=sorted(here))
    return sorted(here), sorted(not_here)
