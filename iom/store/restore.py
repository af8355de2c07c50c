"""A backup put back: checked, copied beside the store's place, made a store of its own, then given its name.

The restored store is *another* store than the one that was backed up: it has an id of its own, under which a
copy of the same key and an anchor of its own are kept, and its log goes on with the line that it was
restored, from what, by whom, and how many lines the other's log had by then. So no anchor is ever put back
to fewer lines: whoever puts an older copy of a store back by hand is found out as before, and whoever
restores one says so in a line that `iom audit verify` repeats for good.

The database that was there is replaced by one renaming. It stays, with its id, key and anchor, in a folder
of its own inside the store's.
"""

import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from iom.moments import naive_utc
from iom.settings import Settings
from iom.store import backup, connection, database, identity, opened, owner, sealing
from iom.store.adopting import Again, DoAgain, Held, adopt
from iom.store.errors import StoreError, StoreInUse
from iom.store.files import copy_new, sync
from iom.store.folder import (
    ASIDE,
    DATABASE,
    RESTORE_LOCK,
    RESTORING,
    holds_a_database,
    keep_private,
    prepared,
    spill_folder,
)


@dataclass(frozen=True)
class Restored:
    """What was put back. aside: where the store that was there lies now, None where there was none.

    again: what was erased and restricted again. listed: how many erasures are on the list in the keys
    folder, last_listed when the last of them was. compared: whether a store was replaced that goes on from
    the backup, so that the list is known to be whole, and restrictions came along.

    anchor_lines: how many lines the log of the store had that was backed up, by its anchor; None where the
    anchor was not there or could not be read. agrees: whether the backup's log has the anchor's line; None
    where the log ends before it, or there was no anchor.
    """

    folder: Path
    store_id: str
    from_store: str
    backup_id: str
    made_at: datetime
    lines: int
    anchor_lines: int | None
    agrees: bool | None
    aside: Path | None
    again: Again
    listed: int
    last_listed: datetime | None
    compared: bool


def restore(
    place: Path,
    folder: Path,
    settings: Settings,
    actor: opened.Actor,
    *,
    now: datetime,
    replace: bool,
    do_again: DoAgain,
    progress: backup.Progress,
) -> Restored:
    """Put a backup into a new or empty folder; with replace, also in place of the store that a folder holds.

    Whole or not at all: what fails leaves nothing of it, and a store that was there as it was. Whoever was
    erased after the backup is erased again before the store gets its name, and whoever was restricted in the
    store that is replaced is restricted again.
    Raises StoreError when the backup is not sound, the folder not fit, in use, or the disk too small,
    AuditError when the key is not there, the log not as it was written, or the list of erasures not whole.
    """
    place, folder = place.expanduser().resolve(), folder.expanduser().resolve()
    _refuse_unfit(place, folder, replace=replace)
    found = backup.check(place, settings, progress)
    _refuse_without_room(found, folder)
    was_there = folder.exists()
    with connection.only_once(folder), ExitStack() as undone:
        undone.callback(_leave_nothing, folder, settings, was_there=was_there)
        with _told(folder):
            held = undone.enter_context(_held(folder, actor, now)) if holds_a_database(folder) else None
            prepared(folder, settings, create=True)
            undone.enter_context(_only_restore(folder))
            keep_private(folder)
            _copy(found, folder, progress)
            store_id = str(uuid.uuid4())
            try:
                made = adopt(
                    found, folder, settings, actor, store_id=store_id, held=held, now=now, do_again=do_again
                )
                aside = _put(folder, settings.keys, store_id, held, now)
            except BaseException:
                if not _is_in_place(folder, held):
                    shutil.rmtree(sealing.place(settings.keys, store_id), ignore_errors=True)
                raise
    return Restored(
        folder=folder,
        store_id=store_id,
        from_store=found.manifest.store_id,
        backup_id=found.manifest.backup_id,
        made_at=found.manifest.made_at,
        lines=found.manifest.lines,
        anchor_lines=made.anchor.count if made.anchor else None,
        agrees=made.agrees,
        aside=aside,
        again=made.again,
        listed=len(made.listed),
        last_listed=made.listed[-1].at if made.listed else None,
        compared=made.compared,
    )


def _refuse_unfit(place: Path, folder: Path, *, replace: bool) -> None:
    if folder == place or place in folder.parents:
        raise StoreError(
            f"{folder} is the backup, or lies in it. Give the store another folder with --store."
        )
    with _told(folder):
        if holds_a_database(folder) and not replace:
            raise StoreError(
                f"There is a store in {folder}, and it is left as it is. Give a new or empty folder with "
                "--store; or, to put the backup in its place, add --replace: the store that is there is "
                "kept aside."
            )


def _refuse_without_room(found: backup.Sound, folder: Path) -> None:
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free
    if free < found.manifest.size:
        raise StoreError(
            f"There is no room for the restored store: it takes {found.manifest.size:,} bytes, and the "
            f"disk of {there} has {free:,} free. Nothing was written. Free some space, or name a folder on "
            "another disk."
        )


@contextmanager
def _held(folder: Path, actor: opened.Actor, now: datetime) -> Iterator[Held]:
    try:
        root = database.connect(folder)
    except StoreInUse:
        raise
    except StoreError:
        yield Held(None, None)
        return
    try:
        owner.claim(folder, user=actor.user, command=actor.command, now=now)
        # what a process that was stopped left is of no use here either
        connection.remove_stopped(folder)
        yield Held(identity.read(root), root)
    finally:
        with suppress(duckdb.Error):
            root.close()
        owner.release(folder)


@contextmanager
def _only_restore(folder: Path) -> Iterator[None]:
    # the lock of a database is the one kind that ends with its process on every system
    try:
        root = database.connect(folder, RESTORE_LOCK)
    except StoreInUse:
        raise
    except StoreError:
        # left half-written by one that was stopped: nobody can have it open
        (folder / RESTORE_LOCK).unlink()
        root = database.connect(folder, RESTORE_LOCK)
    try:
        _remove_copy(folder)
        yield
    finally:
        with suppress(OSError):
            _remove_copy(folder)
        root.close()
        with suppress(OSError):
            (folder / RESTORE_LOCK).unlink(missing_ok=True)


def _remove_copy(folder: Path) -> None:
    for name in (RESTORING, f"{RESTORING}.wal"):
        (folder / name).unlink(missing_ok=True)


def _copy(found: backup.Sound, folder: Path, progress: backup.Progress) -> None:
    with progress("Copying the backup") as advance:
        digest = copy_new(found.database, folder / RESTORING, advance)
    if digest != found.manifest.sha256:
        raise StoreError(
            f"The backup {found.folder} changed while it was copied, or cannot be read twice alike. "
            "Nothing was restored. Use another backup, or copy it to another disk first."
        )


def _put(folder: Path, keys: Path, store_id: str, held: Held | None, now: datetime) -> Path | None:
    """Give the restored database its name; return where the store lies that was there."""
    noted = sealing.noted_stores(keys, folder, held.store_id if held else None)
    # from here on either store is the folder's own, and which one it is is settled by the renaming alone
    sealing.note_store(keys, folder, noted, coming=store_id)
    aside = None
    try:
        if held:
            aside = _set_aside(folder, held, now)
            _replace(folder, held)
        else:
            connection.give_its_name(folder, RESTORING)
    except BaseException:
        if not _is_in_place(folder, held):
            if aside:
                _take_back(folder, aside)
            with suppress(StoreError):
                sealing.note_store(keys, folder, noted)
        raise
    # it is done: what fails now is made good when the store is next opened
    with suppress(OSError, StoreError):
        _renamed(folder, keys, [*noted, store_id])
    return aside


def _is_in_place(folder: Path, held: Held | None) -> bool:
    """Whether the renaming was done: an interrupt that comes after it, as Ctrl-C may, undoes nothing more."""
    coming, database = folder / RESTORING, folder / DATABASE
    if held:
        return not coming.exists()
    return database.exists() and (not coming.exists() or coming.samefile(database))


def _replace(folder: Path, held: Held) -> None:
    if held.root is None or os.name != "posix":
        (folder / RESTORING).replace(folder / DATABASE)
        return
    # the restored one is kept from others until the other is closed, which sees to its log by that one's name
    kept = database.connect(folder, RESTORING)
    try:
        (folder / RESTORING).replace(folder / DATABASE)
        # what fails in closing is no fault of the restore
        with suppress(duckdb.Error):
            held.root.close()
    finally:
        kept.close()


def _renamed(folder: Path, keys: Path, noted: Sequence[str]) -> None:
    sync(folder)
    sealing.note_store(keys, folder, noted)


def _set_aside(folder: Path, held: Held, now: datetime) -> Path:
    aside = folder / f"{ASIDE}{naive_utc(now):%Y%m%d-%H%M%S}"
    while aside.exists():
        aside = aside.with_name(f"{aside.name}-again")
    aside.mkdir(mode=0o700)
    try:
        _give_second_name(folder, aside, held)
    except BaseException:
        _take_back(folder, aside)
        raise
    return aside


def _give_second_name(folder: Path, aside: Path, held: Held) -> None:
    database, wal = folder / DATABASE, folder / f"{DATABASE}.wal"
    if held.root is not None:
        held.root.execute("checkpoint")
        if os.name != "posix":
            # Windows gives no open file another name
            held.root.close()
    try:
        os.link(database, aside / DATABASE)
    except OSError:
        # a file system that knows one name a file; reading it gives up the lock
        if held.root is not None:
            held.root.close()
        copy_new(database, aside / DATABASE, lambda done, total: None)
    if held.root is None and wal.exists():
        # of a damaged store: beside the restored one it would be taken for that one's
        wal.replace(aside / wal.name)


def _take_back(folder: Path, aside: Path) -> None:
    with suppress(OSError):
        wal = aside / f"{DATABASE}.wal"
        if wal.exists():
            wal.replace(folder / wal.name)
        shutil.rmtree(aside)


def _leave_nothing(folder: Path, settings: Settings, *, was_there: bool) -> None:
    """Remove what was made for a store that there is not: only what is empty, or nobody else's."""
    if holds_a_database(folder) or not folder.is_dir():
        return
    for place in (folder / "exchange", spill_folder(folder, settings)):
        with suppress(OSError):
            place.rmdir()
    if not was_there:
        with suppress(OSError):
            folder.rmdir()


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, duckdb.Error) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        raise StoreError(
            f"The backup could not be restored into {folder}: {why}. Nothing is left of it, and a store "
            "that was there is as it was. Is the disk full, or the folder not one that this user may write "
            "to?"
        ) from error
