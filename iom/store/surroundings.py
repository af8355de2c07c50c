"""What lies around a store, and can be looked at whether it can be opened or not. Nothing in it is opened.

To open the database's file as a file, and close it, would give up the lock that another process has on it.
"""

import os
import platform
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

import iom
from iom.settings import Settings
from iom.store import backup, backup_list, owner, sealing
from iom.store.errors import IomError
from iom.store.folder import (
    ASIDE,
    COPY,
    DATABASE,
    INCOMING,
    MAKING,
    OURS,
    RESTORE_LOCK,
    RESTORING,
    REWRITTEN,
    spill_folder,
)
from iom.store.health import BROKEN, LOOK, OK, Check

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SHOWN = 3


def checks(folder: Path, settings: Settings) -> Iterator[Check]:
    """What can be said of a store's folder, the keys folder and the disk, and of the software."""
    yield Check(
        "software",
        OK,
        f"iom {iom.__version__}, DuckDB {duckdb.__version__}, Python {platform.python_version()}, "
        f"{platform.system() or 'unknown system'}.",
    )
    folder = folder.expanduser().resolve()
    for name, look in (("folder", _folder), ("left-overs", _left), ("keys folder", _keys)):
        yield _told(name, look, folder, settings)
    yield _told("disk space", _disk, folder, settings)
    yield _told("spill folder", _spill, folder, settings)


def _told(name, look, folder: Path, settings: Settings) -> Check:
    try:
        state, says, remedy = look(folder, settings)
    except OSError as error:
        why = error.strerror or type(error).__name__
        return Check(name, BROKEN, f"It cannot be looked at: {why}.", "Make it readable for this user.")
    except IomError as error:
        return Check(name, BROKEN, str(error), "")
    return Check(name, state, says, remedy)


def _folder(folder: Path, settings: Settings) -> tuple[str, str, str]:
    database = folder / DATABASE
    if not database.is_file():
        return BROKEN, f"There is no store in {folder}.", "Name another with --store, or restore a backup."
    size = f"{folder}: {database.stat().st_size:,} bytes."
    if links := [name for name in OURS if (folder / name).is_symlink()]:
        return BROKEN, f"{size} {links[0]} is a link.", "Put the file or folder itself there."
    if not os.access(folder, os.W_OK) or not os.access(database, os.W_OK):
        return BROKEN, f"{size} This user may not write to it.", "Give this user the right to write there."
    if open_to_others(folder) or open_to_others(database):
        return LOOK, f"{size} Others than its owner may look into it.", "Opening it as its owner mends that."
    return OK, size, ""


def open_to_others(place: Path) -> bool:
    """Whether others than the owner may read or write something; on Windows modes do not tell."""
    return os.name == "posix" and bool(place.stat().st_mode & _OTHERS)


def _left(folder: Path, settings: Settings) -> tuple[str, str, str]:
    # a service has its folder for files on their way
    names = (MAKING, RESTORING, RESTORE_LOCK, REWRITTEN, *(() if owner.is_ours(folder) else (INCOMING,)))
    left = [name for name in names if (folder / name).exists()]
    left += [f"exchange/{entry.name}" for entry in _entries(folder / "exchange")]
    aside = [entry.name for entry in _entries(folder) if entry.name.startswith(ASIDE)]
    for place in _places(folder, settings):
        left += [str(entry) for entry in _entries(place) if entry.name.startswith(backup.UNFINISHED)]
    if owner.is_at_work(folder):
        return OK, "A command is at work in the store: what it needs lies there.", ""
    if left:
        remedy = "They hold personal data: delete them, while no command runs."
        if all(name.endswith(COPY) or "/" not in name for name in left):
            remedy = "The next command that opens the store removes them."
        return LOOK, f"Of commands that were stopped: {_some(left)}.", remedy
    if aside:
        says = f"Stores kept aside by a restore: {_some(aside)}."
        return LOOK, says, "They hold personal data: delete them when they are no longer needed."
    return OK, "None.", ""


def _places(folder: Path, settings: Settings) -> set[Path]:
    """The folders that backups of this store went to."""
    try:
        return {Path(one.place).parent for one in backup_list.of_folder(settings.keys, folder)}
    except IomError:
        # told where the list itself is looked at
        return set()


def _keys(folder: Path, settings: Settings) -> tuple[str, str, str]:
    keys = settings.keys
    if not keys.is_dir():
        return BROKEN, f"{keys} is not there.", "Put it back from its backup, or set IOM_KEYS."
    noted = sealing.noted_stores(keys, folder)
    if not noted:
        return LOOK, f"{keys} knows of no store in {folder}.", "Is IOM_KEYS set as it was when it was made?"
    place = sealing.place(keys, noted[-1])
    missing = [name for name in (sealing.KEY, sealing.ANCHOR) if not (place / name).is_file()]
    if missing:
        return BROKEN, f"{place} lacks {' and '.join(missing)}.", "Put it back from its backup."
    if open_to_others(place) or any(open_to_others(file) for file in place.iterdir()):
        return LOOK, f"Others than its owner may look into {place}.", "Take the right from them (chmod 700)."
    return OK, f"{keys}: the key and the anchor of this store are there.", ""


def _disk(folder: Path, settings: Settings) -> tuple[str, str, str]:
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free
    database = folder / DATABASE
    size = database.stat().st_size if database.is_file() else 0
    says = f"{free:,} bytes are free; the store has {size:,}."
    # an import writes the derived tables again beside the old ones; a backup and a restore write a copy
    if free < size:
        return LOOK, f"{says} That may not do for the next import or restore.", "Free some space."
    return OK, says, ""


def _spill(folder: Path, settings: Settings) -> tuple[str, str, str]:
    place = spill_folder(folder, settings)
    if not place.is_dir():
        return OK, f"{place} is made when it is needed.", ""
    with tempfile.TemporaryFile(dir=place):
        # it can be written to
        pass
    left = [entry.name for entry in _entries(place)]
    if left and not (owner.is_at_work(folder) or owner.is_ours(folder)):
        says = f"{place} holds {len(left):,} files of a command that was stopped."
        return LOOK, says, "They hold personal data: delete them, while no command runs."
    return OK, f"{place} can be written to" + (" and is empty." if not left else "; it is in use."), ""


def _entries(place: Path) -> list[Path]:
    return sorted(place.iterdir()) if place.is_dir() else []


def _some(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
