"""The one place that opens DuckDB on a store: locked down, one owner, a cursor per caller."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from iom.settings import Settings
from iom.store import migrations
from iom.store.errors import StoreError, StoreInUse

DATABASE = "store.duckdb"
OWNER = "in-use.json"


@dataclass(frozen=True)
class Actor:
    """Who acts, why and through which command: what the audit log and the in-use notice name."""

    user: str
    purpose: str
    command: str


class Store:
    """An open store folder. Callers get cursors; the root connection stays in this room.

    A DuckDB connection shared between threads gives wrong answers silently, so every caller takes a cursor
    of its own; writers take turns.
    """

    def __init__(self, folder: Path, root: duckdb.DuckDBPyConnection, store_id: str, settings: Settings, actor: Actor):
        self.folder = folder
        self.store_id = store_id
        self.settings = settings
        self.actor = actor
        self._root = root
        self._writing = threading.RLock()

    @property
    def exchange(self) -> Path:
        """The one folder that the database itself may read and write, for backup and bulk export."""
        return self.folder / "exchange"

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for reading, closed afterwards. Temporary tables made on it are seen by it alone."""
        cursor = self._root.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside a transaction: committed whole at the end, rolled back whole on any error."""
        with self._writing, self.cursor() as cursor:
            cursor.execute("begin transaction")
            try:
                yield cursor
            except BaseException:
                cursor.execute("rollback")
                raise
            cursor.execute("commit")

    def close(self) -> None:
        """Close the database and give up the store."""
        self._root.close()
        (self.folder / OWNER).unlink(missing_ok=True)


@contextmanager
def open_store(
    folder: Path, settings: Settings, actor: Actor, *, now: datetime, create: bool = False
) -> Iterator[Store]:
    """Open the store in a folder, bringing its schema up to date; with create, make it if it is not there.

    Raises StoreError when there is no store or it cannot be read, StoreInUse when another process has it.
    """
    folder = folder.expanduser().resolve()
    database = folder / DATABASE
    if not database.exists() and not create:
        raise StoreError(f"There is no store in {folder}. Make one with: iom init --store {folder}")
    for place in (folder, folder / "exchange", spill_folder(folder, settings)):
        place.mkdir(parents=True, exist_ok=True)
    root = _connect(folder, database)
    try:
        _write_owner(folder, actor, now)
        lock_down(root, folder, settings)
        store_id = migrations.bring_up_to_date(root, now)
        store = Store(folder, root, store_id, settings, actor)
    except BaseException:
        root.close()
        (folder / OWNER).unlink(missing_ok=True)
        raise
    try:
        yield store
    finally:
        store.close()


def spill_folder(folder: Path, settings: Settings) -> Path:
    """Where DuckDB spills: the deployment's encrypted volume, or temp/ in the store."""
    return settings.spill_folder or folder / "temp"


def lock_down(root: duckdb.DuckDBPyConnection, folder: Path, settings: Settings) -> None:
    """Take from a connection everything it does not need, the right to change settings last.

    The order matters: allowed_directories is refused once external access is off, and nothing can be set
    once the configuration is locked.
    """
    for option, value in (
        ("temp_directory", str(spill_folder(folder, settings))),
        ("max_temp_directory_size", settings.spill_limit),
        ("memory_limit", settings.memory_limit),
        ("threads", settings.threads),
        ("python_enable_replacements", False),
        ("autoload_known_extensions", False),
        ("autoinstall_known_extensions", False),
        ("allowed_directories", [str(folder / "exchange")]),
        ("enable_external_access", False),
    ):
        root.execute(f"set global {option} = {_literal(value)}")
    # Cursors ignore a plain SET of the time zone, and a machine on London time would shift dates.
    root.execute("set global TimeZone = 'UTC'")
    root.execute("set global lock_configuration = true")


def _literal(value: str | int | bool | list[str]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    return "'" + value.replace("'", "''") + "'"


def _connect(folder: Path, database: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(database))
    except duckdb.IOException as error:
        if "lock" in str(error).lower() or "being used by another process" in str(error).lower():
            raise StoreInUse(_holder(folder)) from None
        raise StoreError(f"The store in {folder} cannot be opened: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _write_owner(folder: Path, actor: Actor, now: datetime) -> None:
    note = {
        "process": os.getpid(),
        "user": actor.user,
        "command": actor.command,
        "since": now.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC"),
    }
    (folder / OWNER).write_text(json.dumps(note), encoding="utf-8")


def _holder(folder: Path) -> str:
    try:
        note = json.loads((folder / OWNER).read_text(encoding="utf-8"))
        who = f"{note['user']} (process {note['process']}, iom {note['command']}, since {note['since']})"
    except (OSError, ValueError, KeyError):
        who = "another process"
    return f"The store in {folder} is in use by {who}. Wait until it has finished, or stop it, and try again."
