"""The folder of a store: which may hold one, what lies in it, who may read it."""

import hashlib
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from iom.settings import Settings
from iom.store.errors import StoreError

DATABASE = "store.duckdb"
OWNER = "in-use.json"
OWNER_BESIDE = f"{OWNER}.new"
# s3://bucket (a path folds the slashes), //server/share, \\server\share; not a drive letter, not \\?\C:\
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]+:[/\\]|//|\\\\(?!\?\\[a-z]:\\)", re.IGNORECASE)
# A database that is being made: it gets its name when it is whole.
MAKING = f"{DATABASE}.making"
# What a backup writes first, inside exchange/, the one folder that the database itself may write.
COPY = "backup.duckdb.making"
# A backup's database on its way into the folder, and what a restore holds so that no second one runs.
RESTORING = f"{DATABASE}.restoring"
RESTORE_LOCK = "restore.lock"
# The store's database written anew, before it takes the place of the old one.
REWRITTEN = f"{DATABASE}.rewritten"
# Folders that each hold the store that was here before a restore put another in its place.
ASIDE = "before-restore-"
# Files that were sent to a service and wait to be imported.
INCOMING = "incoming"
OURS = (
    DATABASE,
    f"{DATABASE}.wal",
    MAKING,
    f"{MAKING}.wal",
    RESTORING,
    f"{RESTORING}.wal",
    RESTORE_LOCK,
    REWRITTEN,
    f"{REWRITTEN}.wal",
    OWNER,
    OWNER_BESIDE,
    INCOMING,
    "exchange",
    "temp",
)


def prepared(folder: Path, settings: Settings, *, create: bool) -> Path:
    """The folder's full path, once it is known to hold a store, or to be fit for a new one.

    Raises StoreError: it is not there, not a folder, holds other things, is on a network, cannot be written,
    is not apart from the keys, or its spill folder is open to others.
    """
    _refuse_elsewhere(folder)
    folder = folder.expanduser().resolve()
    # a link, or on Windows a drive letter, may have led to a network
    _refuse_elsewhere(folder)
    _refuse_with_keys(folder, settings.keys.resolve())
    try:
        if not holds_a_database(folder):
            _make(folder, create=create)
        for name in OURS:
            # a link would take what is locked to this folder somewhere else
            if (folder / name).is_symlink():
                raise StoreError(
                    f"{folder / name} is a link. The store's own files and folders must lie in {folder}."
                )
        for place in (folder / "exchange", spill_folder(folder, settings)):
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
        if settings.spill_folder is not None:
            _refuse_shared(spill_folder(folder, settings))
    except OSError as error:
        raise StoreError(f"The store's folder {folder} cannot be used: {error.strerror}.") from None
    if not os.access(folder, os.W_OK):
        raise StoreError(f"The store's folder {folder} cannot be written to by this user.")
    return folder


def keep_private(folder: Path) -> None:
    """Take the folder and the database from everyone but their owner, also where they were there before.

    On POSIX alone: on Windows the rights of the folder above protect them.
    """
    if os.name == "posix":
        for place, mode in ((folder, 0o700), (folder / DATABASE, 0o600)):
            # one who may write here but owns neither cannot change their modes; the owner did, on making them
            with suppress(PermissionError, FileNotFoundError):
                place.chmod(mode)


def spill_folder(folder: Path, settings: Settings) -> Path:
    """Where DuckDB spills: a folder of this store's own on the deployment's volume, or temp/ in the store.

    Never the deployment's folder itself: statements can read and write all that lies where DuckDB spills.
    """
    if settings.spill_folder is None:
        return folder / "temp"
    return settings.spill_folder / f"iom-{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"


def _refuse_elsewhere(folder: Path) -> None:
    if _ELSEWHERE.match(str(folder)):
        raise StoreError(
            f"{folder} is not on a disk of this machine. Over a network two processes cannot be kept apart: "
            "give a local folder."
        )


def _refuse_with_keys(folder: Path, keys: Path) -> None:
    if folder == keys or folder in keys.parents or keys in folder.parents:
        raise StoreError(
            f"The keys folder {keys} and the store's folder {folder} must lie apart: whoever gets the one "
            "would have the other. Point IOM_KEYS elsewhere, and move there what the keys folder holds."
        )


def _refuse_shared(spill: Path) -> None:
    """Refuse a spill folder that someone else made, or may look into: anyone can work out its name.

    On POSIX alone: on Windows the rights of the folder above protect it.
    """
    if os.name != "posix":
        return
    seen = spill.lstat()
    if stat.S_ISLNK(seen.st_mode) or seen.st_uid != os.geteuid() or seen.st_mode & 0o077:
        raise StoreError(
            f"The spill folder {spill} is a link, another user's, or open to others, and records would be "
            "written there. Remove it, or point IOM_SPILL_FOLDER elsewhere."
        )


def holds_a_database(folder: Path) -> bool:
    """Whether a database lies in a folder, be it damaged."""
    database = folder / DATABASE
    if not database.exists():
        return False
    # an empty file is what a process leaves that ended before it wrote the first block
    return database.stat().st_size > 0 or (folder / f"{DATABASE}.wal").exists()


def _make(folder: Path, *, create: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} is a file. A store is a folder: give another name with --store.")
    if not create:
        raise StoreError(f"There is no store in {folder}. Make one with: iom init --store {folder}")
    if folder.exists():
        if others := sorted(entry.name for entry in folder.iterdir() if entry.name not in OURS):
            raise StoreError(
                f"{folder} is not a store and not empty (it holds {others[0]}): give it its own folder."
            )
        # an empty one, which the database would not take for its own
        (folder / DATABASE).unlink(missing_ok=True)
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
