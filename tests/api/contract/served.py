"""A small invented partnership, served over a real socket, with callers of every role."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

import iom.reference
from api.app import make_app
from api.sign_in import SignInError
from iom.access import Access, Caller, read_access, shipped
from iom.cli.served import commands
from iom.demo import read_parameters, write_exports
from iom.demo.folder import copy_documents
from iom.intake import import_file, load_mapping
from iom.selection import read_criteria, select
from iom.settings import Settings
from iom.store import Actor, Store, open_store

PEOPLE = 60
SEED = 2026
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LOADED = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
AS_AT, BEFORE = date(2026, 10, 31), date(2026, 9, 30)
ROLES = ("coordinator", "analyst", "panel_member", "auditor", "administrator", "records_officer")
AREA = "Luton"
ACTOR = Actor("tester", "inspection", "test")
# by token: every role for everyone, every role for one area, and someone who has every role at once
TOKENS = {
    **{role: {"role": role, "for": "everyone"} for role in ROLES},
    **{f"{role}-of-{AREA}": {"role": role, "for": AREA} for role in ROLES},
    "all-roles": {"role": list(ROLES), "for": "everyone"},
    "nobody": {"role": "none", "for": "everyone"},
}


class TokensOfTests:
    """A sign-in whose tokens are the names of callers."""

    def caller_of(self, token: str) -> Caller:
        if token not in TOKENS:
            raise SignInError("no token of the tests")
        claims = TOKENS[token]
        roles = claims["role"] if isinstance(claims["role"], list) else [claims["role"]]
        return Caller(f"{token}@example.org", {"groups": [f"{role} {claims['for']}" for role in roles]})


def access_of_tests(folder: Path) -> Access:
    """The shipped roles, each granted for everyone and for one area."""
    grants = [
        f'[[grants]]\nrole = "{role}"\nclaim = "groups"\nis = "{role} {whom}"\n{limit}\n'
        for role in ROLES
        for whom, limit in (("everyone", "everyone = true"), (AREA, f'areas = ["{AREA}"]'))
    ]
    document = folder / "access.toml"
    document.write_text(shipped() + "\n".join(grants), encoding="utf-8")
    return read_access(document)


def fill(store: Store, folder: Path) -> None:
    """Import the exports of a small partnership and run the selection of two months."""
    parameters = read_parameters().with_values(made__people=PEOPLE)
    made = write_exports(folder / "exports", SEED, parameters, lambda *_: None)
    (folder / "documents").mkdir(exist_ok=True)
    copy_documents(folder, [export.mapping for export in made.exports], ["bedfordshire.toml"])
    for export in made.exports:
        mapping = load_mapping(folder / "documents" / export.mapping)
        import_file(store, folder / "exports" / export.file, mapping, now=LOADED)
    criteria = read_criteria("bedfordshire")
    for as_at in (BEFORE, AS_AT):
        select(store, criteria, as_at=as_at, now=LOADED)


@dataclass
class Served:
    """A service that answers at url. folder: its exports and mapping documents; numbers: of what it holds."""

    url: str
    app: FastAPI
    store: Store
    folder: Path
    openapi: dict[str, Any] = field(repr=False)


def filled(place: Path) -> None:
    """Make and fill the store of a folder, and close it."""
    create = not (place / "store").exists()
    with open_store(place / "store", _settings(place), ACTOR, now=LOADED, create=create) as store:
        iom.reference.ensure(store, LOADED)
        fill(store, place)


@contextmanager
def served(place: Path, **limits: Any) -> Iterator[Served]:
    """Serve the store of a folder until the end of the block. limits: settings of the service."""
    with open_store(place / "store", _settings(place, **limits), ACTOR, now=LOADED) as store:
        access = access_of_tests(place)
        app = make_app(
            store, access, TokensOfTests(), lambda: NOW, hosts=("127.0.0.1", "localhost"), given=commands()
        )
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            yield Served(url, app, store, place, app.openapi())
        finally:
            server.should_exit = True
            thread.join()
            listening.close()


def _settings(place: Path, **limits: Any) -> Settings:
    given = {"requests_a_minute": 10**6, "anchor_seconds": 3600, **limits}
    return Settings(keys=place / "keys", **given)  # pyright: ignore[reportCallIssue]
