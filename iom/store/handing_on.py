"""What the keys folder knows of a store that was backed up, for the one that is restored from it."""

from contextlib import suppress
from pathlib import Path

import duckdb

from iom.store import audit, backup_list, erasure_list, sealing
from iom.store.backup import Sound
from iom.store.errors import AuditError


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


def hand_on_erasures(found: Sound, keys: Path, place: Path) -> bool:
    """Give the restored store the erasures of every store of its key; whether there are any.

    Raises AuditError for a list that is spoilt.
    """
    erasures = erasure_list.with_key(keys, found.key)
    if erasures:
        erasure_list.keep(place, found.key, erasures)
    return bool(erasures)
