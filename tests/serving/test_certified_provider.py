"""A certified identity provider (npm oidc-provider, on node) gives tokens; the service takes them."""

import base64
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from .processes import start

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("node") is None, reason="node is not on this machine"),
    pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not on this machine"),
    pytest.mark.skipif(sys.platform == "win32", reason="sends the signals of Linux and macOS"),
]
VERSION = "9.13.3"
ACCESS = """
[roles.reader]
may = ["runs.look", "imports.look"]

[[grants]]
role = "reader"
claim = "groups"
is = "iom-readers"
everyone = true
"""


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a provider that runs until the tests of this file have ended."""
    place = tmp_path_factory.mktemp("provider")
    (place / "package.json").write_text('{"name": "provider", "private": true}', encoding="utf-8")
    npm = str(shutil.which("npm"))
    installed = subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", f"oidc-provider@{VERSION}"],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    if installed.returncode:
        pytest.skip("npm could not install oidc-provider: no registry is reached")
    shutil.copy(Path(__file__).parent / "provider.mjs", place)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [str(shutil.which("node")), "provider.mjs", str(port)],
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait(10)


def given(issuer: str, algorithm: str) -> str:
    asked = {
        "grant_type": "client_credentials",
        "scope": "iom",
        "resource": f"https://iom.example.org/{algorithm}",
    }
    request = urllib.request.Request(f"{issuer}/token", urllib.parse.urlencode(asked).encode())
    basic = base64.b64encode(b"crm:a-secret-of-the-test").decode()
    request.add_header("Authorization", f"Basic {basic}")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["access_token"]


def test_tokens_of_a_certified_provider_are_taken_by_both_algorithms_and_after_its_keys_have_changed(
    issuer, furnished_folder, tmp_path
):
    document = tmp_path / "access.toml"
    document.write_text(ACCESS, encoding="utf-8")
    served = start(
        "--store",
        furnished_folder,
        IOM_OIDC_ISSUER=issuer,
        IOM_OIDC_AUDIENCE="iom-service",
        IOM_OIDC_TYPED="true",
        IOM_ACCESS=str(document),
    )
    try:
        tokens = {algorithm: given(issuer, algorithm) for algorithm in ("RS256", "ES256")}
        for algorithm, token in tokens.items():
            header, claims = (json.loads(_read(part)) for part in token.split(".")[:2])
            assert (header["alg"], header["typ"]) == (algorithm, "at+jwt")
            me = served.ask("/v1/me", token=token)
            assert (me.status, me.data["data"]["user"]) == (200, claims["sub"])
            assert me.data["data"]["roles"] == ["reader"]
            assert served.ask("/v1/imports", token=token).status == 200
            assert served.ask("/v1/people/1", token=token).status == 403
        for token in ("", f"{tokens['RS256']}x", tokens["RS256"].rpartition(".")[0] + "."):
            assert served.ask("/v1/me", token=token).status == 401
        with urllib.request.urlopen(f"{issuer}/rotate", timeout=30):
            pass
        changed = given(issuer, "ES256")
        deadline = time.monotonic() + 30
        # keys are not asked for more often than every ten seconds
        while served.ask("/v1/me", token=changed).status != 200 and time.monotonic() < deadline:
            time.sleep(1)
        assert served.ask("/v1/me", token=changed).status == 200
        # signed by a key that is withdrawn
        assert served.ask("/v1/me", token=tokens["RS256"]).status == 401
    finally:
        code, printed, log = served.end(signal.SIGTERM)
    assert code == 0
    assert "Bearer" not in printed
    for token in (*tokens.values(), changed, "crm"):
        assert token not in str(log)


def _read(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
