"""A request made twice is done once: its answer is kept in the transaction that keeps what it did."""

import hashlib
import json
from collections.abc import Callable
from typing import Annotated

import duckdb
from fastapi import Depends, Header, Response

from api.doors import Call
from api.problems import FieldProblem, Refusal
from iom.moments import naive_utc
from iom.store import Store, audit, sql

LONGEST_KEY = 200
# Beside the headers of a kept answer, and no header itself: the lines of the log that its request left.
_LINES = ":lines"
_PEOPLE = "again_people"
Work = Callable[[Store], Response]
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


def once(call: Call, key: str | None, asked: bytes, work: Work, *, notes_alone: bool = False) -> Response:
    """Do what is asked, or answer as before if it was done under this key. asked: what tells requests apart.

    work gets the store to do it through: all that it does stands in one transaction with the kept answer.
    notes_alone: it changes no record.
    Raises Refusal (422) for a key that was used for another request.
    """
    if key is None:
        return work(call.store)
    named = {"caller": call.caller.user, "key": key, "route": call.store.actor.command}
    # what was answered to one who saw more is not said again to one who sees less
    digest = hashlib.sha256(_seen(call) + b"\0" + asked).hexdigest()
    with call.store.transaction(notes_alone=notes_alone) as cursor:
        found = cursor.execute(sql("service/request_served"), named).fetchone()
        if found:
            response, lines = _again(found, digest)
            shown_again = {"route": named["route"], "answered_at": found[-1]}
            # whom the answer speaks of is looked at again
            cursor.execute(
                sql("service/again_people", people=_PEOPLE), {"first_line": lines[0], "last_line": lines[1]}
            )
            audit.record(
                cursor,
                call.store,
                now=call.now,
                action="request.again",
                detail=shown_again,
                people_table=_PEOPLE,
            )
            return response
        before = audit.last_line(cursor)
        response = work(call.store.joining(cursor))
        lines = [before + 1, audit.last_line(cursor)]
        _keep(cursor, call, named, digest, response, lines)
    return response


def _seen(call: Call) -> bytes:
    sights = sorted(str((one.everyone, one.areas, one.agencies, one.worker)) for one in call.scope.sights)
    return json.dumps([sights, sorted(call.scope.withheld)]).encode()


def _again(found: tuple, digest: str) -> tuple[Response, list[int]]:
    """The kept answer, and the first and the last line of the log that its request left (0: none)."""
    request_sha256, status, headers, content, _ = found
    if request_sha256 != digest:
        problem = FieldProblem(
            field="header.Idempotency-Key", says="It was used for a request that asked for something else."
        )
        raise Refusal(422, "The key belongs to another request: take a new one.", errors=[problem])
    kept = json.loads(headers)
    lines = kept.pop(_LINES, [1, 0])
    return Response(content, status, {**kept, "Idempotency-Replayed": "true"}), lines


def _keep(
    cursor: duckdb.DuckDBPyConnection,
    call: Call,
    named: dict[str, str],
    digest: str,
    response: Response,
    lines: list[int],
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
            "headers": json.dumps({**kept, _LINES: lines}),
            "content": bytes(response.body),
            "answered_at": naive_utc(call.now),
        },
    )


def asked_before(call: Call, key: str) -> bool:
    """Whether a request of this route is kept under a key of the caller's."""
    named_by = {"caller": call.caller.user, "key": key, "route": call.store.actor.command}
    with call.store.cursor() as cursor:
        return cursor.execute(sql("service/request_served"), named_by).fetchone() is not None
