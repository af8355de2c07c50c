"""Who calls: from the bearer token of a request to a caller and their claims."""

import hmac
import secrets
from dataclasses import dataclass, field
from typing import Protocol

from iom.access import Access, Caller, Grant

REALM = 'Bearer realm="iom"'


class SignInError(Exception):
    """A token that is not accepted. reason: why, in words that say nothing of the token's content."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class SignIn(Protocol):
    """How tokens become callers."""

    def caller_of(self, token: str) -> Caller:
        """The caller that a token names. Raises SignInError."""
        ...


@dataclass(frozen=True)
class LocalSignIn:
    """A single user on one machine: a token made at the start, printed once, gone at the end.

    purpose: of the requests that state none.
    """

    user: str
    purpose: str | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    def caller_of(self, token: str) -> Caller:
        """The one user, if the token is the one that was printed."""
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            raise SignInError("the token is not the one that was printed when the service was started")
        return Caller(self.user, {"local": "yes"})


def local_access(access: Access) -> Access:
    """An access document under which the single local user has every role, for everyone."""
    grants = tuple(
        Grant(number, role, "local", "yes", True, None, None, None)
        for number, role in enumerate(access.roles, 1)
    )
    return Access(access.name, access.roles, grants)
