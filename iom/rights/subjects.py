"""Which subjects a person is, and which tables hold rows of them."""

from collections.abc import Sequence

import duckdb

from iom.people import PersonError
from iom.store import sql
from iom.store.derived import RELATIONS

# Tables of numbers alone, which stay: whose a subject was, and that it is erased or restricted.
NUMBERS = ("erased_subject", "person_decision_subject", "restricted_subject")


def subjects_of(cursor: duckdb.DuckDBPyConnection, person_id: int) -> list[int]:
    """The subjects that a person is now. Raises PersonError where there is no such person."""
    rows = cursor.execute(sql("rights/subjects_of_person"), {"person_id": person_id}).fetchall()
    if not rows:
        raise PersonError(
            f"There is no person {person_id} now: the number was never given out, or the person is another "
            f"or erased. See: iom person {person_id}, or iom rights list"
        )
    return [subject for (subject,) in rows]


def tables_of_subjects(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Every table with rows of subjects that says more of them than numbers, but for the derived ones."""
    rows = cursor.execute(sql("rights/tables_by_column"), {"column_name": "subject_id"}).fetchall()
    return [table for (table,) in rows if table not in (*RELATIONS, *NUMBERS)]


def mark(cursor: duckdb.DuckDBPyConnection, subjects: Sequence[int]) -> None:
    """Fill the temporary tables that say who and what an erasure concerns."""
    cursor.execute(sql("rights/erasing_subject"), {"subjects": list(subjects)})
    for name in ("erasing_person", "erasing_offence", "erasing_run_person"):
        cursor.execute(sql(f"rights/{name}"))


def unmark(cursor: duckdb.DuckDBPyConnection) -> None:
    """Drop them: a cursor that goes on holds no trace."""
    for name in ("erasing_subject", "erasing_person", "erasing_offence", "erasing_run_person"):
        cursor.execute(sql("store/drop_temporary", table=name))


def held_of(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """By table, how many rows it holds of the marked subjects; tables without any left out."""
    found = {}
    for table in tables_of_subjects(cursor):
        row = cursor.execute(sql("rights/rows_held", table=table)).fetchone()
        if row and row[0]:
            found[table] = row[0]
    return found
