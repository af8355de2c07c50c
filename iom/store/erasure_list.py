"""Whom a store has erased, as keyed hashes of source keys: no import or restore is to bring them back.

The list lies with the key, outside the store: it must outlast a restore to before an erasure. A hash tells
nothing to whoever has not the store's key, and to whoever has it only whether a key that they know is on the
list. An erasure is put on the list before it is committed, and noted as finished when the store's file holds
no byte of the person any more: one that was stopped in between is finished by the next command.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from iom.store import sealing
from iom.store.errors import AuditError

if TYPE_CHECKING:
    from iom.store.opened import Store

LIST = "erasures.json"


@dataclass(frozen=True)
class Erased:
    """An erasure: when (UTC), by whom, in which store, and a keyed hash of each source key it removed."""

    at: datetime
    by: str
    store_id: str
    hashes: tuple[str, ...]
    finished: bool


def hash_of(key: bytes, system: str, source_key: str) -> str:
    """What the list knows a person of a system by."""
    return hmac.digest(key, f"erased\x1f{system}\x1f{source_key}".encode(), hashlib.sha256).hex()


def row_hash(key: bytes, text: str) -> str:
    """What a refused row of someone erased is known by, so that the same row is not kept twice."""
    return hmac.digest(key, f"row of someone erased\x1f{text}".encode(), hashlib.sha256).hex()


def listed(folder: Path, key: bytes) -> tuple[Erased, ...]:
    """The erasures in the list of a store's folder of keys, the oldest first.

    Raises AuditError when the list cannot be read or was not written with this key.
    """
    try:
        said = json.loads((folder / LIST).read_bytes())
        found = tuple(
            Erased(**{**one, "at": datetime.fromisoformat(one["at"]), "hashes": tuple(one["hashes"])})
            for one in said["erasures"]
        )
        given = str(said["seal"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise _spoilt(folder) from None
    if not hmac.compare_digest(given.encode(), _seal(key, found).encode()):
        raise _spoilt(folder)
    return found


def place_of(store: "Store") -> tuple[Path, bytes]:
    """The folder of keys of an open store, and its key. Raises AuditError where there is none."""
    folder = sealing.place(store.settings.keys, store.store_id)
    return folder, sealing.needed_key(folder)


def of_store(store: "Store", cursor: duckdb.DuckDBPyConnection) -> tuple[Erased, ...]:
    """The list of an open store. Raises AuditError when it is gone though the store has erased people."""
    folder, key = place_of(store)
    found = listed(folder, key)
    if not found and cursor.execute("select 1 from erasure limit 1").fetchone():
        raise AuditError(
            f"People were erased from this store, and the list of erasures {folder / LIST} is gone: an "
            "import could bring them back. Put it back from the backup of the keys folder."
        )
    return found


def with_key(keys: Path, key: bytes) -> tuple[Erased, ...]:
    """The erasures of every store that has this key, the oldest first: a restored store has that of another.

    Raises AuditError for a list that is spoilt.
    """
    found: list[Erased] = []
    for file in sorted(keys.glob(f"*/{LIST}")):
        own = sealing.read_key(file.parent)
        if own is not None and hmac.compare_digest(own, key):
            found += [replace(one, finished=True) for one in listed(file.parent, key)]
    once = {(one.at, one.hashes): one for one in found}
    return tuple(sorted(once.values(), key=lambda one: one.at))


def hashes(erasures: Sequence[Erased]) -> frozenset[str]:
    """The hashes of all of them."""
    return frozenset(one for erased in erasures for one in erased.hashes)


def keep(folder: Path, key: bytes, erasures: Sequence[Erased]) -> None:
    """Write the list. Raises StoreError when it cannot be written."""
    found = tuple(erasures)
    text = json.dumps({"erasures": _plain(found), "seal": _seal(key, found)}, ensure_ascii=False, indent=1)
    sealing.write_private(folder / LIST, text.encode())


def finish(store: "Store") -> None:
    """Note that nothing is left of any erased person in the store's file."""
    folder, key = place_of(store)
    keep(folder, key, [replace(one, finished=True) for one in listed(folder, key)])


def _plain(erasures: Sequence[Erased]) -> list[dict[str, object]]:
    return [{**asdict(one), "at": one.at.isoformat(), "hashes": list(one.hashes)} for one in erasures]


def _seal(key: bytes, erasures: Sequence[Erased]) -> str:
    return sealing.seal(key, "list of erasures", json.dumps(_plain(erasures), sort_keys=True))


def _spoilt(folder: Path) -> AuditError:
    return AuditError(
        f"The list of erasures {folder / LIST} cannot be read, or was not written by this software. Put it "
        "back from the backup of the keys folder: without it an import could bring erased people back."
    )
