"""What is so for every request: who is asked, the headers, the figures, a line of the log without a name."""

import re
import time
from collections.abc import Iterable

import structlog
from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.problems import Refusal
from api.service import Service
from api.strict import BEYOND, HEADERS, refuse_method

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# What a rule of the log may say after the number of a grant; the grant itself may name a person.
TAILS = ("the token does not hold that claim", "the route shows everyone")
_PORT = re.compile(r":\d{1,5}$", re.ASCII)
_ONCE = (
    "Authorization",
    "Content-Disposition",
    "Content-Length",
    "Content-Type",
    "Host",
    "Idempotency-Key",
    "IOM-Purpose",
)

# A header's name, in small letters, and its value.
Header = tuple[bytes, bytes]

log = structlog.get_logger("iom.service")


class Around:
    """Stands around the routes of an application; says so itself where a request is refused before them."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        scope["headers"] = _with_one_if_match(scope["headers"])
        request = Request(scope)
        service: Service = request.app.state.service
        status: int | None = None

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        try:
            _refuse_at_once(service, request)
            await self._app(scope, receive, sending)
        except Exception as error:
            if scope.get(BEYOND):
                # how the framework ends a request whose body is too large, whatever was being answered
                status = 413
                raise
            if status is not None:
                # of an answer that has begun only the end can still be missed
                log.error("fault", kind=type(error).__name__)
                raise
            await problems.answer(_refusal_of(request, error))(scope, receive, sending)
        finally:
            if status is not None:
                _note(service, request, status, time.perf_counter() - begun)


def _refuse_at_once(service: Service, request: Request) -> None:
    if (twice := _sent_twice(request)) is not None:
        raise Refusal(400, f"The same {twice} was sent more than once.")
    if _host(request) not in service.hosts and "*" not in service.hosts:
        raise Refusal(421, "The service is not asked under this name here.")
    refuse_method(request.app.state.addresses, request.method, request.scope["path"])


def _refusal_of(request: Request, error: Exception) -> Refusal:
    """What to answer; the one fault that is not foreseen is told by its kind, not by its text."""
    if isinstance(error, Refusal):
        return error
    request.state.rule = f"fault {type(error).__name__}"
    log.error("fault", kind=type(error).__name__)
    return Refusal(500, "A fault in the service itself. It was noted.")


def _note(service: Service, request: Request, status: int, seconds: float) -> None:
    route = getattr(request.scope.get("route"), "path", "none")
    # a word of the sender's own would otherwise stand in the log and among the figures
    method = request.method if request.method in METHODS else "other"
    service.metrics.requests.labels(method, route, status).inc()
    service.metrics.seconds.labels(method, route).observe(seconds)
    rule = getattr(request.state, "rule", None) if status >= 400 else None
    log.info(
        "request",
        method=method,
        route=route,
        status=status,
        milliseconds=round(seconds * 1000, 1),
        **({"rule": _brief(rule)} if rule else {}),
    )


def _brief(rule: str) -> str:
    """A rule without what it asks of a token, which may be somebody's name."""
    if not rule.startswith(("grant ", "withdrawn ")):
        return rule
    tail = rule.rpartition(": ")[2]
    return rule.partition(":")[0] + (f": {tail}" if tail in TAILS else "")


def _host(request: Request) -> str:
    """The name by which the service is asked: of [::1]:8000 it is ::1, of localhost:8000 localhost."""
    host = _PORT.sub("", request.headers.get("host", "")).lower()
    return host[1:-1] if host.startswith("[") and host.endswith("]") else host


def _with_one_if_match(headers: Iterable[Header]) -> list[Header]:
    """Headers whose lines of If-Match are one: a list may be split over lines (RFC 9110, 5.3)."""
    lines = [value for name, value in headers if name == b"if-match"]
    others = [(name, value) for name, value in headers if name != b"if-match"]
    return [*others, (b"if-match", b", ".join(lines))] if lines else others


def _sent_twice(request: Request) -> str | None:
    """What can be meant only once, sent more than once: of two readers each might take another."""
    twice = [f"header {name}" for name in _ONCE if len(request.headers.getlist(name)) > 1]
    if len(request.query_params) < len(request.query_params.multi_items()):
        twice.append("parameter")
    return next(iter(twice), None)
