"""`iom serve` as a process of its own: started, asked, told to stop, killed."""

import atexit
import json
import os
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECONDS = 60


@dataclass(frozen=True)
class Answered:
    """What came of a request."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.content)


@dataclass
class Served:
    """A service that runs. at: its address; token: the one that it printed, if it did."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    at: str = ""
    token: str = ""
    log: list[str] = field(default_factory=list)
    # a pipe that nobody reads is full after some hundred lines, and the service waits
    reading: threading.Thread | None = None

    def ask(
        self, path: str, *, method: str = "GET", token: str | None = None, body: object = None, **headers: str
    ) -> Answered:
        content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.at + path, content, method=method)
        token = self.token if token is None else token
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        if content is not None:
            kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
            request.add_header("Content-Type", kind)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                return Answered(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as answer:
            return Answered(answer.code, answer.headers, answer.read())

    def end(self, number: int) -> tuple[int, str, list[dict[str, Any]]]:
        """Send a signal: the exit code, what was printed, the lines of the log."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> tuple[int, str, list[dict[str, Any]]]:
        code = self.process.wait(SECONDS)
        out = self.process.stdout
        assert out is not None
        assert self.reading is not None
        printed = "".join(self.lines) + out.read()
        self.reading.join(SECONDS)
        return code, printed, [json.loads(line) for line in self.log]


def start(*arguments: object, **variables: str) -> Served:
    """Run `iom serve` with these arguments and wait until it says where it listens, or ends."""
    served = Served(
        subprocess.Popen(
            [sys.executable, "-m", "iom", "serve", "--port", "0", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, **variables},
        )
    )
    assert served.process.stderr is not None
    served.reading = threading.Thread(target=served.log.extend, args=(served.process.stderr,), daemon=True)
    served.reading.start()
    # a test that fails half-way leaves none behind
    atexit.register(served.process.kill)
    watch = threading.Timer(SECONDS, served.process.kill)
    watch.start()
    assert served.process.stdout is not None
    for line in served.process.stdout:
        served.lines.append(line)
        if found := re.search(r"at (http://\S+?),? ", line):
            served.at = found[1]
        if found := re.search(r"Bearer ([\w-]+)", line):
            served.token = found[1]
        if served.token or (served.at and "--local" not in arguments):
            break
    watch.cancel()
    return served


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
