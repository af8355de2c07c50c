"""The key of a store's audit log, and the anchor that says where the log ended: both outside the store.

Whoever can write to the store alone can rewrite its log, but not seal it again without the key, not shorten
it to before its anchor, and not pass it off as a log that is only beginning: key and anchor are made when the
database is, and missed ever after. What is not found out:

- lines cut off that came after the anchor was last written, as when a command was stopped;
- a log cut short by whoever can also put an older anchor back: an old one is as truly signed as the last;
  a restore puts none back: the restored store is one of its own, with an anchor of its own (restore.py);
- anything done by whoever can read the key. Keep store and keys apart, and back up the keys elsewhere;
- what a log said that was taken away with its whole database, where a new store was made in its place: all
  that is known, and told, is that the folder held another.
"""

import hashlib
import hmac
import json
import os
import secrets
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from iom.store.errors import AuditError, StoreError
from iom.store.files import replace, write_new

KEY = "audit.key"
KEY_BYTES = 32
ANCHOR = "anchor.json"
ANCHOR_BYTES = 512  # more than one takes
BEGINNING = "0" * 64  # what the first line of a log follows


@dataclass(frozen=True)
class Anchor:
    """The number of lines a log had, and the seal of the last of them."""

    count: int
    head: str


def place(keys: Path, store_id: str | None) -> Path:
    """The folder of one store's key and anchor. Raises AuditError for anything but the id of a store."""
    try:
        # the id comes out of a file that may have been tampered with: nothing but a UUID may become a path
        return keys / str(uuid.UUID(store_id or ""))
    except ValueError:
        raise AuditError(
            "The store does not say which it is: its id is gone or is no UUID, so the database was altered. "
            "Restore it from a backup."
        ) from None


def create_key(folder: Path, store_id: str) -> None:
    """Make a key, readable by its owner alone, and the anchor of an empty log."""
    put_key(folder, secrets.token_bytes(KEY_BYTES), store_id, Anchor(0, BEGINNING))


def put_key(folder: Path, key: bytes, store_id: str, anchor: Anchor) -> None:
    """Give a store a key and the anchor of what its log already says."""
    write_private(folder / KEY, key)
    write_anchor(folder, key, store_id, anchor)


def mark_of(key: bytes) -> str:
    """What tells one key from another without telling anything of it."""
    return seal(key, "which key this is")[:16]


def key_marked(keys: Path, mark: str) -> bytes | None:
    """The key of that mark, whichever store it lies under: a restored store has that of the one before."""
    for file in sorted(keys.glob(f"*/{KEY}")):
        with suppress(AuditError):
            key = read_key(file.parent)
            if key is not None and hmac.compare_digest(mark_of(key).encode(), mark.encode()):
                return key
    return None


def read_key(folder: Path) -> bytes | None:
    """The key, or None where there is none.

    Raises AuditError when there is one that cannot be read or is not whole.
    """
    try:
        key = (folder / KEY).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AuditError(f"The key of the audit log in {folder} cannot be read: {error.strerror}.") from None
    if len(key) != KEY_BYTES:
        raise AuditError(f"The key of the audit log in {folder} is damaged. Put it back from its backup.")
    return key


def needed_key(folder: Path) -> bytes:
    """The key; raises AuditError where there is none."""
    key = read_key(folder)
    if key is None:
        raise AuditError(
            f"The key of this store's audit log is not in {folder}. Put it back from its backup, or point "
            "IOM_KEYS to where it is: without it nothing can be logged, so nothing is shown or changed."
        )
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
    write_private(folder / ANCHOR, json.dumps(note, indent=2).encode())


def read_anchor(folder: Path, key: bytes, store_id: str) -> Anchor | None:
    """The anchor, or None where there is none.

    Raises AuditError when it was not written with this key for this store.
    """
    try:
        note = json.loads((folder / ANCHOR).read_bytes())
        anchor = Anchor(int(note["count"]), str(note["head"]))
        given = str(note["mac"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise AuditError(f"The anchor of the audit log in {folder} cannot be read.") from None
    if not hmac.compare_digest(
        given.encode(), seal(key, "anchor", store_id, anchor.count, anchor.head).encode()
    ):
        raise AuditError(
            f"The anchor of the audit log in {folder} was not written by this software for this store."
        )
    return anchor


def needed_anchor(folder: Path, key: bytes, store_id: str) -> Anchor:
    """The anchor; raises AuditError where there is none."""
    anchor = read_anchor(folder, key, store_id)
    if anchor is None:
        raise AuditError(
            f"The anchor of this store's audit log is not in {folder}: whether lines are missing at the end "
            "cannot be told. Put it back from its backup, or point IOM_KEYS to where it is."
        )
    return anchor


def note_of(keys: Path, folder: Path) -> Path:
    """The note on which stores were seen in a folder."""
    spelt = os.path.normcase(folder)
    return keys / "folders" / f"{hashlib.sha256(os.fsencode(spelt)).hexdigest()[:32]}.json"


def noted_stores(keys: Path, folder: Path, holding: str | None = None) -> list[str]:
    """The ids of the stores seen in a folder, the last one last. Raises AuditError for a spoilt note.

    holding: the id of the store that is there now. If it is the one that a restore was about to put there, it
    counts as seen: the restore was stopped after it was put there, before that was noted.
    """
    note = note_of(keys, folder)
    try:
        read = json.loads(note.read_bytes())
        seen = [str(store_id) for store_id in read["stores"]]
        coming = read.get("coming")
        return [*seen, holding] if holding is not None and holding == coming else seen
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise AuditError(
            f"The note {note} on the store in {folder} cannot be read. Put it back from its backup, "
            "or remove it if you know that this is the right store."
        ) from None


def note_store(keys: Path, folder: Path, store_ids: Sequence[str], coming: str | None = None) -> None:
    """Note which stores were seen in a folder; coming: the one that a restore is about to put there."""
    note: dict[str, object] = {
        "folder": os.fsencode(folder).decode(errors="replace"),
        "stores": list(store_ids),
    }
    if coming is not None:
        note["coming"] = coming
    write_private(note_of(keys, folder), json.dumps(note, indent=2).encode())


def prove_writable(folder: Path, *, to_the_disk: bool = True) -> None:
    """Write and remove what an anchor is written to first: asked before the commit that the anchor follows.

    to_the_disk: wait until the disk has it. Not where the anchor is written at intervals: it is on its way
    to the disk some seconds later anyway, and the last one got there some seconds ago. Raises StoreError
    when it cannot be written.
    """
    beside = _beside(folder / ANCHOR)
    with _told(folder):
        write_new(beside, b" " * ANCHOR_BYTES, to_the_disk=to_the_disk)
        beside.unlink()


def write_private(file: Path, content: bytes) -> None:
    """Write a file of the keys folder in place of the last one, whole or not at all. Raises StoreError."""
    with _told(file.parent):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace(file, _beside(file), content)


def _beside(file: Path) -> Path:
    return file.with_suffix(".new")


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"The folder of the audit logs' keys, {folder}, cannot be written: {error.strerror}. "
            "Make it writable, free some space, or point IOM_KEYS to another place."
        ) from None
