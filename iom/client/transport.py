"""Requests over HTTP: with the token, retried when told to come back later, errors as exceptions."""

import http.client
import json
import shutil
import socket
import ssl
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urlencode, urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, Request

from iom.client.problems import KINDS, FieldFault, Problem, Unreachable

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
JSON = "application/json"
BINARY = "application/octet-stream"
LATER = (429, 503)
# Seconds between tries where the service does not say how many.
PAUSE = 2.0
# How it is told that nobody is there at all.
NOBODY = (ConnectionRefusedError, socket.gaierror)
# Before the one more try where there never was a service.
NOBODY_PAUSE = 0.5


@dataclass(frozen=True)
class Answer:
    """An answer: headers by their names in small letters; body: JSON, bytes; None: kept in a file."""

    status: int
    headers: Mapping[str, str]
    body: Any


class Transport:
    """The way to one service. token: what it gives is sent with each request, and nowhere else."""

    def __init__(
        self,
        url: str,
        token: Callable[[], str],
        *,
        purpose: str | None,
        timeout: float,
        tries: int,
        longest_wait: float,
        context: ssl.SSLContext | None,
        sleep: Callable[[float], None] = time.sleep,
    ):
        parts = _parts(url)
        if parts is None or parts.scheme not in ("https", "http") or not parts.hostname:
            raise ValueError(
                "url: write https://HOST, or http://127.0.0.1:PORT for a service of this machine"
            )
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            # the token and every answer could be read on the way
            raise ValueError("url: http is for a service of this machine alone; write https")
        self._url = url.rstrip("/")
        self._token = token
        self._purpose = purpose
        self._timeout = timeout
        self._tries = tries
        self._longest_wait = longest_wait
        self._sleep = sleep
        self._has_answered = False
        # no redirects, for they would take the token along; no proxies, cookies or files
        self._opener = OpenerDirector()
        for handler in (HTTPHandler(), HTTPSHandler(context=context)):
            self._opener.add_handler(handler)

    def get(self, path: str, **query: Any) -> Answer:
        """What stands at an address; what is None is not asked for."""
        return self._ask("GET", _with(path, query))

    def save(self, path: str, to: Path, form: str, **query: Any) -> Answer:
        """Keep what stands at an address in a file: whole, or not at all."""
        return self._ask("GET", _with(path, query), accept=form, to=to)

    def content(self, path: str) -> bytes:
        """What stands at an address, as it is."""
        return self._ask("GET", path, accept=BINARY).body

    def delete(self, path: str) -> Answer:
        """Call off, or let go of, what stands at an address."""
        return self._ask("DELETE", path)

    def post(
        self,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        tags: Sequence[str] = (),
        to: Path | None = None,
        form: str = JSON,
        key: str | None = None,
    ) -> Answer:
        """Ask for something to be done: once, however often it must be sent.

        tags: of what was seen, on which it is asked for. key: of an earlier sending.
        """
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        if tags:
            headers["If-Match"] = ", ".join(tags)
        content = None
        if body is not None:
            given = {name: value for name, value in body.items() if value is not None}
            content, headers["Content-Type"] = json.dumps(given).encode(), JSON
        return self._ask("POST", path, headers, content=content, accept=form, to=to)

    def send(self, path: str, file: Path, headers: Mapping[str, str]) -> Answer:
        """Send a file as it is: once, however often it must be sent."""
        own = {"Content-Type": "application/octet-stream", "Idempotency-Key": str(uuid.uuid4())}
        return self._ask("POST", path, {**headers, **own}, file=file)

    def _ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        content: bytes | None = None,
        file: Path | None = None,
        accept: str = JSON,
        to: Path | None = None,
    ) -> Answer:
        arrived = False
        for tries_left in range(self._tries - 1, -1, -1):
            try:
                return self._once(method, path, {"Accept": accept, **(headers or {})}, content or file, to)
            except Problem as problem:
                if problem.status not in LATER or not tries_left:
                    raise
                self._sleep(min(_seconds(problem), self._longest_wait))
            except Unreachable as error:
                # safe: a request that changes something carries the same key again
                error.arrived = arrived = arrived or error.arrived
                nobody = not (arrived or self._has_answered)
                if not error.passing or not tries_left or (nobody and tries_left < self._tries - 1):
                    raise
                self._sleep(min(NOBODY_PAUSE if nobody else PAUSE, self._longest_wait))
        raise AssertionError("at least one try")

    def _once(
        self, method: str, path: str, headers: Mapping[str, str], given: bytes | Path | None, to: Path | None
    ) -> Answer:
        sent = {**headers, "Authorization": f"Bearer {self._token()}"}
        if self._purpose:
            sent["IOM-Purpose"] = self._purpose
        with ExitStack() as opened:
            body: IO[bytes] | bytes | None = None
            if isinstance(given, Path):
                body = opened.enter_context(given.open("rb"))
                sent["Content-Length"] = str(given.stat().st_size)
            else:
                body = given
            request = Request(self._url + path, data=body, headers=sent, method=method)
            return self._answered(request, to)

    def _answered(self, request: Request, to: Path | None) -> Answer:
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                self._has_answered = True
                status, headers = response.status, _lower(response.headers)
                if status >= 300:
                    raise _problem(status, headers, response.read())
                if to is not None:
                    _keep(response, to)
                    return Answer(status, headers, None)
                content = response.read()
                is_binary = headers.get("content-type") == BINARY
                try:
                    return Answer(status, headers, content if is_binary else json.loads(content))
                except ValueError:
                    raise _problem(status, headers, content) from None
        except HTTPError as error:
            self._has_answered = True
            raise _problem(error.code, _lower(error.headers), error.read()) from None
        except (URLError, http.client.HTTPException, OSError) as error:
            if isinstance(error, OSError) and error.filename:
                # our own file, which cannot be written
                raise
            reason = getattr(error, "reason", error)
            unreachable = Unreachable(_unanswered(self._url, reason))
            unreachable.arrived = not isinstance(reason, (*NOBODY, ssl.SSLError))
            unreachable.passing = not isinstance(reason, ssl.SSLError)
            raise unreachable from None


def _unanswered(url: str, reason: object) -> str:
    """Why a service did not answer, and what to look at."""
    match reason:
        case ssl.SSLCertVerificationError():
            why = reason.verify_message or "no reason is given"
            return (
                f"The certificate of {url} is not accepted ({why}). Is the address the one it was issued for?"
            )
        case ssl.SSLError():
            return (
                f"What answers at {url} does not speak https. A service of this machine, such as iom serve "
                "--local, is asked with http://"
            )
        case ConnectionRefusedError() | socket.gaierror():
            return f"Nothing answers at {url}: is the service running, and is the address right?"
        case http.client.IncompleteRead():
            return f"{url} broke off in the middle of an answer"
        case TimeoutError():
            return f"{url} does not answer in time"
        case _:
            return f"{url} does not answer: {reason}"


def _parts(url: str) -> SplitResult | None:
    """The parts of an address; None where it is none: a port that is no number, a letter with an accent."""
    try:
        parts = urlsplit(url)
        # asked for, it is read
        has_port = parts.port != 0
    except ValueError:
        return None
    return parts if has_port and url.isascii() and url.isprintable() and " " not in url else None


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _keep(response: Any, to: Path) -> None:
    part = to.with_name(to.name + ".part")
    # None: in pieces, the last of which says that it is the last
    said = response.length
    try:
        with part.open("wb") as kept:
            shutil.copyfileobj(response, kept)
            written = kept.tell()
        if said is not None and written < said:
            # reading piece by piece, the library takes an early end for the end
            raise http.client.IncompleteRead(b"", said - written)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def _with(path: str, query: Mapping[str, Any]) -> str:
    asked = {name: value for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(asked)}" if asked else path


def _problem(status: int, headers: Mapping[str, str], content: bytes) -> Problem:
    try:
        said = json.loads(content)
        fields = tuple(FieldFault(one["field"], one["says"]) for one in said.get("errors", ()))
        title, detail = str(said["title"]), str(said["detail"])
    except (ValueError, KeyError, TypeError, AttributeError):
        title, detail, fields = "Error", f"The service answered {status}, not in its own words.", ()
    problem = KINDS.get(status, Problem)(status, title, detail, fields)
    problem.retry_after = headers.get("retry-after")
    return problem


def _seconds(problem: Problem) -> float:
    try:
        return max(0.0, float(problem.retry_after or PAUSE))
    except ValueError:
        return PAUSE
