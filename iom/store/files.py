"""Files beside the database, of keys and of backups: written anew, never by a link, their owner's alone."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_PIECE = 1 << 20  # bytes read at a time


def write_new(file: Path, content: bytes, *, to_the_disk: bool = True) -> None:
    """Write a file that is not there; one left by a process that was stopped, or a link, goes first.

    to_the_disk: not back before the disk has it.
    """
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, _NEW_FILE, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        if to_the_disk:
            os.fsync(out.fileno())


def copy_new(source: Path, file: Path, advance: Callable[[int, int], None]) -> str:
    """Copy a file to a place where there is none, down to the disk; return the SHA-256 of what was read.

    advance(done, total): bytes. Raises OSError, and then what is left of the copy is the caller's to remove.
    """
    total = source.stat().st_size
    seen, done = hashlib.sha256(), 0
    with source.open("rb") as into, os.fdopen(os.open(file, _NEW_FILE, 0o600), "wb") as out:
        while piece := into.read(_PIECE):
            seen.update(piece)
            out.write(piece)
            done += len(piece)
            advance(done, total)
        out.flush()
        os.fsync(out.fileno())
    return seen.hexdigest()


def sha256_of(file: Path, advance: Callable[[int, int], None]) -> str:
    """The SHA-256 of a file. Never of a database that is open: closing the file would give up its lock."""
    total = file.stat().st_size
    seen, done = hashlib.sha256(), 0
    with file.open("rb") as into:
        while piece := into.read(_PIECE):
            seen.update(piece)
            done += len(piece)
            advance(done, total)
    return seen.hexdigest()


def sync(place: Path) -> None:
    """Bring a file, or on POSIX the names in a folder, down to the disk."""
    if place.is_dir() and os.name != "posix":
        # Windows opens no folder, and keeps the names in it by itself
        return
    # for writing: Windows flushes no file that is open for reading alone
    handle = os.open(place, os.O_RDONLY if place.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(file: Path, beside: Path, content: bytes) -> None:
    """Put a file in place of the last one, whole or not at all: written beside it, then renamed."""
    write_new(beside, content)
    beside.replace(file)
