"""The copy of a backup made a store of its own before it has its name: id, key, lists, what is done again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from iom.settings import Settings
from iom.store import (
    audit,
    backup,
    copies,
    database,
    erasure_list,
    handing_on,
    identity,
    migrations,
    opened,
    sealing,
)
from iom.store.audit_check import RESTORE
from iom.store.errors import StoreError
from iom.store.files import sync
from iom.store.folder import RESTORING
from iom.store.lockdown import lock_down


@dataclass(frozen=True)
class Again:
    """What was done again in a restored store.

    erased: how many rows were removed of people who had been erased after the backup. restricted: the numbers
    of people who were restricted in the store that is replaced, and are here. not_here: the numbers, in that
    store, of people restricted there of whom a record or all came after the backup.
    """

    erased: int = 0
    restricted: tuple[int, ...] = ()
    not_here: tuple[int, ...] = ()


# Erases again, in a transaction's cursor, whoever is on the list of erasures, and restricts again whom a
# store restricts that goes on from the backup: its database, None where there is none.
DoAgain = Callable[
    [duckdb.DuckDBPyConnection, opened.Store, duckdb.DuckDBPyConnection | None],
    Again,
]


@dataclass
class Held:
    """The store that is to be replaced: its id, and its database, open so that no other process has it.

    A damaged one cannot be opened, by nobody: then there is no root, and no id.
    """

    store_id: str | None
    root: duckdb.DuckDBPyConnection | None


@dataclass(frozen=True)
class Adopted:
    """anchor: that of the store that was backed up; agrees: does the backup's log have its line?

    listed: the erasures on the list. compared: whether the store that is replaced goes on from the backup.
    """

    anchor: sealing.Anchor | None
    agrees: bool | None
    listed: tuple[erasure_list.Erased, ...]
    compared: bool
    again: Again


def adopt(
    found: backup.Sound,
    folder: Path,
    settings: Settings,
    actor: opened.Actor,
    *,
    store_id: str,
    held: Held | None,
    now: datetime,
    do_again: DoAgain,
) -> Adopted:
    """Make the copy a store of its own. Raises AuditError where the list of erasures lacks some."""
    said, keys = found.manifest, settings.keys
    root = database.connect(folder, RESTORING)
    try:
        lock_down(root, folder, settings)
        migrations.bring_up_to_date(root, now, lambda _: identity.refuse_emptied(keys, folder))
        if identity.read(root) != said.store_id:
            raise StoreError(f"The backup {found.folder} is of another store than its manifest says.")
        known = handing_on.anchor_of(found, keys)
        goes_on = held is not None and handing_on.goes_on(held.root, said)
        listed = handing_on.erasures_of(found, keys)
        handing_on.refuse_gaps(root, listed, "the backup")
        if held is not None and handing_on.may_have_key(keys, held.store_id, found.key):
            handing_on.refuse_gaps(held.root, listed, "the store that is there")
        place = sealing.place(keys, store_id)
        sealing.put_key(place, found.key, store_id, sealing.Anchor(said.lines, said.head))
        handing_on.hand_on_backups(found, keys, place)
        if listed:
            erasure_list.keep(place, found.key, listed)
        store = opened.Store(folder, root, store_id, settings, actor)
        with store.transaction() as cursor:
            agrees = handing_on.agrees(cursor, known, said.lines)
            detail = {
                "backup_id": said.backup_id,
                "backup_sha256": said.sha256,
                "made_at": said.made_at,
                "from_store": said.store_id,
                "lines": said.lines,
                "anchor_lines": known.count if known else None,
                "anchor_agrees": agrees,
                "replaced": held.store_id if held else None,
            }
            cursor.execute("update store_identity set store_id = $store_id", {"store_id": store_id})
            audit.record(cursor, store, now=now, action=RESTORE, detail=detail)
            again = do_again(cursor, store, held.root if held is not None and goes_on else None)
        audit.anchor(store)
        # a file of its own, in which what was erased again has left no byte
        anew = copies.copy_of(store, lambda done, total: None)[0] if again.erased else None
        # here, where it can fail: what is left in the log beside the file would not be renamed with it
        root.execute("checkpoint")
    finally:
        root.close()
    if anew:
        anew.replace(folder / RESTORING)
    sync(folder / RESTORING)
    return Adopted(known, agrees, listed, goes_on, again)
