"""Which backups were made of a store, until when they are to be kept, and whether they are still there.

The list lies with the key, outside the store: it must outlast a restore to before a backup was made, since
whoever is erased later is still in that backup.
"""

import hmac
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from iom.settings import Settings
from iom.store import sealing
from iom.store.errors import AuditError, StoreError
from iom.store.manifest import MANIFEST, Manifest

LIST = "backups.json"


@dataclass(frozen=True)
class Listed:
    """A backup that was made: where, when (UTC), until which day it is to be kept, how much it holds."""

    backup_id: str
    store_id: str
    place: str
    made_at: datetime
    made_by: str
    expires: date | None
    size: int
    lines: int
    sha256: str

    def state(self, today: date) -> str:
        """missing: not where it was made; expired: still there, and its day has passed; kept."""
        if not (Path(self.place) / MANIFEST).is_file():
            return "missing"
        return "expired" if self.expires is not None and self.expires < today else "kept"


def listed(folder: Path, key: bytes) -> tuple[Listed, ...]:
    """The backups in the list of a store's folder of keys, the oldest first.

    Raises AuditError when the list cannot be read or was not written with this key.
    """
    try:
        said = json.loads((folder / LIST).read_bytes())
        found = tuple(
            Listed(
                **{
                    **one,
                    "made_at": datetime.fromisoformat(one["made_at"]),
                    "expires": date.fromisoformat(one["expires"]) if one["expires"] else None,
                }
            )
            for one in said["backups"]
        )
        given = str(said["seal"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise _spoilt(folder) from None
    if not hmac.compare_digest(given.encode(), _seal(key, found).encode()):
        raise _spoilt(folder)
    return found


def entry(made: Manifest, place: Path) -> Listed:
    """What the list says of a backup."""
    return Listed(
        backup_id=made.backup_id,
        store_id=made.store_id,
        place=str(place),
        made_at=made.made_at,
        made_by=made.made_by,
        expires=made.expires,
        size=made.size,
        lines=made.lines,
        sha256=made.sha256,
    )


def of_folder(keys: Path, folder: Path) -> tuple[Listed, ...]:
    """The backups of the store last seen in a folder; the store itself is not opened.

    Raises StoreError where none was seen, AuditError where its key or the list cannot be read.
    """
    folder = folder.expanduser().resolve()
    noted = sealing.noted_stores(keys, folder)
    if not noted:
        raise StoreError(f"No store was ever seen in {folder}, by the keys folder {keys}.")
    place = sealing.place(keys, noted[-1])
    return listed(place, sealing.needed_key(place))


def how_to_make(settings: Settings, made: Sequence[Listed], *, may_name: bool) -> str:
    """How another backup is made, for a remedy. made: the earlier ones; may_name: a folder may be named.

    Who gives the command to a service may not name one there.
    """
    if may_name:
        return "iom backup --out FOLDER"
    if settings.backups is not None or (made and Path(made[-1].place).parent.is_dir()):
        return "iom backup"
    return (
        "whoever runs the service stops it, sets IOM_BACKUPS to a folder and starts it again; then iom backup"
    )


def add(folder: Path, key: bytes, made: Listed) -> None:
    """Put a backup on the list. Raises AuditError for a spoilt list, StoreError when it cannot be written."""
    keep(folder, key, [*listed(folder, key), made])


def take_back(folder: Path, key: bytes, backup_id: str) -> None:
    """Take from the list a backup that was not finished."""
    keep(folder, key, [one for one in listed(folder, key) if one.backup_id != backup_id])


def keep(folder: Path, key: bytes, backups: Sequence[Listed]) -> None:
    """Write the list. Raises StoreError when it cannot be written."""
    found = tuple(backups)
    text = json.dumps({"backups": _plain(found), "seal": _seal(key, found)}, ensure_ascii=False, indent=2)
    sealing.write_private(folder / LIST, text.encode())


def _plain(backups: Sequence[Listed]) -> list[dict[str, object]]:
    return [
        {
            **asdict(one),
            "made_at": one.made_at.isoformat(),
            "expires": one.expires.isoformat() if one.expires else None,
        }
        for one in backups
    ]


def _seal(key: bytes, backups: Sequence[Listed]) -> str:
    return sealing.seal(key, "list of backups", json.dumps(_plain(backups), sort_keys=True))


def _spoilt(folder: Path) -> AuditError:
    return AuditError(
        f"The list of backups {folder / LIST} cannot be read, or was not written by this software. Put it "
        "back from the backup of the keys folder; or, if you know where the backups are, move it away."
    )
