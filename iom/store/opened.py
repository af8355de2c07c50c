"""An open store: cursors for whoever asks, one writer at a time, and views of it for each who acts."""

import copy
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import duckdb

from iom.moments import naive_utc
from iom.settings import Settings
from iom.store import audit, derived, failures
from iom.store.database import connect
from iom.store.errors import StoreBusy
from iom.store.folder import DATABASE
from iom.store.gate import Gate
from iom.store.lockdown import lock_down
from iom.store.remembered import Remembered

Value = TypeVar("Value")

# Seconds that whoever must be alone at the store waits for those who are at work there.
WAIT_FOR_OTHERS = 30.0


@dataclass(frozen=True)
class Actor:
    """Who acts, why and through which command: what the audit log and the in-use notice name."""

    user: str
    purpose: str
    command: str


@dataclass
class _Held:
    """What every view of an open store shares; see Store."""

    root: duckdb.DuckDBPyConnection
    # whoever changes records holds both, whoever only notes a look or a job the second alone
    changing: threading.RLock
    writing: threading.RLock
    writer: duckdb.DuckDBPyConnection | None = None
    audit_lines_added: bool = False
    anchored_apart: bool = False
    proved: set[object] = field(default_factory=set)
    gate: Gate = field(default_factory=Gate)
    # held by an erasure until the file is written anew
    erasing: threading.Lock = field(default_factory=threading.Lock)
    remembered: Remembered = field(default_factory=Remembered)
    # number and seal of the log's last line; None where more than a line may have been added since
    log_end: tuple[int, str] | None = None


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
        self._held = _Held(root, threading.RLock(), threading.RLock())
        # told in a transaction of this view that changes records, just before it is committed
        self.before_commit: Callable[[duckdb.DuckDBPyConnection], None] | None = None
        # seconds to wait for others who are writing; None: as long as it takes
        self.patience: float | None = None
        # what time it is, where others look while something is under way: in a service
        self.clock: Callable[[], datetime] | None = None
        # the lines of the log that were added through this view, by number, where somebody wants to know
        self.own_lines: list[int] | None = None
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

    @property
    def proved(self) -> set[object]:
        """What was proved of the store since it was opened: nobody else can alter it meanwhile."""
        return self._held.proved

    @property
    def erasing(self) -> threading.Lock:
        """Held by an erasure from before it is on the list until the file is written anew."""
        return self._held.erasing

    @property
    def log_end(self) -> tuple[int, str] | None:
        """The number and the seal of the last line of the log, where known: asked and set by who writes."""
        return self._held.log_end

    @log_end.setter
    def log_end(self, end: tuple[int, str] | None) -> None:
        self._held.log_end = end

    def remembered(self, key: object, make: Callable[[], Value]) -> Value:
        """What make reads from the store as it stands, from memory where nothing but the log changed since.

        make opens a cursor of its own, or has one on which nothing was made. For what says nothing of
        people's records but numbers. Inside a transaction that it would not see, it is read each time.
        """
        if self._joined is not None:
            return make()
        return self._held.remembered.value(key, make)

    def latest(self, now: datetime) -> datetime:
        """The later of now and when the store was last told anything: a clock that is behind is no measure.

        Of whether a day has come; lines of the log have the clock's time, whatever it is.
        """

        def read() -> datetime | None:
            with self.cursor() as cursor:
                return derived.last_moment(cursor)[0]

        told = self.remembered("last told", read)
        return now if told is None or told <= naive_utc(now) else told.replace(tzinfo=UTC)

    def acting(self, actor: Actor) -> "Store":
        """The same open store, for another who acts: what is done through it is logged as theirs."""
        view = copy.copy(self)
        view.actor = actor
        view.before_commit = None
        view.patience = None
        view.own_lines = None
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
        with self._held.gate.passing(self.patience):
            cursor = self._held.root.cursor()
            self._in_use.add(cursor)
            try:
                with failures.told(*failures.SCARCE):
                    yield cursor
            finally:
                self._in_use.discard(cursor)
                cursor.close()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be at the store alone: no other thread reads or writes, and those that come wait.

        For a thread without a cursor. Raises StoreError where others are not done within some seconds.
        """
        with self._held.gate.alone(WAIT_FOR_OTHERS), self._held.changing, self._held.writing:
            yield

    @contextmanager
    def turn(self, cursor: duckdb.DuckDBPyConnection | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor in no transaction while nobody else of this process may change records.

        cursor: one that has been prepared, to go on with; default, a new one. Looks are logged meanwhile.

        Temporary tables made inside a transaction are read by one thread alone until its end (DuckDB 1.5),
        so large ones are made here, and transaction(cursor) keeps what came of them.
        """
        held = self._held
        with self._gone_in(held.changing), nullcontext(cursor) if cursor else self.cursor() as own:
            yield own

    @contextmanager
    def transaction(
        self, cursor: duckdb.DuckDBPyConnection | None = None, *, notes_alone: bool = False
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside a transaction: committed whole at the end, rolled back whole on any error.

        cursor: that of a turn, to go on with; default, one of its own. notes_alone: it changes nothing but
        the log and what the service notes of requests and jobs, so that it may stand beside a turn, and what
        is remembered of the store still holds. Raises RuntimeError inside another transaction of the same
        thread: the two would not see each other; StoreError when it cannot begin or be kept, StoreBusy when
        others are writing for longer than this view has patience.
        """
        held = self._held
        if self._joined is not None and held.writer is self._joined:
            yield self._joined
            return
        locks = (held.writing,) if notes_alone else (held.changing, held.writing)
        with self._gone_in(*locks), nullcontext(cursor) if cursor else self.cursor() as own:
            if held.writer is not None:
                raise RuntimeError("a transaction is already open: pass its cursor on")
            held.writer = own
            if not notes_alone:
                held.log_end = None
            try:
                with failures.told(duckdb.Error, OSError):
                    own.execute("begin transaction")
                yield own
                if self.before_commit is not None and not notes_alone:
                    self.before_commit(own)
                try:
                    with failures.told(duckdb.Error, OSError):
                        own.execute("commit")
                finally:
                    # also after a failed one: nobody knows what of it stands
                    if not notes_alone:
                        held.log_end = None
                        held.remembered.forget()
            except BaseException:
                held.log_end = None
                # after a failed commit there is nothing to roll back; the first error is the one to tell
                with suppress(duckdb.Error):
                    own.execute("rollback")
                raise
            finally:
                held.writer = None

    @contextmanager
    def _gone_in(self, *locks: threading.RLock) -> Iterator[None]:
        # past the gate first: whoever is alone behind it takes the locks too
        with self._held.gate.passing(self.patience), ExitStack() as held:
            for lock in locks:
                if not lock.acquire(timeout=-1 if self.patience is None else self.patience):
                    raise StoreBusy("Others are changing the store: ask again shortly.")
                held.callback(lock.release)
            yield

    def is_writing(self, cursor: duckdb.DuckDBPyConnection) -> bool:
        """Whether a cursor is that of the transaction now open."""
        return cursor is self._held.writer

    def replace_by(self, name: str) -> None:
        """Put another database of the folder in place of the store's and go on with it; for one who is alone.

        Raises StoreInUse when another process was quicker to open it, OSError or StoreError when it fails.
        """
        with self._held.writing, failures.told(duckdb.Error):
            # what is left in the log beside the file would be taken for the new one's
            self._held.root.execute("checkpoint")
            # nobody else may open the new one before the old is closed, which sees to its log by that name
            kept = connect(self.folder, name) if os.name == "posix" else self._held.root
            if os.name != "posix":
                self._held.root.close()
            try:
                (self.folder / name).replace(self.folder / DATABASE)
                self._held.root.close()
            finally:
                kept.close()
            root = connect(self.folder)
            lock_down(root, self.folder, self.settings)
            self._held.root = root
            self._held.proved.clear()
            self._held.remembered.forget()
            self._held.log_end = None

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
