"""The keys of the identity provider: fetched, changed, withdrawn, out of reach."""

import http.server
import json
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from api.fetching import fetch_over_http
from api.oidc import MOST_WAITING
from api.problems import Refusal
from api.sign_in import SignInError

from .provider import Provider, curve, public, rsa


def test_keys_are_fetched_once_for_many_tokens(provider):
    sign_in = provider.sign_in()
    for _ in range(3):
        sign_in.caller_of(provider.token())
    assert len(provider.asked) == 2


def test_a_token_by_a_new_key_makes_the_keys_be_fetched_again(provider):
    sign_in = provider.sign_in()
    sign_in.caller_of(provider.token())
    provider.keys = [public(rsa("two")), public(rsa("one"))]
    provider.wait(11)
    assert sign_in.caller_of(provider.token(rsa("two"))).user == "ann"
    assert sign_in.caller_of(provider.token()).user == "ann"


def test_a_key_that_was_withdrawn_ends_with_the_next_fetch(provider):
    sign_in = provider.sign_in()
    old = provider.token(exp=provider.now + 9000)
    sign_in.caller_of(old)
    provider.keys = [public(rsa("two"))]
    provider.wait(601)
    with pytest.raises(SignInError):
        sign_in.caller_of(old)


def test_forged_tokens_do_not_make_the_provider_be_asked_more_often_than_its_rest(provider):
    sign_in = provider.sign_in()
    for number in range(20):
        with pytest.raises(SignInError):
            sign_in.caller_of(provider.token(header={"kid": f"made up {number}"}))
    assert len(provider.asked) == 2
    provider.wait(11)
    with pytest.raises(SignInError):
        sign_in.caller_of(provider.token(header={"kid": "made up"}))
    assert len(provider.asked) == 4


def test_a_provider_out_of_reach_at_the_start_is_asked_again_and_nobody_is_told_to_sign_in(provider):
    provider.broken = OSError("unreachable")
    sign_in = provider.sign_in()
    assert not sign_in.reached()
    with pytest.raises(Refusal) as found:
        sign_in.caller_of(provider.token())
    assert (found.value.status, found.value.headers["Retry-After"]) == (503, "60")
    provider.broken = None
    provider.wait(11)
    assert sign_in.caller_of(provider.token()).user == "ann"


def test_a_provider_out_of_reach_later_is_done_without_for_a_day(provider):
    sign_in = provider.sign_in()
    sign_in.caller_of(provider.token())
    provider.broken = TimeoutError()
    provider.wait(86_000)
    assert sign_in.caller_of(provider.token()).user == "ann"
    with pytest.raises(SignInError):
        sign_in.caller_of(provider.token(rsa("two")))
    provider.wait(500)
    with pytest.raises(Refusal):
        sign_in.caller_of(provider.token())


@pytest.mark.parametrize(
    "spoilt",
    [
        {"kty": "AKP", "kid": "pq", "alg": "ML-DSA-44", "pub": "AAAA"},
        {"kty": "EC", "kid": "c", "crv": "P-256", "x": "AAAA", "y": "AAAA"},
        {"kty": "EC", "kid": "c", "crv": "secp256k1", "x": "AAAA", "y": "AAAA"},
        {"kty": "OKP", "kid": "o", "crv": "Ed25519", "x": "AAAA"},
        {"kty": "RSA", "kid": "r", "n": "A" * 400, "e": "AA"},
        {"kty": "RSA"},
        {"kty": ["RSA"]},
        {},
        "key",
        None,
    ],
)
def test_a_key_that_cannot_be_read_spoils_no_other(provider, spoilt):
    provider.keys = [spoilt, public(rsa("one"))]
    assert provider.sign_in().caller_of(provider.token()).user == "ann"


def test_a_key_with_parts_that_are_not_known_is_taken(provider):
    provider.keys = [public(rsa("one"), x5c=["AAAA"], x5t="x", issuer="https://x", use="sig")]
    assert provider.sign_in().caller_of(provider.token()).user == "ann"


def test_a_weak_key_signs_nothing(provider):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        weak = rsa("weak", 1024)
        token = provider.token(weak)
        # also where its number is written with zeros before it, to look longer
        for number in (public(weak)["n"], "A" * 400 + public(weak)["n"]):
            provider.keys = [public(weak, n=number), public(rsa("one"))]
            with pytest.raises(SignInError):
                provider.sign_in().caller_of(token)


def test_a_curve_that_is_not_asked_for_signs_nothing(provider):
    other = curve("other", "P-384")
    provider.keys.append(public(other))
    with pytest.raises(SignInError):
        provider.sign_in().caller_of(provider.token(other, {"alg": "ES384"}))


def test_a_provider_that_calls_itself_otherwise_is_not_believed(provider):
    provider.names_itself = "https://evil.example.org"
    assert not provider.sign_in().reached()


@pytest.mark.parametrize("answer", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"issuer": 1}'])
def test_an_answer_that_is_no_document_is_like_no_answer(answer):
    assert not Provider().sign_in(fetch=lambda _: answer).reached()


def test_callers_with_a_known_key_do_not_wait_while_the_provider_is_slow(provider):
    sign_in = provider.sign_in()
    sign_in.caller_of(provider.token())
    asking, answer = threading.Event(), threading.Event()

    def slow(_: str) -> bytes:
        asking.set()
        answer.wait(10)
        raise TimeoutError

    sign_in.fetch = slow
    provider.wait(11)

    def forged() -> None:
        with pytest.raises(SignInError):
            sign_in.caller_of(provider.token(rsa("two")))

    waiting = threading.Thread(target=forged)
    waiting.start()
    assert asking.wait(5)
    assert sign_in.caller_of(provider.token()).user == "ann"
    answer.set()
    waiting.join()


@pytest.mark.parametrize("seconds", [11, 601])
def test_many_tokens_of_keys_that_nobody_knows_hold_up_a_few_requests_at_most(provider, seconds):
    sign_in = provider.sign_in()
    good = provider.token(exp=provider.now + 9000)
    sign_in.caller_of(good)
    asking, answer = threading.Event(), threading.Event()

    def slow(_: str) -> bytes:
        asking.set()
        answer.wait(20)
        raise TimeoutError

    sign_in.fetch = slow
    # the keys are fresh, or old: then they serve all the same
    provider.wait(seconds)
    forged = provider.token(rsa("two"))

    def send() -> None:
        with pytest.raises((SignInError, Refusal)):
            sign_in.caller_of(forged)

    waiting = [threading.Thread(target=send) for _ in range(MOST_WAITING)]
    for thread in waiting:
        thread.start()
    assert asking.wait(5)
    while sign_in._waiting._value:  # pyright: ignore[reportAttributeAccessIssue]
        time.sleep(0.01)
    begun = time.monotonic()
    for _ in range(50):
        send()
        assert sign_in.caller_of(good).user == "ann"
    assert time.monotonic() - begun < 3
    answer.set()
    for thread in waiting:
        thread.join()


class _Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.seen.append(self.path)  # pyright: ignore[reportAttributeAccessIssue]
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/keys")
            self.end_headers()
        elif self.path == "/broken":
            self.wfile.write(b"nonsense\r\n\r\n")
        else:
            content = json.dumps({"keys": []}).encode() + b" " * (5000 if self.path == "/long" else 0)
            self.send_response(404 if self.path == "/none" else 200)
            self.send_header("Content-Length", str(len(content) + (9 if self.path == "/short" else 0)))
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def answering() -> Iterator[tuple[str, list[str]]]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        server.seen = []  # pyright: ignore[reportAttributeAccessIssue]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", server.seen  # pyright: ignore
        finally:
            server.shutdown()
            thread.join()


def test_keys_are_read_over_http_on_this_machine_and_no_answer_that_points_elsewhere_is_followed(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with answering() as (at, seen):
        assert json.loads(fetch_over_http(f"{at}/keys")) == {"keys": []}
        for path in ("/moved", "/none", "/broken"):
            with pytest.raises(OSError):
                fetch_over_http(at + path)
        with pytest.raises(ValueError, match="too long"):
            fetch_over_http(f"{at}/long", most=1000)
        assert seen.count("/keys") == 1


@pytest.mark.parametrize(
    "url",
    ["http://sign-in.example.org", "file:///etc/passwd", "ftp://x", "https://", "", "http://127.0.0.1.evil"],
)
def test_an_address_that_is_not_safe_is_not_asked(url):
    with pytest.raises(ValueError, match="https"):
        fetch_over_http(url)
