"""A store's file written anew, so that what was deleted leaves no byte: copied, read again, put in its place.

A DELETE leaves the bytes in the file. The copy holds what the tables hold and nothing else; it takes the
file's name by one renaming, so that a process that is stopped leaves the old file or the new one, whole.
"""

import shutil
from contextlib import suppress
from pathlib import Path

from iom.store import copies
from iom.store.backup import Progress
from iom.store.errors import StoreError
from iom.store.files import sync
from iom.store.folder import REWRITTEN, spill_folder
from iom.store.opened import Store


class NotRewritten(StoreError):  # noqa: N818 - a state, not a fault
    """What was deleted still has bytes in the store's file."""


def rewrite(store: Store, progress: Progress) -> None:
    """Write an open store into a new file and go on with that one; empty its spill and exchange folders.

    No cursor of this thread may be open; others wait meanwhile. Raises NotRewritten when it cannot be done;
    the store is then as it was, and open.
    """
    file = store.folder / REWRITTEN
    try:
        with store.alone():
            _write_anew(store, file, progress)
    except (StoreError, OSError) as error:
        with suppress(OSError):
            file.unlink(missing_ok=True)
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise NotRewritten(
            f"The store's file could not be written anew: {why} Bytes of what was deleted are still in it. "
            "The next command tries again."
        ) from error


def _write_anew(store: Store, file: Path, progress: Progress) -> None:
    _refuse_without_room(store)
    with progress("Copying the store") as advance:
        copy, held = copies.copy_of(store, advance)
    try:
        with copies.reading(copy, store.settings) as cursor, progress("Reading the copy") as advance:
            if copies.content(cursor, advance) != held:
                raise StoreError("The copy does not hold what the store holds. Is a disk failing?")
        # the file takes the store's name, and its rights go with it
        copy.chmod(0o600)
    except BaseException:
        with suppress(OSError):
            copies.remove_copy(copy)
        raise
    file.unlink(missing_ok=True)
    copy.rename(file)
    sync(file)
    store.replace_by(REWRITTEN)
    sync(store.folder)
    _empty_beside(store)


def _empty_beside(store: Store) -> None:
    """Remove what commands that were stopped left where the database spills, and in exchange/."""
    for place in (spill_folder(store.folder, store.settings), store.exchange):
        for entry in place.iterdir() if place.is_dir() else ():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)


def _refuse_without_room(store: Store) -> None:
    needed, free = copies.size_of(store), shutil.disk_usage(store.folder).free
    if free < needed:
        raise StoreError(f"It takes about {needed:,} bytes, and the disk has {free:,} free.")
