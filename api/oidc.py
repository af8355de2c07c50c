"""Access tokens of an OpenID Connect identity provider, checked by the keys that it publishes."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.sign_in import SignInError
from iom.access import Caller

ALGORITHMS = ["RS256", "ES256"]
# Keys are fetched anew after so long, and for a key that is not known, but not more often than this.
KEYS_LAST_SECONDS, KEYS_REST_SECONDS = 600, 10
LONGEST_TOKEN = 16_384

Fetch = Callable[[str], bytes]


@dataclass
class OidcSignIn:
    """Checks signature, issuer, audience, expiry and beginning of access tokens.

    user_claim: the claim that the audit log names people by. leeway: seconds that clocks may differ.
    fetch: reads a URL of the provider; clock: seconds since 1970; ticking: seconds that never go back.
    """

    issuer: str
    audience: str
    fetch: Fetch
    user_claim: str = "sub"
    leeway: int = 30
    clock: Callable[[], float] = time.time
    ticking: Callable[[], float] = time.monotonic
    _keys: KeySet | None = field(default=None, init=False)
    _fetched: float = field(default=float("-inf"), init=False)
    _tried: float = field(default=float("-inf"), init=False)
    _fetching: threading.Lock = field(default_factory=threading.Lock, init=False)

    def caller_of(self, token: str) -> Caller:
        """The caller that an access token names. Raises SignInError."""
        if len(token) > LONGEST_TOKEN:
            raise SignInError("the token is longer than any that is taken")
        claims = self._signed(token)
        self._check(claims)
        user = claims.get(self.user_claim)
        if not isinstance(user, str) or not user or not user.isprintable():
            raise SignInError(f"the token does not name anybody in its claim {self.user_claim}")
        return Caller(user, claims)

    def _signed(self, token: str) -> dict[str, Any]:
        for keys in self._candidates():
            try:
                return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
            except (JoseError, ValueError, TypeError, KeyError):
                continue
        raise SignInError("the token is not signed by a key of the identity provider, or is no token at all")

    def _candidates(self) -> Iterator[KeySet]:
        """The keys that are known, then, if they will not do or are old, those that the provider has now."""
        known = self._keys
        if known is not None and self.ticking() - self._fetched < KEYS_LAST_SECONDS:
            yield known
        now = self._refreshed()
        if now is not known:
            yield now
        elif self.ticking() - self._fetched >= KEYS_LAST_SECONDS:
            # the provider cannot be reached: its last keys still tell its tokens from others
            yield now

    def _refreshed(self) -> KeySet:
        with self._fetching:
            if self.ticking() - self._tried >= KEYS_REST_SECONDS:
                self._tried = self.ticking()
                # where it fails, those that are known, if any, must do
                with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, JoseError):
                    self._keys, self._fetched = self._fetch_keys(), self.ticking()
            if self._keys is None:
                raise SignInError("the identity provider's keys cannot be fetched")
            return self._keys

    def _fetch_keys(self) -> KeySet:
        about = json.loads(self.fetch(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"))
        if about.get("issuer") != self.issuer:
            raise ValueError("the identity provider calls itself by another name than IOM_OIDC_ISSUER")
        return KeySet.import_key_set(json.loads(self.fetch(about["jwks_uri"])))

    def _check(self, claims: dict[str, Any]) -> None:
        if claims.get("iss") != self.issuer:
            raise SignInError("the token is of another issuer")
        audience = claims.get("aud")
        if self.audience not in (audience if isinstance(audience, list) else [audience]):
            raise SignInError("the token is for another audience")
        now = self.clock()
        expires, begins = claims.get("exp"), claims.get("nbf")
        if not isinstance(expires, int | float) or now >= expires + self.leeway:
            raise SignInError("the token has expired")
        if begins is not None and (not isinstance(begins, int | float) or now < begins - self.leeway):
            raise SignInError("the token is not valid yet")


def fetch_over_http(url: str, *, timeout: float = 5, most: int = 1_000_000) -> bytes:
    """Read a URL of the provider: https, or http on the same machine. Raises OSError or ValueError."""
    from urllib.parse import urlsplit
    from urllib.request import urlopen

    parts = urlsplit(url)
    if parts.scheme != "https" and not (
        parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    ):
        raise ValueError("an identity provider is asked over https")
    with urlopen(url, timeout=timeout) as found:
        return found.read(most)
