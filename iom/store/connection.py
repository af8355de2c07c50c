"""The one place that opens DuckDB on a store: locked down, one owner, a cursor per caller."""

import copy
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from iom.settings import Settings
from iom.store import audit, failures, identity, migrations, owner
from iom.store.errors import StoreError, StoreInUse
from iom.store.folder import (
    ASIDE,
    COPY,
    DATABASE,
    INCOMING,
    MAKING,
    RESTORE_LOCK,
    RESTORING,
    keep_private,
    prepared,
)
from iom.store.lockdown import lock_down

_open_here: set[Path] = set()
_opening = threading.Lock()


@dataclass(frozen=True)
class Actor:
    """Who acts, why and through which command: what the audit log and the in-use notice name."""

    user: str
    purpose: str
    command: str


@dataclass
class _Held:
    """What every view of an open store shares. anchored_apart: see Store."""

    root: duckdb.DuckDBPyConnection
    writing: threading.RLock
    writer: duckdb.DuckDBPyConnection | None = None
    audit_lines_added: bool = False
    anchored_apart: bool = False


class Store:
    """An open store folder. Callers get cursors; the root connection stays in this room.

    A DuckDB connection shared between threads gives wrong answers silently, so every caller takes a cursor
    of its own; writers take turns.
    """

    def __init__(
        self,
        folder: Path,
        root: duckdb.DuckDBPyConnection,
        store_id: str | None,
        settings: Settings,
        actor: Actor,
    ):
        self.folder = folder
        self.store_id = store_id
        self.settings = settings
        self.actor = actor
        self._held = _Held(root, threading.RLock())
        # told in a transaction of this view just before it is committed
        self.before_commit: Callable[[duckdb.DuckDBPyConnection], None] | None = None
        self._joined: duckdb.DuckDBPyConnection | None = None
        self._in_use: set[duckdb.DuckDBPyConnection] = set()

    @property
    def exchange(self) -> Path:
        """The one folder that the database itself may read and write, for backup and bulk export."""
        return self.folder / "exchange"

    @property
    def audit_lines_added(self) -> bool:
        """Whether the audit log has lines that its anchor does not know of."""
        return self._held.audit_lines_added

    @audit_lines_added.setter
    def audit_lines_added(self, added: bool) -> None:
        self._held.audit_lines_added = added

    @property
    def anchored_apart(self) -> bool:
        """Whether the log is anchored at intervals and at the end, not after every look: in a service."""
        return self._held.anchored_apart

    @anchored_apart.setter
    def anchored_apart(self, apart: bool) -> None:
        self._held.anchored_apart = apart

    def acting(self, actor: Actor) -> "Store":
        """The same open store, for another who acts: what is done through it is logged as theirs."""
        view = copy.copy(self)
        view.actor = actor
        view.before_commit = None
        view._in_use = set()
        return view

    def joining(self, cursor: duckdb.DuckDBPyConnection) -> "Store":
        """The same, whose transactions go on in the one that is open on a cursor, kept or lost with it.

        For one thread: what is done through it stands only when the outer transaction is committed.
        """
        view = self.acting(self.actor)
        view._joined = cursor
        view._in_use = self._in_use
        return view

    def interrupt(self) -> None:
        """Stop what the cursors of this view are at; their callers get duckdb.InterruptException."""
        for cursor in tuple(self._in_use):
            with suppress(duckdb.Error):
                cursor.interrupt()

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for reading, closed afterwards. Temporary tables made on it are seen by it alone.

        Raises StoreError when the disk or the memory does not suffice.
        """
        if self._joined is not None:
            # what the open transaction has changed is seen by its cursor alone
            yield self._joined
            return
        cursor = self._held.root.cursor()
        self._in_use.add(cursor)
        try:
            with failures.told(*failures.SCARCE):
                yield cursor
        finally:
            self._in_use.discard(cursor)
            cursor.close()

    @contextmanager
    def turn(self, cursor: duckdb.DuckDBPyConnection | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor in no transaction while no other writer of this process may begin: for what goes before.

        cursor: one that has been prepared, to go on with; default, a new one.

        Temporary tables made inside a transaction are read by one thread alone until its end (DuckDB 1.5),
        so large ones are made here, and transaction(cursor) keeps what came of them.
        """
        with self._held.writing, nullcontext(cursor) if cursor else self.cursor() as own:
            yield own

    @contextmanager
    def transaction(
        self, cursor: duckdb.DuckDBPyConnection | None = None
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside a transaction: committed whole at the end, rolled back whole on any error.

        cursor: that of a turn, to go on with; default, one of its own. Raises RuntimeError inside another
        transaction of the same thread: the two would not see each other; StoreError when it cannot begin or
        be kept.
        """
        held = self._held
        if self._joined is not None and held.writer is self._joined:
            yield self._joined
            return
        with held.writing, nullcontext(cursor) if cursor else self.cursor() as own:
            if held.writer is not None:
                raise RuntimeError("a transaction is already open: pass its cursor on")
            held.writer = own
            try:
                with failures.told(duckdb.Error, OSError):
                    own.execute("begin transaction")
                yield own
                if self.before_commit is not None:
                    self.before_commit(own)
                with failures.told(duckdb.Error, OSError):
                    own.execute("commit")
            except BaseException:
                # after a failed commit there is nothing to roll back; the first error is the one to tell
                with suppress(duckdb.Error):
                    own.execute("rollback")
                raise
            finally:
                held.writer = None

    def is_writing(self, cursor: duckdb.DuckDBPyConnection) -> bool:
        """Whether a cursor is that of the transaction now open."""
        return cursor is self._held.writer

    def close(self) -> None:
        """Anchor the audit log, close the database and give up the store.

        Raises AuditError or StoreError when the anchor cannot be written, StoreError when the database fails.
        """
        try:
            if self.audit_lines_added:
                audit.anchor(self)
        finally:
            with failures.told(duckdb.Error):
                self._held.root.close()


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

    That is a finished database under its other name, one that never got to replace the store's, a copy that
    never left, files that a service was sent, and the name aside that a restore had given to the store's own,
    but had not used yet.
    """
    shutil.rmtree(folder / INCOMING, ignore_errors=True)
    for name in (MAKING, RESTORING, RESTORE_LOCK, f"exchange/{COPY}"):
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


def connect(folder: Path, name: str = DATABASE) -> duckdb.DuckDBPyConnection:
    """Open a database of a store's folder, not locked down yet.

    Raises StoreInUse when another process has it, StoreError when it cannot be opened.
    """
    try:
        return duckdb.connect(str(folder / name))
    except duckdb.Error as error:
        refusal = str(error)
        # on Windows the refusal is in the system's language: then the note decides
        if "set lock on file" in refusal or owner.is_at_work(folder):
            raise StoreInUse(owner.holder(folder, refusal)) from None
        if failures.is_damage(error):
            raise StoreError(failures.DAMAGED) from None
        done, remedy = ("opened", "If the file is damaged, restore it from a backup.")
        if name == MAKING:
            done, remedy = ("made", "Is the disk full?")
        raise StoreError(
            f"The store in {folder} cannot be {done}: {refusal.splitlines()[0]}. {remedy}"
        ) from None


def connect_to_read(file: Path) -> duckdb.DuckDBPyConnection:
    """Open a database outside a store, to be read, not locked down yet. Raises StoreError."""
    try:
        return duckdb.connect(str(file), read_only=True)
    except duckdb.Error as error:
        raise StoreError(failures.UNREADABLE_COPY) from error


def connect_to_nothing() -> duckdb.DuckDBPyConnection:
    """Open an empty database in memory, to see in it what a store looks like that is as it should be."""
    return duckdb.connect(":memory:")
