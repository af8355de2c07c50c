"""The service run: one process, one store, until it is told to stop."""

import logging
import signal
import socket
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import structlog
import uvicorn

from api.app import make_app
from api.fetching import LOOPBACK, fetch_over_http, is_safe
from api.oidc import OidcSignIn
from api.sign_in import LocalSignIn, SignIn, local_access
from iom.access import read_access
from iom.errors import IomError
from iom.settings import Settings
from iom.store import Store

# Seconds that requests under way may take when the service is told to stop.
GRACE_SECONDS = 30
# Connections beyond those that are answered wait this many deep before they are refused.
BACKLOG = 256


class ServiceError(IomError):
    """The service cannot be started as it was asked for."""


def local_sign_in(user: str) -> LocalSignIn:
    """A single user on this machine, with a token made now."""
    return LocalSignIn(user)


def provider_sign_in(settings: Settings) -> OidcSignIn:
    """Callers with tokens of an identity provider. Raises ServiceError where it is not said which."""
    if not settings.oidc_issuer or not settings.oidc_audience:
        raise ServiceError(
            "Who may sign in? Set IOM_OIDC_ISSUER and IOM_OIDC_AUDIENCE to your identity provider's, and "
            "IOM_ACCESS to your access document. To try the service alone on this machine: iom serve --local"
        )
    return OidcSignIn(
        settings.oidc_issuer,
        settings.oidc_audience,
        fetch_over_http,
        user_claim=settings.oidc_user_claim,
        leeway=settings.oidc_leeway_seconds,
    )


def serve(store: Store, sign_in: SignIn, *, host: str, port: int, access_file: Path | None) -> None:
    """Serve a store until the process is told to stop (Ctrl-C, or the end that a system service sends).

    With a local sign-in only this machine is answered, and its one user has every role. Raises ServiceError
    when the address is taken, or a local service would be reachable from elsewhere.
    """
    is_local = isinstance(sign_in, LocalSignIn)
    if is_local and host not in LOOPBACK:
        raise ServiceError(f"--local answers this machine alone, not {host}: leave --host out.")
    access = read_access(access_file)
    if not is_local and not access.grants:
        raise ServiceError(
            f"{access.name} gives nobody a role: write [[grants]] into an access document and name it in "
            "IOM_ACCESS. Begin with: iom access show"
        )
    app = make_app(
        store,
        local_access(access) if is_local else access,
        sign_in,
        lambda: datetime.now(UTC),
        hosts=LOOPBACK if is_local else (),
    )
    _log_as_json()
    listening = _listen(host, port)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        backlog=BACKLOG,
    )
    # the server hands on the signal that stopped it, once it has ended: the store is still to be closed
    signal.signal(signal.SIGTERM, _end)
    with listening, suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


def _end(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise ServiceError(
            f"{host}, port {port}, cannot be listened at: {error.strerror}. Is another service there? "
            "Give another with --port."
        ) from None
    return listening


def _log_as_json() -> None:
    """One line of JSON an event on standard error; uvicorn's own faults are told without their texts."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(_stderr()),
    )
    # what a library says of a failed request may hold values: our own line tells of it
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)


def _stderr():
    import sys

    return sys.stderr
