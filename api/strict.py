"""What is refused before a route sees it: parameters that it does not have, bodies beyond the limit."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute
from starlette.types import Message, Receive, Scope, Send

from api import problems
from api.problems import FieldProblem, Refusal

# What an address does: its methods, and whether it has blanks, by the pattern that it fits.
Address = tuple[re.Pattern[str], bool, frozenset[str]]
# On every answer.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Of a request's scope: that its body was beyond the limit, so that this was told in place of any answer.
BEYOND = "iom.body_beyond_limit"
TOO_LARGE = "The body is larger than this address takes."


def refuse_unknown_parameters(request: Request) -> None:
    """Refuse a parameter that the route does not have: it was meant to do something, and would not."""
    known = list(dict.fromkeys(_names(request.scope["route"].dependant)))
    if not set(request.query_params) <= set(known):
        says = f"One of them is not known here. There are: {', '.join(known) or 'none'}."
        raise Refusal(422, "There is no such parameter.", errors=[FieldProblem(field="query", says=says)])


def addresses_of(routes: Iterable[APIRoute]) -> tuple[Address, ...]:
    """The addresses of some routes."""
    return tuple((one.path_regex, "{" in one.path, frozenset(one.methods or ())) for one in routes)


def refuse_method(addresses: Iterable[Address], method: str, path: str) -> None:
    """Refuse a method (405) that an address does not do, with those that it does.

    An address without blanks is not one with its last word in the blank: of /v1/people/searches no person's
    page is asked for.
    """
    fit = [(has_blanks, methods) for pattern, has_blanks, methods in addresses if pattern.match(path)]
    if not fit:
        return
    blank = all(has_blanks for has_blanks, _ in fit)
    allowed = frozenset().union(*(methods for has_blanks, methods in fit if has_blanks is blank))
    if method not in allowed:
        raise Refusal(
            405,
            "This is not something that the address does: Allow says what it does.",
            headers={"Allow": ", ".join(sorted(allowed))},
        )


class Application(FastAPI):
    """An application that tells of a body beyond its limit in the shape in which it tells all errors."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await super().__call__(scope, receive, _told(scope, send) if scope["type"] == "http" else send)


def _told(scope: Scope, send: Send) -> Send:
    is_told = False

    async def sending(message: Message) -> None:
        nonlocal is_told
        if message["type"] == "http.response.start" and message["status"] == 413 and not _is_told(message):
            is_told = scope[BEYOND] = True
            response = problems.answer(Refusal(413, TOO_LARGE, headers=HEADERS))
            await send({**message, "headers": response.raw_headers})
            await send({"type": "http.response.body", "body": response.body})
        elif not is_told:
            await send(message)

    return sending


def _is_told(message: Message) -> bool:
    return (b"content-type", problems.MEDIA_TYPE.encode()) in message["headers"]


def _names(dependant: Any) -> Iterator[str]:
    for field in dependant.query_params:
        yield field.alias
    for one in dependant.dependencies:
        yield from _names(one)
