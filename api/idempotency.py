"""A request made twice is done once: the answer to a change is kept in the transaction that keeps it."""

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Annotated

import duckdb
from fastapi import Depends, Header, Response

from api.doors import Call
from api.problems import FieldProblem, Refusal, not_there
from iom.moments import naive_utc
from iom.store import Store, audit, erasure_list, sql
from iom.store.kept_answers import SOMEBODY_HIDDEN, hidings

LONGEST_KEY = 200
LARGEST_KEPT = 1_000_000  # bytes of an answer to a look
# Beside the headers of a kept answer, and no headers themselves: the lines of the log that its request left.
_LINES = ":lines"
_LOOK = ":look"  # that it changed nothing (sql/service/drop_kept_looks.sql)
_PEOPLE = "again_people"
REPLAYED = {"Idempotency-Replayed": "true"}
_LET_GO = 0  # the status of an answer of which nothing is kept but that it was given
Work = Callable[[Store], Response]
LET_GO = (
    f"This was done before. {SOMEBODY_HIDDEN} since then: what was answered may speak of them, and is not "
    "kept any more. Look before you ask for it again, under another key."
)
_HELP = "A word of your own for this request: sent again with it, it is answered again and not done again."


def _needed(
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            max_length=LONGEST_KEY,
            description=_HELP,
            json_schema_extra={"x-needed": True},
        ),
    ] = None,
) -> str:
    if not key:
        problem = FieldProblem(
            field="header.Idempotency-Key",
            says="This is needed: a word that is new for each request, such as a UUID.",
        )
        raise Refusal(400, "A request that changes something carries an Idempotency-Key.", errors=[problem])
    return key


def _taken(
    key: Annotated[
        str | None, Header(alias="Idempotency-Key", max_length=LONGEST_KEY, description=_HELP)
    ] = None,
) -> str | None:
    return key or None


# Of a request that changes something, and of one that only looks.
NeededKey = Annotated[str, Depends(_needed)]
TakenKey = Annotated[str | None, Depends(_taken)]


def once(call: Call, key: str, asked: bytes, work: Work, *, notes_alone: bool = False) -> Response:
    """Change what is asked, or answer as before if it was done under this key.

    asked: what tells requests apart. work gets the store to do it through: all that it does stands in one
    transaction with the kept answer. notes_alone: it changes no record.
    Raises Refusal (422) for a key that was used for another request, 404 where the kept answer speaks of
    somebody who is out of sight by now, 409 where it was let go.
    """
    named, digest = _named(call, key), _digest(call, asked)
    with call.store.transaction(notes_alone=notes_alone) as cursor:
        response = _answered(cursor, call, named, digest)
        if response is None:
            view = call.store.joining(cursor)
            view.own_lines = lines = []
            response = work(view)
            _keep(cursor, call, named, digest, response, {_LINES: lines})
    return response


def looked(call: Call, key: str | None, asked: bytes, work: Work) -> Response:
    """Look, or answer as before if it was looked under this key; nobody waits for the look.

    An answer of more than LARGEST_KEPT bytes is not kept: asked again, it is looked again. Raises Refusal as
    once does.
    """
    if key is None:
        return work(call.store)
    named, digest = _named(call, key), _digest(call, asked)
    with call.store.transaction(notes_alone=True) as cursor:
        response = _answered(cursor, call, named, digest)
        before = hidings(cursor)
    if response is not None:
        return response
    call.store.own_lines = lines = []
    response = work(call.store)
    call.store.own_lines = None
    if len(response.body) > LARGEST_KEPT:
        return response
    with call.store.transaction(notes_alone=True) as cursor:
        # another may have looked under the key meanwhile
        again = _answered(cursor, call, named, digest)
        # and what was read before somebody was put out of sight may speak of them
        if again is None and hidings(cursor) == before:
            _keep(cursor, call, named, digest, response, {_LINES: lines, _LOOK: True})
    return again or response


def of_another_request() -> Refusal:
    """The answer where a key was used already, for something else."""
    problem = FieldProblem(
        field="header.Idempotency-Key", says="It was used for a request that asked for something else."
    )
    return Refusal(422, "The key belongs to another request: take a new one.", errors=[problem])


def _named(call: Call, key: str) -> dict[str, str]:
    return {"caller": call.caller.user, "key": key, "route": call.store.actor.command}


def _digest(call: Call, asked: bytes) -> str:
    # what was answered to one who saw more is not said again to one who sees less; keyed, for it outlasts an
    # erasure, and what was asked for may be a name
    _, key = erasure_list.place_of(call.store)
    return hmac.digest(key, b"request\0" + _seen(call) + b"\0" + asked, hashlib.sha256).hex()


def _seen(call: Call) -> bytes:
    sights = sorted(str((one.everyone, one.areas, one.agencies, one.worker)) for one in call.scope.sights)
    return json.dumps([sights, sorted(call.scope.withheld)]).encode()


def _answered(
    cursor: duckdb.DuckDBPyConnection, call: Call, named: dict[str, str], digest: str
) -> Response | None:
    """The answer that is kept under a key, None where there is none; whom it speaks of is looked at again."""
    found = cursor.execute(sql("service/request_served"), named).fetchone()
    if found is None:
        return None
    request_sha256, status, headers, content, answered_at = found
    if request_sha256 != digest:
        raise of_another_request()
    if status == _LET_GO:
        raise Refusal(409, LET_GO)
    kept = json.loads(headers)
    cursor.execute(sql("service/again_people", people=_PEOPLE), {"lines": kept.pop(_LINES, [])})
    people = [person for (person,) in cursor.table(_PEOPLE).fetchall()]
    if call.hidden(people):
        raise not_there("somebody of the kept answer is out of sight")
    audit.record(
        cursor,
        call.store,
        now=call.now,
        action="request.again",
        detail={"route": named["route"], "answered_at": answered_at},
        people_table=_PEOPLE,
    )
    kept.pop(_LOOK, None)
    return Response(content, status, {**kept, **REPLAYED})


def _keep(
    cursor: duckdb.DuckDBPyConnection,
    call: Call,
    named: dict[str, str],
    digest: str,
    response: Response,
    beside: dict[str, object],
) -> None:
    kept: dict[str, object] = {
        name: value for name, value in response.headers.items() if name != "content-length"
    }
    cursor.execute(
        sql("service/keep_request"),
        {
            **named,
            "request_sha256": digest,
            "status": response.status_code,
            "headers": json.dumps({**kept, **beside}),
            "content": bytes(response.body),
            "answered_at": naive_utc(call.now),
        },
    )


def asked_before(call: Call, key: str) -> bool:
    """Whether a request of this route is kept under a key of the caller's."""
    with call.store.cursor() as cursor:
        return cursor.execute(sql("service/request_served"), _named(call, key)).fetchone() is not None
