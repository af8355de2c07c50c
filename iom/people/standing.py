"""Whether a person's number still stands for somebody, and whom to ask for where it does not."""

from collections.abc import Callable, Collection, Sequence

import duckdb

from iom.people.errors import PersonError
from iom.store import sql

# Which of some people may be shown to whoever asks; frozenset shows them all.
Among = Callable[[Collection[int]], frozenset[int]]


def require_current(cursor: duckdb.DuckDBPyConnection, people: Sequence[int], so: str) -> None:
    """Raise PersonError for the first of some numbers that is no person now; so: what was not done."""
    for person in people:
        if (says := not_current(cursor, person)) is not None:
            raise PersonError(f"{says} So {so}.").of("people")


def not_current(cursor: duckdb.DuckDBPyConnection, person_id: int) -> str | None:
    """Why a number is no person now, and who it is instead; None when it is one."""
    rows = cursor.execute(sql("people/current_of"), {"person_id": person_id}).fetchall()
    holders = [person for (person,) in rows]
    if person_id in holders:
        return None
    if not holders:
        return f"There is no person {person_id}. Find people by identifier or name with: iom person find."
    return f"Person {person_id} is now {' and '.join(f'person {holder}' for holder in holders)}."
