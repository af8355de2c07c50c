"""Files on their way in: kept in the store's own folder, for whoever sent them, until they are imported."""

import re
import shutil
import threading
import uuid
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from api.commands import plain_name
from iom.store.folder import INCOMING

UNNAMED = "upload.csv"
_NAMED = re.compile(r"filename\*?\s*=\s*(?:UTF-8'')?\"?([^\";]+)\"?", re.IGNORECASE)
_KEPT = re.compile(r"[^\w.() -]+")
MOST_OF_A_CALLER = 10


@dataclass(frozen=True)
class Upload:
    """One file that was sent. bytes: its size; the name is what the caller said, without a path."""

    upload_id: str
    file_name: str
    bytes: int


class AllInUse(Exception):  # noqa: N818  an answer, not a fault
    """A caller's files are as many as they may be, each used by work or still on its way."""


class OfAnother(Exception):  # noqa: N818  an answer, not a fault
    """The key that a file was sent under belongs to another file of its caller's."""


@dataclass(frozen=True)
class Sent:
    """The key that a file was sent under, and a digest of its name and content."""

    key: str
    digest: str


class Uploads:
    """The files that wait in one store's folder; a file of a caller is another caller's never.

    A file that work uses stays until the last of it has ended. A key is kept as long as its file.
    """

    def __init__(self, folder: Path):
        self._folder = folder / INCOMING
        self._held: dict[str, tuple[str, Upload, Path]] = {}
        self._sent: dict[str, Sent] = {}
        # files that are being written, each with whose it is
        self._coming: dict[str, str] = {}
        self._uses: Counter[str] = Counter()
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin with an empty folder: what an earlier service left belongs to nobody."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(mode=0o700)

    def stop(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def place(self, caller: str, file_name: str) -> tuple[str, Path]:
        """Where a new file is to be written, a folder of its own: its id and path. Raises AllInUse.

        The place counts as one of the caller's files until it is kept or dropped.
        """
        upload_id = str(uuid.uuid4())
        with self._lock:
            coming = sum(owner == caller for owner in self._coming.values())
            if coming + sum(self._uses[key] > 0 for key in self._of(caller)) >= MOST_OF_A_CALLER:
                raise AllInUse
            self._coming[upload_id] = caller
        folder = self._folder / upload_id
        try:
            folder.mkdir(mode=0o700)
        except BaseException:
            self.drop(upload_id)
            raise
        return upload_id, folder / file_name

    def keep(self, upload_id: str, path: Path, sent: Sent | None = None) -> Upload:
        """Keep a file that was written whole; the oldest of its caller's many that is not in use goes.

        sent: under which key, if any. Where the same file is kept under it already, that one is returned and
        this one dropped. Raises OfAnother where it was another file, AllInUse where work uses all of them
        meanwhile, KeyError for a file that was dropped.
        """
        upload = Upload(upload_id, path.name, path.stat().st_size)
        going = [upload_id]
        with self._lock:
            caller = self._coming[upload_id]
            earlier = self._under(caller, sent)
            if earlier is None:
                going = self._make_room(caller)
                del self._coming[upload_id]
                self._held[upload_id] = (caller, upload, path)
                if sent is not None:
                    self._sent[upload_id] = sent
            elif self._sent[earlier] != sent:
                raise OfAnother
            else:
                upload = self._held[earlier][1]
        for key in going:
            self.drop(key)
        return upload

    def _under(self, caller: str, sent: Sent | None) -> str | None:
        """Which of a caller's files is kept under a key."""
        if sent is None:
            return None
        keys = {one: self._sent[one].key for one in self._of(caller) if one in self._sent}
        return next((one for one, key in keys.items() if key == sent.key), None)

    def _make_room(self, caller: str) -> list[str]:
        """Let go of a caller's oldest files that are not in use, so that there is room for one more."""
        of_caller = self._of(caller)
        many = len(of_caller) + 1 - MOST_OF_A_CALLER
        free = [key for key in of_caller if not self._uses[key]]
        if many > len(free):
            raise AllInUse
        going = free[: max(many, 0)]
        for key in going:
            del self._held[key]
        return going

    def _of(self, caller: str) -> list[str]:
        return [key for key, (owner, _, _) in self._held.items() if owner == caller]

    def take(self, caller: str, upload_id: str) -> tuple[Upload, Path] | None:
        """A caller's file, to be used by work until it is given back; None if it is another's, or none."""
        with self._lock:
            held = self._held.get(upload_id)
            if held is None or held[0] != caller:
                return None
            self._uses[upload_id] += 1
            return held[1:]

    def give_back(self, upload_id: str) -> None:
        """End one use of a file; one that was to go meanwhile goes with the last."""
        with self._lock:
            self._uses[upload_id] -= 1
            if self._uses[upload_id] > 0:
                return
            del self._uses[upload_id]
            is_held = upload_id in self._held
        if not is_held:
            self.drop(upload_id)

    def used_up(self, upload_id: str) -> None:
        """Let a file go that was imported: now, or when other work that uses it has ended."""
        with self._lock:
            self._held.pop(upload_id, None)
            others = self._uses[upload_id] > 1
        if not others:
            self.drop(upload_id)

    def let_all_go(self) -> None:
        """When a person is erased: let every file go, for any may speak of them; one in use at its end."""
        with self._lock:
            free = [key for key in self._held if not self._uses[key]]
            self._held.clear()
        for key in free:
            self.drop(key)

    def of(self, caller: str, upload_id: str) -> tuple[Upload, Path] | None:
        """A caller's file; None if it is another's, or none."""
        with self._lock:
            held = self._held.get(upload_id)
        return held[1:] if held and held[0] == caller else None

    def drop(self, upload_id: str) -> None:
        """Delete a file, kept or not."""
        with self._lock:
            self._held.pop(upload_id, None)
            self._coming.pop(upload_id, None)
            self._sent.pop(upload_id, None)
        shutil.rmtree(self._folder / upload_id, ignore_errors=True)


def named(disposition: str | None) -> str:
    """A file name from a Content-Disposition: the last part of a path, no sign that a file system obeys.

    Whatever its ending, for messages name the file by it: what it is, its content says.
    """
    found = _NAMED.search(disposition or "")
    given = unquote(found[1]) if found else ""
    last = _KEPT.sub("_", re.split(r"[/\\]", given)[-1]).strip(". ")
    return plain_name(last) if last else UNNAMED
