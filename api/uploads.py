"""Files on their way in: kept in the store's own folder, for whoever sent them, until they are imported."""

import re
import shutil
import threading
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from iom.store.folder import INCOMING

# What an upload may be called here: the ending tells a workbook from a CSV file.
_ENDINGS = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".parquet", ".toml")
_NAMED = re.compile(r"filename\*?\s*=\s*(?:UTF-8'')?\"?([^\";]+)\"?", re.IGNORECASE)
_KEPT = re.compile(r"[^\w.() -]+")
LONGEST_NAME = 120
MOST_OF_A_CALLER = 10


@dataclass(frozen=True)
class Upload:
    """One file that was sent. bytes: its size; the name is what the caller said, without a path."""

    upload_id: str
    file_name: str
    bytes: int


class Uploads:
    """The files that wait in one store's folder; a file of a caller is another caller's never."""

    def __init__(self, folder: Path):
        self._folder = folder / INCOMING
        self._held: dict[str, tuple[str, Upload, Path]] = {}
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin with an empty folder: what an earlier service left belongs to nobody."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(mode=0o700)

    def stop(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def place(self, file_name: str) -> tuple[str, Path]:
        """Where a new file is to be written: a folder of its own. Returns its id and path."""
        upload_id = str(uuid.uuid4())
        folder = self._folder / upload_id
        folder.mkdir(mode=0o700)
        return upload_id, folder / file_name

    def keep(self, caller: str, upload_id: str, path: Path) -> Upload:
        """Keep a file that was written whole; the oldest of a caller's many goes."""
        upload = Upload(upload_id, path.name, path.stat().st_size)
        with self._lock:
            self._held[upload_id] = (caller, upload, path)
            of_caller = [key for key, (owner, _, _) in self._held.items() if owner == caller]
        for key in of_caller[:-MOST_OF_A_CALLER]:
            self.drop(key)
        return upload

    def of(self, caller: str, upload_id: str) -> tuple[Upload, Path] | None:
        """A caller's file; None if it is another's, or none."""
        with self._lock:
            held = self._held.get(upload_id)
        return held[1:] if held and held[0] == caller else None

    def drop(self, upload_id: str) -> None:
        """Delete a file, kept or not."""
        with self._lock:
            self._held.pop(upload_id, None)
        shutil.rmtree(self._folder / upload_id, ignore_errors=True)


def named(disposition: str | None) -> str:
    """A file name from a Content-Disposition: the last part of a path, no sign that a file system obeys."""
    found = _NAMED.search(disposition or "")
    given = unquote(found[1]) if found else ""
    last = re.split(r"[/\\]", given)[-1]
    name = _KEPT.sub("_", last).strip(". ")[-LONGEST_NAME:]
    return name if name.lower().endswith(_ENDINGS) and Path(name).stem.strip(". ") else "upload.csv"
