"""Pages of a list: in a stable order, continued after the last row that was given."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from fastapi import Query

from api.doors import Call
from api.problems import FieldProblem, Refusal
from iom.plain import plain

Row = TypeVar("Row")
Key = Callable[[Row], tuple[object, ...]]
USUAL = 100
_SEAL = 16
_NO_NUMBER = Decimal(0)

Cursor = Annotated[
    str | None,
    Query(
        max_length=2000,
        description="Where the page before said the next begins (next). Left out: the first page.",
    ),
]
Limit = Annotated[int, Query(ge=1, description="Most rows of the page; the service has a limit of its own.")]


def cut(
    call: Call,
    rows: Sequence[Row],
    *,
    keys: Mapping[str, Key[Row]],
    sort: str,
    limit: int,
    cursor: str | None,
) -> tuple[list[Row], str | None]:
    """One page of rows held whole, and the cursor of the next.

    keys: by name, what a sort goes by; each ends in what makes the order total. sort: a name, - before it for
    descending; what is not known comes last either way. Raises Refusal (422) for another sort, (400) for a
    cursor that this list did not give.
    """
    descending, name = sort.startswith("-"), sort.removeprefix("-")
    if name not in keys:
        problem = FieldProblem(
            field="query.sort", says=f"One of {', '.join(keys)}, with - before it for descending."
        )
        raise Refusal(422, "The list cannot be sorted so.", errors=[problem])
    by = keys[name]
    placed = sorted(
        ((_comparable(_place(by(row)), descending), row) for row in rows),
        key=lambda one: one[0],
        reverse=descending,
    )
    after = opened(call, cursor)
    if after is not None:
        last = _comparable(after, descending)
        placed = [one for one in placed if (one[0] < last if descending else one[0] > last)]
    most = min(limit, call.store.settings.page_limit)
    given, more = placed[:most], len(placed) > most
    following = sealed(call, _place(by(given[-1][1]))) if more else None
    return [row for _, row in given], following


def sealed(call: Call, position: Sequence[object]) -> str:
    """A cursor: the last row's place, good for this caller and this list alone."""
    text = json.dumps(plain(list(position)), separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_seal(call, text) + text).decode().rstrip("=")


def opened(call: Call, cursor: str | None) -> list[Any] | None:
    """The place that a cursor names. Raises Refusal (400) for one that was not given for this list."""
    if cursor is None:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
    except ValueError:
        raw = b""
    seal, text = raw[:_SEAL], raw[_SEAL:]
    if not hmac.compare_digest(seal, _seal(call, text)):
        problem = FieldProblem(field="query.cursor", says="Not given by this list. Begin again without it.")
        raise Refusal(400, "The cursor is not one that this list gave you.", errors=[problem])
    return json.loads(text)


def _seal(call: Call, text: bytes) -> bytes:
    asked = sorted(
        (name, value)
        for name, value in call.request.query_params.multi_items()
        if name not in {"cursor", "limit"}
    )
    about = json.dumps([call.caller.user, call.request.url.path, asked]).encode()
    return hmac.new(call.service.seal_key, about + b"\0" + text, hashlib.sha256).digest()[:_SEAL]


def _place(key: Sequence[object]) -> list[object]:
    """A key as a cursor holds it: nothing is lost of it, and a number stays one, to its last digit."""
    return [_part(part) for part in key]


def _part(part: object) -> object:
    match part:
        case None:
            return None
        case int() | float() | Decimal():
            return {"number": f"{Decimal(part):f}"}
        case datetime():
            # all as long, for they are compared as text
            return part.isoformat(timespec="microseconds")
        case _:
            return str(plain(part))


def _comparable(place: Sequence[Any], descending: bool) -> list[tuple[bool, bool, Decimal, str]]:
    """A place whose parts compare whatever they are: what is not known comes last, either way.

    Numbers come before words.
    """
    return [
        (
            (part is None) is not descending,
            not isinstance(part, dict),
            Decimal(part["number"]) if isinstance(part, dict) else _NO_NUMBER,
            part if isinstance(part, str) else "",
        )
        for part in place
    ]
