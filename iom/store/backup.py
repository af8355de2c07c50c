"""A backup: a folder with a copy of the database, read again before it gets its name, and its manifest."""

import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

import iom
from iom.moments import naive_utc
from iom.settings import Settings
from iom.store import audit, backup_list, copies, manifest, migrations, sealing
from iom.store.audit_check import lines_of
from iom.store.errors import AuditError, StoreError
from iom.store.files import copy_new, sha256_of, sync, write_new
from iom.store.folder import COPY, DATABASE

if TYPE_CHECKING:
    from iom.store.opened import Store

# What the folder of a backup is called until it is whole; then comes which store it is of.
UNFINISHED = "unfinished-iom-backup-"
# progress("words") gives advance(done, total) for as long as it lasts
Progress = Callable[[str], AbstractContextManager[copies.Advance]]


@dataclass(frozen=True)
class Sound:
    """A backup that was found to be as it was made: where, what it holds, and the key that it takes."""

    folder: Path
    manifest: manifest.Manifest
    key: bytes

    @property
    def database(self) -> Path:
        return self.folder / manifest.DATABASE_COPY


def make(
    store: "Store", out: Path | None, *, now: datetime, expires: date | None, progress: Progress
) -> tuple[Path, manifest.Manifest]:
    """Back up an open store into a folder of that name, or into one of its own inside a folder that is there.

    Without out, in the folder that is set for backups, or beside the backup that was made last. It has its
    name only once it is whole and was read again. Raises StoreError when it cannot be made, and then nothing
    is left of it.
    """
    keys = sealing.place(store.settings.keys, store.store_id)
    key = sealing.needed_key(keys)
    backup_id = str(uuid.uuid4())
    name = f"iom-backup-{naive_utc(now):%Y%m%d-%H%M%S}-{backup_id[:8]}"
    with _told():
        final = _place(store, out, keys, key, name)
    making = final.parent / f"{UNFINISHED}{mark_of(store)}"
    detail = {"backup_id": backup_id, "expires": expires}
    audit.look(store, now=now, action="backup.begin", detail=detail)
    try:
        with _told():
            # left by one that was stopped: no other can be at work, since this process holds the store
            _remove(making)
            _refuse_without_room(store, final.parent)
            with progress("Copying the store") as advance:
                copy, held = copies.copy_of(store, advance)
            making.mkdir(mode=0o700)
            with progress("Writing the backup") as advance:
                _move(copy, making / manifest.DATABASE_COPY, advance)
            made = _describe(
                store, making, held, key, backup_id=backup_id, now=now, expires=expires, progress=progress
            )
            manifest.write(making, made, key)
            write_new(making / manifest.ANCHOR_COPY, (keys / sealing.ANCHOR).read_bytes())
            sync(making)
            _name(making, final, keys, key, made)
    except BaseException:
        with suppress(OSError):
            copies.remove_copy(store.exchange / COPY)
            _remove(making)
        raise
    detail = {"backup_id": backup_id, "sha256": made.sha256, "lines": made.lines}
    audit.look(store, now=now, action="backup.made", detail=detail)
    return final, made


def check(folder: Path, settings: Settings, progress: Progress) -> Sound:
    """Is a backup as it was made, and can this software restore it? Nothing is written.

    Raises StoreError when it is damaged, not whole, or of newer software, AuditError when its key is not
    there, or it was altered.
    """
    folder = folder.expanduser().resolve()
    said, key = manifest.read(folder, settings.keys)
    if said.schema_step > migrations.shipped()[-1].version:
        raise StoreError(
            f"The backup {folder} was made by a newer version, iom {said.iom_version} (schema step "
            f"{said.schema_step}): install that version to restore it."
        )
    found = Sound(folder, said, key)
    try:
        size = found.database.stat().st_size
        if size != said.size:
            raise StoreError(
                f"The backup {folder} is not whole: its database has {size:,} bytes of {said.size:,}. "
                "Use another backup: iom backup list"
            )
        with progress("Reading the backup") as advance:
            digest = sha256_of(found.database, advance)
    except OSError as error:
        raise StoreError(f"The backup {folder} cannot be read: {error.strerror}.") from None
    if digest != said.sha256:
        raise StoreError(
            f"The backup {folder} is damaged or was altered: its database does not give the SHA-256 that was "
            "noted when it was made. Use another backup: iom backup list"
        )
    with copies.reading(found.database, settings) as cursor:
        migrations.refuse_other(migrations.applied(cursor))
        _refuse_altered_log(cursor, said, key)
    return found


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        # RuntimeError: links that lead round in a circle
        why = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        raise StoreError(
            f"The backup could not be made: {why}. Nothing is left of it, and the store is as it was. Is a "
            "disk full, or the folder not one that this user may write to?"
        ) from error


def _place(store: "Store", out: Path | None, keys: Path, key: bytes, name: str) -> Path:
    made = backup_list.listed(keys, key)
    if out is None and store.settings.backups is not None:
        out = store.settings.backups
        if not out.is_dir():
            raise StoreError(f"The folder of IOM_BACKUPS, {out}, is not there. Make it first.")
    if out is None:
        if not made:
            raise StoreError(
                "Where to? Give --out FOLDER or set IOM_BACKUPS, best on another disk than the store's."
            )
        out = Path(made[-1].place).parent
        if not out.is_dir():
            raise StoreError(f"The folder of the last backup, {out}, is not there. Give --out FOLDER.")
    place = out.expanduser().resolve()
    if place.is_file():
        raise StoreError(f"{place} is a file and is left as it is. A backup is a folder: give another name.")
    final = place / name if place.is_dir() else place
    if not final.parent.is_dir():
        raise StoreError(f"There is no folder {final.parent} to put the backup in. Make it first.")
    kept_apart = (store.folder, store.settings.keys.resolve())
    for folder in (final, *final.parents):
        if folder in kept_apart or (folder / DATABASE).exists() or (folder / manifest.MANIFEST).exists():
            raise StoreError(
                f"{final} lies in {folder}, which holds a store, its keys or a backup: name another folder, "
                "best on another disk."
            )
    if not os.access(final.parent, os.W_OK):
        raise StoreError(f"The folder {final.parent} cannot be written to by this user.")
    return final


def mark_of(store: "Store") -> str:
    """What tells this store in this folder from others that are backed up to the same place."""
    return hashlib.sha256(f"{store.folder}\n{store.store_id}".encode(errors="replace")).hexdigest()[:16]


def _remove(place: Path) -> None:
    if place.is_symlink() or place.is_file():
        place.unlink()
    elif place.exists():
        shutil.rmtree(place)


def _refuse_without_room(store: "Store", out: Path) -> None:
    needed = copies.size_of(store)
    for place in (store.exchange, out):
        free = shutil.disk_usage(place).free
        if free < needed:
            raise StoreError(
                f"There is no room for the backup: it takes about {needed:,} bytes, and the disk of "
                f"{place} has {free:,} free. Nothing was written. Free some space, or name a folder on "
                "another disk."
            )


def _move(copy: Path, file: Path, advance: copies.Advance) -> None:
    try:
        copy.rename(file)
    except OSError:
        # on another disk
        copy_new(copy, file, advance)
        copies.remove_copy(copy)
    # where the system knows modes, its owner's alone
    file.chmod(0o600)
    sync(file)


def _describe(
    store: "Store",
    folder: Path,
    held: copies.Content,
    key: bytes,
    *,
    backup_id: str,
    now: datetime,
    expires: date | None,
    progress: Progress,
) -> manifest.Manifest:
    """Read the copy where it now lies and say what it holds; raise StoreError when it is not the same."""
    file = folder / manifest.DATABASE_COPY
    with copies.reading(file, store.settings) as cursor:
        with progress("Comparing it with the store") as advance:
            if copies.content(cursor, advance) != held:
                raise StoreError(
                    "The copy does not hold what the store holds, so it was not kept. Is a disk failing? "
                    "Try again, to another disk."
                )
        lines, last, findings = lines_of(cursor, key)
        if findings:
            raise AuditError(
                "The audit log is not as it was written, so no backup was made that passes for sound. See: "
                "iom audit verify. To keep the store as it is, copy its folder while no command runs."
            )
        step = max(migrations.applied(cursor))
        mark = cursor.execute("select fingerprint from reference_in_force").fetchone()
        head = audit.mac_of(cursor, last)
    with progress("Working out its SHA-256") as advance:
        digest = sha256_of(file, advance)
    return manifest.Manifest(
        backup_id=backup_id,
        made_at=naive_utc(now),
        made_by=store.actor.user,
        expires=expires,
        store_id=str(store.store_id),
        key_mark=sealing.mark_of(key),
        iom_version=iom.__version__,
        duckdb_version=duckdb.__version__,
        schema_step=step,
        reference_fingerprint=mark[0] if mark else None,
        lines=lines,
        head=str(head),
        tables={table: rows for table, (rows, _) in held.items()},
        size=file.stat().st_size,
        sha256=digest,
    )


def _name(making: Path, final: Path, keys: Path, key: bytes, made: manifest.Manifest) -> None:
    # listed first: one that is listed and not there is looked for, one that is there and not listed is not
    backup_list.add(keys, key, backup_list.entry(made, final))
    try:
        if final.exists():
            raise StoreError(f"{final} is there already and is left as it is: name another folder.")
        making.rename(final)
        sync(final.parent)
    except BaseException:
        backup_list.take_back(keys, key, made.backup_id)
        raise


def _refuse_altered_log(cursor: duckdb.DuckDBPyConnection, said: manifest.Manifest, key: bytes) -> None:
    lines, last, findings = lines_of(cursor, key)
    if findings or (lines, audit.mac_of(cursor, last)) != (said.lines, said.head):
        raise AuditError(
            "The audit log in the backup is not as it was written: the store was altered before it was "
            "backed up, or the backup was. Use an older backup: iom backup list"
        )
