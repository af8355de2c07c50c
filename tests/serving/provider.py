"""An identity provider of a test's own: keys, tokens signed by them, and what it publishes."""

import base64
import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey

from api.oidc import OidcSignIn

ISSUER, AUDIENCE = "https://sign-in.example.org/realm", "iom-service"
MORNING = 1_795_000_000.0
Key = RSAKey | ECKey | OctKey


@cache
def rsa(kid: str, bits: int = 2048) -> RSAKey:
    return RSAKey.generate_key(bits, {"kid": kid})


@cache
def curve(kid: str, name: str = "P-256") -> ECKey:
    return ECKey.generate_key(name, {"kid": kid})  # pyright: ignore[reportArgumentType]


def public(key: RSAKey | ECKey, **also: object) -> dict[str, Any]:
    return {**key.as_dict(private=False), **also}


def signed(key: Key, payload: str | bytes, **header: object) -> str:
    """A token of any content. header: alg, kid and what else; None leaves a part out."""
    usual = {"alg": "RS256" if isinstance(key, RSAKey) else "ES256", "kid": key.get("kid"), "typ": "at+jwt"}
    parts = {name: value for name, value in {**usual, **header}.items() if value is not None}
    registry = jws.JWSRegistry(algorithms=[str(parts["alg"])], strict_check_header=False)
    return jws.serialize_compact(parts, payload, key, registry=registry)


def part(content: object) -> str:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Provider:
    """What stands in for the provider, and for the clock."""

    keys: list[dict[str, Any]] = field(default_factory=lambda: [public(rsa("one"))])
    now: float = MORNING
    ticks: float = 1000.0
    broken: Exception | None = None
    asked: list[str] = field(default_factory=list)
    names_itself: str = ISSUER

    def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        if self.broken:
            raise self.broken
        if url.endswith("/.well-known/openid-configuration"):
            return json.dumps({"issuer": self.names_itself, "jwks_uri": f"{ISSUER}/keys"}).encode()
        return json.dumps({"keys": self.keys}).encode()

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.ticks += seconds

    def sign_in(self, **changed: Any) -> OidcSignIn:
        usual = {"fetch": self.fetch, "clock": lambda: self.now, "ticking": lambda: self.ticks}
        return OidcSignIn(ISSUER, AUDIENCE, **{**usual, **changed})

    def claims(self, **changed: object) -> dict[str, object]:
        usual = {"iss": ISSUER, "aud": AUDIENCE, "sub": "ann", "exp": self.now + 300, "iat": self.now}
        return {name: value for name, value in {**usual, **changed}.items() if value is not None}

    def token(self, key: Key | None = None, header: dict[str, object] | None = None, **claims: object) -> str:
        return signed(key or rsa("one"), json.dumps(self.claims(**claims)), **(header or {}))
