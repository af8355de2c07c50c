"""A store is opened here: made or brought up to date, locked down, with one owner."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import duckdb

from iom.settings import Settings
from iom.store import failures, identity, migrations, owner
from iom.store.database import connect
from iom.store.errors import StoreError, StoreInUse
from iom.store.folder import (
    ASIDE,
    COPY,
    DATABASE,
    INCOMING,
    MAKING,
    RESTORE_LOCK,
    RESTORING,
    REWRITTEN,
    keep_private,
    prepared,
)
from iom.store.lockdown import lock_down
from iom.store.opened import Actor, Store

_open_here: set[Path] = set()
_opening = threading.Lock()


@contextmanager
def open_store(
    folder: Path,
    settings: Settings,
    actor: Actor,
    *,
    now: datetime,
    create: bool = False,
    inspecting: bool = False,
) -> Iterator[Store]:
    """Open the store in a folder, bringing its schema up to date; with create, make it if it is not there.

    inspecting: also one whose id, key or anchor is missing or is not the right one, so that a check can tell.
    Raises StoreError when there is no store or it cannot be read, StoreInUse when another process has it,
    AuditError when its audit log could not be continued.
    """
    folder = prepared(folder, settings, create=create)
    with only_once(folder):
        if not (folder / DATABASE).exists():
            _make(folder, settings, now)
        root = connect(folder)
        try:
            with failures.told(duckdb.Error, OSError):
                remove_stopped(folder)
                keep_private(folder)
                owner.claim(folder, user=actor.user, command=actor.command, now=now)
                lock_down(root, folder, settings)
                migrations.bring_up_to_date(
                    root, now, lambda _: identity.refuse_emptied(settings.keys, folder)
                )
            store_id = identity.read(root)
            if not inspecting:
                identity.check(store_id, settings.keys, folder)
            store = Store(folder, root, store_id, settings, actor)
            try:
                yield store
            finally:
                store.close()
        finally:
            with suppress(duckdb.Error):
                root.close()
            owner.release(folder)


def refuse_if_open(folder: Path) -> None:
    """Raise StoreInUse when a process has the store in a folder open; one without a store is no matter."""
    folder = folder.expanduser().resolve()
    if not (folder / DATABASE).is_file():
        return
    with only_once(folder):
        _refuse_if_held(folder, DATABASE)


def _make(folder: Path, settings: Settings, now: datetime) -> None:
    """Make the database under another name; it gets its own when it is whole.

    So a process that ends half-way leaves a folder without a store, in which the next one begins anew.
    """
    with failures.told(duckdb.Error, OSError):
        keep_private(folder)
        remove_unfinished(folder, settings.keys)
        root = connect(folder, MAKING)
        try:
            migrations.bring_up_to_date(root, now, lambda moment: identity.begin(root, settings.keys, moment))
            store_id = identity.read(root)
            # here, where it can fail: what is left in the log beside the file would not be renamed with it
            root.execute("checkpoint")
        finally:
            root.close()
        # before it has its name: a store in a folder that is noted for an earlier one would be refused
        identity.note(store_id, settings.keys, folder)
        try:
            give_its_name(folder)
        except (OSError, StoreInUse):
            identity.forget(store_id, settings.keys, folder)
            raise


def give_its_name(folder: Path, name: str = MAKING) -> None:
    """Give a finished database its name, never in place of one that another process made meanwhile."""
    making, database = folder / name, folder / DATABASE
    try:
        if os.name == "posix":
            _link(making, database)
        else:
            making.rename(database)
    except FileExistsError:
        making.unlink(missing_ok=True)
        raise StoreInUse(f"Another process has just made a store in {folder}. Try again.") from None


def _link(making: Path, database: Path) -> None:
    # a renaming would replace what is there; a second name for the file never does
    try:
        os.link(making, database)
    except FileExistsError:
        raise
    except OSError:
        # a file system that knows one name a file
        making.rename(database)
    else:
        making.unlink()


def remove_stopped(folder: Path) -> None:
    """Remove what a making, a restore or a backup left that was stopped; asked while the store is held.

    That is a finished database under its other name, ones that never got to replace the store's, a copy that
    never left, files that a service was sent, and the name aside that a restore had given to the store's own,
    but had not used yet.
    """
    shutil.rmtree(folder / INCOMING, ignore_errors=True)
    for name in (MAKING, RESTORING, RESTORE_LOCK, REWRITTEN, f"exchange/{COPY}"):
        for left in (folder / name, folder / f"{name}.wal"):
            left.unlink(missing_ok=True)
    for aside in folder.glob(f"{ASIDE}*"):
        copy = aside / DATABASE
        if copy.is_file() and copy.samefile(folder / DATABASE):
            copy.unlink()
            with suppress(OSError):
                aside.rmdir()


def remove_unfinished(folder: Path, keys: Path) -> None:
    """Remove a database that was being made, and what is left of a store that was deleted.

    Raises StoreInUse when a process is still making it.
    """
    if (folder / MAKING).exists():
        identity.forget(_refuse_if_held(folder, MAKING), keys, folder)
    for name in (MAKING, f"{MAKING}.wal"):
        (folder / name).unlink(missing_ok=True)
    if not (folder / DATABASE).exists():
        # left of a store that was deleted: it is of no other
        (folder / f"{DATABASE}.wal").unlink(missing_ok=True)


def _refuse_if_held(folder: Path, name: str) -> str | None:
    """Raise StoreInUse when a process has a database open; else the id of the store in it, if it has one."""
    try:
        with connect(folder, name) as root:
            return identity.read(root)
    except StoreInUse:
        raise
    except StoreError:
        # damaged: no process can have it open
        return None


@contextmanager
def only_once(folder: Path) -> Iterator[None]:
    """Keep this process from opening the store of a folder a second time. Raises StoreInUse."""
    # within one process DuckDB hands out the same database twice, and the lock would not keep owners apart
    with _opening:
        if folder in _open_here:
            raise StoreInUse(f"The store in {folder} is already open in this process.")
        _open_here.add(folder)
    try:
        yield
    finally:
        with _opening:
            _open_here.discard(folder)
