"""Access tokens of an OpenID Connect identity provider, checked by the keys that it publishes.

What of a token is believed, and what is not:
- RS256 and ES256 alone, by a key of the provider's own list of that kind. Keys, certificates and addresses
  that the token itself brings (jwk, jku, x5c, x5u) are read by nobody; one that says crit is refused.
- typ at+jwt (RFC 9068) says that it is an access token. Many providers write JWT or nothing there: then it is
  taken unless it has what ID tokens alone have. Anything else in typ is refused. So the audience must be
  this service's own name, which is no client's id: that is what keeps ID tokens out for certain.
- A token bound to a key of its holder (cnf) is refused: whether the sender holds it is not checked here.
"""

import json
import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from api.problems import not_now
from api.sign_in import SignInError
from iom.access import Caller

KINDS = {"RS256": "RSA", "ES256": "EC"}
# Keys are fetched anew after so long, and for a key that is not known, but not more often than this.
KEYS_LAST_SECONDS, KEYS_REST_SECONDS = 600, 10
# A provider that cannot be reached: how long its last keys still serve, and others wait for who is asking it.
KEYS_END_SECONDS, WAIT_SECONDS = 86_400, 5
# So many requests wait for it at most: anybody may send tokens of keys that nobody knows.
MOST_WAITING = 8
LONGEST_TOKEN, LONGEST_USER = 16_384, 200
MOST_KEYS, LEAST_RSA_BITS = 100, 2048
ACCESS_TOKEN = "at+jwt"
OF_ID_TOKENS = ("at_hash", "c_hash", "s_hash")

Fetch = Callable[[str], bytes]
Key = RSAKey | ECKey


class _Registry(jws.JWSRegistry):
    max_header_length = 4096


# what a header holds besides is let be, as RFC 7515 has it
_REGISTRY = _Registry(algorithms=list(KINDS), strict_check_header=False)
# whatever a token is made to raise, it is no token
_NO_TOKEN = (JoseError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)


@dataclass
class OidcSignIn:
    """Checks signature, kind, issuer, audience, expiry and beginning of access tokens.

    user_claim: the claim that the audit log names people by. leeway: seconds that clocks may differ.
    typed: only tokens that say at+jwt. fetch: reads a URL of the provider, raises OSError or ValueError;
    clock: seconds since 1970; ticking: seconds that never go back.
    """

    issuer: str
    audience: str
    fetch: Fetch
    user_claim: str = "sub"
    leeway: int = 30
    typed: bool = False
    clock: Callable[[], float] = time.time
    ticking: Callable[[], float] = time.monotonic
    _keys: tuple[Key, ...] = field(default=(), init=False)
    _fetched: float = field(default=float("-inf"), init=False)
    _tried: float = field(default=float("-inf"), init=False)
    _fetching: threading.Lock = field(default_factory=threading.Lock, init=False)
    _waiting: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(MOST_WAITING), init=False
    )
    _began: float = field(init=False)

    def __post_init__(self) -> None:
        self._began = self.clock() - self.ticking()

    def caller_of(self, token: str) -> Caller:
        """The caller that an access token names.

        Raises SignInError; Refusal (503) where no key of the provider is to be had.
        """
        if len(token) > LONGEST_TOKEN:
            raise SignInError("the token is longer than any that is taken")
        header, claims = self._signed(token)
        self._check_kind(header, claims)
        self._check_claims(claims)
        user = claims.get(self.user_claim)
        if (
            not isinstance(user, str)
            or not user.strip()
            or not user.isprintable()
            or len(user) > LONGEST_USER
        ):
            raise SignInError(f"the token does not name anybody in its claim {self.user_claim}")
        return Caller(user, claims)

    def reached(self) -> bool:
        """Whether keys of the provider are at hand, asking it if none are."""
        return bool(self._usable() or self._refreshed())

    def _signed(self, token: str) -> tuple[dict[str, Any], dict[str, Any]]:
        try:
            found = jws.extract_compact(token.encode(), None, _REGISTRY)
            header = dict(found.headers())
            if "crit" in header:
                raise SignInError("the token asks for what is not known here (crit)")
            kind, kid = KINDS[header["alg"]], header.get("kid")
        except _NO_TOKEN:
            raise SignInError("it is no token, or not signed by RS256 or ES256") from None
        for keys in self._candidates():
            for key in _fitting(keys, kind, header["alg"], kid):
                try:
                    if jws.validate_compact(found, key, registry=_REGISTRY):
                        claims = json.loads(found.payload or b"", parse_constant=_no_number)
                        return header, dict(claims.items())
                except _NO_TOKEN:
                    continue
        raise SignInError("the token is not signed by a key of the identity provider")

    def _candidates(self) -> Iterator[tuple[Key, ...]]:
        """The keys that are known, then, if they will not do or are old, those that the provider has now."""
        known, is_fresh = self._keys, self.ticking() - self._fetched < KEYS_LAST_SECONDS
        if is_fresh:
            yield known
        now = self._refreshed()
        if not now:
            raise not_now("The identity provider cannot be asked who you are: try again later.", 60)
        if now is not known or not is_fresh:
            yield now

    def _usable(self) -> tuple[Key, ...]:
        return self._keys if self.ticking() - self._fetched < KEYS_END_SECONDS else ()

    def _refreshed(self) -> tuple[Key, ...]:
        if self.ticking() - self._tried < KEYS_REST_SECONDS and not self._fetching.locked():
            return self._usable()
        # one asks the provider, a few wait, but not for long: it may not answer, and others have good tokens
        if not self._waiting.acquire(blocking=False):
            is_fresh = self.ticking() - self._fetched < KEYS_LAST_SECONDS
            # of a key that is not known: whoever has a new one is told to come again, not that it is no good
            return () if is_fresh else self._usable()
        try:
            if self._fetching.acquire(timeout=WAIT_SECONDS):
                try:
                    self._fetch_again()
                finally:
                    self._fetching.release()
        finally:
            self._waiting.release()
        return self._usable()

    def _fetch_again(self) -> None:
        if self.ticking() - self._tried < KEYS_REST_SECONDS:
            return
        try:
            self._keys, self._fetched = self._fetch_keys(), self.ticking()
        except (OSError, *_NO_TOKEN):
            # those that are known, if any, must do
            pass
        finally:
            self._tried = self.ticking()

    def _fetch_keys(self) -> tuple[Key, ...]:
        about = json.loads(self.fetch(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"))
        if about["issuer"] != self.issuer:
            raise ValueError("the identity provider calls itself by another name than IOM_OIDC_ISSUER")
        keys = tuple(_usable_keys(json.loads(self.fetch(about["jwks_uri"]))["keys"]))
        if not keys:
            raise ValueError("the identity provider has no key that can be used")
        return keys

    def _check_kind(self, header: dict[str, Any], claims: dict[str, Any]) -> None:
        said = header.get("typ")
        kind = said.lower().removeprefix("application/") if isinstance(said, str) else "jwt"
        if kind != ACCESS_TOKEN and (self.typed or kind != "jwt"):
            raise SignInError("the token is not of the type at+jwt")
        # as Keycloak says what a token is for
        within = claims.get("typ")
        if isinstance(within, str) and within.lower() not in ("bearer", "jwt", ACCESS_TOKEN):
            raise SignInError("the token is no access token")
        is_id = any(name in claims for name in OF_ID_TOKENS) or ("nonce" in claims and within is None)
        if kind != ACCESS_TOKEN and is_id:
            raise SignInError("the token is an ID token, not an access token")
        if "cnf" in claims:
            raise SignInError("the token is bound to a key, which is not checked here")

    def _check_claims(self, claims: dict[str, Any]) -> None:
        if claims.get("iss") != self.issuer:
            raise SignInError("the token is of another issuer")
        audience = claims.get("aud")
        if self.audience not in (audience if isinstance(audience, list) else [audience]):
            raise SignInError("the token is for another audience")
        # the later of two clocks: setting the system's back brings no expired token to life
        now = max(self.clock(), self._began + self.ticking())
        expires = _moment(claims, "exp")
        if expires is None or now >= expires + self.leeway:
            raise SignInError("the token has expired, or does not say when it does")
        for name in ("nbf", "iat"):
            begins = _moment(claims, name)
            if begins is not None and now < begins - self.leeway:
                raise SignInError("the token is not valid yet")


def _usable_keys(published: Iterable[Any]) -> Iterator[Key]:
    """Of the keys of a list those that can sign here; a kind that is not known spoils no other."""
    for one, _ in zip(published, range(MOST_KEYS), strict=False):
        try:
            if one.get("use", "sig") != "sig" or "verify" not in one.get("key_ops", ["verify"]):
                continue
            public = {
                name: one[name] for name in ("kty", "kid", "alg", "n", "e", "crv", "x", "y") if name in one
            }
            if one["kty"] == "RSA" and len(one["n"]) * 6 >= LEAST_RSA_BITS:
                key = RSAKey.import_key(public)
                if key.raw_value.key_size >= LEAST_RSA_BITS:
                    yield key
            elif one["kty"] == "EC" and one["crv"] == "P-256":
                yield ECKey.import_key(public)
        except _NO_TOKEN:
            continue


def _fitting(keys: tuple[Key, ...], kind: str, algorithm: str, kid: str | None) -> list[Key]:
    """The keys that a header can mean; without a kid the one of its kind, if there is but one."""
    fit = [key for key in keys if key.key_type == kind and key.get("alg") in (None, algorithm)]
    if kid is None:
        return fit if len(fit) == 1 else []
    return [key for key in fit if key.get("kid") == kid]


def _moment(claims: dict[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if value is None:
        return None
    try:
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    except OverflowError:
        pass
    raise SignInError(f"the token's {name} is no moment")


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")
