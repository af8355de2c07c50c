"""Relations made again for the offences alone that an import touched: a month's file into years of records.

What a patched relation says of an offence follows from that offence's own versions and events, given who each
subject is, what each code resolves to and who was away when: where one of those moved, it is made whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from iom.store.statements import sql

SPANS, SCORED = "offence_status_span", "offence_scored"
# By patched relation: what hides the tables that its statement reads while its rows are made again.
_HIDING = {
    SPANS: {"offence_status_event": "store/events_of_touched"},
    SCORED: {"offence_version": "store/versions_of_touched", SPANS: "store/spans_of_touched"},
}
# By patched relation: with any of these made anew before it, it is made whole.
_WHOLE_AFTER = {SPANS: {"person_of_subject"}, SCORED: {"person_of_subject", "absence_merged"}}
# With one offence in so many touched, or more, all is made again: to find and delete costs more.
MANY = 8


@dataclass(frozen=True)
class Change:
    """What an import changed: tables, and the number and moment (naive UTC) that its versions bear."""

    tables: frozenset[str]
    batch_id: int
    moment: datetime


def begin(cursor: duckdb.DuckDBPyConnection, change: Change, stale: Sequence[str]) -> bool:
    """Note which offences the import touched; whether they are few enough for parts to be made again."""
    if not any(relation in stale and after.isdisjoint(stale) for relation, after in _WHOLE_AFTER.items()):
        return False
    cursor.execute(sql("store/touched_offences"), {"batch_id": change.batch_id, "moment": change.moment})
    cursor.execute(sql("store/codes_before"))
    touched, offences = cursor.execute(sql("store/touched_share")).fetchone() or (0, 0)
    few = MANY * touched < offences
    if not few:
        end(cursor)
    return few


def can_be_patched(cursor: duckdb.DuckDBPyConnection, relation: str, stale: Sequence[str]) -> bool:
    """Whether only rows of touched offences differ in a relation; asked when those before it are made."""
    if relation not in _HIDING or _WHOLE_AFTER[relation].intersection(stale):
        return False
    if relation == SPANS:
        return True
    row = cursor.execute(sql("store/codes_moved")).fetchone()
    return row is not None and row[0] == 0


def hide(cursor: duckdb.DuckDBPyConnection, relation: str) -> None:
    """Take the touched offences' rows out of a relation, and let its statement read of them alone."""
    cursor.execute(sql("store/drop_touched", table=relation))
    for statement in _HIDING[relation].values():
        cursor.execute(sql(statement))


def unhide(cursor: duckdb.DuckDBPyConnection, relation: str) -> None:
    """Let the cursor read the stored tables again."""
    for table in _HIDING[relation]:
        cursor.execute(sql("store/drop_temporary", table=table))


def end(cursor: duckdb.DuckDBPyConnection) -> None:
    """Forget which offences were touched."""
    for table in ("touched_offence", "code_before"):
        cursor.execute(sql("store/drop_temporary", table=table))
