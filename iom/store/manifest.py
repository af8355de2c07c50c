"""What lies beside a backup's database and says what it is: sealed with the key of the audit log."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from iom.store import sealing
from iom.store.errors import AuditError, StoreError
from iom.store.files import write_new

# Not named as a store's: a backup that a command took for a store would be written to.
DATABASE_COPY = "database.duckdb"
MANIFEST = "manifest.json"
ANCHOR_COPY = "anchor.json"
FORMAT = 1
_MOST_BYTES = 1 << 20  # more than one takes, with the name of every table
NEEDS = (
    "The database holds personal data and is not encrypted. The key of the audit log is not in this backup, "
    "on purpose: whoever had both could rewrite the log. To check or restore it, the key must lie in the "
    "keys folder (IOM_KEYS), as the file {store_id}/audit.key. Back up the keys folder too, apart from this."
)


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. made_at: UTC; lines, head: of its audit log; tables: rows by table; size: bytes.

    key_mark tells which key sealed it, and nothing of the key.
    """

    backup_id: str
    made_at: datetime
    made_by: str
    expires: date | None
    store_id: str
    key_mark: str
    iom_version: str
    duckdb_version: str
    schema_step: int
    reference_fingerprint: str | None
    lines: int
    head: str
    tables: dict[str, int]
    size: int
    sha256: str


def write(folder: Path, manifest: Manifest, key: bytes) -> None:
    """Write the manifest of a backup, sealed. Raises OSError."""
    said = {
        "format": FORMAT,
        "what": "A backup of an iom store",
        "needs": NEEDS.format(store_id=manifest.store_id),
        **asdict(manifest),
        "made_at": manifest.made_at.isoformat(),
        "expires": manifest.expires.isoformat() if manifest.expires else None,
    }
    text = json.dumps({**said, "seal": _seal(key, said)}, ensure_ascii=False, indent=2)
    write_new(folder / MANIFEST, text.encode())


def read(folder: Path, keys: Path) -> tuple[Manifest, bytes]:
    """The manifest of a backup and the key that sealed it, once the seal is found to be right.

    Raises StoreError when there is none or it was made by newer software, AuditError when its key is not
    there or it was altered.
    """
    said = _parsed(folder)
    if said.get("format") != FORMAT:
        raise StoreError(f"The backup {folder} was made by a newer version of iom: install that version.")
    try:
        manifest = Manifest(
            **{
                **{name: said[name] for name in Manifest.__dataclass_fields__},
                "made_at": datetime.fromisoformat(said["made_at"]),
                "expires": date.fromisoformat(said["expires"]) if said["expires"] else None,
            }
        )
        store_id, mark, given = str(said["store_id"]), str(said["key_mark"]), str(said["seal"])
    except (KeyError, TypeError, ValueError):
        raise _not_as_written(folder) from None
    key = _key_of(store_id, mark, keys, folder)
    if not hmac.compare_digest(given.encode(), _seal(key, said).encode()):
        raise AuditError(
            f"The manifest of the backup {folder} is not as it was written: the backup was altered. "
            "Do not restore it; take another backup, and find out who could write there."
        )
    return manifest, key


def _parsed(folder: Path) -> dict:
    if not folder.is_dir():
        raise StoreError(f"There is no backup {folder}. A backup is a folder that holds {MANIFEST}.")
    try:
        with (folder / MANIFEST).open("rb") as file:
            text = file.read(_MOST_BYTES + 1)
        said = json.loads(text) if len(text) <= _MOST_BYTES else None
    except FileNotFoundError:
        raise StoreError(
            f"{folder} is no backup, or not a whole one: it holds no {MANIFEST}. See: iom backup list"
        ) from None
    except OSError as error:
        raise StoreError(f"The backup {folder} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise _not_as_written(folder)
    return said


def _key_of(store_id: str, mark: str, keys: Path, folder: Path) -> bytes:
    place = sealing.place(keys, store_id)
    own = sealing.read_key(place)
    if own is not None and hmac.compare_digest(sealing.mark_of(own).encode(), mark.encode()):
        return own
    # a restored store has the key of the one before, which may be all that was kept
    key = sealing.key_marked(keys, mark)
    if key is not None:
        return key
    if own is None:
        raise AuditError(
            f"The key that the backup {folder} was sealed with is not in {place}. Put it back from the "
            "backup of the keys folder, or point IOM_KEYS to where it is: without it nobody can tell "
            "whether the backup is as it was made."
        )
    raise AuditError(
        f"The key in {place} is not the one that the backup {folder} was sealed with. Put the right one back "
        "from the backup of the keys folder."
    )


def _not_as_written(folder: Path) -> StoreError:
    return StoreError(f"The manifest of the backup {folder} is damaged. Use another backup: iom backup list")


def _seal(key: bytes, said: Mapping[str, object]) -> str:
    text = json.dumps(
        {name: value for name, value in said.items() if name != "seal"},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return sealing.seal(key, "manifest of a backup", text)
