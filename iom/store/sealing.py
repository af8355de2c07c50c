"""The key of a store's audit log, and the anchor that says where the log ended: both outside the store.

Whoever can write to the store can rewrite its log, but not seal it again without the key, and not shorten it
without the anchor. Whoever holds both the store and the keys folder can do either: keep them apart.
"""

import hashlib
import hmac
import json
import os
import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path

from iom.store.errors import AuditError

KEY_BYTES = 32
BEGINNING = "0" * 64  # what the first line of a log follows


@dataclass(frozen=True)
class Anchor:
    """The number of lines a log had, and the seal of the last of them."""

    count: int
    head: str


def place(keys: Path, store_id: str) -> Path:
    """The folder of one store's key and anchor."""
    # the id comes out of a file that may have been tampered with: nothing but a UUID may become a path
    return keys / str(uuid.UUID(store_id))


def create_key(folder: Path, store_id: str) -> None:
    """Make a key, readable by its owner alone, and the anchor of an empty log."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_bytes(KEY_BYTES)
    _replace(folder / "audit.key", key)
    write_anchor(folder, key, store_id, Anchor(0, BEGINNING))


def read_key(folder: Path) -> bytes | None:
    """The key, or None where there is none.

    Raises AuditError when there is one that cannot be read or is not whole.
    """
    try:
        key = (folder / "audit.key").read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AuditError(f"The key of the audit log in {folder} cannot be read: {error.strerror}.") from None
    if len(key) != KEY_BYTES:
        raise AuditError(f"The key of the audit log in {folder} is damaged. Put it back from its backup.")
    return key


def seal(key: bytes, *fields: str | int) -> str:
    """HMAC-SHA256 over fields, as JSON so that no two lists of fields read alike."""
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def write_anchor(folder: Path, key: bytes, store_id: str, anchor: Anchor) -> None:
    """Put an anchor in place of the last one, whole or not at all."""
    note = {
        "store_id": store_id,
        "count": anchor.count,
        "head": anchor.head,
        "mac": seal(key, "anchor", store_id, anchor.count, anchor.head),
    }
    _replace(folder / "anchor.json", json.dumps(note, indent=2).encode())


def read_anchor(folder: Path, key: bytes, store_id: str) -> Anchor | None:
    """The anchor, or None where there is none.

    Raises AuditError when it was not written with this key for this store.
    """
    try:
        note = json.loads((folder / "anchor.json").read_bytes())
        anchor = Anchor(int(note["count"]), str(note["head"]))
        given = str(note["mac"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise AuditError(f"The anchor of the audit log in {folder} cannot be read.") from None
    if not hmac.compare_digest(
        given.encode(), seal(key, "anchor", store_id, anchor.count, anchor.head).encode()
    ):
        raise AuditError(
            f"The anchor of the audit log in {folder} was not written by this software for this store."
        )
    return anchor


def _replace(file: Path, content: bytes) -> None:
    beside = file.with_suffix(".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(
        os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb"
    ) as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
