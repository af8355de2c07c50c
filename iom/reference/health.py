"""Are the reference tables of a store what their fingerprint says?"""

import duckdb

from iom.reference.entries import ReferenceTableError
from iom.reference.own import own_tables, with_own
from iom.reference.set_in_force import fingerprint, in_force, load_as, shipped_set
from iom.store import Store, sql
from iom.store.health import BROKEN, LOOK, OK, Check

_NAME = "reference tables"
_RESTORE = "Restore the store from a backup."


def check(store: Store) -> Check:
    """Whether the set in force has its fingerprint, its rows are those of its texts, and nothing newer is.

    What is shipped with this software and what the store loaded itself make the newest.
    """
    with store.cursor() as kept, store.cursor() as anew:
        try:
            held = in_force(kept)
            if held is None:
                return Check(_NAME, LOOK, "None in force yet.", "The next command puts them in force.")
            load_as(anew, held.fingerprint)
            expected = fingerprint(with_own(shipped_set(), own_tables(kept)))
            altered = [
                name
                for (name,) in anew.execute(sql("reference/shadows")).fetchall()
                if _content(kept, name) != _content(anew, name)
            ]
        except ReferenceTableError as error:
            return Check(_NAME, BROKEN, str(error), _RESTORE)
        except duckdb.Error:
            return Check(_NAME, BROKEN, "A table is gone, altered or damaged.", _RESTORE)
    if altered:
        says = f"The rows of {', '.join(altered)} are not those of the set {held.fingerprint[:12]}."
        return Check(_NAME, BROKEN, says, _RESTORE)
    says = f"The set {held.fingerprint[:12]}, severity {held.severity_vintage}, as its fingerprint says."
    if held.fingerprint != expected:
        return Check(_NAME, LOOK, f"{says} The software ships another.", "The next command puts it in force.")
    return Check(_NAME, OK, says)


def _content(cursor: duckdb.DuckDBPyConnection, table: str) -> tuple | None:
    return cursor.execute(sql("store/table_content", table=table)).fetchone()
