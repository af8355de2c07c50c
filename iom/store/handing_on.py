"""What the keys folder knows of a store that was backed up, for the one that is restored from it."""

import hmac
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import duckdb

from iom.store import audit, backup_list, erasure_list, sealing
from iom.store.backup import Sound
from iom.store.errors import AuditError
from iom.store.manifest import Manifest


def anchor_of(found: Sound, keys: Path) -> sealing.Anchor | None:
    """The anchor of the store that was backed up, as it is now; None where there is none to go by."""
    store_id = found.manifest.store_id
    try:
        return sealing.read_anchor(sealing.place(keys, store_id), found.key, store_id)
    except AuditError:
        # spoilt: the restored store's log says that there was none to go by
        return None


def agrees(cursor: duckdb.DuckDBPyConnection, known: sealing.Anchor | None, lines: int) -> bool | None:
    """Whether the backup's log has the anchor's line; None where that came later, or there is none."""
    if known is None or known.count > lines:
        return None
    return audit.mac_of(cursor, known.count) == known.head


def hand_on_backups(found: Sound, keys: Path, place: Path) -> None:
    """Give the restored store the list of backups of the one backed up: the same people are in them."""
    said = found.manifest
    made: tuple[backup_list.Listed, ...] = ()
    with suppress(AuditError):
        made = backup_list.listed(sealing.place(keys, said.store_id), found.key)
    if said.backup_id not in {one.backup_id for one in made}:
        made = (*made, backup_list.entry(said, found.folder))
    backup_list.keep(place, found.key, made)


def erasures_of(found: Sound, keys: Path) -> tuple[erasure_list.Erased, ...]:
    """The erasures of every store of the backup's key. Raises AuditError for a list that is spoilt."""
    return erasure_list.with_key(keys, found.key)


def refuse_gaps(
    database: duckdb.DuckDBPyConnection | None, listed: Sequence[erasure_list.Erased], which: str
) -> None:
    """Raise AuditError where a store has erased people who are not on the list: they would be back.

    which: the store, in words. Of a database that cannot be read nothing is known.
    """
    try:
        rows = database.execute("select erased_at, replayed from erasure").fetchall() if database else []
    except duckdb.Error:
        return
    on_list = {one.at for one in listed}
    # what was erased again has no entry of its own, but one of the erasure that it repeats
    lacking = sum(not replayed and at not in on_list for at, replayed in rows)
    if lacking or (rows and not listed):
        what = f"lacks {lacking:,} of them" if listed else "is gone"
        raise AuditError(
            f"People were erased from {which}, and the list of erasures in the keys folder {what}: the "
            f"restore would bring them back. Put each {erasure_list.LIST} back from the last backup of the "
            "keys folder, then restore again. Nothing was changed."
        )


def may_have_key(keys: Path, store_id: str | None, key: bytes) -> bool:
    """Whether a store has this key, as far as is known: of one whose key is gone it may be."""
    try:
        own = sealing.read_key(sealing.place(keys, store_id))
    except AuditError:
        return True
    return own is None or hmac.compare_digest(own, key)


def goes_on(database: duckdb.DuckDBPyConnection | None, said: Manifest) -> bool:
    """Whether a store is the one that was backed up, gone on since: its log has the backup's last line."""
    try:
        return database is not None and audit.mac_of(database, said.lines) == said.head
    except duckdb.Error:
        return False
