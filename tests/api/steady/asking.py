"""A served store asked over real connections, by many threads or until its process is killed."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI


class Asker:
    """One connection, for one thread."""

    def __init__(self, port: int, token: str, host: str = "127.0.0.1"):
        self._port, self._token, self._host = port, token, host
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers by small letters, content."""
        sent = {"Authorization": f"Bearer {self._token}", "Host": self._host}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = None
        if body is not None:
            content = json.dumps(body)
            sent["Content-Type"] = "application/json"
        self._connection.request(method, path, content, sent)
        found = self._connection.getresponse()
        return found.status, {name.lower(): value for name, value in found.getheaders()}, found.read()

    def keep_apart(self, pair: tuple[int, int], key: str, sent: list[str] | None = None) -> bytes:
        """Decide that two are two, looking again for as long as something else is decided meanwhile."""
        for _ in range(200):
            tags = [self.ask("GET", f"/v1/people/{person}")[1]["etag"] for person in pair]
            if sent is not None:
                sent.append(key)
            status, _, content = self.ask(
                "POST",
                "/v1/people/separations",
                {"people": list(pair), "reason": key},
                Idempotency_Key=key,
                If_Match=", ".join(tags),
            )
            if status == 201:
                return content
            assert status in (412, 503), content
        raise AssertionError("the page never stays as it is")

    def keep_apart_by_command(self, pair: tuple[int, int], key: str, sent: list[str]) -> None:
        """The same as a command of the command line, until its job has ended."""
        body = {"command": "people keep-apart", "options": {"persons": [*map(str, pair)], "reason": key}}
        sent.append(key)
        status, _, content = self.ask("POST", "/v1/commands", body, Idempotency_Key=key)
        assert status == 202, content
        place = json.loads(content)["data"]["look_at"]
        while (job := self.data(place))["state"] in ("queued", "running"):
            time.sleep(0.005)
        assert (job["state"], job["result"]["exit_code"]) == ("done", 0), job

    def send(self, path: str, content: bytes) -> bytes:
        """Send a file; what is answered."""
        sent = {"Authorization": f"Bearer {self._token}", "Host": self._host, "Content-Type": "text/csv"}
        self._connection.request("POST", path, content, sent)
        return self._connection.getresponse().read()

    def data(self, path: str) -> Any:
        """What one thing says."""
        return json.loads(self.ask("GET", path)[2])["data"]


@contextmanager
def listening(app: FastAPI) -> Iterator[int]:
    """The port at which a thread of this process serves an application that has been started."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.01)
            yield bound.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


class Serving:
    """`iom serve --local` as a process. kill: as if the machine had failed."""

    def __init__(self, place: Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "iom", "serve", "--local", "--port", str(self.port)]
        self._process = subprocess.Popen(
            [*command, "--store", str(place / "store"), "--user", "tester"],
            env={**os.environ, "IOM_KEYS": str(place / "keys"), "IOM_REQUESTS_A_MINUTE": "1000000"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        self._process.stdout.readline()
        self.token = self._process.stdout.readline().partition("Bearer ")[2].partition('"')[0]
        self._wait()

    def _wait(self) -> None:
        for _ in range(600):
            try:
                if Asker(self.port, self.token).ask("GET", "/health/live")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("nothing answers")

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.wait()
