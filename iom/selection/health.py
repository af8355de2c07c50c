"""Are the runs that a store keeps as they were made?"""

from collections.abc import Callable

import duckdb

from iom.selection.stored import is_as_made
from iom.store import Store
from iom.store.health import BROKEN, OK, Check

_SHOWN = 10


def check(store: Store, advance: Callable[[int, int], None]) -> Check:
    """Whether every kept run still gives the digest that was sealed in the audit log."""
    with store.cursor() as cursor:
        try:
            runs = [row[0] for row in cursor.execute("select run_id from run order by run_id").fetchall()]
            altered = []
            for done, run_id in enumerate(runs, start=1):
                if not is_as_made(cursor, run_id):
                    altered.append(run_id)
                advance(done, len(runs))
        except duckdb.Error:
            says = "The runs cannot be read: a table is gone, altered or damaged."
            return Check("kept runs", BROKEN, says, "Restore the store from a backup.")
    if altered:
        which = ", ".join(map(str, altered[:_SHOWN])) + (" …" if len(altered) > _SHOWN else "")
        says = f"{len(altered):,} of {len(runs):,} runs are not as they were made: {which}"
        return Check("kept runs", BROKEN, says, "See: iom audit verify. Restore the store from a backup.")
    return Check("kept runs", OK, f"{len(runs):,}, each as it was made.")
