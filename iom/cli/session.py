"""From a command's common options to an open store: the one place that reads the clock."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from iom.settings import Settings
    from iom.store import Actor, Store

NOT_STATED = "not-stated"


@dataclass(frozen=True)
class Session:
    """An open store and the moment (UTC) at which the command began."""

    store: "Store"
    now: datetime
    # parts of people's records that are not shown to who asks: of a command given through the service
    withheld: frozenset[str] = frozenset()


# The session of a command that is given through the service, whose store is open already.
served: ContextVar[Session | None] = ContextVar("served", default=None)


@dataclass(frozen=True)
class Asked:
    """What a command goes by: the store's folder, the settings, who asks, the moment (UTC)."""

    folder: Path
    settings: "Settings"
    actor: "Actor"
    now: datetime


def clock() -> datetime:
    """The moment by the clock of this machine."""
    return datetime.now(UTC)


def asked(command: str, store: Path | None, user: str | None, purpose: str | None) -> Asked:
    """What a command goes by that opens no store, or opens it in its own way.

    Raises a usage error (exit 2) for a store that is not named, an unknown purpose or a bad setting.
    """
    from iom.store import Actor

    if (running := served.get()) is not None:
        given = running.store
        actor = Actor(given.actor.user, given.actor.purpose, command)
        return Asked(given.folder, given.settings, actor, running.now)
    chosen = declared()
    folder = store or chosen.store
    if folder is None:
        raise typer.BadParameter(
            "Which store? Give --store DIR or set IOM_STORE. A new one: iom init --store DIR"
        )
    actor = Actor(_user(user, chosen), _purpose(purpose, chosen), command)
    return Asked(folder, chosen, actor, clock())


@contextmanager
def opened(
    command: str,
    store: Path | None,
    user: str | None,
    purpose: str | None,
    *,
    create: bool = False,
    inspecting: bool = False,
) -> Iterator[Session]:
    """Open the store for a command; command is its words alone, never its arguments, which may be personal.

    inspecting: open also a store that is not fit to be worked with, to say what is wrong with it.
    Raises a usage error (exit 2) for a store that is not named, an unknown purpose or a bad setting,
    StoreError and StoreInUse as open_store does.
    """
    # here, not above: `iom --help` must not wait for the database library
    from iom.cli import output
    from iom.reference import ensure
    from iom.store import audit, open_store

    given = asked(command, store, user, purpose)
    now = given.now
    if (running := served.get()) is not None:
        running.store.actor = given.actor
        # not by every command: each that finds others at the store would keep everyone waiting
        if command.startswith("rights ") and running.store.erasing.acquire(blocking=False):
            try:
                _finish_erasures(running.store, now)
            finally:
                running.store.erasing.release()
        yield running
        return
    with open_store(
        given.folder, given.settings, given.actor, now=now, create=create, inspecting=inspecting
    ) as opened_store:
        if not inspecting:
            # a service says so in a line of its log, which programs read
            if command != "serve" and not audit.reaches_anchor(opened_store):
                output.warn(
                    "The audit log does not reach its anchor: lines are missing, or the store is an older "
                    "copy. Run: iom audit verify"
                )
            # a new store, or one from before the shipped tables changed, gets them before anything reads them
            ensure(opened_store, now)
            _finish_erasures(opened_store, now)
        yield Session(opened_store, now)


def _finish_erasures(store: "Store", now: datetime) -> None:
    """Finish what an erasure that was stopped left to do, before anything is shown."""
    from iom.cli import output
    from iom.store import AuditError, erasure_list

    try:
        unfinished = not all(one.finished for one in erasure_list.listed(*erasure_list.place_of(store)))
    except AuditError as error:
        # what it keeps from happening, an import, refuses by itself
        output.warn(str(error))
        return
    if not unfinished:
        return
    from iom.rights import finish
    from iom.store.rewriting import NotRewritten

    try:
        finish(store, now=now, progress=output.progress)
    except NotRewritten as left:
        output.warn(str(left))
    else:
        output.warn("An erasure that had been stopped is finished now.")


def declared() -> "Settings":
    """The settings, or a usage error that names those whose value is refused."""
    from pydantic import ValidationError

    from iom.settings import settings

    if (running := served.get()) is not None:
        return running.store.settings.model_copy(update={"store": running.store.folder})
    try:
        return settings()
    except ValidationError as error:
        faults = (f"IOM_{str(fault['loc'][0]).upper()}: {_plainly(fault['msg'])}" for fault in error.errors())
        raise typer.BadParameter("A setting is wrong. " + "; ".join(faults)) from None


def _plainly(complaint: str) -> str:
    """What pydantic says of a value, in the words of those who set variables."""
    return complaint.removeprefix("Value error, ").removeprefix("Input should be ").split(",")[0]


def signed_in() -> str:
    """The system's name for who runs this process."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        # a process without an account: a container run under a bare number
        return "unknown"


def _user(given: str | None, chosen: "Settings") -> str:
    for source, name in (("--user", given), ("IOM_USER", chosen.user), ("The account", signed_in())):
        if name and not name.isprintable():
            raise typer.BadParameter(
                f"{source} holds characters that cannot be printed: the audit log names people in plain text."
            )
        if name:
            return name
    return "unknown"


def _purpose(given: str | None, chosen: "Settings") -> str:
    from iom.cli.output import shown

    purpose = given or chosen.purpose
    if not purpose:
        if chosen.purpose_required:
            raise typer.BadParameter(f"Say why, with --purpose or IOM_PURPOSE: {', '.join(chosen.purposes)}.")
        # logged as such: a guessed purpose would make every line of the log doubtful
        return NOT_STATED
    if purpose not in chosen.purposes:
        source = "--purpose" if given else "IOM_PURPOSE"
        raise typer.BadParameter(f"{source} {shown(purpose)} is not one of: {', '.join(chosen.purposes)}.")
    return purpose
