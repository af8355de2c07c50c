"""What is refused before a route sees it: parameters that it does not have, bodies beyond the limit."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI, Request
from starlette.types import Message, Receive, Scope, Send

from api import problems
from api.problems import FieldProblem, Refusal

# On every answer.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TOO_LARGE = "The body is larger than this address takes."


def refuse_unknown_parameters(request: Request) -> None:
    """Refuse a parameter that the route does not have: it was meant to do something, and would not."""
    known = list(dict.fromkeys(_names(request.scope["route"].dependant)))
    if not set(request.query_params) <= set(known):
        says = f"One of them is not known here. There are: {', '.join(known) or 'none'}."
        raise Refusal(422, "There is no such parameter.", errors=[FieldProblem(field="query", says=says)])


class Application(FastAPI):
    """An application that tells of a body beyond its limit in the shape in which it tells all errors."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await super().__call__(scope, receive, _told(send) if scope["type"] == "http" else send)


def _told(send: Send) -> Send:
    is_told = False

    async def sending(message: Message) -> None:
        nonlocal is_told
        if message["type"] == "http.response.start" and message["status"] == 413 and not _is_told(message):
            is_told = True
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
