"""Who has a store open: a note beside the database, so that whoever is kept out can be told by whom."""

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

from iom.store.folder import OWNER


def claim(folder: Path, *, user: str, command: str, now: datetime) -> None:
    """Write the note. The database's own lock decides who owns the store; the note only says who it is."""
    note = {
        "process": os.getpid(),
        "user": user,
        "command": command,
        "since": now.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC"),
    }
    beside = folder / f"{OWNER}.new"
    beside.write_text(json.dumps(note), encoding="utf-8")
    beside.replace(folder / OWNER)


def release(folder: Path) -> None:
    """Take the note away."""
    (folder / OWNER).unlink(missing_ok=True)


def holder(folder: Path, refusal: str) -> str:
    """One line about who holds a store, from the note and from DuckDB's own refusal.

    A note left by a process that was killed names another process than the lock does: then the lock is right.
    """
    locked_by = re.search(r"\(PID (\d+)\)", refusal)
    who = f"process {locked_by[1]}" if locked_by else "another process"
    try:
        note = json.loads((folder / OWNER).read_text(encoding="utf-8"))
        if locked_by is None or int(locked_by[1]) == note["process"]:
            who = f"{note['user']} (process {note['process']}, iom {note['command']}, since {note['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return f"The store in {folder} is in use by {who}. Wait until it has finished, or stop it, and try again."
