"""Small files beside the database and of the keys: written anew, never by a link, their owner's alone."""

import os
from pathlib import Path

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there; one left by a process that was stopped, or a link, goes first."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, _NEW_FILE, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def replace(file: Path, beside: Path, content: bytes) -> None:
    """Put a file in place of the last one, whole or not at all: written beside it, then renamed."""
    write_new(beside, content)
    beside.replace(file)
