"""The service run: one process, one store, until it is told to stop."""

import gc
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import structlog
import uvicorn
from fastapi import FastAPI

import iom
from api.access_in_force import AccessFile, AccessInForce
from api.app import make_app
from api.commands import Commands
from api.fetching import LOOPBACK, fetch_over_http, is_safe
from api.oidc import OidcSignIn
from api.service import Service
from api.sign_in import LocalSignIn, SignIn, local_access
from iom.access import Access, read_access
from iom.errors import IomError
from iom.settings import Settings
from iom.store import Store

# Seconds that requests under way may take when the service is told to stop.
GRACE_SECONDS = 30
# Connections beyond those that are answered wait this many deep before they are refused.
BACKLOG = 256
# What a system sends to end a process, beside Ctrl-C: the second is that of Windows.
ENDS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGBREAK") if hasattr(signal, name))

log = structlog.get_logger("iom.service")


class ServiceError(IomError):
    """The service cannot be started as it was asked for."""


def local_sign_in(user: str, purpose: str | None = None) -> LocalSignIn:
    """A single user on this machine, with a token made now. purpose: of the requests that state none."""
    return LocalSignIn(user, purpose)


def provider_sign_in(settings: Settings) -> OidcSignIn:
    """Callers with tokens of an identity provider. Raises ServiceError where it is not said which."""
    if not settings.oidc_issuer or not settings.oidc_audience:
        raise ServiceError(
            "Who may sign in? Set IOM_OIDC_ISSUER and IOM_OIDC_AUDIENCE to your identity provider's, and "
            "IOM_ACCESS to your access document. To try the service alone on this machine: iom serve --local"
        )
    if not is_safe(settings.oidc_issuer):
        raise ServiceError(
            "IOM_OIDC_ISSUER does not begin with https://: keys that anybody on the way could change prove "
            "nothing."
        )
    return OidcSignIn(
        settings.oidc_issuer,
        settings.oidc_audience,
        fetch_over_http,
        user_claim=settings.oidc_user_claim,
        leeway=settings.oidc_leeway_seconds,
        typed=settings.oidc_typed,
    )


def serve(
    store: Store,
    sign_in: SignIn,
    *,
    host: str,
    port: int,
    access_file: Path | None,
    given: Commands | None = None,
    begun: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve a store until the process is told to stop (Ctrl-C, or the end that a system service sends).

    With a local sign-in only this machine is answered, and its one user has every role. given: the commands
    that may be given through it. begun: told the address once it is listened at. Raises ServiceError when
    the address is taken, a local service would be reachable from elsewhere, or the service cannot start.
    """
    is_local = isinstance(sign_in, LocalSignIn)
    if is_local and host not in LOOPBACK:
        raise ServiceError(f"--local answers this machine alone, not {host}: leave --host out.")
    taken = local_access if is_local else _with_grants
    app = make_app(
        store,
        AccessInForce.of(AccessFile(access_file, taken)) if access_file else taken(read_access(None)),
        sign_in,
        lambda: datetime.now(UTC),
        hosts=LOOPBACK if is_local else (),
        given=given,
    )
    with _logged_as_json(), listening_at(host, port) as listening:
        if isinstance(sign_in, OidcSignIn) and not sign_in.reached():
            # it may come later: until then callers are told to wait
            log.error("provider", reached=False)
        _run(app, listening, lambda: begun(address_of(listening)))


def _with_grants(access: Access) -> Access:
    if not access.grants:
        raise ServiceError(
            f"{access.name} gives nobody a role: write [[grants]] into an access document and name it in "
            "IOM_ACCESS. Begin with: iom access show"
        )
    return access


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let what a system sends to end a process be like Ctrl-C, so that a store is closed in order."""

    def end(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in ENDS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Server(uvicorn.Server):
    """Tells when it answers."""

    begun: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            # what was made so far stays: looking through all of it for what can go would hold requests up
            gc.collect()
            gc.freeze()
            self.begun()
            log.info("started", version=iom.__version__)


def _run(app: FastAPI, listening: socket.socket, begun: Callable[[], None]) -> None:
    service: Service = app.state.service
    config = uvicorn.Config(
        app,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        # addresses and schemes that a sender claims are not believed
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS,
        backlog=BACKLOG,
    )
    server = _Server(config)
    server.begun = begun
    try:
        # the server hands on the signal that stopped it, once it has ended: the store is still to be closed
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])
    except SystemExit:
        # how the server ends where the application could not begin
        if service.fault is None:
            raise
    finally:
        for number in ENDS:
            # said twice: it is ending, and is not to be hurried
            signal.signal(number, signal.SIG_IGN)
        # where a second Ctrl-C cut the end short
        service.stop()
    if isinstance(service.fault, OSError):
        raise ServiceError(
            f"The service could not make its folder for files in the store's ({service.fault.strerror})."
        )
    if service.fault is not None:
        raise service.fault
    log.info("ended")


def listening_at(host: str, port: int) -> socket.socket:
    """A socket that listens, alone, at an address. Raises ServiceError."""
    try:
        listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        try:
            # there the other option would let two processes take one port
            option = socket.SO_EXCLUSIVEADDRUSE if sys.platform == "win32" else socket.SO_REUSEADDR
            listening.setsockopt(socket.SOL_SOCKET, option, 1)
            listening.bind((host, port))
            listening.listen(BACKLOG)
        except BaseException:
            listening.close()
            raise
    except (OSError, UnicodeError, TypeError) as error:
        why = (isinstance(error, OSError) and error.strerror) or "no such address"
        raise ServiceError(
            f"{host}, port {port}, cannot be listened at: {why}. Is another service there? "
            "Give another with --port."
        ) from None
    return listening


def address_of(listening: socket.socket) -> str:
    """Where a socket listens, as a URL."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Foreign(logging.Handler):
    """What a library says: by whom and of which kind. Its text may hold values of a request."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        log.error("library", name=record.name, kind=kind.__name__ if kind else None)


class _StandardError:
    """Where lines go. One for which its disk has no room is lost: what was asked for is answered."""

    def write(self, text: str) -> None:
        with suppress(OSError):
            sys.stderr.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.flush()


@contextmanager
def _logged_as_json() -> Iterator[None]:
    """One line of JSON an event on standard error; afterwards all is logged as it was before."""
    root = logging.getLogger()
    before = structlog.get_config(), root.handlers[:], root.level, threading.excepthook
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(_StandardError()),  # pyright: ignore[reportArgumentType]
    )
    root.handlers[:] = [_Foreign()]
    root.setLevel(logging.ERROR)
    threading.excepthook = _thread_failed
    try:
        yield
    finally:
        structlog.configure(**before[0])
        root.handlers[:] = before[1]
        root.setLevel(before[2])
        threading.excepthook = before[3]


def _thread_failed(fault: threading.ExceptHookArgs) -> None:
    log.error("fault", kind=fault.exc_type.__name__, thread=fault.thread.name if fault.thread else None)
