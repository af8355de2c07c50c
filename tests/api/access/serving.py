"""A served store for tests: sign-in without tokens to make, callers by role and scope."""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access_in_force import AccessFile, AccessInForce
from api.app import make_app
from api.sign_in import SignInError
from iom.access import Caller
from iom.access.document import parse_access, shipped
from iom.cli.served import commands
from iom.documents import parse_document
from iom.settings import Settings
from iom.store import Actor, Store, open_store
from tests.api.access import world

ROLES = ("coordinator", "analyst", "panel_member", "auditor", "administrator", "records_officer")
# whom each kind of grant shows; two: two grants at once, narrow: one grant with two limits
LIMITS = {
    "everyone": "everyone = true",
    "luton": 'areas = ["Luton"]',
    "probation": 'agencies = ["probation"]',
    "caseload": 'caseload = "worker"',
    "bedford": 'areas = ["Bedford"]',
    "narrow": 'areas = ["Luton"]\nagencies = ["probation"]',
}
SCOPES = ("everyone", "luton", "probation", "caseload", "two", "narrow", "none")
_keys = count(1)


def access_text() -> str:
    """The shipped roles, and for each role and limit a grant to the group role/limit."""
    grants = [
        f'[[grants]]\nrole = "{role}"\nclaim = "groups"\nis = "{role}/{name}"\n{limit}\n'
        for role in ROLES
        for name, limit in LIMITS.items()
    ]
    return shipped() + "\n" + "\n".join(grants)


def claims_of(token: str) -> dict[str, Any]:
    """What a token of the form role/scope, or several with + between them, would say."""
    groups = []
    for part in token.split("+"):
        role, _, scope = part.partition("/")
        groups += [f"{role}/luton", f"{role}/probation"] if scope == "two" else [f"{role}/{scope}"]
    return {"groups": groups, "worker": "kestrel"}


class Tokens:
    """Sign-in for tests: a token says role/scope, after @ whose it is; claims: tokens that say others."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}

    def caller_of(self, token: str) -> Caller:
        """The caller; their name is the token."""
        if token in self.claims:
            return Caller(token, self.claims[token])
        if "/" not in token:
            raise SignInError("a token of nobody")
        return Caller(token, claims_of(token.partition("@")[0]))


class Served:
    """A store being served. ask: as a caller, with a new key where none is given."""

    def __init__(self, store: Store, app: FastAPI, client: TestClient, tokens: Tokens):
        self.store, self.app, self.client, self.tokens = store, app, client, tokens

    def ask(
        self,
        caller: str | None,
        what: str,
        body: object = None,
        *,
        key: str | None = "new",
        headers: Mapping[str, str] | None = None,
        **given: Any,
    ):
        """ask("analyst/everyone", "GET /v1/runs")."""
        method, _, path = what.partition(" ")
        sent = dict(headers or {})
        if caller is not None:
            sent.setdefault("Authorization", f"Bearer {caller}")
        if key is not None and method == "POST":
            sent.setdefault("Idempotency-Key", f"key-{next(_keys)}" if key == "new" else key)
        if body is not None:
            given["json"] = body
        return self.client.request(method, path, headers=sent, **given)

    def statuses(self, caller: str | None, asked: Iterable[str], headers: Mapping[str, str]) -> list[int]:
        """The status of each of many requests without a body: a fifth of the time that ask() takes."""
        sent = {"Host": "testserver", **headers}
        if caller is not None:
            sent["Authorization"] = f"Bearer {caller}"
        raw = [(name.lower().encode(), value.encode()) for name, value in sent.items()]
        got: list[int] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Mapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                got.append(message["status"])

        async def all_of_them() -> None:
            for one in asked:
                method, _, target = one.partition(" ")
                path, _, query = target.partition("?")
                scope = {
                    "type": "http",
                    "http_version": "1.1",
                    "scheme": "http",
                    "method": method,
                    "path": path,
                    "query_string": query.encode(),
                    "headers": raw,
                    "client": ("testclient", 1),
                }
                await self.app(scope, receive, send)

        assert self.client.portal is not None
        self.client.portal.call(all_of_them)
        return got

    def rows(self, statement: str, *values: object) -> list[tuple]:
        """What a statement finds in the store."""
        with self.store.cursor() as cursor:
            return cursor.execute(statement, list(values)).fetchall()

    def audited(self, since: int) -> list[tuple[str, list[int]]]:
        """Lines of the log after one: what was done, and of whom it speaks."""
        with self.store.cursor() as cursor:
            rows = cursor.execute(
                "select action, list(person_id order by person_id) filter (person_id is not null) "
                "from audit_log left join audit_person using (seq) where seq > ? "
                "group by seq, action order by seq",
                [since],
            ).fetchall()
        return [(action, people or []) for action, people in rows]

    def last_line(self) -> int:
        """The number of the log's last line."""
        return self.rows("select max(seq) from audit_log")[0][0]

    def tag(self, caller: str, *people: int) -> dict[str, str]:
        """The header If-Match of a decision on people."""
        tags = [self.ask(caller, f"GET /v1/people/{person}").headers["etag"] for person in people]
        return {"If-Match": ", ".join(tags)}

    def ended(self, caller: str, answer) -> dict[str, Any]:
        """What became of a job that was asked for."""
        place = answer.json()["data"]["look_at"]
        for _ in range(2000):
            found = self.ask(caller, f"GET {place}").json()["data"]
            if found["state"] not in ("queued", "running"):
                return found
            time.sleep(0.01)
        raise AssertionError("the job does not end")


@contextmanager
def served_from(place: Path, *, access_file: Path | None = None, **chosen: Any) -> Iterator[Served]:
    """The store in a folder with its keys, served. access_file: an access document that is looked at."""
    settings = Settings(
        keys=place / "keys", **{"requests_a_minute": 1_000_000, "anchor_seconds": 3600, **chosen}
    )  # pyright: ignore
    actor = Actor("tester", "inspection", "serve")
    given = parse_access(parse_document("access.toml", access_text()))
    access = AccessInForce.of(AccessFile(access_file)) if access_file else given
    tokens = Tokens()
    with open_store(place / "store", settings, actor, now=world.NOW) as store:
        app = make_app(store, access, tokens, lambda: world.NOW, hosts=("testserver",), given=commands())
        with TestClient(app, raise_server_exceptions=False) as client:
            yield Served(store, app, client, tokens)


@contextmanager
def statements_counted(served: Served) -> Iterator[list[str]]:
    """The statements that the store executes for requests meanwhile."""
    seen: list[str] = []

    class Counted:
        def __init__(self, cursor: duckdb.DuckDBPyConnection):
            self._cursor = cursor

        def execute(self, text: str, *values: object):
            seen.append(text)
            return self._cursor.execute(text, *values)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._cursor, name)

    whole = Store.cursor

    @contextmanager
    def counted(store: Store):
        with whole(store) as cursor:
            # not those of the threads that run beside the requests
            yield Counted(cursor) if store.actor.user != served.store.actor.user else cursor

    Store.cursor = counted  # pyright: ignore
    try:
        yield seen
    finally:
        Store.cursor = whole
