"""Which store this is: the id in its database, and what the keys folder knows of it."""

import uuid
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import duckdb

from iom.store import sealing
from iom.store.errors import AuditError


def begin(root: duckdb.DuckDBPyConnection, keys: Path, moment: datetime) -> None:
    """Give a database that is being made, in its first transaction, an id, and the id its key and anchor.

    Nowhere else are they made: whatever lacks them later has lost them. They come before the commit, so that
    a process that ends half-way leaves at worst a key that no store uses.
    """
    store_id = str(uuid.uuid4())
    sealing.create_key(sealing.place(keys, store_id), store_id)
    root.execute("insert into store_identity values (?, ?)", [store_id, moment])


def refuse_emptied(keys: Path, folder: Path) -> NoReturn:
    """Raise AuditError for a database without a schema: none gets its name before it has one."""
    earlier = sealing.noted_stores(keys, folder)
    if not earlier:
        raise AuditError(
            f"The database in {folder} is empty: it was never finished, or its tables were removed. If you "
            "know that there was nothing in it, delete it and run iom init; else restore it from a backup."
        )
    raise AuditError(
        f"The database in {folder} is empty, and held the store {earlier[-1]}: its tables were removed. "
        "Restore it from a backup."
    )


def note(store_id: str | None, keys: Path, folder: Path) -> None:
    """Note, beside those that the folder held before, the store that is being made there."""
    if store_id is not None:
        sealing.note_store(keys, folder, [*sealing.noted_stores(keys, folder), store_id])


def forget(store_id: str | None, keys: Path, folder: Path) -> None:
    """Take back the note of a store whose making was not finished: the folder never held it."""
    noted = sealing.noted_stores(keys, folder)
    if store_id in noted:
        sealing.note_store(keys, folder, [one for one in noted if one != store_id])


def read(root: duckdb.DuckDBPyConnection) -> str | None:
    """The id that the database gives, None where it gives none or several."""
    try:
        rows = root.execute("select distinct store_id from store_identity").fetchall()
    except duckdb.Error:
        return None
    return rows[0][0] if len(rows) == 1 else None


def check(given: str | None, keys: Path, folder: Path) -> None:
    """Raise AuditError unless the id is one, has its key and anchor, and is the one last seen in this folder.

    A folder not seen before, as after a move, is noted.
    """
    place, store_id = sealing.place(keys, given), str(given)
    seen, noted = sealing.noted_stores(keys, folder), sealing.noted_stores(keys, folder, store_id)
    if noted and noted[-1] != store_id:
        raise AuditError(
            f"The folder {folder} held the store {noted[-1]}, and its database now says that it is another: "
            "it was altered or replaced. If you put another store there yourself, remove the note "
            f"{sealing.note_of(keys, folder)}."
        )
    key = sealing.needed_key(place)
    sealing.needed_anchor(place, key, store_id)
    if not noted:
        sealing.note_store(keys, folder, [store_id])
    elif noted != seen:
        sealing.note_store(keys, folder, noted)
