"""Commands of the command line, given to the running service: what may be given, and what came of it.

The service knows no command. Whoever starts it says which there are and how one is run (`Commands`).
"""

import os
import re
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from iom.access import Access, Caller, Decision, Reach, decide
from iom.store import Store
from iom.store.kept_answers import SOMEBODY_HIDDEN, Hidings

KIND = "command "  # how jobs of commands are called: with the command's name after it
MOST_OF_A_CALLER = 20
KEPT_SECONDS = 3600
MOST_AT_ONCE = 10  # of a caller: the commands that wait or are at work
OVERTAKEN = f"{SOMEBODY_HIDDEN} while this command ran: what it said may speak of them, and is not kept."
AGAIN, LOOK = "Give it again.", "What it was to change may be changed: look before you give it again."
# What some file system does not take in a name, and what would turn the direction of reading.
_NOT_KEPT = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
LONGEST_NAME = 120  # bytes


@dataclass(frozen=True)
class Option:
    """An option or argument of a command.

    kind: text, number, yes (true or not given), file (one that is sent), document (one that is sent, or a
    shipped one by its name), new file (one that the answer brings). many: a list.
    """

    name: str
    kind: str
    many: bool
    needed: bool
    says: str


@dataclass(frozen=True)
class Command:
    """A command that may be given to the service.

    may: the permission that it asks for, over everyone. shows: parts of records that its answer may hold and
    that it cannot leave out. changes: whether it changes what the store holds. hides: whether people are
    out of sight after it; erases: whether they are gone. of_nobody: whether what it says of its own change
    speaks of nobody, so that it is told even where that change puts somebody out of sight.
    """

    name: str
    says: str
    may: str
    shows: frozenset[str]
    changes: bool
    hides: bool
    erases: bool
    of_nobody: bool
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Sent:
    """A file of a command as its caller calls it. path: where it lies here, or is to be written."""

    name: str
    path: Path


@dataclass(frozen=True)
class Asked:
    """A command to be run: options by name, its files as Sent; folder: the one in which its files lie.

    answers: to its questions, in order. width: of the caller's terminal, None without one.
    """

    command: str
    options: Mapping[str, Any]
    answers: tuple[str, ...]
    width: int | None
    folder: Path
    withheld: frozenset[str]
    store: Store
    now: datetime
    advance: Callable[[int, int], None]


@dataclass(frozen=True)
class Ended:
    """What came of a command. said: ("out" or "err", text), in order; asks: a question that it cannot go on
    without, then nothing was done."""

    exit_code: int
    said: tuple[tuple[str, str], ...]
    asks: str | None = None


@dataclass(frozen=True)
class Commands:
    """The commands of one service, by name, and how one is run."""

    listed: Mapping[str, Command] = field(default_factory=dict)
    run: Callable[[Asked], Ended] = field(default=lambda asked: Ended(2, ()))


def permitted(access: Access, caller: Caller, command: Command) -> Decision:
    """Whether a caller may give a command: its answer speaks of everyone, and leaves little out."""
    return decide(access, caller, command.may, Reach.EVERYONE, command.shows)


@dataclass(frozen=True)
class Made:
    """One file that a command wrote: its name beside the one that was asked for, its size."""

    option: str
    name: str
    bytes: int
    path: Path = field(repr=False)


@dataclass(frozen=True)
class Kept:
    """What a command said and wrote, kept until its caller has fetched it. withheld: what it left out."""

    answer_id: str
    command: str
    changes: bool
    withheld: frozenset[str]
    ended: Ended
    files: tuple[Made, ...]


class Desk:
    """What commands said and wrote, in the store's own folder for files on their way, for an hour at most."""

    def __init__(
        self, folder: Path, hidings: Callable[[], Hidings], clock: Callable[[], float] = time.monotonic
    ):
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[str, float, Hidings, Kept]] = {}
        # what was said before it became another is not shown after it
        self.hidings = hidings

    def place(self) -> tuple[str, Path]:
        """A new folder for the files of a command. Returns the id of its answer, and the folder."""
        answer_id = str(uuid.uuid4())
        folder = self._folder / answer_id
        folder.mkdir(mode=0o700)
        return answer_id, folder

    def keep(self, caller: str, kept: Kept, begun: Hidings) -> Kept:
        """Keep an answer; return it as it is kept. begun: the hidings when the command began."""
        now = self.hidings()
        if begun != now:
            kept = replace(kept, ended=_overtaken(kept), files=())
        with self._lock:
            self._kept[kept.answer_id] = (caller, self._clock(), now, kept)
            of_caller = [key for key, (owner, *_) in self._kept.items() if owner == caller]
        if not kept.files:
            shutil.rmtree(self._folder / kept.answer_id, ignore_errors=True)
        for key in of_caller[:-MOST_OF_A_CALLER]:
            self.drop(key)
        return kept

    def of(self, caller: str, answer_id: str) -> Kept | None:
        """A caller's answer; None if it is another's, or is not kept any more."""
        self.sweep()
        with self._lock:
            found = self._kept.get(answer_id)
        return found[-1] if found and found[0] == caller else None

    def drop(self, answer_id: str) -> None:
        """Let an answer go, with its files."""
        with self._lock:
            self._kept.pop(answer_id, None)
        shutil.rmtree(self._folder / answer_id, ignore_errors=True)

    def sweep(self) -> None:
        """Let go of what nobody has fetched in its hour, and of what was said before a person was hidden."""
        now, hidings = self._clock(), self.hidings()
        with self._lock:
            gone = [
                key
                for key, (_, at, then, _) in self._kept.items()
                if now - at > KEPT_SECONDS or then != hidings
            ]
        for key in gone:
            self.drop(key)

    def let_all_go(self) -> None:
        """When a person is restricted or erased: let every answer go, for any may speak of them."""
        with self._lock:
            kept = list(self._kept)
        for key in kept:
            self.drop(key)


def _overtaken(kept: Kept) -> Ended:
    if kept.changes:
        return Ended(kept.ended.exit_code, (("err", f"{OVERTAKEN} {LOOK}"),))
    return Ended(4, (("err", f"{OVERTAKEN} {AGAIN}"),))


def new_file(folder: Path, number: int, name: str) -> Sent:
    """Where a command writes a file that its caller calls so: in a folder of the file's own."""
    place = folder / f"new-{number}"
    place.mkdir(mode=0o700)
    return Sent(name, place / plain_name(name))


def plain_name(name: str) -> str:
    """The last part of a path of any system, with no sign that some file system does not take."""
    last = _NOT_KEPT.sub("_", re.split(r"[/\\]", name)[-1]).strip(". ")
    if _DEVICES.match(last):
        last = f"_{last}"
    # the end says of which kind it is
    last = last.encode("utf-8", errors="replace")[-LONGEST_NAME:].decode("utf-8", errors="ignore").strip(". ")
    return last if Path(last).stem.strip(". ") else "file"


def written(folder: Path, options: Mapping[str, Any]) -> tuple[Made, ...]:
    """The files that a command wrote where it was told to, and beside, in order."""
    made = []
    for option, value in options.items():
        if not isinstance(value, Sent) or not value.path.parent.name.startswith("new-"):
            continue
        place = value.path.parent
        for path in sorted(place.rglob("*")):
            if path.is_file():
                name = path.relative_to(place).as_posix()
                made.append(Made(option, name, path.stat().st_size, path))
    return tuple(made)


def names_of(options: Mapping[str, Any]) -> dict[str, str]:
    """What the caller calls each file, and what lies beside it, by where it lies here; longest first."""
    names: dict[str, str] = {}
    for value in options.values():
        for one in value if isinstance(value, Sequence) and not isinstance(value, str) else (value,):
            if isinstance(one, Sent):
                beside = one.name[: len(one.name) - len(re.split(r"[/\\]", one.name)[-1])]
                names[str(one.path)] = one.name
                names[f"{one.path.parent}{os.sep}"] = beside
    return dict(sorted(names.items(), key=lambda pair: -len(pair[0])))
