"""Erasures done again: what a stop left unfinished, and what a restored backup brought back."""

from datetime import datetime

import duckdb

from iom.rights import subjects
from iom.rights.erasing import Erased, complete, erase_marked
from iom.store import Store, erasure_list, sql
from iom.store.backup import Progress

REASON = "erased before; from the list of erasures"


def replay(cursor: duckdb.DuckDBPyConnection, store: Store, *, now: datetime) -> Erased | None:
    """Erase in the caller's transaction whoever is on the store's list; None where nobody of it is held."""
    folder, key = erasure_list.place_of(store)
    listed = erasure_list.hashes(erasure_list.listed(folder, key))
    if not listed:
        return None
    held = cursor.execute(sql("rights/every_key")).fetchall()
    found = [one for one, system, held_key in held if erasure_list.hash_of(key, system, held_key) in listed]
    if not found:
        return None
    subjects.mark(cursor, found)
    return erase_marked(cursor, store, now=now, reason=REASON, replayed=True)


def finish(store: Store, *, now: datetime, progress: Progress) -> bool:
    """Finish what an erasure that was stopped left to do; whether there was anything.

    Raises NotRewritten when nobody erased is held any more, and only the file is not done.
    """
    folder, key = erasure_list.place_of(store)
    if all(one.finished for one in erasure_list.listed(folder, key)):
        return False
    with store.transaction() as cursor:
        replay(cursor, store, now=now)
    complete(store, progress)
    return True
