"""Who has a store open: a note beside the database, so that whoever is kept out can be told by whom."""

import json
import os
import re
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from iom.store.files import replace
from iom.store.folder import OWNER, OWNER_BESIDE

# Where a service of this machine may say that it listens: over http no other is asked.
_LISTENS = re.compile(r"http://(?P<host>127\.0\.0\.1|\[::1\]|localhost|0\.0\.0\.0|\[::\]):(?P<port>\d{1,5})")
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}
# Windows: the right to ask about a process, the exit code of one that has none yet, the error of a refusal.
_QUERY, _STILL_ACTIVE, _ACCESS_DENIED = 0x1000, 259, 5


def claim(folder: Path, *, user: str, command: str, now: datetime) -> None:
    """Write the note. The database's own lock decides who owns the store; the note only says who it is."""
    note = {
        "process": os.getpid(),
        "user": user,
        "command": command,
        "since": now.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC"),
    }
    replace(folder / OWNER, folder / OWNER_BESIDE, json.dumps(note).encode())


def note_address(folder: Path, address: str) -> None:
    """Put into this process's note where the service that holds the store is asked; never its token."""
    try:
        note = json.loads((folder / OWNER).read_text(encoding="utf-8"))
        replace(folder / OWNER, folder / OWNER_BESIDE, json.dumps({**note, "address": address}).encode())
    except (OSError, ValueError, TypeError):
        # it is for the words of a refusal alone
        return


def release(folder: Path) -> None:
    """Take the note away; where that fails it stays, and names a process that has ended."""
    with suppress(OSError):
        (folder / OWNER).unlink(missing_ok=True)


def is_ours(folder: Path) -> bool:
    """Whether the note names this process."""
    return _noted(folder) == os.getpid()


def _noted(folder: Path) -> int:
    try:
        return int(json.loads((folder / OWNER).read_text(encoding="utf-8"))["process"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def is_at_work(folder: Path) -> bool:
    """Whether the note names a process that is running, other than this one."""
    process = _noted(folder)
    return process > 0 and process != os.getpid() and _is_running(process)


def _is_running(process: int) -> bool:
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        # without it a handle would be cut to 32 bits
        kernel.OpenProcess.restype = wintypes.HANDLE
        kernel.GetExitCodeProcess.argtypes = (wintypes.HANDLE, ctypes.POINTER(wintypes.DWORD))
        kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        # to ask is all it may do; there os.kill would end the process or interrupt it
        handle = kernel.OpenProcess(wintypes.DWORD(_QUERY), False, wintypes.DWORD(process))
        if not handle:
            # another user's process may not be asked about, but it is there
            return ctypes.get_last_error() == _ACCESS_DENIED
        code = wintypes.DWORD()
        asked = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return bool(asked) and code.value == _STILL_ACTIVE
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def _asked_at(address: object) -> str:
    """Where a service that listens at an address is asked on this machine; URL where that is not known."""
    found = _LISTENS.fullmatch(address) if isinstance(address, str) else None
    if found is None:
        return "URL"
    return f"http://{EVERYWHERE.get(found['host'], found['host'])}:{found['port']}"


def holder(folder: Path, refusal: str) -> str:
    """One line about who holds a store, from the note and from DuckDB's own refusal.

    A note left by a process that was killed names another process than the lock does: then the lock is right.
    """
    locked_by = re.search(r"\(PID (\d+)\)", refusal)
    who = f"process {locked_by[1]}" if locked_by else "another process"
    remedy = "Wait until it has finished, or stop it, and try again."
    try:
        note = json.loads((folder / OWNER).read_text(encoding="utf-8"))
        if locked_by is None or int(locked_by[1]) == note["process"]:
            who = f"{note['user']} (process {note['process']}, iom {note['command']}, since {note['since']})"
            if note["command"] == "serve":
                remedy = (
                    "Give the command to it: set IOM_TOKEN to your access token (iom serve --local prints "
                    f"one), then iom --service {_asked_at(note.get('address'))} COMMAND"
                )
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return f"The store in {folder} is in use by {who}. {remedy}"
